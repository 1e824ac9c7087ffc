"""How alike are the arms before and after weighting, and can they be compared at all?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from dashboard.errors import BadInput
from dashboard.estimates.arrays import FloatArray, IntArray
from dashboard.estimates.case_mix import Support, is_number, levels_of
from dashboard.estimates.design import Design
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


def balance(
    counts: pd.DataFrame, covariates: Sequence[str], model: Design, weights: FloatArray
) -> pd.DataFrame:
    """By how much does the case mix of each arm differ from each earlier arm's?

    Parameters
    ----------
    counts
        Those that `model` was made from. The covariates need not all be in the model.
    covariates
        Columns of text levels, or of numbers, none blank.
    model
        From `design.design`.
    weights
        Shape (n_rows,), of the same counts.

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
    if len(counts) != len(model.rows) or len(weights) != len(model.rows):
        raise BadInput(
            f"{len(counts)} rows of counts and {len(weights)} weights do not belong to a model of "
            f"{len(model.rows)} rows.",
            "Give the counts that the model was made from, and a weight for each row.",
        )
    told: list[tuple[str, str]] = []
    columns: list[tuple[FloatArray, ...]] = []
    for name in covariates:
        if is_number(counts, name):
            told.append((name, ""))
            columns.append(_of_number(counts[name].to_numpy(dtype=float), model, weights))
        else:
            code, labels = levels_of(counts, name)
            told += [(name, label) for label in labels]
            columns.append(_of_levels(code, len(labels), model, weights))
    patients, mean, weighted, variance = (np.vstack(parts) for parts in zip(*columns, strict=True))
    pairs = list(combinations(range(len(model.arms)), 2))
    frames = [
        pd.DataFrame(
            {
                "group": model.arms[second],
                "reference": model.arms[first],
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
        ).astype(dict.fromkeys(("group", "reference", "covariate", "level"), "str"))
        for first, second in pairs
    ]
    return pd.concat(frames, ignore_index=True)


def largest_remaining(table: pd.DataFrame) -> float:
    """How large is the largest standardised difference after weighting? NaN if none is known."""
    remaining = table["weighted_smd"].abs()
    return float(remaining.max()) if remaining.notna().any() else float("nan")


def comparable(
    counts: pd.DataFrame,
    covariates: Sequence[str],
    fitted: Propensity,
    support: Support | None = None,
) -> Judgement:
    """Can these arms be compared, whichever weights are shown?

    Parameters
    ----------
    counts, covariates
        Those that the model was made from.
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
    model = fitted.design
    reasons = [] if support is None else _set_aside(support)
    effective, largest = np.full(len(model.arms), np.nan), float("nan")
    if fitted.status != SHOWN:
        reasons.append(fitted.reason)
    else:
        weights = overlap_weights(fitted)
        effective = effective_sizes(model, weights)
        table = balance(counts, covariates, model, weights)
        largest = largest_remaining(table)
        reasons += _too_small(model, effective) + _too_different(table)
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


def _too_small(model: Design, effective: FloatArray) -> list[str]:
    """Which arms are too small once weighted?"""
    reasons = []
    size = model.patients.sum(axis=0)
    for arm, own, patients in zip(model.arms, effective, size, strict=True):
        if own < LEAST_EFFECTIVE:
            reasons.append(f"the effective sample size of {arm} is under {LEAST_EFFECTIVE:.0f}")
        elif own < LEAST_EFFECTIVE_SHARE * patients:
            reasons.append(
                f"the effective sample size of {arm} is under {LEAST_EFFECTIVE_SHARE:.0%} of its patients"
            )
    return reasons


def _too_different(table: pd.DataFrame) -> list[str]:
    """In which covariates do arms still differ too much?"""
    beyond = table[table["weighted_smd"].abs() > MOST_DIFFERENT]
    if beyond.empty:
        return []
    names = ", ".join(dict.fromkeys(beyond["covariate"]))
    return [f"a standardised difference above {MOST_DIFFERENT:g} is left after weighting ({names})"]


def _of_levels(
    code: IntArray, n_levels: int, model: Design, weights: FloatArray
) -> tuple[FloatArray, ...]:
    """How many have each level, which share, weighted and not, and how is it spread?

    Each of shape (n_levels, n_arms).
    """
    n_arms = len(model.arms)

    def total(values: FloatArray) -> FloatArray:
        place, n_places = code * n_arms + model.arm, n_levels * n_arms
        summed = np.bincount(place, weights=values, minlength=n_places).astype(np.float64)
        return summed.reshape(n_levels, n_arms)

    patients, weight = total(model.rows), total(model.rows * weights)
    share, weighted = _over(patients, patients.sum(axis=0)), _over(weight, weight.sum(axis=0))
    return patients, share, weighted, share * (1.0 - share)


def _of_number(values: FloatArray, model: Design, weights: FloatArray) -> tuple[FloatArray, ...]:
    """What is the mean of a number, weighted and not, and how is it spread? (1, n_arms) each"""

    def total(each: FloatArray) -> FloatArray:
        return np.bincount(model.arm, weights=each, minlength=len(model.arms)).astype(np.float64)

    patients, weight = total(model.rows), total(model.rows * weights)
    mean, weighted = (
        _over(total(model.rows * values), patients),
        _over(total(model.rows * weights * values), weight),
    )
    squares = total(model.rows * (values - mean[model.arm]) ** 2)
    variance = _over(squares, np.maximum(patients - 1.0, 0.0))
    return patients[None], mean[None], weighted[None], variance[None]


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
