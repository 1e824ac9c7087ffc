"""The tables of the charts: every figure is the answer's, rounded; what is hidden is a word."""

from __future__ import annotations

import pytest

from dashboard.answers.answer import Answer
from dashboard.store import Folder, open_release
from dashboard.tables import trends as tables
from tests.answers.months import SIZE, STEADY, ask, period, release, rows


@pytest.fixture(scope="module")
def answer() -> Answer:
    events = [24 if place == 25 else usual for place, usual in enumerate([*STEADY, 2])]
    few = [3 if place == 10 else number for place, number in enumerate(events)]
    sizes = [3 if place == 10 else 60 if place == 30 else SIZE for place in range(31)]
    return ask(release(rows(few, sizes, early=1)), targets=(("recurrence", 0.9),))


def test_the_summary_says_variation_and_assurance_in_words(answer: Answer) -> None:
    (row,) = tables.summary(answer).replace("\u00a0", " ", regex=True)[:1].to_dict("records")
    assert row["Variation"].startswith("▲ a signal to look into, in February 2025")
    assert row["Against the target"] == "✓ met, month after month"
    # June is hidden with the month of few.
    assert row["Last settled month"] == "May 2025"
    assert row["That month"] == "20%"
    bare = tables.summary(ask(release(rows(STEADY))))
    assert "Against the target" not in bare, "where no target is set at all"


def test_months_are_told_the_latest_first_and_hidden_ones_as_words(answer: Answer) -> None:
    table = tables.months(answer, "recurrence")
    assert table.index[0] == "July 2025"
    assert table.iloc[0].tolist()[1:] == ["3.3% so far", table.iloc[0]["Limits"], "too recent"]
    assert table.loc["February 2025", "Signal"] == "a point above the limits"
    assert set(table.loc["November 2023"]) == {"hidden: too few", "–"}


def test_what_a_month_was_made_of_hides_small_parts(made_up_store: Folder) -> None:
    answer = ask(open_release(made_up_store))
    months = tables.periods(answer, "never_seen")
    assert months == sorted(months, reverse=True)
    tables_ = [tables.made_of(answer, "never_seen", month) for month in months]
    cells = {cell for table in tables_ for cell in table.to_numpy().ravel()}
    assert "hidden: too few" in cells
    assert not {"1", "2", "3", "4"} & {cell for table in tables_ for cell in table["Patients"]}


def test_a_chart_of_few_events_says_so_and_others_do_not(answer: Answer) -> None:
    assert tables.rarely(answer, "recurrence") == ""
    once = [int(place == 12) for place in range(34)]
    rare = ask(release(rows(once, item="not_healed"), rows([0] * 20, item="complaint")))
    said = tables.rarely(rare, "not_healed")
    assert said.startswith(
        "Not healed by day 28: fewer than 3 events, or exceptions, are to be expected"
    )
    assert said.endswith(
        "The CUSUM below, which adds up what each month says, watches such an outcome."
    )
    assert "CUSUM" not in tables.rarely(rare, "complaint"), "without any event there is none below"
    minutes = ask(
        release(rows([SIZE] * 24, item="chair_minutes", amounts=[SIZE * 38.0, SIZE * 40.0] * 12))
    )
    assert tables.rarely(minutes, "chair_minutes") == ""


def test_the_signal_to_look_into_is_named_before_a_later_improvement() -> None:
    (said,) = tables.summary(ask(release(rows([*STEADY[:20], 24, 9, 8, *[5] * 7]))))["Variation"]
    assert said == "▲\u00a0a signal to look into, in September 2024: a point above the limits"


def test_hidden_months_cannot_be_looked_into(answer: Answer) -> None:
    assert period(10) not in tables.periods(answer, "recurrence")
