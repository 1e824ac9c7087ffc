"""How much does each patient count, so that the arms have the same case mix?"""

from __future__ import annotations

import numpy as np

from dashboard.errors import BadInput
from dashboard.estimates.arrays import FloatArray
from dashboard.estimates.case_mix import CaseMix
from dashboard.estimates.propensity import Propensity

# Stabilised weights below and above these quantiles of their own are set to them.
TRUNCATED_AT = (0.01, 0.99)


def overlap_weights(fitted: Propensity) -> FloatArray:
    """How much does each patient count where those whose arm was least certain count most?

    Returns
    -------
    ndarray
        Shape (n_rows,), of the counts that were fitted, 0 to 1; NaN where not comparable.

    Notes
    -----
    `h / P(own arm)` with `h = 1 / sum over arms of 1 / P(arm)`; for a pair that is one minus the
    probability of the own arm. For a pair the weighted means of all covariates in the model are
    the same in both arms.

    Source: Li, Morgan & Zaslavsky (2018), doi:10.1080/01621459.2016.1260466; Li & Li (2019),
    doi:10.1214/19-AOAS1282. Agrees with the same formulas in R to 1e-9.
    """
    inverse = 1.0 / fitted.probabilities
    share: FloatArray = inverse / inverse.sum(axis=1, keepdims=True)
    return share[fitted.design.cell, fitted.design.arm]


def inverse_weights(fitted: Propensity) -> FloatArray:
    """How many patients does each stand for, if all arms are to look like everybody?

    Shape (n_rows,), 1 or more: `1 / P(own arm)`; NaN where not comparable. Source: Rosenbaum
    (1987), doi:10.1080/01621459.1987.10478441.
    """
    return 1.0 / fitted.own()


def stabilised_weights(fitted: Propensity) -> FloatArray:
    """How many patients does each stand for, if each arm keeps about its size?

    Shape (n_rows,): the arm's share of all patients over `P(own arm)`; NaN where not comparable.
    Source: Robins, Hernan & Brumback (2000), doi:10.1097/00001648-200009000-00011. Agrees with
    the same formula in R to 1e-9.
    """
    size = fitted.design.patients.sum(axis=0)
    marginal: FloatArray = size / size.sum()
    return marginal[fitted.design.arm] / fitted.own()


def truncated_weights(fitted: Propensity) -> FloatArray:
    """How many patients does each stand for, if none may stand for too many?

    Stabilised weights, those beyond their own 1st and 99th percentile over all patients set to
    these. Shape (n_rows,). Source: Cole & Hernan (2008), doi:10.1093/aje/kwn164. Agrees with R
    `quantile(w, c(0.01, 0.99), type = 7)` and the weights that follow to 1e-9.
    """
    weights, patients = stabilised_weights(fitted), fitted.design.rows
    # Sorted once: to sort again what is sorted takes next to nothing.
    order = np.argsort(weights, kind="stable")
    lowest, highest = (quantile(weights[order], patients[order], at) for at in TRUNCATED_AT)
    return np.clip(weights, lowest, highest)


def quantile(values: FloatArray, patients: FloatArray, at: float) -> float:
    """Below which value lies this share of the patients?

    Parameters
    ----------
    values, patients
        Shape (n_rows,): a value, and how many patients have it (whole numbers of 0 or more).
    at
        The share, 0 to 1.

    Returns
    -------
    float
        NaN where there are no patients, or a value is NaN.

    Notes
    -----
    With the n values in order, counted from 0, the one at place `(n - 1) at`; between two places
    on the line from one value to the next. Source: Hyndman & Fan (1996), definition 7,
    doi:10.1080/00031305.1996.10473566. Agrees with R `quantile(rep(values, patients), at)` to
    1e-12.
    """
    if not 0.0 <= at <= 1.0:
        raise BadInput(f"There is no quantile at {at:g}.", "Choose a share of 0 to 1.")
    some = patients > 0.0
    if not some.any() or np.isnan(values[some]).any():
        return float("nan")
    order = np.argsort(values[some], kind="stable")
    sorted_values, up_to = values[some][order], patients[some][order].cumsum()
    place = (up_to[-1] - 1.0) * at
    below = np.floor(place)
    low, high = (
        sorted_values[np.searchsorted(up_to, min(each, up_to[-1] - 1.0), side="right")]
        for each in (below, below + 1.0)
    )
    return float(low + (place - below) * (high - low))


def effective_sizes(mix: CaseMix, weights: FloatArray) -> FloatArray:
    """How many patients of equal weight would be as informative, in each arm?

    Parameters
    ----------
    mix
        Counts by arm.
    weights
        Shape (n_rows,): of a patient of each row.

    Returns
    -------
    ndarray
        Shape (n_arms,), at most the number of patients; NaN for an arm without any weight.

    Notes
    -----
    `(sum of w)^2 / sum of w^2` over the patients. Source: Kish (1965), *Survey Sampling*, section
    11.7. Agrees with the same formula in R to 1e-9.
    """
    largest = float(np.nan_to_num(weights).max(initial=0.0))
    relative = weights / largest if largest > 0.0 else weights  # the square of a tiny weight is 0
    once, twice = (mix.per_arm(mix.patients * relative**power) for power in (1, 2))
    effective = np.full(len(mix.arms), np.nan)
    return np.divide(once**2, twice, out=effective, where=twice > 0.0)
