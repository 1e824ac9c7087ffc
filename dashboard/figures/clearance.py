"""The charts of clearance: shares as dots, what those assessed are made of, and the time to clearance as curves."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard.answers.answer import Answer
from dashboard.figures import composition, curves, drawing, intervals, theme

_LABELS = curves.Labels(
    axis="Share documented clear (higher is better)",
    clock="the first session",
    event="Clear",
    competing="Treated again",
)
_PARTS = {"cleared": "Clear", "partial": "Partly clear", "not_cleared": "Not clear"}
# Measure and kind of the rows → what the axis says.
_AXES = {
    "cleared": ("clearance", "Clear at the first assessment<br>(higher is better)"),
    "persistence": (
        "persistence",
        "Partly or not clear, or treated<br>again before clear (lower is better)",
    ),
    "assessed": ("assessment", "Clearance assessed, of all counted<br>(higher is better)"),
}


def prepare_shares(answer: Answer, kind: str) -> intervals.Intervals:
    """What do the dots draw: those `cleared`, in whom milia persisted (`persistence`), or `assessed`?"""
    measure, title = _AXES[kind]
    return intervals.prepare(
        intervals.without_horizon(answer.tables["estimates"], measure, kind),
        answer.groups,
        answer.choices.group_by,
        title,
    )


def draw_shares(prepared: intervals.Intervals, mode: theme.Mode) -> go.Figure:
    """How do they look?"""
    return intervals.draw(prepared, mode)


def prepare_parts(answer: Answer) -> composition.Composition:
    """What do the bars draw: of those assessed, how many were clear, partly clear and not clear?"""
    return composition.prepare(
        answer.tables["estimates"],
        "clearance",
        _PARTS,
        answer.groups,
        answer.choices.group_by,
        "Of those assessed",
    )


def draw_parts(prepared: composition.Composition, mode: theme.Mode) -> go.Figure:
    """How do they look?"""
    return composition.draw(prepared, mode)


def prepare_curves(answer: Answer) -> curves.Curves:
    """What do the curves draw: the time to documented clearance, after a retinoid and under observation?"""
    table = answer.tables["curves"]
    return curves.prepare(
        table[table["measure"].eq("time_to_clearance")],
        answer.groups,
        answer.choices.group_by,
        answer.horizons,
        _LABELS,
        far=True,
    )


def draw_curves(prepared: curves.Curves, mode: theme.Mode) -> go.Figure:
    """How do they look?"""
    return drawing.draw(prepared, mode)
