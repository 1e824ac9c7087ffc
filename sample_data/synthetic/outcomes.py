"""What would happen under a treatment, if the patient were seen for ever.

`under` gives the course of every patient under any assignment of treatments: the one that they
got, or the same one for everybody (the counterfactual outcomes behind truth.json). All days are
days on which the event would be *documented*: a recurrence when it is noticed and shown, clearance
and healing at the patient's own checks. Whether anybody was still there to document it is the
business of follow_up.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sample_data.synthetic.dice import NEVER, Days, Flags, Floats, effect, expit, logit, spread
from sample_data.synthetic.levels import ARMS, SLOW_ARMS
from sample_data.synthetic.luck import Luck
from sample_data.synthetic.parameters import clinics, outcomes
from sample_data.synthetic.parameters import follow_up as visits

Arms = NDArray[np.int64]  # positions in ARMS, one for each patient
HEALING_MEDIAN = {**outcomes.HEALING_MEDIAN.value, **outcomes.HEALING_MEDIAN_OTHER.value}


@dataclass(frozen=True)
class Course:
    """Days since the first session, NEVER where it does not happen; one row a patient."""

    cleared: Flags
    partial: Flags
    early_check_day: Days
    assessment_day: Days
    cleared_day: Days  # documented at the first assessment, or before it
    cleared_later_day: Days  # not clear at the first assessment, clear later
    recurred_day: Days  # same site, before any retreatment
    elsewhere_day: Days
    retreated_day: Days
    failed_day: Days
    healed_after: Days  # days since the last session, at a check
    unhealed_after: Days  # the check before it; 0 where there is none


def under(arms: Arms, patients: pd.DataFrame, luck: Luck) -> Course:
    """What happens to each patient under the treatment at the same place of `arms`?"""
    early, assessment = _schedule(arms, luck)
    cleared = luck.u_cleared < probability_cleared(arms, patients)
    at_early = cleared & luck.clear_at_early_check & (early != NEVER)
    cleared_day = np.where(cleared, np.where(at_early, early, assessment), NEVER)
    recurred = cleared_day + _days_to_recurrence(arms, patients, luck)
    retreated = _retreated(arms, luck, cleared_day, assessment, recurred)
    recurred = np.where(cleared & (recurred <= retreated), recurred, NEVER)
    elsewhere = cleared_day + _days_to_new_elsewhere(patients, luck)
    healed, unhealed = _healing(arms, patients, luck)
    return Course(
        cleared=cleared,
        partial=~cleared & (luck.u_partial < outcomes.PARTIAL.value),
        early_check_day=early,
        assessment_day=assessment,
        cleared_day=cleared_day,
        cleared_later_day=_cleared_later(arms, luck, cleared, assessment, retreated),
        recurred_day=recurred,
        elsewhere_day=np.where(cleared & (elsewhere < retreated), elsewhere, NEVER),
        retreated_day=retreated,
        failed_day=np.where(cleared, recurred, _planned_assessment(arms)),
        healed_after=healed,
        unhealed_after=unhealed,
    )


def probability_cleared(arms: Arms, patients: pd.DataFrame) -> Floats:
    """How likely is it that the first assessment finds each patient clear?"""
    odds = logit(by_arm(arms, outcomes.NOT_CLEARED.value))
    return expit(-(odds + case_mix_effect(patients, outcomes.NOT_CLEARED_LOG_ODDS.value)))


def everybody(arm: str, n: int) -> Arms:
    """The assignment that gives every one of n patients the same treatment."""
    return np.full(n, ARMS.index(arm), dtype=np.int64)


def by_arm(arms: Arms, table: Mapping[str, float], otherwise: float = 0.0) -> Floats:
    """Look every patient's treatment up in a table."""
    return np.asarray(np.array([table.get(arm, otherwise) for arm in ARMS])[arms], dtype=np.float64)


def in_arms(arms: Arms, wanted: tuple[str, ...]) -> Flags:
    """Tell whose treatment is one of those wanted."""
    return np.isin(arms, [ARMS.index(arm) for arm in wanted])


def case_mix_effect(patients: pd.DataFrame, tables: Mapping[str, Mapping[str, float]]) -> Floats:
    """Add up the effects of each patient's case mix."""
    total = np.zeros(len(patients))
    for variable, table in tables.items():
        total += effect(patients[variable], table)
    return total


def _planned_assessment(arms: Arms) -> Days:
    slow = in_arms(arms, SLOW_ARMS)
    return np.where(slow, visits.ASSESSMENT_DAY_SLOW.value, visits.ASSESSMENT_DAY.value)


def _schedule(arms: Arms, luck: Luck) -> tuple[Days, Days]:
    slow = in_arms(arms, SLOW_ARMS)
    early = np.where(
        slow,
        spread(luck.u_early_check, *visits.EARLY_CHECK_DAYS_SLOW.value),
        spread(luck.u_early_check, *visits.EARLY_CHECK_DAYS.value),
    )
    return np.where(luck.has_early_check, early, NEVER), _planned_assessment(arms) + luck.days_late


def _days_to_recurrence(arms: Arms, patients: pd.DataFrame, luck: Luck) -> Days:
    risk = case_mix_effect(patients, outcomes.RECURRENCE_CASE_MIX.value)
    risk += by_arm(arms, outcomes.RECURRENCE_TREATMENT.value)
    risk += effect(patients["clinic"], clinics.RECURRENCE.value)
    risk += outcomes.RECURRENCE_SEVERITY.value * patients["severity"].to_numpy()
    hazard = outcomes.RECURRENCE_BASE.value * np.exp(risk)
    return _weibull_days(luck.e_recurrence, hazard, outcomes.RECURRENCE_SHAPE.value)


def _days_to_new_elsewhere(patients: pd.DataFrame, luck: Luck) -> Days:
    risk = case_mix_effect(patients, outcomes.NEW_ELSEWHERE.value)
    hazard = outcomes.NEW_ELSEWHERE_BASE.value * np.exp(risk)
    return _weibull_days(luck.e_elsewhere, hazard, 1.0)


def _weibull_days(luck: Floats, hazard: Floats | float, shape: float) -> Days:
    """Days to an event whose cumulative hazard at 365 days is given; at least 1, at most NEVER."""
    days = np.ceil(365.0 * (luck / hazard) ** (1.0 / shape))
    return np.asarray(np.clip(days, 1, NEVER), dtype=np.int64)


def _retreated(arms: Arms, luck: Luck, cleared_day: Days, assessment: Days, recurred: Days) -> Days:
    """First day of another treatment: of milia left over, of a clear site, or of a recurrence."""
    cleared = cleared_day != NEVER
    left_alone = in_arms(arms, ("observation",))
    if_not_clear = np.where(
        left_alone,
        outcomes.RETREATED_IF_NOT_CLEAR_OBSERVED.value,
        outcomes.RETREATED_IF_NOT_CLEAR.value,
    )
    not_clear = assessment + spread(
        luck.u_retreated_when, *outcomes.RETREATED_AFTER_ASSESSMENT.value
    )
    while_clear = cleared_day + _weibull_days(
        luck.e_retreated_clear, outcomes.RETREATED_WHILE_CLEAR.value, 1.0
    )
    after = recurred + spread(
        luck.u_retreated_when, *outcomes.RETREATED_AFTER_RECURRENCE_WITHIN.value
    )
    again = luck.u_retreated < outcomes.RETREATED_AFTER_RECURRENCE.value
    after = np.where(again, np.minimum(after, NEVER), NEVER)
    first = np.where(while_clear < recurred, while_clear, after)
    not_clear = np.where(luck.u_retreated < if_not_clear, not_clear, NEVER)
    return np.minimum(np.where(cleared, first, not_clear), NEVER)


def _cleared_later(
    arms: Arms, luck: Luck, cleared: Flags, assessment: Days, retreated: Days
) -> Days:
    chance = by_arm(arms, outcomes.CLEARS_LATER.value, outcomes.CLEARS_LATER_OTHERWISE.value)
    day = assessment + spread(luck.u_clears_later_when, *outcomes.CLEARS_LATER_AFTER.value)
    happens = ~cleared & (luck.u_clears_later < chance) & (day < retreated)
    return np.where(happens, day, NEVER)


def _healing(arms: Arms, patients: pd.DataFrame, luck: Luck) -> tuple[Days, Days]:
    """Days since the last session: the first check that finds it healed, and the one before."""
    log_time = case_mix_effect(patients, outcomes.HEALING_CASE_MIX.value)
    log_time += np.log(by_arm(arms, HEALING_MEDIAN, 1.0))
    log_time += outcomes.HEALING_SEVERITY.value * patients["severity"].to_numpy()
    healed = np.exp(log_time + outcomes.HEALING_SPREAD.value * luck.z_healing)
    checks = np.pad(luck.healing_checks, ((0, 0), (1, 1)), constant_values=(0, NEVER))
    first = (checks < healed[:, None]).sum(axis=1)
    row = np.arange(len(healed))
    return checks[row, first], checks[row, first - 1]
