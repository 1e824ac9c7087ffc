"""The charts of healing: curves of the share healed, and two rows of dots: days to half healed, share by a day."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard.answers.answer import Answer
from dashboard.answers.plain import horizon_in_words
from dashboard.figures import curves, drawing, intervals, theme

_LABELS = curves.Labels(
    axis="Share healed (higher is better)",
    clock="the last session",
    event="Healed",
    at_risk="Still open",
)


def prepare_curves(answer: Answer, *, far: bool) -> curves.Curves:
    """What do the curves of healing draw?"""
    table = answer.tables["curves"]
    return curves.prepare(
        table[table["measure"].eq("healing")],
        answer.groups,
        answer.choices.group_by,
        answer.horizons,
        _LABELS,
        far=far,
    )


def draw_curves(prepared: curves.Curves, mode: theme.Mode) -> go.Figure:
    """How do they look?"""
    return drawing.draw(prepared, mode)


def prepare_medians(answer: Answer) -> intervals.Intervals:
    """By which day was half of each group healed?"""
    return intervals.prepare(
        intervals.without_horizon(answer.tables["estimates"], "healing", "median"),
        answer.groups,
        answer.choices.group_by,
        "Days until half were healed<br>(lower is better)",
        unit="days",
    )


def prepare_at_horizon(answer: Answer) -> intervals.Intervals:
    """What share of each group was healed by the day of the finding?"""
    when = "" if answer.horizon is None else f" within {horizon_in_words(answer.horizon)}"
    table = answer.tables["estimates"]
    none = intervals.at_horizon(table, "no_event", answer.horizon)
    return intervals.prepare(
        intervals.at_horizon(table, "healing", answer.horizon, "cumulative_incidence"),
        answer.groups,
        answer.choices.group_by,
        f"Healed{when}<br>(higher is better)",
        limits=dict(zip(none["group"], none["estimate"], strict=True)),
    )


def draw_dots(prepared: intervals.Intervals, mode: theme.Mode) -> go.Figure:
    """How do they look?"""
    return intervals.draw(prepared, mode)
