"""An empty Streamlit page with charts: what a filter change costs without any work.

By its address it shows as many small charts as it is told (``?charts=3``), or, without that, the charts of the
recurrence page itself, drawn beforehand and read from the file that the environment names: two of each, in turns.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from tests.benchmarks.options import CHARTS, OPTIONS


# Streamlit's cache: what the script itself remembers is gone with the next run. Without Plotly's checks, as ours.
@st.cache_resource(show_spinner=False)
def _drawn() -> list[list[go.Figure]]:
    kept = json.loads(Path(os.environ[CHARTS]).read_text(encoding="utf-8"))
    return [[go.Figure(figure, _validate=False) for figure in drawn] for drawn in kept]


def _small(number: int, moved: int) -> dict[str, Any]:
    """Ten points, moved by the choice: nothing is counted, but everything is sent and drawn anew."""
    points = [place * (number + 1) + moved for place in range(10)]
    return {"data": [{"type": "scatter", "x": list(range(10)), "y": points}], "layout": {}}


st.set_page_config(page_title="Empty", layout="wide")
st.title("Empty", anchor=False)
chosen = st.sidebar.multiselect("Filter", OPTIONS, key="filter", bind="query-params")
if "charts" in st.query_params:
    figures = [_small(number, len(chosen)) for number in range(int(st.query_params["charts"]))]
else:
    figures = _drawn()[len(chosen) % 2]
for number, figure in enumerate(figures):
    st.plotly_chart(figure, theme=None, key=f"chart_{number}")
