"""Which questions can be asked? Topic → the function that answers it, for the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

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
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.errors import BadInput
from dashboard.settings import Settings
from dashboard.store import Release

# Every topic at once, where a name is asked for.
ALL = "all"


class Answering(Protocol):
    """How is every topic asked?"""

    def __call__(
        self,
        release: Release,
        cohort: Cohort,
        choices: Choices,
        settings: Settings,
        *,
        pseudonymised: bool = False,
    ) -> Answer:
        """What do the records say?"""


TOPICS: Mapping[str, Answering] = {
    overview.TOPIC: overview.answer,
    clearance.TOPIC: clearance.answer,
    recurrence.TOPIC: recurrence.answer,
    healing.TOPIC: healing.answer,
    complications.TOPIC: complications.answer,
    reported.TOPIC: reported.answer,
    like_for_like.TOPIC: like_for_like.answer,
    diy.TOPIC: diy.answer,
    clinics.TOPIC: clinics.answer,
    trends.TOPIC: trends.answer,
    operations.TOPIC: operations.answer,
    quality.TOPIC: quality.answer,
}


def topics_named(name: str) -> tuple[str, ...]:
    """Which topics does `name` ask for: one, or all that there are?

    Raises
    ------
    BadInput
        If there is no such topic.
    """
    if name == ALL:
        return tuple(TOPICS)
    if name in TOPICS:
        return (name,)
    raise BadInput(f"“{name}” is not a topic.", f"Choose one of {', '.join((*TOPICS, ALL))}.")
