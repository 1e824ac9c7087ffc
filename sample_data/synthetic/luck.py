"""Everything about a course of care that chance decides, drawn once per patient.

The same luck is used under every treatment: what would have happened under laser and what would
have happened under extraction differ by the treatment alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_data.synthetic.dice import Days, Dice, Flags, Floats, spread
from sample_data.synthetic.levels import COMPLICATIONS
from sample_data.synthetic.parameters import follow_up as par


@dataclass(frozen=True)
class Luck:
    """One number for each patient in every field; `u_` uniform, `e_` exponential, `z_` normal."""

    u_cleared: Floats
    u_partial: Floats
    u_clears_later: Floats
    u_clears_later_when: Floats
    has_early_check: Flags
    u_early_check: Floats
    clear_at_early_check: Flags
    days_late: Days
    e_recurrence: Floats
    e_elsewhere: Floats
    e_retreated_clear: Floats
    u_retreated: Floats
    u_retreated_when: Floats
    z_healing: Floats
    healing_checks: Days  # (n, 16): days since the last session on which somebody looks
    u_harm: Floats  # (n, complications)
    u_onset: Floats  # (n, complications)

    def of(self, who: Flags) -> Luck:
        """Keep the luck of some patients."""
        return Luck(**{name: values[who] for name, values in vars(self).items()})


def draw(seed: int, n: int, stage: str = "luck") -> Luck:
    """Draw the luck of n courses of care."""
    dice = Dice(seed, stage)
    late = dice.chance(par.ASSESSMENT_LATE.value, n)
    return Luck(
        u_cleared=dice.uniform(n),
        u_partial=dice.uniform(n),
        u_clears_later=dice.uniform(n),
        u_clears_later_when=dice.uniform(n),
        has_early_check=dice.chance(par.EARLY_CHECK.value, n),
        u_early_check=dice.uniform(n),
        clear_at_early_check=dice.chance(par.CLEAR_AT_EARLY_CHECK.value, n),
        days_late=late * dice.between(1, 7, n),
        e_recurrence=dice.exponential(n),
        e_elsewhere=dice.exponential(n),
        e_retreated_clear=dice.exponential(n),
        u_retreated=dice.uniform(n),
        u_retreated_when=dice.uniform(n),
        z_healing=dice.normal(n),
        healing_checks=_healing_checks(dice, n),
        u_harm=dice.uniform(n, len(COMPLICATIONS)),
        u_onset=dice.uniform(n, len(COMPLICATIONS)),
    )


def _healing_checks(dice: Dice, n: int) -> Days:
    early = spread(dice.uniform(n, 7), *par.HEALING_CHECKS_EARLY.value)
    late = spread(dice.uniform(n, 9), *par.HEALING_CHECKS_LATE.value)
    return np.cumsum(np.concatenate([early, late], axis=1), axis=1)
