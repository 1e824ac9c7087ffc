"""Of each arm, weighted, so many had the event: how large is the share, and how do arms differ?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.errors import BadInput
from dashboard.estimates.arrays import FloatArray
from dashboard.estimates.case_mix import coded
from dashboard.estimates.counts import require_columns
from dashboard.estimates.distributions import normal_quantile, two_sided_p
from dashboard.estimates.proportions import counted, sensible
from dashboard.estimates.results import NOT_ESTIMABLE, SHOWN

# Each contrast with its method, in the order of the rows of a pair.
_METHODS = {"difference": "weighted_sandwich", "ratio": "weighted_sandwich_log"}


class EValue(NamedTuple):
    """How strong would an unrecorded difference have to be, to explain a ratio or its limit away?

    Attributes
    ----------
    estimate
        For the ratio itself, 1 or more.
    limit
        For the limit nearest 1; 1 where the interval covers 1.
    """

    estimate: float
    limit: float


def weighted_risks(
    counts: pd.DataFrame, arms: Sequence[str], weights: FloatArray, level: float = 0.95
) -> pd.DataFrame:
    """What weighted share of each arm had the event?

    Parameters
    ----------
    counts
        `group` (the arm), `patients` and `events` (whole numbers of 0 or more), one row or more
        per combination of case mix and arm.
    arms
        Which arms, in the order in which they are shown; every row belongs to one.
    weights
        Shape (n_rows,), 0 or more: of a patient of each row.
    level
        Of the two-sided limits, normal on the scale of the logit.

    Returns
    -------
    pandas.DataFrame
        One row per arm: ``group``, ``patients``, ``events``, ``estimate``, ``std_error``,
        ``ci_lower``, ``ci_upper``, ``status``. ``not_estimable`` and blank where an arm has no
        weight; limits are blank where nobody or everybody had the event, since nothing then says
        how sure one can be.

    Raises
    ------
    BadInput
        A column is missing; counts are not whole; a weight is blank or negative.

    Notes
    -----
    Hajek's mean `m = sum of w y / sum of w` with the sandwich error (HC0)
    `sqrt(sum of w^2 (y - m)^2) / sum of w`, the weights taken as known. A row of n patients, x of
    them with the event, adds `w^2 (x (1 - m)^2 + (n - x) m^2)`.

    Source: Hajek (1971), comment in *Foundations of Statistical Inference*, page 236; White
    (1980), doi:10.2307/1912934. Agrees with R `sandwich::vcovHC(lm(y ~ 1, weights = w), "HC0")`
    to 1e-9; `survey::svymean` has `n / (n - 1)` times its square.
    """
    require_columns(counts, ("group", "patients", "events"))
    x, n = counted(counts["events"].to_numpy(float), counts["patients"].to_numpy(float))
    w, z = _known(weights, len(n)), normal_quantile(sensible(level))
    mix = coded(counts, arms, ())
    arm, total = mix.arm, mix.per_arm

    weight = total(w * n)
    known = weight > 0.0
    weight = np.where(known, weight, np.nan)
    risk = np.minimum(total(w * x) / weight, 1.0)
    own = risk[arm]
    squares = total(np.where(n > 0.0, w**2 * (x * (1.0 - own) ** 2 + (n - x) * own**2), 0.0))
    error = np.sqrt(squares) / weight
    spread = risk * (1.0 - risk) * np.where(error > 0.0, 1.0, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        logit, margin = np.log(risk / (1.0 - risk)), z * error / spread
        lower, upper = (1.0 / (1.0 + np.exp(-(logit + side * margin))) for side in (-1.0, 1.0))
    return pd.DataFrame(
        {
            "group": pd.Series(list(arms), dtype="str"),
            "patients": total(n),
            "events": total(x),
            "estimate": risk,
            "std_error": error,
            "ci_lower": lower,
            "ci_upper": upper,
            "status": pd.Series(np.where(known, SHOWN, NOT_ESTIMABLE), dtype="str"),
        }
    )


def weighted_contrasts(
    risks: pd.DataFrame, level: float = 0.95, pairs: Sequence[tuple[int, int]] | None = None
) -> pd.DataFrame:
    """By how much, and how many times, does each arm's risk differ from each earlier arm's?

    Parameters
    ----------
    risks
        From `weighted_risks`; any frame with `group`, `estimate` and `std_error` of independent
        arms will do.
    level
        Of the two-sided limits.
    pairs
        Which rows are compared, the reference first; all of them by default.

    Returns
    -------
    pandas.DataFrame
        Two rows per pair: ``group``, ``reference``, ``contrast`` (``difference``, ``ratio``),
        ``estimate``, ``std_error`` (of the ratio: of its logarithm), ``ci_lower``, ``ci_upper``,
        ``statistic`` (z), ``p_value``, ``method``, ``status``.

        ``not_estimable`` where an error is 0 or unknown on either side: an arm in which nobody
        had the event does not say how sure one can be. The difference stays, without limits; the
        ratio is blank.

    Notes
    -----
    With risks p and q and their errors s and t, the difference `p - q` has the error
    `sqrt(s^2 + t^2)`, the logarithm of the ratio `sqrt((s / p)^2 + (t / q)^2)`; normal limits, of
    the ratio on the scale of its logarithm. Agrees with the same formulas in R to 1e-9. Holm's
    correction is left to the caller, who knows over how many.
    """
    z = normal_quantile(sensible(level))
    names = risks["group"].to_numpy(dtype=object)
    risk, error = (risks[name].to_numpy(dtype=float) for name in ("estimate", "std_error"))
    chosen = list(combinations(range(len(names)), 2)) if pairs is None else list(pairs)
    first, second = np.array(chosen, dtype=np.int64).reshape(-1, 2).T
    known = (error[first] > 0.0) & (error[second] > 0.0)
    p, q = (np.where(known, risk[side], np.nan) for side in (second, first))
    estimates = np.column_stack([risk[second] - risk[first], p / q])
    scale = np.column_stack([p - q, np.log(p / q)])
    errors = np.column_stack(
        [np.hypot(error[second], error[first]), np.hypot(error[second] / p, error[first] / q)]
    )
    errors = np.where(known[:, None], errors, np.nan)
    lower, upper = scale - z * errors, scale + z * errors
    lower[:, 1], upper[:, 1] = np.exp(lower[:, 1]), np.exp(upper[:, 1])
    rows = len(_METHODS)
    return pd.DataFrame(
        {
            "group": pd.Series(np.repeat(names[second], rows), dtype="str"),
            "reference": pd.Series(np.repeat(names[first], rows), dtype="str"),
            "contrast": pd.Series(list(_METHODS) * len(chosen), dtype="str"),
            "estimate": estimates.ravel(),
            "std_error": errors.ravel(),
            "ci_lower": lower.ravel(),
            "ci_upper": upper.ravel(),
            "statistic": (scale / errors).ravel(),
            "p_value": two_sided_p(scale / errors).ravel(),
            "method": pd.Series(list(_METHODS.values()) * len(chosen), dtype="str"),
            "status": pd.Series(
                np.repeat(np.where(known, SHOWN, NOT_ESTIMABLE), rows), dtype="str"
            ),
        }
    )


def e_value(ratio: float, lower: float, upper: float) -> EValue:
    """How strong would an unrecorded difference have to be, to explain this risk ratio away?

    Parameters
    ----------
    ratio, lower, upper
        A risk ratio and its limits, above 0; NaN where not known.

    Returns
    -------
    EValue
        Risk ratios, 1 or more, that the unrecorded trait would need with the arm and with the
        event, beyond what is adjusted for; NaN where not known.

    Notes
    -----
    `RR + sqrt(RR (RR - 1))` for a ratio above 1; one below is inverted first. For the limit
    nearest 1 likewise; 1 where the interval covers 1.

    Source: VanderWeele & Ding (2017), doi:10.7326/M16-2607. Agrees with the examples there.
    """
    for value in (ratio, lower, upper):
        if value <= 0.0 or value == np.inf:
            raise BadInput(f"A risk ratio of {value:g} has no E-value.", "Give ratios above 0.")
    if lower > ratio or upper < ratio:
        raise BadInput(
            f"The ratio {ratio:g} does not lie between {lower:g} and {upper:g}.",
            "Give the ratio, then its lower and its upper limit.",
        )
    nearest = lower if lower > 1.0 else upper if upper < 1.0 else 1.0 + 0.0 * (lower + upper)
    return EValue(_e_value(ratio), _e_value(nearest))


def _e_value(ratio: float) -> float:
    """How large is the E-value of one ratio?"""
    above = 1.0 / ratio if ratio < 1.0 else ratio
    return float(above + np.sqrt(above * (above - 1.0)))


def _known(weights: FloatArray, n_rows: int) -> FloatArray:
    """Are these weights that can be used?"""
    values = np.asarray(weights, dtype=float)
    if values.shape != (n_rows,):
        raise BadInput(
            f"{n_rows} rows of counts have {values.size} weights.", "Give a weight for each row."
        )
    bad = ~(values >= 0.0) | np.isinf(values)
    if bad.any():
        told = "blank" if np.isnan(values[bad][0]) else f"{values[bad][0]:g}"
        raise BadInput(
            f"A weight cannot be {told}.", "Weigh only arms that are comparable, by 0 or more."
        )
    return values
