"""An empty Streamlit page with as many charts as the address asks for: what a filter change costs without any work."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from tests.benchmarks.options import OPTIONS

st.set_page_config(page_title="Empty", layout="wide")
st.title("Empty", anchor=False)
chosen = st.sidebar.multiselect("Filter", OPTIONS, key="filter", bind="query-params")
for number in range(int(st.query_params.get("charts", "1"))):
    # Ten points, moved by the choice: nothing is counted, but everything is sent and drawn anew.
    moved = [place * (number + 1) + len(chosen) for place in range(10)]
    figure = go.Figure(data=[{"type": "scatter", "x": list(range(10)), "y": moved}])
    st.plotly_chart(figure, theme=None, key=f"chart_{number}")
