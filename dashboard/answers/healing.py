"""How long does the skin take to heal? Which queries and estimates answer it, and what is said about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import pandas as pd

from dashboard import disclosure
from dashboard.answers import healing_days, healing_words, timed_contrasts, timed_tables
from dashboard.answers.answer import Answer, Choices, Tables
from dashboard.answers.asked import NOT_COUNTED, Asked
from dashboard.answers.timed import Followed, main_horizon, mature_to
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Release

TOPIC = "healing"
QUESTION = "How long does the skin take to heal?"


@dataclass(frozen=True)
class _Asked(Asked):
    """What was asked of whom; healing counts from the last session."""

    topic: ClassVar[str] = TOPIC
    question: ClassVar[str] = QUESTION
    reasons: ClassVar[Mapping[str, str]] = {
        **NOT_COUNTED,
        "no_wound": "retinoid, observation and product-only attempts: no wound",
        "method_unknown": "DIY by an unknown method",
        "last_session_unknown": "several sessions, the day of the last one unknown",
        "not_assessed": "nobody looked at healing",
        "not_recorded": "whether anybody looked is not recorded",
    }

    @property
    def usual_horizons(self) -> tuple[int, ...]:
        """On which days is healing read, unless others are asked for?"""
        return self.settings.healing_horizons

    @cached_property
    def healing(self) -> Followed | None:
        """What was seen since the last session?"""
        return self.followed(TOPIC, survival=True)

    @cached_property
    def means(self) -> healing_days.Means | None:
        """How many days until healed on average?"""
        return None if self.healing is None else healing_days.means(self.healing, self)

    def disclosed(self, table: pd.DataFrame) -> pd.DataFrame:
        """How does a table look once small numbers are hidden?"""
        return timed_tables.disclosed(table, self)


def answer(
    release: Release,
    cohort: Cohort,
    choices: Choices,
    settings: Settings,
    *,
    pseudonymised: bool = False,
) -> Answer:
    """How long does the skin take to heal after the last session, by group, and how sure can one be?

    Parameters
    ----------
    release, cohort
        Which records, and which of them.
    choices
        Grouping, unit, reference, horizons (`settings.healing_horizons` where empty), policy. The
        definition of a recurrence changes nothing.

    Returns
    -------
    Answer
        ``estimates``: measure ``healing``, the share healed at the horizons (1 − Kaplan–Meier) and the
        quartiles in days; ``restricted_mean`` (days); ``follow_up``, the median; ``no_event``, the
        one-sided limit where nobody was healed; ``healing_interval_censored``, Turnbull's bounds.
        ``curves``: ``healing``, the share healed. ``comparisons``: differences of shares and means,
        log-rank tests, hazard ratios of healing, the test of proportional hazards.

    Raises
    ------
    BadInput
        If a choice is not known, or the reference is not a value of the dimension.
    """
    asked = _Asked(release, cohort, choices, settings)
    tables = Tables(
        {
            "estimates": lambda: asked.disclosed(_estimates(asked)),
            "curves": lambda: asked.disclosed(_curves(asked)),
            # From a difference and one side's figure the other side's could be worked out.
            "comparisons": lambda: disclosure.hide_contrasts(
                asked.disclosed(_comparisons(asked)), tables["estimates"]
            ),
        }
    )
    finding = _finding(asked, tables)
    return asked.answered(
        sentence=healing_words.sentence(finding),
        notes=healing_words.notes(finding),
        pseudonymised=pseudonymised,
        tables=tables,
        mature_to=finding.mature,
        horizon=finding.horizon,
    )


def headline(
    release: Release, cohort: Cohort, choices: Choices, settings: Settings
) -> pd.DataFrame:
    """After how many days is half of each group healed? Only what the overview tells of ``estimates``."""
    asked = _Asked(release, cohort, choices, settings)
    rows = []
    if asked.healing is not None:
        rows = [healing_days.quartiles(asked.healing, asked, TOPIC)]
    return asked.disclosed(timed_tables.table("estimates", rows, asked))


def _estimates(asked: _Asked) -> pd.DataFrame:
    rows = []
    if asked.healing is not None and asked.means is not None:
        quartiles = healing_days.quartiles(asked.healing, asked, TOPIC)
        rows += [
            timed_tables.risks(asked.healing, asked.sizes, TOPIC),
            quartiles,
            asked.means.table,
            timed_tables.follow_up(asked.healing, asked),
        ]
        # From exact days that no coarse curve tells.
        if not asked.published:
            rows.append(healing_days.intervals(asked.healing, asked, quartiles))
        rows.append(timed_tables.no_event(asked.healing, asked.sizes, asked.settings))
    return timed_tables.table("estimates", rows, asked)


def _curves(asked: _Asked) -> pd.DataFrame:
    rows = []
    if asked.healing is not None:
        rows.append(timed_tables.curve(asked.healing, TOPIC, asked))
    return timed_tables.table("curves", rows, asked)


def _comparisons(asked: _Asked) -> pd.DataFrame:
    """How do the groups differ? Empty where fewer than two may be compared."""
    rows = []
    if asked.healing is not None and asked.means is not None:
        healing, groups = asked.healing, asked.compared
        rows += [
            timed_contrasts.differences(healing, groups, asked, TOPIC),
            healing_days.mean_differences(asked.means, groups, asked),
            timed_contrasts.test(healing, groups, "log_rank_test", TOPIC),
            timed_contrasts.hazard_ratios(healing, groups, asked, TOPIC),
        ]
    return timed_contrasts.table(rows, asked)


def _finding(asked: _Asked, tables: Tables) -> healing_words.Finding:
    estimates, curves = tables["estimates"], tables["curves"]
    # By the last horizon nearly everybody is healed: the finding is said at the middle one, or before.
    middle = sorted(asked.horizons)[len(asked.horizons) // 2]
    early = [day for day in asked.horizons if day <= middle]
    told = estimates["measure"].eq(TOPIC) & estimates["horizon_days"].isin(early)
    steps, _ = asked.steps()
    return healing_words.Finding(
        asked,
        estimates,
        horizon=main_horizon(estimates[told], {group: asked.sizes[group] for group in asked.shown}),
        mature=mature_to(curves),
        curves=curves,
        left_out={step.name: step.number for step in steps if step.left_out},
    )
