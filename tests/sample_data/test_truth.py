"""truth.json: what it holds, that it hangs together, and that the records can reach it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from sample_data import draw
from sample_data.synthetic import outcomes
from sample_data.synthetic import truth as truths
from sample_data.synthetic.dice import Dice
from sample_data.synthetic.levels import ARMS, PROFESSIONAL
from sample_data.synthetic.parameters import base, every_parameter, every_source
from tests.sample_data.recount import recurrence, risk

SCENARIOS = ("as_drawn", "every_confounder_recorded")


def numbers(block: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], float]]:
    if isinstance(block, dict):
        for name, inner in block.items():
            yield from numbers(inner, (*path, name))
    elif isinstance(block, int | float):
        yield path, block


@pytest.fixture(scope="module")
def population(truth: dict[str, Any]) -> dict[str, Any]:
    block: dict[str, Any] = truth["super_population"]
    return block


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_risks_are_probabilities(scenario: str, population: dict[str, Any]) -> None:
    counts = ("patients", "people_with_milia", "attenders_drawn", "healing_median_days")
    for path, value in numbers(population[scenario]):
        if "difference" not in path and path[-1] not in counts:
            assert 0.0 <= value <= 1.0, path


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_risks_grow_with_the_horizon(scenario: str, population: dict[str, Any]) -> None:
    for figures in population[scenario]["whole"].values():
        for name in ("recurrence", "failure", "any_complication", "healed_within"):
            risks = list(figures.get(name, {}).values())
            assert risks == sorted(risks)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_pair_has_both_populations(scenario: str, population: dict[str, Any]) -> None:
    pairs = population[scenario]["pairs"]
    assert set(pairs) == set(PROFESSIONAL) - {"extraction"}
    for arm, pair in pairs.items():
        for block in (pair["overlap"], pair["overlap_among_cleared"]):
            one, other = (block[name]["recurrence"]["365"] for name in (arm, "extraction"))
            assert block["difference"]["recurrence"]["365"] == pytest.approx(one - other, abs=2e-5)


def test_healing_differs_by_treatment(population: dict[str, Any]) -> None:
    whole = population["as_drawn"]["whole"]
    medians = {arm: f["healing_median_days"] for arm, f in whole.items() if "healed_within" in f}
    assert set(PROFESSIONAL) - set(medians) == {"retinoid"}
    assert all(5 <= days <= 20 for days in medians.values())
    assert len(set(medians.values())) >= 4


def test_a_small_population_agrees_with_the_committed_one(population: dict[str, Any]) -> None:
    small = truths.super_population(7, 20_000, unmeasured_severity=True)
    for arm, figures in population["as_drawn"]["whole"].items():
        for name in ("recurrence", "failure", "any_complication"):
            for horizon, value in figures[name].items():
                assert small["whole"][arm][name][horizon] == pytest.approx(value, abs=0.02)
    large, own = (
        block["pairs"]["laser"]["overlap"]["difference"]["failure"]["365"]
        for block in (population["as_drawn"], small)
    )
    assert own == pytest.approx(large, abs=0.02)


def test_the_same_luck_stands_behind_every_treatment() -> None:
    drawn = draw(11, 500).world
    # Under its own treatment, a counterfactual course is the course that was lived.
    lived = outcomes.under(drawn.arms, drawn.patients, drawn.luck)
    for code, arm in enumerate(ARMS):
        who = drawn.arms == code
        imagined = outcomes.under(outcomes.everybody(arm, 500), drawn.patients, drawn.luck)
        for name in ("cleared_day", "recurred_day", "retreated_day", "healed_after"):
            assert (getattr(imagined, name)[who] == getattr(lived, name)[who]).all()


def test_every_parameter_says_what_it_rests_on(truth: dict[str, Any]) -> None:
    assert truth["parameters"] == every_parameter()
    assert truth["sources"] == every_source()
    assert len(truth["parameters"]) > 60
    for item in truth["parameters"]:
        assert item["unit"]
        assert item["basis"] in ("source", "assumption")
        assert bool(item["sources"]) == (item["basis"] == "source")
        assert set(item["sources"]) <= set(truth["sources"])
    effect = next(p for p in truth["parameters"] if p["name"] == "recurrence_treatment")
    assert effect["basis"] == "assumption"


def test_a_sourced_parameter_must_name_its_source() -> None:
    with pytest.raises(ValueError, match="names entries of SOURCES"):
        base.Parameter(1.0, "days", "source", "heard somewhere")
    with pytest.raises(ValueError, match="an assumption names none"):
        base.Parameter(1.0, "days", "assumption", "", ("medscape_pediatric_milia",))


def test_with_everything_recorded_the_records_reach_the_truth(population: dict[str, Any]) -> None:
    """Weighted by the true overlap, the recount from rows gives the counterfactual difference."""
    seed, n = 99, 25_000
    sample = draw(seed, n, unmeasured_severity=False, informative_loss=False, with_gaps=False)
    care = sample.episodes[~sample.episodes["treatment"].isin(["diy", "observation"])]
    care = care.sort_values(["patient_key", "start_month", "episode_order"])
    rows = recurrence(care.drop_duplicates("patient_key").astype({"cleared_day": float}))
    place = {key: at for at, key in enumerate(Dice(seed, "patient_keys").keys(n))}
    chances = sample.world.chances[rows["patient_key"].map(place).to_numpy()]
    truth = population["every_confounder_recorded"]["pairs"]
    for arm in ("laser", "cryotherapy"):
        p, q = (chances[:, ARMS.index(name)] for name in ("extraction", arm))
        estimates, crude = [], []
        for treatment, other in ((arm, p), ("extraction", q)):
            given = (rows["treatment"] == treatment).to_numpy()
            overlap = np.divide(other, p + q, out=np.zeros(len(p)), where=p + q > 0)
            estimates.append(risk(rows[given], 365, overlap[given]))
            crude.append(risk(rows[given], 365))
        wanted = truth[arm]["overlap"]["difference"]["recurrence"]["365"]
        # Three standard errors of this draw; the crude difference lies far outside them.
        assert estimates[0] - estimates[1] == pytest.approx(wanted, abs=0.04)
        assert crude[0] - crude[1] > wanted + 0.06
