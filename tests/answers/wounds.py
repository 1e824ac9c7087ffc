"""Wounds written by hand, and the answer on healing to them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.answers import healing
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.made_up import add_release

QUARTILES = ("quantile_25", "median", "quantile_75")


def of(answer: Answer, measure: str, kind: str = "", group: str = "") -> pd.DataFrame:
    table = answer.tables["estimates"]
    chosen = table["measure"].eq(measure)
    chosen &= table["kind"].eq(kind) if kind else True
    return table[chosen & (table["group"].eq(group) if group else True)]


def wounds(
    *ends: tuple[int | None, int], treatment: str = "laser", **more: Any
) -> list[dict[str, Any]]:
    """Episodes of one session each: the day seen healed (None: never), the day last seen."""
    return [
        {
            "patient_key": f"{treatment}-{number}",
            "episode_key": f"{treatment}-{number}",
            "start_month": dt.date(2025, 1, 1),
            "treatment": treatment,
            "clinic": "north",
            "sessions": 1,
            "healing_assessed": "yes",
            "healed_day": healed,
            "last_seen_day": seen,
            **more,
        }
        for number, (healed, seen) in enumerate(ends)
    ]


def ask(path: Path, rows: list[dict[str, Any]], **how: Any) -> Answer:
    folder = Folder(path)
    add_release(folder, rows)
    choices = Choices(**{key: how.pop(key) for key in ("unit", "policy", "horizons") if key in how})
    settings = replace(Settings(folder.root), **how)
    return healing.answer(open_release(folder), Cohort(), choices, settings)
