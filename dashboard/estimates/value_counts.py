"""Of so many patients so many gave each value: which values lie in the middle?"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from dashboard.errors import BadInput
from dashboard.estimates.proportions import counted


def quantile(values: ArrayLike, numbers: ArrayLike, probability: float) -> float:
    """Below which value does this share of the patients lie?

    Parameters
    ----------
    values, numbers
        Each value once, and how many gave it; shape (n_values,), in any order.
    probability
        From 0 to 1; 0.5 is the median.

    Returns
    -------
    float
        Between two values where the place falls between two patients; NaN where nobody gave any.

    Raises
    ------
    BadInput
        A number is blank, negative or not whole, or the probability is outside 0 to 1.

    Notes
    -----
    R `quantile(type = 7)`, its default: the place is `(n - 1) p` from the lowest value, and between two
    patients the value is interpolated. Source: Hyndman & Fan (1996), Am Stat 50:361-365. Agrees with R to 1e-12.
    """
    if not 0.0 <= probability <= 1.0:
        raise BadInput(f"{probability:g} is no share of patients.", "Choose one from 0 to 1.")
    held, _ = counted(numbers, numbers)
    given = np.atleast_1d(np.asarray(values, dtype=float))
    order = np.argsort(given)
    up_to = np.cumsum(held[order])
    if not len(up_to) or up_to[-1] == 0.0:
        return float("nan")
    place = (up_to[-1] - 1.0) * probability
    low, high = (
        given[order][int(np.searchsorted(up_to, whole, side="right"))]
        for whole in (np.floor(place), np.ceil(place))
    )
    return float(low + (place - np.floor(place)) * (high - low))
