"""How probable was each arm for patients with this case mix? A logit model from counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from dashboard.estimates.arrays import FloatArray
from dashboard.estimates.columns import Columns
from dashboard.estimates.design import Design
from dashboard.estimates.optimum import has_optimum
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

    Whether there is an optimum is not judged from the iteration, which stops sooner or later: it
    is proved from where the iteration has come to (see `optimum`), or else refuted, or proved, by
    linear programming (see `told_apart`).

    Source: McCullagh & Nelder, *Generalized Linear Models* (1989), sections 4.4 and 5.2,
    doi:10.1007/978-1-4899-3242-6. Agrees with R `glm(family = binomial, epsilon = 1e-15)` and with
    a multinomial Newton's method in R to 1e-9; `nnet::multinom` stops earlier.
    """
    reason = _nobody(model)
    found = None if reason else _optimum(model)
    if not reason and (found is None or not found.proved):
        matrix, observed = model.columns.written_out, model.patients > 0.0
        reason = reason_why_told_apart(matrix, observed, model.arms, model.of_covariate)
    if reason or found is None:
        shape = (len(model.terms), len(model.arms) - 1)
        return Propensity(
            model,
            np.full(shape, np.nan),
            np.full(model.patients.shape, np.nan),
            float("nan"),
            NOT_COMPARABLE,
            reason or "the model of who gets which treatment has no best fit within reach",
        )
    logs, shares = _probabilities(model.columns @ found.beta)
    loglik = float((model.patients.T * logs).sum())
    return Propensity(model, found.beta, np.ascontiguousarray(shares.T), loglik)


def _nobody(model: Design) -> str:
    """Is an arm empty? Then why nothing can be compared; else an empty text."""
    for name, number in zip(model.arms, model.patients.sum(axis=0), strict=True):
        if number == 0.0:
            return f"nobody in {name} has a case mix that is found in the other arms"
    return ""


class _Found(NamedTuple):
    """Where has Newton's method come to: coefficients (n_terms, n_arms - 1), proved to be the best or not?"""

    beta: FloatArray
    proved: bool


def _probabilities(odds: FloatArray) -> tuple[FloatArray, FloatArray]:
    """How probable is each arm, given log odds against the first, and the logarithm: (n_arms, n_cells) each?"""
    logit = np.vstack([np.zeros(len(odds)), odds.T])
    logit -= logit.max(axis=0)
    share = np.exp(logit)
    total = share.sum(axis=0)
    return logit - np.log(total), share / total


def _optimum(model: Design) -> _Found | None:
    """Which coefficients fit best? None where none are reached."""
    x, seen, total = (
        model.columns,
        np.ascontiguousarray(model.patients.T),
        model.patients.sum(axis=1),
    )
    widest = np.maximum(*np.abs(x.extremes))
    parts = np.tile(np.maximum(x.applied(np.abs).sums(total), 1e-300)[:, None], len(seen) - 1)
    beta = np.zeros(parts.shape)
    odds = x @ beta
    logs, share = _probabilities(odds)
    now = (seen * logs).sum()
    for _ in range(_MAX_STEPS):
        unexpected = seen[1:] - total * share[1:]
        gradient = np.column_stack([x.sums(arm) for arm in unexpected])
        information = _information(x, total, share[1:])
        step = _newton_step(information, gradient)
        if step is None:
            return None
        if (np.abs(gradient) <= _FLAT * parts).all():
            flat = (gradient.T.ravel(), _FLAT * parts.T.ravel())
            proved = has_optimum(*flat, information, np.tile(widest, len(seen) - 1))
            # Once more: where an arm is rare, its part of the gradient is flat too early.
            return _Found(beta + step, proved)
        move = x @ step
        length = min(1.0, _LONGEST / max(float(np.abs(move).max()), 1e-300))
        for _ in range(_MAX_STEPS):
            logs, share = _probabilities(odds + length * move)
            ahead = (seen * logs).sum()
            if ahead >= now - _FLAT * abs(now):
                break
            length /= 2.0
        beta, odds, now = beta + length * step, odds + length * move, ahead
    return None


def _information(x: Columns, total: FloatArray, share: FloatArray) -> FloatArray:
    """How sharply is the likelihood curved? Shape (n_terms * (n_arms - 1),) twice, arm by arm."""
    arms = range(len(share))
    return np.block(
        [[x.cross_products(total * share[i] * ((i == j) - share[j])) for j in arms] for i in arms]
    )


def _newton_step(information: FloatArray, gradient: FloatArray) -> FloatArray | None:
    """Where does Newton's method go from here? None where the likelihood is flat."""
    own = np.diag(information)
    if not (own > 0.0).all():
        return None
    scale = np.sqrt(own)
    try:
        step = np.linalg.solve(information / np.outer(scale, scale), gradient.T.ravel() / scale)
    except np.linalg.LinAlgError:
        return None
    return (step / scale).reshape(gradient.T.shape).T.astype(np.float64)
