"""Are so few events to be expected in a month that one without any is nothing unusual? What signals then?"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from dashboard.estimates.arrays import IntArray
from dashboard.estimates.control_charts import ControlChart
from dashboard.estimates.proportions import counted
from dashboard.estimates.run_rules import OUTSIDE, signals

# Of 3 expected, none happens in 5 months of 100: exp(-3).
FEW = 3.0
# So seldom does a normal value lie above three standard deviations, which limits stand for.
BEYOND = 0.00135


def few_expected(centre: float, patients: ArrayLike) -> bool:
    """Is a month without any event, or without any exception, nothing unusual?

    Parameters
    ----------
    centre
        Share of patients with the event, 0 to 1; NaN gives False.
    patients
        Of each settled month, shape (n_points,); those without any are left out.

    Notes
    -----
    The typical month has the median number: the rarer of event and exception is expected there
    below `FEW` times. A share of 0 or 1 throughout is such a one, too.
    """
    n = np.asarray(patients, dtype=float)
    n = n[n > 0.0]
    return len(n) > 0 and bool(min(centre, 1.0 - centre) * np.median(n) < FEW)


def signals_of_shares(
    chart: ControlChart, events: ArrayLike, patients: ArrayLike
) -> dict[str, IntArray]:
    """At which points of a chart of shares does a rule end a pattern that means something?

    Parameters
    ----------
    chart
        `p` or `p_prime`, of settled months alone.
    events, patients
        What its points are made of, shape (n_points,).

    Returns
    -------
    dict
        As `run_rules.signals`. Where few events are expected, only points outside the limits
        signal, and of these only those whose exact binomial tail is below `BEYOND`: the rules take
        a month to be as often above the centre as below it, and limits to be those of a normal
        value. Of rare events most months are at 0, and one event can lie above three sigma.

    Raises
    ------
    BadInput
        If events and patients are no counts of the same months.
    """
    # Loaded where it is used, so that opening the dashboard does not wait for it.
    from scipy.stats import binom

    happened, n = counted(events, patients)
    found = signals(chart)
    if not few_expected(chart.centre, n):
        return found
    tail = np.where(
        found[OUTSIDE] > 0,
        binom.sf(happened - 1.0, n, chart.centre),
        binom.cdf(happened, n, chart.centre),
    )
    silent = {rule: np.zeros_like(sides) for rule, sides in found.items()}
    return {**silent, OUTSIDE: np.where(tail < BEYOND, found[OUTSIDE], 0)}
