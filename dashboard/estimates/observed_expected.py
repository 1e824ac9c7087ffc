"""How many events had a unit, and how many would its patients have had anywhere else alike?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.errors import BadInput
from dashboard.estimates.adjusted_separation import Records, limit
from dashboard.estimates.arrays import BoolArray, FloatArray, IntArray, from_then_on, ratio
from dashboard.estimates.case_mix import coded, common_support
from dashboard.estimates.counts import numbers, require_columns, whole_days
from dashboard.estimates.cox import fit
from dashboard.estimates.design import design
from dashboard.estimates.propensity import NOT_COMPARABLE, propensity
from dashboard.estimates.proportions import Interval, sensible
from dashboard.estimates.results import SHOWN

_ARMS = ("without", "with")


@dataclass(frozen=True, eq=False)
class Expectation:
    """What was expected of each unit's patients?

    Attributes
    ----------
    table
        One row a unit, in the order in which they first appear: `group`, `patients`, `observed`,
        `expected`.
    status, reason
        `shown`, or `not_comparable` and why; then `expected` is NaN.
    """

    table: pd.DataFrame
    status: str = SHOWN
    reason: str = ""


def observed_to_expected(observed: ArrayLike, expected: ArrayLike, level: float = 0.95) -> Interval:
    """How many times what was expected was observed, between exact Poisson limits?

    Parameters
    ----------
    observed
        Events, whole numbers of 0 or more, shape (n_units,).
    expected
        Events expected, 0 or more; taken as known.
    level
        Of the two-sided limits.

    Returns
    -------
    Interval
        Ratios; NaN where nothing was expected. With 0 observed the lower limit is 0.

    Notes
    -----
    Half the chi-square quantiles with 2 O and 2 (O + 1) degrees of freedom, over E. Source: Garwood
    (1936), Biometrika 28:437-442, doi:10.1093/biomet/28.3-4.437; Breslow & Day (1987), *Statistical
    Methods in Cancer Research* II, section 2.3. Agrees with R to 1e-9 (tests/reference,
    `spc_funnel`).
    """
    from scipy.special import gammaincinv

    o, e = (np.atleast_1d(np.asarray(each, dtype=float)) for each in (observed, expected))
    tail = (1.0 - sensible(level)) / 2.0
    lower = np.where(o > 0.0, gammaincinv(np.maximum(o, 1.0), tail), 0.0)
    upper = gammaincinv(o + 1.0, 1.0 - tail)
    return Interval(*(_over(each, e) for each in (o, lower, upper)))


def expected_by_share(counts: pd.DataFrame, covariates: Sequence[str]) -> Expectation:
    """How many of each unit's patients would have had the event, given their case mix?

    Parameters
    ----------
    counts
        `group` (the unit), the covariates (levels, or numbers), `patients` and `events`; a row for
        each combination that is there.
    covariates
        Columns that the probability depends on. None may be blank.

    Notes
    -----
    Indirect standardisation: a logistic model of all units together, without the unit, gives each
    combination its probability; a unit's expected events are the sum over its patients. So observed
    and expected agree in total. A level in which nobody, or everybody, had the event is given just
    that, which is what the model tends to. Agrees with R `glm(family = binomial)` to 1e-9
    (tests/reference, `spc_funnel`).
    """
    require_columns(counts, ("group", "patients", "events", *covariates))
    patients, events = numbers(counts, "patients"), numbers(counts, "events")
    if (events > patients).any():
        raise BadInput("A row has more events than patients.", "Count each patient once.")
    split = pd.concat(
        [
            counts.assign(group=_ARMS[0], patients=patients - events),
            counts.assign(group=_ARMS[1], patients=events),
        ],
        ignore_index=True,
    )
    mix = coded(split, _ARMS, covariates)
    support = common_support(mix)
    probable = np.divide(events, patients, out=np.zeros_like(events), where=patients > 0.0)
    if support.kept.any():
        model = propensity(design(mix.where(support.kept)))
        if model.status != SHOWN:
            reason = "the case mix alone tells who had the event"
            blank = _by_unit(counts, patients, events, np.full_like(patients, np.nan))
            return Expectation(blank, model.status, reason)
        # Rows without, then rows with the event: of each combination at least one is there.
        row = np.flatnonzero(support.kept) % len(counts)
        probable[row] = model.of_rows()[:, 1]
    return Expectation(_by_unit(counts, patients, events, patients * probable))


def expected_by_hazard(
    counts: pd.DataFrame, covariates: Sequence[str], horizon: int
) -> Expectation:
    """How many events would each unit's patients have had until the horizon, followed as they were?

    Parameters
    ----------
    counts
        `group` (the unit), the covariates, `day` (whole, 0 or more), `status` (event, competing,
        censored) and `patients`: a row for each that is there.
    covariates
        Columns that the hazard depends on. None may be blank.
    horizon
        In days: events after it, and follow-up after it, do not count.

    Notes
    -----
    A Cox model of all units together, without the unit (cause-specific, Efron's ties), gives each
    case mix its relative risk, Breslow's estimate the baseline cumulative hazard; a patient is
    expected as many events as the hazard that he lived through, so short follow-up expects few.
    Observed and expected agree in total. Who has a level without any event is expected none.

    Source: Breslow (1974), Biometrics 30:89-99, doi:10.2307/2529620; Andersen & Gill (1982); Keiding
    & Clayton (2014), Stat Sci 29:529-558, doi:10.1214/13-STS453. Agrees in the tests with R's Cox
    model through `adjusted_cox`, and with stratum-wise Nelson-Aalen sums for one covariate.
    """
    require_columns(counts, ("group", "day", "status", "patients", *covariates))
    patients, day = numbers(counts, "patients"), np.minimum(whole_days(counts), horizon)
    had = (counts["status"] == "event").to_numpy(dtype=np.bool_) & (counts["day"] <= horizon)
    observed = np.where(had, patients, 0.0)
    risk = _relative_risks(counts, covariates, observed, day)
    if risk is None:
        reason = "there are too few events for a model of this case mix"
        blank = _by_unit(counts, patients, observed, np.full_like(patients, np.nan))
        return Expectation(blank, NOT_COMPARABLE, reason)
    lived = _baseline_hazard(day, observed, patients * risk)
    return Expectation(_by_unit(counts, patients, observed, patients * risk * lived))


def _baseline_hazard(day: IntArray, events: FloatArray, at_stake: FloatArray) -> FloatArray:
    """Which cumulative hazard has lived through who left on this day? Shape (n_rows,), Breslow's."""
    days, place = np.unique(day, return_inverse=True)
    deaths, leaving = (np.bincount(place, each, len(days)) for each in (events, at_stake))
    at_risk = from_then_on(leaving.astype(np.float64))
    # What is left when all others are taken away is rounding where nobody is there.
    return ratio(deaths.astype(np.float64), at_risk).cumsum()[place]


def _relative_risks(
    counts: pd.DataFrame, covariates: Sequence[str], events: FloatArray, day: IntArray
) -> FloatArray | None:
    """What is each row's risk, relative to a case mix? Shape (n_rows,); None without a best fit.

    A level without any event has none: its coefficient runs away below all others.
    """
    # The unit plays no part in the model: where `design` expects arms, there is who had the event.
    mix = coded(counts.assign(group=np.where(events > 0.0, *_ARMS[::-1])), _ARMS, covariates)
    kept: BoolArray = mix.patients > 0.0
    for covariate in mix.covariates:
        if covariate.values is None:
            (by_level,) = mix.per_level(covariate, events)
            kept &= (by_level.sum(axis=1) > 0.0)[covariate.code]
    risk = np.zeros(len(counts))
    if not events[kept].any():
        return risk
    model = design(mix.where(kept))
    if len(model.terms) == 1:
        return kept.astype(np.float64)
    days, place = np.unique(day[kept], return_inverse=True)
    x = model.columns.only(np.arange(1, len(model.terms)))
    records = Records(days, place.astype(np.int64), model.cell, model.rows, events[kept], x)
    if not limit(records).finite.all():
        return None
    fitted = fit(records.cells(), model.terms[1:])
    if fitted is None:
        return None
    risk[kept] = fitted.at_best.theta[model.cell]
    return risk


def _by_unit(
    counts: pd.DataFrame, patients: FloatArray, observed: FloatArray, expected: FloatArray
) -> pd.DataFrame:
    """What do the rows add up to in each unit?"""
    # Not by pandas' groups: of millions of rows it takes ten times as long.
    code, names = pd.factorize(counts["group"])
    sums = {"patients": patients, "observed": observed, "expected": expected}
    return pd.DataFrame(
        {
            "group": pd.Series(names.astype(str), dtype="str"),
            **{name: np.bincount(code, each, len(names)) for name, each in sums.items()},
        }
    )


def _over(values: FloatArray, expected: FloatArray) -> FloatArray:
    return np.divide(values, expected, out=np.full(values.shape, np.nan), where=expected > 0.0)
