"""The few quantiles and tail probabilities that the estimators need."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def normal_quantile(level: float) -> float:
    """How many standard errors either side make a two-sided interval of this level?

    `level` is between 0 and 1; 0.95 gives 1.959964. Agrees with R `qnorm(1 - (1 - level) / 2)`
    to 1e-15.
    """
    from scipy.special import ndtri

    return float(ndtri(0.5 + level / 2.0))


def two_sided_p(z: Any) -> NDArray[np.float64]:
    """How probable is a standard normal value at least as far from 0 as `z`, on either side?

    Computed from the lower tail, so that 1e-300 does not become 0. NaN stays NaN.
    """
    from scipy.special import ndtr

    return np.asarray(2.0 * ndtr(-np.abs(np.asarray(z, dtype=float))), dtype=float)


def chi_square_p(statistic: float, df: int) -> float:
    """How probable is a chi-square value of `df` degrees of freedom above `statistic`?

    The upper tail itself, never one minus the lower: a p-value of 1e-174 stays 1e-174.
    Agrees with R `pchisq(statistic, df, lower.tail = FALSE)` to 1e-12 relative.
    """
    from scipy.special import chdtrc

    return float(chdtrc(df, statistic))


def t_quantile(level: float, df: Any) -> NDArray[np.float64]:
    """How many standard errors either side, on so few degrees of freedom, make a two-sided interval of this level?

    Agrees with R `qt(1 - (1 - level) / 2, df)` to 1e-12 relative; NaN where `df` is below 1.
    """
    from scipy.special import stdtrit

    freedom = np.asarray(df, dtype=float)
    return np.asarray(
        stdtrit(np.where(freedom >= 1.0, freedom, np.nan), 0.5 + level / 2.0), dtype=float
    )


def two_sided_t_p(t: Any, df: Any) -> NDArray[np.float64]:
    """How probable is a value of Student's t at least as far from 0 as `t`? From the lower tail; NaN stays NaN."""
    from scipy.special import stdtr

    return np.asarray(2.0 * stdtr(df, -np.abs(np.asarray(t, dtype=float))), dtype=float)
