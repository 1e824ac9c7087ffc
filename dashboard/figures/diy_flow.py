"""What came after a first attempt at home: flows from the class of method to the first treatment by a clinic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.answers.diy_counts import class_of
from dashboard.figures import theme

# How much of the text's colour is in the flows from each class: told apart in grey, and on paper.
_SHADES = (0.62, 0.34, 0.14)
# In pixels: all flows together, room for a name of two lines, between two names, around the plot.
_PLOT, _NAME, _GAP, _MARGIN = 300.0, 32.0, 8.0, 8
LEFT, RIGHT = 112, 128
_POINTS = 24
_HIDDEN = "(hidden)"
_WHERE_TO = {
    "none": "No treatment on record",
    "earlier": "Treated before the attempt",
    _HIDDEN: "Hidden: too few",
}


@dataclass(frozen=True, eq=False)
class Flow:
    """What is drawn: ``source``, ``target``, ``patients``; and all patients of each source, hidden methods apart."""

    links: pd.DataFrame
    totals: Mapping[str, int]


def prepare(answer: Answer) -> Flow:
    """Which flows may be told, the methods of a class together?

    What is hidden of a method flows into one place: as many as are missing from its total, which is all
    that the table tells of them as well.
    """
    table = answer.tables["estimates"]
    rows = table[table["measure"].eq("pathway") & table["status"].eq("shown")].to_dict("records")
    # The total of a method stands in each of its rows.
    of_methods = {str(row["group"]): int(row["episodes"]) for row in rows}
    totals = dict.fromkeys(dict.fromkeys(class_of(method) for method in of_methods), 0)
    numbers: dict[tuple[str, str], int] = {}
    for method, total in of_methods.items():
        totals[class_of(method)] += total
        told = {str(row["subgroup"]): int(row["events"]) for row in rows if row["group"] == method}
        for target, number in {**told, _HIDDEN: total - sum(told.values())}.items():
            # From rounded counts, for publication, a little may be missing, or too much.
            if number > 0:
                place = (class_of(method), target)
                numbers[place] = numbers.get(place, 0) + number
    links = [(source, target, number) for (source, target), number in numbers.items()]
    frame = pd.DataFrame(links, columns=["source", "target", "patients"])
    return Flow(frame.astype({"source": "str", "target": "str"}), totals)


def describe(flow: Flow) -> str:
    """What does the picture say to somebody who cannot see it?"""
    if flow.links.empty:
        return "What came after a first attempt at home. Nothing can be shown."
    said = []
    for source, total in flow.totals.items():
        own = flow.links[flow.links["source"].eq(source)]
        parts = [f"{_target(row['target'])} {row['patients']:,}" for row in own.to_dict("records")]
        said.append(f"{_source(source)}, {total:,} patients: {', '.join(parts)}")
    return f"What came after a first attempt at home. {'; '.join(said)}."


def draw(flow: Flow, mode: theme.Mode) -> go.Figure:
    """How do the flows look? In greys with an outline, every name and number beside its end.

    Not Plotly's own flow chart: that writes the names upon the flows, where nobody can read them.
    """
    if flow.links.empty:
        return theme.nothing(mode)
    sources = list(flow.totals)
    targets = _in_page_order(flow.links["target"].unique().tolist())
    into = {str(name): int(n) for name, n in flow.links.groupby("target")["patients"].sum().items()}
    scale = _PLOT / sum(flow.totals.values())
    left, right = _slots(flow.totals, sources, scale), _slots(into, targets, scale)
    height = max(_end(left), _end(right))
    ground = theme.GROUNDS[mode]
    traces = _bands(flow, left, right, scale, mode)
    notes, shapes = [], []
    for slots, numbers, x, anchor, name in (
        (left, flow.totals, 0.0, "right", _source),
        (right, into, 1.0, "left", _target),
    ):
        for end, slot in slots.items():
            label = theme.on_lines(f"{name(end)} {numbers[end]:,}")
            notes.append(_label(label, x, slot.middle, anchor, ground.text))
            shapes.append(_node(x, slot, ground.text))
    layout = theme.layout(
        mode,
        int(height) + _MARGIN,
        margin={"l": LEFT, "r": RIGHT, "t": 4, "b": 4},
        xaxis={"visible": False, "range": [0, 1], "fixedrange": True},
        yaxis={"visible": False, "range": [height, 0], "fixedrange": True},
        annotations=notes,
        shapes=shapes,
    )
    return theme.figure(traces, layout)


@dataclass(frozen=True)
class _Slot:
    """Where does a name stand: from where on, how high, and how high are its flows together?"""

    top: float
    height: float
    flows: float

    @property
    def middle(self) -> float:
        """At which height is its name?"""
        return self.top + self.height / 2

    @property
    def first(self) -> float:
        """Where does its first flow begin?"""
        return self.middle - self.flows / 2


def _slots(numbers: Mapping[str, int], names: list[str], scale: float) -> dict[str, _Slot]:
    """Which slots, one below the other, each with room for its name?"""
    slots: dict[str, _Slot] = {}
    top = 0.0
    for name in names:
        flows = numbers[name] * scale
        slots[name] = _Slot(top, max(flows, _NAME), flows)
        top += slots[name].height + _GAP
    return slots


def _end(slots: Mapping[str, _Slot]) -> float:
    return max(slot.top + slot.height for slot in slots.values())


def _bands(
    flow: Flow,
    left: Mapping[str, _Slot],
    right: Mapping[str, _Slot],
    scale: float,
    mode: theme.Mode,
) -> list[dict[str, Any]]:
    """The flows, those of a class in one shade; at both ends in the order of the other end."""
    ground = theme.GROUNDS[mode]
    leaving = {name: slot.first for name, slot in left.items()}
    coming = {name: slot.first for name, slot in right.items()}
    shades = dict(zip(left, _SHADES, strict=False))
    place = {name: number for number, name in enumerate(right)}
    links = sorted(
        flow.links.to_dict("records"),
        key=lambda row: (list(left).index(row["source"]), place[row["target"]]),
    )
    traces = []
    for row in links:
        source, target, thick = row["source"], row["target"], row["patients"] * scale
        x, y = _band(leaving[source], coming[target], thick)
        leaving[source] += thick
        coming[target] += thick
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": x,
                "y": y,
                "fill": "toself",
                "fillcolor": theme.see_through(ground.text, shades[source]),
                "line": {"color": theme.see_through(ground.text, 0.7), "width": 0.75},
                "hoveron": "fills",
                "hoverinfo": "text",
                "text": theme.plain(f"{_source(source)} → {_target(target)}: {row['patients']:,}"),
            }
        )
    return traces


def _band(start: float, end: float, thick: float) -> tuple[list[float], list[float]]:
    """The outline of one flow, from left to right above and back below."""
    x = np.linspace(0.0, 1.0, _POINTS)
    above = start + (end - start) * x * x * (3.0 - 2.0 * x)
    return (
        [*x.round(4).tolist(), *x[::-1].round(4).tolist()],
        [*above.round(2).tolist(), *(above[::-1] + thick).round(2).tolist()],
    )


def _label(text: str, x: float, y: float, anchor: str, colour: str) -> dict[str, Any]:
    return theme.note(
        text,
        markup=True,
        xref="paper",
        yref="y",
        x=x,
        y=y,
        xanchor=anchor,
        yanchor="middle",
        xshift=10 if anchor == "left" else -10,
        align=anchor if anchor == "left" else "right",
        colour=colour,
        size=12.5,
    )


def _node(x: float, slot: _Slot, colour: str) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "paper",
        "x0": x,
        "x1": x,
        "y0": slot.first,
        "y1": slot.first + slot.flows,
        "line": {"color": colour, "width": 6},
    }


def _in_page_order(names: list[str]) -> list[str]:
    order = [*words.PROFESSIONAL, *_WHERE_TO]
    return sorted(names, key=order.index)


def _source(name: str) -> str:
    return words.value("diy_before", name)


def _target(name: str) -> str:
    return _WHERE_TO.get(name) or words.value("treatment", name)
