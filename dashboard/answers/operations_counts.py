"""What was asked of whom about running the clinic: the sums of its queries, and which of them are hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import pandas as pd

from dashboard.answers import timed_tables
from dashboard.answers.asked import NOT_COUNTED, Asked
from dashboard.disclosure import Hidden, parts_to_hide

TOPIC = "operations"
QUESTION = "What does care take, and what does it cost?"
AFTER_DIY = "after_diy"


@dataclass(frozen=True)
class Item:
    """What is told of one thing: its unit, and whether it is a share, a mean or a ratio of two sums.

    `times`: what the sums of the query are multiplied by, minutes made hours for one.
    """

    name: str
    unit: str
    how: str = "mean"
    times: float = 1.0


SHARE, MEAN, RATIO = "share", "mean", "ratio"
# In the order in which they are told; each is a measure of its own, since of each others are recorded.
ITEMS = (
    Item("cost_per_cleared", "currency", RATIO),
    Item("minutes_per_cleared", "minutes", RATIO),
    Item("sessions_per_cleared", "count", RATIO),
    Item("price", "currency"),
    Item("cost", "currency"),
    Item("margin_per_hour", "currency", RATIO, times=60.0),
    Item("chair_minutes", "minutes"),
    Item("sessions_planned", "count"),
    Item("sessions", "count"),
    Item("dropped_out", "proportion", SHARE),
    Item("reviews_attended", "proportion", RATIO),
    Item("unplanned", "proportion", SHARE),
    Item("unplanned_visits", "count"),
    Item("never_seen", "proportion", SHARE),
    Item("free_redo", "proportion", SHARE),
    Item("complaint", "proportion", SHARE),
)
BY_NAME: Mapping[str, Item] = {item.name: item for item in ITEMS}
# Of these, what is told of patients who had tried at home before, and of those who had not.
AFTERWARDS = ("cost", "chair_minutes", "sessions", "cost_per_cleared")
# What the query sums up besides: how many were treated.
COUNTED = "counted"
ALL = (COUNTED, *BY_NAME)
_SUMS = ["episodes", "patients", "y", "x", "yy", "xy", "xx"]


@dataclass(frozen=True)
class AskedOfClinics(Asked):
    """What was asked of whom: everybody whom a clinic treated or watched."""

    topic: ClassVar[str] = TOPIC
    question: ClassVar[str] = QUESTION
    reasons: ClassVar[Mapping[str, str]] = {
        **NOT_COUNTED,
        "attempt": "attempts at home: no work of a clinic",
    }

    @property
    def usual_horizons(self) -> tuple[int, ...]:
        """None: no clock runs."""
        return ()

    @cached_property
    def states(self) -> pd.DataFrame:
        """How many episodes and patients of each group are counted, and why are the others not?"""
        others = self.eligibility("clearance")
        kept = others["eligibility"].isin(NOT_COUNTED)
        counted = self._of_everybody[COUNTED][["episodes", "patients"]].reset_index()
        # Whoever is neither counted nor left out for another reason tried at home.
        everybody = others[~kept].groupby("group", as_index=False)["episodes"].sum()
        attempts = everybody.merge(counted, on="group", how="left", suffixes=("", "_counted"))
        attempts["episodes"] -= attempts["episodes_counted"].fillna(0).astype(int)
        attempts = attempts[attempts["episodes"].gt(0)][["group", "episodes"]]
        return pd.concat(
            [
                counted.assign(eligibility="eligible"),
                attempts.assign(eligibility="attempt", patients=attempts["episodes"]),
                others[kept],
            ],
            ignore_index=True,
        )

    @cached_property
    def _counts(self) -> pd.DataFrame:
        """What do patients counted once add up to, by group, ``tried_before`` and item?"""
        return self.run("sums_by_group_and_attempt")

    @cached_property
    def _of_everybody(self) -> dict[str, pd.DataFrame]:
        own, repeated = self._counts, {}
        if self.choices.unit == "episode":
            repeated = {name: self.run("repeated_sums_by_group", item=name) for name in ALL}
        return _added(own, "group", repeated)

    @cached_property
    def _of_the_treated(self) -> dict[str, pd.DataFrame]:
        """What do those whom a clinic treated add up to, by whether they had tried at home before?"""
        own, repeated = self._counts, {}
        if self.choices.group_by == "treatment":
            own = own[own["group"].isin(self.cohort.counted_treatments("diy_before"))]
        if self.choices.unit == "episode":
            chosen = self.cohort.parameters("diy_before", "episode") | {"group_by": "tried_before"}
            repeated = {
                name: self.run("repeated_sums_by_group", **chosen, item=name) for name in AFTERWARDS
            }
        return _added(own, "tried_before", repeated)

    def sums(self, item: Item) -> pd.DataFrame:
        """What do the patients of each group add up to? As `answers.amounts` needs it, in page order."""
        return self._sums[item.name]

    @cached_property
    def _sums(self) -> dict[str, pd.DataFrame]:
        return {
            item.name: _times(self._in_order(self._of_everybody[item.name]), item) for item in ITEMS
        }

    def _in_order(self, table: pd.DataFrame) -> pd.DataFrame:
        return table.loc[[group for group in self.order if group in table.index]]

    @cached_property
    def counted(self) -> pd.DataFrame:
        """How many ``episodes`` and ``patients`` of each group are counted? In page order."""
        return self._in_order(self._of_everybody[COUNTED])[["episodes", "patients"]]

    def sums_after_diy(self, item: Item) -> pd.DataFrame:
        """The same of all professional treatments together, by whether patients had tried at home before."""
        return self._sums_after_diy[item.name]

    @cached_property
    def _sums_after_diy(self) -> dict[str, pd.DataFrame]:
        return {name: _times(self._of_the_treated[name], BY_NAME[name]) for name in AFTERWARDS}

    @cached_property
    def months(self) -> pd.DataFrame:
        """How many episodes and patients of each group began in each month?"""
        return self.run("episodes_by_group_and_month")

    @cached_property
    def hidden_by_item(self) -> dict[str, Hidden]:
        """Which groups are hidden in each item: besides those hidden anyway, where it is recorded of too few?"""
        gone = {group: self.hidden[group] for group in self.hidden.names}
        return {
            item.name: Hidden(
                {**parts_to_hide(patients_of(self.sums(item)), self.fewest).status, **gone}
            )
            for item in ITEMS
        }

    def compared_in(self, item: Item) -> tuple[str, ...]:
        """Which groups are compared in an item, the reference first?"""
        there = set(self.sums(item).index) - set(self.hidden_by_item[item.name].names)
        return tuple(group for group in self.compared if group in there)

    def disclosed(self, table: pd.DataFrame) -> pd.DataFrame:
        """How does a table look once small numbers are hidden?"""
        return timed_tables.disclosed(table, self, self.hidden_by_item)


def patients_of(sums: pd.DataFrame) -> dict[str, int]:
    """How many patients does each group's figure rest on?"""
    return {str(group): int(number) for group, number in sums["patients"].items()}


def _added(
    own: pd.DataFrame, by: str, repeated: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """What does each item add up to, those counted with several episodes too? By group, in no order."""
    own = own.assign(group=own[by])
    tables = {name: own[own["item"].eq(name)] for name in ALL}
    for name, more in repeated.items():
        tables[name] = pd.concat([tables[name], more])
    return {name: table.groupby("group")[_SUMS].sum() for name, table in tables.items()}


def _times(table: pd.DataFrame, item: Item) -> pd.DataFrame:
    """The sums by group, the numerator in the unit in which it is told."""
    return table.assign(
        y=table["y"] * item.times,
        xy=table["xy"] * item.times,
        yy=table["yy"] * item.times**2,
    )
