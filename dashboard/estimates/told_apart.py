"""Does the case mix alone tell which arm a patient had? Then a logit model has no best fit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dashboard.estimates.arrays import BoolArray, FloatArray, IntArray

# Rows looked at first, for each coefficient, and rows added in a round.
_FIRST, _ADDED = 12, 2
# Coefficients lie between -1 and 1, columns too: a logit below this is rounding.
_ROUNDING = 1e-6


def reason_why_told_apart(
    matrix: FloatArray, observed: BoolArray, arms: Sequence[str], of_covariate: Sequence[str]
) -> str:
    """Why has a logit model of these arms no best fit? An empty text where it has one.

    Parameters
    ----------
    matrix
        Shape (n_cells, n_terms), columns independent.
    observed
        Shape (n_cells, n_arms): somebody with this case mix had this arm.
    arms, of_covariate
        Names, shapes (n_arms,) and (n_terms,); the latter empty for the intercept.

    Notes
    -----
    The likelihood has a maximum exactly if no direction of the coefficients raises, or leaves,
    the logit of each patient's own arm against every other (*overlap*). If one does
    (*separation*, or quasi-separation where it leaves some), probabilities run to 0 and 1
    along it while the likelihood keeps rising; where Newton's method then stops is chance.

    Looked for by linear programming: the sum of all these differences is made as large as it can
    be, with none negative. Constraints are added as they turn out to be broken: a small part of
    them usually suffices to prove that only the direction 0 is left.

    Source: Albert & Anderson (1984), Biometrika 71:1-10, doi:10.1093/biomet/71.1.1; Konis (2007),
    *Linear programming algorithms for detecting separated data in binary logistic regression
    models*, thesis, University of Oxford, on which R's `detectseparation` rests.
    """
    direction = _direction(matrix, observed)
    if direction is None:
        return ""
    logit = np.einsum("ij,jk->ik", matrix, direction)
    lead = np.where(observed[:, :, None], logit[:, :, None] - logit[:, None, :], 0.0).max(axis=0)
    parted = np.maximum(lead, lead.T).max(axis=0) > _ROUNDING
    moved = np.abs(direction).max(axis=1) > _ROUNDING
    named = ", ".join(arm for arm, apart in zip(arms, parted.tolist(), strict=True) if apart)
    by = [name for name, moves in zip(of_covariate, moved.tolist(), strict=True) if moves and name]
    told = ", ".join(dict.fromkeys(by))
    return f"the case mix ({told}) alone tells for some patients which of {named} they had"


def _direction(matrix: FloatArray, observed: BoolArray) -> FloatArray | None:
    """Along which direction, shape (n_terms, n_arms), does nobody's own arm lose, and one gain?"""
    from scipy.optimize import linprog

    scale = np.maximum(np.abs(matrix).max(axis=0), 1e-300)
    x, n_arms = matrix / scale, observed.shape[1]
    cell, own = np.nonzero(observed)
    lead = n_arms * observed - observed.sum(axis=1, keepdims=True, dtype=np.float64)
    gain = np.einsum("ij,ik->jk", x, lead)[:, 1:]
    chosen = np.arange(0, len(cell), max(1, len(cell) // (_FIRST * gain.size)))
    others = (own[chosen] + 1 + np.arange(len(chosen)) % (n_arms - 1)) % n_arms
    rows = _constraints(x[cell[chosen]], own[chosen], others, n_arms)
    while True:  # each round adds constraints that were broken, and there are only so many
        found = linprog(-gain.T.ravel(), A_ub=-rows, b_ub=np.zeros(len(rows)), bounds=(-1, 1))
        best = np.zeros((x.shape[1], n_arms))
        best[:, 1:] = found.x.reshape(n_arms - 1, -1).T
        # A direction can be made as long as the bounds allow: what is shorter is rounding.
        if np.abs(best).max() < 0.5 or (best[:, 1:] * gain).sum() <= _ROUNDING:
            return None
        logit = np.einsum("ij,jk->ik", x, best)
        behind = logit[cell, own] - logit.max(axis=1)[cell]
        worst = np.argsort(behind, kind="stable")[: _ADDED * gain.size]
        worst = worst[behind[worst] < -_ROUNDING]
        if len(worst) == 0:
            return best / scale[:, None]
        leader = logit.argmax(axis=1)[cell[worst]]
        rows = np.vstack([rows, _constraints(x[cell[worst]], own[worst], leader, n_arms)])


def _constraints(x: FloatArray, own: IntArray, other: IntArray, n_arms: int) -> FloatArray:
    """How does the logit of an arm against another follow from the coefficients?

    Shape (n, n_terms * (n_arms - 1)), arm by arm, for cells `x` and arms `own` against `other`.
    """
    wide = np.zeros((len(x), n_arms, x.shape[1]))
    place = np.arange(len(x))
    wide[place, own] += x
    wide[place, other] -= x
    return wide[:, 1:].reshape(len(x), -1)
