"""How alike are the arms before and after weighting, and can they be compared at all?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from dashboard.errors import BadInput
from dashboard.estimates.arrays import FloatArray
from dashboard.estimates.case_mix import CaseMix, Support
from dashboard.estimates.propensity import NOT_COMPARABLE, Propensity
from dashboard.estimates.results import SHOWN
from dashboard.estimates.weights import effective_sizes, overlap_weights

# Arms are not comparable below these effective sizes, or beyond these shares and differences.
LEAST_EFFECTIVE = 30.0
LEAST_EFFECTIVE_SHARE = 0.1
MOST_SET_ASIDE = 0.5
MOST_DIFFERENT = 0.25
# Shares that differ by less are the same: a weighted share is a quotient of sums.
_ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Judgement:
    """Can these arms be compared?

    Attributes
    ----------
    status
        `shown` or `not_comparable`.
    reason
        Why not, in words, all reasons; else empty. It tells no number of patients.
    effective
        Shape (n_arms,): effective sizes on the overlap weights; NaN where there are none.
    largest
        The largest standardised difference that overlap weights leave; NaN where there are none.
    """

    status: str
    reason: str
    effective: FloatArray
    largest: float


def balance(mix: CaseMix, weights: FloatArray) -> pd.DataFrame:
    """By how much does the case mix of each arm differ from each earlier arm's?

    Parameters
    ----------
    mix
        Counts by arm and case mix. The covariates need not be those of the model.
    weights
        Shape (n_rows,): of a patient of each row.

    Returns
    -------
    pandas.DataFrame
        One row per pair of arms, covariate and level: ``group``, ``reference`` (the earlier),
        ``covariate``, ``level`` (empty for a number), ``patients``, ``share``, ``weighted_share``
        (of the group; the mean of a number), ``reference_patients``, ``reference_share``,
        ``reference_weighted_share``, ``smd``, ``weighted_smd`` (group minus reference, in
        standard deviations).

    Notes
    -----
    `smd = (m - m_reference) / sqrt((s^2 + s_reference^2) / 2)`, where the variances are those of
    the arms before weighting, for both differences: else the scale would move with the weights. A
    level has the variance `p (1 - p)`, a number the one with n - 1. Where neither arm has any
    spread the difference is 0 if they are alike, else infinite. Blank where an arm has nobody.

    Source: Austin & Stuart (2015), doi:10.1002/sim.6607. Agrees with the same formulas in R to
    1e-9.
    """
    told = [(each.name, level) for each in mix.covariates for level in each.levels]
    patients, mean, weighted, variance = _by_level(mix, weights)
    frames = [
        pd.DataFrame(
            {
                "group": mix.arms[second],
                "reference": mix.arms[first],
                "covariate": [name for name, _ in told],
                "level": [level for _, level in told],
                "patients": patients[:, second],
                "share": mean[:, second],
                "weighted_share": weighted[:, second],
                "reference_patients": patients[:, first],
                "reference_share": mean[:, first],
                "reference_weighted_share": weighted[:, first],
                "smd": _standardised(mean, variance, first, second),
                "weighted_smd": _standardised(weighted, variance, first, second),
            }
        )
        for first, second in _pairs(mix)
    ]
    return pd.concat(frames, ignore_index=True).astype(
        dict.fromkeys(("group", "reference", "covariate", "level"), "str")
    )


def remaining(mix: CaseMix, weights: FloatArray) -> dict[str, float]:
    """How large is the largest standardised difference after weighting, covariate by covariate?

    Arguments as in `balance`, whose `weighted_smd` it is. NaN where none is known.
    """
    _, _, weighted, variance = _by_level(mix, weights)
    left = [np.abs(_standardised(weighted, variance, *pair)) for pair in _pairs(mix)]
    largest = np.fmax.reduce(left)
    begins = np.cumsum([0, *(len(each.levels) for each in mix.covariates)])[:-1]
    by_covariate = np.fmax.reduceat(largest, begins)
    return dict(zip((each.name for each in mix.covariates), by_covariate.tolist(), strict=True))


def largest_of(left: Mapping[str, float]) -> float:
    """How large is the largest of these differences? NaN if none is known."""
    return float(np.fmax.reduce(list(left.values()), initial=np.nan))


def comparable(mix: CaseMix, fitted: Propensity, support: Support | None = None) -> Judgement:
    """Can these arms be compared, whichever weights are shown?

    Parameters
    ----------
    mix
        The counts that were fitted. The covariates need not all be in the model.
    fitted
        From `propensity.propensity`.
    support
        From `case_mix.common_support`, where patients were set aside before the fit.

    Notes
    -----
    Judged on the overlap weights: truncated inverse probabilities can keep a large effective size
    and balance nothing. Not comparable where the case mix alone tells the arms apart, where more
    than half of an arm was set aside, where the effective size of an arm is under 30 or under
    10 % of its patients in the model, or where a standardised difference above 0.25 is left.
    """
    reasons = [] if support is None else _set_aside(support)
    effective, largest = np.full(len(mix.arms), np.nan), float("nan")
    if fitted.status != SHOWN:
        reasons.append(fitted.reason)
    else:
        weights = overlap_weights(fitted)
        effective = effective_sizes(mix, weights)
        left = remaining(mix, weights)
        largest = largest_of(left)
        reasons += _too_small(mix, effective) + _too_different(left)
    status = NOT_COMPARABLE if reasons else SHOWN
    return Judgement(status, "; ".join(reasons), effective, largest)


def _set_aside(support: Support) -> list[str]:
    """Of which arms was too much set aside?"""
    gone = support.before - support.after > MOST_SET_ASIDE * support.before
    return [
        f"more than half of the patients in {arm} have a case mix that another arm does not have"
        for arm, too_many in zip(support.arms, gone, strict=True)
        if too_many
    ]


def _too_small(mix: CaseMix, effective: FloatArray) -> list[str]:
    """Which arms are too small once weighted?"""
    reasons = []
    size = mix.per_arm(mix.patients)
    for arm, own, patients in zip(mix.arms, effective, size, strict=True):
        if own < LEAST_EFFECTIVE:
            reasons.append(f"the effective sample size of {arm} is under {LEAST_EFFECTIVE:.0f}")
        elif own < LEAST_EFFECTIVE_SHARE * patients:
            reasons.append(
                f"the effective sample size of {arm} is under {LEAST_EFFECTIVE_SHARE:.0%} of its patients"
            )
    return reasons


def _too_different(left: Mapping[str, float]) -> list[str]:
    """In which covariates do arms still differ too much?"""
    names = ", ".join(name for name, difference in left.items() if difference > MOST_DIFFERENT)
    if not names:
        return []
    return [f"a standardised difference above {MOST_DIFFERENT:g} is left after weighting ({names})"]


def _pairs(mix: CaseMix) -> list[tuple[int, int]]:
    """Which arms are set side by side, the earlier of two first?"""
    return list(combinations(range(len(mix.arms)), 2))


def _by_level(mix: CaseMix, weights: FloatArray) -> list[FloatArray]:
    """How many have each level, which share, weighted and not, and how is it spread?

    Of a number its mean in the place of a share. Each of shape (n_levels of all covariates, n_arms).
    """
    if len(weights) != len(mix.patients):
        raise BadInput(
            f"{len(weights)} weights do not belong to a case mix of {len(mix.patients)} rows.",
            "Give a weight for each row.",
        )
    own, weighted = mix.patients, mix.patients * weights
    size, weight = mix.per_arm(own), mix.per_arm(weighted)
    parts = []
    for each in mix.covariates:
        patients, by_weight = mix.per_level(each, own, weighted)
        if each.values is None:
            share = _over(patients, size)
            parts.append((patients, share, _over(by_weight, weight), share * (1.0 - share)))
            continue
        mean = _over(mix.per_arm(own * each.values), size)
        squares = mix.per_arm(own * (each.values - mean[mix.arm]) ** 2)
        variance = _over(squares, np.maximum(size - 1.0, 0.0))
        weighted_mean = _over(mix.per_arm(weighted * each.values), weight)
        parts.append((patients, mean[None], weighted_mean[None], variance[None]))
    return [np.vstack(each) for each in zip(*parts, strict=True)]


def _over(part: FloatArray, of: FloatArray) -> FloatArray:
    """What is `part / of`, and NaN where `of` is 0?"""
    wide = np.broadcast_to(of, part.shape)
    return np.divide(part, wide, out=np.full(part.shape, np.nan), where=wide > 0.0)


def _standardised(mean: FloatArray, variance: FloatArray, first: int, second: int) -> FloatArray:
    """By how many standard deviations does the second arm differ from the first?"""
    difference = mean[:, second] - mean[:, first]
    spread = np.sqrt((variance[:, first] + variance[:, second]) / 2.0)
    alike = (np.abs(difference) <= _ROUNDING) & ~(spread > 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(alike, 0.0, difference / spread)
