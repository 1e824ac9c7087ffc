"""What does the luck of one draw do to a difference, before anything is lost, left blank or estimated?"""

from __future__ import annotations

import numpy as np

from dashboard.answers.like_for_like_counts import FREE, RECURRENCE
from sample_data.synthetic import outcomes, world
from sample_data.synthetic.dice import Floats
from sample_data.synthetic.levels import ARMS as EVERY_ARM
from tests.validation.worlds import ARMS, DAY, HIDDEN, REFERENCE, World, true_difference

Lucky = list[dict[str, str | float]]


def luck(of: World, seed: int, size: int) -> Lucky:
    """By how much do the patients of a draw differ from the truth, seen for ever and weighed as the truth weighs?

    Each patient counts under the treatment that they got, nobody is lost, and the overlap weights are those of
    the true chances: 1 - e, e the chance of the patient's own treatment among the two; for recurrence, of those
    cleared, given that they are. On average over draws this is the truth. So what a page is off beyond it is the
    page's own fault, told several times as surely.

    Returns
    -------
    A row a measure and arm: ``measure``, ``arm``, ``difference`` (a share, minus its truth).
    """
    drawn = world.create(seed, size, unmeasured_severity=of.switches[HIDDEN])
    who = drawn.professional & drawn.comparable
    course = outcomes.under(drawn.arms, drawn.patients, drawn.luck)
    failed = (course.failed_day <= DAY)[who].astype(float)
    back = (course.recurred_day - course.cleared_day <= DAY)[who].astype(float)
    cleared = course.cleared[who].astype(float)
    patients = drawn.patients[who].reset_index(drop=True)
    arms = drawn.arms[who]
    chance = {arm: drawn.chances[who, EVERY_ARM.index(arm)] for arm in (REFERENCE, *ARMS)}
    clear = {
        arm: chance[arm]
        * outcomes.probability_cleared(outcomes.everybody(arm, len(patients)), patients)
        for arm in (REFERENCE, *ARMS)
    }
    found: Lucky = []
    for arm in ARMS:
        got = {name: (arms == EVERY_ARM.index(name)).astype(float) for name in (REFERENCE, arm)}
        found += [
            _row(of, FREE.measure, arm, 1.0 - failed, got, chance, np.ones(len(arms))),
            _row(of, RECURRENCE.measure, arm, back, got, clear, cleared),
        ]
    return found


def _row(
    of: World,
    measure: str,
    arm: str,
    event: Floats,
    got: dict[str, Floats],
    chance: dict[str, Floats],
    counted: Floats,
) -> dict[str, str | float]:
    both = chance[REFERENCE] + chance[arm]
    share = {}
    for name, other in ((arm, REFERENCE), (REFERENCE, arm)):
        weights = counted * got[name] * chance[other] / both
        share[name] = float(weights @ event / weights.sum())
    difference = share[arm] - share[REFERENCE] - true_difference(of, measure, arm)
    return {"measure": measure, "arm": arm, "difference": difference}
