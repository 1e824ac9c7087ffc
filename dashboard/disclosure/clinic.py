"""The `clinic` policy, which acts on answers: whatever rests on too few patients is blank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

SHOWN = "shown"
HIDDEN = "hidden_small_number"
HIDDEN_TOO = "hidden_with_another"
HIDING = (HIDDEN, HIDDEN_TOO)

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
)
# Quantiles need this many times the smallest number: they rest on the few around them.
QUANTILE_FACTOR = 4


@dataclass(frozen=True)
class Hidden:
    """Which parts of a total may not be shown, and why?"""

    status: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.status.get(name, SHOWN)

    @property
    def names(self) -> tuple[str, ...]:
        """Which parts are hidden?"""
        return tuple(name for name, status in self.status.items() if status != SHOWN)


def parts_to_hide(sizes: Mapping[str, int], min_patients: int) -> Hidden:
    """Which parts of a visible total must be hidden?

    Parameters
    ----------
    sizes
        Part → number of patients; the parts add up to a total that is shown somewhere. Empty parts give nothing away.
    min_patients
        Parts of 1 to `min_patients` - 1 are small; 1 hides nothing.

    Notes
    -----
    Whoever knows the total learns a single hidden part by subtraction. So as long as fewer than two
    parts are hidden, or jointly fewer than `min_patients`, the smallest shown part is hidden with
    them. Ties go to the later part.
    """
    status = {name: HIDDEN if 0 < size < min_patients else SHOWN for name, size in sizes.items()}
    hidden = [name for name, state in status.items() if state == HIDDEN]
    rest = sorted(
        (size, -place, name)
        for place, (name, size) in enumerate(sizes.items())
        if size >= min_patients
    )
    while (
        hidden and rest and (len(hidden) < 2 or sum(sizes[name] for name in hidden) < min_patients)
    ):
        name = rest.pop(0)[2]
        status[name] = HIDDEN_TOO
        hidden.append(name)
    return Hidden(status)


def hide_groups(table: pd.DataFrame, hidden: Hidden) -> pd.DataFrame:
    """How does a table look once hidden groups are blank? A contrast is hidden where either side is."""
    if not hidden.names:
        return table
    status = [hidden[group] for group in table["group"]]
    if "reference" in table:
        others = (hidden[name] for name in table["reference"])
        status = [other if own == SHOWN else own for own, other in zip(status, others, strict=True)]
    return _blank(table, pd.Series(status, index=table.index))


def hide_thin(table: pd.DataFrame, base: pd.Series, needed: int) -> pd.DataFrame:
    """How does a table look once figures that rest on fewer than `needed` patients are blank?

    `base` has, per row, the patients that the figure rests on: the denominator, or those still at risk.
    What cannot be estimated anyway keeps its own status.
    """
    thin = base.lt(needed) & table["status"].ne("not_estimable") & (needed > 1)
    return _blank(table, thin.map({True: HIDDEN, False: SHOWN}), keep=("patients", "episodes"))


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
