"""How probable was each arm for patients with this case mix? A logit model from counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.estimates.arrays import FloatArray
from dashboard.estimates.design import Design, cross_products
from dashboard.estimates.results import SHOWN
from dashboard.estimates.told_apart import reason_why_told_apart

NOT_COMPARABLE = "not_comparable"

_MAX_STEPS = 60
# The gradient is 0 once it is below this share of the sums that it is the difference of.
_FLAT = 1e-12
# No step moves a logit by more than this.
_LONGEST = 5.0


@dataclass(frozen=True, eq=False)
class Propensity:
    """How probable was each arm, given the case mix?

    Attributes
    ----------
    design
        What was fitted.
    coefficients
        Shape (n_terms, n_arms - 1): log odds against the first arm.
    probabilities
        Shape (n_cells, n_arms), each row adding up to 1.
    loglik
        Over the patients, each one's own arm.
    status, reason
        `shown`, or `not_comparable` and why; then all numbers are NaN.
    """

    design: Design
    coefficients: FloatArray
    probabilities: FloatArray
    loglik: float
    status: str = SHOWN
    reason: str = ""

    def of_rows(self) -> FloatArray:
        """How probable was each arm for the patients of each row? Shape (n_rows, n_arms)"""
        return self.probabilities[self.design.cell]

    def own(self) -> FloatArray:
        """How probable was their own arm for the patients of each row? Shape (n_rows,)"""
        own: FloatArray = self.probabilities[self.design.cell, self.design.arm]
        return own


def propensity(model: Design) -> Propensity:
    """How probable was each arm for patients with this case mix?

    Parameters
    ----------
    model
        From `design.design`, best after `case_mix.common_support`.

    Notes
    -----
    Multinomial logit `P(arm k | x) = exp(x b_k) / sum over l of exp(x b_l)` with b = 0 for the
    first arm, the binary one for a pair; Newton's method from the counts, steps halved where they
    lose likelihood, until the gradient is 0 to 1e-12 of its parts, and once more.

    Whether there is an optimum is not judged from the iteration, which stops sooner or later, but
    beforehand (see `told_apart`).

    Source: McCullagh & Nelder, *Generalized Linear Models* (1989), sections 4.4 and 5.2,
    doi:10.1007/978-1-4899-3242-6. Agrees with R `glm(family = binomial, epsilon = 1e-15)` and with
    a multinomial Newton's method in R to 1e-9; `nnet::multinom` stops earlier.
    """
    reason = _nobody(model) or reason_why_told_apart(
        model.matrix, model.patients > 0.0, model.arms, model.of_covariate
    )
    fitted = None if reason else _optimum(model)
    if fitted is None:
        shape = (len(model.terms), len(model.arms) - 1)
        return Propensity(
            model,
            np.full(shape, np.nan),
            np.full(model.patients.shape, np.nan),
            float("nan"),
            NOT_COMPARABLE,
            reason or "the model of who gets which treatment has no best fit within reach",
        )
    probabilities = np.exp(_log_probabilities(model, fitted))
    return Propensity(model, fitted, probabilities, _loglik(model, fitted))


def _nobody(model: Design) -> str:
    """Is an arm empty? Then why nothing can be compared; else an empty text."""
    for name, number in zip(model.arms, model.patients.sum(axis=0), strict=True):
        if number == 0.0:
            return f"nobody in {name} has a case mix that is found in the other arms"
    return ""


def _log_probabilities(model: Design, beta: FloatArray) -> FloatArray:
    """What is the logarithm of each arm's probability? Shape (n_cells, n_arms)"""
    logit = np.column_stack(
        [np.zeros(len(model.matrix)), np.einsum("ij,jk->ik", model.matrix, beta)]
    )
    logit -= logit.max(axis=1, keepdims=True)
    return logit - np.log(np.exp(logit).sum(axis=1, keepdims=True))


def _loglik(model: Design, beta: FloatArray) -> float:
    return float((model.patients * _log_probabilities(model, beta)).sum())


def _optimum(model: Design) -> FloatArray | None:
    """Which coefficients fit best? Shape (n_terms, n_arms - 1); None where none are reached."""
    x, total = model.matrix, model.patients.sum(axis=1)
    parts = np.maximum(np.einsum("ij,i->j", np.abs(x), total), 1e-300)[:, None]
    beta = np.zeros((x.shape[1], len(model.arms) - 1))
    now = _loglik(model, beta)
    for _ in range(_MAX_STEPS):
        share = np.exp(_log_probabilities(model, beta))[:, 1:]
        unexpected = model.patients[:, 1:] - total[:, None] * share
        gradient = np.einsum("ij,ik->jk", x, unexpected)
        step = _newton_step(x, total, share, gradient)
        if step is None:
            return None
        if (np.abs(gradient) <= _FLAT * parts).all():
            return beta + step  # where an arm is rare, its part of the gradient is flat too early
        step *= min(
            1.0, _LONGEST / max(float(np.abs(np.einsum("ij,jk->ik", x, step)).max()), 1e-300)
        )
        for _ in range(_MAX_STEPS):
            ahead = _loglik(model, beta + step)
            if ahead >= now - _FLAT * abs(now):
                break
            step /= 2.0
        beta, now = beta + step, ahead
    return None


def _newton_step(
    x: FloatArray, total: FloatArray, share: FloatArray, gradient: FloatArray
) -> FloatArray | None:
    """Where does Newton's method go from here? None where the likelihood is flat."""
    n_terms, blocks = gradient.shape
    curved = np.empty((blocks, n_terms, blocks, n_terms))
    for one in range(blocks):
        for other in range(one + 1):
            spread = total * share[:, one] * ((one == other) - share[:, other])
            curved[one, :, other] = curved[other, :, one] = cross_products(x, spread)
    information = curved.reshape(blocks * n_terms, blocks * n_terms)
    own = np.diag(information)
    if not (own > 0.0).all():
        return None
    scale = np.sqrt(own)
    try:
        step = np.linalg.solve(information / np.outer(scale, scale), gradient.T.ravel() / scale)
    except np.linalg.LinAlgError:
        return None
    return (step / scale).reshape(blocks, n_terms).T.astype(np.float64)
