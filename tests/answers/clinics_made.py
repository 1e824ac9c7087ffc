"""Releases of which only the counts of clinics are written down: no database, so that a test may have many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dashboard.answers import clinics
from dashboard.answers.answer import Answer, Choices
from dashboard.answers.like_for_like_cells import CASE_MIX
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import About, Release

NAMES = ("Ash", "Beech", "Cedar", "Elm", "Fir", "Hazel")
_NUMBERS = count(1)
# Two levels of one column are enough to tell patients apart; the others are the same for all.
_KNOWN = dict.fromkeys(CASE_MIX, ("same",)) | {"deep": ("yes", "no")}
_STATUS = {"event": 0, "competing": 1, "censored": 2}
_COUNTED = (
    "patients",
    "firsts",
    "seen",
    "seen_firsts",
    "harmed",
    "due",
    "due_firsts",
    "never_seen",
)


@dataclass(frozen=True)
class Group:
    """So many patients of a clinic, all deep or none, and what became of them.

    `back`: (day, status, how many) since clearance; `open_then` of `known` wounds are not healed by day 28.
    """

    clinic: str
    patients: int
    deep: bool = False
    harmed: int = 0
    never_seen: int = 0
    back: tuple[tuple[int, str, int], ...] = ()
    known: int = 0
    open_then: int = 0


@dataclass(frozen=True)
class Counted(Release):
    """A release that answers with these counts."""

    groups: tuple[Group, ...] = field(compare=False, default=())

    def run(self, name: str, parameters: Any = None) -> pd.DataFrame:
        """What is counted by clinic and case mix; or, of everybody, who is eligible."""
        if name.startswith("cohort/"):
            return self._eligible(name)
        arms = parameters["arms"]
        rows = [
            (*self._place(group, arms), *numbers)
            for group in self.groups
            for numbers in self._numbers(group, name, parameters["outcome"])
        ]
        columns: tuple[str, ...] = _COUNTED
        if name == "clinics/patients_by_case_mix_and_day":
            columns = ("day", "status", "patients", "firsts", "settled", "settled_firsts")
        frame = pd.DataFrame(rows, columns=["arm", "case_mix", *columns]).astype("int64")
        keys = list(frame)[: len(frame.columns) - (8 if columns is _COUNTED else 4)]
        return frame.groupby(keys, as_index=False).sum()

    def _numbers(self, group: Group, name: str, outcome: str) -> list[tuple[int, ...]]:
        n = group.patients
        if name == "clinics/patients_by_case_mix":
            return [(n, n, n, n, group.harmed, n, n, group.never_seen)]
        if outcome == "healing":
            healed = group.known - group.open_then
            ends = [(10, "event", healed), (28, "censored", group.open_then)]
        else:
            ends = list(group.back)
        return [
            (day, _STATUS[status], n, n, *((n, n) if status != "censored" or day >= 28 else (0, 0)))
            for day, status, n in ends
            if n
        ]

    def _place(self, group: Group, arms: Sequence[str]) -> tuple[int, int]:
        """The query's numbers of a clinic and a case mix: places in the closed lists, ten of 64 each."""
        number = 0
        for name in CASE_MIX:
            level = ("yes" if group.deep else "no") if name == "deep" else "same"
            number = number * 64 + self.known[name].index(level) + 1
        return (arms.index(group.clinic) + 1 if group.clinic in arms else 0), number

    def _eligible(self, name: str) -> pd.DataFrame:
        sizes = pd.Series(
            [group.patients for group in self.groups], index=[group.clinic for group in self.groups]
        )
        together = sizes.groupby(level=0).sum()
        frame = pd.DataFrame({"group": together.index, "eligibility": "eligible"})
        if name == "cohort/patients_by_group_and_eligibility":
            return frame.assign(patients=together.to_numpy())
        return frame.assign(episodes=together.to_numpy(), outcome="clearance")

    @cached_property
    def about(self) -> About:
        made = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
        months = ("2023-01", "2026-09", "2026-09", "2026-09")
        held = sum(group.patients for group in self.groups)
        return About(self.number, made, True, "0", *months, held, held)  # noqa: FBT003

    @cached_property
    def known(self) -> dict[str, tuple[str, ...]]:
        named = dict.fromkeys(
            group.clinic for group in self.groups if group.clinic != "not_recorded"
        )
        return {
            **_KNOWN,
            "clinic": tuple(named),
            "operator_role": ("nurse",),
            "treatment": ("laser",),
        }


def release(*groups: Group) -> Counted:
    """A release of these counts, unlike any other."""
    number = next(_NUMBERS)
    return Counted(number, Path(f"clinics{number}"), number, groups)


def ask(asked: Release, cohort: Cohort | None = None, **how: Any) -> Answer:
    """What does the topic answer?"""
    names = ("min_patients", "min_at_risk")
    settings = Settings(Path(), **{name: how.pop(name) for name in names if name in how})
    choices = Choices(**{"group_by": "clinic", **how})
    return clinics.answer(asked, cohort or Cohort(), choices, settings)


def of(answer: Answer, table: str, measure: str, kind: str = "") -> pd.DataFrame:
    """The rows of a measure, by group, or by unit in a funnel (``kind`` is the chart)."""
    rows = answer.tables[table]
    rows = rows[rows["measure"].eq(measure)]
    if table == "charts":
        return rows[rows["chart"].eq(kind)].set_index("unit_of_chart")
    return (rows[rows["kind"].eq(kind)] if kind else rows).set_index("group")


def total(answer: Answer, measure: str) -> tuple[float, float]:
    """Observed and expected of all that are told."""
    rows = of(answer, "estimates", measure, "expected")
    return float(rows["events"].astype(float).sum()), float(np.nansum(rows["estimate"]))


def alike(harmed: tuple[int, ...], size: int = 200) -> Counted:
    """Clinics of patients all alike, of whom so many were harmed."""
    return release(
        *(Group(name, size, harmed=number) for name, number in zip(NAMES, harmed, strict=False))
    )


def said(answer: Answer) -> str:
    return " ".join((answer.sentence, *answer.notes))
