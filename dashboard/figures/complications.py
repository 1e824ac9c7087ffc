"""The charts of complications: shares with any as dots, by the horizon and as recorded, and curves of the first."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard.answers.answer import Answer
from dashboard.answers.plain import horizon_in_words
from dashboard.figures import curves, drawing, intervals, theme

_LABELS = curves.Labels(
    axis="Share with a complication (lower is better)",
    clock="the first session",
    event="With a complication",
    competing="Treated again",
    at_risk="Seen, none so far",
)


def prepare_at_horizon(answer: Answer) -> intervals.Intervals:
    """What do the dots draw: any complication by the horizon?"""
    when = "" if answer.horizon is None else horizon_in_words(answer.horizon)
    table = answer.tables["estimates"]
    none = intervals.at_horizon(table, "no_event", answer.horizon, "any")
    return intervals.prepare(
        intervals.at_horizon(table, "complications", answer.horizon, "any"),
        answer.groups,
        answer.choices.group_by,
        f"Any complication within {when}<br>of the first session (lower is better)",
        limits=dict(zip(none["group"], none["estimate"], strict=True)),
    )


def prepare_recorded(answer: Answer) -> intervals.Intervals:
    """What do the dots draw: any complication on record, of those seen long enough?"""
    table = answer.tables["estimates"]
    return intervals.prepare(
        intervals.without_horizon(table, "recorded", "any"),
        answer.groups,
        answer.choices.group_by,
        f"Recorded, of those seen<br>for {answer.settings.seen_days} days or more (lower is better)",
    )


def prepare_curves(answer: Answer) -> curves.Curves:
    """What do the curves of the first complication draw?"""
    return curves.prepare(
        answer.tables["curves"],
        answer.groups,
        answer.choices.group_by,
        answer.horizons,
        _LABELS,
        far=True,
    )


def draw_dots(prepared: intervals.Intervals, mode: theme.Mode) -> go.Figure:
    """How do the dots look?"""
    return intervals.draw(prepared, mode)


def draw_curves(prepared: curves.Curves, mode: theme.Mode) -> go.Figure:
    """How do the curves look?"""
    return drawing.draw(prepared, mode)
