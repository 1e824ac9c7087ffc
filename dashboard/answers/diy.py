"""What becomes of attempts at home? Which queries and estimates answer it, and what is said about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import pandas as pd

from dashboard.answers import diy_outcomes, diy_shares, diy_words, timed_tables
from dashboard.answers.answer import Answer, Choices, Tables, shaped
from dashboard.answers.asked import Asked
from dashboard.answers.diy_alike import compare
from dashboard.answers.diy_counts import (
    QUESTION,
    TOPIC,
    AskedOfAttempts,
    AskedOfTreated,
    attempts_asked,
    treated_asked,
)
from dashboard.answers.remembered import remembered
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Release

Rows = list[pd.DataFrame]
__all__ = ["QUESTION", "TOPIC", "answer", "in_brief"]


def answer(
    release: Release,
    cohort: Cohort,
    choices: Choices,
    settings: Settings,
    *,
    pseudonymised: bool = False,
) -> Answer:
    """What becomes of attempts at home: which harms, which treatment then, and how does that go?

    Parameters
    ----------
    release, cohort
        Which records, and which of them. A filter of treatments that leaves DIY attempts out leaves nothing.
    choices
        Unit, horizons (those of `settings` where empty), policy, and the definition of a recurrence for
        those treated. Groups are the methods, and what had been tried before, whatever `group_by` is.

    Returns
    -------
    Answer
        ``estimates``: by method, of those assessed, the shares with any complication, each kind,
        antibiotics and lasting harm (measure ``diy``), the same of all methods shown (``all_attempts``), how
        many were assessed (``assessment``), and which treatment came first after a first attempt (``pathway``,
        subgroups are treatments, or ``none``, or ``earlier``). Of those treated, by what they had tried
        before: inflamed when they came (``inflamed``, ``inflammation_known``), ``clearance``,
        ``recurrence``, ``complications``, ``recorded`` (antibiotics), as on their own pages, ``failure_free``
        and ``healing``; by habit (kind), new milia anywhere (``new_milia``); ``no_event`` where nobody had
        the event. Of like patients (``adjustment`` is ``overlap``, the subgroup the other arm of the pair) the
        same shares weighted. ``comparisons``, ``balance`` and ``charts``: those with an attempt before
        against those without, and those with a habit against those without, crude and like for like. In
        ``charts`` the ``signal`` is the word that may be said, or ``open:`` and what is missing.

    Raises
    ------
    BadInput
        If a choice is not known, or the reference is not a value of the dimension.
    """
    brief = remembered(in_brief, release, cohort, choices, settings, pseudonymised=pseudonymised)
    asked, treated = _asked(release, cohort, choices, settings)
    alike = compare(treated)
    tables = {
        "estimates": lambda: [
            brief.tables["estimates"],
            *_of_treated(treated),
            *alike.after_the_headline(),
        ],
        "comparisons": alike.comparisons,
        "balance": alike.balance,
        "charts": alike.charts,
    }
    return replace(brief, tables=_if_any(asked, tables))


def in_brief(
    release: Release,
    cohort: Cohort,
    choices: Choices,
    settings: Settings,
    *,
    pseudonymised: bool = False,
) -> Answer:
    """What does a summary need of the answer: the attempts, and the headline of those whom a clinic then treated?

    The same answer with fewer rows: weighting patients for each outcome and habit takes most of the time.
    """
    asked, treated = _asked(release, cohort, choices, settings)
    alike = compare(treated)
    tables = _if_any(
        asked,
        {
            "estimates": lambda: [
                *diy_shares.of_attempts(asked),
                *(one.estimates for one in alike.headline),
            ],
            "charts": lambda: [one.charts(one.comparisons) for one in alike.headline],
        },
    )
    finding = diy_words.Finding(asked, tables["estimates"])
    told = asked.answered(
        sentence=diy_words.sentence(finding),
        notes=diy_words.notes(finding, choices),
        pseudonymised=pseudonymised,
        tables=tables,
    )
    return replace(told, cohort=cohort, choices=choices)


def _asked(
    release: Release, cohort: Cohort, choices: Choices, settings: Settings
) -> tuple[AskedOfAttempts, AskedOfTreated]:
    """What is asked of the attempts, and of those treated?"""
    chosen = Asked(release, cohort, choices, settings)
    return attempts_asked(chosen), treated_asked(chosen)


def _of_treated(treated: AskedOfTreated) -> list[pd.DataFrame]:
    """What became of those treated, as the pages of the outcomes say it?"""
    return [diy_shares.of_treated(treated), *diy_outcomes.of_topics(treated)]


def _if_any(asked: AskedOfAttempts, makers: Mapping[str, Callable[[], Rows]]) -> Tables:
    """Which tables are there? Empty ones where there is no attempt: then the page is about nothing."""

    def made(shape: str, make: Callable[[], Rows]) -> pd.DataFrame:
        return shaped(shape, timed_tables.joined(make() if asked.counted else []))

    return Tables({shape: partial(made, shape, make) for shape, make in makers.items()})
