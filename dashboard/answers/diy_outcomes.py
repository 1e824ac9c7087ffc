"""What became of those whom a clinic treated: by what they had tried at home before, and by their habits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

import pandas as pd

from dashboard import disclosure, words
from dashboard.answers import clearance, complications, recurrence, timed_tables
from dashboard.answers.answer import Answer
from dashboard.answers.diy_counts import TOPIC, AskedOfTreated
from dashboard.answers.diy_shares import CONSEQUENCES
from dashboard.answers.remembered import remembered
from dashboard.answers.timed import Followed, follow

NEW_MILIA = "new_milia"
# Habits named to the patient as prevention, in page order.
HABITS = (
    "heavy_cream",
    "daily_spf",
    "gentle_exfoliation",
    "nightly_cleansing",
    "guided_retinol",
)
_ANSWERS = ("yes", "no", words.NOT_RECORDED)
_TOPICS: Mapping[str, Callable[..., Answer]] = {
    "clearance": clearance.answer,
    "recurrence": recurrence.answer,
    "complications": complications.answer,
}
# Topic → measure and kind of the rows that stand here, exactly as on the page of the topic.
_FIGURES = {
    "clearance": (("clearance", "cleared"),),
    "recurrence": (("recurrence", "cumulative_incidence"), ("no_event", "upper_limit")),
    "complications": (
        *(("complications", "any"), ("no_event", "any"), ("no_event", "antibiotics")),
        *(
            ("recorded", kind)
            for name in CONSEQUENCES[:1]
            for kind in (name, f"{name}_not_recorded")
        ),
    ),
}
# So that the limits of two topics are told apart.
_LIMIT_OF = {"upper_limit": "recurrence", "any": "complications", "antibiotics": "antibiotics"}


def of_topics(asked: AskedOfTreated) -> list[pd.DataFrame]:
    """What do the pages of the outcomes say of these groups? Their own rows: the figures cannot disagree."""
    return [
        _chosen(
            remembered(answer, asked.release, asked.cohort, asked.choices, asked.settings), topic
        )
        for topic, answer in _TOPICS.items()
    ]


def _chosen(answer: Answer, topic: str) -> pd.DataFrame:
    table = answer.tables["estimates"]
    wanted = pd.MultiIndex.from_frame(table[["measure", "kind"]]).isin(_FIGURES[topic])
    rows = table[wanted & table["subgroup"].eq("")].assign(topic=TOPIC)
    limit = rows["measure"].eq("no_event")
    return rows.assign(kind=rows["kind"].where(~limit, rows["kind"].map(_LIMIT_OF)))


@dataclass(frozen=True)
class AskedOfHabits(AskedOfTreated):
    """What was asked of whom: those cleared by a clinic, each patient once, by a habit of theirs."""

    topic: ClassVar[str] = TOPIC

    @cached_property
    def hidden(self) -> disclosure.Hidden:
        """Which groups are hidden, whatever the habit? None: they are hidden habit by habit."""
        return disclosure.Hidden({})


def of_habits(treated: AskedOfTreated) -> pd.DataFrame:
    """In what share were new milia seen anywhere after clearance, by habit? A table, disclosed.

    By definition C, and of each patient's first treatment, however the question is put.
    """
    choices = replace(treated.choices, unit="patient", definition="C")
    asked = AskedOfHabits(treated.release, treated.cohort, choices, treated.settings)
    frame = asked.run("events_by_habit_and_day")
    horizons = choices.horizons or asked.settings.horizons
    rows: list[pd.DataFrame] = []
    for habit in HABITS:
        counts = frame[frame["habit"].eq(habit)].drop(columns="habit")
        followed = follow(
            counts.rename(columns={"answer": "group"}),
            None,
            _ANSWERS,
            horizons,
            asked.settings,
            published=asked.published,
        )
        if followed is not None:
            rows += _of_habit(habit, followed, asked)
    return timed_tables.disclosed(timed_tables.table("estimates", rows, asked), asked)


def _of_habit(habit: str, followed: Followed, asked: AskedOfHabits) -> list[pd.DataFrame]:
    counts = followed.curve.counts
    sizes = {str(g): int(n) for g, n in zip(counts.groups, counts.patients, strict=True)}
    hidden = disclosure.parts_to_hide(sizes, asked.fewest)
    return [
        disclosure.hide_groups(rows.assign(kind=habit, group_by=habit), hidden)
        for rows in (
            timed_tables.risks(followed, sizes, NEW_MILIA),
            timed_tables.no_event(followed, sizes, asked.settings),
        )
    ]
