"""How long do the answers take, against a bare count of the same columns?

`python -m tests.benchmarks.answering FOLDER` prints what it measured as JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dashboard.answers import (
    clearance,
    clinics,
    complications,
    diy,
    healing,
    like_for_like,
    operations,
    overview,
    quality,
    recurrence,
    reported,
    trends,
)
from dashboard.answers.answer import SHAPES, Answer, Choices
from dashboard.cohort import Cohort, make_cohort
from dashboard.settings import Settings
from dashboard.store import Folder, Release, open_release
from dashboard.store.run import _cursor
from tests.benchmarks.machine import peak_megabytes, timed

# The columns that the answer's own queries count by, one statement each; the first is "the" bare
# group-by, of the curve. All on every row: no filter, no labels, nothing derived.
BARE = {
    "recurrence": """
        select treatment, recurrence_day_a, recurrence_status_a, count(*)
        from facts group by treatment, recurrence_day_a, recurrence_status_a
    """,
    "failure": """
        select treatment, failure_day_a, failure_status_a, count(*)
        from facts group by treatment, failure_day_a, failure_status_a
    """,
    "eligibility": """
        select treatment, first_of_patient, recurrence_state, count(*)
        from facts group by treatment, first_of_patient, recurrence_state
    """,
}
_ELIGIBLE = "treatment, first_of_patient"
# The other topics: each against bare counts of the columns that its own queries count by.
OTHERS: dict[str, tuple[Callable[..., Answer], tuple[str, ...]]] = {
    "clearance": (
        clearance.answer,
        (
            f"{_ELIGIBLE}, clearance_state",
            f"{_ELIGIBLE}, cleared",
            "treatment, clearance_day, clearance_status",
        ),
    ),
    "healing": (
        healing.answer,
        (
            f"{_ELIGIBLE}, healing_state",
            "treatment, healing_day, healing_status",
            "treatment, unhealed_day, healing_day, healing_status",
        ),
    ),
    "complications": (
        complications.answer,
        (
            f"{_ELIGIBLE}, complications_state",
            "treatment, watched_day, watched_status",
            "treatment, harm_day, complications > 0",
            "treatment, skin_type, delicate_site, site, complications > 0",
            "treatment, pain, same_day_discharge",
        ),
    ),
    "overview": (
        overview.answer,
        (
            f"{_ELIGIBLE}, clearance_state, recurrence_state, healing_state, complications_state",
            f"{_ELIGIBLE}, cleared",
            "treatment, recurrence_day_a, recurrence_status_a",
            "treatment, healing_day, healing_status",
            "treatment, watched_day, watched_status",
            "treatment, harm_day, complications > 0",
            "treatment, pain, satisfaction",
        ),
    ),
    "reported": (
        reported.answer,
        (
            f"{_ELIGIBLE}, clearance_state",
            "treatment, dlqi_before, dlqi_after",
            "treatment, distress_before, distress_after",
            "treatment, pain, satisfaction",
        ),
    ),
    "trends": (
        trends.answer,
        (
            f"{_ELIGIBLE}, clearance_state",
            "treatment, start_month, first_of_patient, recurrence_status_a",
            "treatment, start_month, first_of_patient, healing_status",
            "treatment, start_month, first_of_patient, complications > 0",
            "treatment, start_month, first_of_patient, last_seen_day = 0",
        ),
    ),
    "operations": (
        operations.answer,
        (
            f"{_ELIGIBLE}, clearance_state",
            "treatment, start_month",
            "treatment, sessions_planned, sessions",
            "treatment, chair_minutes, cleared",
            "treatment, diy_before, sessions",
            "treatment, reviews_planned, reviews_attended",
            "treatment, unplanned_visits, free_redo, complaint",
        ),
    ),
    "quality": (
        quality.answer,
        (
            "clinic, start_month, first_of_patient",
            "clinic, skin_type, milia_type, site",
            "clinic, reviews_planned, reviews_attended",
            "clinic, last_seen_day = 0, diy_before, cleared",
        ),
    ),
}
# What compares like with like: which topic, and which of its tables a page draws at once, or all.
ALIKE: dict[str, tuple[Callable[..., Answer], tuple[str, ...]]] = {
    "like_for_like": (like_for_like.answer, ("estimates", "curves", "balance", "charts")),
    "like_for_like with models": (like_for_like.answer, tuple(SHAPES)),
    "clinics": (clinics.answer, ("estimates", "comparisons", "charts")),
    "diy in brief": (diy.in_brief, tuple(SHAPES)),
    "diy": (diy.answer, tuple(SHAPES)),
}
MIXES = """
    select count(*) from (
        select distinct
            milia_type, site, lesion_band, persisted, deep, skin_type, age_band, sex, diy_before, inflamed_at_start
        from facts where care = 'professional' and first_of_patient
    )
"""
FEW = {"site": ["cheek", "nose"], "skin_type": ["I", "II", "III"]}


def measure(folder: Folder, runs: int) -> dict[str, Any]:
    """What does each take, warm: medians of so many runs that take turns?"""
    release = open_release(folder)
    settings = Settings(folder.root)
    few = make_cohort(FEW, release.known)
    times = timed(
        {
            **{f"bare {name}": _bare(release, sql) for name, sql in BARE.items()},
            **{
                f"bare {name}": _bare(release, *map(bare, columns))
                for name, (_, columns) in OTHERS.items()
            },
            **{
                name: _answer(release, Cohort(), Choices(), settings, topic)
                for name, (topic, _) in OTHERS.items()
            },
            "answer": _answer(release, Cohort(), Choices(), settings),
            "answer by site": _answer(release, Cohort(), Choices("site"), settings),
            "answer filtered": _answer(release, few, Choices(), settings),
            "sidebar": _sidebar(release, Cohort()),
            "sidebar filtered": _sidebar(release, few),
        },
        runs,
    )
    peak = peak_megabytes()
    whole = timed({"with models": _with_models(release, settings)}, min(runs, 3))
    return {
        "episodes": release.about.episodes,
        "peak": peak,
        "times": {name: asdict(taken) for name, taken in {**times, **whole}.items()},
    }


def mixes(release: Release) -> int:
    """How many combinations of the case mix are there?"""
    (number,) = _cursor(release).execute(MIXES).fetchall()[0]
    return int(number)


def measure_alike(folder: Folder, runs: int) -> dict[str, Any]:
    """How long does it take to compare like with like, and how many combinations of the case mix are there?"""
    release = open_release(folder)
    settings = Settings(folder.root)
    times = timed(
        {
            name: _tables(release, topic, tables, settings)
            for name, (topic, tables) in ALIKE.items()
        },
        runs,
    )
    return {
        "episodes": release.about.episodes,
        "mixes": mixes(release),
        "peak": peak_megabytes(),
        "times": {name: asdict(taken) for name, taken in times.items()},
    }


def _tables(
    release: Release, topic: Callable[..., Answer], names: tuple[str, ...], settings: Settings
) -> Callable[[], object]:
    def ask() -> object:
        _forget()
        answer = topic(release, Cohort(), Choices(), settings)
        return answer.sentence, [answer.tables[name] for name in names if name in answer.tables]

    return ask


def bare(columns: str) -> str:
    """What is the bare count of these columns?"""
    return f"select {columns}, count(*) from facts group by all"  # noqa: S608 - our own columns


def _bare(release: Release, *statements: str) -> Callable[[], object]:
    # Over the store's own connection, so that both count under the same settings.
    return lambda: [_cursor(release).execute(sql).df() for sql in statements]


def _forget() -> None:
    """Forget what was counted before: topics share some of their counts."""
    for name, module in list(sys.modules.items()):
        if name.startswith("dashboard.answers"):
            for kept in vars(module).values():
                getattr(kept, "cache_clear", lambda: None)()


def _answer(
    release: Release,
    cohort: Cohort,
    choices: Choices,
    settings: Settings,
    topic: Callable[..., Answer] = recurrence.answer,
) -> Callable[[], object]:
    """The sentence, estimates and curves: what a page needs at once. No tests, no Cox models."""

    def ask() -> object:
        _forget()
        answer = topic(release, cohort, choices, settings)
        return answer.sentence, answer.tables["estimates"], answer.tables.get("curves")

    return ask


def _with_models(release: Release, settings: Settings) -> Callable[[], object]:
    def ask() -> object:
        _forget()
        answer = recurrence.answer(release, Cohort(), Choices(), settings)
        return [answer.tables[name] for name in answer.tables]

    return ask


def _sidebar(release: Release, cohort: Cohort) -> Callable[[], object]:
    parameters = cohort.parameters("treatment", "patient")
    return lambda: release.run("cohort/patients_by_cohort", parameters)


def main() -> None:
    """Measure one folder and print the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--alike", action="store_true", help="only what compares like with like")
    arguments = parser.parse_args()
    told = measure_alike if arguments.alike else measure
    print(json.dumps(told(Folder(arguments.folder), arguments.runs)))


if __name__ == "__main__":
    main()
