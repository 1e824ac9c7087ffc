"""The `clinic` policy, which acts on answers: whatever rests on too few patients is blank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.disclosure.parts import HIDDEN, HIDING, SHOWN, Cell, Hidden

# What a hidden row keeps: its name, not its numbers.
_NUMBERS = (
    "patients",
    "episodes",
    "events",
    "competing",
    "censored",
    "at_risk",
    "estimate",
    "std_error",
    "ci_lower",
    "ci_upper",
    "statistic",
    "df",
    "p_value",
    "p_holm",
    "share",
    "weighted_share",
    "smd",
    "weighted_smd",
    "value",
    "denominator",
    "centre",
    "lower_warning",
    "upper_warning",
    "lower_limit",
    "upper_limit",
)
# Of how many a figure is.
_SIZES = ("patients", "episodes")
# Quantiles need this many times the smallest number: they rest on the few around them.
QUANTILE_FACTOR = 4


def hide_cells(table: pd.DataFrame, status: Mapping[Cell, str]) -> pd.DataFrame:
    """How does a table look once these cells, by ``group`` and ``subgroup``, are blank?"""
    told = [status.get(cell, SHOWN) for cell in zip(table["group"], table["subgroup"], strict=True)]
    return _blank(table, pd.Series(told, index=table.index, dtype=object))


def hide_groups(table: pd.DataFrame, hidden: Hidden) -> pd.DataFrame:
    """How does a table look once hidden groups are blank? A contrast is hidden where either side is."""
    if not hidden.names:
        return table
    status = [hidden[group] for group in table["group"]]
    if "reference" in table:
        others = (hidden[name] for name in table["reference"])
        status = [other if own == SHOWN else own for own, other in zip(status, others, strict=True)]
    return _blank(table, pd.Series(status, index=table.index))


def hide_contrasts(table: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """How do contrasts look once those are blank of which the figure of either side is hidden?

    From a difference and one side's figure the other side's could be worked out. `figures`: the rows of
    ``estimates``, by measure, kind, group and horizon.
    """
    key = ["measure", "kind", "group", "horizon_days"]
    gone = figures[figures["status"].isin(HIDING) & figures["subgroup"].eq("")]
    if gone.empty or table.empty:
        return table
    why = dict(zip(_keys(gone, key), gone["status"], strict=True))
    own = [why.get(name, SHOWN) for name in _keys(table, key)]
    others = (why.get(name, SHOWN) for name in _keys(table, [*key[:2], "reference", key[3]]))
    status = [other if one == SHOWN else one for one, other in zip(own, others, strict=True)]
    return _blank(table, pd.Series(status, index=table.index))


def _keys(table: pd.DataFrame, columns: list[str]) -> list[tuple[str, ...]]:
    return list(table[columns].astype(str).itertuples(index=False, name=None))


def hide_rows(table: pd.DataFrame, status: Sequence[str]) -> pd.DataFrame:
    """How does a table look once each row has this status, and is blank where that hides?"""
    return _blank(table, pd.Series(list(status), index=table.index, dtype=object))


def hide_thin(table: pd.DataFrame, base: pd.Series, needed: int) -> pd.DataFrame:
    """How does a table look once figures that rest on fewer than `needed` patients are blank?

    `base` has, per row, the patients that the figure rests on: the denominator, or those still at risk.
    What cannot be estimated anyway keeps its own status. Of how many a figure is stays told where they
    are enough, and only those still at risk too few.
    """
    thin = base.lt(needed) & table["status"].ne("not_estimable") & (needed > 1)
    told = _blank(table, thin.map({True: HIDDEN, False: SHOWN}), keep=_SIZES)
    if "patients" not in table:
        return told
    few = thin & table["patients"].lt(needed).fillna(value=False)
    return told.assign(**{name: told[name].mask(few) for name in _SIZES}) if few.any() else told


def stop_curves(curves: pd.DataFrame, base: pd.Series, needed: int) -> pd.DataFrame:
    """Where do curves stop: before the first day on which fewer than `needed` are at risk. Hidden ones go."""
    return curves[base.ge(needed) & ~curves["status"].isin(HIDING)].reset_index(drop=True)


def safe_count(number: int, min_patients: int) -> str:
    """How is a number of patients said where small numbers are hidden: "1,204", "fewer than 5", "none"?"""
    if number == 0:
        return "none"
    return f"fewer than {min_patients}" if number < min_patients else f"{number:,}"


def count_hidden(tables: Mapping[str, pd.DataFrame]) -> int:
    """How many figures of these tables are hidden?"""
    return sum(int(table["status"].isin(HIDING).sum()) for table in tables.values())


def _blank(table: pd.DataFrame, status: pd.Series, keep: tuple[str, ...] = ()) -> pd.DataFrame:
    hit = status.ne(SHOWN) & ~table["status"].isin(HIDING)
    if not hit.any():
        return table
    result = table.copy()
    for column in _NUMBERS:
        if column in result and column not in keep:
            result[column] = result[column].mask(hit)
    result["status"] = result["status"].mask(hit, status)
    return result
