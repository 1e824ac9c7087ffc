"""The charts of what patients say: shares and scores as dots with intervals, and how satisfied they are as bars."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard.answers.answer import Answer
from dashboard.figures import composition, intervals, theme

_PARTS = {
    "satisfied": "Satisfied",
    "neither": "Neither",
    "dissatisfied": "Dissatisfied",
}
# Chart → measure and kind of the rows, unit, what the axis says.
_DOTS = {
    "improved": (
        *("dlqi", "improved", "proportion"),
        "DLQI improved by 4 or more, of<br>those with both scores (higher is better)",
    ),
    "answered": (
        *("dlqi", "answered", "proportion"),
        "DLQI recorded before and after,<br>of all counted (higher is better)",
    ),
    "dlqi_change": (
        *("dlqi", "change", "points"),
        "Mean change of the DLQI, points of 30<br>(below 0 is an improvement)",
    ),
    "distress_change": (
        *("distress", "change", "points"),
        "Mean change of distress, points of 10<br>(below 0 is an improvement)",
    ),
}


def prepare_dots(answer: Answer, chart: str) -> intervals.Intervals:
    """What do the dots draw: who `improved`, who `answered`, the `dlqi_change` or the `distress_change`?"""
    measure, kind, unit, title = _DOTS[chart]
    return intervals.prepare(
        intervals.without_horizon(answer.tables["estimates"], measure, kind),
        answer.groups,
        answer.choices.group_by,
        title,
        unit=unit,
    )


def prepare_pain(answer: Answer) -> intervals.Intervals:
    """What do the dots of pain draw: the median, and as its bar the middle half of the patients?"""
    table = answer.tables["estimates"]
    kinds = {
        kind: intervals.without_horizon(table, "pain", kind).set_index("group")["estimate"]
        for kind in ("quantile_25", "quantile_75")
    }
    rows = intervals.without_horizon(table, "pain", "median")
    rows = rows.assign(
        ci_lower=rows["group"].map(kinds["quantile_25"]),
        ci_upper=rows["group"].map(kinds["quantile_75"]),
    )
    return intervals.prepare(
        rows,
        answer.groups,
        answer.choices.group_by,
        "Pain at its peak, 0 to 10: median and the<br>middle half of patients (lower is better)",
        unit="score",
    )


def draw_dots(prepared: intervals.Intervals, mode: theme.Mode) -> go.Figure:
    """How do they look?"""
    return intervals.draw(prepared, mode)


def prepare_satisfaction(answer: Answer) -> composition.Composition:
    """What do the bars draw: of those who answered, how many were satisfied, neither and dissatisfied?"""
    return composition.prepare(
        answer.tables["estimates"],
        "satisfaction",
        _PARTS,
        answer.groups,
        answer.choices.group_by,
        "Satisfaction, of those who answered",
    )


def draw_satisfaction(prepared: composition.Composition, mode: theme.Mode) -> go.Figure:
    """How do they look?"""
    return composition.draw(prepared, mode)
