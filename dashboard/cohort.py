"""One frozen cohort: which records does a page or report speak of? Filters ↔ query parameters ↔ words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboard import words
from dashboard.errors import BadInput

_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])")
_MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True)
class Cohort:
    """Which episodes are looked at?

    Attributes
    ----------
    filters
        Dimension and the values kept, as sorted pairs, so that equal cohorts are equal and hashable. A dimension that
        is not there does not filter. ``not_recorded`` keeps episodes in which the column is blank.
    from_month, to_month
        First and last start month, ``YYYY-MM``, both included; empty = open.
    """

    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    from_month: str = ""
    to_month: str = ""

    def values(self, dimension: str) -> tuple[str, ...]:
        """Which values of `dimension` are kept? Empty: all."""
        return dict(self.filters).get(dimension, ())

    def counted_treatments(self, group_by: str) -> tuple[str, ...]:
        """Which arms are counted when the groups are `group_by`?

        By treatment: all that the filter keeps. By anything else, DIY attempts and observation are
        left out as long as a professional treatment is there, so that no patient is counted twice in
        one group and attempts enter no comparison.
        """
        kept = self.values("treatment") or words.TREATMENTS
        if group_by == "treatment":
            return tuple(kept)
        professional = tuple(name for name in kept if name in words.PROFESSIONAL)
        if professional:
            return professional
        return (
            tuple(kept) if len(kept) == 1 else tuple(name for name in kept if name == "observation")
        )

    def parameters(self, group_by: str, unit: str) -> dict[str, object]:
        """What are the parameters of `queries/cohort/cohort.sql` for this cohort?"""
        if group_by not in words.DIMENSIONS:
            raise BadInput(
                f"“{group_by}” is nothing to group by.",
                f"Choose one of {', '.join(words.DIMENSIONS)}.",
            )
        filters = {name: list(self.values(name)) or None for name in words.DIMENSIONS}
        return {
            "group_by": group_by,
            "unit": unit,
            # By treatment all that the filter keeps are counted: nothing is left to be looked up.
            "counted_treatments": None
            if group_by == "treatment"
            else list(self.counted_treatments(group_by)),
            "from_month": month_start(self.from_month) if self.from_month else None,
            "to_month": month_start(self.to_month) if self.to_month else None,
            **filters,
        }

    def in_words(self) -> str:
        """How is the cohort said in one line?"""
        parts = []
        for name, kept in self.filters:
            said = [words.value(name, value) for value in kept]
            parts.append(f"{words.dimension(name).lower()}: {' or '.join(said)}")
        months = self._months_in_words()
        if months:
            parts.append(months)
        return "; ".join(parts) if parts else "All records"

    def _months_in_words(self) -> str:
        if self.from_month and self.to_month:
            return f"treated {month_in_words(self.from_month)} to {month_in_words(self.to_month)}"
        if self.from_month:
            return f"treated from {month_in_words(self.from_month)} on"
        return f"treated up to {month_in_words(self.to_month)}" if self.to_month else ""


def make_cohort(
    filters: Mapping[str, Iterable[str]],
    known: Mapping[str, Iterable[str]],
    from_month: str = "",
    to_month: str = "",
) -> Cohort:
    """Which cohort do these filters name?

    Parameters
    ----------
    filters
        Dimension → values kept. An empty list does not filter.
    known
        Dimension → values that the records know (closed lists, clinics held).

    Raises
    ------
    BadInput
        If a dimension or a value is not known, a month is not ``YYYY-MM``, or the months are the wrong way round.
    """
    pairs = []
    for name in sorted(filters):
        kept = tuple(sorted(set(filters[name])))
        if name not in words.DIMENSIONS:
            raise BadInput(
                f"“{name}” is not a column to choose by.",
                f"Choose among {', '.join(words.DIMENSIONS)}.",
            )
        allowed = [*known.get(name, ()), words.NOT_RECORDED]
        for value in kept:
            if value not in allowed:
                raise BadInput(
                    f"“{value}” is not a value of {name}.", f"Choose among {', '.join(allowed)}."
                )
        if kept:
            pairs.append((name, kept))
    for month in (from_month, to_month):
        if month:
            month_start(month)
    if from_month and to_month and from_month > to_month:
        raise BadInput(
            f"The months run backwards: from {from_month} to {to_month}.",
            "Give the earlier month first.",
        )
    return Cohort(tuple(pairs), from_month, to_month)


def month_start(text: str) -> dt.date:
    """Which day does the month `text` (``YYYY-MM``) begin on?"""
    found = _MONTH.fullmatch(text)
    if not found or not 1900 <= int(found["year"]) <= 2200:
        raise BadInput(f"“{text}” is not a month.", "Write it as YYYY-MM, such as 2026-03.")
    return dt.date(int(found["year"]), int(found["month"]), 1)


def month_in_words(text: str) -> str:
    """How is the month `text` (``YYYY-MM``) said: "March 2026"?"""
    day = month_start(text)
    return f"{_MONTH_NAMES[day.month - 1]} {day.year}"
