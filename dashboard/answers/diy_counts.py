"""What was asked about attempts at home, and about those whom a clinic then treated; what is hidden of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

import pandas as pd

from dashboard import words
from dashboard.answers.answer import Choices, Step
from dashboard.answers.asked import NOT_COUNTED, Asked
from dashboard.answers.attrition import attrition
from dashboard.cohort import Cohort
from dashboard.disclosure import Hidden, parts_to_hide

TOPIC = "diy"
QUESTION = "What becomes of attempts at home?"
# Measures: of each method, of all methods shown, and of how many it is known.
ALL_ATTEMPTS, ASSESSMENT = "all_attempts", "assessment"
# What was done by hand, and what with a product; in page order.
METHODS: Mapping[str, tuple[str, ...]] = {
    "mechanical": ("squeezing", "needle_or_pin", "other_tool"),
    "product": ("scrub", "acne_product", "exfoliant", "unadvised_retinoid"),
}
# In the place of a treatment: the first was of an earlier month; none is on record.
NO_TREATMENT = ("earlier", "none")
# No record has it: a cohort of nobody.
_NOBODY = ("",)


def class_of(method: str) -> str:
    """Was a method by hand (`mechanical`), with a product, or is it not recorded?"""
    return next((name for name, own in METHODS.items() if method in own), words.NOT_RECORDED)


def attempts_in(cohort: Cohort) -> Cohort:
    """Which attempts at home does a cohort hold? None where a filter of treatments leaves them out."""
    kept = cohort.values("treatment")
    return _with_treatments(cohort, _NOBODY if kept and "diy" not in kept else ("diy",))


def treated_in(cohort: Cohort) -> Cohort:
    """Whom of a cohort did a clinic treat? Nobody where the filter keeps attempts or observation alone."""
    kept = cohort.values("treatment") or words.PROFESSIONAL
    return _with_treatments(
        cohort, tuple(name for name in words.PROFESSIONAL if name in kept) or _NOBODY
    )


def _with_treatments(cohort: Cohort, treatments: tuple[str, ...]) -> Cohort:
    filters = {**dict(cohort.filters), "treatment": tuple(sorted(treatments))}
    return replace(cohort, filters=tuple(sorted(filters.items())))


@dataclass(frozen=True)
class AskedOfAttempts(Asked):
    """What was asked of whom: every attempt at home of the cohort, by its method.

    `cohort` holds the attempts of the cohort that was `chosen`.
    """

    chosen: Cohort

    topic: ClassVar[str] = TOPIC
    question: ClassVar[str] = QUESTION
    states_of: ClassVar[str] = "complications"
    reasons: ClassVar[Mapping[str, str]] = {
        "no_attempt": "treated by a clinic or observed: no attempt at home",
        "later_episode": "later attempts of a patient counted once",
    }

    @property
    def reference(self) -> str:
        """Which method are the others compared with? None: attempts are described, never compared."""
        return ""

    @property
    def compared(self) -> tuple[str, ...]:
        """Which methods are compared? None."""
        return ()

    @cached_property
    def states(self) -> pd.DataFrame:
        """After how many attempts by each method did somebody look for complications?"""
        return self.eligibility("complications")

    @cached_property
    def attempts(self) -> pd.DataFrame:
        """How many attempts by each method are counted, by whether anybody looked? A column an eligibility."""
        table = self.states.pivot(index="group", columns="eligibility", values="episodes")
        kinds = ["eligible", "not_assessed", "not_recorded", "later_episode"]
        return table.reindex(index=self.order, columns=kinds).fillna(0).astype(int)

    def patients_together(self, methods: tuple[str, ...]) -> int:
        """After whose attempts by any of these methods did somebody look for complications: how many patients?"""
        if self.choices.unit == "patient":
            return sum(self.sizes[method] for method in methods)
        # By treatment, where all methods are one group: one patient may have tried several.
        asked = {"group_by": "treatment", "technique": list(methods), "states": ["eligible"]}
        told = self.run("cohort/patients_by_group", outcome=self.states_of, **asked)
        return int(told["patients"].sum())

    @cached_property
    def counted(self) -> dict[str, int]:
        """How many patients tried by each method, whether anybody looked afterwards or not?"""
        return self.patients({"eligible", "not_assessed", "not_recorded"})

    @cached_property
    def hidden(self) -> Hidden:  # read once, as above
        """Which methods are hidden: too few assessed, or too few at all? Everywhere alike.

        Those assessed and the others add up to all, so one would give away what another hides.
        """
        return _either(self.counted, self.sizes, self.fewest)

    @cached_property
    def pathways(self) -> pd.DataFrame:
        """After how many first attempts came which treatment first? A row a method, a column a treatment."""
        frame = self.run("attempts_by_method_and_treatment")
        table = frame.pivot(index="method", columns="treatment", values="patients")
        rows = [name for name in self.order if name in table.index]
        order = [name for name in (*words.PROFESSIONAL, *NO_TREATMENT) if name in table]
        return table.reindex(index=rows, columns=order).fillna(0).astype(int)

    @cached_property
    def hidden_pathways(self) -> Hidden:
        """Of which methods is it hidden what came first: of hidden ones, and where few were a first attempt?"""
        first = {str(name): int(number) for name, number in self.pathways.sum(axis=1).items()}
        few = parts_to_hide(first, self.fewest)
        return Hidden(
            {name: self.hidden[name] if name in self.hidden.names else few[name] for name in first}
        )

    def steps(self) -> tuple[tuple[Step, ...], Hidden]:
        """From the records held to the attempts counted, and which of these numbers are hidden?"""
        within = self.release.run(
            "cohort/patients_by_cohort", self.chosen.parameters("treatment", self.choices.unit)
        )
        in_cohort = int(within["episodes"].iloc[0])
        later = int(self.attempts["later_episode"].sum())
        counted = int(self.attempts.to_numpy().sum()) - later
        counts = {
            "no_attempt": in_cohort - counted - later,
            "later_episode": later,
            "eligible": counted,
        }
        return attrition(
            self.release.about.episodes,
            in_cohort,
            pd.DataFrame({"eligibility": list(counts), "episodes": list(counts.values())}),
            self.reasons,
            self.choices.unit,
            self.fewest,
            published=self.published,
        )


@dataclass(frozen=True)
class AskedOfTreated(Asked):
    """What was asked of whom: everybody whom a clinic treated, by what had been tried at home before."""

    topic: ClassVar[str] = TOPIC
    question: ClassVar[str] = QUESTION
    reasons: ClassVar[Mapping[str, str]] = NOT_COUNTED

    @cached_property
    def came(self) -> pd.DataFrame:
        """How many of each group came with inflamed skin, how many without, and of how many is it not recorded?"""
        return self.run("episodes_by_group_and_inflammation")

    @cached_property
    def states(self) -> pd.DataFrame:
        """How many of each group are counted, by whether it is recorded how the skin was?"""
        known = self.came["inflamed"].ne(words.NOT_RECORDED)
        named = self.came.assign(eligibility=known.map({True: "eligible", False: "not_recorded"}))
        counted = ["episodes", "patients"]
        states = named.groupby(["group", "eligibility"], as_index=False)[counted].sum()
        if self.choices.unit == "patient":
            return states
        # With inflamed skin once and without it another time, they are one patient.
        patients = self.run("patients_by_group_and_record")
        return states.drop(columns="patients").merge(patients, on=["group", "eligibility"])

    @cached_property
    def everybody(self) -> dict[str, int]:
        """How many patients of each group were treated, recorded or not?"""
        if self.choices.unit == "patient":
            return self.patients({"eligible", "not_recorded"})
        told = self.run("cohort/patients_by_group", outcome="complications", states=None)
        patients = told.set_index("group")["patients"]
        return {group: int(patients[group]) for group in self.order}

    @cached_property
    def hidden(self) -> Hidden:
        """Which groups are hidden: too few of whom it is recorded, or too few at all?"""
        return _either(self.everybody, self.sizes, self.fewest)


def attempts_asked(asked: Asked) -> AskedOfAttempts:
    """What is asked of the attempts of a cohort? By method, whatever the groups asked for are."""
    choices = replace(asked.choices, group_by="technique", reference="")
    return AskedOfAttempts(
        asked.release, attempts_in(asked.cohort), choices, asked.settings, asked.cohort
    )


def treated_asked(asked: Asked) -> AskedOfTreated:
    """What is asked of those whom a clinic treated? By what they had tried, whatever the groups asked for are."""
    return AskedOfTreated(
        asked.release, treated_in(asked.cohort), treated_choices(asked.choices), asked.settings
    )


def treated_choices(choices: Choices) -> Choices:
    """How is the question put to the pages of the outcomes?"""
    return replace(choices, group_by="diy_before", reference="")


def _either(everybody: Mapping[str, int], known: Mapping[str, int], fewest: int) -> Hidden:
    """Which groups are hidden where all of them, and those of whom something is known, are told?"""
    of_all, of_known = parts_to_hide(everybody, fewest), parts_to_hide(known, fewest)
    return Hidden(
        {name: of_known[name] if name in of_known.names else of_all[name] for name in everybody}
    )
