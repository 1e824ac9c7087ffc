"""One look for every chart: which colour, dash and marker is which treatment, in light and in dark?

Lightness is adjusted per theme so that marks keep 3 : 1 against the ground and text 4.5 : 1
(WCAG 2.2, 1.4.3 and 1.4.11); `tests/figures/test_theme.py` measures it, and that neighbours stay apart
with simulated colour-vision deficiency.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import plotly.graph_objects as go

Mode = Literal["light", "dark"]


FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


@dataclass(frozen=True)
class Style:
    """How does one group look: its mark and text colours, its line and its marker?"""

    mark: str
    text: str
    dash: str
    marker: str
    width: float = 2.5


@dataclass(frozen=True)
class Ground:
    """What does everything that is not a group look like?"""

    paper: str
    text: str
    quiet: str
    grid: str


GROUNDS: dict[Mode, Ground] = {
    "light": Ground("#FFFFFF", "#1F2733", "#5A6472", "#E6E9EE"),
    "dark": Ground("#15161B", "#E8ECF2", "#A3ADBB", "#2A313C"),
}

_DASHES = {
    "extraction": ("solid", "circle"),
    "laser": ("solid", "square"),
    "cryotherapy": ("dash", "diamond"),
    "peel": ("dot", "triangle-up"),
    "retinoid": ("dashdot", "triangle-down"),
    "electrosurgery": ("longdash", "cross"),
    "combination": ("longdashdot", "pentagon"),
    "observation": ("12px,3px,3px,3px,3px,3px", "hexagon"),
    "diy": ("dot", "circle-open"),
}
_COLOURS: dict[Mode, dict[str, tuple[str, str]]] = {
    "light": {
        "extraction": ("#0072B2", "#0072B2"),
        "laser": ("#D55E00", "#BE5400"),
        "cryotherapy": ("#1D99E0", "#177AB2"),
        "peel": ("#009E73", "#008460"),
        "retinoid": ("#CB77A6", "#BB4D8A"),
        "electrosurgery": ("#C28600", "#9C6C00"),
        "combination": ("#6E6E6E", "#6E6E6E"),
        "observation": ("#8F8F8F", "#707070"),
        "diy": ("#444444", "#444444"),
    },
    "dark": {
        "extraction": ("#1E90DA", "#3BA0E6"),
        "laser": ("#E8731A", "#EE843A"),
        "cryotherapy": ("#7CC6F2", "#7CC6F2"),
        "peel": ("#00B084", "#16BE94"),
        "retinoid": ("#D58BB6", "#DB99C0"),
        "electrosurgery": ("#E69F00", "#E9AB24"),
        "combination": ("#8E8E8E", "#A0A0A0"),
        "observation": ("#B4B4B4", "#B4B4B4"),
        "diy": ("#C9C9C9", "#C9C9C9"),
    },
}
# Any other dimension borrows the treatments' styles in this order: the same care for contrast and dash.
_BORROWED = (
    "extraction",
    "laser",
    "peel",
    "cryotherapy",
    "retinoid",
    "electrosurgery",
    "combination",
    "observation",
)
_NOT_RECORDED: dict[Mode, Style] = {
    "light": Style("#7A7A7A", "#6E6E6E", "2px,7px", "x-thin", 1.5),
    "dark": Style("#9A9A9A", "#A8A8A8", "2px,7px", "x-thin", 1.5),
}


def style(group_by: str, group: str, place: int, mode: Mode) -> Style:
    """How is a group drawn? A treatment always the same; groups of other dimensions by their place."""
    if group == "not_recorded":
        return _NOT_RECORDED[mode]
    if group_by == "treatment":
        return _drawn_as(group, *_DASHES[group], mode)
    # From the ninth group on the colours come again, with another's dash and a hollow marker.
    again = place // len(_BORROWED)
    dash, marker = _DASHES[_BORROWED[(place + 2 * again) % len(_BORROWED)]]
    hollow = "-open" if again % 2 else ""
    return _drawn_as(_BORROWED[place % len(_BORROWED)], dash, f"{marker}{hollow}", mode)


def _drawn_as(name: str, dash: str, marker: str, mode: Mode) -> Style:
    mark, text = _COLOURS[mode][name]
    return Style(mark, text, dash, marker, 2.0 if name == "diy" else 2.5)


def see_through(colour: str, share: float) -> str:
    """How is a colour written with an opacity of `share`?"""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


def layout(mode: Mode, height: int, **more: Any) -> dict[str, Any]:
    """Which layout do all charts share?"""
    ground = GROUNDS[mode]
    return {
        "height": height,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": ground.text},
        # A name made of digits stays a name.
        "autotypenumbers": "strict",
        "hovermode": "closest",
        "hoverlabel": {
            "align": "left",
            "bgcolor": ground.paper,
            "bordercolor": ground.grid,
            "font": {"color": ground.text, "family": FONT},
        },
        "showlegend": False,
        "dragmode": False,
        # In place of Plotly's own look: seven kilobytes a chart, of which nothing would be seen.
        "template": {},
        **more,
    }


def axis(mode: Mode, title: str = "", standoff: int = 6, **more: Any) -> dict[str, Any]:
    """Which axis do all charts share?"""
    ground = GROUNDS[mode]
    said = {"text": title, "standoff": standoff, "font": {"color": ground.text, "size": 13}}
    return {
        "gridcolor": ground.grid,
        "linecolor": ground.quiet,
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"color": ground.quiet, "size": 12},
        "automargin": False,
        **({"title": said} if title else {}),
        **more,
    }


def names_axis(mode: Mode, names: Sequence[str]) -> dict[str, Any]:
    """Which vertical axis has a name a row, from the top? `names`: as they are written, line breaks in them."""
    return axis(
        mode,
        range=[len(names) - 0.5, -0.5],
        tickvals=list(range(len(names))),
        ticktext=list(names),
        # A mark at the left end reaches over the axis, and not into the name.
        ticklabelstandoff=6,
        showgrid=False,
    )


def key(text: str, mode: Mode) -> dict[str, Any]:
    """Which line above a chart says what its marks mean? `text`: with markup, what is foreign in it made plain."""
    where = {"x": 0, "y": 1, "yanchor": "bottom", "yshift": 6}
    return note(text, colour=GROUNDS[mode].quiet, markup=True, size=12.5, **where)


def note(text: str, *, colour: str, markup: bool = False, **where: Any) -> dict[str, Any]:
    """How does a text stand in a chart? From the left of its place, below it, unless `where` says else."""
    size = where.pop("size", 11.5)
    return {
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "top",
        "showarrow": False,
        **where,
        "text": text if markup else plain(text),
        "font": {"color": colour, "size": size},
    }


def figure(traces: list[dict[str, Any]], layout: dict[str, Any]) -> go.Figure:
    """How do traces and a layout become a figure?

    Without Plotly's checks of every property, which take five times as long as all the rest; the tests
    make each figure with them.
    """
    return go.Figure(data=traces, layout=layout, _validate=False)


def nothing(mode: Mode, height: int = 160) -> go.Figure:
    """How does a chart without anything to show look?"""
    hidden = {"visible": False}
    said = note(
        "Nothing to draw", x=0.5, y=0.5, xanchor="center", colour=GROUNDS[mode].quiet, size=13
    )
    margin = {"l": 0, "r": 0, "t": 0, "b": 0}
    return go.Figure(
        layout=layout(mode, height, xaxis=hidden, yaxis=hidden, annotations=[said], margin=margin)
    )


def plain(text: str) -> str:
    """How is a text written that a clinic gave, so that Plotly takes no part of it for HTML?"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# What fits beside a chart: letters on a line, before and after it.
_ON_A_LINE, _AT_AN_END = 16, 14


def on_lines(name: str) -> str:
    """How does a name stand beside an axis: on two lines where one is too narrow, in Plotly's HTML?"""
    lines = textwrap.wrap(name, _ON_A_LINE, max_lines=2, placeholder="…") or [name]
    return "<br>".join(plain(line) for line in lines)


def at_an_end(name: str) -> str:
    """How does a name stand at the end of a line, where there is little room, in Plotly's HTML?"""
    short = name if len(name) <= _AT_AN_END else f"{name[: _AT_AN_END - 1].rstrip()}…"
    return plain(short)


# Of markers that can be clicked: the one that is chosen keeps its look, and so do the others.
POINTED: dict[str, Any] = {
    "selected": {"marker": {"opacity": 1.0}},
    "unselected": {"marker": {"opacity": 1.0}},
}


def hidden_mark(colour: str) -> dict[str, Any]:
    """How is a month marked of which the number is hidden? As a cross; hollow is what is too recent."""
    return {"symbol": "x-thin", "size": 4, "line": {"width": 1, "color": colour}}


# What the reader may do with a chart: nothing that hides a part of it.
CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "responsive": True,
}
