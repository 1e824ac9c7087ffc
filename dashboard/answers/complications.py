"""How often is there a complication? Which queries and estimates answer it, and what is said about them."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import (
    complications_claims,
    complications_kinds,
    complications_shares,
    complications_words,
    timed_contrasts,
    timed_tables,
)
from dashboard.answers.answer import Answer, Choices, Tables
from dashboard.answers.complications_counts import ANY, QUESTION, TOPIC, AskedOfComplications
from dashboard.answers.finding import Finding
from dashboard.answers.timed import main_horizon, mature_to
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
    """How often is there a complication, which, how grave, by group, and how sure can one be?

    Parameters
    ----------
    release, cohort
        Which records, and which of them.
    choices
        Grouping, unit, reference, horizons (those of `settings` where empty), policy. The definition of
        a recurrence plays no part.

    Returns
    -------
    Answer
        ``estimates``: the cumulative incidence of the first complication at the horizons, of any and of
        each kind (measure ``complications``); of those seen for at least ``seen_days`` the shares with
        any, each kind, grades, consequences (``recorded``), by subgroup too; the share of those seen for
        less (``seen_less``); complications per patient (``number``); the one-sided limit where there was
        none (``no_event``); what stands beside the promises of clinics (``claim``). ``curves``: of any.
        ``comparisons``: differences of the cumulative incidence of any; differences, ratios and Fisher's
        test of the recorded shares.

    Raises
    ------
    BadInput
        If a choice is not known, or the reference is not a value of the dimension.
    """
    asked = AskedOfComplications(release, cohort, choices, settings)
    tables = Tables(
        {
            "estimates": lambda: asked.disclosed(_estimates(asked)),
            "curves": lambda: asked.disclosed(_curves(asked)),
            "comparisons": lambda: asked.contrasts_disclosed(
                _comparisons(asked), tables["estimates"]
            ),
        }
    )
    finding = _finding(asked, tables)
    return asked.answered(
        sentence=complications_words.sentence(finding, asked),
        notes=complications_words.notes(finding, asked),
        pseudonymised=pseudonymised,
        tables=tables,
        mature_to=finding.mature,
        horizon=finding.horizon,
    )


def headline(
    release: Release, cohort: Cohort, choices: Choices, settings: Settings
) -> pd.DataFrame:
    """What share of each group had any complication? Only what the overview tells of ``estimates``."""
    asked = AskedOfComplications(release, cohort, choices, settings)
    rows = complications_kinds.rows_of_any(asked)
    return asked.disclosed(timed_tables.table("estimates", rows, asked))


def _estimates(asked: AskedOfComplications) -> pd.DataFrame:
    rows = complications_kinds.rows(asked)
    if rows:
        rows += complications_shares.rows(asked)
        rows += complications_claims.rows(asked)
    return timed_tables.table("estimates", rows, asked)


def _curves(asked: AskedOfComplications) -> pd.DataFrame:
    rows = [] if asked.first is None else [timed_tables.curve(asked.first, TOPIC, asked)]
    return timed_tables.table("curves", rows, asked)


def _comparisons(asked: AskedOfComplications) -> pd.DataFrame:
    """How do the groups differ? Empty where fewer than two may be compared."""
    if asked.first is None:
        return timed_contrasts.table([], asked)
    rows = [
        timed_contrasts.differences(asked.first, asked.compared, asked, TOPIC, ANY),
        complications_shares.contrasts(asked),
    ]
    return timed_contrasts.table(rows, asked)


def _finding(asked: AskedOfComplications, tables: Tables) -> Finding:
    estimates, curves = tables["estimates"], tables["curves"]
    main = estimates[estimates["measure"].eq(TOPIC) & estimates["kind"].eq(ANY)]
    return Finding(
        asked,
        estimates,
        horizon=main_horizon(main, {group: asked.sizes[group] for group in asked.shown}),
        mature=mature_to(curves),
    )
