"""What does each figure mean, how is it worked out, and what does it agree with? The documents, one at a time."""

from __future__ import annotations

import streamlit as st

from dashboard.widgets import documents


def page() -> None:
    """The page of methods and definitions: every document that stands beside the program."""
    st.title("Methods and definitions", anchor=False)
    st.caption(
        "What is counted, how it is estimated, what it agrees with and where it can mislead. "
        "Nothing here depends on the filters."
    )
    name = st.selectbox(
        "About",
        list(documents.DOCUMENTS),
        format_func=documents.DOCUMENTS.__getitem__,
        key=documents.ASKED,
        bind="query-params",
        width=360,
    )
    title, text = documents.read(name)
    st.header(title, anchor=False)
    # The page's title stands above the document's: its sections go one lower.
    st.markdown(text.replace("\n## ", "\n### "))
