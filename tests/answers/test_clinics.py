"""Clinics whose counts are written down: what is expected, who stands outside, what is hidden, what is said."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard import words
from dashboard.answers.answer import SHAPES
from dashboard.cohort import Cohort, make_cohort
from dashboard.estimates.funnel import overdispersed_limits, ratio_limits
from dashboard.store import Folder, Release, open_release
from tests.answers.clinics_made import NAMES, Group, alike, ask, of, release, said, total
from tests.house.test_words import _ALLOWED, COMPARES
from tests.reference import cases


@pytest.fixture(scope="module")
def made_up(made_up_store: Folder) -> Release:
    return open_release(made_up_store)


def test_of_patients_all_alike_each_clinic_is_expected_the_share_of_all() -> None:
    answer = ask(alike((40, 30, 50, 40)))
    expected = of(answer, "estimates", "complications", "expected")["estimate"]
    np.testing.assert_allclose(expected, 40.0, rtol=1e-9)
    ratio = of(answer, "comparisons", "complications")
    assert ratio["estimate"].to_list() == pytest.approx([1.0, 0.75, 1.25, 1.0])
    assert set(ratio["reference"]) == {"expected"}


def test_expected_by_hazard_is_worked_by_hand() -> None:
    """At risk 40, then 30: 10 of 40 on day 100; 6 of 30 on day 200; all are seen to day 365, or to 150.

    A patient who had it on day 100 lived through 1/4, one seen to day 150 as well; the others through
    1/4 + 6/20, since ten left on day 150.
    """
    north = Group("Ash", 20, back=((100, "event", 6), (150, "censored", 10), (365, "censored", 4)))
    south = Group("Beech", 20, back=((100, "event", 4), (200, "event", 6), (365, "censored", 10)))
    answer = ask(release(north, south), min_patients=1, min_at_risk=1)
    found = of(answer, "estimates", "recurrence", "expected")
    later = 1 / 4 + 6 / 20
    assert found["estimate"].to_list() == pytest.approx(
        [16 / 4 + 4 * later, 4 / 4 + 16 * later], rel=1e-9
    )
    assert found["events"].to_list() == [6, 10]
    assert total(answer, "recurrence")[0] == pytest.approx(total(answer, "recurrence")[1])


def test_the_case_mix_explains_who_has_the_deep_ones() -> None:
    """Deep ones are harmed in half of the cases, others in a tenth, in every clinic alike."""
    parts = [(name, 20 * (place + 1)) for place, name in enumerate(NAMES[:4])]
    asked = release(
        *(Group(name, deep, deep=True, harmed=deep // 2) for name, deep in parts),
        *(Group(name, 200 - deep, harmed=(200 - deep) // 10) for name, deep in parts),
    )
    answer = ask(asked)
    ratio = of(answer, "comparisons", "complications")["estimate"]
    np.testing.assert_allclose(ratio, 1.0, rtol=1e-8)
    plain = of(answer, "charts", "complications", "funnel")
    assert plain["signal"]["Elm"] != "", "not adjusted, the one with the deep ones stands out"
    adjusted = of(answer, "charts", "complications", "funnel_ratio")
    assert set(adjusted["signal"]) == {""}


def test_a_clinic_outside_is_named_with_its_figures() -> None:
    answer = ask(alike((40, 38, 42, 80, 41, 39)))
    assert answer.sentence.startswith(
        "Elm stands outside what chance and case mix would explain: any complication recorded, 80 "
        "observed, 46.7 expected (ratio 1.71, 1.36 to 2.13). Nothing else does, in any"
    )
    assert "This page never ranks." in answer.sentence
    funnel = of(answer, "charts", "complications", "funnel_ratio")
    assert funnel["signal"].to_dict() == {
        name: "outside_limits_above" if name == "Elm" else "" for name in NAMES
    }
    inner, outer = (ratio_limits(280 / 6, level) for level in (0.95, 0.998))
    assert funnel["upper_warning"]["Elm"] == pytest.approx(inner.upper[0])
    assert funnel["upper_limit"]["Elm"] == pytest.approx(outer.upper[0])
    assert funnel["lower_limit"]["Ash"] == pytest.approx(outer.lower[0])


def test_where_all_lie_within_nobody_is_named() -> None:
    answer = ask(alike((40, 38, 42, 45, 41, 39)))
    assert answer.sentence.startswith("No clinic stands outside what chance and case mix would")
    assert not any(name in answer.sentence for name in NAMES)


def test_between_the_limits_a_clinic_is_marked_and_not_named() -> None:
    answer = ask(alike((40, 38, 42, 58, 41, 39)))
    funnel = of(answer, "charts", "complications", "funnel_ratio")
    assert funnel["signal"]["Elm"] == "near_limits_above"
    assert "Elm" not in answer.sentence


def test_where_all_spread_beyond_chance_limits_are_widened_and_it_is_said() -> None:
    answer = ask(alike((10, 90, 20, 80, 15, 85)))
    funnel = of(answer, "charts", "complications", "funnel_ratio_overdispersed")
    spread = of(answer, "charts", "complications", "spread_ratio").to_dict("records")[0]
    z = (np.array([10, 90, 20, 80, 15, 85]) - 50) / np.sqrt(50)
    phi = np.mean(np.clip(z, *np.quantile(z, [0.1, 0.9])) ** 2)
    assert spread["value"] == pytest.approx(phi)
    assert spread["signal"] == "outside_limits_above"
    limits = overdispersed_limits(1.0, 1 / 50, float(phi), 0.998, high=np.inf)
    assert funnel["upper_limit"]["Ash"] == pytest.approx(limits.upper[0])
    assert f"any complication recorded ({phi:.1f} times)" in said(answer)
    assert "No clinic stands outside" in answer.sentence


def test_the_unadjusted_funnel_is_that_of_r() -> None:
    """Its 40 units of 50,000 records, as those who were never followed up."""
    units = cases.expected("spc_funnel")["big_synthetic_units"]["units"]
    asked = release(
        *(
            Group(f"unit {name}", size, never_seen=events)
            for name, size, events in zip(units["unit"], units["n"], units["events"], strict=True)
        )
    )
    told = of(ask(asked), "charts", "never_seen", "funnel")
    told = told.loc[[f"unit {name}" for name in units["unit"]]]
    for ours, level in (("warning", "95"), ("limit", "998")):
        for side in ("lower", "upper"):
            theirs = np.array(units[f"exact_interpolated_{side}_{level}"], dtype=float)
            np.testing.assert_allclose(told[f"{side}_{ours}"], theirs, atol=1e-9)
    spread = of(ask(asked), "charts", "never_seen", "spread")["value"]["all"]
    said_by_r = cases.expected("spc_funnel")["big_synthetic_units"]["overdispersion"]
    assert spread == pytest.approx(said_by_r["phi_winsorised"], abs=1e-9)


def test_whose_clinic_is_not_recorded_is_expected_something_and_never_signals() -> None:
    asked = release(
        *(Group(name, 200, harmed=40) for name in NAMES[:4]), Group("not_recorded", 200, harmed=90)
    )
    answer = ask(asked)
    row = of(answer, "charts", "complications", "funnel_ratio").loc["not_recorded"]
    assert (row["status"], row["signal"]) == ("shown", "")
    assert row["value"] > row["upper_limit"]
    observed, expected = total(answer, "complications")
    assert observed == pytest.approx(expected)


def test_one_clinic_has_nothing_to_be_set_beside() -> None:
    answer = ask(release(Group("Ash", 200, harmed=40)))
    assert answer.sentence.startswith("There is one clinic only in this cohort")
    ratio = of(answer, "comparisons", "complications")
    assert ratio["status"].tolist() == ["not_comparable"]
    assert ratio["estimate"].isna().all()
    assert of(answer, "estimates", "complications", "share")["estimate"].tolist() == [0.2]


def test_two_clinics_have_ratios_and_no_limits() -> None:
    answer = ask(alike((40, 60)))
    assert of(answer, "comparisons", "complications")["estimate"].tolist() == pytest.approx(
        [0.8, 1.2]
    )
    assert of(answer, "charts", "complications", "funnel_ratio")["upper_limit"].isna().all()
    assert answer.sentence.startswith("Too few clinics")


def test_an_outcome_without_events_is_expected_none() -> None:
    answer = ask(alike((40, 30, 50, 40)))
    rows = of(answer, "comparisons", "never_seen")
    assert set(rows["status"]) == {"not_estimable"}
    assert of(answer, "estimates", "never_seen", "expected")["estimate"].tolist() == [0.0] * 4


def test_an_empty_cohort_is_an_answer(made_up: Release) -> None:
    answer = ask(made_up, Cohort((), from_month="2030-01"))
    assert answer.empty
    assert all(table.empty for table in answer.tables.values())
    assert answer.sentence.startswith("Nobody in this cohort was treated by a professional")


def test_attempts_at_home_are_no_treatment_of_a_clinic(made_up: Release) -> None:
    known = {"treatment": ["diy"]}
    answer = ask(made_up, make_cohort(known, known), min_patients=1)
    assert answer.empty
    assert next(step for step in answer.attrition if step.name == "other_care").number == 50


@pytest.mark.parametrize("unit", ["patient", "episode"])
def test_every_dimension_can_be_asked_and_no_sentence_compares(made_up: Release, unit: str) -> None:
    usual = ask(made_up, unit=unit).tables["estimates"]
    for by in words.DIMENSIONS if unit == "patient" else ("site", "operator_role"):
        answer = ask(made_up, group_by=by, unit=unit)
        for text in (answer.sentence, *answer.notes):
            assert not COMPARES.search(_ALLOWED.sub("", text))
        told = answer.tables["estimates"]
        if by not in ("clinic", "operator_role"):
            assert told.equals(usual)
            assert f"by {words.dimension(by).lower()} nothing is expected" in said(answer)
        assert set(told["group_by"]) == {"operator_role" if by == "operator_role" else "clinic"}


def test_where_episodes_are_counted_there_are_no_limits_and_no_signals(made_up: Release) -> None:
    answer = ask(made_up, unit="episode", min_patients=1)
    assert set(answer.tables["charts"]["signal"]) == {""}
    assert answer.tables["charts"]["upper_limit"].isna().all()
    assert answer.tables["comparisons"]["ci_upper"].isna().all()
    counted = of(answer, "estimates", "clinics", "patients")
    assert counted["episodes"].sum() > counted["estimate"].sum()
    observed, expected = total(answer, "complications")
    assert observed == pytest.approx(expected)


def test_the_shapes_are_those_of_every_topic(made_up: Release) -> None:
    for policy in ("clinic", "publication"):
        answer = ask(made_up, policy=policy)
        assert set(answer.tables) == {"estimates", "comparisons", "balance", "charts"}
        for name, table in answer.tables.items():
            assert tuple(table.columns) == SHAPES[name]
        assert answer.tables["estimates"]["measure"].iloc[0] == "clinics"
