"""The frame around every page: records, sidebar, navigation, and errors as messages."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.errors import DashboardError
from dashboard.widgets import choices, cohort, look, navigation, view


def show(pages: dict[str, list[StreamlitPage]]) -> None:
    """Show the page that the address names, within the cohort of the sidebar."""
    st.set_page_config(page_title="Milia outcomes", layout="wide")
    look.apply(view.mode())
    page = navigation.choose(pages)
    choices.carry_over(page.url_path)
    try:
        release, settings, pseudonymised = view.records()
        chosen = cohort.choose(release, settings)
        st.session_state["view"] = view.View(release, settings, pseudonymised, chosen, view.mode())
        page.run()
    except DashboardError as error:
        view.show_error(error)
