"""Small operations on arrays of days that every estimator shares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

# Nearer to 1 than this, a share is 1: sums such as 1/3 + 2/3 * 1/2 + 1/3 are inexact in binary.
CERTAIN = 1.0 - 1e-12


def running_product(values: FloatArray) -> FloatArray:
    """What is the product up to and including each day (the last axis)?"""
    return np.cumprod(values, axis=-1, dtype=np.float64)


def ratio(part: FloatArray | float, of: FloatArray) -> FloatArray:
    """What is `part / of`, and 0 where `of` is 0, that is, where nobody is left to count?"""
    out = np.zeros(np.broadcast_shapes(np.shape(part), of.shape))
    return np.divide(part, of, out=out, where=of > 0.0)


def before(values: FloatArray, start: float) -> FloatArray:
    """What was the value just before each day (the last axis), given the one at the start?"""
    shifted = np.empty_like(values)
    shifted[..., :1] = start
    shifted[..., 1:] = values[..., :-1]
    return shifted


def from_then_on(values: FloatArray) -> FloatArray:
    """What is still to come, from each day (the last axis) on?"""
    return values[..., ::-1].cumsum(axis=-1)[..., ::-1]
