"""Do clinics differ by more than chance and their patients explain? What is counted, expected, and said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import pandas as pd

from dashboard.answers import clinics_funnels, clinics_mix, clinics_rows, clinics_words
from dashboard.answers.answer import Answer, Choices, Tables, shaped
from dashboard.answers.clinics_counts import QUESTION, TOPIC, UNITS, AskedOfUnits
from dashboard.answers.clinics_expected import Standing, standing
from dashboard.answers.clinics_items import EVERYBODY
from dashboard.answers.clinics_told import CRUDE, INDIRECT, Told, everybody, told
from dashboard.answers.timed_tables import joined
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Release

__all__ = ["QUESTION", "TOPIC", "UNITS", "answer", "charts_of"]


@dataclass(frozen=True, eq=False)
class Figures:
    """What was found of each outcome? Counted once; the counts are not kept."""

    asked: AskedOfUnits

    @cached_property
    def _found(self) -> tuple[list[Standing], tuple[clinics_mix.Levels, ...]]:
        found: dict[str, Standing] = {}
        levels: tuple[clinics_mix.Levels, ...] = ()
        for counted in dict.fromkeys(each.counted for each in self.asked.outcomes):
            counts = self.asked.counts(counted)
            for outcome in self.asked.outcomes:
                if outcome.counted == counted:
                    found[outcome.code] = standing(self.asked, outcome, counts)
            if counted == EVERYBODY:
                levels = clinics_mix.levels(counts.cells.mix)
        return [found[each.code] for each in self.asked.outcomes], levels

    @property
    def standings(self) -> list[Standing]:
        """How does each unit stand in each outcome, before anything is hidden?"""
        return self._found[0]

    @property
    def levels(self) -> tuple[clinics_mix.Levels, ...]:
        """How many of each unit have each level of the case mix, before anything is hidden?"""
        return self._found[1]

    @cached_property
    def crude(self) -> list[Told]:
        """What may be told of the shares as they are?"""
        return [told(self.asked, each, CRUDE) for each in self.standings]

    @cached_property
    def adjusted(self) -> list[Told]:
        """What may be told of observed and expected?"""
        return [told(self.asked, each, INDIRECT) for each in self.standings]

    @cached_property
    def charts(self) -> pd.DataFrame:
        """What do all funnels show?"""
        pairs = zip(self.adjusted, self.crude, strict=True)
        # Of healing wounds the share is that of not healed ones, which has a funnel of its own.
        rows = [
            clinics_funnels.charts(self.asked, each)
            for pair in pairs
            for each in pair
            if each.standing.outcome.main
        ]
        return shaped("charts", joined(rows), topic=TOPIC)


def answer(
    release: Release,
    cohort: Cohort,
    choices: Choices,
    settings: Settings,
    *,
    pseudonymised: bool = False,
) -> Answer:
    """Which clinic, if any, stands outside what chance and the case mix of its patients would explain?

    Parameters
    ----------
    release, cohort
        Which records, and which of them: all of the cohort together are what is expected of each.
    choices
        ``clinic`` or ``operator_role`` as the grouping, by another the answer is by clinic and a note says so; unit,
        definition, policy, and as horizon of a recurrence the last. A reference plays no part.

    Returns
    -------
    Answer
        ``estimates``: patients of each unit (measure ``clinics``); of each outcome (`clinics_items.outcomes`) the
        ``share`` as it is (``crude``), and how many were ``expected`` (``indirect``). ``comparisons``: observed
        over expected. ``charts``: funnels (`clinics_funnels.charts`). ``balance``: each unit's case mix beside the
        others'. Small units stand in one row, ``small_together``.

    Raises
    ------
    BadInput
        If a choice is not known, or the reference is not a value of the dimension.
    """
    asked, figures = _asked(release, cohort, choices, settings)
    tables = Tables(
        {
            "estimates": lambda: clinics_rows.estimates(
                asked, figures.crude, figures.adjusted, everybody(asked)
            ),
            "comparisons": lambda: clinics_rows.comparisons(asked, figures.adjusted),
            "balance": lambda: clinics_mix.balance(asked, figures.levels),
            "charts": lambda: figures.charts,
        }
    )
    finding = clinics_words.Finding(
        asked, tables["estimates"], tables=tables, found=figures.standings
    )
    return asked.answered(
        sentence=clinics_words.sentence(finding),
        notes=clinics_words.notes(finding),
        pseudonymised=pseudonymised,
        tables=tables,
        horizon=asked.horizons[-1],
        asked_as=choices,
    )


def charts_of(
    release: Release, cohort: Cohort, choices: Choices, settings: Settings
) -> pd.DataFrame:
    """Which ``charts`` has the answer? The overview asks, too: to be read and not changed."""
    return _asked(release, cohort, choices, settings)[1].charts


def _asked(
    release: Release, cohort: Cohort, choices: Choices, settings: Settings
) -> tuple[AskedOfUnits, Figures]:
    by = choices.group_by
    put = choices
    if by not in UNITS:
        # A reference of another dimension is none of this one.
        put = replace(choices, group_by=UNITS[0], reference="")
    figures = _figures(release, cohort, replace(put, reference=""), settings)
    return replace(figures.asked, choices=put, instead="" if by in UNITS else by), figures


@lru_cache(maxsize=64)
def _figures(release: Release, cohort: Cohort, choices: Choices, settings: Settings) -> Figures:
    return Figures(AskedOfUnits(release, cohort, choices, settings))
