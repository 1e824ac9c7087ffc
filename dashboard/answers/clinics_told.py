"""Which units may be told of in an outcome, which stand together because they are small, and which are too early?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard import disclosure, words
from dashboard.answers.clinics_counts import AskedOfUnits
from dashboard.answers.clinics_expected import Standing
from dashboard.answers.timed import NOT_MATURE
from dashboard.disclosure import HIDDEN, SHOWN
from dashboard.estimates.propensity import NOT_COMPARABLE

CRUDE, INDIRECT = "crude", "indirect"
_OF = {
    INDIRECT: {"patients": "episodes", "firsts": "patients", "observed": "events"},
    CRUDE: {"known": "episodes", "known_firsts": "patients", "known_events": "events"},
}


@dataclass(frozen=True, eq=False)
class Told:
    """Which units are told of, and how is an outcome counted of them?

    Attributes
    ----------
    rows
        One row a unit, then the small ones together where there are any: ``group``; ``episodes`` (what a figure is
        of), ``patients``, ``events``, ``expected``; ``status``: hidden, too early (``not_mature``), ``not_comparable``
        (no model), or ``shown``.
    adjustment
        ``indirect``, against what is expected; or ``crude``, of those of whom it is known.
    """

    standing: Standing
    rows: pd.DataFrame
    adjustment: str

    @cached_property
    def able(self) -> pd.Series:
        """Which rows enter the funnel? Those shown, but nobody whose unit is not recorded."""
        known = self.rows["group"].ne(words.NOT_RECORDED) & self.rows["status"].eq(SHOWN)
        some = self.rows["expected"].gt(0) if self.adjustment == INDIRECT else True
        return known & some

    @property
    def centre(self) -> float:
        """What share of all had it? 1 for ratios."""
        if self.adjustment == INDIRECT:
            return 1.0
        table = self.standing.table
        of = float(table["known"].sum())
        return float(table["known_events"].sum()) / of if of else float("nan")


def told(asked: AskedOfUnits, standing: Standing, adjustment: str) -> Told:
    """Which units may be told of in an outcome, and how early is it?"""
    kept = [*_OF[adjustment], "group", "expected", "reached", "lost"]
    table = standing.table[kept].rename(columns=_OF[adjustment])
    table = table[table["episodes"].gt(0)].reset_index(drop=True)
    # Where episodes are counted only a lower limit of the patients is known: at least one.
    table["patients"] = table["patients"].clip(lower=1.0)
    sizes = dict(zip(table["group"], table["patients"].astype(int), strict=True))
    hidden = disclosure.parts_to_hide(sizes, asked.fewest)
    table["status"] = [hidden[group] for group in table["group"]]
    rows = pd.concat([table, _together(table, asked.fewest)], ignore_index=True)
    seen = rows["status"].eq(SHOWN)
    rows["status"] = rows["status"].mask(
        seen & _early(rows, standing, adjustment, asked), NOT_MATURE
    )
    if adjustment == INDIRECT and standing.status != SHOWN:
        rows["status"] = rows["status"].mask(seen, NOT_COMPARABLE)
    if asked.published:
        events, rest = rows["events"], rows["episodes"] - rows["events"]
        small = disclosure.is_small(events) | disclosure.is_small(rest)
        rows["status"] = rows["status"].mask(small & seen, HIDDEN)
    return Told(standing, rows, adjustment)


def _together(table: pd.DataFrame, fewest: int) -> pd.DataFrame:
    """What do the small units come to, as one? No row where none is hidden, or they are too few even so."""
    small = table[table["status"].ne(SHOWN)]
    if small["patients"].sum() < fewest or len(small) < 2:
        return table[:0]
    sums = small.drop(columns=["group", "status"]).sum(min_count=1).to_frame().T
    return sums.assign(group=words.SMALL_TOGETHER, status=SHOWN)


def _early(
    rows: pd.DataFrame, standing: Standing, adjustment: str, asked: AskedOfUnits
) -> pd.Series:
    """Of which units are too few followed to the horizon? Never where nobody was lost before it."""
    least = asked.settings.min_at_risk
    if not standing.outcome.timed:
        return pd.Series(data=False, index=rows.index)
    if adjustment == CRUDE or not standing.outcome.by_hazard:
        return rows["episodes"].lt(least)
    if not standing.outcome.main:
        # Nearly all wounds heal before the horizon: known are those, too.
        return (rows["reached"] + rows["events"]).lt(least)
    return rows["reached"].lt(least) & rows["lost"].gt(0)


def two_digits(values: pd.Series) -> pd.Series:
    """How are figures of a model told outside the clinic: to two significant digits?"""
    numbers = values.to_numpy(dtype=float)
    told_so = [float(f"{value:.1e}") if np.isfinite(value) else value for value in numbers]
    return pd.Series(told_so, index=values.index, dtype=float)


def everybody(asked: AskedOfUnits) -> pd.DataFrame:
    """How many patients has each unit, whatever the outcome, and which of them may be told?"""
    counted = asked.states[asked.states["eligibility"].eq("eligible")].set_index("group")
    sizes = asked.sizes
    table = pd.DataFrame(
        {
            "group": list(sizes),
            "episodes": [float(counted["episodes"][group]) for group in sizes],
            "patients": [float(size) for size in sizes.values()],
            "status": [asked.hidden[group] for group in sizes],
        }
    )
    return pd.concat([table, _together(table, asked.fewest)], ignore_index=True)
