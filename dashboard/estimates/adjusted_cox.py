"""The hazard ratio between groups of like patients: Cox's model with the case mix beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dashboard.errors import BadInput
from dashboard.estimates.adjusted_separation import Limit, Records, limit
from dashboard.estimates.counts import Counts, count_by_day
from dashboard.estimates.cox import Fitted, coefficient_table, fit, wald_test
from dashboard.estimates.cox_likelihood import likelihood
from dashboard.estimates.design import design
from dashboard.estimates.proportional_hazards import GLOBAL, changes_with_time
from dashboard.estimates.results import ChiSquareTest
from dashboard.estimates.separation import comparable_with
from dashboard.estimates.weighted_curves import spread_by_status

GROUP = "group"
_NO_BEST = "the likelihood has no single best value"


@dataclass(frozen=True, eq=False)
class AdjustedCox:
    """How do the hazards of like patients compare between groups, and does the group matter?

    Attributes
    ----------
    reference
        The group with hazard ratio 1.
    table
        One row per other group, with the columns of `cox.CoxModel.table`.
    case_mix
        The same for the covariates, `covariate` and `level` instead of `group`: one row per level
        but the first, one per covariate of numbers (`level` empty). What it says of a covariate
        is no answer to a question: only what was adjusted for.
    loglik_null, loglik
        Of no difference at all, and the highest: where a coefficient runs away, what it gets to
        in the limit. NaN where there is no fit.
    wald
        Of no difference between any groups, the case mix being in the model.
    fitted
        The fit to what has a finite value; None if there is none.
    terms
        Each term (`group`, or a covariate) and the columns of `fitted` that belong to it.
    """

    reference: str
    table: pd.DataFrame
    case_mix: pd.DataFrame
    loglik_null: float
    loglik: float
    wald: ChiSquareTest
    fitted: Fitted | None
    terms: dict[str, list[int]]


def adjusted_cox(
    frame: pd.DataFrame, reference: str, covariates: Sequence[str], level: float = 0.95
) -> AdjustedCox:
    """By what factor does each group's rate differ from the reference's in like patients?

    Parameters
    ----------
    frame
        Columns `group`, the covariates, `day` (whole, >= 0), `status` (event, competing,
        censored), `patients` (whole, >= 0): a row for each that is there. A competing event ends
        observation: the model is cause-specific.
    reference
        The group to compare with.
    covariates
        Columns of text levels, or of numbers, which enter as they are. None may be blank.
    level
        Of the two-sided limits, normal on the log scale.

    Notes
    -----
    Efron's likelihood, Newton's method, one coefficient per level. Where a coefficient has no
    finite value (a group, or a level of the case mix, without events) it is `not_estimable` with
    the reason, and the others keep theirs: see `adjusted_separation`.

    Source: Cox (1972), doi:10.1111/j.2517-6161.1972.tb00899.x. Agrees with R `coxph(Surv(time,
    event) ~ group + covariates, ties = "efron")` to 1e-9 where R iterates to the optimum.
    """
    wide = spread_by_status(frame)
    counts = count_by_day(wide)
    reasons = comparable_with(counts, reference)
    model = _model(frame, wide, counts, (reference, *reasons), covariates)
    left = limit(model.records)
    fitted = fit(left.records.cells(left.kept), tuple(model.names[k] for k in left.kept))
    columns: dict[str, list[int]] = {}
    for position, term in enumerate(left.kept):
        if left.finite[term] and fitted is not None:
            columns.setdefault(model.owners[term], []).append(position)

    def told(owners: Sequence[str]) -> pd.DataFrame:
        terms = [place for place, owner in enumerate(model.owners) if owner in owners]
        named = {model.names[place]: _reason(left, model, place) for place in terms}
        if owners == (GROUP,):
            named = {group: reasons[group] or reason for group, reason in named.items()}
        if fitted is None:
            named = {name: reason or _NO_BEST for name, reason in named.items()}
            return coefficient_table(None, None, named, level)
        finite = _only(fitted, sorted(k for owner in owners for k in columns.get(owner, [])))
        return coefficient_table(finite, finite.covariance, named, level)

    table = told((GROUP,))
    return AdjustedCox(
        reference,
        table,
        _of_levels(told(tuple(covariates)), model),
        likelihood(model.records.cells(), np.zeros(len(model.names))).loglik,
        float("nan") if fitted is None else fitted.at_best.loglik,
        _groups_together(fitted, columns.get(GROUP, []), table["reason"].tolist()),
        fitted,
        columns,
    )


def adjusted_proportional_hazards(model: AdjustedCox) -> dict[str, ChiSquareTest]:
    """Do the hazard ratios of like patients change with time?

    Returns
    -------
    dict
        A test for `group`, one for each covariate, and one of all, named `GLOBAL`: those of
        `proportional_hazards.changes_with_time`. Coefficients without a finite value are left out;
        a term that has no other has no test.
    """
    if model.fitted is None:
        none = ChiSquareTest.impossible("no hazard ratio to test")
        return {GROUP: none, GLOBAL: none}
    nothing = {GROUP: ChiSquareTest.impossible("no hazard ratio to test")}
    return {**nothing, **changes_with_time(model.fitted, model.terms)}


@dataclass(frozen=True, eq=False)
class _Model:
    """Which records, and what is each column of their design called, and whose is it?"""

    records: Records
    names: tuple[str, ...]
    owners: tuple[str, ...]


def _model(
    frame: pd.DataFrame,
    wide: pd.DataFrame,
    counts: Counts,
    arms: Sequence[str],
    covariates: Sequence[str],
) -> _Model:
    """How do groups and case mix enter the model? One cell for each combination that is there."""
    events = wide["events"].to_numpy()
    leaving = events + wide["competing"].to_numpy() + wide["censored"].to_numpy()
    if (leaving != np.floor(leaving)).any():
        raise BadInput(
            "The Cox model was given patients in fractions.",
            "Give it exact counts: Efron's rule for ties counts events one by one.",
        )
    there = leaving > 0
    mix = design(frame[there].assign(group=frame["group"].map(str)), arms, covariates)
    number, cell = np.unique(mix.cell * len(arms) + mix.arm, return_inverse=True)
    combination, arm = np.divmod(number, len(arms))
    x = np.hstack([np.eye(len(arms))[arm, 1:], mix.matrix[combination, 1:]])
    day = np.searchsorted(counts.days, wide["day"].to_numpy(dtype=float)[there])
    records = Records(counts.days, day, cell, leaving[there], events[there], x)
    names = (*arms[1:], *mix.terms[1:])
    return _Model(records, names, (GROUP,) * (len(arms) - 1) + mix.of_covariate[1:])


def _reason(left: Limit, model: _Model, term: int) -> str:
    """Why has this coefficient no finite value? An empty text where it has one."""
    name, records = model.names[term], model.records
    if left.finite[term]:
        return ""
    if left.aliased[term]:
        return f"{name} cannot be told apart from the rest of the case mix"
    if not records.design[records.cell[records.events > 0], term].any():
        return f"no event in {name}: the hazard ratio has no finite value"
    return f"among like patients the hazard ratio of {name} has no finite value"


def _only(fitted: Fitted, columns: list[int]) -> Fitted:
    """What does the fit say of these columns?"""
    return replace(
        fitted,
        terms=tuple(fitted.terms[column] for column in columns),
        beta=fitted.beta[columns],
        covariance=fitted.covariance[np.ix_(columns, columns)],
    )


def _of_levels(table: pd.DataFrame, model: _Model) -> pd.DataFrame:
    """How does the table read by covariate and level?"""
    owners = [owner for owner in model.owners if owner != GROUP]
    names = model.names[len(model.names) - len(owners) :]
    levels = [
        name[len(owner) :].removeprefix(" = ") for name, owner in zip(names, owners, strict=True)
    ]
    table = table.drop(columns="group")
    table.insert(0, "covariate", pd.Series(owners, dtype="str"))
    table.insert(1, "level", pd.Series(levels, dtype="str"))
    return table


def _groups_together(
    fitted: Fitted | None, columns: list[int], reasons: Sequence[str]
) -> ChiSquareTest:
    """Are all groups' coefficients 0, judged by how many standard errors they lie off?"""
    if fitted is None or len(columns) < len(reasons):
        return ChiSquareTest.impossible(next(filter(None, reasons), _NO_BEST))
    groups = _only(fitted, columns)
    return wald_test(groups.beta, groups.covariance)
