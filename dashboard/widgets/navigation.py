"""The way from page to page: sections in the sidebar, as links that the keyboard and a screen reader reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage


def choose(pages: Mapping[str, Sequence[StreamlitPage]]) -> StreamlitPage:
    """Which page does the address name? The sidebar has the links to all."""
    # Not Streamlit's own menu: with sections its list has children that a screen reader stumbles over.
    chosen = st.navigation({name: list(part) for name, part in pages.items()}, position="hidden")
    with st.sidebar:
        for name, part in pages.items():
            st.caption(name)
            with st.container(gap="xxsmall"):
                for page in part:
                    st.page_link(page, label=page.title)
        st.divider()
    return chosen
