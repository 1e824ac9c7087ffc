"""What every topic must know before it estimates: who is eligible, which groups are shown, who is compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, ClassVar

import pandas as pd

from dashboard import disclosure
from dashboard.answers.answer import Answer, Choices, Step, able, in_order
from dashboard.answers.attrition import attrition
from dashboard.answers.timed import Followed, Several, follow
from dashboard.cohort import Cohort
from dashboard.errors import BadInput
from dashboard.settings import Settings
from dashboard.store import Release

# Why an episode of the cohort is not counted, whatever the outcome.
NOT_COUNTED = {
    "other_care": "DIY attempts and observation, counted only by treatment",
    "later_episode": "later episodes of a patient counted once",
}


# All topics ask it of the same cohort, and all their outcomes are counted in one scan.
@lru_cache(maxsize=64)
def _eligibility(release: Release, cohort: Cohort, group_by: str, unit: str) -> pd.DataFrame:
    """How many episodes of each group count for each outcome? To be read, not changed."""
    return release.run(
        "cohort/episodes_by_group_and_eligibility", cohort.parameters(group_by, unit)
    )


@dataclass(frozen=True)
class Asked:
    """What was asked of whom, and what the shared queries count; each query runs once.

    A topic derives from it and says its name, its question and why episodes are left out.
    """

    release: Release
    cohort: Cohort
    choices: Choices
    settings: Settings

    topic: ClassVar[str] = ""
    question: ClassVar[str] = ""
    # Whose states tell who is counted, where that is not the topic's own name.
    states_of: ClassVar[str] = ""
    # Code of ``eligibility`` → the reason in words, in the order in which it is told.
    reasons: ClassVar[Mapping[str, str]] = NOT_COUNTED
    # Of which of these do the figures themselves say of how many they are, as of any rare outcome of many?
    reasons_told: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        known = self.release.known[self.choices.group_by]
        if self.choices.reference and self.choices.reference not in known:
            raise BadInput(
                f"The reference “{self.choices.reference}” is not a value of {self.choices.group_by}.",
                f"Choose one of {', '.join(known)}.",
            )

    @property
    def published(self) -> bool:
        """Is the answer for somebody outside the clinic?"""
        return self.choices.policy == "publication"

    @property
    def fewest(self) -> int:
        """Below how many patients is a figure hidden?"""
        fewest = self.settings.min_patients
        return max(fewest, disclosure.FEWEST) if self.published else fewest

    @property
    def usual_horizons(self) -> tuple[int, ...]:
        """On which days is the risk read, unless others are asked for?"""
        return self.settings.horizons

    @property
    def horizons(self) -> tuple[int, ...]:
        """On which days is the risk read?"""
        return self.choices.horizons or self.usual_horizons

    @cached_property
    def states(self) -> pd.DataFrame:
        """How many episodes and patients of each group are eligible, and why are the others not?"""
        return self.eligibility(self.topic)

    def eligibility(self, outcome: str) -> pd.DataFrame:
        """How many episodes and patients of each group count for an outcome, and why do the others not?"""
        counted = _eligibility(self.release, self.cohort, self.choices.group_by, self.choices.unit)
        episodes = counted[counted["outcome"].eq(outcome)].drop(columns="outcome")
        if self.choices.unit == "patient":
            return episodes.assign(patients=episodes["episodes"])
        patients = self.run("cohort/patients_by_group_and_eligibility", outcome=outcome)
        return episodes.merge(patients, on=["group", "eligibility"], how="left")

    @cached_property
    def order(self) -> list[str]:
        """In which order do the groups stand?"""
        return in_order(self.states["group"], self.choices.group_by, self.release.known)

    @cached_property
    def sizes(self) -> dict[str, int]:
        """How many patients of each group are eligible?"""
        return self.patients({"eligible"})

    @cached_property
    def hidden(self) -> disclosure.Hidden:
        """Which groups are hidden?"""
        return disclosure.parts_to_hide(self.sizes, self.fewest)

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """Which groups are shown?"""
        return tuple(group for group in self.sizes if group not in self.hidden.names)

    @cached_property
    def _able(self) -> tuple[str, ...]:
        return able(self.shown, self.cohort, self.choices.group_by)

    @cached_property
    def reference(self) -> str:
        """Which group are the others compared with: the one chosen, extraction, or the largest?"""
        if self.choices.reference in self._able:
            return self.choices.reference
        if self.choices.group_by == "treatment" and "extraction" in self._able:
            return "extraction"
        return max(self._able, key=lambda group: self.sizes[group], default="")

    @cached_property
    def compared(self) -> tuple[str, ...]:
        """Which groups are compared with each other, the reference first?"""
        return tuple(sorted(self._able, key=lambda group: group != self.reference))

    @property
    def named(self) -> dict[str, str]:
        """What do all rows of the tables say alike?"""
        return {
            "topic": self.topic,
            "definition": self.choices.definition,
            "analysis_unit": self.choices.unit,
            "adjustment": "crude",
            "group_by": self.choices.group_by,
        }

    def run(self, name: str, **more: Any) -> pd.DataFrame:
        """What does the query `name` (below the topic's own folder, or with its folder) count in this cohort?"""
        parameters = self.cohort.parameters(self.choices.group_by, self.choices.unit)
        path = name if "/" in name else f"{self.topic}/{name}"
        return self.release.run(path, {**parameters, **more})

    def patients(self, counted: set[str]) -> dict[str, int]:
        """How many patients of each group are in any of these states?

        A patient counted once stands in one state only. Where episodes are counted one patient may
        stand in several, and is told apart.
        """
        if self.choices.unit == "patient" or len(counted) == 1:
            kept = self.states[self.states["eligibility"].isin(counted)]
            patients = kept.groupby("group")["patients"].sum()
        else:
            states, outcome = sorted(counted), self.states_of or self.topic
            told = self.run("cohort/patients_by_group", outcome=outcome, states=states)
            patients = told.set_index("group")["patients"]
        return {group: int(patients[group]) for group in self.order if group in patients.index}

    def followed(
        self,
        outcome: str,
        definition: str = "A",
        *,
        horizons: tuple[int, ...] = (),
        survival: bool = False,
        frame: pd.DataFrame | None = None,
    ) -> Followed | None:
        """What was seen on the clock of an outcome? With `survival`, nothing competes: Kaplan-Meier.

        `frame`: the ends of observation by group and day, where they are counted already.
        """
        asked = {"outcome": outcome, "definition": definition}
        if frame is None:
            frame = self.run("cohort/events_by_group_and_day", **asked)
        several = None
        if self.choices.unit == "episode":
            several = Several(
                self.run("cohort/pairs_by_group_and_day", **asked),
                self.run("cohort/patients_by_group_and_last_day", **asked),
            )
        return follow(
            frame,
            several,
            self.order,
            horizons or self.horizons,
            self.settings,
            published=self.published,
            survival=survival,
        )

    def steps(self) -> tuple[tuple[Step, ...], disclosure.Hidden]:
        """From the records held to those counted, and which of these numbers are hidden?

        A patient who was treated and also tried at home stands in two arms, and is counted in both.
        """
        steps, hidden = attrition(
            self.release.about.episodes,
            int(self.states["episodes"].sum()),
            self.states,
            self.reasons,
            self.choices.unit,
            self.fewest,
            published=self.published,
            # Not where a group is hidden: what the figures of the others tell is less than all.
            told=() if self.published or self.hidden.names else self.reasons_told,
        )
        several_arms = self.choices.group_by == "treatment" and self.choices.unit == "patient"
        if several_arms and "diy" in self.sizes and len(self.sizes) > 1:
            last = replace(steps[-1], said="first episodes counted, attempts at home apart")
            steps = (*steps[:-1], last)
        return steps, hidden

    def answered(
        self, *, sentence: str, notes: tuple[str, ...], pseudonymised: bool, **more: Any
    ) -> Answer:
        """What is the answer, once its tables and words are there?"""
        steps, hidden_steps = self.steps()
        return Answer(
            topic=self.topic,
            question=self.question,
            cohort=self.cohort,
            choices=self.choices,
            settings=self.settings,
            release=self.release.about,
            pseudonymised=pseudonymised,
            sentence=sentence,
            attrition=steps,
            notes=notes,
            groups=self.shown,
            hidden_groups=self.hidden.names,
            reference=self.reference,
            hidden_steps=len(hidden_steps.names),
            horizons=self.horizons,
            **more,
        )
