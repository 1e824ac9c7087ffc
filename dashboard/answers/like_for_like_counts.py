"""Who is compared like for like: which arms, which case mix, and what became of whom, as counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

import numpy as np
import pandas as pd

from dashboard import disclosure, words
from dashboard.answers.answer import Step
from dashboard.answers.asked import Asked
from dashboard.answers.attrition import attrition
from dashboard.answers.like_for_like_cells import Counted, as_cells
from dashboard.answers.timed import Followed, follow
from dashboard.estimates.ends import CENSORED, Ends

TOPIC = "like_for_like"
QUESTION = "What if like patients had been treated differently?"


@dataclass(frozen=True)
class Outcome:
    """Which outcome is compared, how is it counted, and how is its share called?

    Attributes
    ----------
    measure, kind
        As in ``estimates``; the share of its topic.
    counted
        What the query calls it.
    free
        The share is that without the event.
    survival
        Nothing competes: Kaplan-Meier, and the share is the one with the event.
    """

    measure: str
    counted: str
    kind: str = "cumulative_incidence"
    free: bool = False
    survival: bool = False


FREE = Outcome("failure_free", "failure", "failure_free", free=True)
RECURRENCE = Outcome("recurrence", "recurrence")
HEALING = Outcome("healing", "healing", survival=True)
COMPLICATIONS = Outcome("complications", "complications", "any")
# The headline first: recurrence alone drops those who were never clear.
OUTCOMES = (FREE, RECURRENCE, HEALING, COMPLICATIONS)


@dataclass(frozen=True)
class AskedAlike(Asked):
    """What was asked of whom: patients of professional arms, each once, by treatment."""

    topic: ClassVar[str] = TOPIC
    question: ClassVar[str] = QUESTION
    reasons: ClassVar[Mapping[str, str]] = {
        "not_weighted": "observation and DIY attempts: described elsewhere, never weighted",
        "later_episode": "later episodes of a patient counted once",
        "cleared_without_day": "cleared on an unknown day",
        "set_aside": "a case mix that no other arm has: in no comparison",
    }

    # Whether the question was put otherwise: by another dimension, or by episode.
    instead: tuple[str, ...] = field(default=())

    @cached_property
    def states(self) -> pd.DataFrame:
        """How many of each arm are followed from the first session on, and why are the others not?"""
        rows = self.eligibility("recurrence")
        known = rows["eligibility"].where(
            rows["eligibility"].isin(("later_episode", "cleared_without_day")), "eligible"
        )
        professional = rows["group"].isin(words.PROFESSIONAL)
        rows["eligibility"] = known.where(professional, "not_weighted")
        counted = rows.groupby(["group", "eligibility"], as_index=False)["episodes"].sum()
        return counted.assign(patients=counted["episodes"])

    def horizons_of(self, outcome: Outcome) -> tuple[int, ...]:
        """On which days is a share read: the chosen ones where milia come back, else the last of the topic?"""
        if outcome is HEALING:
            return self.settings.healing_horizons[-2:]
        if outcome is COMPLICATIONS:
            return self.settings.complications_horizons[-1:]
        return self.horizons

    def ask_ahead(self, outcomes: Sequence[Outcome]) -> None:
        """Have the database count these outcomes in turn, while those it has counted are compared."""
        pool = ThreadPoolExecutor(max_workers=1)
        self._ahead.update({each.measure: pool.submit(self._ask, each) for each in outcomes})
        pool.shutdown(wait=False)

    @cached_property
    def _ahead(self) -> dict[str, Future[pd.DataFrame]]:
        return {}

    def counted(self, outcome: Outcome) -> Counted:
        """What was counted of this outcome, in all arms?"""
        name = outcome.measure
        if name not in self._counted:
            rows = self._ahead.pop(name).result() if name in self._ahead else self._ask(outcome)
            self._counted[name] = as_cells(rows, self.told_apart, self.release.known)
        return self._counted[name]

    @cached_property
    def _counted(self) -> dict[str, Counted]:
        return {}

    def _ask(self, outcome: Outcome) -> pd.DataFrame:
        return self.run("patients_by_case_mix_and_day", **self._of(outcome))

    def lost(self, outcome: Outcome, horizon: int) -> Ends:
        """Who was lost before this horizon, by cell of `counted`? They are censored there."""
        key = (outcome.measure, horizon)
        if key not in self._lost:
            rows = self.run("losses_by_case_mix_and_day", horizon=horizon, **self._of(outcome))
            arm, case_mix, day, lost = (
                rows[name].to_numpy() for name in ("arm", "case_mix", "day", "lost")
            )
            place = self.counted(outcome).place_of(arm, case_mix)
            status = np.full(len(rows), CENSORED)
            self._lost[key] = Ends(place, day, status, lost.astype(np.float64))
        return self._lost[key]

    @cached_property
    def _lost(self) -> dict[tuple[str, int], Ends]:
        return {}

    def _of(self, outcome: Outcome) -> dict[str, object]:
        return {
            "outcome": outcome.counted,
            "definition": self.choices.definition,
            "arms": list(self.told_apart),
        }

    @property
    def told_apart(self) -> tuple[str, ...]:
        """Which arms may there be?"""
        return self.release.known["treatment"]

    def sizes_of(self, outcome: Outcome) -> dict[str, int]:
        """How many patients of each arm are followed for this outcome?"""
        if outcome.measure not in self._sizes:
            self._sizes[outcome.measure] = self._sizes_of(outcome)
        return self._sizes[outcome.measure]

    @cached_property
    def _sizes(self) -> dict[str, dict[str, int]]:
        return {}

    def _sizes_of(self, outcome: Outcome) -> dict[str, int]:
        sizes = self.counted(outcome).sizes
        return {arm: sizes[arm] for arm in self.order if arm in sizes}

    def hidden_of(self, outcome: Outcome) -> disclosure.Hidden:
        """Which arms are hidden where this outcome is counted?"""
        return disclosure.parts_to_hide(self.sizes_of(outcome), self.fewest)

    def arms(self, outcome: Outcome) -> tuple[str, ...]:
        """Which arms can be shown in this outcome, the reference first?"""
        hidden, sizes = self.hidden_of(outcome).names, self.sizes_of(outcome)
        return tuple(arm for arm in self.compared if arm in sizes and arm not in hidden)

    @property
    def jointly(self) -> bool:
        """Are three or more chosen arms weighted together?"""
        chosen = [arm for arm in self.cohort.values("treatment") if arm in words.PROFESSIONAL]
        return self.choices.weighting == "joint" and len(chosen) >= 3

    @property
    def weighting(self) -> str:
        """What are the weights called in the table of balance?"""
        if self.jointly:
            return "joint_overlap"
        return "iptw" if self.choices.weighting == "iptw" else "overlap"

    @property
    def adjustment(self) -> str:
        """What is the adjustment called in the other tables?"""
        return "iptw" if self.weighting == "iptw" else "overlap"

    def comparisons(self, outcome: Outcome) -> list[tuple[str, ...]]:
        """Which arms are compared with each other, the reference first: pairs, or the chosen ones jointly?"""
        arms = self.arms(outcome)
        if len(arms) < 2 or arms[0] != self.reference:
            return []
        if self.jointly and len(arms) > 2:
            return [arms]
        return [(arms[0], arm) for arm in arms[1:]]

    def main_of(self, outcome: Outcome) -> int:
        """On which day are arms first of all compared: the last one, but two weeks for healing?"""
        horizons = self.horizons_of(outcome)
        return horizons[0] if outcome is HEALING else horizons[-1]

    def crude(self, outcome: Outcome) -> Followed | None:
        """What was seen of the outcome, all patients as they are?"""
        if outcome.measure not in self._crude:
            counted = self.counted(outcome)
            (counts,) = counted.ends.count(counted.mix.arms, counted.mix.arm)
            frame = pd.DataFrame(
                {
                    "group": np.repeat(np.array(counts.groups, dtype=object), len(counts.days)),
                    "day": np.tile(counts.days, len(counts.groups)),
                    "events": counts.events.ravel(),
                    "competing": counts.competing.ravel(),
                    "censored": counts.censored.ravel(),
                }
            )
            self._crude[outcome.measure] = follow(
                frame,
                None,
                self.order,
                self.horizons_of(outcome),
                self.settings,
                published=self.published,
                survival=outcome.survival,
            )
        return self._crude[outcome.measure]

    @cached_property
    def _crude(self) -> dict[str, Followed | None]:
        return {}

    @cached_property
    def nowhere(self) -> list[int]:
        """How many patients are set aside in every comparison? Whoever compares writes it here."""
        return []

    def steps(self) -> tuple[tuple[Step, ...], disclosure.Hidden]:
        """From the records held to those compared, and which of these numbers are hidden?"""
        gone = sum(self.nowhere)
        aside = pd.DataFrame(
            {
                "group": ["", ""],
                "eligibility": ["set_aside", "eligible"],
                "episodes": [gone, -gone],
            }
        )
        return attrition(
            self.release.about.episodes,
            int(self.states["episodes"].sum()),
            pd.concat([self.states, aside], ignore_index=True),
            self.reasons,
            "patient",
            self.fewest,
            published=self.published,
        )
