"""The hazard ratio between groups of like patients: Cox's model with the case mix beside them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.errors import BadInput
from dashboard.estimates.adjusted_separation import Limit, Records, limit
from dashboard.estimates.case_mix import CaseMix, Covariate, short
from dashboard.estimates.cox import Fitted, coefficient_table, fit, wald_test
from dashboard.estimates.cox_likelihood import Cells, likelihood
from dashboard.estimates.design import independent, terms_of
from dashboard.estimates.ends import EVENT, Ends
from dashboard.estimates.optimum import has_optimum
from dashboard.estimates.proportional_hazards import GLOBAL, changes_with_time
from dashboard.estimates.results import ChiSquareTest
from dashboard.estimates.separation import comparable_with

GROUP = "group"
# The sums of which a gradient is the difference are right to this share.
_FLAT = 1e-12
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
    wald
        Of no difference between any groups, the case mix being in the model.
    fitted
        The fit to what has a finite value; None if there is none.
    terms
        Each term (`group`, or a covariate) and the columns of `fitted` that belong to it.
    model, left, level
        What was fitted, what of it has a finite value, and of the limits.
    """

    reference: str
    table: pd.DataFrame
    wald: ChiSquareTest
    fitted: Fitted | None
    terms: dict[str, list[int]]
    model: Model
    left: Limit
    level: float

    @property
    def loglik(self) -> float:
        """How high does the likelihood get, in the limit where a coefficient runs away? NaN without a fit."""
        return float("nan") if self.fitted is None else self.fitted.at_best.loglik

    @cached_property
    def loglik_null(self) -> float:
        """And with no difference at all?"""
        return likelihood(self.model.cells, np.zeros(len(self.model.names))).loglik

    @cached_property
    def case_mix(self) -> pd.DataFrame:
        """What does the fit say of the covariates, `covariate` and `level` in the place of `group`?

        One row per level but the first, one per covariate of numbers (`level` empty). It is no
        answer to a question: only what was adjusted for.
        """
        owners = [owner for owner in self.model.owners if owner != GROUP]
        names = self.model.names[len(self.model.names) - len(owners) :]
        levels = [
            name[len(own) :].removeprefix(" = ") for own, name in zip(owners, names, strict=True)
        ]
        reasons = dict.fromkeys(names, "")
        table = _coefficients(self.model, self.left, self.fitted, self.level, reasons)
        table.insert(0, "covariate", pd.Series(owners, dtype="str"))
        table.insert(1, "level", pd.Series(levels, dtype="str"))
        return table.drop(columns="group")


@dataclass(frozen=True, eq=False)
class Model:
    """Which records, and what is each column of their design called, and whose is it?"""

    records: Records
    names: tuple[str, ...]
    owners: tuple[str, ...]

    @cached_property
    def cells(self) -> Cells:
        """How do all of them look to the likelihood?"""
        return self.records.cells()


def adjusted_cox(mix: CaseMix, ends: Ends, level: float = 0.95) -> AdjustedCox:
    """By what factor does each arm's rate differ from the first one's in like patients?

    Parameters
    ----------
    mix
        Who: the arms, the first of them the reference, and the case mix of each cell.
    ends
        When and how the observation of the patients of each cell ended; whole numbers. A competing
        event ends observation: the model is cause-specific.
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
    if (ends.patients != np.floor(ends.patients)).any():
        raise BadInput(
            "The Cox model was given patients in fractions.",
            "Give it exact counts: Efron's rule for ties counts events one by one.",
        )
    there = np.bincount(ends.cell, weights=ends.patients, minlength=len(mix.arm)) > 0.0
    mix, ends = mix.where(there), ends.of_cells(there)
    (counts,) = ends.count(mix.arms, mix.arm)
    arms = [arm for arm, number in zip(mix.arms, counts.patients, strict=True) if number > 0.0]
    reasons = comparable_with(counts.restricted_to(arms), mix.arms[0])
    model = _model(mix.between(arms)[1], ends)
    left, fitted = _fitted(model)
    terms: dict[str, list[int]] = {}
    for position, column in enumerate(left.kept):
        if left.finite[column] and fitted is not None:
            terms.setdefault(model.owners[column], []).append(position)
    table = _coefficients(model, left, fitted, level, reasons)
    wald = _groups_together(fitted, terms.get(GROUP, []), table["reason"].tolist())
    return AdjustedCox(mix.arms[0], table, wald, fitted, terms, model, left, level)


def adjusted_proportional_hazards(
    model: AdjustedCox, of: Collection[str] = ()
) -> dict[str, ChiSquareTest]:
    """Do the hazard ratios of like patients change with time?

    Parameters
    ----------
    model
        From `adjusted_cox`.
    of
        Which terms are tested, `group` or covariates; all by default.

    Returns
    -------
    dict
        A test for each of these, and one of all, named `GLOBAL`: those of
        `proportional_hazards.changes_with_time`. Coefficients without a finite value are left out;
        a term that has no other has no test.
    """
    none = ChiSquareTest.impossible("no hazard ratio to test")
    if model.fitted is None:
        return {GROUP: none, GLOBAL: none}
    terms = {name: columns for name, columns in model.terms.items() if not of or name in of}
    return {GROUP: none, **changes_with_time(model.fitted, terms)}


def _model(mix: CaseMix, ends: Ends) -> Model:
    """How do groups and case mix enter the model? One cell for each combination that is there."""
    groups = Covariate(GROUP, short(mix.arm, len(mix.arms)), mix.arms)
    terms = terms_of((groups, *mix.covariates), len(mix.arm))
    cell, n_others = terms.cell[ends.cell], len(mix.arms) - 1
    # Which levels say what others do is asked of the case mix alone; of the groups later.
    alone = [0, *range(n_others + 1, len(terms.names))]
    patients = np.bincount(cell, weights=ends.patients, minlength=terms.columns.n_rows)
    kept = independent(terms.columns.only(np.array(alone)), patients.astype(np.float64))
    terms = terms.only([*range(1, n_others + 1), *(alone[each] for each in kept[1:])])
    events = np.where(ends.status == EVENT, ends.patients, 0.0)
    days, day = ends.by_day()
    records = Records(days, day, cell, ends.patients, events, terms.columns)
    names = (*mix.arms[1:], *terms.names[n_others:])
    return Model(records, names, terms.of_covariate)


def _fitted(model: Model) -> tuple[Limit, Fitted | None]:
    """Which coefficients have a finite best value, and which one?

    Mostly all: then it is proved where Newton's method has come to. If not, what is finite is
    found out beforehand, and fitted alone.
    """
    fitted = fit(model.cells, model.names)
    if fitted is not None and _proved(fitted):
        every = np.arange(len(model.names))
        sure = np.ones(len(every), dtype=np.bool_)
        return Limit(model.records, sure, ~sure, every), fitted
    left = limit(model.records)
    return left, fit(left.records.cells(left.kept), tuple(model.names[k] for k in left.kept))


def _proved(fitted: Fitted) -> bool:
    """Is this the best fit, and not just where the iteration stopped on its way to infinity?"""
    best, x = fitted.at_best, fitted.cells.columns
    lowest, highest = x.extremes
    rounding = _FLAT * x.applied(np.abs).sums(fitted.cells.events_of_cells + best.expected)
    return has_optimum(best.gradient(), rounding, best.information(), highest - lowest)


def _coefficients(
    model: Model, left: Limit, fitted: Fitted | None, level: float, reasons: Mapping[str, str]
) -> pd.DataFrame:
    """What does the fit say of these columns, some of which are known to have no finite value?"""
    place = {name: column for column, name in enumerate(model.names)}
    named = {name: reason or _reason(left, model, place[name]) for name, reason in reasons.items()}
    if fitted is None:
        named = {name: reason or _NO_BEST for name, reason in named.items()}
        return coefficient_table(None, None, named, level)
    finite = [k for k, name in enumerate(fitted.terms) if name in named and not named[name]]
    only = _only(fitted, finite)
    return coefficient_table(only, only.covariance, named, level)


def _reason(left: Limit, model: Model, term: int) -> str:
    """Why has this coefficient no finite value? An empty text where it has one."""
    name, records = model.names[term], model.records
    if left.finite[term]:
        return ""
    if left.aliased[term]:
        return f"{name} cannot be told apart from the rest of the case mix"
    if not records.design.written_out[records.cell[records.events > 0], term].any():
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


def _groups_together(
    fitted: Fitted | None, columns: list[int], reasons: Sequence[str]
) -> ChiSquareTest:
    """Are all groups' coefficients 0, judged by how many standard errors they lie off?"""
    if fitted is None or len(columns) < len(reasons):
        return ChiSquareTest.impossible(next(filter(None, reasons), _NO_BEST))
    groups = _only(fitted, columns)
    return wald_test(groups.beta, groups.covariance)
