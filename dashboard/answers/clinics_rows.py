"""Shares as they are, what is expected, and observed against expected: rows of ``estimates`` and ``comparisons``."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard import disclosure
from dashboard.answers.answer import shaped
from dashboard.answers.clinics_counts import TOPIC, AskedOfUnits
from dashboard.answers.clinics_expected import METHODS
from dashboard.answers.clinics_told import INDIRECT, Told, two_digits
from dashboard.answers.shares import shares
from dashboard.answers.timed_tables import joined
from dashboard.disclosure import HIDING, SHOWN
from dashboard.estimates.observed_expected import observed_to_expected
from dashboard.estimates.overdispersion import ratio_scores
from dashboard.estimates.propensity import NOT_COMPARABLE

SHARE, EXPECTED, RATIO = "share", "expected", "observed_to_expected"
# With what a unit is compared.
OF_ALL = "expected"
_DEPENDENT = "episodes of one patient are not independent"


def estimates(
    asked: AskedOfUnits, crude: list[Told], adjusted: list[Told], counted: pd.DataFrame
) -> pd.DataFrame:
    """How many patients has each unit, what share had each outcome, and how many were expected?

    `counted`: ``group``, ``episodes``, ``patients``, ``status`` of everybody, the small ones together too.
    """
    frames = [_patients(counted)]
    for plain, against in zip(crude, adjusted, strict=True):
        frames += [_shares(asked, plain), _expected(asked, against)]
    table = shaped("estimates", joined(frames), **asked.named)
    return disclosure.finished(table) if asked.published else table


def comparisons(asked: AskedOfUnits, adjusted: list[Told]) -> pd.DataFrame:
    """How many times what was expected was observed in each unit, between exact limits?"""
    table = shaped(
        "comparisons", joined([_ratios(asked, each) for each in adjusted]), **asked.named
    )
    return disclosure.finished(table) if asked.published else table


def _patients(counted: pd.DataFrame) -> pd.DataFrame:
    rows = counted.assign(
        measure=TOPIC,
        kind="patients",
        estimate=counted["patients"].astype(float),
        value_unit="count",
        method="count",
    )
    return disclosure.hide_rows(rows.assign(status=SHOWN), counted["status"].tolist())


def _shares(asked: AskedOfUnits, told: Told) -> pd.DataFrame:
    outcome = told.standing.outcome
    rows = shares(told.rows.drop(columns="expected").assign(kind=SHARE), asked, outcome.code)
    return _disclosed(asked, told, rows)


def _expected(asked: AskedOfUnits, told: Told) -> pd.DataFrame:
    rows = told.rows.assign(kind=EXPECTED, estimate=told.rows["expected"], value_unit="count")
    return _disclosed(asked, told, rows.assign(method=_method(told)))


def _ratios(asked: AskedOfUnits, told: Told) -> pd.DataFrame:
    observed, expected = (told.rows[name].to_numpy(dtype=float) for name in ("events", "expected"))
    limits = observed_to_expected(observed, np.nan_to_num(expected), asked.settings.confidence)
    independent = asked.choices.unit == "patient"
    z = ratio_scores(observed, np.nan_to_num(expected))
    rows = told.rows.assign(
        kind=RATIO,
        reference=OF_ALL,
        contrast="ratio",
        estimate=limits.estimate,
        ci_lower=limits.lower if independent else np.nan,
        ci_upper=limits.upper if independent else np.nan,
        statistic=z if independent else np.nan,
        method=_method(told, "poisson_exact" if independent else f"no interval: {_DEPENDENT}"),
    )
    nothing = rows["status"].eq(SHOWN) & rows["estimate"].isna()
    rows["status"] = rows["status"].mask(nothing, "not_estimable")
    return _disclosed(asked, told, rows)


def _method(told: Told, more: str = "") -> str:
    """How was it expected, or why was it not?"""
    standing = told.standing
    if standing.status == NOT_COMPARABLE:
        return standing.reason
    name = METHODS[standing.outcome.by_hazard]
    return f"{name}; {more}" if more else name


def _disclosed(asked: AskedOfUnits, told: Told, rows: pd.DataFrame) -> pd.DataFrame:
    """How do rows look once what may not be told is blank?"""
    status = rows["status"] if told.adjustment == INDIRECT else told.rows["status"]
    outcome = told.standing.outcome
    named = rows.assign(
        measure=outcome.code,
        adjustment=told.adjustment,
        horizon_days=outcome.item.horizon if outcome.timed else np.nan,
        status=SHOWN,
        # Where episodes are counted only a lower limit is known.
        patients=rows["patients"] if asked.choices.unit == "patient" else np.nan,
    )
    named = disclosure.hide_rows(named, status.where(status.isin(HIDING), SHOWN).tolist())
    # What is too early stays, marked; where there is no model, there is nothing to tell.
    named["status"] = status.to_numpy()
    kept = [name for name in ("estimate", "ci_lower", "ci_upper", "statistic") if name in named]
    if told.adjustment == INDIRECT:
        named.loc[status.eq(NOT_COMPARABLE).to_numpy(), kept] = np.nan
    if asked.published and rows["kind"].eq(EXPECTED).all():
        named["estimate"] = two_digits(named["estimate"])
    return named
