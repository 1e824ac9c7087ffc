"""Those whom a clinic treated, like for like by what they had tried before and by habit: stores worked by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.answers import like_for_like_pairs, recurrence
from dashboard.answers.answer import Answer, Choices
from dashboard.answers.diy_alike_words import before_in, habit_in, said, said_of_habits
from dashboard.cohort import Cohort
from dashboard.estimates.propensity import Propensity
from dashboard.settings import Settings
from dashboard.store import open_release
from tests.answers.attempts import Store, ask

# Cleared on day 10, and back on day 110 or seen well to day 500.
WELL: dict[str, Any] = {
    "month": dt.date(2024, 1, 1),
    "cleared": "yes",
    "cleared_day": 10,
    "last_seen_day": 500,
}
BACK = {**WELL, "recurred_day": 110, "recurred_where": "same_site"}


def treated(store: Store, name: str, deep: str, back: int, well: int, **more: Any) -> Store:
    """So many patients of a clinic, of one depth: back, and well."""
    store.add(back, f"{name}-{deep}-back", "extraction", **{**BACK, "deep": deep, **more})
    return store.add(well, f"{name}-{deep}-well", "extraction", **{**WELL, "deep": deep, **more})


def _attempts() -> Store:
    """The page is about attempts: some are there."""
    return Store().tried(20, "tried", "squeezing")


# By what they are told apart: the column, those without, those with.
BEFORE, CREAM = ("diy_before", "none", "mechanical"), ("heavy_cream", "no", "yes")


def confounded(by: tuple[str, str, str] = BEFORE) -> Store:
    """Deep ones come back in 40 of 100, others in 10, whoever they are; those *with* have the deep."""
    store, (column, without, with_it) = _attempts(), by
    treated(store, "without", "no", 32, 288, **{column: without})
    treated(store, "without", "yes", 32, 48, **{column: without})
    treated(store, "with", "no", 8, 72, **{column: with_it})
    return treated(store, "with", "yes", 96, 144, **{column: with_it})


def _row(answer: Answer, table: str, **where: Any) -> dict[str, Any]:
    rows = answer.tables[table]
    for column, value in where.items():
        rows = rows[rows[column].eq(value)]
    (found,) = rows.to_dict("records")
    return {str(name): value for name, value in found.items()}


def _difference(answer: Answer, adjustment: str, **where: Any) -> dict[str, Any]:
    chosen = {"measure": "recurrence", "group": "mechanical", "horizon_days": 365, **where}
    return _row(answer, "comparisons", contrast="difference", adjustment=adjustment, **chosen)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    return ask(confounded().at(tmp_path_factory.mktemp("confounded")))


_HABIT: dict[str, Any] = {"measure": "new_milia", "group": "yes", "kind": "heavy_cream"}


@pytest.fixture(scope="module")
def habits(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    return ask(confounded(CREAM).at(tmp_path_factory.mktemp("habits")))


@pytest.mark.parametrize(("store", "where"), [("made", {}), ("habits", _HABIT)])
def test_a_difference_that_the_case_mix_makes_is_taken_away(
    store: str, where: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    answer = request.getfixturevalue(store)
    crude, adjusted = (_difference(answer, name, **where) for name in ("crude", "overlap"))
    assert crude["estimate"] == pytest.approx(104 / 320 - 64 / 400)
    assert adjusted["estimate"] == pytest.approx(0.0, abs=1e-9)
    assert adjusted["ci_lower"] < 0.0 < adjusted["ci_upper"]


def test_weights_sizes_and_balance_worked_by_hand(made: Answer) -> None:
    """In a stratum of n and m a patient weighs m / (n + m), and n / (n + m) on the other side."""
    shallow, deep = 80 * 320 / 400, 240 * 80 / 320
    share = (0.1 * shallow + 0.4 * deep) / (shallow + deep)
    for own, other in (("mechanical", "none"), ("none", "mechanical")):
        row = _row(
            made, "estimates", measure="recurrence", group=own, subgroup=other, horizon_days=365
        )
        assert row["estimate"] == pytest.approx(share)
        assert (row["adjustment"], row["subgroup_by"]) == ("overlap", "pair")
        assert pd.isna(row["events"])
    for own, numbers in (("mechanical", (80, 240)), ("none", (320, 80))):
        weights = (shallow / numbers[0], deep / numbers[1])
        squares = sum(n * w * w for n, w in zip(numbers, weights, strict=True))
        level = {"covariate": "deep", "level": "yes", "measure": "recurrence", "group": own}
        row = _row(made, "balance", **level)
        assert row["effective_size"] == pytest.approx((shallow + deep) ** 2 / squares)
        assert row["share"] == pytest.approx(numbers[1] / sum(numbers))
        assert row["weighted_share"] == pytest.approx(deep / (shallow + deep))
        assert row["weighted_smd"] == pytest.approx(0.0, abs=1e-9)
    covariates = set(made.tables["balance"].query("group_by == 'diy_before'")["covariate"])
    assert "deep" in covariates
    assert "diy_before" not in covariates, "who had tried differs in it by definition"


def test_what_was_tried_before_is_part_of_the_case_mix_of_habits(tmp_path: Path) -> None:
    """Who squeezed had creams, and nobody else: the case mix alone tells who had."""
    store = confounded()
    for row in store.episodes:
        row["heavy_cream"] = {"none": "no", "mechanical": "yes"}.get(str(row.get("diy_before")))
    told = ask(store.at(tmp_path))
    assert _difference(told, "overlap", **_HABIT)["status"] == "not_comparable"
    assert "diy_before" in set(
        told.tables["balance"].query("group_by == 'heavy_cream'")["covariate"]
    )


def test_crude_rows_are_those_of_the_page_of_recurrence(made: Answer, tmp_path: Path) -> None:
    folder = confounded().at(tmp_path)
    settings = Settings(folder.root, min_at_risk=1)
    page = recurrence.answer(
        open_release(folder), Cohort(), Choices(group_by="diy_before"), settings
    )
    for measure in ("failure_free", "recurrence"):
        for arm in ("none", "mechanical"):
            where = {"measure": measure, "group": arm, "horizon_days": 365, "adjustment": "crude"}
            here, there = (_row(each, "estimates", **where) for each in (made, page))
            for name in ("estimate", "ci_lower", "ci_upper", "events", "patients"):
                assert here[name] == pytest.approx(there[name])


def test_with_all_weights_one_like_patients_are_the_patients(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ones(fitted: Propensity) -> np.ndarray[Any, np.dtype[np.float64]]:
        return np.ones(len(fitted.design.rows))

    monkeypatch.setattr(like_for_like_pairs, "overlap_weights", ones)
    for by, others in ((BEFORE, ({}, {"measure": "failure_free"})), (CREAM, (_HABIT,))):
        answer = ask(confounded(by).at(tmp_path / by[0]))
        for where in others:
            crude, adjusted = (_difference(answer, name, **where) for name in ("crude", "overlap"))
            for name in ("estimate", "std_error"):
                assert adjusted[name] == pytest.approx(crude[name], abs=1e-9)
            # Newcombe's limits beside normal ones.
            for name in ("ci_lower", "ci_upper"):
                assert adjusted[name] == pytest.approx(crude[name], abs=0.005)


def test_who_was_not_asked_stands_alone_and_moves_nothing(made: Answer, tmp_path: Path) -> None:
    store = confounded()
    for answered in ("not_asked", "declined", None):
        treated(store, f"x{answered}", "no", 40, 10, diy_before=answered)
    other = ask(store.at(tmp_path))
    for name in ("comparisons", "balance", "charts"):
        mine = other.tables[name]
        mine = mine[mine["measure"].ne("new_milia")].reset_index(drop=True)
        before = made.tables[name]
        before = before[before["measure"].ne("new_milia")].reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, before)
    rows = other.tables["estimates"].query("group in ('not_asked', 'declined', 'not_recorded')")
    assert set(rows["adjustment"]) == {"crude"}
    asked = _row(other, "estimates", measure="recurrence", group="not_asked", horizon_days=365)
    assert (asked["events"], asked["estimate"]) == (40, pytest.approx(0.8))


def test_a_difference_that_stays_may_be_said(tmp_path: Path) -> None:
    store = _attempts()
    treated(store, "none", "no", 20, 180, diy_before="none")
    treated(store, "none", "yes", 20, 80, diy_before="none")
    treated(store, "by-hand", "no", 50, 50, diy_before="mechanical")
    treated(store, "by-hand", "yes", 120, 80, diy_before="mechanical")
    answer = ask(store.at(tmp_path))
    told = said(before_in(answer), "recurrence")
    assert (
        "more often among those who had squeezed or picked than among those who had tried nothing"
        in told
    )
    assert "stays open" not in told
    word = _row(
        answer,
        "charts",
        measure="recurrence",
        chart="difference:overlap",
        unit_of_chart="mechanical",
        period="365",
    )
    assert word["signal"] == "more often"


def test_what_stays_open_says_what_is_missing(made: Answer) -> None:
    assert (
        "whether those who had squeezed or picked differ from those who had tried nothing stays open"
        in said(before_in(made))
    )
    signals = made.tables["charts"].query("chart == 'difference:overlap'")["signal"]
    assert signals.str.startswith("open: ").all()
    assert made.tables["charts"].query("chart == 'difference:crude'")["signal"].eq("").all()


def test_what_is_said_of_habits(habits: Answer, made: Answer) -> None:
    assert "whether new milia go with any of these habits stays open" in said_of_habits(habits)
    assert "no effect of the habit" in said_of_habits(habits)
    assert said_of_habits(made) == "", "of nobody a habit is recorded"


def test_what_the_case_mix_alone_tells_is_not_compared(tmp_path: Path) -> None:
    store = _attempts()
    for before, marks in (("none", ("no", "no")), ("mechanical", ("yes", "yes"))):
        for deep, inflamed in (marks, ("yes", "no"), ("no", "yes")):
            treated(
                store,
                f"{before}{inflamed}",
                deep,
                20,
                80,
                diy_before=before,
                inflamed_at_start=inflamed,
            )
    answer = ask(store.at(tmp_path))
    row = _difference(answer, "overlap")
    assert (row["status"], "alone tells" in row["method"]) == ("not_comparable", True)
    assert np.isnan(row["estimate"])
    assert (
        "Those who had squeezed or picked cannot be compared with those who had tried nothing"
        in said(before_in(answer))
    )
    assert _difference(answer, "crude")["status"] == "shown"


def test_holm_is_over_the_habits(tmp_path: Path) -> None:
    store = _attempts()
    for place, habit in enumerate(("heavy_cream", "daily_spf", "nightly_cleansing")):
        others = dict.fromkeys({"heavy_cream", "daily_spf", "nightly_cleansing"} - {habit})
        treated(store, f"{habit}1", "no", 30 + 10 * place, 70, **others, **{habit: "yes"})
        treated(store, f"{habit}0", "no", 30, 70, **others, **{habit: "no"})
    rows = ask(store.at(tmp_path)).tables["comparisons"]
    rows = rows.query("measure == 'new_milia' and contrast == 'difference' and horizon_days == 365")
    rows = rows[rows["adjustment"].eq("overlap") & rows["status"].eq("shown")].sort_values(
        "p_value"
    )
    assert len(rows) == 3
    wanted = np.minimum(np.maximum.accumulate(rows["p_value"].to_numpy() * [3, 2, 1]), 1.0)
    assert rows["p_holm"].to_numpy() == pytest.approx(wanted)


def test_a_habit_reads_as_a_pair(habits: Answer) -> None:
    creams = habit_in(habits, "heavy_cream")
    assert creams.reference == "no"
    assert set(creams.tables["charts"]["unit_of_chart"]) == {"yes"}
    assert "set_aside" in set(creams.tables["estimates"]["kind"])
    assert habit_in(habits, "daily_spf").tables["charts"].empty


@pytest.mark.parametrize("at_least", [1, 5])
def test_few_none_and_one(tmp_path: Path, at_least: int) -> None:
    store = _attempts().add(3, "a", "laser", **{**WELL, "diy_before": "mechanical"})
    store.add(1, "b", "laser", **{**BACK, "diy_before": "none", "heavy_cream": "yes"})
    answer = ask(store.at(tmp_path), at_least=at_least)
    adjusted = answer.tables["comparisons"].query("adjustment == 'overlap'")
    assert adjusted["estimate"].isna().all()
    told = said(before_in(answer))
    assert "cannot be compared" in told if at_least == 1 else "Too few" in told
    nobody = ask(
        store.at(tmp_path / "again"), Cohort((("treatment", ("diy",)),)), at_least=at_least
    )
    assert nobody.tables["comparisons"].empty
    assert "Too few" in said(before_in(nobody))


def test_episodes_are_not_weighted(tmp_path: Path) -> None:
    answer = ask(confounded(CREAM).at(tmp_path), unit="episode")
    assert set(answer.tables["comparisons"]["measure"]) == {"new_milia"}
    assert "counts each patient once" in said(before_in(answer))
