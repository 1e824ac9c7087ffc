"""Does the hazard ratio stay the same over time?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dashboard.estimates.arrays import FloatArray, before, from_then_on, ratio, running_product
from dashboard.estimates.cox import CoxModel, Fitted
from dashboard.estimates.results import ChiSquareTest, quadratic_form

GLOBAL = "GLOBAL"


def proportional_hazards_test(model: CoxModel) -> ChiSquareTest:
    """Does the hazard ratio between the groups change with time?

    All indicators of the group together, on the scale 1 - S(t-) of the Kaplan-Meier curve of
    everybody fitted. Groups without a finite hazard ratio are left out; `reason` then names them.
    """
    if model.fitted is None:
        return ChiSquareTest.impossible("no hazard ratio to test")
    left_out = model.table.loc[model.table["reason"] != "", "group"].tolist()
    tested = changes_with_time(model.fitted, {"group": range(len(model.fitted.terms))})["group"]
    if left_out and not tested.reason:
        return ChiSquareTest.of(
            tested.statistic, tested.df, "without " + ", ".join(map(str, left_out))
        )
    return tested


def changes_with_time(
    fitted: Fitted, terms: Mapping[str, Sequence[int]]
) -> dict[str, ChiSquareTest]:
    """Which terms' coefficients change with time?

    Parameters
    ----------
    fitted
        A Cox model.
    terms
        Name of each term and the columns of the design that belong to it.

    Returns
    -------
    dict
        A test per term and one of all, named `GLOBAL`.

    Notes
    -----
    Adds to the model each covariate times g(t) and tests the additions by their score, all the
    original coefficients being in the model: Therneau's score test of `cox.zph` since survival
    3.0, not Grambsch & Therneau's approximation (1994, doi:10.1093/biomet/81.3.515).
    `g(t) = 1 - S(t-)`. Agrees with R `cox.zph(fit, transform = "km", terms = TRUE)` to 1e-9.
    """
    best = fitted.at_best
    g = _scale(fitted)[best.event_days]
    g = g - np.average(g, weights=fitted.cells.deaths[best.event_days])
    p = len(fitted.terms)
    score = np.concatenate([np.zeros(p), g @ best.score])
    parts = [best.information(), best.information(g), best.information(g**2)]
    information = np.block([[parts[0], parts[1]], [parts[1], parts[2]]])

    def test(columns: Sequence[int]) -> ChiSquareTest:
        kept = np.concatenate([np.arange(p), p + np.asarray(columns, dtype=np.int64)])
        statistic = quadratic_form(score[kept], information[np.ix_(kept, kept)])
        if statistic is None:
            return ChiSquareTest.impossible("the events do not spread over enough days")
        return ChiSquareTest.of(statistic, len(columns))

    return {**{name: test(columns) for name, columns in terms.items()}, GLOBAL: test(range(p))}


def _scale(fitted: Fitted) -> FloatArray:
    """How far has the Kaplan-Meier curve of all fallen just before each day? Shape (n_days,)"""
    at_risk = from_then_on(np.asarray(fitted.cells.leaving.sum(axis=1)))
    return 1.0 - before(running_product(1.0 - ratio(fitted.cells.deaths, at_risk)), 1.0)
