"""The chart of a clinic's case mix beside the others': where the two lie widest apart, level by level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.answers.like_for_like_plain import level_name
from dashboard.figures import theme
from dashboard.figures.like_for_like_balance import two_lines

# So many levels are drawn; all stand in the table.
_MOST = 12
_ROW = 32


@dataclass(frozen=True, eq=False)
class Mix:
    """What is drawn: ``name``, ``share``, ``others``, from widest apart on, and of whom."""

    rows: pd.DataFrame
    unit: str


def prepare(rows: Sequence[dict[Any, Any]], unit: str) -> Mix:
    """Which levels lie widest apart, in standard deviations? `rows`: as `tables.clinics.mix_rows` gives them."""
    known = [row for row in rows if not np.isnan(row["smd"])]
    widest = sorted(known, key=lambda row: -abs(row["smd"]))[:_MOST]
    table = pd.DataFrame(
        {
            "name": [level_name(row["covariate"], row["level"]) for row in widest],
            "share": [float(row["share"]) for row in widest],
            "others": [float(row["other_share"]) for row in widest],
        }
    )
    return Mix(table, unit)


def describe(mix: Mix) -> str:
    """What does the picture say to somebody who cannot see it?"""
    if mix.rows.empty:
        return f"The case mix of {mix.unit} beside that of all others: nothing can be shown."
    told = "; ".join(
        f"{row['name']}, {row['share']:.0%} and {row['others']:.0%}"
        for row in mix.rows.head(3).to_dict("records")
    )
    return f"The case mix of {mix.unit} beside that of all others, widest apart first: {told}."


def draw(mix: Mix, mode: theme.Mode) -> go.Figure:
    """How does it look? Filled the unit, hollow the others, a line between the two."""
    rows = mix.rows
    if rows.empty:
        return theme.nothing(mode)
    ground = theme.GROUNDS[mode]
    places = list(range(len(rows)))
    joined = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [row["share"], row["others"]],
            "y": [place, place],
            "line": {"color": ground.quiet, "width": 1.5},
            "hoverinfo": "skip",
        }
        for place, row in zip(places, rows.to_dict("records"), strict=True)
    ]
    traces = [
        *joined,
        _marks(rows["others"], places, "circle-open", ground.text, "All others", rows["name"]),
        _marks(rows["share"], places, "circle", ground.text, mix.unit, rows["name"]),
    ]
    right = float(max(rows["share"].max(), rows["others"].max()))
    layout = theme.layout(
        mode,
        _ROW * len(rows) + 110,
        margin={"l": 150, "r": 16, "t": 28, "b": 52},
        xaxis=theme.axis(
            mode, range=[-0.02, 1.06 * right], tickformat=".0%", title="Share of patients", nticks=6
        ),
        yaxis=theme.names_axis(mode, [two_lines(name) for name in rows["name"]]),
        annotations=[
            theme.key(f"● {theme.plain(mix.unit)} &nbsp;&nbsp; ○ all others", mode),
        ],
    )
    return theme.figure(traces, layout)


def _marks(
    values: pd.Series, places: list[int], symbol: str, colour: str, who: str, names: pd.Series
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": values.to_numpy(dtype=float),
        "y": places,
        "marker": {"color": colour, "symbol": symbol, "size": 10, "line": {"width": 1.5}},
        "text": [f"<b>{theme.plain(name)}</b><br>{theme.plain(who)}" for name in names],
        "hovertemplate": "%{text}: %{x:.0%}<extra></extra>",
        "cliponaxis": False,
    }
