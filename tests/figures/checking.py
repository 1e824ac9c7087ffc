"""Figures are made without Plotly's checks; here they are put to them."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go


def checked(drawn: dict[str, Any]) -> dict[str, Any]:
    """What is a figure once Plotly has looked at every property? It raises where one is not as it must be."""
    figure = go.Figure(drawn).to_dict()
    # Plotly takes an empty template for none, and puts its own in place.
    assert drawn["layout"]["template"] == {}
    return {**figure, "layout": {**figure["layout"], "template": {}}}
