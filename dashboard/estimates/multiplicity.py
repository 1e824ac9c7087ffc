"""How surprising is a result that is one of several?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from dashboard.errors import BadInput
from dashboard.estimates.arrays import FloatArray


def holm(p_values: Sequence[float] | ArrayLike) -> FloatArray:
    """How surprising is each result, given how many were looked at?

    Parameters
    ----------
    p_values
        Shape (n,), 0 to 1; NaN where a test had no answer, which then counts as not made.

    Returns
    -------
    ndarray
        Shape (n,): adjusted p-values, 0 to 1, NaN where they were NaN.

    Notes
    -----
    Sorted upwards, the i-th of m is multiplied by m - i + 1, never falls below the one before it
    and never exceeds 1. Source: Holm (1979), Scand J Statist 6:65-70. Agrees with R
    `p.adjust(p, "holm")` to 1e-15.
    """
    p = np.asarray(p_values, dtype=float)
    made = ~np.isnan(p)
    if ((p[made] < 0.0) | (p[made] > 1.0)).any():
        raise BadInput(
            f"A p-value of {p[made][(p[made] < 0.0) | (p[made] > 1.0)][0]:g} cannot be.",
            "P-values lie between 0 and 1.",
        )
    order = np.argsort(p[made], kind="stable")
    factor = np.arange(len(order), 0, -1)
    adjusted = np.empty(len(order))
    adjusted[order] = np.minimum(np.maximum.accumulate(factor * p[made][order]), 1.0)
    answer = np.full(p.shape, np.nan)
    answer[made] = adjusted
    return answer
