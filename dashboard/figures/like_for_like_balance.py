"""The charts of who was compared: the case mix before and after weighting, and the overlap of the probabilities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.answers.like_for_like_plain import level_name
from dashboard.figures import theme

# Where weighting should bring every standardised difference: as the gate has it.
_SMALL = 0.1
# Pixels for a line of names, and letters that it holds.
_LINE, _LETTERS = 16, 22


@dataclass(frozen=True, eq=False)
class Balance:
    """What is drawn: ``name``, ``before``, ``after`` (absolute standardised differences), top to bottom."""

    rows: pd.DataFrame
    between: str


def prepare_balance(answer: Answer, measure: str, arm: str, *, by_level: bool) -> Balance:
    """How far apart are the arms before and after weighting: level by level, or the worst of each column?"""
    table = answer.tables["balance"]
    rows = table[
        table["measure"].eq(measure)
        & table["group"].eq(arm)
        & table["reference"].eq(answer.reference)
        & table["smd"].notna()
    ]
    before, after = rows["smd"].abs(), rows["weighted_smd"].abs()
    drawn = pd.DataFrame(
        {
            "covariate": rows["covariate"],
            "name": [
                level_name(name, level)
                for name, level in zip(rows["covariate"], rows["level"], strict=True)
            ],
            "before": before.replace(np.inf, np.nan),
            "after": after.replace(np.inf, np.nan),
        }
    )
    if not by_level:
        worst = drawn.groupby("covariate", sort=False)[["before", "after"]].max()
        names = [words.dimension(str(name)) for name in worst.index]
        drawn = worst.reset_index(drop=True).assign(name=names)
    drawn = drawn.sort_values("before", ascending=False, kind="stable", na_position="last")
    said = [words.value("treatment", name) for name in (arm, answer.reference)] if arm else []
    return Balance(
        drawn[["name", "before", "after"]].reset_index(drop=True),
        f"{said[0]} and {said[1].lower()}" if said else "",
    )


def describe_balance(prepared: Balance) -> str:
    """What does the picture say to somebody who cannot see it?"""
    if prepared.rows.empty:
        return "How far apart the case mix is: nothing can be shown."
    first = prepared.rows.iloc[0]
    left = prepared.rows["after"].max()
    rest = (
        "there is no weighting"
        if np.isnan(left)
        else f"after weighting at most {left:.2f} of a standard deviation is left"
    )
    return (
        f"How far apart the case mix of {prepared.between} is. Widest apart before weighting: "
        f"{first['name']}, {first['before']:.2f} of a standard deviation; {rest}."
    )


def draw_balance(prepared: Balance, mode: theme.Mode) -> go.Figure:
    """How does it look? Hollow before, filled after, a line at 0.1."""
    rows = prepared.rows
    if rows.empty:
        return theme.nothing(mode)
    ground = theme.GROUNDS[mode]
    places = list(range(len(rows)))
    right = max(0.3, 1.08 * float(rows["before"].max()))
    traces = [
        line_at(0.0, len(rows), ground),
        line_at(_SMALL, len(rows), ground, "dash"),
        _marks(rows["before"], places, ground.quiet, "circle-open", rows["name"], "before"),
        _marks(rows["after"], places, ground.text, "circle", rows["name"], "after weighting"),
    ]
    layout = theme.layout(
        mode,
        _height(rows["name"]) + 110,
        margin={"l": 150, "r": 16, "t": 28, "b": 62},
        xaxis=theme.axis(
            mode,
            range=[-0.02 * right, right],
            nticks=6,
            title="Standardised difference<br>(at 0 alike; dashed: 0.1)",
        ),
        yaxis=theme.names_axis(mode, [two_lines(name) for name in rows["name"]]),
        annotations=[theme.key("○ before &nbsp;&nbsp; ● after weighting", mode)],
    )
    return theme.figure(traces, layout)


@dataclass(frozen=True, eq=False)
class Overlap:
    """What is drawn: ``group``, ``tenth`` (lower end), ``share``; those hidden are not there."""

    rows: pd.DataFrame
    arms: tuple[str, str]
    hidden: int


def prepare_overlap(answer: Answer, measure: str, arm: str) -> Overlap:
    """How probable was the reference treatment for the patients of both arms?"""
    table = answer.tables["charts"]
    pair = table["chart"].isin((f"overlap:pair:{arm}:{answer.reference}", "overlap:joint"))
    rows = table[
        table["measure"].eq(measure)
        & pair
        & table["unit_of_chart"].isin((arm, answer.reference))
        & table["period"].ne("set_aside")
    ]
    known = rows[rows["status"].eq("shown") & rows["value"].gt(0)]
    drawn = pd.DataFrame(
        {
            "group": known["unit_of_chart"].to_numpy(),
            "tenth": known["period"].astype(float).to_numpy(),
            "share": known["value"].to_numpy(),
        }
    )
    return Overlap(drawn, (arm, answer.reference), int(rows["status"].ne("shown").sum()))


def describe_overlap(prepared: Overlap) -> str:
    """What does the picture say to somebody who cannot see it?"""
    said = []
    for arm in prepared.arms:
        rows = prepared.rows[prepared.rows["group"].eq(arm)]
        if len(rows):
            most = rows.iloc[int(rows["share"].to_numpy().argmax())]
            said.append(
                f"{words.value('treatment', arm)}: most between {most['tenth']:.1f} and "
                f"{most['tenth'] + 0.1:.1f}, {most['share']:.0%} of the patients"
            )
    if not said:
        return "How probable the reference treatment was: nothing can be shown."
    return f"How probable the reference treatment was, given the case mix. {'; '.join(said)}."


def draw_overlap(prepared: Overlap, mode: theme.Mode) -> go.Figure:
    """How does it look? One arm upwards, the reference downwards, in tenths."""
    if prepared.rows.empty:
        return theme.nothing(mode)
    ground = theme.GROUNDS[mode]
    traces, notes = [], []
    top = 1.15 * float(prepared.rows["share"].max())
    for place, arm in enumerate(prepared.arms):
        rows = prepared.rows[prepared.rows["group"].eq(arm)]
        side = 1 if place == 0 else -1
        style = theme.style("treatment", arm, place, mode)
        name = words.value("treatment", arm)
        traces.append(
            {
                "type": "bar",
                "x": (rows["tenth"] + 0.05).to_numpy(),
                "y": (side * rows["share"]).to_numpy(),
                "width": 0.092,
                "marker": {"color": style.mark},
                "customdata": rows["share"].to_numpy(),
                "hovertemplate": f"<b>{theme.plain(name)}</b><br>%{{customdata:.0%}} of the patients"
                "<extra></extra>",
            }
        )
        notes.append(
            theme.note(
                name,
                colour=style.text,
                x=1 if place == 0 else 0,
                y=1 if place == 0 else 0,
                xanchor="right" if place == 0 else "left",
                yanchor="top" if place == 0 else "bottom",
                size=12.5,
            )
        )
    reference = words.value("treatment", prepared.arms[1]).lower()
    step = next(each for each in (0.05, 0.1, 0.2, 0.25, 0.5, 1.0) if top / each <= 3)
    ticks = step * np.arange(-int(top // step), int(top // step) + 1)
    layout = theme.layout(
        mode,
        300,
        margin={"l": 64, "r": 16, "t": 8, "b": 56},
        barmode="overlay",
        xaxis=theme.axis(
            mode, range=[0, 1], title=f"Probability of {reference}, given the case mix", nticks=6
        ),
        yaxis=theme.axis(
            mode,
            range=[-top, top],
            tickvals=ticks.tolist(),
            ticktext=[f"{abs(tick):.0%}" for tick in ticks],
            title="Share of the patients",
            zeroline=True,
            zerolinecolor=ground.quiet,
        ),
        annotations=notes,
    )
    return theme.figure(traces, layout)


def line_at(x: float, rows: int, ground: theme.Ground, dash: str = "solid") -> dict[str, Any]:
    """A line from top to bottom at a value."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x, x],
        "y": [-0.5, rows - 0.5],
        "line": {"color": ground.quiet, "width": 1, "dash": dash},
        "hoverinfo": "skip",
    }


def _height(names: pd.Series) -> int:
    """How much room do the names need?"""
    lines = 2 if any("<br>" in two_lines(name) for name in names) else 1.4
    return round(_LINE * lines * len(names))


def two_lines(name: str) -> str:
    """How does a level stand beside the axis: on a line of its own where its column takes one?"""
    column, colon, level = name.partition(": ")
    if len(name) <= _LETTERS or not colon:
        return theme.plain(name)
    cut = level if len(level) <= _LETTERS else f"{level[: _LETTERS - 1].rstrip()}…"
    return f"{theme.plain(column)}:<br>{theme.plain(cut)}"


def _marks(
    values: pd.Series, places: list[int], colour: str, symbol: str, names: pd.Series, when: str
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": values.to_numpy(dtype=float),
        "y": places,
        "marker": {"color": colour, "symbol": symbol, "size": 9, "line": {"width": 1.5}},
        "text": [theme.plain(name) for name in names],
        "hovertemplate": f"<b>%{{text}}</b><br>%{{x:.2f}} {when}<extra></extra>",
    }
