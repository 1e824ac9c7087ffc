"""Charts of months that are written down: what signals, what does not, what is hidden, what is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard import words
from dashboard.answers import clinics, trends_signals
from dashboard.answers.answer import SHAPES, Answer, Choices
from dashboard.answers.trends_items import items, named
from dashboard.cohort import Cohort, make_cohort
from dashboard.disclosure import HIDING
from dashboard.settings import Settings
from dashboard.store import Folder, Release, open_release
from tests.answers.months import SIZE, STEADY, ask, chart, period, release, rows, state, with_
from tests.house.test_words import _ALLOWED, COMPARES

_NO_MONTH = (
    "No {} of this cohort has enough patients to be charted: widen the filters to see figures."
)


@pytest.fixture(scope="module")
def made_up(made_up_store: Folder) -> Release:
    return open_release(made_up_store)


def clinics_answer(asked: Release) -> Answer:
    """What does the page of clinics say of the same records?"""
    settings = Settings(Path(), min_patients=1)
    return clinics.answer(asked, Cohort(), Choices(group_by="clinic"), settings)


def test_a_steady_process_has_ordinary_variation_and_nothing_more_is_said() -> None:
    answer = ask(release(rows(STEADY)))
    told = chart(answer)
    assert set(told["signal"]) == {""}
    centre = sum(STEADY) / (SIZE * len(STEADY))
    assert told["centre"].iloc[0] == pytest.approx(centre)
    sigma = np.sqrt(centre * (1 - centre) / SIZE)
    assert told["upper_limit"].iloc[0] == pytest.approx(centre + 3 * sigma)
    said = "Ordinary variation, without a signal in 12 months: milia back within 12 months."
    assert answer.sentence == said
    assert state(answer) == trends_signals.ORDINARY


def test_a_month_outside_the_limits_is_a_signal_said_with_its_month() -> None:
    answer = ask(release(rows(with_(27, 24))))
    assert chart(answer)["signal"][period(27)] == "outside_limits_above"
    said = (
        "1 outcome shows a signal to look into: milia back within 12 months, in April 2025: "
        "a point above the limits."
    )
    assert answer.sentence == said
    assert state(answer) == trends_signals.CONCERN


def test_a_month_too_recent_is_hollow_never_signals_and_moves_no_centre() -> None:
    answer = ask(release(rows([*STEADY, *[0] * 9, 40], early=10)))
    told, before = chart(answer), chart(ask(release(rows(STEADY))))
    late = told[told["status"].eq("not_mature")]
    assert len(late) == 10
    assert set(late["signal"]) == {""}
    assert told["centre"].iloc[0] == before["centre"].iloc[0]
    assert late["value"].iloc[-1] == 1.0
    assert late["upper_limit"].iloc[-1] == before["upper_limit"].iloc[-1]
    assert not set(late.index) & set(chart(answer, "recurrence", "cusum").index)
    assert state(answer) == trends_signals.ORDINARY
    assert any("from July 2025 on" in note for note in answer.notes)


def test_a_month_of_few_is_hidden_with_another_and_neither_shows_nor_signals() -> None:
    sizes = [3 if place == 26 else SIZE for place in range(30)]
    few = release(rows(with_(26, 3), sizes))
    told = chart(ask(few))
    hidden = told[told["status"].isin(HIDING)]
    assert period(26) in hidden.index
    assert len(hidden) == 2, "the total may be known: one alone could be worked out"
    figures = ["denominator", "events", "value", "centre", "lower_limit", "upper_limit"]
    assert hidden[figures].isna().all(axis=None)
    assert set(hidden["signal"]) == {""}
    (other,) = [place for place in range(30) if period(place) in hidden.index and place != 26]
    kept = sum(STEADY) - STEADY[26] - STEADY[other]
    assert told["centre"].dropna().iloc[0] == pytest.approx(kept / (SIZE * 28))
    assert not set(hidden.index) & set(chart(ask(few), "recurrence", "cusum").index)
    assert not set(hidden.index) & set(ask(few).tables["estimates"]["subgroup"])
    everything = chart(ask(few, min_patients=1))
    assert everything["status"].eq("shown").all()
    assert everything["signal"][period(26)].startswith("outside_limits_above")


def test_too_few_months_have_points_and_no_limits() -> None:
    answer = ask(release(rows(STEADY[:11])))
    told = chart(answer)
    assert told["value"].notna().all()
    assert told["centre"].isna().all()
    assert answer.sentence == "Too few months for limits: milia back within 12 months."
    assert chart(answer, "recurrence", "cusum").empty
    assert chart(ask(release(rows(STEADY[:12]))))["centre"].notna().all()


def test_limits_begin_anew_where_the_settings_say_so() -> None:
    months = [*STEADY[:15], *[events + 8 for events in STEADY[15:]]]
    asked = release(rows(months))
    anew = ask(asked, rebase_months=(period(15),))
    assert "run_above" in " ".join(chart(ask(asked))["signal"])
    told = chart(anew)
    assert set(told["signal"]) == {""}
    assert told["centre"].iloc[0] == pytest.approx(sum(months[:15]) / (SIZE * 15))
    assert told["centre"].iloc[15] == pytest.approx(sum(months[15:]) / (SIZE * 15))
    assert "begin anew in April 2024" in " ".join(anew.notes)
    late = ask(asked, rebase_months=(period(25),))
    assert state(late) == trends_signals.FEW, "five months make no limits yet"


def test_months_that_spread_more_than_chance_get_laneys_chart_and_no_cusum() -> None:
    answer = ask(release(rows([2, 18] * 15)))
    assert set(chart(answer)["chart"]) == {"p_prime"}
    assert chart(answer, "recurrence", "cusum").empty
    assert state(answer) == trends_signals.ORDINARY


def test_amounts_have_an_xmr_chart_and_moving_ranges() -> None:
    minutes = [38.0, 36.0, 41.0, 37.0] * 6
    told = [size * SIZE for size in minutes]
    answer = ask(release(rows([SIZE] * 24, item="chair_minutes", amounts=told)))
    main, ranges = (chart(answer, "chair_minutes", kind) for kind in ("xmr", "mr"))
    assert main["value"].tolist() == pytest.approx(minutes)
    mean_range = np.abs(np.diff(minutes)).mean()
    assert main["upper_limit"].iloc[0] == pytest.approx(38.0 + 2.66 * mean_range)
    assert ranges["upper_limit"].iloc[0] == pytest.approx(3.267 * mean_range)
    assert main["events"].isna().all()


@pytest.mark.parametrize(
    ("target", "said"),
    [(0.6, trends_signals.MET), (0.2, trends_signals.OPEN), (0.005, trends_signals.MISSED)],
)
def test_a_target_is_met_missed_or_left_to_chance(target: float, said: str) -> None:
    answer = ask(release(rows(STEADY)))
    told, item = answer.tables["charts"], named(answer.settings, "recurrence")
    assert trends_signals.assurance(told, item, {"recurrence": target}) == said
    assert trends_signals.assurance(told, item, {}) == trends_signals.NO_TARGET
    attended = ask(release(rows([SIZE - events for events in STEADY], item="reviews")))
    reviews = named(attended.settings, "reviews")
    found = trends_signals.assurance(attended.tables["charts"], reviews, {"reviews": 1 - target})
    assert found == said


@pytest.mark.parametrize("by", ["treatment", "clinic", "skin_type", "start_year"])
def test_the_grouping_says_of_what_a_month_was_made_and_moves_no_chart(
    made_up: Release, by: str
) -> None:
    answer, usual = ask(made_up, group_by=by, min_patients=1), ask(made_up, min_patients=1)
    for name in answer.tables:
        assert tuple(answer.tables[name].columns) == SHAPES[name]
    pd.testing.assert_frame_equal(answer.tables["charts"], usual.tables["charts"])
    parts = answer.tables["estimates"]
    assert set(parts["group_by"]) == {by}
    for item in items(answer.settings):
        own = parts[parts["measure"].eq(item.code)].groupby("subgroup")["episodes"].sum()
        assert own.to_dict() == chart(answer, item.code)["denominator"].to_dict()


def test_every_dimension_and_unit_can_be_asked(made_up: Release) -> None:
    for by in words.DIMENSIONS:
        for unit in ("patient", "episode"):
            answer = ask(made_up, group_by=by, unit=unit)
            for said in (answer.sentence, *answer.notes):
                assert not COMPARES.search(_ALLOWED.sub("", said))
            assert len(answer.tables["estimates"])


def test_of_what_a_month_was_made_no_part_can_be_worked_out(made_up: Release) -> None:
    told = ask(made_up).tables["estimates"]
    gone = told["status"].isin(HIDING)
    assert gone.any()
    assert told.loc[gone, ["patients", "episodes", "events", "estimate"]].isna().all(axis=None)
    assert told.loc[~gone, "patients"].ge(5).all()
    for _, month in told.assign(gone=gone).groupby(["measure", "subgroup"]):
        assert month["gone"].sum() != 1 or len(month) == 1


@pytest.mark.parametrize("size", [1, 3])
def test_one_record_and_three_are_hidden(size: int) -> None:
    asked = release(rows([1], size), rows([0], size, item="never_seen"))
    answer = ask(asked)
    assert answer.sentence == _NO_MONTH.format("month")
    assert set(answer.tables["charts"]["status"]) <= set(HIDING)
    assert answer.tables["charts"][["denominator", "value"]].isna().all(axis=None)
    assert chart(ask(asked, min_patients=1), "never_seen")["denominator"].tolist() == [size]


@pytest.mark.parametrize("policy", ["clinic", "publication"])
def test_where_every_month_is_hidden_no_group_is_said_to_be_small(policy: str) -> None:
    months = [4] * 20
    answer = ask(
        release(rows([1] * 20, months), rows([0] * 20, months, item="chair_minutes")),
        policy=policy,
    )
    assert answer.groups == ("extraction",), "80 patients"
    assert answer.sentence == _NO_MONTH.format("month")
    charts = answer.tables["charts"]
    assert tuple(charts.columns) == SHAPES["charts"]
    assert len(charts) == 40
    assert charts["status"].isin(HIDING).all()
    assert charts[["denominator", "events", "value", "centre"]].isna().all(axis=None)


def test_where_only_recent_months_are_drawn_it_is_the_settled_ones_that_are_too_small() -> None:
    answer = ask(release(rows([1, 1, 1, 8], [3, 3, 3, SIZE], early=1)))
    assert chart(answer)["status"].iloc[-1] == "not_mature"
    assert answer.sentence == _NO_MONTH.format("settled month")


def test_an_empty_cohort_is_an_answer(made_up: Release) -> None:
    answer = ask(made_up, Cohort((), from_month="2030-01"))
    assert answer.empty
    assert all(table.empty for table in answer.tables.values())
    assert answer.sentence == "No month of this cohort can be charted yet: widen the filters."


def test_attempts_at_home_are_charted_where_nothing_else_is_chosen(made_up: Release) -> None:
    usual = ask(made_up, min_patients=1)
    left_out = next(step for step in usual.attrition if step.name == "other_care")
    assert left_out.number == 64, "50 attempts and 14 under observation"
    known = {"treatment": ["diy"]}
    alone = ask(made_up, make_cohort(known, known), min_patients=1)
    assert chart(alone, "never_seen")["denominator"].sum() == 50


def test_for_publication_months_of_few_events_are_hidden_and_counts_rounded() -> None:
    asked = release(rows(STEADY, 60), rows(STEADY, 400, item="complaint"))
    answer, exact = ask(asked, policy="publication"), ask(asked).tables["charts"]
    table = answer.tables["charts"]
    assert not {"cusum", "mr"} & set(table["chart"])
    assert table["status"].isin(HIDING).any()
    # The months that are hidden here alone are part of the centre: else only those with many events were.
    for code in ("recurrence", "complaint"):
        centre = chart(ask(asked), code)["centre"].iloc[0]
        assert set(chart(answer, code)["centre"].dropna()) == {round(centre, 2)}
    gone = table[table["status"].isin(HIDING)]
    assert gone[["denominator", "events", "value", "upper_limit"]].isna().all(axis=None)
    assert set(gone["signal"]) == {""}
    keys = ["measure", "chart", "period"]
    true = exact.set_index(keys)
    seen = 0
    for row in table[table["status"].eq("shown")].to_dict("records"):
        was: Any = true.loc[tuple(row[key] for key in keys)]
        for count in (was["denominator"], was["events"], was["denominator"] - was["events"]):
            assert count >= 8
        assert {row["denominator"] % 5, row["events"] % 5} == {0}
        assert row["value"] == pytest.approx(row["events"] / row["denominator"], abs=0.0051)
        seen += 1
    assert seen > 20


def test_what_is_left_out_is_counted_in_the_order_in_which_it_is_told(made_up: Release) -> None:
    own, of_clinics = ask(made_up, min_patients=1), clinics_answer(made_up)
    numbers = [[(step.name, step.number) for step in each.attrition] for each in (own, of_clinics)]
    assert numbers[0] == numbers[1]
    assert [name for name, _ in numbers[0]][-3:] == ["other_care", "later_episode", "eligible"]


def test_no_group_is_said_to_be_compared_with(made_up: Release) -> None:
    assert ask(made_up).reference == ""
    assert ask(made_up, reference="laser").reference == ""
