"""Is anything changing from month to month? Which counts and charts answer it, and what is said about them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pandas as pd

from dashboard import disclosure
from dashboard.answers import timed_tables, trends_words
from dashboard.answers.answer import Answer, Choices, Tables, shaped
from dashboard.answers.trends_charts import charts
from dashboard.answers.trends_counts import QUESTION, TOPIC, TrendsAsked
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
    """Which outcomes and operations changed by more than chance, and in which month?

    Parameters
    ----------
    release, cohort
        Which records, and which of them. DIY attempts and observation are not charted where a treatment is.
    choices
        Definition of a recurrence, unit, policy; the grouping says of what a month was made. Horizons are
        those of `settings`, and a reference plays no part.

    Returns
    -------
    Answer
        ``charts``: all of the cohort together (``unit_of_chart`` is ``all``), a row an item and month of first
        session: see `trends_charts.charts`; ``not_mature`` where a month is too recent for the item's horizon.
        ``estimates``: of which groups each month was made (a measure an item, kind ``month``, the month as
        subgroup).

    Raises
    ------
    BadInput
        If a choice is not known, or the reference is not a value of the dimension.
    """
    asked = _asked(release, cohort, choices, settings)
    tables = Tables(
        {
            "estimates": lambda: _estimates(asked),
            "charts": lambda: charts_of(release, cohort, choices, settings),
        }
    )
    finding = trends_words.Finding(asked, tables["charts"])
    return asked.answered(
        sentence=trends_words.sentence(finding),
        notes=trends_words.notes(finding),
        pseudonymised=pseudonymised,
        tables=tables,
    )


def charts_of(
    release: Release, cohort: Cohort, choices: Choices, settings: Settings
) -> pd.DataFrame:
    """Which ``charts`` has the answer? The overview asks, too: worked out once, to be read and not changed."""
    return _charts(release, cohort, replace(choices, horizons=(), reference=""), settings)


# What is charted and of what it was made is counted by the same object: its counts are kept with it.
@lru_cache(maxsize=64)
def _asked(release: Release, cohort: Cohort, choices: Choices, settings: Settings) -> TrendsAsked:
    return TrendsAsked(release, cohort, choices, settings)


@lru_cache(maxsize=64)
def _charts(release: Release, cohort: Cohort, choices: Choices, settings: Settings) -> pd.DataFrame:
    rows = charts(_asked(release, cohort, choices, settings))
    return shaped("charts", rows, topic=TOPIC)


def _estimates(asked: TrendsAsked) -> pd.DataFrame:
    frames = [asked.made_of(item) for item in asked.items]
    table = shaped("estimates", timed_tables.joined(frames), **asked.named)
    return disclosure.finished(table) if asked.published else table
