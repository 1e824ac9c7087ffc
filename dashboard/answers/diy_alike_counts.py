"""Whom a clinic treated, set side by side like for like: by what they had tried before, and by a habit of theirs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

import pandas as pd

from dashboard import disclosure, words
from dashboard.answers.diy_counts import AskedOfTreated
from dashboard.answers.like_for_like_cells import Counted
from dashboard.answers.like_for_like_counts import (
    FREE,
    RECURRENCE,
    AskedAlike,
    Outcome,
)
from dashboard.answers.timed import Followed

BEFORE = "diy_before"
# Who had tried nothing, and what the others had tried. Whoever was not asked, or would not say, is no such group.
ARMS = ("none", "mechanical", "product", "both")
# Habits named to the patient as prevention, in page order.
HABITS = (
    "heavy_cream",
    "daily_spf",
    "gentle_exfoliation",
    "nightly_cleansing",
    "guided_retinol",
)


@dataclass(frozen=True)
class AskedOfPatients(AskedAlike):
    """What was asked of whom: patients of a clinic, each once, in arms that are no treatments; one outcome.

    Everything else, from the weights to the hiding, is what `AskedAlike` does with treatments.
    """

    # Those without first: with them the others are compared.
    of_all: ClassVar[tuple[str, ...]] = ARMS

    outcome: Outcome = FREE

    @cached_property
    def states(self) -> pd.DataFrame:
        """How many of each group are followed for the outcome?"""
        sizes = self.counted(self.outcome).sizes
        rows = pd.DataFrame({"group": list(sizes), "episodes": list(sizes.values())})
        return rows.assign(eligibility="eligible", patients=rows["episodes"])

    @property
    def reference(self) -> str:
        """Whom are the others compared with: those without?"""
        return self.of_all[0]

    @property
    def compared(self) -> tuple[str, ...]:
        """Which arms are compared, those without first? Nobody of whom it is not known."""
        return tuple(arm for arm in self.of_all if arm in self.shown)

    def crude(self, outcome: Outcome) -> Followed | None:
        """What was seen of the outcome, all patients as they are? Of others nothing is asked."""
        return super().crude(outcome) if outcome is self.outcome else None

    def hidden_of(self, outcome: Outcome) -> disclosure.Hidden:
        """Which groups are hidden where the outcome is counted?"""
        return super().hidden_of(outcome) if outcome is self.outcome else disclosure.Hidden({})


@dataclass(frozen=True)
class AskedOfBefore(AskedOfPatients):
    """What was asked of whom: everybody whom a clinic treated, by what had been tried at home before."""

    @property
    def told_apart(self) -> tuple[str, ...]:
        """Which arms may there be?"""
        return self.release.known[BEFORE]

    def counted(self, outcome: Outcome) -> Counted:
        """What was counted of the outcome? What had been tried is the arm, and no part of the case mix."""
        counted = super().counted(outcome)
        return replace(counted, mix=counted.mix.without(BEFORE))


@dataclass(frozen=True)
class AskedOfHabit(AskedOfPatients):
    """What was asked of whom: those cleared by a clinic, by a habit: new milia anywhere."""

    of_all: ClassVar[tuple[str, ...]] = ("no", "yes")

    habit: str = HABITS[0]

    @property
    def told_apart(self) -> tuple[str, ...]:
        """Which arms may there be?"""
        return self.of_all

    def run(self, name: str, **more: Any) -> pd.DataFrame:
        """What does a query count in this cohort, by the habit?"""
        return super().run(name, **{**more, "group_by": self.habit})

    @cached_property
    def order(self) -> list[str]:
        """In which order do the groups stand?"""
        there = set(self.states["group"])
        return [each for each in ("yes", "no", words.NOT_RECORDED) if each in there]

    @property
    def named(self) -> dict[str, str]:
        """What do all rows of the tables say alike?"""
        return {**super().named, "group_by": self.habit}


def by_what_was_tried(treated: AskedOfTreated, outcome: Outcome) -> AskedOfBefore:
    """What is asked of those treated, by what they had tried before?"""
    choices = replace(treated.choices, unit="patient", weighting="pairs")
    return AskedOfBefore(
        treated.release, treated.cohort, choices, treated.settings, outcome=outcome
    )


def by_habit(treated: AskedOfTreated, habit: str) -> AskedOfHabit:
    """What is asked of those treated, by a habit? By definition C, each patient once, however the question is put."""
    choices = replace(treated.choices, unit="patient", weighting="pairs", definition="C")
    return AskedOfHabit(
        treated.release,
        treated.cohort,
        choices,
        treated.settings,
        outcome=RECURRENCE,
        habit=habit,
    )
