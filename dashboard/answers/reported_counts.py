"""What was asked of whom about what patients report: the counts of its queries, and which of them are hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import pandas as pd

from dashboard.answers import timed_tables
from dashboard.answers.asked import NOT_COUNTED, Asked
from dashboard.disclosure import Hidden, parts_to_hide

TOPIC = "reported"
QUESTION = "What do patients say?"
# Measures beside the main one, which is who answered at all. Of `ABLE` are those whose DLQI could fall by that much.
DLQI, ABLE, DISTRESS = "dlqi", "dlqi_able", "distress"
PAIN, SATISFACTION = "pain", "satisfaction"
# Asked before and after.
PAIRED = (DLQI, ABLE, DISTRESS)
MEASURES = (TOPIC, *PAIRED, PAIN, SATISFACTION)
# The smallest change of the DLQI that matters to a patient: Basra et al. (2015), doi:10.1159/000365390.
MATTERS = 4
SATISFIED = ("satisfied", "neither", "dissatisfied")
# Any one of these could be worked out from the others and their total.
_TOGETHER = (tuple((SATISFACTION, kind) for kind in SATISFIED),)
# Sums over patients, as `estimates.ratios` needs them.
SUMS = (
    *("episodes_squared", "before_by_episodes", "after_by_episodes"),
    *("before_squared", "after_squared", "before_by_after"),
)


@dataclass(frozen=True)
class AskedOfPatients(Asked):
    """What was asked of whom; eligible is who answered anything in full."""

    topic: ClassVar[str] = TOPIC
    question: ClassVar[str] = QUESTION
    reasons: ClassVar[Mapping[str, str]] = {
        **NOT_COUNTED,
        "no_answer": "no answer, or the score before or after is missing",
    }
    reasons_told: ClassVar[tuple[str, ...]] = ("no_answer",)

    @property
    def usual_horizons(self) -> tuple[int, ...]:
        """None: no clock runs."""
        return ()

    @cached_property
    def states(self) -> pd.DataFrame:
        """How many episodes and patients of each group answered, did not, and are not counted?"""
        told = self._given[self._given["item"].eq("any")]
        told = told.assign(eligibility=told["after"].map({1: "eligible", 0: "no_answer"}))
        told = told[["group", "eligibility", "episodes"]].assign(patients=told["episodes"])
        if self.choices.unit == "episode":
            item = told["eligibility"].map({"eligible": "any", "no_answer": "none"})
            own = self._of_patients["patients"]
            keys = pd.MultiIndex.from_arrays([told["group"], item])
            told = told.assign(patients=own.reindex(keys).to_numpy())
        others = self.eligibility("clearance")
        others = others[others["eligibility"].isin(NOT_COUNTED)]
        return pd.concat([told, others], ignore_index=True)

    @cached_property
    def _given(self) -> pd.DataFrame:
        return self.run("answers_by_group_and_item")

    @cached_property
    def _of_patients(self) -> pd.DataFrame:
        return self.run("patients_by_group_and_item").set_index(["group", "item"])

    def answers(self, measure: str) -> pd.DataFrame:
        """Which complete answers were given: ``group``, ``before``, ``after``, ``episodes``?"""
        return self._answers[measure]

    @cached_property
    def _answers(self) -> dict[str, pd.DataFrame]:
        return {measure: self._complete(measure) for measure in MEASURES}

    def _complete(self, measure: str) -> pd.DataFrame:
        item = DLQI if measure == ABLE else measure
        told = self._given[self._given["item"].eq(item)].dropna(subset="after")
        if measure in PAIRED:
            told = told.dropna(subset="before")
        return told[told["before"].ge(MATTERS)] if measure == ABLE else told.fillna({"before": 0})

    @cached_property
    def everybody(self) -> pd.DataFrame:
        """How many ``episodes`` and ``patients`` of each group are counted, whether they answered or not?"""
        counted = self.states[~self.states["eligibility"].isin(NOT_COUNTED)]
        return self._by_group(counted[["group", "episodes"]], "counted")

    def respondents(self, measure: str) -> pd.DataFrame:
        """How many of each group answered, and how do their answers add up over ``patients``?

        A row a group, of those who have any: ``episodes``, ``patients``, ``before`` and ``after`` (sums over
        episodes), and `SUMS`.
        """
        return self._respondents[measure]

    @cached_property
    def _respondents(self) -> dict[str, pd.DataFrame]:
        return {measure: self._summed(measure) for measure in MEASURES}

    def _summed(self, measure: str) -> pd.DataFrame:
        if measure == TOPIC:
            able = self.states[self.states["eligibility"].eq("eligible")]
            return self._by_group(able[["group", "episodes"]], "any")
        told = self.answers(measure)
        number, before, after = (
            told[name].astype(float) for name in ("episodes", "before", "after")
        )
        own = {
            "before": number * before,
            "after": number * after,
            # Of a patient counted once.
            "episodes_squared": number,
            "before_by_episodes": number * before,
            "after_by_episodes": number * after,
            "before_squared": number * before**2,
            "after_squared": number * after**2,
            "before_by_after": number * before * after,
        }
        return self._by_group(told[["group", "episodes"]].assign(**own), measure)

    def _by_group(self, rows: pd.DataFrame, item: str) -> pd.DataFrame:
        """The sums of each group in page order, with its number of patients."""
        table = rows.groupby("group").sum()
        table = table.loc[[group for group in self.order if group in table.index]]
        if self.choices.unit == "patient":
            return table.assign(patients=table["episodes"])
        keys = pd.MultiIndex.from_product([table.index, [item]])
        own = self._of_patients.reindex(keys).set_axis(table.index)
        told = ["patients", *(name for name in SUMS if name in table)]
        return table.assign(**{name: own[name] for name in told})

    @cached_property
    def hidden(self) -> Hidden:
        """Which groups are hidden: too few who answered, or too few at all?

        Everywhere alike: those who answered are told as a share of those counted.
        """
        by_number = parts_to_hide(_patients(self.everybody), self.fewest)
        return _besides(by_number, parts_to_hide(self.sizes, self.fewest))

    @cached_property
    def hidden_by_measure(self) -> dict[str, Hidden]:
        """Which groups are hidden in each measure: besides those hidden anyway, where too few gave this answer?"""
        return {
            measure: _besides(
                parts_to_hide(_patients(self.respondents(measure)), self.fewest), self.hidden
            )
            for measure in MEASURES
        }

    def compared_in(self, measure: str) -> tuple[str, ...]:
        """Which groups are compared in a measure, the reference first?"""
        there = set(self.respondents(measure).index) - set(self.hidden_by_measure[measure].names)
        return tuple(group for group in self.compared if group in there)

    def disclosed(self, table: pd.DataFrame) -> pd.DataFrame:
        """How does a table look once small numbers are hidden?"""
        return timed_tables.disclosed(table, self, self.hidden_by_measure, _TOGETHER)


def _besides(parts: Hidden, hidden: Hidden) -> Hidden:
    """Which parts are hidden, where some are hidden anyway?"""
    return Hidden({**parts.status, **{name: hidden[name] for name in hidden.names}})


def _patients(table: pd.DataFrame) -> dict[str, int]:
    return {str(group): int(number) for group, number in table["patients"].items()}
