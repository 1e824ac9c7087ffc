"""Each way in which the treatments are *not* given alike, and who is seen: in numbers."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from tests.sample_data.recount import recurrence, risk

SEVERE = {
    "deep": ["yes"],
    "lesion_band": ["16_50", "over_50"],
    "persisted": ["over_12_months"],
    "milia_type": ["secondary", "multiple_eruptive", "en_plaque"],
}


def share(care: pd.DataFrame, treatment: str, column: str, values: list[str]) -> float:
    """Share of a treatment's patients with these values, among those recorded."""
    said = care.loc[care["treatment"] == treatment, column].dropna()
    return float(said.isin(values).mean())


@pytest.mark.parametrize("column", SEVERE)
@pytest.mark.parametrize("treatment", ["laser", "cryotherapy"])
def test_the_severe_go_to_laser_and_cryotherapy(
    column: str, treatment: str, first_care: pd.DataFrame
) -> None:
    sent = share(first_care, treatment, column, SEVERE[column])
    assert sent > 1.15 * share(first_care, "extraction", column, SEVERE[column])


@pytest.mark.parametrize("treatment", ["peel", "cryotherapy"])
def test_eyelids_rarely_get_peels_or_cryotherapy(treatment: str, first_care: pd.DataFrame) -> None:
    sent = share(first_care, treatment, "site", ["eyelid"])
    assert sent < 0.4 * share(first_care, "extraction", "site", ["eyelid"])


@pytest.mark.parametrize("treatment", ["laser", "cryotherapy"])
def test_darker_skin_rarely_gets_laser_or_cryotherapy(
    treatment: str, first_care: pd.DataFrame
) -> None:
    sent = share(first_care, treatment, "skin_type", ["V", "VI"])
    assert sent < 0.5 * share(first_care, "extraction", "skin_type", ["V", "VI"])


def test_attempts_mostly_come_before_a_professional_episode(episodes: pd.DataFrame) -> None:
    attempts = episodes[episodes["treatment"] == "diy"]
    care = episodes[episodes["treatment"] != "diy"]
    first = care.groupby("patient_key")["start_month"].min()
    treated = attempts["patient_key"].map(first)
    assert treated.notna().mean() > 0.85
    assert (attempts["start_month"] <= treated.fillna("9999-99")).all()
    alone = set(attempts["patient_key"]) - set(care["patient_key"])
    assert len(alone) > 50


def test_harm_among_attenders_exceeds_the_true_harm(
    episodes: pd.DataFrame, complications: pd.DataFrame, truth: dict[str, Any]
) -> None:
    looked = episodes[
        (episodes["treatment"] == "diy") & (episodes["complications_assessed"] == "yes")
    ]
    harmed = looked["episode_key"].isin(complications["episode_key"]).mean()
    diy = truth["super_population"]["as_drawn"]["diy"]
    assert harmed > 1.5 * diy["community"]["harmed_by_any_attempt"]
    for method, true in diy["community"]["harmed_by_method"].items():
        here = looked[looked["technique"] == method]["episode_key"]
        assert here.isin(complications["episode_key"]).mean() > true, method


def test_people_whose_attempt_went_well_seldom_come(truth: dict[str, Any]) -> None:
    diy = truth["super_population"]["as_drawn"]["diy"]
    assert diy["attendance"]["after_success"] < 0.25 * diy["attendance"]["after_harm"]
    assert diy["people_with_milia"] > 4 * diy["attenders_drawn"]
    tried = [diy[who]["cleared_by_first_attempt"] for who in ("community", "attenders")]
    assert tried[0] > 2 * tried[1]


def test_those_who_recur_or_are_harmed_come_back_more(
    first_care: pd.DataFrame, complications: pd.DataFrame
) -> None:
    surprise = first_care["unplanned_visits"]
    recurred = first_care["recurred_where"] == "same_site"
    harmed = first_care["episode_key"].isin(complications["episode_key"])
    neither = surprise[~recurred & ~harmed].mean()
    assert surprise[recurred].mean() > 3 * neither
    assert surprise[harmed].mean() > 3 * neither


def test_a_year_is_mature_in_every_main_arm(first_care: pd.DataFrame) -> None:
    rows = recurrence(first_care)
    for treatment in ("extraction", "laser", "peel", "cryotherapy"):
        at_risk = ((rows["treatment"] == treatment) & (rows["days"] >= 365)).sum()
        assert at_risk > 60, treatment


def test_clinics_have_something_to_say(
    first_care: pd.DataFrame, complications: pd.DataFrame
) -> None:
    rows = recurrence(first_care)
    by_clinic = {name: risk(group, 365) for name, group in rows.groupby("clinic")}
    others = rows[rows["clinic"] != "C04"]
    assert by_clinic["C04"] > 1.3 * risk(others, 365)
    own = complications[complications["present_at_start"] != "yes"]["episode_key"]
    late = first_care[first_care["start_month"] >= "2025-07"]
    harmed = late["episode_key"].isin(own).groupby(late["clinic"]).mean()
    assert harmed["C07"] > 1.3 * harmed.drop("C07").mean()


def test_the_crude_order_of_the_treatments_is_not_the_true_one(
    first_care: pd.DataFrame, truth: dict[str, Any]
) -> None:
    rows = recurrence(first_care)
    main = ("extraction", "laser", "peel", "cryotherapy")
    crude = {name: risk(rows[rows["treatment"] == name], 365) for name in main}
    population = truth["super_population"]["as_drawn"]
    true = {name: population["whole"][name]["recurrence"]["365"] for name in main}
    assert sorted(main, key=crude.__getitem__) != sorted(main, key=true.__getitem__)
    # Extraction looks best, and is not: in each pair's overlap the difference turns round.
    assert min(crude, key=crude.__getitem__) == "extraction"
    for name in ("laser", "cryotherapy"):
        assert crude[name] - crude["extraction"] > 0.02
        pair = population["pairs"][name]
        for block in ("overlap", "overlap_among_cleared"):
            assert pair[block]["difference"]["recurrence"]["365"] < -0.03
    assert all(0.08 <= value <= 0.35 for value in (*crude.values(), *true.values()))
