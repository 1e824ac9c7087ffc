"""The same estimates once more, slowly, from rows and weights: one patient after another.

Written from the definitions, with loops and without any code of the room, so that agreement means
something.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

Array = np.ndarray[Any, np.dtype[Any]]


def incidence(rows: pd.DataFrame, weight: Array, horizon: int) -> float:
    """The weighted Aalen-Johansen cumulative incidence at one day, from rows: day, status."""
    free, share = 1.0, 0.0
    day, status = rows["day"].to_numpy(), rows["status"].to_numpy()
    for now in sorted(set(day[day <= horizon])):
        at_risk = weight[day >= now].sum()
        events = weight[(day == now) & (status == "event")].sum()
        competing = weight[(day == now) & (status == "competing")].sum()
        share += free * events / at_risk
        free *= 1.0 - (events + competing) / at_risk
    return float(share)


def log_likelihood(
    day: Array, event: Array, x: Array, weight: Array, beta: Array, slope: Array | None = None
) -> float:
    """The weighted Efron log partial likelihood from rows; `slope` times `g(day)` adds to beta.

    As in R, the d tied events of a day take their turns with their mean weight.
    """
    total = 0.0
    for now in np.unique(day[event]):
        coefficients = beta if slope is None else beta + slope * scale(day, event, now)
        linear = x @ coefficients
        risk = weight * np.exp(linear)
        tied = event & (day == now)
        deaths = int(tied.sum())
        total += float((weight[tied] * linear[tied]).sum())
        for turn in range(deaths):
            left = risk[day >= now].sum() - turn / deaths * risk[tied].sum()
            total -= float(weight[tied].mean()) * math.log(left)
    return total


def scale(day: Array, event: Array, now: float) -> float:
    """One minus the Kaplan-Meier curve of all, just before a day."""
    survival = 1.0
    for then in np.unique(day[event]):
        if then < now:
            survival *= 1.0 - (event & (day == then)).sum() / (day >= then).sum()
    return 1.0 - survival


def derivatives(function: Any, at: Array, step: float = 1e-4) -> tuple[Array, Array]:
    """Gradient and matrix of second derivatives, by central differences of a function."""
    size = len(at)
    unit = np.eye(size) * step
    gradient = np.array([(function(at + e) - function(at - e)) / (2 * step) for e in unit])
    hessian = np.empty((size, size))
    for i in range(size):
        for j in range(size):
            corners = [
                function(at + unit[i] + unit[j]),
                function(at + unit[i] - unit[j]),
                function(at - unit[i] + unit[j]),
                function(at - unit[i] - unit[j]),
            ]
            hessian[i, j] = (corners[0] - corners[1] - corners[2] + corners[3]) / (4 * step**2)
    return gradient, hessian


def best_fit(day: Array, event: Array, x: Array, weight: Array, start: Array) -> Array:
    """The coefficients that maximise the weighted likelihood, near those given."""
    beta = np.array(start)
    for _ in range(10):
        score, information = score_and_information(day, event, x, weight, beta)
        beta = beta + np.linalg.solve(information, score)
    return beta


def score_and_information(
    day: Array, event: Array, x: Array, weight: Array, beta: Array
) -> tuple[Array, Array]:
    """The derivatives of `log_likelihood`, event by event."""
    size = x.shape[1]
    score, information = np.zeros(size), np.zeros((size, size))
    risk = weight * np.exp(x @ beta)
    for now in np.unique(day[event]):
        tied = event & (day == now)
        deaths = int(tied.sum())
        score += weight[tied] @ x[tied]
        for turn in range(deaths):
            share = risk * (day >= now) - turn / deaths * risk * tied
            share = share / share.sum()
            mean = share @ x
            score -= weight[tied].mean() * mean
            information += weight[tied].mean() * ((share[:, None] * x).T @ x - np.outer(mean, mean))
    return score, information


def pair_counts(rows: pd.DataFrame) -> pd.DataFrame:
    """Every ordered pair of different episodes of one patient, counted by where they end."""
    columns = ["group", "day", "status", "other_group", "other_day", "other_status"]
    patient = rows["patient"].tolist()
    ends = list(zip(rows["group"], rows["day"], rows["status"], strict=True))
    found = [
        (*ends[i], *ends[j])
        for i in range(len(ends))
        for j in range(len(ends))
        if i != j and patient[i] == patient[j]
    ]
    frame = pd.DataFrame(found, columns=columns)
    return frame.groupby(columns, sort=False).size().rename("pairs").reset_index()
