"""The charts of attempts at home: complications by method and how patients came as dots, and what would be seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboard.answers.answer import Answer
from dashboard.answers.diy_alike import NEW_MILIA
from dashboard.answers.diy_alike_words import before_in
from dashboard.answers.diy_supposed import Seen, Supposed
from dashboard.answers.plain import horizon_in_words, share
from dashboard.estimates.arrays import FloatArray
from dashboard.figures import intervals, like_for_like, theme

# What is drawn of those whom a clinic treated, by what they had tried before: measure, kind, title of the axis.
_OUTCOMES = {
    "inflamed": (
        "inflamed",
        "inflamed",
        "Red, sore or infected<br>when they came (lower is better)",
    ),
    "recurrence": (
        "recurrence",
        "cumulative_incidence",
        "Milia back within {when}<br>of clearance (lower is better)",
    ),
}


def prepare_by_method(answer: Answer) -> intervals.Intervals:
    """What do the dots draw: any complication on record, by method?"""
    prepared = intervals.prepare(
        intervals.without_horizon(answer.tables["estimates"], "diy", "any"),
        answer.groups,
        "technique",
        "With a complication, of those<br>who came to a clinic (lower is better)",
    )
    # Attempts at home look the same everywhere: grey and hollow.
    return replace(prepared, drawn_as="diy")


def prepare_treated(answer: Answer, outcome: str) -> intervals.Intervals:
    """What do the dots draw of those treated: `inflamed` when they came, or `recurrence`?"""
    measure, kind, title = _OUTCOMES[outcome]
    table = answer.tables["estimates"]
    horizon = answer.horizons[-1]
    rows = (
        intervals.without_horizon(table, measure, kind)
        if outcome == "inflamed"
        else intervals.at_horizon(table, measure, horizon, kind)
    )
    title = title.format(when=horizon_in_words(horizon))
    return intervals.prepare(rows, list(rows["group"]), "diy_before", title)


def prepare_before(answer: Answer, measure: str) -> like_for_like.Differences:
    """What is drawn of those treated: how those who had tried differ from those who had not, crude and alike?"""
    return like_for_like.prepare_differences(before_in(answer), measure, "nothing tried")


def prepare_habits(answer: Answer) -> like_for_like.Differences:
    """What is drawn of habits: how those with one differ from those without, crude and among like patients?"""
    horizon = max(answer.horizons)
    title = like_for_like.axis_title(
        f"New milia anywhere within {horizon_in_words(horizon)}",
        "those without it",
        "lower is better",
    )
    return like_for_like.Differences(
        like_for_like.drawn(answer, NEW_MILIA, horizon), title, "habit"
    )


def draw_dots(prepared: intervals.Intervals, mode: theme.Mode) -> go.Figure:
    """How do the dots look?"""
    return intervals.draw(prepared, mode)


@dataclass(frozen=True, eq=False)
class Course:
    """What is drawn of a supposition: for every true share, what would be seen; what is seen; what was supposed."""

    true: FloatArray
    low: FloatArray
    high: FloatArray
    supposed: Supposed
    seen: Seen | None


def prepare_course(supposed: Supposed) -> Course:
    """What does the picture of a supposition draw?"""
    return Course(*supposed.course(), supposed, supposed.seen)


def describe_course(course: Course) -> str:
    """What does the picture say to somebody who cannot see it?"""
    said = [
        f"{share(float(course.true[at]))} percent harmed of all who try would be seen as "
        f"{share(float(course.low[at]))} to {share(float(course.high[at]))} percent"
        for at in (10, 20, 30, 40)
    ]
    return f"Share harmed of those who come, by the share harmed of all who try. {'; '.join(said)}."


def draw_course(course: Course, mode: theme.Mode) -> go.Figure:
    """How does it look: the band of what would be seen, above the line on which all would come alike?"""
    ground = theme.GROUNDS[mode]
    style = theme.style("treatment", "diy", 0, mode)
    traces = [
        _line(course.true, course.low, style.mark, "solid"),
        {
            **_line(course.true, course.high, style.mark, "solid"),
            "fill": "tonexty",
            "fillcolor": theme.see_through(style.mark, 0.22),
        },
        _line(np.array([0.0, 1.0]), np.array([0.0, 1.0]), ground.quiet, "dot"),
    ]
    notes = [
        theme.note(
            "if all came alike",
            xref="x",
            yref="y",
            x=0.99,
            y=0.6,
            xanchor="right",
            yanchor="top",
            colour=ground.quiet,
            size=12,
        )
    ]
    shapes: list[dict[str, Any]] = []
    if course.seen is not None:
        traces.append(
            _line(np.array([0.0, 1.0]), np.full(2, course.seen.share), ground.text, "dash")
        )
        notes.append(_said(f"on record: {course.seen.share:.0%}", course.seen.share, ground.text))
        shapes.append(_box(0.0, 1.0, *course.seen.limits, theme.see_through(ground.text, 0.12)))
    supposed = course.supposed
    traces.append(
        {
            "type": "scatter",
            "mode": "lines",
            "x": [supposed.harmed, supposed.harmed],
            "y": list(supposed.would_be_seen),
            "line": {"color": ground.text, "width": 5},
            "hovertemplate": f"supposed: {supposed.harmed:.0%} harmed<extra></extra>",
        }
    )
    percent: dict[str, Any] = {"tickformat": ".0%", "tickvals": [0.0, 0.25, 0.5, 0.75, 1.0]}
    layout = theme.layout(
        mode,
        360,
        margin={"l": 58, "r": 24, "t": 8, "b": 62},
        xaxis=theme.axis(mode, range=[0, 1.0], title="Harmed, of all who try", **percent),
        yaxis=theme.axis(mode, range=[0, 1.02], title="Harmed, of those who come", **percent),
        annotations=notes,
        shapes=shapes,
    )
    return theme.figure(traces, layout)


def _line(x: FloatArray, y: FloatArray, colour: str, dash: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x.tolist(),
        "y": y.tolist(),
        "line": {"color": colour, "width": 1.5, "dash": dash},
        "hoverinfo": "skip",
    }


def _said(text: str, y: float, colour: str) -> dict[str, Any]:
    return theme.note(
        text,
        xref="x",
        yref="y",
        x=0.99,
        y=y,
        xanchor="right",
        yanchor="bottom",
        colour=colour,
        size=12,
    )


def _box(left: float, right: float, low: float, high: float, colour: str) -> dict[str, Any]:
    return {
        "type": "rect",
        "x0": left,
        "x1": right,
        "y0": low,
        "y1": high,
        "fillcolor": colour,
        "line": {"width": 0},
        "layer": "below",
    }
