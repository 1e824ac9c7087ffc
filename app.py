"""The list of pages."""

import streamlit as st

from dashboard.pages import (
    clearance,
    complications,
    diy,
    frame,
    healing,
    like_for_like,
    overview,
    recurrence,
)

frame.show(
    {
        # The default page stands at the address itself.
        "At a glance": [st.Page(overview.page, title="Overview", default=True)],
        "Outcomes": [
            st.Page(clearance.page, title="Clearance", url_path="clearance"),
            st.Page(recurrence.page, title="Recurrence", url_path="recurrence"),
            st.Page(healing.page, title="Healing time", url_path="healing"),
            st.Page(complications.page, title="Complications", url_path="complications"),
        ],
        "Comparing": [
            st.Page(like_for_like.page, title="Like for like", url_path="like_for_like"),
            st.Page(diy.page, title="DIY attempts", url_path="diy"),
        ],
    }
)
