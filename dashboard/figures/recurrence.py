"""The charts of recurrence: curves of milia that came back, and shares at the horizon as dots."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.answers.plain import horizon_in_words, share
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
        answer.choices.horizons or answer.settings.horizons,
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
    by = answer.choices.group_by
    return intervals.prepare(
        answer.tables["estimates"], measure, answer.horizon, answer.groups, by, title
    )


def draw_at_horizon(prepared: intervals.Intervals, mode: theme.Mode) -> go.Figure:
    """How do they look?"""
    return intervals.draw(prepared, mode)


def describe(prepared: intervals.Intervals) -> str:
    """What does the chart of dots say to somebody who cannot see it?"""
    title = prepared.axis_title.replace("<br>", " ")
    said = [
        f"{words.value(prepared.group_by, row['group'])} {share(row['estimate'])} percent, "
        f"between {share(row['ci_lower'])} and {share(row['ci_upper'])}"
        for row in prepared.rows.to_dict("records")
        if row["status"] == "shown" and row["ci_lower"] == row["ci_lower"]
    ]
    return f"{title}. {'; '.join(said)}." if said else f"{title}. Nothing can be shown."
