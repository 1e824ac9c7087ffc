"""What became of like patients: by what they had tried at home before, and by their habits. Rows for four tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import Any

import pandas as pd

from dashboard import disclosure
from dashboard.answers import (
    like_for_like_balance,
    like_for_like_contrasts,
    like_for_like_tables,
    timed_tables,
)
from dashboard.answers.diy_alike_counts import (
    BEFORE,
    HABITS,
    AskedOfHabit,
    AskedOfPatients,
    by_habit,
    by_what_was_tried,
)
from dashboard.answers.diy_counts import TOPIC, AskedOfTreated
from dashboard.answers.gate import Evidence, judge
from dashboard.answers.like_for_like_counts import FREE, HEALING, OUTCOMES
from dashboard.answers.like_for_like_pairs import Alike, alike
from dashboard.answers.like_for_like_tables import SET_ASIDE
from dashboard.answers.timed import NOT_ESTIMABLE
from dashboard.disclosure import SHOWN
from dashboard.estimates.multiplicity import holm

NEW_MILIA = "new_milia"
# In the place of a word, where none may be said: what is missing follows.
OPEN = "open: "
# Of these no page of an outcome brings the crude rows.
_CRUDE = (FREE, HEALING)
_HOLM = ["adjustment", "contrast", "horizon_days"]


@dataclass(frozen=True, eq=False)
class Compared:
    """Which arms are set side by side like for like in one outcome, and what is said of them in each table?"""

    asked: AskedOfPatients

    @property
    def habit(self) -> str:
        """By which habit? Empty: by what had been tried before."""
        return self.asked.habit if isinstance(self.asked, AskedOfHabit) else ""

    @cached_property
    def pairs(self) -> Mapping[str, tuple[Alike, ...]]:
        """Outcome → its comparisons; there are none of the others."""
        mine = self.asked.outcome
        return {each.measure: alike(self.asked, each) if each is mine else () for each in OUTCOMES}

    @cached_property
    def _all_estimates(self) -> pd.DataFrame:
        return like_for_like_tables.estimates(self.asked, self.pairs)

    @cached_property
    def estimates(self) -> pd.DataFrame:
        """Which shares, crude (unless a page of the outcome brings them) and weighted, and who was set aside?"""
        rows = self._all_estimates
        if not self.habit:
            return self._named(
                rows if self.asked.outcome in _CRUDE else rows[rows["subgroup"].ne("")]
            )
        aside = rows["kind"].eq(SET_ASIDE)
        kind = aside.map({True: f"{self.habit}_{SET_ASIDE}", False: self.habit})
        return timed_tables.joined([self._named(rows).assign(kind=kind), self._no_event()])

    def _no_event(self) -> pd.DataFrame:
        asked, followed = self.asked, self.asked.crude(self.asked.outcome)
        if followed is None:
            return pd.DataFrame()
        limits = timed_tables.no_event(followed, asked.sizes, asked.settings)
        table = timed_tables.table("estimates", [limits], asked)
        return timed_tables.disclosed(table, asked).assign(topic=TOPIC, kind=self.habit)

    @cached_property
    def comparisons(self) -> pd.DataFrame:
        """How do arms differ from those without, crude and among like patients?"""
        named = self._named(
            like_for_like_contrasts.comparisons(
                self.asked, self.pairs, self._all_estimates, models=False
            )
        )
        return named.assign(kind=self.habit) if self.habit else named

    def balance(self) -> pd.DataFrame:
        """How alike are the arms before and after weighting?"""
        rows = self._named(like_for_like_balance.balance(self.asked, self.pairs))
        if self.habit:
            return rows.assign(group_by=self.habit)
        # The arm is no part of the case mix: nobody differs in it.
        return rows[rows["covariate"].ne(BEFORE)]

    def _named(self, rows: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(topic=TOPIC, measure=NEW_MILIA if self.habit else rows["measure"])

    def charts(self, comparisons: pd.DataFrame) -> pd.DataFrame:
        """Which of these differences are drawn, and what may be said of them (`signal`)?"""
        nobody: dict[str, tuple[Alike, ...]] = {outcome.measure: () for outcome in OUTCOMES}
        table = like_for_like_balance.charts(self.asked, nobody, lambda: comparisons)
        told = comparisons[comparisons["contrast"].eq("difference")].to_dict("records")
        table = table.assign(topic=TOPIC, signal=[self._signal(row) for row in told])
        return table.assign(unit_of_chart=self.habit) if self.habit else table

    def _signal(self, row: Mapping[Any, Any]) -> str:
        """Which word may be said of an adjusted difference, or what is missing? Nothing of a crude one."""
        if row["adjustment"] == "crude":
            return ""
        (one,) = (
            each for each in self.pairs[self.asked.outcome.measure] if row["group"] in each.arms
        )
        verdict = judge(
            Evidence(
                status=str(row["status"]),
                estimate=float(row["estimate"]),
                interval=(float(row["ci_lower"]), float(row["ci_upper"])),
                p_holm=float(row["p_holm"]),
                largest=one.largest,
                at_bounds=partial(_at_bounds, one, row["group"], int(row["horizon_days"])),
                confidence=self.asked.settings.confidence,
            )
        )
        return verdict.word or OPEN + " and ".join(verdict.missing)


def _at_bounds(one: Alike, arm: str, day: int) -> tuple[float, float]:
    return one.differences_of_extremes(day)[arm]


@dataclass(frozen=True, eq=False)
class AllCompared:
    """What is set side by side like for like here: by what had been tried before, outcome by outcome, and by habit.

    Attributes
    ----------
    before
        One comparison an outcome, the headline first. None where episodes are counted: patients are weighted.
    habits
        One a habit; of patients, however the question is put.
    """

    before: tuple[Compared, ...]
    habits: tuple[Compared, ...]
    published: bool

    @property
    def headline(self) -> tuple[Compared, ...]:
        """Which comparison is looked at first, if there is any?"""
        return self.before[:1]

    def after_the_headline(self) -> list[pd.DataFrame]:
        """Which shares of the other outcomes, and by habit, crude and weighted, and who was set aside? Disclosed."""
        return [part.estimates for part in (*self.before[1:], *self.habits)]

    @cached_property
    def _of_habits(self) -> pd.DataFrame:
        """How do those with a habit differ from those without? Holm over the habits, which stand side by side."""
        table = pd.concat([part.comparisons for part in self.habits], ignore_index=True)
        told = table[table["status"].isin((SHOWN, NOT_ESTIMABLE))]
        for _, rows in told.groupby(_HOLM):
            table.loc[rows.index, "p_holm"] = holm(rows["p_value"].to_numpy(dtype=float))
        return disclosure.finished(table) if self.published else table

    def comparisons(self) -> list[pd.DataFrame]:
        """How do arms differ, crude and among like patients? Disclosed."""
        return [*(part.comparisons for part in self.before), self._of_habits]

    def balance(self) -> list[pd.DataFrame]:
        """How alike are the arms before and after weighting? Disclosed."""
        return [part.balance() for part in (*self.before, *self.habits)]

    def charts(self) -> list[pd.DataFrame]:
        """What do the pictures draw, and what may be said? Of disclosed differences."""
        table, kinds = self._of_habits, self._of_habits["kind"]
        return [
            *(part.charts(part.comparisons) for part in self.before),
            *(part.charts(table[kinds.eq(part.habit)]) for part in self.habits),
        ]


# The summary of the page needs the headline alone, the detail and the files all of it: fitted once for both.
@lru_cache(maxsize=32)
def compare(treated: AskedOfTreated) -> AllCompared:
    """What is compared like for like of those whom a clinic treated? Fitted when it is first looked at."""
    patients = treated.choices.unit == "patient"
    return AllCompared(
        tuple(Compared(by_what_was_tried(treated, each)) for each in OUTCOMES if patients),
        tuple(Compared(by_habit(treated, habit)) for habit in HABITS),
        treated.published,
    )
