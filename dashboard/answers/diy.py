"""What becomes of attempts at home? Which queries and estimates answer it, and what is said about them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.answers import diy_outcomes, diy_shares, diy_words
from dashboard.answers.answer import Answer, Choices, Tables, shaped
from dashboard.answers.asked import Asked
from dashboard.answers.diy_counts import (
    QUESTION,
    TOPIC,
    AskedOfAttempts,
    attempts_asked,
    treated_asked,
)
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Release

__all__ = ["QUESTION", "TOPIC", "answer"]


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
        ``recurrence``, ``complications``, ``recorded`` (antibiotics), as on their own pages; by habit
        (kind), new milia anywhere (``new_milia``); ``no_event`` where nobody had the event.

    Raises
    ------
    BadInput
        If a choice is not known, or the reference is not a value of the dimension.
    """
    chosen = Asked(release, cohort, choices, settings)
    asked = attempts_asked(chosen)
    tables = Tables({"estimates": lambda: _estimates(chosen, asked)})
    finding = diy_words.Finding(asked, tables["estimates"])
    told = asked.answered(
        sentence=diy_words.sentence(finding),
        notes=diy_words.notes(finding, choices),
        pseudonymised=pseudonymised,
        tables=tables,
    )
    return replace(told, cohort=cohort, choices=choices)


def _estimates(chosen: Asked, asked: AskedOfAttempts) -> pd.DataFrame:
    if not asked.counted:
        return shaped("estimates", pd.DataFrame({"measure": []}), **asked.named)
    treated = treated_asked(chosen)
    parts = [
        *diy_shares.of_attempts(asked),
        diy_shares.of_treated(treated),
        *diy_outcomes.of_topics(treated),
        diy_outcomes.of_habits(treated),
    ]
    return pd.concat([part for part in parts if len(part)], ignore_index=True)
