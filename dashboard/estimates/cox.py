"""The hazard ratio between groups: Cox's model with one indicator per group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.errors import BadInput
from dashboard.estimates.arrays import FloatArray
from dashboard.estimates.columns import columns_of
from dashboard.estimates.counts import Counts
from dashboard.estimates.cox_likelihood import Cells, Likelihood, likelihood
from dashboard.estimates.distributions import normal_quantile, two_sided_p
from dashboard.estimates.results import NOT_ESTIMABLE, SHOWN, ChiSquareTest, quadratic_form
from dashboard.estimates.separation import comparable_with

_MAX_STEPS = 50
# Stop once a Newton step would change the log likelihood by less than this; the step is still
# taken, so that the coefficients are right to about 1e-11 standard errors.
_NO_GAIN = 1e-18
# Two log likelihoods are told apart to this share of them.
_ROUNDING = 1e-12
# Near the best value the curvature hardly changes, and measuring it is most of the work: as long as a step
# leaves no more than this of what there was to gain, that of an earlier step will do.
_CURVED_ALIKE = 1e-5
# No step multiplies a relative risk by more than exp of this.
_LONGEST = 5.0


@dataclass(frozen=True, eq=False)
class Fitted:
    """Which coefficients fit best, and how curved is the likelihood there?

    Attributes
    ----------
    cells
        What was fitted.
    terms
        Names of the columns of the design, shape (n_terms,).
    beta, covariance
        Shapes (n_terms,), (n_terms, n_terms): log hazard ratios, inverse information.
    at_best
        The likelihood there.
    """

    cells: Cells
    terms: tuple[str, ...]
    beta: FloatArray
    covariance: FloatArray
    at_best: Likelihood


@dataclass(frozen=True, eq=False)
class CoxModel:
    """How do the groups' hazards compare with the reference's, and does the group matter at all?

    Attributes
    ----------
    reference
        The group with hazard ratio 1.
    table
        One row per other group: `group`, `coefficient` (log hazard ratio), `std_error`,
        `hazard_ratio`, `ci_lower`, `ci_upper`, `statistic` (z), `p_value`, `status`, `reason`.
    loglik_null, loglik
        Of no difference, and of the best fit; the latter is NaN where a hazard ratio has no
        finite value.
    likelihood_ratio, wald, score
        Tests of no difference between any groups.
    fitted
        The fit to the groups with finite hazard ratios; None if there are none.
    """

    reference: str
    table: pd.DataFrame
    loglik_null: float
    loglik: float
    likelihood_ratio: ChiSquareTest
    wald: ChiSquareTest
    score: ChiSquareTest
    fitted: Fitted | None


def cox(counts: Counts, reference: str, level: float = 0.95) -> CoxModel:
    """By what factor does each group's rate of the event differ from the reference's?

    Parameters
    ----------
    counts
        A competing event ends observation: the model is cause-specific.
    reference
        The group to compare with.
    level
        Of the two-sided limits, normal on the log scale.

    Notes
    -----
    Efron's likelihood, Newton's method. A group without a finite hazard ratio is
    `not_estimable`, with the reason; the others keep theirs (see `separation`).

    Source: Cox (1972), doi:10.1111/j.2517-6161.1972.tb00899.x. Agrees with R `coxph(Surv(time,
    event) ~ group, ties = "efron")` to 1e-9 where R iterates to the optimum.
    """
    reasons = comparable_with(counts, reference)
    finite = [group for group, reason in reasons.items() if not reason]
    fitted = fit(group_cells(counts.restricted_to([reference, *finite])), tuple(finite))
    if fitted is None:
        trouble = "the likelihood has no single best value"
        reasons = {group: reason or trouble for group, reason in reasons.items()}
    covariance = None if fitted is None else fitted.covariance
    table = coefficient_table(fitted, covariance, reasons, level)
    null, score = _no_difference(counts, reference)
    if fitted is None or len(finite) < len(reasons):
        because = next(iter(filter(None, reasons.values())), "fewer than two groups")
        none = ChiSquareTest.impossible(because)
        return CoxModel(reference, table, null, float("nan"), none, none, score, fitted)
    ratio = ChiSquareTest.of(max(2.0 * (fitted.at_best.loglik - null), 0.0), len(finite))
    wald = wald_test(fitted.beta, fitted.covariance)
    return CoxModel(reference, table, null, fitted.at_best.loglik, ratio, wald, score, fitted)


def group_cells(counts: Counts) -> Cells:
    """How do groups enter the model? An indicator for each but the first."""
    if (counts.events != np.floor(counts.events)).any():
        raise BadInput(
            "The Cox model was given events that are not whole.",
            "Give it exact counts: Efron's rule for ties counts events one by one.",
        )
    design = np.eye(len(counts.groups))[:, 1:]
    return Cells(counts.days, counts.leaving.T, counts.events.T, columns_of(design))


def fit(cells: Cells, terms: tuple[str, ...]) -> Fitted | None:
    """Which coefficients fit best? None where Newton's method finds no single best value."""
    beta = np.zeros(len(terms))
    if not terms:
        return None
    now, gain = likelihood(cells, beta), 0.0
    information = now.information()
    for _ in range(_MAX_STEPS):
        gradient, before = now.gradient(), gain
        left = quadratic_form(gradient, information)
        if left is None or left > _CURVED_ALIKE * before:
            information = now.information()
            left = quadratic_form(gradient, information)
        if left is None:
            return None
        gain = left
        step = np.linalg.solve(information, gradient).astype(np.float64)
        beta, now = _uphill(cells, beta, now, step)
        if gain < _NO_GAIN:
            covariance = np.linalg.inv(now.information()).astype(np.float64)
            return Fitted(cells, terms, beta, covariance, now)
    return None


def _uphill(
    cells: Cells, beta: FloatArray, now: Likelihood, step: FloatArray
) -> tuple[FloatArray, Likelihood]:
    """Where does a Newton step lead, cut short where it is wild or loses likelihood?"""
    furthest = np.abs(cells.columns @ step).max()
    step = step * min(1.0, _LONGEST / furthest) if furthest > 0.0 else step
    for _ in range(_MAX_STEPS):
        ahead = likelihood(cells, beta + step)
        if ahead.loglik >= now.loglik - _ROUNDING * abs(now.loglik):
            return beta + step, ahead
        step = step / 2.0
    return beta, now


def coefficient_table(
    fitted: Fitted | None, covariance: FloatArray | None, reasons: dict[str, str], level: float
) -> pd.DataFrame:
    """How do coefficients and their errors read, those without a finite value left blank?"""
    names = list(reasons)
    coefficient, error = np.full(len(names), np.nan), np.full(len(names), np.nan)
    if fitted is not None and covariance is not None:
        places = [names.index(term) for term in fitted.terms]
        coefficient[places], error[places] = fitted.beta, np.sqrt(np.diag(covariance))
    margin = normal_quantile(level) * error
    statistic = coefficient / error
    return pd.DataFrame(
        {
            "group": pd.Series(names, dtype="str"),
            "coefficient": coefficient,
            "std_error": error,
            "hazard_ratio": np.exp(coefficient),
            "ci_lower": np.exp(coefficient - margin),
            "ci_upper": np.exp(coefficient + margin),
            "statistic": statistic,
            "p_value": two_sided_p(statistic),
            "status": pd.Series(
                [NOT_ESTIMABLE if reason else SHOWN for reason in reasons.values()], dtype="str"
            ),
            "reason": pd.Series(list(reasons.values()), dtype="str"),
        }
    )


def wald_test(beta: FloatArray, covariance: FloatArray) -> ChiSquareTest:
    """Are all coefficients 0, judged by how many standard errors they lie off?"""
    statistic = quadratic_form(beta, covariance)
    if statistic is None:
        return ChiSquareTest.impossible("the coefficients' covariance is singular")
    return ChiSquareTest.of(statistic, len(beta))


def _no_difference(counts: Counts, reference: str) -> tuple[float, ChiSquareTest]:
    """What is the likelihood of no difference, and how steep is it there?"""
    others = [group for group in counts.groups if group != reference]
    seen = counts.restricted_to([reference, *others])
    exposed = seen.exposed
    cells = group_cells(seen)
    null = likelihood(cells, np.zeros(len(others)))
    kept = np.flatnonzero(exposed[1:])
    if not exposed[0] or len(kept) == 0:
        return null.loglik, ChiSquareTest.impossible(
            "fewer than two groups were observed on a day of an event"
        )
    statistic = quadratic_form(null.gradient()[kept], null.information()[np.ix_(kept, kept)])
    if statistic is None:
        return null.loglik, ChiSquareTest.impossible(
            "the days of the events leave nothing to compare"
        )
    return null.loglik, ChiSquareTest.of(statistic, len(kept))
