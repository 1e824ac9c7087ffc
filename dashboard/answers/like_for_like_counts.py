"""Who is compared like for like: which arms, which case mix, and what became of whom, as counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

import numpy as np
import pandas as pd

from dashboard import disclosure, words
from dashboard.answers.answer import Step
from dashboard.answers.asked import Asked
from dashboard.answers.attrition import attrition
from dashboard.answers.timed import Followed, follow
from dashboard.errors import BadInput
from dashboard.estimates.arrays import IntArray
from dashboard.estimates.rare_levels import merge_rare

TOPIC = "like_for_like"
QUESTION = "What if like patients had been treated differently?"
# What patients are alike in. The order is that of the places in the query's number.
CASE_MIX = (
    *("milia_type", "site", "lesion_band", "persisted", "deep", "skin_type"),
    *("age_band", "sex", "diy_before", "inflamed_at_start"),
)
# Levels a place can tell apart.
_LEVELS = 64
STATUSES = ("events", "competing", "censored")


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


@dataclass(frozen=True, eq=False)
class Counted:
    """What was counted of an outcome?

    Attributes
    ----------
    cells
        One row per arm and case mix: ``group``, ``patients``, the columns of `CASE_MIX`.
    rows
        One row per cell and day: ``group``, ``cell`` (row of `cells`), ``day``, `STATUSES`.
    merged
        Column of the case mix → its rare levels that are told together.
    number
        The query's number of each cell's case mix, shape (n_cells,).
    """

    cells: pd.DataFrame
    rows: pd.DataFrame
    merged: Mapping[str, tuple[str, ...]]
    number: IntArray


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
        rows = self.run("cohort/episodes_by_group_and_eligibility", outcome="recurrence")
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

    def counted(self, outcome: Outcome) -> Counted:
        """What was counted of this outcome, in all arms?"""
        if outcome.measure not in self._counted:
            counts = self.run("patients_by_case_mix_and_day", **self._of(outcome))
            self._counted[outcome.measure] = self._from(counts)
        return self._counted[outcome.measure]

    @cached_property
    def _counted(self) -> dict[str, Counted]:
        return {}

    def lost(self, outcome: Outcome, horizon: int) -> pd.DataFrame:
        """Who was lost before this horizon: ``cell`` (of `counted`), ``day``, ``lost``?"""
        key = (outcome.measure, horizon)
        if key not in self._lost:
            self._lost[key] = self._lost_before(outcome, horizon)
        return self._lost[key]

    @cached_property
    def _lost(self) -> dict[tuple[str, int], pd.DataFrame]:
        return {}

    def _lost_before(self, outcome: Outcome, horizon: int) -> pd.DataFrame:
        rows = self.run("losses_by_case_mix_and_day", horizon=horizon, **self._of(outcome))
        counted = self.counted(outcome)
        place = pd.MultiIndex.from_arrays([counted.cells["group"].astype(str), counted.number])
        asked = pd.MultiIndex.from_arrays([rows["group"].astype(str), rows["case_mix"]])
        return rows[["day", "lost"]].assign(cell=place.get_indexer(asked))

    def _of(self, outcome: Outcome) -> dict[str, object]:
        return {
            "outcome": outcome.counted,
            "definition": self.choices.definition,
            "levels": list(self._levels),
        }

    @cached_property
    def _levels(self) -> tuple[str, ...]:
        """Which levels has the case mix, those of all columns in one list?"""
        known = (level for name in CASE_MIX for level in self.release.known[name])
        levels = tuple(dict.fromkeys(known))
        if len(levels) >= _LEVELS:
            raise BadInput(
                f"The case mix has {len(levels)} levels, too many to count by.",
                f"Keep the closed lists of the case mix below {_LEVELS} values together.",
            )
        return levels

    def _from(self, counts: pd.DataFrame) -> Counted:
        """How do counts by arm, case mix and day become cells and what happened in them?"""
        arm, names = pd.factorize(counts["group"].astype(object))
        mix = counts["case_mix"].to_numpy(dtype=np.int64)
        mixes, own = np.unique(mix, return_inverse=True)
        number, cell = np.unique(own * max(len(names), 1) + arm, return_inverse=True)
        patients = counts[list(STATUSES)].to_numpy(dtype=float).sum(axis=1)
        cells = pd.DataFrame(
            {
                "group": np.array(names, dtype=object)[number % max(len(names), 1)],
                "patients": np.bincount(cell, weights=patients, minlength=len(number)),
            }
        )
        of_cell = mixes[number // max(len(names), 1)] if len(number) else mixes
        categories = (*self._levels, words.NOT_RECORDED)
        for place, name in enumerate(CASE_MIX):
            code = (of_cell >> (6 * (len(CASE_MIX) - 1 - place))) & (_LEVELS - 1)
            # A blank is the last of the levels.
            code = np.where(code == 0, len(categories) - 1, code - 1).astype(np.int64)
            cells[name] = pd.Categorical.from_codes(code, categories=pd.Index(categories))
        cells, merged = merge_rare(cells, CASE_MIX, apart=(words.NOT_RECORDED,))
        rows = counts[["group", "day", *STATUSES]].assign(cell=cell)
        return Counted(cells, rows, merged, of_cell)

    def sizes_of(self, outcome: Outcome) -> dict[str, int]:
        """How many patients of each arm are followed for this outcome?"""
        if outcome.measure not in self._sizes:
            self._sizes[outcome.measure] = self._sizes_of(outcome)
        return self._sizes[outcome.measure]

    @cached_property
    def _sizes(self) -> dict[str, dict[str, int]]:
        return {}

    def _sizes_of(self, outcome: Outcome) -> dict[str, int]:
        total = self.counted(outcome).cells.groupby("group")["patients"].sum()
        return {arm: int(total[arm]) for arm in self.order if arm in total.index}

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
            rows = self.counted(outcome).rows
            frame = rows.groupby(["group", "day"], as_index=False)[list(STATUSES)].sum()
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
