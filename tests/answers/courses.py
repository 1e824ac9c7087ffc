"""Stores of a few courses of care whose amounts are written down, and what the answer about running the clinic says."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from dashboard.answers import operations
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.made_up import add_release

Courses = dict[str, list[tuple[int, dict[str, Any]]]]
CLEAR, NOT, UNSEEN = {"cleared": "yes"}, {"cleared": "no"}, {"cleared": "not_assessed"}


def ask(folder: Folder, cohort: Cohort | None = None, *, least: int = 5, **choices: Any) -> Answer:
    settings = Settings(folder.root, min_patients=least)
    return operations.answer(open_release(folder), cohort or Cohort(), Choices(**choices), settings)


def store(folder: Path, courses: Courses) -> Folder:
    """A store of patients with one episode each: arm → (how many, what it took)."""
    episodes = [
        {
            "patient_key": f"{arm}-{kind}-{number}",
            "episode_key": f"{arm}-{kind}-{number}",
            "start_month": dt.date(2025, 1, 1),
            "treatment": arm,
            "last_seen_day": 60,
            **took,
        }
        for arm, kinds in courses.items()
        for kind, (size, took) in enumerate(kinds)
        for number in range(size)
    ]
    made = Folder(folder)
    add_release(made, episodes)
    return made


def row(answer: Answer, measure: str, group: str) -> dict[str, Any]:
    table = answer.tables["estimates"]
    (found,) = table[table["measure"].eq(measure) & table["group"].eq(group)].to_dict("records")
    return {str(name): value for name, value in found.items()}
