"""The charts of like for like: differences crude and adjusted, and weighted curves."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.answers.like_for_like_plain import called, main_day
from dashboard.figures import curves, drawing, intervals, theme
from dashboard.figures.like_for_like_balance import line_at

_GOOD = {
    "failure_free": "higher is better",
    "recurrence": "lower is better",
    "healing": "higher is better",
    "complications": "lower is better",
}
_ROW, _APART = 44, 0.17
# Letters on a line under the axis, and the height of such a line.
_LETTERS, _LINE = 36, 17
_STATUS = {"not_comparable": "not comparable"}


@dataclass(frozen=True, eq=False)
class Differences:
    """What is drawn: per arm the crude and the adjusted difference to the reference, in percentage points.

    `rows`: ``group``, ``adjusted`` (bool), ``estimate``, ``lower``, ``upper``, ``status``. Arms of treatments have
    their colours; those of another dimension (`group_by`) none.
    """

    rows: pd.DataFrame
    axis_title: str
    group_by: str = "treatment"


def prepare_differences(answer: Answer, measure: str, reference: str = "") -> Differences:
    """Which differences does the main picture show, of the measure's main day?

    `reference`: what those are called with whom the others are compared, where their own name does not say it.
    """
    group_by = answer.choices.group_by
    if answer.reference and not reference:
        reference = words.value(group_by, answer.reference).lower()
    day = main_day(measure, answer.horizon, answer.settings)
    said = called(measure, day, answer.choices.definition)
    title = axis_title(f"{said[:1].upper()}{said[1:]}", reference, _GOOD[measure])
    return Differences(drawn(answer, measure, day), title, group_by)


def axis_title(said: str, reference: str, good: str) -> str:
    """What stands under the axis, in lines that a telephone has room for?"""
    # Each part on a line of its own, or on two.
    parts = (f"{said}:", f"difference to {reference},", f"percentage points ({good})")
    return "<br>".join(line for part in parts for line in textwrap.wrap(part, _LETTERS))


def drawn(answer: Answer, measure: str, day: int | None) -> pd.DataFrame:
    """Which rows of a picture are there: the differences of a measure on a day, in percentage points?"""
    table = answer.tables["charts"]
    mine = table["measure"].eq(measure) & table["period"].eq(str(day))
    rows = table[mine & table["chart"].str.startswith("difference:")]
    return pd.DataFrame(
        {
            "group": rows["unit_of_chart"].to_numpy(),
            "adjusted": rows["chart"].ne("difference:crude").to_numpy(),
            "estimate": 100 * rows["value"].to_numpy(),
            "lower": 100 * rows["lower_limit"].to_numpy(),
            "upper": 100 * rows["upper_limit"].to_numpy(),
            "status": rows["status"].to_numpy(),
        }
    )


def describe_differences(prepared: Differences) -> str:
    """What does the picture say to somebody who cannot see it?"""
    said = []
    for row in prepared.rows.to_dict("records"):
        name = words.value(prepared.group_by, row["group"])
        how = "among like patients" if row["adjusted"] else "as recorded"
        if row["status"] == "shown":
            said.append(
                f"{name} {how} {_signed(row['estimate'])}, between {_signed(row['lower'])} "
                f"and {_signed(row['upper'])} percentage points"
            )
        else:
            said.append(f"{name} {how}: {_instead(row['status'])}")
    title = prepared.axis_title.replace("<br>", " ")
    return f"{title}. {'; '.join(said)}." if said else f"{title}. Nothing can be shown."


def draw_differences(prepared: Differences, mode: theme.Mode) -> go.Figure:
    """How do they look? Hollow as recorded, filled among like patients, one row an arm."""
    rows = prepared.rows
    if rows.empty:
        return theme.nothing(mode)
    ground = theme.GROUNDS[mode]
    arms = list(dict.fromkeys(rows["group"]))
    shown = rows[rows["status"].eq("shown")]
    reach = _reach(shown)
    ticks = _ticks(reach)
    traces: list[dict[str, Any]] = [line_at(0.0, len(arms), ground)]
    words_instead = []
    for row in rows.to_dict("records"):
        y = arms.index(row["group"]) + (_APART if row["adjusted"] else -_APART)
        if row["status"] == "shown":
            traces.append(_difference(row, y, prepared.group_by, mode))
        else:
            words_instead.append((y, f"   {_instead(row['status'])}"))
    traces.append(_beside(words_instead, ground))
    below = 37 + _LINE * len(prepared.axis_title.split("<br>"))
    layout = theme.layout(
        mode,
        _ROW * len(arms) + 50 + below,
        margin={"l": 112, "r": 24, "t": 30, "b": below},
        xaxis=theme.axis(
            mode,
            range=[-reach, reach],
            tickvals=ticks,
            ticktext=[_signed(tick) if tick else "0" for tick in ticks],
            title=prepared.axis_title,
        ),
        yaxis=theme.names_axis(
            mode, [theme.on_lines(words.value(prepared.group_by, arm)) for arm in arms]
        ),
        annotations=[theme.key("○ as recorded &nbsp;&nbsp; ● among like patients", mode)],
    )
    return theme.figure(traces, layout)


def prepare_curves(answer: Answer, measure: str, arm: str) -> curves.Curves:
    """What do the weighted curves of a pair draw: milia back, or clear and stayed so?"""
    table = answer.tables["curves"]
    rows = table[
        table["measure"].eq(measure)
        & table["group_by"].isin((f"pair:{arm}:{answer.reference}", "joint"))
        & table["group"].isin((arm, answer.reference))
    ]
    free = measure == "failure_free"
    if free:
        # Drawn as what grows from none: the share that failed.
        rows = rows.assign(
            estimate=1 - rows["estimate"],
            ci_lower=1 - rows["ci_upper"],
            ci_upper=1 - rows["ci_lower"],
        )
    labels = curves.Labels(
        axis="Not clear, or milia back (lower is better)"
        if free
        else "Share with milia back (lower is better)",
        clock="the first session" if free else "clearance",
        event="Failed" if free else "Came back",
        competing="Treated again",
    )
    return curves.prepare(
        rows, (answer.reference, arm), "treatment", answer.horizons, labels, far=False
    )


def draw_curves(prepared: curves.Curves, mode: theme.Mode) -> go.Figure:
    """How do they look?"""
    return drawing.draw(prepared, mode)


def _instead(status: str) -> str:
    return _STATUS.get(status) or intervals.said_instead(status)


def _signed(value: float) -> str:
    return f"{value:+.0f}".replace("-", "−")


def _reach(shown: pd.DataFrame) -> float:
    """How far does the axis run on both sides of zero?"""
    if shown.empty:
        return 10.0
    ends = shown[["estimate", "lower", "upper"]].abs().to_numpy(dtype=float)
    return max(5.0, 1.12 * float(np.nanmax(ends)))


def _ticks(reach: float) -> list[float]:
    """At which round numbers of points does the axis have a tick?"""
    step = next(each for each in (2, 5, 10, 20, 25, 50) if reach / each <= 4)
    most = int(reach // step)
    return [float(step * number) for number in range(-most, most + 1)]


def _difference(row: dict[Any, Any], y: float, group_by: str, mode: theme.Mode) -> dict[str, Any]:
    ground = theme.GROUNDS[mode]
    colour = ground.quiet
    if row["adjusted"]:
        own = group_by == "treatment"
        colour = theme.style(group_by, row["group"], 0, mode).mark if own else ground.text
    how = "among like patients" if row["adjusted"] else "as recorded"
    known = not np.isnan(row["lower"])
    limits = f", between {_signed(row['lower'])} and {_signed(row['upper'])}" if known else ""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row["estimate"]],
        "y": [y],
        "marker": {
            "color": colour if row["adjusted"] else ground.paper,
            "symbol": "circle",
            "size": 11 if row["adjusted"] else 9,
            "line": {"color": colour, "width": 1.5},
        },
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [row["upper"] - row["estimate"] if known else 0],
            "arrayminus": [row["estimate"] - row["lower"] if known else 0],
            "color": colour,
            "thickness": 2 if row["adjusted"] else 1.2,
            "width": 4,
        },
        "hovertemplate": f"<b>{theme.plain(words.value(group_by, row['group']))}</b> {how}<br>"
        f"{_signed(row['estimate'])}{limits} percentage points<extra></extra>",
    }


def _beside(said: list[tuple[float, str]], ground: theme.Ground) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [0.0] * len(said),
        "y": [y for y, _ in said],
        "text": [text for _, text in said],
        "textposition": "middle right",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "textfont": {"color": ground.quiet, "size": 12},
    }
