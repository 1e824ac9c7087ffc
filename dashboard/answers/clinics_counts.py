"""Whose patients are set beside what their case mix lets expect, and what the queries count of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

import numpy as np
import pandas as pd

from dashboard import words
from dashboard.answers.asked import NOT_COUNTED, Asked
from dashboard.answers.clinics_items import (
    COMPLICATIONS,
    EVERYBODY,
    NEVER_SEEN,
    NOT_HEALED,
    Outcome,
    outcomes,
)
from dashboard.answers.like_for_like_cells import Counted, as_cells
from dashboard.estimates.arrays import FloatArray
from dashboard.estimates.ends import CENSORED, EVENT

TOPIC = "clinics"
QUESTION = "Do clinics differ by more than chance and their patients explain?"
# Who answers for an outcome. Patients are alike or not in the other dimensions: those are the case mix.
UNITS = ("clinic", "operator_role")
# Cells of which nothing is followed over time still need an end.
_NO_CLOCK = {"day": 0, "status": CENSORED}
# Of how many, how many had it, and how many patients, as the query calls them.
_RECORDED = {
    COMPLICATIONS: ("seen", "harmed", "seen_firsts"),
    NEVER_SEEN: ("due", "never_seen", "due_firsts"),
}


@dataclass(frozen=True, eq=False)
class Counts:
    """What did a query count: its rows, and who they are of, as cells?"""

    rows: pd.DataFrame
    cells: Counted

    def numbers(self, *names: str) -> list[FloatArray]:
        """What do these columns say? Shape (n_rows,) each."""
        return [self.rows[name].to_numpy(dtype=np.float64) for name in names]


@dataclass(frozen=True, eq=False)
class Seen:
    """What was counted of an outcome: a row a unit, a case mix and, where a clock runs, a day and an end?

    Attributes
    ----------
    cells
        Who.
    patients, events
        Of those that are expected something: shape (n_rows,). Patients are episodes where those are counted.
    known, known_events
        Of those of whom it is known at the horizon: what the share that is not adjusted is of.
    firsts, known_firsts
        Patients by their first episodes, a lower limit where episodes are counted.
    """

    cells: Counted
    patients: FloatArray
    events: FloatArray
    known: FloatArray
    known_events: FloatArray
    firsts: FloatArray
    known_firsts: FloatArray


@dataclass(frozen=True)
class AskedOfUnits(Asked):
    """What was asked of whom: everybody in professional care, by clinic or by who treated."""

    topic: ClassVar[str] = TOPIC
    question: ClassVar[str] = QUESTION
    reasons: ClassVar[Mapping[str, str]] = {
        **NOT_COUNTED,
        "other_care": "DIY attempts and observation, which are not a clinic's treatment",
    }

    # By what the question was put, if that is no unit.
    instead: str = field(default="")

    @property
    def usual_horizons(self) -> tuple[int, ...]:
        """When is it read whether milia came back: at the last horizon?"""
        return self.settings.horizons[-1:]

    @property
    def reference(self) -> str:
        """With whom is a unit compared? With what is expected of all, never with another."""
        return ""

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Which outcomes are there?"""
        return outcomes(self.settings, self.horizons[-1])

    @cached_property
    def states(self) -> pd.DataFrame:
        """How many episodes and patients of each unit are counted, and why are the others not?"""
        told = self.eligibility("clearance")
        chosen = self.cohort.values("treatment")
        care = not chosen or any(name in words.PROFESSIONAL for name in chosen)
        left_out = told["eligibility"].isin(NOT_COUNTED)
        told["eligibility"] = told["eligibility"].where(
            left_out, "eligible" if care else "other_care"
        )
        # One patient may stand in several states: the largest is a safe lower limit.
        patients = "sum" if self.choices.unit == "patient" else "max"
        together = told.groupby(["group", "eligibility"], sort=False, as_index=False)
        return together.agg({"episodes": "sum", "patients": patients})

    @cached_property
    def _units(self) -> list[str]:
        return list(self.release.known[self.choices.group_by])

    def counts(self, counted: str) -> Counts:
        """What does the query count: `Outcome.counted`? Not kept: of many records it is much."""
        if counted == EVERYBODY:
            rows = self._ask("patients_by_case_mix", counted, seen_days=self.settings.seen_days)
            return Counts(rows, self._cells(rows.assign(**_NO_CLOCK)))
        horizon = next(each.item.horizon for each in self.outcomes if each.counted == counted)
        rows = self._ask("patients_by_case_mix_and_day", counted, horizon=horizon)
        return Counts(rows, self._cells(rows))

    def _cells(self, rows: pd.DataFrame) -> Counted:
        return as_cells(rows, self._units, self.release.known)

    def _ask(self, name: str, counted: str, **more: object) -> pd.DataFrame:
        how = {"definition": self.choices.definition, "arms": self._units}
        return self.run(name, outcome=counted, **how, **more)


def seen(counts: Counts, outcome: Outcome) -> Seen:
    """What was counted of an outcome?"""
    cells = counts.cells
    if outcome.timed:
        patients, settled, firsts, known = counts.numbers(
            "patients", "settled", "firsts", "settled_firsts"
        )
        had = counts.rows["status"].to_numpy() == EVENT
        if outcome.code == NOT_HEALED:
            # Who is known and has not healed by then is not healed.
            open_then = np.where(had, 0.0, settled)
            return Seen(cells, settled, open_then, settled, open_then, known, known)
        events, known_events = (np.where(had, each, 0.0) for each in (patients, settled))
        return Seen(cells, patients, events, settled, known_events, firsts, known)
    of, events, firsts = counts.numbers(*_RECORDED[outcome.code])
    return Seen(cells, of, events, of, events, firsts, firsts)
