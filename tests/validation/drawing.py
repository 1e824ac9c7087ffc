"""One draw: records as clinics would hand them in, imported, and the page's answer to them."""

from __future__ import annotations

import math
import shutil
import tempfile
from pathlib import Path
from typing import Any

import dashboard
import sample_data
from dashboard.answers import like_for_like
from dashboard.answers.answer import Answer, Choices
from dashboard.answers.like_for_like_balance import DIFFERENCE
from dashboard.cohort import Cohort
from dashboard.intake.summary import ImportRequest
from dashboard.settings import Settings
from dashboard.store import Folder, build, open_release
from tests.validation.luck import luck
from tests.validation.worlds import DAY, MEASURES, World

Drawn = dict[str, Any]
CRUDE, ADJUSTED = "crude", "overlap"


def draw(world: World, seed: int, size: int) -> Drawn:
    """What does the page say of records of so many patients, drawn in this world with this seed?

    `differences`: a row a measure, arm and adjustment, as the main picture shows them; `patients` by arm, as
    counted for each measure; `sentence` and `notes` as they are read; `luck` as `luck` tells it.
    """
    work = Path(tempfile.mkdtemp(prefix="milia-validate-"))
    try:
        answer = _answer(world, seed, size, work)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return {
        **_key(world, seed, size),
        "differences": _differences(answer),
        "patients": _patients(answer),
        "sentence": answer.sentence,
        "notes": list(answer.notes),
        "luck": luck(world, seed, size),
    }


def _key(world: World, seed: int, size: int) -> Drawn:
    return {
        "world": world.name,
        "seed": seed,
        "size": size,
        "software": dashboard.__version__,
    }


def is_of(drawn: Drawn, world: World, seed: int, size: int) -> bool:
    """Is this what came of that draw, with this software?"""
    return _key(world, seed, size).items() <= drawn.items()


def _answer(world: World, seed: int, size: int, work: Path) -> Answer:
    sample_data.write(sample_data.draw(seed, size, **world.switches), work)
    folder = Folder(work / "data")
    files = (work / "episodes.csv", work / "complications.csv")
    built = build(folder, ImportRequest(*files, until="2026-09"))
    turned_away = sum(file.rejected for file in built.summary.files)
    if turned_away:
        raise RuntimeError(f"seed {seed}: {turned_away} records were rejected")
    return like_for_like.answer(open_release(folder), Cohort(), Choices(), Settings(folder.root))


def _differences(answer: Answer) -> list[Drawn]:
    rows = answer.tables["charts"]
    rows = rows[rows["measure"].isin(MEASURES) & rows["period"].eq(str(DAY))]
    return [
        {
            "measure": row["measure"],
            "arm": row["unit_of_chart"],
            "adjustment": name,
            "status": row["status"],
            "estimate": _told(row["value"]),
            "lower": _told(row["lower_limit"]),
            "upper": _told(row["upper_limit"]),
        }
        for name in (CRUDE, ADJUSTED)
        for row in rows[rows["chart"].eq(f"{DIFFERENCE}:{name}")].to_dict("records")
    ]


def _told(value: float) -> float | None:
    """JSON has no word for a blank number but null."""
    return None if math.isnan(value) else value


def _patients(answer: Answer) -> dict[str, dict[str, int]]:
    rows = answer.tables["estimates"]
    rows = rows[rows["horizon_days"].eq(DAY) & rows["adjustment"].eq(CRUDE)]
    patients: dict[str, dict[str, int]] = {measure: {} for measure in MEASURES}
    for row in rows[rows["measure"].isin(MEASURES)].to_dict("records"):
        patients[row["measure"]][row["group"]] = int(row["patients"])
    return patients
