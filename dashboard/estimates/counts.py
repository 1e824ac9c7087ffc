"""Counts by group and day: the one thing every time-to-event estimator starts from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.errors import BadInput
from dashboard.estimates.arrays import BoolArray, FloatArray, IntArray, from_then_on

COUNT_COLUMNS = ("events", "competing", "censored")
STATUSES = ("event", "competing", "censored")


@dataclass(frozen=True, eq=False)
class Counts:
    """On which day did how many of each group have the event, a competing one, or leave?

    Attributes
    ----------
    groups
        Names, in the order in which they are shown; nobody's group is left out.
    days
        Shape (n_days,), ascending whole days on which anything happened in any group.
    events, competing, censored
        Shape (n_groups, n_days), not negative. On one day events come before censorings.
    """

    groups: tuple[str, ...]
    days: IntArray
    events: FloatArray
    competing: FloatArray
    censored: FloatArray

    def __post_init__(self) -> None:
        for array in (self.days, self.events, self.competing, self.censored):
            array.setflags(write=False)

    @cached_property
    def leaving(self) -> FloatArray:
        """How many end their observation on the day, in whichever way? (n_groups, n_days)"""
        return self.events + self.competing + self.censored

    @cached_property
    def at_risk(self) -> FloatArray:
        """How many are under observation just before the day? (n_groups, n_days)"""
        return from_then_on(self.leaving)

    @cached_property
    def patients(self) -> FloatArray:
        """How many are there at the start? (n_groups,)"""
        patients: FloatArray = self.leaving.sum(axis=1)
        return patients

    @cached_property
    def exposed(self) -> BoolArray:
        """Was anybody of the group still observed on a day of an event? (n_groups,)"""
        return np.asarray(self.at_risk @ self.events.sum(axis=0) > 0.0, dtype=np.bool_)

    @cached_property
    def last_day(self) -> IntArray:
        """What is the last day on which somebody of the group was seen? (n_groups,)"""
        return np.array([self.days[row.nonzero()[0][-1]] for row in self.leaving], dtype=np.int64)

    def index_of(self, group: str) -> int:
        """Which row is this group's?"""
        if group not in self.groups:
            raise BadInput(
                f"The group '{group}' is not among those counted ({_listed(self.groups)}).",
                "Choose one of the groups that have records in this cohort.",
            )
        return self.groups.index(group)

    def restricted_to(self, groups: Sequence[str]) -> Counts:
        """What do only these groups count, in this order?"""
        rows = [self.index_of(group) for group in groups]
        return Counts(
            tuple(groups),
            self.days,
            self.events[rows],
            self.competing[rows],
            self.censored[rows],
        )

    def on_days(self, days: IntArray) -> Counts:
        """What do these counts look like on a grid of days that has all of theirs?"""
        place = np.searchsorted(days, self.days)

        def spread(array: FloatArray) -> FloatArray:
            wide = np.zeros((len(self.groups), len(days)))
            wide[:, place] = array
            return wide

        return Counts(self.groups, days, *map(spread, (self.events, self.competing, self.censored)))

    def cause_specific(self) -> Counts:
        """What is left to count when a competing event merely ends observation?"""
        nothing = np.zeros_like(self.competing)
        return Counts(self.groups, self.days, self.events, nothing, self.competing + self.censored)

    def reversed(self) -> Counts:
        """How long were they followed? Being censored is now the event; events censor."""
        nothing = np.zeros_like(self.competing)
        return Counts(self.groups, self.days, self.censored, nothing, self.events + self.competing)

    def together(self) -> Counts:
        """What do all groups count as one?"""

        def total(array: FloatArray) -> FloatArray:
            summed: FloatArray = array.sum(axis=0, keepdims=True)
            return summed

        return Counts(
            ("all",), self.days, total(self.events), total(self.competing), total(self.censored)
        )


def count_by_day(frame: pd.DataFrame) -> Counts:
    """How do counts that a query returned become arrays on one grid of days?

    Parameters
    ----------
    frame
        Columns `group` (str), `day` (whole, >= 0), `events`, `competing`, `censored` (>= 0); one
        row per group and day on which anything happened, in any order. Rows of the same group
        and day are added up. Groups keep the order in which they first appear; one in which
        nobody is counted is left out, as R's `survdiff` leaves out an empty level.

    Raises
    ------
    BadInput
        A column is missing; a value is blank, negative or infinite; a day is not whole.
    """
    require_columns(frame, ("group", "day", *COUNT_COLUMNS))
    if frame["group"].isna().any():
        raise BadInput("A row of counts has no group.", "Give records without one a name first.")
    day = whole_days(frame)
    values = {name: numbers(frame, name) for name in COUNT_COLUMNS}

    somebody = sum(values.values()) > 0
    code, names = pd.factorize(frame["group"].to_numpy(dtype=object)[somebody])
    days, place = np.unique(day[somebody], return_inverse=True)
    shape = (len(names), len(days))
    cell = code * len(days) + place

    def grid(name: str) -> FloatArray:
        total = np.bincount(cell, weights=values[name][somebody], minlength=shape[0] * shape[1])
        return total.astype(float).reshape(shape)

    return Counts(tuple(str(name) for name in names), days, *map(grid, COUNT_COLUMNS))


def require_columns(frame: pd.DataFrame, columns: Sequence[str]) -> None:
    """Are all these columns there?"""
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise BadInput(
            f"The counts have no column {_listed(missing)}.",
            f"These counts need the columns {_listed(columns)}.",
        )


def whole_days(frame: pd.DataFrame, name: str = "day") -> IntArray:
    """Which days, whole and 0 or more, does this column hold?"""
    days = numbers(frame, name)
    broken = days != np.floor(days)
    if broken.any():
        raise BadInput(f"The day {days[broken][0]:g} is not a whole day.", "Count by whole days.")
    return days.astype(np.int64)


def numbers(frame: pd.DataFrame, name: str) -> FloatArray:
    """Which numbers of 0 or more does this column hold?"""
    remedy = "Days and counts are numbers of 0 or more, and none may be blank."
    try:
        values = frame[name].to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise BadInput(f"The column '{name}' of the counts holds text: {error}.", remedy) from error
    bad = ~np.isfinite(values) | (values < 0)
    if bad.any():
        offender = values[bad][0]
        told = "a blank" if np.isnan(offender) else f"the value {offender:g}"
        raise BadInput(f"The column '{name}' of the counts holds {told}.", remedy)
    return values


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
