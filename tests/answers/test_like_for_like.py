"""Like for like on the sample records, whose truth is known."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from dashboard.answers import recurrence
from dashboard.answers.answer import SHAPES, Answer, Choices
from dashboard.cohort import Cohort
from dashboard.errors import BadInput
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.answers import recount, recount_alike
from tests.answers.alike import ask, difference, share
from tests.house.repository import ROOT

_TRUTH = json.loads((ROOT / "sample_data/truth.json").read_text(encoding="utf-8"))["this_sample"]
_ARMS = ("peel", "laser", "cryotherapy", "retinoid", "electrosurgery", "combination")


@pytest.fixture(scope="module")
def answer(sample_store: Folder) -> Answer:
    return ask(sample_store)


# ------------------------------------------------------------------ the sample records


def test_the_tables_have_their_shapes(answer: Answer) -> None:
    assert set(answer.tables) == set(SHAPES)
    for name, table in answer.tables.items():
        assert tuple(table.columns) == SHAPES[name]
        assert len(table)
        assert table["topic"].eq("like_for_like").all()


@pytest.mark.parametrize("arm", ["laser", "electrosurgery"])
def test_weighted_shares_are_those_of_a_fit_to_the_rows(answer: Answer, arm: str) -> None:
    patients = recount_alike.failing(recount.read(ROOT / "sample_data/episodes.csv"))
    kept = recount_alike.alike(patients, ("extraction", arm))
    weights = recount_alike.overlap(kept, arm)
    for own, other in ((arm, "extraction"), ("extraction", arm)):
        of = [place for place, (row, _) in enumerate(kept) if row["treatment"] == own]
        failed = recount_alike.weighted_incidence(
            [kept[place][1] for place in of], [weights[place] for place in of], 365
        )
        assert share(answer, own, other) == pytest.approx(1.0 - failed, abs=1e-6)
    rows = answer.tables["estimates"]
    aside = rows[rows["kind"].eq("set_aside") & rows["measure"].eq("failure_free")]
    mine = aside[aside["group"].eq("extraction") & aside["subgroup"].eq(arm)].iloc[0]
    inside = sum(row["treatment"] == "extraction" for row, _ in kept)
    assert mine["patients"] - mine["events"] == inside


@pytest.mark.parametrize("arm", ["laser", "electrosurgery"])
def test_limits_allow_for_the_terms_of_the_model(answer: Answer, arm: str) -> None:
    """Newcombe's, each arm as of p (1 - p) / error^2 patients less those whom the terms use up."""
    patients = recount_alike.failing(recount.read(ROOT / "sample_data/episodes.csv"))
    kept = [row for row, _ in recount_alike.alike(patients, ("extraction", arm))]
    terms = 1 + sum(len({row[name] for row in kept}) - 1 for name in recount_alike.CASE_MIX)
    rows = answer.tables["estimates"].query("measure == 'failure_free' and horizon_days == 365")
    z, sides = 1.959963984540054, []
    for own, other in ((arm, "extraction"), ("extraction", arm)):
        (row,) = rows[rows["group"].eq(own) & rows["subgroup"].eq(other)].to_dict("records")
        left = 1 - terms / sum(each["treatment"] == own for each in kept)
        p, error = row["estimate"], row["std_error"]
        n = p * (1 - p) / error**2 * left
        centre, half = p + z**2 / (2 * n), z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
        limits = (centre - half) / (1 + z**2 / n), (centre + half) / (1 + z**2 / n)
        sides.append((p, *limits, error / np.sqrt(left)))
    (p, p_low, p_high, p_error), (q, q_low, q_high, q_error) = sides
    found = difference(answer, arm, "overlap")
    assert found["ci_lower"] == pytest.approx(p - q - np.hypot(p - p_low, q_high - q), abs=1e-9)
    assert found["ci_upper"] == pytest.approx(p - q + np.hypot(p_high - p, q - q_low), abs=1e-9)
    ratios = answer.tables["comparisons"].query("contrast == 'ratio' and measure == 'failure_free'")
    (ratio,) = ratios[ratios["group"].eq(arm)].to_dict("records")
    error = np.hypot(p_error / (1 - p), q_error / (1 - q))
    assert ratio["std_error"] == pytest.approx(error, abs=1e-9)


def test_crude_figures_are_those_of_the_page_of_recurrence(
    answer: Answer, sample_store: Folder
) -> None:
    other = recurrence.answer(
        open_release(sample_store), Cohort(), Choices(), Settings(sample_store.root)
    ).tables["estimates"]
    rows = answer.tables["estimates"]
    for measure in ("recurrence", "failure_free"):
        crude = rows[rows["measure"].eq(measure) & rows["adjustment"].eq("crude")]
        key = ["group", "horizon_days"]
        both = crude.merge(other[other["measure"].eq(measure)], on=key, suffixes=("", "_other"))
        assert len(both) == 7 * 3
        for name in ("estimate", "std_error", "ci_lower", "ci_upper", "patients", "events"):
            assert np.allclose(both[name].astype(float), both[f"{name}_other"].astype(float))


def test_adjusting_comes_nearer_to_the_truth_for_laser(answer: Answer) -> None:
    truth = -_TRUTH["pairs"]["laser"]["overlap"]["difference"]["failure"]["365"]
    crude = difference(answer, "laser", "crude")["estimate"]
    adjusted = difference(answer, "laser", "overlap")["estimate"]
    assert crude < 0 < truth, "the deep and the many get the laser: crude, it looks the other way"
    assert abs(adjusted - truth) < 0.25 * abs(crude - truth)


def test_most_intervals_hold_the_truth(answer: Answer) -> None:
    held = []
    for arm in _ARMS:
        truth = -_TRUTH["pairs"][arm]["overlap"]["difference"]["failure"]["365"]
        row = difference(answer, arm, "overlap")
        held.append(row["ci_lower"] <= truth <= row["ci_upper"])
    assert sum(held) >= 5


def test_no_word_of_the_answer_is_against_the_truth(answer: Answer) -> None:
    """What is claimed in the sentence: the share of those without failure."""
    for arm in _ARMS:
        true = -_TRUTH["pairs"][arm]["overlap"]["difference"]["failure"]["365"]
        for word, sign in (("less often", -1), ("more often", 1)):
            if f"{word} after {arm} than after extraction" in answer.sentence:
                assert true * sign > 0
    assert "less often after retinoid than after extraction" in answer.sentence


def test_overlap_weights_leave_nothing_of_the_case_mix(answer: Answer) -> None:
    table = answer.tables["balance"]
    shown = table[table["status"].eq("shown")]
    assert shown["smd"].abs().max() > 0.5
    assert shown["weighted_smd"].abs().max() < 1e-6
    both = table.merge(
        table,
        left_on=["measure", "group", "reference", "covariate", "level"],
        right_on=["measure", "reference", "group", "covariate", "level"],
    )
    assert len(both) == len(table)
    assert np.allclose(both["smd_x"], -both["smd_y"], equal_nan=True)
    assert np.allclose(
        both["weighted_share_x"], both["weighted_share_y"], equal_nan=True, atol=1e-6
    )


def test_effective_sizes_are_at_most_the_patients(answer: Answer) -> None:
    table = answer.tables["balance"]
    of_arm = table[table["measure"].eq("failure_free")].groupby(["group", "reference"])
    size = answer.tables["estimates"].query("measure == 'failure_free' and adjustment == 'crude'")
    patients = size.groupby("group")["patients"].first()
    for (group, _), rows in of_arm:
        assert rows["effective_size"].nunique() == 1
        assert 30 <= rows["effective_size"].iloc[0] <= patients[str(group)]


def test_e_values_follow_from_the_ratios(answer: Answer) -> None:
    rows = answer.tables["comparisons"]
    key = ["measure", "group", "horizon_days"]
    ratios = rows[rows["contrast"].eq("ratio")]
    values = rows[rows["contrast"].eq("e_value") & rows["status"].eq("shown")]
    both = values.merge(ratios, on=key, suffixes=("", "_ratio")).to_dict("records")
    assert len(both) == len(values) >= 20
    for row in both:
        above = max(row["estimate_ratio"], 1 / row["estimate_ratio"])
        assert row["estimate"] == pytest.approx(above + np.sqrt(above * (above - 1)))
        covers = row["ci_lower_ratio"] <= 1 <= row["ci_upper_ratio"]
        assert (row["ci_lower"] == 1) == covers


def test_holm_runs_over_the_pairs(answer: Answer) -> None:
    rows = [difference(answer, arm, "overlap") for arm in _ARMS]
    p = sorted(row["p_value"] for row in rows)
    smallest = min(rows, key=lambda row: row["p_value"])
    assert smallest["p_holm"] == pytest.approx(min(1, len(rows) * p[0]))


def test_the_attrition_counts_everybody(answer: Answer) -> None:
    numbers = {step.name: step.number for step in answer.attrition}
    patients = recount_alike.failing(recount.read(ROOT / "sample_data/episodes.csv"))
    assert (numbers["eligible"] or 0) + (numbers["set_aside"] or 0) == len(patients)
    assert numbers["not_weighted"]
    assert numbers["later_episode"]


def test_cox_and_its_test_stand_for_every_pair(answer: Answer) -> None:
    rows = answer.tables["comparisons"].query("adjustment == 'cox'")
    for measure in ("failure_free", "recurrence", "healing", "complications"):
        # A retinoid leaves no wound that could heal.
        arms = set(_ARMS) - ({"retinoid"} if measure == "healing" else set())
        for contrast in ("hazard_ratio", "zph_test"):
            found = rows[rows["measure"].eq(measure) & rows["contrast"].eq(contrast)]
            assert set(found["group"]) == arms
            assert found["p_value"].notna().all()


@pytest.mark.parametrize("sex", ["female", "male"])
def test_parts_of_the_sample_can_be_asked(sample_store: Folder, sex: str) -> None:
    asked = ask(sample_store, Cohort((("sex", (sex,)),)))
    assert len(asked.tables["comparisons"])


# ------------------------------------------------------------------ choices


def test_other_groupings_and_units_fall_back_and_say_so(
    sample_store: Folder, answer: Answer
) -> None:
    other = ask(sample_store, group_by="site", unit="episode", reference="cheek")
    assert (other.choices.group_by, other.choices.unit) == ("treatment", "patient")
    assert other.sentence == answer.sentence
    assert set(other.notes) - set(answer.notes)
    pd.testing.assert_frame_equal(other.tables["estimates"], answer.tables["estimates"])


def test_inverse_probability_keeps_who_is_comparable(sample_store: Folder, answer: Answer) -> None:
    other = ask(sample_store, weighting="iptw")
    assert set(other.tables["balance"]["weighting"]) == {"iptw"}
    assert other.tables["balance"]["weighted_smd"].abs().max() > 0.01
    assert set(other.tables["estimates"]["adjustment"]) == {"crude", "iptw"}
    one, two = (each.tables["estimates"] for each in (answer, other))
    assert one["status"].eq("not_comparable").sum() == two["status"].eq("not_comparable").sum()


def test_three_chosen_arms_can_be_weighted_jointly(sample_store: Folder) -> None:
    three = Cohort((("treatment", ("cryotherapy", "extraction", "laser")),))
    joint = ask(sample_store, three, weighting="joint")
    rows = joint.tables["estimates"].query("subgroup_by == 'joint' and measure == 'failure_free'")
    assert set(rows["group"]) == {"cryotherapy", "extraction", "laser"}
    balance = joint.tables["balance"]
    assert balance["weighted_smd"].abs().max() < 0.1 < balance["smd"].abs().max()
    # The reference has one share, whoever stands beside it.
    assert len(rows[rows["group"].eq("extraction") & rows["horizon_days"].eq(365)]) == 1
    two = Cohort((("treatment", ("extraction", "laser")),))
    assert any("three or more" in note for note in ask(sample_store, two, weighting="joint").notes)


def test_published_shares_are_of_one_arm_however_many_are_weighted(sample_store: Folder) -> None:
    three = Cohort((("treatment", ("cryotherapy", "extraction", "laser")),))
    for weighting in ("pairs", "joint"):
        told = ask(sample_store, three, weighting=weighting, policy="publication")
        table = told.tables["balance"]
        by = table.groupby(["measure", "group", "reference", "covariate"])["share"]
        whole = by.sum()[by.count() == by.size()]
        assert len(whole) > 20
        assert whole.between(0.94, 1.06).all()


def test_an_unknown_weighting_is_refused() -> None:
    with pytest.raises(BadInput, match="is no weighting"):
        Choices(weighting="matching")
