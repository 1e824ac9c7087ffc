"""Stores of a few patients whose fates are written down, and what the clearance answer says of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from dashboard.answers import clearance
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.made_up import add_release

# What may happen to an episode: clear on day 30, or what else was written down.
CLEAR = {"cleared": "yes", "cleared_day": 30}
AGAIN = {**CLEAR, "retreated_day": 30}
FIRST_CLEAR = {**AGAIN, "retreated_while_clear": "yes"}
PARTLY, NOT = {"cleared": "partial"}, {"cleared": "no"}
NOT_ASSESSED, NOT_RECORDED = {"cleared": "not_assessed"}, {"cleared": None}
NO_DAY = {"cleared": "yes"}
Fates = dict[str, list[tuple[int, dict[str, Any]]]]


def store(folder: Path, fates: Fates) -> Folder:
    """A store of patients with one episode each: arm → (how many, what became of them)."""
    made = Folder(folder)
    episodes = [
        {
            "patient_key": f"{arm}-{kind}-{number}",
            "episode_key": f"{arm}-{kind}-{number}",
            "start_month": dt.date(2025, 1, 1),
            "treatment": arm,
            "last_seen_day": 60,
            **fate,
        }
        for arm, kinds in fates.items()
        for kind, (size, fate) in enumerate(kinds)
        for number in range(size)
    ]
    add_release(made, episodes)
    return made


def ask(folder: Folder, cohort: Cohort | None = None, *, least: int = 5, **choices: Any) -> Answer:
    settings = Settings(folder.root, min_patients=least)
    return clearance.answer(open_release(folder), cohort or Cohort(), Choices(**choices), settings)


def row(answer: Answer, measure: str, kind: str, group: str) -> dict[str, Any]:
    table = answer.tables["estimates"]
    chosen = table["measure"].eq(measure) & table["kind"].eq(kind) & table["group"].eq(group)
    (found,) = table[chosen & table["horizon_days"].isna()].to_dict("records")
    return {str(name): value for name, value in found.items()}
