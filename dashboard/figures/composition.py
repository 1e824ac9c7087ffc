"""What a whole is made of: one bar a group, its parts told apart by lightness, place and label, without any colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import words
from dashboard.answers.plain import share
from dashboard.figures import intervals, theme

_ROW = 30
# A narrower part has no room for its label: the table has it.
_WIDE_ENOUGH = 0.13
# How much of the text's colour is in each part, from the first: apart by 3 : 1 with an outline round each,
# in grey, on paper and for whoever sees no colours.
_SHADES = (0.8, 0.34, 0.04)


@dataclass(frozen=True, eq=False)
class Composition:
    """What is drawn: ``group``, ``status`` and a column of shares a part, in page order.

    `parts`: column → what it is called.
    """

    group_by: str
    rows: pd.DataFrame
    parts: Mapping[str, str]
    axis_title: str


def prepare(
    estimates: pd.DataFrame,
    measure: str,
    parts: Mapping[str, str],
    groups: Sequence[str],
    group_by: str,
    axis_title: str,
) -> Composition:
    """Of which parts (kind → name) does a measure of ``estimates`` consist, group by group?

    A bar is drawn where all of its parts are shown: one that is missing could be read off the gap.
    """
    told = {
        kind: {
            row["group"]: row
            for row in intervals.without_horizon(estimates, measure, kind).to_dict("records")
        }
        for kind in parts
    }
    rows = []
    for group in groups:
        if any(group not in by_group for by_group in told.values()):
            continue
        states = [by_group[group]["status"] for by_group in told.values()]
        spoilt = next((status for status in states if status != "shown"), "shown")
        shares = {
            kind: by_group[group]["estimate"] if spoilt == "shown" else np.nan
            for kind, by_group in told.items()
        }
        rows.append({"group": group, "status": spoilt, **shares})
    table = pd.DataFrame(rows, columns=["group", "status", *parts])
    return Composition(group_by, table.astype({"group": "str", "status": "str"}), parts, axis_title)


def describe(prepared: Composition) -> str:
    """What does the chart say to somebody who cannot see it?"""
    title = prepared.axis_title.replace("<br>", " ")
    said = [
        f"{words.value(prepared.group_by, row['group'])} "
        + ", ".join(
            f"{name.lower()} {share(row[part])} percent" for part, name in prepared.parts.items()
        )
        for row in prepared.rows.to_dict("records")
        if row["status"] == "shown"
    ]
    return f"{title}. {'; '.join(said)}." if said else f"{title}. Nothing can be shown."


def draw(prepared: Composition, mode: theme.Mode) -> go.Figure:
    """How do the bars look?"""
    rows = prepared.rows
    if rows.empty:
        return theme.nothing(mode)
    names = [theme.on_lines(words.value(prepared.group_by, group)) for group in rows["group"]]
    shown = rows[rows["status"].eq("shown")]
    traces = [
        _part(shown, part, name, place, mode)
        for place, (part, name) in enumerate(prepared.parts.items())
    ]
    ground = theme.GROUNDS[mode]
    layout = theme.layout(
        mode,
        _ROW * len(rows) + 108,
        barmode="stack",
        bargap=0.34,
        margin={"l": 112, "r": 24, "t": 34, "b": 62},
        xaxis=theme.axis(
            mode,
            range=[0, 1.004],
            tickvals=[0.0, 0.25, 0.5, 0.75, 1.0],
            tickformat=".0%",
            title=prepared.axis_title,
        ),
        yaxis=theme.names_axis(mode, names),
        annotations=[
            theme.note(
                intervals.said_instead(row["status"]),
                xref="x",
                yref="y",
                x=0,
                y=place,
                yanchor="middle",
                colour=ground.quiet,
                size=12,
            )
            for place, row in enumerate(rows.to_dict("records"))
            if row["status"] != "shown"
        ],
        showlegend=True,
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1.0,
            "xanchor": "left",
            "yanchor": "bottom",
            "traceorder": "normal",
            "itemclick": False,
            "itemdoubleclick": False,
            "font": {"size": 12, "color": ground.text},
            "bgcolor": "rgba(0,0,0,0)",
        },
    )
    return theme.figure(traces, layout)


def _part(
    shown: pd.DataFrame, part: str, name: str, place: int, mode: theme.Mode
) -> dict[str, Any]:
    ground = theme.GROUNDS[mode]
    shade = _SHADES[place % len(_SHADES)]
    shares = shown[part].tolist()
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        # The place of each bar among all rows: those in words have none.
        "y": shown.index.tolist(),
        "x": shares,
        "marker": {
            "color": theme.see_through(ground.text, shade),
            "line": {"color": ground.text, "width": 1},
        },
        "text": [f"{one:.0%}" if one >= _WIDE_ENOUGH else "" for one in shares],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": ground.paper if shade > 0.5 else ground.text, "size": 12},
        "constraintext": "none",
        "cliponaxis": False,
        "hovertemplate": f"%{{x:.1%}} {theme.plain(name).lower()}<extra></extra>",
    }
