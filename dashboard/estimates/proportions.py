"""Of so many patients, so many had the event: how large is the share, and how sure is that?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from dashboard.errors import BadInput
from dashboard.estimates.arrays import FloatArray
from dashboard.estimates.competing_risks import upper_limit_no_event
from dashboard.estimates.distributions import normal_quantile


class Interval(NamedTuple):
    """What is the estimate, and between which limits does it lie?

    Each has shape (n_groups,), NaN where there is no answer.
    """

    estimate: FloatArray
    lower: FloatArray
    upper: FloatArray


def wilson(events: ArrayLike, patients: ArrayLike, level: float = 0.95) -> Interval:
    """What share of each group had the event, between Wilson's limits?

    Parameters
    ----------
    events, patients
        Whole numbers of 0 or more, shape (n_groups,); a single number counts as one group.
    level
        Of the two-sided limits.

    Returns
    -------
    Interval
        Shares of 0 to 1; NaN where a group has no patients.

    Notes
    -----
    The limits are the shares that a score test would not reject: with x of n and z the normal
    quantile, the roots of `(n + z^2) p^2 - (2 x + z^2) p + x^2 / n`. The lower one is computed
    without a subtraction, the upper as one minus that of those without the event, so that 0 of n
    begins at exactly 0 and n of n ends at exactly 1.

    Source: Wilson (1927), J Am Stat Assoc 22:209-212, doi:10.1080/01621459.1927.10502953. Agrees
    with R `prop.test(events, patients, correct = FALSE)$conf.int` to 1e-9.
    """
    happened, n = counted(events, patients)
    z = normal_quantile(sensible(level))
    lower = _wilson_lower(happened, n, z)
    return Interval(share(happened, n), lower, 1.0 - _wilson_lower(n - happened, n, z))


def clopper_pearson(events: ArrayLike, patients: ArrayLike, level: float = 0.95) -> Interval:
    """What share of each group had the event, between limits that never promise too much?

    Parameters
    ----------
    events, patients
        Whole numbers of 0 or more, shape (n_groups,); a single number counts as one group.
    level
        Of the two-sided limits; they hold at least as often, whatever the true share.

    Returns
    -------
    Interval
        Shares of 0 to 1; NaN where a group has no patients.

    Notes
    -----
    The lower limit is the quantile `(1 - level) / 2` of the beta distribution with x and
    `n - x + 1`, 0 where x is 0; the upper is one minus that of those without the event.

    Source: Clopper & Pearson (1934), Biometrika 26:404-413, doi:10.1093/biomet/26.4.404. Agrees
    with R `binom.test(events, patients)$conf.int` to 1e-9.
    """
    happened, n = counted(events, patients)
    tail = (1.0 - sensible(level)) / 2.0
    lower = _exact_lower(happened, n, tail)
    return Interval(share(happened, n), lower, 1.0 - _exact_lower(n - happened, n, tail))


def upper_limits_no_event(
    events: ArrayLike, patients: ArrayLike, level: float = 0.95
) -> FloatArray:
    """Where none of a group had the event: how large may the share still be?

    The one-sided limit of `competing_risks.upper_limit_no_event` for each group, shape
    (n_groups,); NaN where somebody had the event, and where a group has no patients.
    """
    happened, n = counted(events, patients)
    limits = [upper_limit_no_event(float(number), sensible(level)) for number in n]
    return np.where((happened == 0.0) & (n > 0.0), np.array(limits, dtype=float), np.nan)


def share(events: FloatArray, patients: FloatArray) -> FloatArray:
    """What is `events / patients`, and NaN where there are no patients?"""
    return np.divide(events, patients, out=np.full(events.shape, np.nan), where=patients > 0.0)


def counted(events: ArrayLike, patients: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Which numbers of events and patients are these, if they can be?

    Raises
    ------
    BadInput
        A number is blank, negative or not whole; there are more events than patients; there are
        not as many numbers of events as of patients.
    """
    happened = np.atleast_1d(np.asarray(events, dtype=float))
    n = np.atleast_1d(np.asarray(patients, dtype=float))
    if happened.shape != n.shape or happened.ndim > 1:
        raise BadInput(
            f"The events have shape {happened.shape}, the patients {n.shape}.",
            "Give one number of events and one of patients for each group.",
        )
    for values, name in ((happened, "events"), (n, "patients")):
        broken = ~np.isfinite(values) | (values < 0.0) | (values != np.floor(values))
        if broken.any():
            offender = values[broken][0]
            told = "blank" if np.isnan(offender) else f"{offender:g}"
            raise BadInput(
                f"The number of {name} of a group cannot be {told}.",
                "Count whole numbers of 0 or more.",
            )
    if (happened > n).any():
        first = int(np.argmax(happened > n))
        raise BadInput(
            f"{happened[first]:.0f} events in {n[first]:.0f} patients cannot be.",
            "Count each patient with the event once.",
        )
    return happened, n


def sensible(level: float) -> float:
    """Is this a level that an interval can have?"""
    if not 0.0 < level < 1.0:
        raise BadInput(f"An interval cannot have the level {level:g}.", "Choose 0.95, for example.")
    return level


def _wilson_lower(x: FloatArray, n: FloatArray, z: float) -> FloatArray:
    """Which is the smallest share that a score test would not reject?"""
    spread = z * np.sqrt(z**2 + 4.0 * x * (1.0 - share(x, n)))
    return 2.0 * x * share(x, n) / (2.0 * x + z**2 + spread)


def _exact_lower(x: FloatArray, n: FloatArray, tail: float) -> FloatArray:
    """Which is the share from which x or more of n are as improbable as `tail`?"""
    from scipy.special import betaincinv

    some = np.maximum(x, 1.0)  # where there is none, the answer is 0 whatever the beta says
    lower = np.where(x > 0.0, betaincinv(some, n - x + 1.0, tail), 0.0)
    return np.where(n > 0.0, lower, np.nan)
