"""Attempts at home made one by one, and what is asked of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from dashboard.answers import diy
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.made_up import add_release

HIDING = ("hidden_small_number", "hidden_with_another")
NUMBERS = ["patients", "episodes", "events", "estimate", "ci_lower", "ci_upper"]


def ask(folder: Folder, cohort: Cohort | None = None, at_least: int = 5, **how: Any) -> Answer:
    settings = Settings(folder.root, min_patients=at_least, min_at_risk=1)
    return diy.answer(open_release(folder), cohort or Cohort(), Choices(**how), settings)


def rows(answer: Answer, measure: str, **more: Any) -> list[dict[Any, Any]]:
    table = answer.tables["estimates"]
    chosen = table["measure"].eq(measure)
    for column, value in {"adjustment": "crude", **more}.items():
        chosen &= table[column].eq(value)
    return table[chosen].to_dict("records")


def of(answer: Answer, measure: str, **more: Any) -> dict[Any, Any]:
    (row,) = rows(answer, measure, **more)
    return row


class Store:
    """Records made one by one."""

    def __init__(self) -> None:
        self.episodes: list[dict[str, Any]] = []
        self.harms: list[dict[str, Any]] = []

    def add(self, number: int, patient: str, treatment: str, **more: Any) -> Store:
        """So many patients with an episode like this; `harm`: the complication that each has."""
        harm, month = more.pop("harm", None), more.pop("month", dt.date(2025, 6, 1))
        for one in range(number):
            key = f"{patient}{one}-{len(self.episodes)}"
            self.episodes.append(
                {
                    "patient_key": f"{patient}{one}",
                    "episode_key": key,
                    "treatment": treatment,
                    "start_month": month,
                    "last_seen_day": 400,
                    "complications_assessed": "yes",
                    **more,
                }
            )
            if harm:
                self.harms.append({"episode_key": key, **harm})
        return self

    def tried(self, number: int, patient: str, technique: str | None, **more: Any) -> Store:
        month = more.pop("month", dt.date(2025, 3, 1))
        return self.add(number, patient, "diy", technique=technique, month=month, **more)

    def at(self, place: Path) -> Folder:
        folder = Folder(place)
        add_release(folder, self.episodes, complications=self.harms)
        return folder


def by_hand() -> Store:
    store = Store()
    scar = {"complication": "scar", "permanent": "yes", "antibiotics": "no"}
    store.tried(6, "a", "squeezing", harm=scar).tried(10, "b", "squeezing")
    store.tried(8, "c", "scrub", harm={"complication": "erythema", "antibiotics": "yes"})
    store.tried(5, "d", "needle_or_pin", complications_assessed="no")
    store.tried(9, "d2", "needle_or_pin", harm={"complication": "scar", "present_at_start": "yes"})
    store.tried(7, "e", None)
    # What came then: of those who squeezed 6 lasers and 5 extractions, one of them before; 5 nothing.
    store.add(6, "a", "laser", diy_before="mechanical", inflamed_at_start="yes")
    store.add(5, "b", "extraction", diy_before="mechanical", inflamed_at_start="no")
    store.episodes[-1]["start_month"] = dt.date(2025, 1, 1)
    store.add(8, "c", "extraction", diy_before="product", inflamed_at_start=None)
    # A second attempt, and a second treatment, of patients who have a first.
    store.tried(4, "a", "scrub", month=dt.date(2025, 4, 1))
    store.add(4, "a", "peel", month=dt.date(2025, 9, 1))
    cleared = {"cleared": "yes", "cleared_day": 10, "diy_before": "not_asked"}
    back = {"recurred_day": 60, "recurred_where": "other_site"}
    store.add(6, "f", "extraction", **cleared, heavy_cream="yes", **back)
    store.add(6, "g", "extraction", **cleared, heavy_cream="yes")
    return store.add(8, "h", "extraction", **cleared, heavy_cream="no")
