"""Who is charted, and what each month counts: of whom it is known, who had it, and whether it is too early."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from dashboard import disclosure, words
from dashboard.answers.asked import NOT_COUNTED, Asked
from dashboard.answers.shares import shares
from dashboard.answers.timed import NOT_MATURE
from dashboard.answers.trends_items import (
    AMOUNT,
    COURSE_DAYS,
    REVIEWS,
    SHARE,
    Item,
    items,
)
from dashboard.cohort import Cohort
from dashboard.disclosure import SHOWN
from dashboard.settings import Settings
from dashboard.store import Release

TOPIC = "trends"
QUESTION = "Is anything changing from month to month?"


# A page asks twice: for the charts, which the overview shares, and for what a month was made of.
@lru_cache(maxsize=64)
def _counts(
    release: Release, cohort: Cohort, group_by: str, unit: str, definition: str, settings: Settings
) -> pd.DataFrame:
    """What does each month of each group count? To be read, not changed."""
    return release.run(
        "trends/outcomes_by_group_and_month",
        {
            **cohort.parameters(group_by, unit),
            "definition": definition,
            "recurrence_days": settings.horizons[-1],
            "healing_days": settings.healing_horizons[-1],
            "complications_days": settings.complications_horizons[-1],
            "seen_days": settings.seen_days,
            "course_days": COURSE_DAYS,
        },
    )


@dataclass(frozen=True)
class TrendsAsked(Asked):
    """What was asked of whom: all courses of care are charted, attempts at home and observation are not."""

    topic: ClassVar[str] = TOPIC
    question: ClassVar[str] = QUESTION
    reasons: ClassVar[Mapping[str, str]] = {
        **NOT_COUNTED,
        "other_care": "DIY attempts and observation, which a clinic does not carry out",
    }

    @property
    def usual_horizons(self) -> tuple[int, ...]:
        """None that can be chosen: each item has its own."""
        return ()

    @property
    def reference(self) -> str:
        """With which group are the others compared? With none."""
        return ""

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """What is charted?"""
        return items(self.settings)

    @cached_property
    def states(self) -> pd.DataFrame:
        """How many episodes and patients of each group are charted, and why are the others not?"""
        counted = self.eligibility("clearance")
        kept = ~counted["eligibility"].isin(NOT_COUNTED)
        # Told first, of all their episodes: it is told before whose later ones are left out.
        outside = counted["group"].isin(self._not_charted)
        state = counted["eligibility"].mask(kept, "eligible").mask(outside, "other_care")
        told = counted.assign(eligibility=state)
        # One patient may stand in several states: the largest is a safe lower limit.
        patients = "sum" if self.choices.unit == "patient" else "max"
        together = told.groupby(["group", "eligibility"], sort=False, as_index=False)
        return together.agg({"episodes": "sum", "patients": patients})

    @property
    def _not_charted(self) -> tuple[str, ...]:
        kept = self.cohort.values("treatment")
        professional = not kept or any(name in words.PROFESSIONAL for name in kept)
        by_treatment = self.choices.group_by == "treatment" and professional
        return ("diy", "observation") if by_treatment else ()

    @cached_property
    def counts(self) -> pd.DataFrame:
        """What does each month of each group count? ``period`` as YYYY-MM."""
        frame = _counts(
            self.release,
            self.cohort,
            self.choices.group_by,
            self.choices.unit,
            self.choices.definition,
            self.settings,
        )
        charted = frame[~frame["group"].isin(self._not_charted)].reset_index(drop=True)
        period = [f"{month:%Y-%m}" for month in charted["start_month"]]
        # Episodes of patients whose first is not among them: at least one patient.
        patients = charted["patients"].clip(lower=charted["counted"].clip(upper=1))
        return charted.assign(period=period, patients=patients)

    @cached_property
    def _told(self) -> dict[str, pd.DataFrame]:
        return {item.code: self._months(item) for item in self.items}

    def months(self, item: Item) -> pd.DataFrame:
        """What does each month count, all groups together, and may it be told?

        Returns
        -------
        pandas.DataFrame
            ``period``, ``patients``, ``counted``, ``events``, ``amount``, ``early``, ``status``: hidden, too
            recent for the horizon (``not_mature``) or ``shown``; in order, months without anybody left out.
            ``charted``: the same inside the clinic, by which centre, limits and signals are worked out.
        """
        return self._told[item.code]

    def _months(self, item: Item) -> pd.DataFrame:
        own = self.counts[self.counts["item"].eq(item.code)]
        summed = own.groupby("period")[["patients", "counted", "events", "amount", "early"]].sum()
        table = summed[summed["counted"].gt(0)].reset_index()
        sizes = dict(zip(table["period"], table["patients"].astype(int), strict=True))
        late = np.where(table["early"].gt(0), NOT_MATURE, SHOWN)
        charted = _status(table["period"], sizes, late, self.settings.min_patients)
        status = charted
        if self.published:
            # Small, too, is a month with few events, or with few without.
            small = dict(zip(table["period"], _small(table), strict=True))
            told = {period: 1 if small[period] else size for period, size in sizes.items()}
            status = _status(table["period"], told, late, self.fewest)
        return table.assign(charted=charted, status=status)

    def made_of(self, item: Item) -> pd.DataFrame:
        """Of which groups was each month made? Rows of ``estimates``, a cell blank where few stand in it."""
        own = self.counts[self.counts["item"].eq(item.code) & self.counts["counted"].gt(0)]
        told = self.months(item)
        # What is still changing is not published.
        gone = (*disclosure.HIDING, NOT_MATURE) if self.published else disclosure.HIDING
        known = told.loc[~told["status"].isin(gone), ["period", "status"]]
        cells = own.merge(known, on="period")
        if cells.empty:
            return cells
        rows = cells.assign(
            kind="month",
            subgroup_by="start_month",
            subgroup=cells["period"],
            episodes=cells["counted"],
            # Where episodes are counted only a lower limit is known.
            patients=cells["patients"] if self.choices.unit == "patient" else np.nan,
        )
        table = self._figures(rows, item).assign(status=cells["status"])
        return disclosure.hide_rows(table, self._hidden_within(cells))

    def _figures(self, rows: pd.DataFrame, item: Item) -> pd.DataFrame:
        """What was the share, or the mean, of each row?"""
        if item.kind == SHARE and item.code != REVIEWS:
            return shares(rows, self, item.code)
        amount = item.kind == AMOUNT
        told_of = rows["amount"] if amount else rows["events"].astype(float)
        return rows.assign(
            measure=item.code,
            estimate=told_of / rows["counted"],
            events=np.nan if amount else rows["events"],
            value_unit="minutes" if amount else "proportion",
            method="mean"
            if amount
            else "share; no interval: a patient's reviews are not independent",
        )

    def _hidden_within(self, cells: pd.DataFrame) -> list[str]:
        """May what a group was in a month be told? Totals by month and by group are told, here and on other pages."""
        places = list(cells[["group", "period"]].astype(str).itertuples(index=False, name=None))
        sizes = dict(zip(places, cells["patients"].astype(int).tolist(), strict=True))
        status = disclosure.cells_to_hide(sizes, self.fewest, self.hidden.names)
        # Of a group that is hidden everywhere nothing is told.
        return [status.get(place, disclosure.HIDDEN) for place in places]


def _status(
    periods: pd.Series, sizes: Mapping[str, int], late: np.ndarray[Any, Any], fewest: int
) -> pd.Series:
    """Is a month hidden, and if not, is it settled?"""
    hidden = disclosure.parts_to_hide(sizes, fewest)
    status = [
        hidden[period] if hidden[period] != SHOWN else told
        for period, told in zip(periods, late, strict=True)
    ]
    return pd.Series(status, index=periods.index, dtype="str")


def _small(table: pd.DataFrame) -> np.ndarray[Any, Any]:
    """Which months may not be published: few counted, few events, or few without?"""
    counts = (table["counted"], table["events"], table["counted"] - table["events"])
    return np.logical_or.reduce([disclosure.is_small(each) for each in counts])
