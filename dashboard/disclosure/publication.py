"""The `publication` policy: counts of 1 to 7 are hidden, others told to the nearest 5, shares in whole percent.

Recorded shares are worked out anew from rounded counts; curves step only where enough events have
gathered (`published_curves`); tests, from exact counts, have two significant digits. The thresholds and
the rounding are those of the OpenSAFELY output rules (docs.opensafely.org, "Disclosure control").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from dashboard.disclosure.parts import HIDDEN, HIDDEN_TOO, HIDING, SHOWN, are_plain

# Fewer than this many of anything are not told, unless it is none; nor does a curve step for fewer.
FEWEST = 8
# Counts are told to the nearest of these.
_NEAREST = 5
_COUNTED = ("patients", "episodes", "events", "competing", "censored", "at_risk", "denominator")
# Decimals of figures that are no shares, by their unit; shares are told in whole percents.
_DECIMALS = {"days": 0, "minutes": 0, "currency": 0, "points": 1}
_SHARES = ("estimate", "std_error", "ci_lower", "ci_upper")
# Of a balance: shares in whole percent, differences to two decimals.
_BALANCED = ("share", "weighted_share", "smd", "weighted_smd")
_TESTED = ("statistic", "p_value", "p_holm")
_RATIOS = ("ratio", "hazard_ratio")

FloatArray = NDArray[np.float64]
# Rows of one group, each by its measure and kind, any one of which could be worked out from the others
# and their total.
Together: TypeAlias = Sequence[Sequence[tuple[str, str]]]


def rounded(counts: ArrayLike) -> FloatArray:
    """What are these counts to the nearest 5? Blanks stay blank."""
    # Half way (2.5) does not occur: counts are whole.
    return np.floor(np.asarray(counts, dtype=float) / _NEAREST + 0.5) * _NEAREST


def is_small(counts: ArrayLike) -> NDArray[np.bool_]:
    """Which of these counts may not be told, though they are not none? Those from 1 to 7."""
    values = np.asarray(counts, dtype=float)
    return np.asarray((values > 0) & (values < FEWEST), dtype=np.bool_)


def may_be_added_up(counts: ArrayLike) -> bool:
    """May it be told what these come to, beside those of them that are not small, and give none of the others away?"""
    values = np.asarray(counts, dtype=float)
    small = [int(number) for number in values[is_small(values)]]
    return not small or not are_plain(small, FEWEST)


def finished(table: pd.DataFrame, together: Together = ()) -> pd.DataFrame:
    """How does a table leave the clinic: counts rounded or blank, whole percents, two digits of a test?

    `together`: which rows of a group would give away one of them that is hidden; then another goes with it.
    """
    result = table.copy()
    if "contrast" not in result and "events" in result:
        result = _hide_together(_hide_small(result), together)
    for name in _COUNTED:
        if name in result:
            counts = result[name].to_numpy(dtype=float, na_value=np.nan)
            told = np.where(is_small(counts), np.nan, rounded(counts))
            result[name] = pd.Series(told, index=result.index).astype(result[name].dtype)
    ratios = result["contrast"].isin(_RATIOS) if "contrast" in result else False
    for name in set(_SHARES) & set(result):
        values = result[name].to_numpy(dtype=float)
        # An error rounded to whole days would often be none.
        tens = 10.0 ** np.maximum(_decimals(result), 1 if name == "std_error" else 0)
        result[name] = np.where(ratios, _two_digits(values), np.round(values * tens) / tens)
    if "method" in result:
        # A number of patients as a figure of its own.
        number = result["method"].eq("count").to_numpy()
        result["estimate"] = np.where(number, rounded(result["estimate"]), result["estimate"])
    for name in set(_BALANCED) & set(result):
        result[name] = result[name].astype(float).round(2)
    if "effective_size" in result:
        result["effective_size"] = rounded(result["effective_size"])
    for name in set(_TESTED) & set(result):
        result[name] = _two_digits(result[name].to_numpy(dtype=float))
    return result


def _decimals(table: pd.DataFrame) -> FloatArray:
    """To how many decimals is each row told?"""
    if "value_unit" in table:
        told = table["value_unit"].map(_DECIMALS).fillna(2)
        return np.asarray(told, dtype=np.float64)
    # Comparisons have no unit: of those in days only the restricted mean is told.
    days = table["kind"].eq("restricted_mean") if "kind" in table else np.zeros(len(table))
    return np.where(days, 0.0, 2.0)


def _hide_small(table: pd.DataFrame) -> pd.DataFrame:
    """A figure that rests on 1 to 7 events, or on all but 1 to 7, goes with its counts."""
    events = table["events"].to_numpy(dtype=float, na_value=np.nan)
    small = is_small(events)
    if "episodes" in table:
        small |= is_small(table["episodes"].to_numpy(dtype=float, na_value=np.nan) - events)
    small &= table["status"].to_numpy() == SHOWN
    result = table.copy()
    for name in (*_COUNTED, *_SHARES):
        if name in result and name not in ("patients", "episodes"):
            result[name] = result[name].mask(small)
    result["status"] = result["status"].mask(small, HIDDEN)
    return result


def _hide_together(table: pd.DataFrame, together: Together) -> pd.DataFrame:
    """Where exactly one of some rows is hidden, the smallest of the others goes with it."""
    if not together or "kind" not in table:
        return table
    status = table["status"].to_numpy(dtype=object).copy()
    events = table["events"].to_numpy(dtype=float, na_value=np.nan)
    places = _rows_of(table)
    changed = True
    while changed:
        changed = False
        for rows in places.values():
            for names in together:
                parts = [rows[name] for name in names if name in rows]
                hidden = [part for part in parts if status[part] in HIDING]
                # None of anything gives nothing away.
                others = [part for part in parts if status[part] == SHOWN and events[part] > 0]
                if len(hidden) == 1 and others:
                    status[min(others, key=lambda part: events[part])] = HIDDEN_TOO
                    changed = True
    result = table.copy()
    gone = pd.Series(status, index=table.index).ne(table["status"])
    for name in (*_COUNTED, *_SHARES):
        if name in result and name not in ("patients", "episodes"):
            result[name] = result[name].mask(gone)
    result["status"] = result["status"].mask(gone, HIDDEN_TOO)
    return result


def _rows_of(table: pd.DataFrame) -> dict[tuple[str, ...], dict[tuple[str, str], int]]:
    """At which place does each measure and kind of a group stand, where no clock runs?"""
    places: dict[tuple[str, ...], dict[tuple[str, str], int]] = {}
    for place, row in enumerate(table.to_dict("records")):
        if pd.isna(row["horizon_days"]):
            whole = places.setdefault((row["group"], row["subgroup_by"], row["subgroup"]), {})
            whole[row["measure"], row["kind"]] = place
    return places


def _two_digits(values: Any) -> FloatArray:
    """What are these numbers to two significant digits?"""
    return np.array([float(f"{value:.1e}") if np.isfinite(value) else value for value in values])
