"""Ask like for like, and read figures from its answer."""

from __future__ import annotations

from typing import Any

from dashboard.answers import like_for_like
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release

Row = dict[str, Any]


def ask(folder: Folder, cohort: Cohort | None = None, *, least: int = 5, **choices: Any) -> Answer:
    settings = Settings(folder.root, min_patients=least)
    return like_for_like.answer(
        open_release(folder), cohort or Cohort(), Choices(**choices), settings
    )


def difference(
    answer: Answer, arm: str, adjustment: str, measure: str = "failure_free", day: int = 365
) -> Row:
    rows = answer.tables["comparisons"]
    chosen = rows["measure"].eq(measure) & rows["group"].eq(arm) & rows["horizon_days"].eq(day)
    chosen &= rows["adjustment"].eq(adjustment) & rows["contrast"].eq("difference")
    (found,) = rows[chosen].to_dict("records")
    return {str(name): value for name, value in found.items()}


def share(answer: Answer, arm: str, other: str, measure: str = "failure_free") -> float:
    rows = answer.tables["estimates"]
    chosen = rows["measure"].eq(measure) & rows["group"].eq(arm) & rows["subgroup"].eq(other)
    return float(rows[chosen & rows["horizon_days"].eq(365)]["estimate"].iloc[0])
