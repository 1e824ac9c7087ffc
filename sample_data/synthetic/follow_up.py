"""Who is seen again, and until when: from what happens to what is documented.

Observation ends with the last review that a patient attends. Up to that day everything that
happens is shown and dated; after it nothing is, unless harm or a recurrence brings the patient
back (`informative_loss`). Reviews are planned and missed without regard to the outcome, so with
`informative_loss=False` the loss tells nothing, and an Aalen-Johansen curve is right.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sample_data.synthetic.dice import NEVER, Days, Dice, Flags
from sample_data.synthetic.outcomes import Course
from sample_data.synthetic.parameters import follow_up as par
from sample_data.synthetic.patients import days_until_cut_off


@dataclass(frozen=True)
class Seen:
    """How far each patient's records reach."""

    assessed: Flags  # came to the first assessment
    last_seen_day: Days
    reviews_planned: Days  # due before the cut-off
    reviews_attended: Days
    came_back: Flags  # after the last review, because of an outcome


def observe(
    seed: int,
    patients: pd.DataFrame,
    course: Course,
    onsets: Days,
    *,
    informative_loss: bool,
    stage: str = "follow_up",
) -> Seen:
    """Until when is each patient seen?"""
    dice = Dice(seed, stage)
    n = len(patients)
    left = days_until_cut_off(patients["start"])
    # Reliability moves every attendance of a patient up or down together.
    moved = par.RELIABILITY.value * (dice.uniform(n) - 0.5)
    more = par.ASSESSMENT_IF_NOT_CLEAR.value * ~course.cleared if informative_loss else 0.0
    assessed = dice.chance(par.ATTENDS_ASSESSMENT.value + 0.5 * moved + more, n)
    assessed &= course.assessment_day <= left
    days = _review_days(dice, course)
    chances = np.column_stack(
        [np.ones(n), assessed, *(assessed * (p + moved) for p in _later_chances())]
    )
    due = days <= left[:, None]
    attended = due & (dice.uniform(n, days.shape[1]) < chances)
    last = np.where(attended, days, 0).max(axis=1)
    back = _returns(dice, course, onsets, assessed, last, left) if informative_loss else last
    last_seen = np.minimum(np.maximum(last, back), course.retreated_day)
    return Seen(assessed, last_seen, due.sum(axis=1), attended.sum(axis=1), back > last)


def _later_chances() -> list[float]:
    chances = {**par.ATTENDS.value, **par.ATTENDS_LATE.value}
    return [chances[name] for name in ("three_months", "six_months", "twelve_months", "long")]


def _review_days(dice: Dice, course: Course) -> Days:
    """Early check, first assessment, three, six and twelve months, and the long review."""
    n = len(course.assessment_day)
    later = [
        course.assessment_day + dice.between(*window, n)
        for window in par.LATER_REVIEWS.value.values()
    ]
    long = course.assessment_day + dice.between(*par.LONG_REVIEW.value, n)
    planned = dice.chance(par.LONG_REVIEW_PLANNED.value, n)
    return np.column_stack(
        [course.early_check_day, course.assessment_day, *later, np.where(planned, long, NEVER)]
    )


def _returns(
    dice: Dice, course: Course, onsets: Days, assessed: Flags, last: Days, left: Days
) -> Days:
    """The day on which an outcome brings back a patient who was not to be seen again."""
    n = len(last)
    reasons = (
        (course.recurred_day, par.RETURNS_AFTER_RECURRENCE.value, assessed),
        (onsets.min(axis=1), par.RETURNS_AFTER_HARM.value, np.ones(n, dtype=bool)),
        (
            np.where(course.cleared, NEVER, course.retreated_day),
            par.RETURNS_FOR_RETREATMENT.value,
            assessed,
        ),
    )
    back = last
    for day, chance, possible in reasons:
        comes = dice.chance(chance, n) & possible & (day > last) & (day <= left)
        back = np.where(comes, np.maximum(back, day), back)
    return back
