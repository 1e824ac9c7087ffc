"""Releases of which only the monthly counts are written down: no database, so that a test may have many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.answers import trends, trends_signals
from dashboard.answers.answer import Answer, Choices
from dashboard.answers.trends_items import named
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import About, Release

# Of 40 patients a month about 8 come back, by nothing but chance.
STEADY = (
    8,
    9,
    7,
    8,
    10,
    6,
    9,
    8,
    7,
    9,
    8,
    6,
    10,
    8,
    7,
    9,
    8,
    7,
    9,
    8,
    10,
    7,
    8,
    9,
    6,
    8,
    9,
    7,
    8,
    9,
)
SIZE = 40
_COLUMNS = ["group", "start_month", "item", "patients", "counted", "events", "amount", "early"]
_NUMBERS = count(1)


@dataclass(frozen=True)
class Counted(Release):
    """A release that answers with these counts."""

    frame: pd.DataFrame = field(compare=False, default_factory=pd.DataFrame)

    def run(self, name: str, parameters: Any = None) -> pd.DataFrame:
        """What is counted by group and month; or, of everybody, who is eligible."""
        del parameters
        if name == "trends/outcomes_by_group_and_month":
            return self.frame.copy()
        assert name == "cohort/episodes_by_group_and_eligibility"
        months = self.frame.groupby(["group", "start_month"])["counted"].max()
        episodes = months.groupby("group").sum()
        return pd.DataFrame(
            {
                "group": episodes.index,
                "episodes": episodes.to_numpy(),
                "outcome": "clearance",
                "eligibility": "eligible",
            }
        )

    @cached_property
    def about(self) -> About:
        made = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
        months = ("2023-01", "2026-09", "2026-09", "2026-09")
        return About(self.number, made, True, "0", *months, 10_000, 10_000)  # noqa: FBT003

    @cached_property
    def known(self) -> dict[str, tuple[str, ...]]:
        return {"treatment": ("extraction", "laser")}


def period(place: int) -> str:
    """Which month is this, counted from January 2023?"""
    return f"{_month(place):%Y-%m}"


def rows(
    events: Sequence[int],
    sizes: Sequence[int] | int = SIZE,
    *,
    item: str = "recurrence",
    early: int = 0,
    group: str = "extraction",
    amounts: Sequence[float] | None = None,
) -> pd.DataFrame:
    """Month by month so many events of so many; of the last `early` months it is too early to know."""
    counted = [sizes] * len(events) if isinstance(sizes, int) else list(sizes)
    late = len(events) - early
    return pd.DataFrame(
        [
            (
                group,
                pd.Timestamp(_month(place)),
                item,
                size,
                size,
                number,
                amount,
                int(place >= late),
            )
            for place, (number, size, amount) in enumerate(
                zip(events, counted, amounts or [float("nan")] * len(events), strict=True)
            )
        ],
        columns=_COLUMNS,
    )


def release(*frames: pd.DataFrame) -> Counted:
    """A release of these counts, unlike any other."""
    number = next(_NUMBERS)
    return Counted(number, Path(f"{number}"), number, pd.concat(frames, ignore_index=True))


def ask(asked: Release, cohort: Cohort | None = None, **how: Any) -> Answer:
    """What does the topic answer?"""
    names = ("min_patients", "rebase_months", "targets")
    settings = Settings(Path(), **{name: how.pop(name) for name in names if name in how})
    return trends.answer(asked, cohort or Cohort(), Choices(**how), settings)


def chart(answer: Answer, code: str = "recurrence", *kinds: str) -> pd.DataFrame:
    """The rows of an item's main chart, or of these, by month."""
    table = answer.tables["charts"]
    chosen = table["chart"].isin(kinds) if kinds else ~table["chart"].isin(("cusum", "mr"))
    return table[table["measure"].eq(code) & chosen].set_index("period")


def with_(place: int, events: int) -> list[int]:
    """The steady months, but for one."""
    return [events if number == place else usual for number, usual in enumerate(STEADY)]


def state(answer: Answer, code: str = "recurrence") -> str:
    """What is said of the latest months of an item?"""
    return trends_signals.variation(answer.tables["charts"], named(answer.settings, code))[0]


def _month(place: int) -> dt.date:
    return dt.date(2023 + place // 12, place % 12 + 1, 1)
