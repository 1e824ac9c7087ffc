"""Control charts as they are drawn: shapes for signals, hollow for recent months, nothing of hidden ones."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.answers.answer import Answer
from dashboard.disclosure import HIDING, SHOWN
from dashboard.figures import theme
from dashboard.figures import trends as figures
from tests.answers.months import SIZE, STEADY, ask, chart, period, release, rows
from tests.figures.reading import contents, leaves

# The last are large, so that another month is hidden with the one of few.
_SIZES = [3 if place == 26 else 60 if place > 29 else SIZE for place in range(33)]
_EVENTS = [24 if place == 20 else events for place, events in enumerate([*STEADY, 8, 9, 7])]


@pytest.fixture(scope="module")
def answer() -> Answer:
    """A signal in the 21st month, a month of few, and three that are too recent."""
    few = [3 if place == 26 else events for place, events in enumerate(_EVENTS)]
    asked = release(
        rows(few, _SIZES, early=3),
        rows([SIZE] * 24, item="chair_minutes", amounts=[SIZE * 38.0, SIZE * 40.0] * 12),
    )
    return ask(asked, rebase_months=(period(14),), targets=(("recurrence", 0.25),))


def traces(figure: go.Figure, symbol: str) -> list[str]:
    """Of which months are marks of this shape?"""
    data = contents(figure)["data"]
    found = [trace["x"] for trace in data if trace.get("marker", {}).get("symbol") == symbol]
    return [day[:7] for days in found for day in days]


def test_every_kind_of_month_has_a_mark_of_its_own(answer: Answer) -> None:
    drawn = figures.draw(figures.prepare(answer, "recurrence"), "light")
    assert traces(drawn, "triangle-up") == [period(20)]
    assert traces(drawn, "circle-open") == [period(place) for place in (30, 31, 32)]
    usual = traces(drawn, "circle")
    assert not {period(20), period(26), period(30)} & set(usual)
    assert len(usual) == 30 - 1 - 2


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("code", ["recurrence", "chair_minutes"])
def test_figures_stand_plotlys_checks(answer: Answer, code: str, mode: theme.Mode) -> None:
    for prepare in (figures.prepare, figures.prepare_beside):
        drawn = figures.draw(prepare(answer, code), mode)
        assert go.Figure(drawn.to_dict()).to_dict()["data"]


def test_nothing_of_a_hidden_month_reaches_the_browser(answer: Answer) -> None:
    told = chart(answer)
    hidden = told.index[told["status"].isin(HIDING)]
    assert len(hidden) == 2
    for prepare in (figures.prepare, figures.prepare_beside):
        data = contents(figures.draw(prepare(answer, "recurrence"), "light"))["data"]
        for trace in data:
            values = dict(zip(trace["x"], trace["y"], strict=True))
            flat = {day[:7]: value for day, value in values.items()}
            level = len({value for value in flat.values() if value is not None}) == 1
            assert level or all(flat.get(month) is None for month in hidden)
        texts = [str(value) for path, value in leaves(data) if path.endswith("text")]
        assert not [text for text in texts if any(_in_words(month) in text for month in hidden)]


def test_limits_that_begin_anew_are_not_joined(answer: Answer) -> None:
    data = contents(figures.draw(figures.prepare(answer, "recurrence"), "light"))
    centres = [trace for trace in data["data"] if trace.get("line", {}).get("dash") == "solid"]
    ends = {(trace["x"][0][:7], trace["x"][-1][:7]) for trace in centres}
    assert (period(0), period(13)) in ends
    assert (period(14), period(32)) in ends
    assert [note["text"] for note in data["layout"]["annotations"]].count("limits begin anew ") == 1


def test_recent_months_have_no_limits(answer: Answer) -> None:
    drawn = contents(figures.draw(figures.prepare(answer, "recurrence"), "light"))
    broken = [trace for trace in drawn["data"] if trace.get("line", {}).get("dash") == "dash"]
    reach = max(
        day[:7]
        for trace in broken
        for day, value in zip(trace["x"], trace["y"], strict=True)
        if value is not None
    )
    told = chart(answer)
    assert reach == told.index[told["status"].eq(SHOWN)].max() < period(30)
    assert [note["text"] for note in drawn["layout"]["annotations"]].count("limit") == 2


def test_a_recent_month_does_not_stretch_the_axis() -> None:
    figure = figures.draw(
        figures.prepare(ask(release(rows([*STEADY, 40], early=1))), "recurrence"), "light"
    )
    assert contents(figure)["layout"]["yaxis"]["range"][1] < 0.5


def test_marks_at_0_are_not_cut_by_the_axis() -> None:
    events = [0 if place == 27 else usual for place, usual in enumerate(STEADY)]
    drawn = contents(
        figures.draw(figures.prepare(ask(release(rows(events))), "recurrence"), "light")
    )
    marks = [trace for trace in drawn["data"] if trace["mode"] == "markers"]
    assert [trace for trace in marks if 0.0 in trace["y"]]
    assert not any(trace["cliponaxis"] for trace in marks)


def test_a_month_of_both_kinds_of_signal_is_marked_as_one_to_look_into() -> None:
    answer = ask(release(rows([*STEADY[:20], 28, 27, 26, 25, 24, 23])))
    last = chart(answer)["signal"].iloc[-1]
    assert {"outside_limits_above", "trend_falling"} <= set(last.split())
    drawn = figures.draw(figures.prepare(answer, "recurrence"), "light")
    assert chart(answer).index[-1] in traces(drawn, "triangle-up")


def test_the_alternative_says_where_signals_are(answer: Answer) -> None:
    said = figures.describe(figures.prepare(answer, "recurrence"))
    assert "Signals in September 2024." in said
    assert "No signal." in figures.describe(
        figures.prepare(ask(release(rows(STEADY))), "recurrence")
    )
    empty = figures.prepare(ask(release(rows([1], 3))), "recurrence")
    assert figures.describe(empty).endswith("Nothing can be shown.")
    assert figures.draw(empty, "light").to_dict()["layout"]["annotations"]


def _in_words(month: str) -> str:
    return f"{pd.Period(month, 'M'):%B %Y}"
