"""The answer to "how long does the skin take to heal": shapes, statuses, days, several episodes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.answers import healing
from dashboard.answers.answer import SHAPES, Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, Release, open_release
from tests.answers.wounds import QUARTILES, ask, of, wounds


@pytest.fixture(scope="module")
def release(made_up_store: Folder) -> Release:
    return open_release(made_up_store)


@pytest.fixture(scope="module")
def settings(made_up_store: Folder) -> Settings:
    return Settings(made_up_store.root)


@pytest.fixture(scope="module")
def plain(release: Release, settings: Settings) -> Answer:
    return healing.answer(release, Cohort(), Choices(), settings)


@pytest.mark.parametrize("shape", ["estimates", "curves", "comparisons"])
def test_tables_have_exactly_the_columns_of_their_shape(plain: Answer, shape: str) -> None:
    assert tuple(plain.tables[shape].columns) == SHAPES[shape]
    assert plain.tables[shape]["measure"].iloc[0] == "healing"


def test_horizons_and_means_are_those_of_the_settings(plain: Answer, release: Release) -> None:
    assert plain.horizons == (7, 14, 28)
    assert set(of(plain, "restricted_mean")["horizon_days"]) == {28, 84}
    other = replace(plain.settings, healing_horizons=(3, 10), healing_means=(21,))
    answer = healing.answer(release, Cohort(), Choices(), other)
    assert set(of(answer, "healing", "cumulative_incidence")["horizon_days"]) == {3, 10}
    assert set(of(answer, "restricted_mean")["horizon_days"]) == {21}


def test_ten_wounds_by_hand(tmp_path: Path) -> None:
    """Of 10, one healed on each of days 2, 4, 6, 8; one last seen open on day 5, five on day 10.

    Open after day 2: 9/10, after 4: 8/10, after 6: 8/10 · 6/7, after 8: 8/10 · 6/7 · 5/6 = 4/7.
    """
    ends = [(2, 30), (4, 30), (6, 30), (8, 30), (None, 5), *[(None, 10)] * 5]
    answer = ask(tmp_path, wounds(*ends), horizons=(3, 7, 9, 11), min_patients=1, min_at_risk=1)
    shares = of(answer, "healing", "cumulative_incidence")
    assert shares["estimate"].iloc[:3].tolist() == pytest.approx([1 / 10, 1 - 24 / 35, 3 / 7])
    assert shares["status"].tolist() == ["shown", "shown", "shown", "not_estimable"]
    assert shares["events"].iloc[:3].tolist() == [1, 3, 4]
    quartile = of(answer, "healing", "quantile_25").iloc[0]
    assert (quartile["estimate"], quartile["status"]) == (6, "shown")
    assert quartile["ci_lower"] == 2
    assert pd.isna(quartile["ci_upper"]), "the upper limit is not reached, the day is"
    for kind in ("median", "quantile_75"):
        row = of(answer, "healing", kind).iloc[0]
        assert row["status"] == "not_reached"
        assert pd.isna(row["estimate"])
    assert of(answer, "restricted_mean")["status"].eq("not_estimable").all()
    assert "Half healed was not reached after laser." in answer.sentence


def test_healed_on_the_day_of_the_next_treatment_is_healed_and_open_before_it_is_not(
    tmp_path: Path,
) -> None:
    rows = wounds(*[(10, 50)] * 4, retreated_day=10) + wounds(
        *[(20, 50)] * 6, treatment="peel", retreated_day=15
    )
    curves = ask(tmp_path, rows, min_patients=1, min_at_risk=1).tables["curves"]
    told = curves.set_index("group")[["day", "events", "censored"]].astype(int).T.to_dict("list")
    assert told == {"peel": [15, 0, 6], "laser": [10, 4, 0]}


def test_open_on_day_3_healed_on_day_9_lies_between(tmp_path: Path) -> None:
    rows = wounds(*[(9, 50)] * 8, last_unhealed_day=3) + wounds((None, 40), treatment="peel")
    answer = ask(tmp_path, rows, horizons=(3, 7, 9), min_patients=1, min_at_risk=1)
    bounds = of(answer, "healing_interval_censored", group="laser").set_index(
        ["kind", "horizon_days"]
    )
    assert [bounds.loc[("healed_at_least", day), "estimate"] for day in (3, 7, 9)] == [0, 0, 1]
    assert [bounds.loc[("healed_at_most", day), "estimate"] for day in (3, 7, 9)] == [0, 1, 1]
    ends = of(answer, "healing_interval_censored", group="laser").set_index("kind")["estimate"]
    assert (ends["median_from"], ends["median_to"]) == (3, 9)
    never = of(answer, "healing_interval_censored", "median_to", "peel").iloc[0]
    assert (never["status"], pd.isna(never["estimate"])) == ("not_reached", True)
    last_seen = of(answer, "healing_interval_censored", "median_from", "peel").iloc[0]
    assert pd.isna(last_seen["estimate"]), "it would be the day on which the last was seen"


def test_nothing_is_claimed_for_interval_censored_figures(plain: Answer) -> None:
    rows = of(plain, "healing_interval_censored")
    assert len(rows)
    assert rows[["std_error", "ci_lower", "ci_upper"]].isna().all(axis=None)


def test_bounds_enclose_what_begins_earlier(plain: Answer) -> None:
    rows = of(plain, "healing_interval_censored").dropna(subset=["horizon_days", "estimate"])
    wide = rows.pivot(index=["group", "horizon_days"], columns="kind", values="estimate")
    assert len(wide) > 5
    assert (wide["healed_at_least"] <= wide["healed_at_most"] + 1e-12).all()


def test_quartiles_ascend(plain: Answer) -> None:
    days = of(plain, "healing").pivot_table(index="group", columns="kind", values="estimate")
    days = days[list(QUARTILES)].dropna()
    assert len(days) >= 2
    assert (days["quantile_25"] <= days["median"]).all()
    assert (days["median"] <= days["quantile_75"]).all()


def test_a_mean_that_too_few_could_move_by_over_a_day_is_too_early(tmp_path: Path) -> None:
    """20 healed on day 5, the last three are followed for 200 days: open until then, or not."""
    slow = [(5, 10)] * 20 + [(None, 200)] * 3
    (rows,) = [of(ask(tmp_path / "slow", wounds(*slow), min_patients=1), "restricted_mean")]
    # Nobody was censored before day 84, so all is known.
    assert rows["status"].tolist() == ["shown", "shown"]
    lost = [(5, 10)] * 20 + [(None, 6)] + [(None, 200)] * 3
    rows = of(ask(tmp_path / "lost", wounds(*lost), min_patients=1), "restricted_mean")
    # 4/24 are open after day 6; fewer than 10 are followed then: 22 · 4/24 and 78 · 4/24 days.
    assert rows["status"].tolist() == ["not_mature", "not_mature"]
    assert rows["estimate"].tolist() == pytest.approx([5 + 23 / 6, 5 + 79 / 6])
    few = [(5, 10)] * 95 + [(None, 6)] + [(None, 200)] * 2
    rows = of(ask(tmp_path / "few", wounds(*few), min_patients=1), "restricted_mean")
    # 3/98 · 22 days is below one, 3/98 · 78 above.
    assert rows["status"].tolist() == ["shown", "not_mature"]


def test_differences_of_means_are_those_of_the_table(plain: Answer) -> None:
    means = of(plain, "restricted_mean").set_index(["group", "horizon_days"])
    table = plain.tables["comparisons"]
    rows = table[table["measure"].eq("restricted_mean")]
    shown = rows[rows["status"].eq("shown")].to_dict("records")
    assert len(shown) >= 3
    for row in shown:
        own, other = (
            means.loc[(row[side], row["horizon_days"])] for side in ("group", "reference")
        )
        assert row["estimate"] == pytest.approx(own["estimate"] - other["estimate"])
        assert row["std_error"] == pytest.approx(np.hypot(own["std_error"], other["std_error"]))
    for row in rows[rows["status"].ne("shown")].to_dict("records"):
        assert pd.isna(row["estimate"])


def test_episodes_have_clustered_errors_and_no_test_that_ignores_them(
    release: Release, settings: Settings
) -> None:
    open_ = replace(settings, min_patients=1, min_at_risk=1)
    patients = healing.answer(release, Cohort(), Choices(), open_)
    episodes = healing.answer(release, Cohort(), Choices(unit="episode"), open_)
    assert of(episodes, "healing")["method"].eq("kaplan_meier_cluster_sandwich").all()
    assert of(episodes, "restricted_mean")["method"].str.endswith("cluster_sandwich").all()
    more = (
        of(answer, "healing", group="extraction")["episodes"].iloc[0]
        for answer in (episodes, patients)
    )
    assert next(more) > next(more)
    tests = episodes.tables["comparisons"].query("contrast == 'log_rank_test'")
    assert tests["status"].eq("not_estimable").all()
    assert tests["p_value"].isna().all()
    mean = of(episodes, "restricted_mean", group="extraction").iloc[0]
    assert mean["std_error"] > 0
    assert mean["patients"] < mean["episodes"]
