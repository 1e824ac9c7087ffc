"""Has a likelihood a highest value near by, so that it need not be proved otherwise?"""

from __future__ import annotations

import numpy as np

from dashboard.estimates.arrays import FloatArray


def has_optimum(
    gradient: FloatArray, rounding: FloatArray, information: FloatArray, width: FloatArray
) -> bool:
    """Is there one best fit, judged by gradient and curvature where Newton's method has come to?

    Parameters
    ----------
    gradient, rounding
        Shape (n_terms,): of the log likelihood, and by how much its sums may be off.
    information
        Shape (n_terms, n_terms): minus its second derivative.
    width
        Shape (n_terms,): how far the values of each covariate lie apart at most.

    Returns
    -------
    bool
        True is a proof that there is one highest value, and only one. False says nothing: where
        coefficients run away it is always False, and now and then where they nearly do.

    Notes
    -----
    For likelihoods that are sums of `x b - log sum of exp(x b)`, as those of a logit and of Cox's
    model. They cannot flatten out at once: with g the gradient, H the information and
    `s = max |x v|`, moving by v changes the log likelihood by at most
    `g v - v H v (exp(-s) + s - 1) / s^2`. Let `s <= R |v|` and `v H v >= m |v|^2`. If the Newton
    step is small, `g H^-1 g R^2 < m`, then the likelihood is lower all around, far enough out;
    being concave it has its maximum inside. Lengths are measured with each covariate scaled by the
    diagonal of H, and R is that of a box around all patients.

    Source: Bach (2010), doi:10.1214/09-EJS521, propositions 1 and 2. Where this proves nothing,
    `told_apart` and `adjusted_separation` decide by linear programming.
    """
    own = np.diag(information)
    if not (own > 0.0).all() or not np.isfinite(gradient).all():
        return False
    scale = np.sqrt(own)
    lowest = float(np.linalg.eigvalsh(information / np.outer(scale, scale))[0])
    steepest = float((((np.abs(gradient) + rounding) / scale) ** 2).sum())
    reach = float(((width / scale) ** 2).sum())
    return lowest > 0.0 and steepest * reach < lowest**2
