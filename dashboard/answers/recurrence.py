"""How often do milia come back? Which queries and estimates answer it, and what is said about them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard import disclosure
from dashboard.answers import recurrence_contrasts, recurrence_tables, recurrence_words
from dashboard.answers.answer import Answer, Choices, Tables, apart, in_order
from dashboard.answers.attrition import attrition
from dashboard.answers.timed import Followed, Several, follow, main_horizon, mature_to
from dashboard.cohort import Cohort
from dashboard.errors import BadInput
from dashboard.settings import Settings
from dashboard.store import Release

TOPIC = "recurrence"
QUESTION = "How often do milia come back?"

# The two clocks: recurrence counts from clearance, failure from the first session.
CLEARANCE, FIRST_SESSION = "clearance", "first_session"

# Why an episode is not followed for recurrence, in the order in which it is told.
REASONS = {
    "other_care": "DIY attempts and observation, counted only by treatment",
    "later_episode": "later episodes of a patient counted once",
    "not_cleared": "not cleared: persistence, not recurrence",
    "retreated_before_clear": "treated again before they were clear: persistence, not recurrence",
    "cleared_without_day": "cleared on an unknown day",
    "not_assessed": "clearance not assessed",
    "not_recorded": "clearance not recorded",
}
# Who is followed for failure, from day 0: all that are counted but those cleared on an unknown day.
_FAILURE_STATES = {"eligible", *REASONS} - {"other_care", "later_episode", "cleared_without_day"}


def answer(
    release: Release,
    cohort: Cohort,
    choices: Choices,
    settings: Settings,
    *,
    pseudonymised: bool = False,
) -> Answer:
    """How often do milia come back after clearance, by group, and how sure can one be?

    Parameters
    ----------
    release, cohort
        Which records, and which of them.
    choices
        Grouping, unit, definition, reference, horizons (those of `settings` where empty), policy.

    Returns
    -------
    Answer
        ``estimates``: cumulative incidence at the horizons (measure ``recurrence``), share free of
        failure from day 0 (``failure_free``), median follow-up (``follow_up``), bounds for those lost
        (``loss``), the one-sided limit where nobody recurred (``no_event``). ``curves``:
        ``recurrence``, ``failure_free``. ``comparisons``: differences, Gray's and log-rank tests,
        hazard ratios, the test of proportional hazards.

    Raises
    ------
    BadInput
        If a choice is not known, or the reference is not a value of the dimension.
    """
    asked = _Asked(release, cohort, choices, settings)
    tables = _tables(asked)
    finding = _finding(asked, tables)
    steps, hidden_steps = attrition(
        release.about.episodes,
        int(asked.states["episodes"].sum()),
        asked.states,
        REASONS,
        choices.unit,
        settings.min_patients,
    )
    return Answer(
        topic=TOPIC,
        question=QUESTION,
        cohort=cohort,
        choices=choices,
        settings=settings,
        release=release.about,
        pseudonymised=pseudonymised,
        sentence=recurrence_words.sentence(finding),
        tables=tables,
        attrition=steps,
        notes=recurrence_words.notes(finding),
        groups=asked.shown,
        hidden_groups=asked.hidden.names,
        reference=asked.reference,
        hidden_steps=len(hidden_steps.names),
        mature_to=finding.mature,
        horizon=finding.horizon,
    )


@dataclass(frozen=True)
class _Asked:
    """What was asked of whom, and what the queries count; each query runs once."""

    release: Release
    cohort: Cohort
    choices: Choices
    settings: Settings

    def __post_init__(self) -> None:
        known = self.release.known[self.choices.group_by]
        if self.choices.reference and self.choices.reference not in known:
            raise BadInput(
                f"The reference “{self.choices.reference}” is not a value of {self.choices.group_by}.",
                f"Choose one of {', '.join(known)}.",
            )

    @property
    def horizons(self) -> tuple[int, ...]:
        """On which days is the risk read?"""
        return self.choices.horizons or self.settings.horizons

    @cached_property
    def states(self) -> pd.DataFrame:
        """How many episodes and patients of each group are eligible, and why are the others not?"""
        episodes = self._run("episodes_by_group_and_eligibility")
        if self.choices.unit == "patient":
            return episodes.assign(patients=episodes["episodes"])
        patients = self._run("patients_by_group_and_eligibility")
        return episodes.merge(patients, on=["group", "eligibility"], how="left")

    @cached_property
    def order(self) -> list[str]:
        """In which order do the groups stand?"""
        return in_order(self.states["group"], self.choices.group_by, self.release.known)

    @cached_property
    def sizes(self) -> dict[str, int]:
        """How many patients of each group are followed for recurrence?"""
        return self._patients({"eligible"})

    @cached_property
    def sizes_failing(self) -> dict[str, int]:
        """How many patients of each group are followed for failure?"""
        return self._patients(_FAILURE_STATES)

    @cached_property
    def hidden(self) -> disclosure.Hidden:
        """Which groups are hidden?"""
        return disclosure.parts_to_hide(self.sizes, self.settings.min_patients)

    @cached_property
    def hidden_failing(self) -> disclosure.Hidden:
        """Which groups are hidden where failure is counted?"""
        return disclosure.parts_to_hide(self.sizes_failing, self.settings.min_patients)

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """Which groups are shown?"""
        return tuple(group for group in self.sizes if group not in self.hidden.names)

    @cached_property
    def reference(self) -> str:
        """Which group are the others compared with: the one chosen, extraction, or the largest?"""
        able = [group for group in self.shown if group not in apart(self.choices.group_by)]
        if self.choices.reference in able:
            return self.choices.reference
        if self.choices.group_by == "treatment" and "extraction" in able:
            return "extraction"
        return max(able, key=lambda group: self.sizes[group], default="")

    @cached_property
    def compared(self) -> tuple[str, ...]:
        """Which groups are compared with each other, the reference first?"""
        able = [group for group in self.shown if group not in apart(self.choices.group_by)]
        return tuple(sorted(able, key=lambda group: group != self.reference))

    @cached_property
    def lost(self) -> pd.DataFrame:
        """How many were lost before each horizon, on which day?"""
        return self._run(
            "losses_by_group_and_day",
            clock=CLEARANCE,
            definition=self.choices.definition,
            horizons=list(self.horizons),
        )

    def followed(self, clock: str, definition: str) -> Followed | None:
        """What was seen on this clock, by this definition of a recurrence?"""
        asked = {"clock": clock, "definition": definition}
        frame = self._run("events_by_group_and_day", **asked)
        several = None
        if self.choices.unit == "episode":
            several = Several(
                self._run("pairs_by_group_and_day", **asked),
                self._run("patients_by_group_and_last_day", **asked),
            )
        return follow(frame, several, self.order, self.horizons, self.settings)

    def _run(self, name: str, **more: Any) -> pd.DataFrame:
        parameters = self.cohort.parameters(self.choices.group_by, self.choices.unit)
        return self.release.run(f"{TOPIC}/{name}", {**parameters, **more})

    def _patients(self, counted: set[str]) -> dict[str, int]:
        """How many patients of each group are in any of these states?

        A patient counted once stands in one state only. Where episodes are counted one patient may
        stand in several: the largest of them is a safe lower limit.
        """
        kept = self.states[self.states["eligibility"].isin(counted)]
        by_group = kept.groupby("group")["patients"]
        patients = by_group.sum() if self.choices.unit == "patient" else by_group.max()
        return {group: int(patients[group]) for group in self.order if group in patients.index}


def _tables(asked: _Asked) -> Tables:
    definition = asked.choices.definition
    recurring, failing = (
        asked.followed(CLEARANCE, definition),
        asked.followed(FIRST_SESSION, definition),
    )
    estimates, curves = recurrence_tables.build(
        asked.choices,
        asked.settings,
        asked.sizes,
        asked.sizes_failing,
        recurring,
        failing,
        asked.lost,
    )

    def disclosed(table: pd.DataFrame) -> pd.DataFrame:
        return recurrence_tables.disclosed(
            table, asked.hidden, asked.hidden_failing, asked.settings.min_patients
        )

    def comparisons() -> pd.DataFrame:
        hidden = asked.hidden_failing.names
        return recurrence_contrasts.build(
            asked.choices, asked.settings, asked.compared, hidden, recurring, failing
        )

    return Tables(
        {
            "estimates": lambda: disclosed(estimates),
            "curves": lambda: disclosed(curves),
            "comparisons": lambda: disclosed(comparisons()),
        }
    )


def _finding(asked: _Asked, tables: Tables) -> recurrence_words.Finding:
    estimates, curves = tables["estimates"], tables["curves"]
    main = estimates[estimates["measure"].eq(TOPIC)]
    mature = mature_to(curves[curves["measure"].eq(TOPIC)])
    finding = recurrence_words.Finding(
        choices=asked.choices,
        settings=asked.settings,
        shown=asked.shown,
        hidden=asked.hidden.names,
        sizes=asked.sizes,
        horizon=main_horizon(main, {group: asked.sizes[group] for group in asked.shown}),
        estimates=estimates,
        mature=mature,
    )
    if asked.choices.definition == "A" or finding.horizon is None:
        return finding
    return replace(finding, same_order=_same_order(asked, finding))


def _same_order(asked: _Asked, finding: recurrence_words.Finding) -> bool | None:
    """Do the compared groups stand in the same order by definition A? None where there is none."""
    other = asked.followed(CLEARANCE, "A")
    now = finding.at_horizon()
    able = [group for group in now["group"] if group in asked.compared]
    if other is None or len(able) < 2:
        return None
    then = other.at[other.at["horizon_days"].eq(finding.horizon or 0)]
    orders = [
        rows.set_index("group").loc[able, "estimate"].sort_values(kind="stable").index.tolist()
        for rows in (now, then)
    ]
    return bool(orders[0] == orders[1])
