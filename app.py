"""The list of pages."""

import streamlit as st

from dashboard.pages import frame, recurrence

frame.show(
    {
        "Outcomes": [
            st.Page(recurrence.page, title="Recurrence", url_path="recurrence", default=True)
        ]
    }
)
