"""The truth behind the records, from counterfactual outcomes.

Each patient is followed under every treatment with the same luck and without loss; what is
averaged is what *would* have happened. So a difference between two treatments is the effect of
the treatment on the population named, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sample_data.synthetic import diy_truth, harms, outcomes, world
from sample_data.synthetic.dice import NEVER, Days, Flags, Floats
from sample_data.synthetic.levels import ARMS, PROFESSIONAL, WOUNDLESS_ARMS
from sample_data.synthetic.luck import Luck

REFERENCE = "extraction"
HORIZONS = (90, 180, 365)
HEALED_WITHIN = (14, 28)
HARM_HORIZONS = (30, 90)
DIGITS = 5

Figures = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """One treatment's outcomes for every patient, as the measures count them; no loss."""

    cleared: Flags
    recurrence: Days  # since documented clearance, same site, before any retreatment
    failure: Days  # since the first session
    healing: Days | None  # since the last session
    harm: Days  # first complication, before any retreatment


def of_world(drawn: world.World) -> Figures:
    """What is true of these very patients?

    Returns
    -------
    `whole`: every professional treatment on everybody who could have had any of them.
    `pairs`: extraction against each other professional treatment, on the population where both
    are given, weighted by the true allocation probabilities.
    `newborns`: observation. `crude`: what the treatments *given* would show without any loss.
    """
    who = drawn.comparable
    patients = drawn.patients[who].reset_index(drop=True)
    luck = drawn.luck.of(who)
    under = {arm: _outcome(arm, patients, luck) for arm in PROFESSIONAL}
    everybody = np.ones(len(patients))
    return {
        "patients": len(patients),
        "whole": {arm: _figures(under[arm], everybody) for arm in PROFESSIONAL},
        "pairs": {
            arm: _pair(under, arm, patients, drawn.chances[who])
            for arm in PROFESSIONAL
            if arm != REFERENCE
        },
        "newborns": _newborns(drawn),
        "crude": _crude(drawn),
    }


def super_population(seed: int, n_patients: int, *, unmeasured_severity: bool) -> Figures:
    """What is true of the population that samples with these options are drawn from?"""
    drawn = world.create(seed, n_patients, unmeasured_severity=unmeasured_severity)
    return of_world(drawn) | {"diy": diy_truth.of_community(drawn.community)}


def _outcome(arm: str, patients: pd.DataFrame, luck: Luck) -> Outcome:
    arms = outcomes.everybody(arm, len(patients))
    course = outcomes.under(arms, patients, luck)
    harm = harms.onsets_under(arms, patients, luck).min(axis=1)
    recurs = course.recurred_day != NEVER
    return Outcome(
        cleared=course.cleared,
        recurrence=np.where(recurs, course.recurred_day - course.cleared_day, NEVER),
        failure=course.failed_day,
        healing=None if arm in WOUNDLESS_ARMS else course.healed_after,
        harm=np.where(harm <= course.retreated_day, harm, NEVER),
    )


def _figures(outcome: Outcome, weights: Floats) -> Figures:
    figures: Figures = {
        "cleared": _mean(outcome.cleared, weights),
        "recurrence": _recurrence(outcome, weights),
        "failure": _by(outcome.failure, HORIZONS, weights),
        "any_complication": _by(outcome.harm, HARM_HORIZONS, weights),
    }
    if outcome.healing is not None:
        figures["healing_median_days"] = _median(outcome.healing, weights)
        figures["healed_within"] = _by(outcome.healing, HEALED_WITHIN, weights)
    return figures


def _recurrence(outcome: Outcome, weights: Floats) -> dict[str, float]:
    return _by(outcome.recurrence, HORIZONS, weights * outcome.cleared)


def _pair(
    under: Mapping[str, Outcome], arm: str, patients: pd.DataFrame, chances: Floats
) -> Figures:
    """Overlap weights: how likely both treatments are, p q / (p + q), relative to the pair."""
    p, q = (chances[:, ARMS.index(name)] for name in (REFERENCE, arm))
    overlap = p * q / (p + q)
    both = {name: _figures(under[name], overlap) for name in (REFERENCE, arm)}
    among_cleared = _among_cleared(under, arm, patients, p, q)
    return {
        "overlap": both | {"difference": _difference(both[arm], both[REFERENCE])},
        "overlap_among_cleared": among_cleared,
        "effective_share": _rounded(overlap.sum() ** 2 / (overlap**2).sum() / len(overlap)),
    }


def _among_cleared(
    under: Mapping[str, Outcome], arm: str, patients: pd.DataFrame, p: Floats, q: Floats
) -> Figures:
    """Recurrence where the overlap is judged among the cleared.

    A propensity fitted to the patients eligible for recurrence is the chance of one treatment
    *given clearance*. It balances the population with density p·a·q·b / (p·a + q·b), where a and
    b are the chances of clearance under each treatment; within each arm that population is
    reached from the cleared by dividing by their chance of being cleared.
    """
    clear = {
        name: outcomes.probability_cleared(outcomes.everybody(name, len(patients)), patients)
        for name in (REFERENCE, arm)
    }
    a, b = p * clear[REFERENCE], q * clear[arm]
    overlap = a * b / (a + b)
    both = {
        name: {"recurrence": _recurrence(under[name], overlap / clear[name])}
        for name in (REFERENCE, arm)
    }
    return {**both, "difference": _difference(both[arm], both[REFERENCE])}


def _newborns(drawn: world.World) -> Figures:
    who = drawn.treated & (drawn.patients["milia_type"] == "neonatal").to_numpy()
    patients = drawn.patients[who].reset_index(drop=True)
    outcome = _outcome("observation", patients, drawn.luck.of(who))
    return {"patients": len(patients), "observation": _figures(outcome, np.ones(len(patients)))}


def _crude(drawn: world.World) -> Figures:
    """The treatments as they were given, with nobody lost: confounding alone."""
    crude: Figures = {}
    for arm in PROFESSIONAL:
        who = drawn.professional & (drawn.arms == ARMS.index(arm))
        patients = drawn.patients[who].reset_index(drop=True)
        outcome = _outcome(arm, patients, drawn.luck.of(who))
        crude[arm] = {"patients": len(patients)} | _figures(outcome, np.ones(len(patients)))
    return crude


def _difference(one: Figures, other: Figures) -> Figures:
    """Subtract figure by figure, where both have it."""
    return {
        name: _difference(value, other[name])
        if isinstance(value, dict)
        else _rounded(value - other[name])
        for name, value in one.items()
        if name in other
    }


def _by(day: Days, horizons: tuple[int, ...], weights: Floats) -> dict[str, float]:
    return {str(horizon): _mean(day <= horizon, weights) for horizon in horizons}


def _mean(flags: Flags, weights: Floats) -> float:
    return _rounded(float(weights @ flags / weights.sum()))


def _median(days: Days, weights: Floats) -> int:
    order = np.argsort(days, kind="stable")
    reached = np.cumsum(weights[order]) >= weights.sum() / 2
    return int(days[order][np.argmax(reached)])


def _rounded(value: float) -> float:
    return round(float(value), DIGITS)
