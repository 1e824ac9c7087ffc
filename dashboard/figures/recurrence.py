"""The charts of recurrence: curves of milia that came back, and shares at the horizon as dots."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard.answers.answer import Answer
from dashboard.answers.plain import horizon_in_words
from dashboard.figures import curves, drawing, intervals, theme

_LABELS = curves.Labels(
    axis="Share with milia back (lower is better)",
    clock="clearance",
    event="Came back",
    competing="Treated again",
)


def prepare_curves(answer: Answer, *, far: bool) -> curves.Curves:
    """What do the curves of recurrence draw?"""
    table = answer.tables["curves"]
    return curves.prepare(
        table[table["measure"].eq("recurrence")],
        answer.groups,
        answer.choices.group_by,
        answer.horizons,
        _LABELS,
        far=far,
    )


def draw_curves(prepared: curves.Curves, mode: theme.Mode) -> go.Figure:
    """How do they look?"""
    return drawing.draw(prepared, mode)


def prepare_at_horizon(answer: Answer, measure: str) -> intervals.Intervals:
    """What do the dots draw: milia back (`recurrence`), or clear and stayed so (`failure_free`)?"""
    when = "" if answer.horizon is None else horizon_in_words(answer.horizon)
    title = {
        "recurrence": f"Milia back within {when}<br>(lower is better)",
        "failure_free": f"Clear, and stayed so for {when}<br>(higher is better)",
    }[measure]
    table = answer.tables["estimates"]
    none = intervals.at_horizon(table, "no_event", answer.horizon)
    return intervals.prepare(
        intervals.at_horizon(table, measure, answer.horizon),
        answer.groups,
        answer.choices.group_by,
        title,
        limits=dict(zip(none["group"], none["estimate"], strict=True))
        if measure == "recurrence"
        else None,
    )


def draw_at_horizon(prepared: intervals.Intervals, mode: theme.Mode) -> go.Figure:
    """How do they look?"""
    return intervals.draw(prepared, mode)
