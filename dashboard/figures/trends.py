"""Control charts: a point a month, the limits that chance keeps to, a mark of its own shape for every signal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.answers.answer import Answer
from dashboard.answers.timed import NOT_MATURE
from dashboard.answers.trends_charts import CUSUM, RANGES
from dashboard.answers.trends_items import AMOUNT, Item, named
from dashboard.answers.trends_signals import Signal, main_chart
from dashboard.cohort import month_in_words
from dashboard.disclosure import SHOWN
from dashboard.figures import theme

_HEIGHT, _BELOW = 380, 220
_MARGIN = {"l": 64, "r": 60, "t": 20, "b": 44}
# By what a signal concerns: to look into, neither, an improvement. The same marks as in words.
_SHAPES = {1: "triangle-up", 0: "diamond-open", -1: "diamond"}


@dataclass(frozen=True, eq=False)
class Chart:
    """What is drawn?

    Attributes
    ----------
    item
        What is charted.
    rows
        Of ``charts``, one chart, in order of time; with ``concerns`` (1, 0, -1; NaN where nothing signals) and
        ``hover``.
    target
        NaN where none is set.
    rebase
        Months from which the limits begin anew, as far as the chart reaches.
    axis
        What the axis says.
    span
        First and last month of the item's main chart: charts below each other share it.
    """

    item: Item
    rows: pd.DataFrame
    target: float
    rebase: tuple[str, ...]
    axis: str
    span: tuple[str, str]


def prepare(answer: Answer, code: str) -> Chart:
    """What does an item's main chart draw?"""
    item = named(answer.settings, code)
    rows = main_chart(answer.tables["charts"], code)
    target = dict(answer.settings.targets).get(code, float("nan"))
    return _prepared(answer, item, rows, target, item.axis)


def prepare_beside(answer: Answer, code: str) -> Chart:
    """What does the chart below it draw: evidence that adds up, or moving ranges? It may have no rows."""
    item = named(answer.settings, code)
    table = answer.tables["charts"]
    rows = table[table["measure"].eq(code) & table["chart"].isin((CUSUM, RANGES))]
    axis = "Change from month to month" if item.kind == AMOUNT else "Evidence of a change"
    return _prepared(answer, item, rows, float("nan"), axis)


def _prepared(answer: Answer, item: Item, rows: pd.DataFrame, target: float, axis: str) -> Chart:
    records = rows.to_dict("records")
    found = [
        [Signal(item, row["chart"], row["period"], rule) for rule in row["signal"].split()]
        for row in records
    ]
    told = rows.assign(
        concerns=[
            float(max(signal.concerns for signal in each)) if each else np.nan for each in found
        ],
        hover=[_hover(item, row, each) for row, each in zip(records, found, strict=True)],
    )
    all_months = main_chart(answer.tables["charts"], item.code)["period"]
    first, last = (str(all_months.min()), str(all_months.max())) if len(all_months) else ("", "")
    rebase = tuple(month for month in answer.settings.rebase_months if first < month <= last)
    return Chart(item, told.reset_index(drop=True), target, rebase, axis, (first, last))


def _hover(item: Item, row: dict[Any, Any], found: list[Signal]) -> str:
    """What is told of a month where the pointer rests? Of a hidden one nothing is drawn."""
    if np.isnan(row["value"]):
        return ""
    told = [f"<b>{month_in_words(row['period'])}</b>"]
    if row["chart"] in (CUSUM, RANGES) or item.kind == AMOUNT:
        told.append(f"{row['value']:.1f}")
    else:
        told.append(f"{row['value']:.1%}")
    if not pd.isna(row["events"]) and row["chart"] != CUSUM:
        told[-1] += f": {row['events']:,} of {row['denominator']:,} {item.of}"
    if row["status"] == NOT_MATURE:
        told.append("so far: too recent to be judged")
    told += [signal.said.partition(": ")[2] for signal in found]
    return "<br>".join(told)


def describe(chart: Chart) -> str:
    """What does the chart say to somebody who cannot see it?"""
    rows = chart.rows[chart.rows["status"].eq(SHOWN)]
    if rows.empty:
        return f"{chart.axis}. Nothing can be shown."
    signals = rows[rows["concerns"].notna()]
    told = ", ".join(month_in_words(period) for period in signals["period"])
    first, last = (month_in_words(rows["period"].iloc[place]) for place in (0, -1))
    return (
        f"{chart.axis}, month by month from {first} to {last}. "
        f"{f'Signals in {told}.' if told else 'No signal.'} Figures are in the table below."
    )


def draw(chart: Chart, mode: theme.Mode) -> go.Figure:
    """How does the chart look?"""
    if chart.rows["value"].isna().all():
        return theme.nothing(mode)
    main = not chart.rows["chart"].isin((CUSUM, RANGES)).any()
    ground = theme.GROUNDS[mode]
    traces = [*_limits(chart, ground), *_points(chart, ground)]
    share = main and chart.item.kind != AMOUNT
    layout = theme.layout(
        mode,
        _HEIGHT if main else _BELOW,
        margin=_MARGIN,
        xaxis=theme.axis(
            mode,
            type="date",
            # Half a month on either side, so that no mark is cut.
            range=[f"{_before(chart.span[0])}-15", f"{chart.span[1]}-16"],
            tickformat="%b<br>%Y",
            nticks=8,
            tickangle=0,
            showgrid=False,
            showline=True,
        ),
        yaxis=theme.axis(
            mode, range=_range(chart), tickformat=".0%" if share else "", title=chart.axis, nticks=6
        ),
        annotations=_notes(chart, ground),
        shapes=[*(_rebased(month, ground) for month in chart.rebase), *_recent(chart, ground)],
    )
    return theme.figure(traces, layout)


def _limits(chart: Chart, ground: theme.Ground) -> list[dict[str, Any]]:
    """The centre, the limits on either side, and the target where one is set."""
    rows = chart.rows
    lines = [("centre", "solid", 1.5), ("lower_limit", "dash", 1.5), ("upper_limit", "dash", 1.5)]
    # Beside limits, months that are not judged would look as if they were.
    judged = rows["status"].ne(NOT_MATURE)
    bounded = rows.assign(**{name: rows[name].where(judged) for name, *_ in lines[1:]})
    # Limits that begin anew are not joined to those before.
    stretch = np.searchsorted(np.array(chart.rebase, dtype=str), rows["period"].to_list(), "right")
    traces = [
        _line(part, part[name], ground.quiet, dash, width)
        for _, part in bounded.groupby(stretch)
        for name, dash, width in lines
        if part[name].notna().any()
    ]
    if not np.isnan(chart.target):
        level = pd.Series(chart.target, index=rows.index)
        traces.append(_line(rows, level, ground.text, "longdashdot", 1.5))
    return traces


def _line(
    rows: pd.DataFrame, values: pd.Series, colour: str, dash: str, width: float
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": _days(rows),
        "y": values.to_numpy(dtype=float),
        "line": {"color": colour, "width": width, "dash": dash, "shape": "linear"},
        "hoverinfo": "skip",
    }


def _points(chart: Chart, ground: theme.Ground) -> list[dict[str, Any]]:
    """A line through the settled months, hollow points for recent ones, shapes for signals."""
    rows = chart.rows
    settled = rows["status"].eq(SHOWN)
    through = _line(rows, rows["value"].where(settled), ground.text, "solid", 1.5)
    quiet = settled & rows["concerns"].isna()
    traces = [through, _marks(rows[quiet], ground, "circle", 7)]
    traces.append(_marks(rows[rows["status"].eq(NOT_MATURE)], ground, "circle-open", 8))
    for concern, shape in _SHAPES.items():
        traces.append(_marks(rows[rows["concerns"].eq(concern)], ground, shape, 13))
    return [trace for trace in traces if len(trace["x"])]


def _marks(rows: pd.DataFrame, ground: theme.Ground, shape: str, size: int) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": _days(rows),
        "y": rows["value"].to_numpy(dtype=float),
        "marker": {"color": ground.text, "symbol": shape, "size": size, "line": {"width": 1.5}},
        "customdata": rows["period"].tolist(),
        "text": rows["hover"].tolist(),
        "hovertemplate": "%{text}<extra></extra>",
        # At 0 the axis would cut it: half an improvement looks like a signal to look into.
        "cliponaxis": False,
        **theme.POINTED,
    }


def _days(rows: pd.DataFrame) -> list[str]:
    return [f"{period}-01" for period in rows["period"]]


def _range(chart: Chart) -> list[float]:
    """From where to where does the axis reach? Months that are not settled do not stretch it."""
    rows = chart.rows[chart.rows["status"].eq(SHOWN)]
    rows = rows if len(rows) else chart.rows
    told = rows[["value", "centre", "lower_limit", "upper_limit"]].to_numpy(dtype=float).ravel()
    told = np.append(told, chart.target)
    low, high = float(np.nanmin(told)), float(np.nanmax(told))
    # Shares and evidence from 0; minutes would be squeezed.
    low = low - 0.1 * (high - low) if chart.item.kind == AMOUNT and low > 0.5 * high else 0.0
    return [low, high + 0.08 * max(high - low, 1e-3)]


def _notes(chart: Chart, ground: theme.Ground) -> list[dict[str, Any]]:
    """What the lines are, at their right end; where they begin anew, and where it is too early."""
    settled = chart.rows[chart.rows["status"].eq(SHOWN)]
    levels = {
        "limit": _last(settled["upper_limit"]),
        "centre": _last(chart.rows["centre"]),
        "limit ": _last(settled["lower_limit"]),
        "target": chart.target,
    }
    end: dict[str, Any] = {"x": 1.0, "yref": "y", "xshift": 6, "yanchor": "middle"}
    notes = [
        theme.note(name.strip(), colour=ground.quiet, y=level, **end)
        for name, level in levels.items()
        if not np.isnan(level)
    ]
    late = chart.rows.loc[chart.rows["status"].eq(NOT_MATURE), "period"]
    if len(late):
        begins: dict[str, Any] = {"x": f"{_before(late.min())}-15", "xref": "x", "y": 1.0}
        notes.append(theme.note("too recent", colour=ground.quiet, xshift=4, **begins))
    above: dict[str, Any] = {"xref": "x", "y": 1.0, "xanchor": "right"}
    notes += [
        theme.note("limits begin anew ", colour=ground.quiet, x=f"{month}-01", **above)
        for month in chart.rebase
    ]
    return notes


def _last(values: pd.Series) -> float:
    """Where does a line end? NaN where there is none."""
    known = values.dropna()
    return float(known.iloc[-1]) if len(known) else float("nan")


def _rebased(month: str, ground: theme.Ground) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": f"{month}-01",
        "x1": f"{month}-01",
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": ground.quiet, "width": 1, "dash": "dot"},
    }


def _recent(chart: Chart, ground: theme.Ground) -> list[dict[str, Any]]:
    """Where do months begin that are too recent to be judged? A shade of grey behind them."""
    late = chart.rows.loc[chart.rows["status"].eq(NOT_MATURE), "period"]
    if late.empty:
        return []
    ends = {"x0": f"{_before(late.min())}-15", "x1": f"{chart.span[1]}-16", "y0": 0, "y1": 1}
    grey = theme.see_through(ground.quiet, 0.1)
    look = {"fillcolor": grey, "line": {"width": 0}, "layer": "below"}
    return [{"type": "rect", "yref": "paper", **ends, **look}]


def _before(month: str) -> str:
    """Which month comes before this one?"""
    return str(pd.Period(month, "M") - 1)
