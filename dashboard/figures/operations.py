"""The charts of running the clinic: amounts and shares as dots with intervals."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard.answers.answer import Answer
from dashboard.figures import intervals, theme

# Measure → kind, unit, what the axis says.
_DOTS = {
    "cost_per_cleared": (
        *("ratio", "currency"),
        "Direct costs per patient found clear,<br>currency of the records (lower is better)",
    ),
    "minutes_per_cleared": (
        *("ratio", "minutes"),
        "Minutes in the chair, for each<br>patient found clear (lower is better)",
    ),
    "margin_per_hour": (
        *("ratio", "currency"),
        "Price minus costs an hour in the chair,<br>currency of the records (higher is better)",
    ),
    "dropped_out": (
        *("share", "proportion"),
        "Dropped out in mid-course, of courses<br>of several sessions (lower is better)",
    ),
    "never_seen": (
        *("share", "proportion"),
        "Never seen again, of those due for<br>an assessment (lower is better)",
    ),
    "reviews_attended": (
        *("ratio", "proportion"),
        "Reviews attended, of those planned<br>(higher is better)",
    ),
}
DOTS = tuple(_DOTS)


def prepare_dots(answer: Answer, measure: str) -> intervals.Intervals:
    """What do the dots of a measure draw?"""
    kind, unit, title = _DOTS[measure]
    return intervals.prepare(
        intervals.without_horizon(answer.tables["estimates"], measure, kind),
        answer.groups,
        answer.choices.group_by,
        title,
        unit=unit,
    )


def draw_dots(prepared: intervals.Intervals, mode: theme.Mode) -> go.Figure:
    """How do they look?"""
    return intervals.draw(prepared, mode)
