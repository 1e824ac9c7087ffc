"""The list of pages."""

import streamlit as st

from dashboard.pages import (
    clearance,
    clinics,
    complications,
    diy,
    frame,
    healing,
    importing,
    like_for_like,
    methods,
    operations,
    overview,
    quality,
    recurrence,
    reported,
    trends,
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
            st.Page(reported.page, title="What patients say", url_path="reported"),
        ],
        "Comparing": [
            st.Page(like_for_like.page, title="Like for like", url_path="like_for_like"),
            st.Page(diy.page, title="DIY attempts", url_path="diy"),
        ],
        "Running the clinic": [
            st.Page(clinics.page, title="Clinics", url_path="clinics"),
            st.Page(trends.page, title="Over time", url_path="trends"),
            st.Page(operations.page, title="Operations", url_path="operations"),
        ],
        "Records": [
            st.Page(quality.page, title="Quality", url_path="quality"),
            st.Page(importing.page, title="Import", url_path="import"),
            st.Page(methods.page, title="Methods and definitions", url_path="methods"),
        ],
    }
)
