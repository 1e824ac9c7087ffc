"""What does care take, and what does it cost? Which queries and estimates answer it, and what is said about them."""

from __future__ import annotations

import pandas as pd

from dashboard import disclosure
from dashboard.answers import (
    operations_months,
    operations_rows,
    operations_words,
    timed_contrasts,
    timed_tables,
)
from dashboard.answers.answer import Answer, Choices, Tables
from dashboard.answers.finding import Finding
from dashboard.answers.operations_counts import QUESTION, TOPIC, AskedOfClinics
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
    """What do courses of care take, cost and bring in, by group, and how sure can one be?

    Parameters
    ----------
    release, cohort
        Which records, and which of them.
    choices
        Grouping, unit, reference, policy. Horizons and the definition of a recurrence play no part.

    Returns
    -------
    Answer
        ``estimates``: how many patients (measure ``operations``); one measure an item (`operations_counts.ITEMS`),
        of those of whom it is recorded: shares (kind ``share``), means (``mean``) and ratios of two sums (``ratio``),
        all costs over the number cleared for one; ``after_diy``, the same of all professional treatments, by whether
        patients had tried at home before. ``comparisons``: how the groups differ in each item; ``tried`` less
        ``none``. ``charts``: how many began in each month (``volume``) and of which group (``mix``).

    Raises
    ------
    BadInput
        If a choice is not known, or the reference is not a value of the dimension.
    """
    asked = AskedOfClinics(release, cohort, choices, settings)
    tables = Tables(
        {
            "estimates": lambda: asked.disclosed(_estimates(asked)),
            "comparisons": lambda: disclosure.hide_contrasts(
                asked.disclosed(_comparisons(asked)), tables["estimates"]
            ),
            "charts": lambda: operations_months.charts(asked),
        }
    )
    finding = Finding(asked, tables["estimates"])
    return asked.answered(
        sentence=operations_words.sentence(finding),
        notes=operations_words.notes(finding),
        pseudonymised=pseudonymised,
        tables=tables,
    )


def _estimates(asked: AskedOfClinics) -> pd.DataFrame:
    rows = operations_rows.rows(asked) if asked.sizes else []
    return timed_tables.table("estimates", rows, asked)


def _comparisons(asked: AskedOfClinics) -> pd.DataFrame:
    rows = operations_rows.contrasts(asked) if asked.sizes else []
    return timed_contrasts.table(rows, asked)
