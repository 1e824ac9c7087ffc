"""How good are the records? Which queries, counts and ledger entries answer it, and what is said about them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
import pandas as pd

from dashboard.answers import (
    quality_charts,
    quality_counts,
    quality_items,
    quality_words,
    timed_tables,
)
from dashboard.answers.answer import Answer, Choices, Tables, shaped
from dashboard.answers.asked import NOT_COUNTED, Asked
from dashboard.answers.quality_ring import rings
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Import, Release, imports_of

TOPIC = quality_items.TOPIC
QUESTION = "How good are the records?"


@dataclass(frozen=True)
class _Asked(Asked):
    """What was asked of whom: all that are counted, whatever came of them."""

    topic: ClassVar[str] = TOPIC
    question: ClassVar[str] = QUESTION

    @property
    def usual_horizons(self) -> tuple[int, ...]:
        """None of its own: a month is too recent where it has not reached the last horizon of the outcomes."""
        return ()

    @cached_property
    def states(self) -> pd.DataFrame:
        """How many episodes and patients of each group are counted, and why are the others not?"""
        states = self.eligibility("clearance")
        counted = ~states["eligibility"].isin(NOT_COUNTED)
        named = states.assign(eligibility=np.where(counted, "eligible", states["eligibility"]))
        # A patient with several episodes may stand in several states: the largest is a safe lower limit.
        patients = "sum" if self.choices.unit == "patient" else "max"
        return named.groupby(["group", "eligibility"], as_index=False).agg(
            {"episodes": "sum", "patients": patients}
        )

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """Which imports led to the release?"""
        return imports_of(self.release)


def answer(
    release: Release,
    cohort: Cohort,
    choices: Choices,
    settings: Settings,
    *,
    pseudonymised: bool = False,
) -> Answer:
    """How complete are the records, who was followed up, and what was wrong with what came?

    Returns
    -------
    Answer
        ``estimates``: of the episodes to which a column applies, the share in which it is recorded (measure
        ``quality``, a kind a column); the shares not asked or not assessed (``not_asked``); reviews attended
        of those planned, and those never followed up, by treatment besides (``follow_up``); records alike but
        for their key (``duplicates``). Of the whole release, whatever the cohort: the share of patients in
        groups under 5 (``anonymity``) and the size of the smallest (``smallest_group``), a kind for each
        way of telling less. ``charts``: ``months`` of data by clinic; what each import brought (``imports``)
        and which rules its records broke, by clinic and month (``violations``), of the whole release too; and
        what is judged against the other groups together (``ring``).

    Raises
    ------
    BadInput
        If a choice is not known, or the reference is not a value of the dimension.
    """
    asked = _Asked(release, cohort, choices, settings)
    rows = timed_tables.table("estimates", quality_counts.estimates(asked), asked)
    tables = Tables(
        {"estimates": lambda: timed_tables.disclosed(rows, asked), "charts": lambda: charts}
    )
    # Not from what is told: published, the others together would be those alone that have none or many.
    ringing = rings(rows, asked)
    charts = _charts(asked, ringing)
    finding = quality_words.Finding(
        asked, tables["estimates"], ringing=ringing, charts=charts, imports=asked.imports
    )
    return asked.answered(
        sentence=quality_words.sentence(finding),
        notes=quality_words.notes(finding),
        pseudonymised=pseudonymised,
        tables=tables,
    )


def _charts(asked: _Asked, ringing: pd.DataFrame) -> pd.DataFrame:
    frames = [
        quality_charts.disclosed(rows, asked)
        for rows in (
            quality_charts.months(asked),
            quality_charts.violations(asked.imports, asked),
            quality_charts.imported(asked.imports, asked),
        )
    ]
    kept = [frame for frame in (ringing, *frames) if len(frame)]
    return shaped("charts", timed_tables.joined(kept), topic=TOPIC)
