"""The answer to "how often do milia come back": shapes, statuses, who is compared, what is said."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboard import words
from dashboard.answers import recurrence
from dashboard.answers.answer import SHAPES, Answer, Choices
from dashboard.cohort import Cohort
from dashboard.errors import BadInput
from dashboard.settings import Settings
from dashboard.store import Folder, Release, open_release

COMPARATIVES = re.compile(
    r"\b(better|worse|best|worst|fewer|more often|less often|safer|longer|shorter|faster|slower|superior|inferior|"
    r"outperforms?|higher|lower)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="session")
def release(made_up_store: Folder) -> Release:
    return open_release(made_up_store)


@pytest.fixture(scope="session")
def settings(made_up_store: Folder) -> Settings:
    return Settings(made_up_store.root)


@pytest.fixture(scope="session")
def plain(release: Release, settings: Settings) -> Answer:
    return recurrence.answer(release, Cohort(), Choices(), settings)


def of(answer: Answer, measure: str, group: str | None = None) -> pd.DataFrame:
    table = answer.tables["estimates"]
    chosen = table["measure"].eq(measure)
    return table[chosen if group is None else chosen & table["group"].eq(group)]


@pytest.mark.parametrize("shape", ["estimates", "curves", "comparisons"])
def test_tables_have_exactly_the_columns_of_their_shape(plain: Answer, shape: str) -> None:
    assert tuple(plain.tables[shape].columns) == SHAPES[shape]
    assert plain.tables[shape]["measure"].iloc[0] == "recurrence"


def test_a_group_of_three_is_hidden_with_another(plain: Answer) -> None:
    assert "electrosurgery" in plain.hidden_groups
    assert len(plain.hidden_groups) >= 2
    for shape in ("estimates", "curves", "comparisons"):
        table = plain.tables[shape]
        touched = table["group"].isin(plain.hidden_groups)
        if "reference" in table:
            touched |= table["reference"].isin(plain.hidden_groups)
        numbers = table.loc[touched & table["measure"].ne("failure_free")].select_dtypes("number")
        assert numbers.drop(columns="horizon_days", errors="ignore").isna().all(axis=None)
    assert plain.tables["curves"].query("measure == 'recurrence'")["group"].isin(plain.groups).all()


def test_with_nothing_hidden_all_groups_stand(release: Release, settings: Settings) -> None:
    answer = recurrence.answer(release, Cohort(), Choices(), replace(settings, min_patients=1))
    assert not answer.hidden_groups
    assert answer.hidden_figures == 0
    assert of(answer, "recurrence", "electrosurgery")["patients"].eq(3).all()
    assert any("not hidden" in note for note in answer.notes)


def test_diy_and_observation_are_described_and_never_compared(plain: Answer) -> None:
    compared = plain.tables["comparisons"]
    assert {"diy", "observation"} <= set(of(plain, "recurrence")["group"])
    assert not ({"diy", "observation"} & {*compared["group"], *compared["reference"]})
    assert plain.groups[-1] == "diy"


def test_extraction_is_the_reference_unless_another_is_chosen(
    plain: Answer, release: Release, settings: Settings
) -> None:
    assert plain.reference == "extraction"
    other = recurrence.answer(release, Cohort(), Choices(reference="laser"), settings)
    ratios = other.tables["comparisons"].query("contrast == 'hazard_ratio'")
    assert set(ratios["reference"]) == {"laser"}
    mine = ratios.set_index("group")["estimate"]["extraction"]
    theirs = (
        plain.tables["comparisons"]
        .query("contrast == 'hazard_ratio'")
        .set_index("group")["estimate"]["laser"]
    )
    assert mine == pytest.approx(1 / theirs, rel=1e-6)


def test_a_reference_that_is_no_value_is_refused(release: Release, settings: Settings) -> None:
    with pytest.raises(BadInput, match="scalpel"):
        recurrence.answer(release, Cohort(), Choices(reference="scalpel"), settings)


def test_the_publication_policy_counts_each_patient_once() -> None:
    assert Choices(policy="publication").unit == "patient"
    with pytest.raises(BadInput, match="publication policy counts each patient once"):
        Choices(policy="publication", unit="episode")


def test_by_another_dimension_attempts_and_observation_are_left_out(
    release: Release, settings: Settings
) -> None:
    answer = recurrence.answer(release, Cohort(), Choices(group_by="site"), settings)
    left = {step.name: step.number for step in answer.attrition}
    everything = recurrence.answer(release, Cohort(), Choices(), settings)
    assert "other_care" not in {step.name for step in everything.attrition}
    assert left["other_care"]
    assert left["other_care"] >= 64


def test_attrition_adds_up(plain: Answer) -> None:
    numbers = {step.name: step.number for step in plain.attrition}
    reasons = [step.number for step in plain.attrition if step.left_out]
    assert numbers["held"] == plain.release.episodes
    assert None not in reasons, "nothing is small here, so nothing is hidden"
    assert numbers["eligible"] == numbers["held"] - sum(number for number in reasons if number)


def test_not_mature_figures_keep_their_number_but_enter_no_comparison(
    release: Release, settings: Settings
) -> None:
    strict = recurrence.answer(release, Cohort(), Choices(), replace(settings, min_at_risk=30))
    late = of(strict, "recurrence").query("status == 'not_mature'")
    assert len(late)
    assert late["estimate"].notna().all()
    compared = strict.tables["comparisons"].query(
        "contrast == 'difference' and measure == 'recurrence'"
    )
    for row in late.to_dict("records"):
        sides = compared["horizon_days"].eq(row["horizon_days"]) & (
            compared["group"].eq(row["group"]) | compared["reference"].eq(row["group"])
        )
        assert (compared.loc[sides, "status"] != "shown").all()
        assert compared.loc[sides, "estimate"].isna().all()


def test_beyond_the_last_day_nothing_is_estimated(release: Release, settings: Settings) -> None:
    answer = recurrence.answer(
        release, Cohort(), Choices(horizons=(90, 7000)), replace(settings, min_patients=1)
    )
    far = of(answer, "recurrence").query("horizon_days == 7000")
    assert far["status"].eq("not_estimable").all()
    assert far["estimate"].isna().all()


def test_episodes_have_clustered_errors_and_no_tests_that_ignore_them(
    release: Release, settings: Settings
) -> None:
    patients = recurrence.answer(release, Cohort(), Choices(), settings)
    episodes = recurrence.answer(release, Cohort(), Choices(unit="episode"), settings)
    assert of(episodes, "recurrence")["method"].eq("aalen_johansen_cluster_sandwich").all()
    extraction = of(episodes, "recurrence", "extraction").iloc[0]
    assert extraction["episodes"] > of(patients, "recurrence", "extraction").iloc[0]["episodes"]
    tests = episodes.tables["comparisons"].query("contrast in ('gray_test', 'log_rank_test')")
    assert len(tests)
    assert (
        tests["status"].isin(["not_estimable", "hidden_small_number", "hidden_with_another"]).all()
    )
    assert tests["p_value"].isna().all()


def test_holm_runs_over_the_pairs_of_a_horizon(plain: Answer) -> None:
    rows = plain.tables["comparisons"].query("contrast == 'difference' and measure == 'recurrence'")
    for _, at in rows.groupby("horizon_days"):
        shown = at[at["status"].eq("shown")].sort_values("p_value")
        steps = shown["p_value"] * np.arange(len(shown), 0, -1)
        assert shown["p_holm"].tolist() == pytest.approx(steps.cummax().clip(upper=1.0).tolist())


def test_failure_free_is_the_complement_with_its_limits_turned(plain: Answer) -> None:
    free = of(plain, "failure_free").query("status == 'shown'")
    assert (free["ci_lower"] <= free["estimate"]).all()
    assert (free["estimate"] <= free["ci_upper"]).all()
    curve = plain.tables["curves"].query("measure == 'failure_free' and group == 'extraction'")
    assert curve["estimate"].is_monotonic_decreasing


def test_loss_bounds_enclose_the_estimate(plain: Answer) -> None:
    bounds = of(plain, "loss").pivot(
        index=["group", "horizon_days"], columns="kind", values="estimate"
    )
    main = of(plain, "recurrence").set_index(["group", "horizon_days"])["estimate"]
    both = bounds.join(main).dropna()
    assert len(both)
    assert (both["lower_bound"] <= both["estimate"] + 1e-12).all()
    assert (both["estimate"] <= both["upper_bound"] + 1e-12).all()


@pytest.mark.parametrize("definition", ["A", "B", "C"])
@pytest.mark.parametrize("group_by", list(words.DIMENSIONS))
def test_what_is_said_never_compares(
    release: Release, settings: Settings, group_by: str, definition: str
) -> None:
    answer = recurrence.answer(
        release, Cohort(), Choices(group_by=group_by, definition=definition), settings
    )
    # Values of the records ("6–12 months" …) are no words of ours; the DIY caution says what the records cannot show.
    said = " ".join(
        [answer.sentence, *(note for note in answer.notes if "DIY attempts are those" not in note)]
    )
    allowed = said.replace("more group", "").replace("Fewer than", "").replace("fewer than", "")
    assert not COMPARATIVES.search(allowed), COMPARATIVES.findall(allowed)
    assert "Not adjusted" in answer.sentence or not answer.groups or "Too early" in answer.sentence


def test_another_definition_says_whether_the_order_changes(
    release: Release, settings: Settings
) -> None:
    plain = recurrence.answer(release, Cohort(), Choices(), settings)
    other = recurrence.answer(release, Cohort(), Choices(definition="C"), settings)
    assert not any("order of the groups" in note for note in plain.notes)
    assert any("order of the groups" in note for note in other.notes)
    assert (of(other, "recurrence")["events"].sum()) >= of(plain, "recurrence")["events"].sum()


def test_an_empty_cohort_says_so(release: Release, settings: Settings) -> None:
    answer = recurrence.answer(release, Cohort((("clinic", ("nowhere",)),)), Choices(), settings)
    assert answer.empty
    assert "widen the filters" in answer.sentence
    assert all(len(table) == 0 for table in answer.tables.values())


def test_a_cohort_of_three_shows_no_number(release: Release, settings: Settings) -> None:
    answer = recurrence.answer(
        release, Cohort((("treatment", ("electrosurgery",)),)), Choices(), settings
    )
    assert answer.empty
    assert "3" not in answer.sentence
    assert {step.name: step.number for step in answer.attrition}["eligible"] is None
    assert (
        answer.tables["estimates"]
        .select_dtypes("number")
        .drop(columns="horizon_days")
        .isna()
        .all(axis=None)
    )


def test_nobody_with_an_event_has_a_one_sided_limit(release: Release, settings: Settings) -> None:
    answer = recurrence.answer(
        release,
        Cohort((("treatment", ("electrosurgery",)),)),
        Choices(horizons=(1,)),
        replace(settings, min_patients=1, min_at_risk=1),
    )
    main, limit = of(answer, "recurrence").iloc[0], of(answer, "no_event").iloc[0]
    assert main["events"] == 0
    assert pd.isna(main["ci_lower"])
    assert pd.isna(main["ci_upper"])
    assert limit["estimate"] == pytest.approx(1 - 0.05 ** (1 / 3))
    assert "none of 3" in answer.sentence


def test_groups_are_said_as_a_sentence_says_them(release: Release, settings: Settings) -> None:
    def said(cohort: Cohort, by: str) -> str:
        return recurrence.answer(release, cohort, Choices(group_by=by), settings).sentence

    assert re.search(r"in 100 in north \(", said(Cohort(), "clinic"))
    assert re.search(r"in 100 in “Cheek” \(", said(Cohort(), "site"))
    assert "after a DIY attempt" in said(Cohort((("treatment", ("diy",)),)), "treatment")


@pytest.mark.parametrize(
    ("by", "kept", "said"),
    [
        ("treatment", (), "first episodes counted, attempts at home apart"),
        ("treatment", ("diy",), "patients counted"),
        ("treatment", ("laser", "peel"), "patients counted"),
        ("site", (), "patients counted"),
    ],
)
def test_where_attempts_are_an_arm_of_their_own_nobody_is_said_to_count_once(
    release: Release, settings: Settings, by: str, kept: tuple[str, ...], said: str
) -> None:
    cohort = Cohort((("treatment", kept),) if kept else ())
    answer = recurrence.answer(release, cohort, Choices(group_by=by), settings)
    assert answer.attrition[-1].said == said
    every = recurrence.answer(release, cohort, Choices(group_by=by, unit="episode"), settings)
    assert every.attrition[-1].said == "episodes counted"
