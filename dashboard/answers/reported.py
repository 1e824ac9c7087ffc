"""What do patients say? Which queries and estimates answer it, and what is said about them."""

from __future__ import annotations

import pandas as pd

from dashboard import disclosure
from dashboard.answers import reported_scores, reported_words, timed_contrasts, timed_tables
from dashboard.answers.answer import Answer, Choices, Tables
from dashboard.answers.finding import Finding
from dashboard.answers.reported_counts import QUESTION, TOPIC, AskedOfPatients
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
    """What do patients say of their quality of life, distress, pain and the result, by group, and how many answered?

    Parameters
    ----------
    release, cohort
        Which records, and which of them.
    choices
        Grouping, unit, reference, policy. Horizons and the definition of a recurrence play no part.

    Returns
    -------
    Answer
        ``estimates``: of those counted the share with any complete answer (measure ``reported``, kind
        ``answered``); of those with a DLQI before and after (``dlqi``) the means ``before``, ``after`` and of the
        ``change`` (after minus before, in points: below 0 is an improvement), the shares ``improved`` and
        ``worsened`` by at least 4; the share improved of those who began at 4 or more (``dlqi_able``);
        ``distress``, the same means; ``pain``, its quartiles; ``satisfaction``, the shares satisfied, neither and
        dissatisfied. Each of these measures has a row ``answered``: the share of those counted that it rests on.
        ``comparisons``: differences, ratios and Fisher's test of the shares improved and satisfied, differences of
        the mean changes.

    Raises
    ------
    BadInput
        If a choice is not known, or the reference is not a value of the dimension.
    """
    asked = AskedOfPatients(release, cohort, choices, settings)
    tables = Tables(
        {
            "estimates": lambda: asked.disclosed(_estimates(asked)),
            "comparisons": lambda: disclosure.hide_contrasts(
                asked.disclosed(timed_contrasts.table(reported_scores.contrasts(asked), asked)),
                tables["estimates"],
            ),
        }
    )
    finding = Finding(asked, tables["estimates"])
    return asked.answered(
        sentence=reported_words.sentence(finding),
        notes=reported_words.notes(finding),
        pseudonymised=pseudonymised,
        tables=tables,
    )


def _estimates(asked: AskedOfPatients) -> pd.DataFrame:
    return timed_tables.table("estimates", reported_scores.rows(asked), asked)
