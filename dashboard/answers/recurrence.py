"""How often do milia come back? Which queries and estimates answer it, and what is said about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

import numpy as np
import pandas as pd

from dashboard import disclosure
from dashboard.answers import recurrence_words, timed_contrasts, timed_tables
from dashboard.answers.answer import Answer, Choices, Tables
from dashboard.answers.asked import NOT_COUNTED, Asked
from dashboard.answers.timed import NOT_ESTIMABLE, Followed, base_of, main_horizon, mature_to
from dashboard.cohort import Cohort
from dashboard.estimates.arrays import FloatArray
from dashboard.estimates.competing_risks import incidence
from dashboard.estimates.horizons import value_at
from dashboard.estimates.loss import loss_bounds
from dashboard.settings import Settings
from dashboard.store import Release

TOPIC = "recurrence"
QUESTION = "How often do milia come back?"
FREE = "failure_free"


@dataclass(frozen=True)
class _Asked(Asked):
    """What was asked of whom; recurrence counts from clearance, failure from the first session."""

    topic: ClassVar[str] = TOPIC
    question: ClassVar[str] = QUESTION
    reasons: ClassVar[Mapping[str, str]] = {
        **NOT_COUNTED,
        "not_cleared": "not cleared: persistence, not recurrence",
        "retreated_before_clear": "treated again before they were clear: persistence, not recurrence",
        "cleared_without_day": "cleared on an unknown day",
        "not_assessed": "clearance not assessed",
        "not_recorded": "clearance not recorded",
    }

    @cached_property
    def sizes_failing(self) -> dict[str, int]:
        """How many patients of each group are followed for failure: all but those cleared on an unknown day?"""
        return self.patients({"eligible", *self.reasons} - {*NOT_COUNTED, "cleared_without_day"})

    @cached_property
    def hidden_failing(self) -> disclosure.Hidden:
        """Which groups are hidden where failure is counted?"""
        return disclosure.parts_to_hide(self.sizes_failing, self.fewest)

    @cached_property
    def recurring(self) -> Followed | None:
        """What was seen since clearance?"""
        return self.followed("recurrence", self.choices.definition)

    @cached_property
    def failing(self) -> Followed | None:
        """What was seen since the first session?"""
        return self.followed("failure", self.choices.definition)

    def disclosed(self, table: pd.DataFrame) -> pd.DataFrame:
        """How does a table look once small numbers are hidden?"""
        return timed_tables.disclosed(table, self, {FREE: self.hidden_failing})


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
        sentence=recurrence_words.sentence(finding),
        notes=recurrence_words.notes(finding),
        pseudonymised=pseudonymised,
        tables=tables,
        mature_to=finding.mature,
        horizon=finding.horizon,
    )


def headline(
    release: Release, cohort: Cohort, choices: Choices, settings: Settings
) -> pd.DataFrame:
    """In what share of each group have milia come back? Only what the overview tells of ``estimates``."""
    asked = _Asked(release, cohort, choices, settings)
    rows = [] if asked.recurring is None else _risks(asked, asked.recurring)
    return asked.disclosed(timed_tables.table("estimates", rows, asked))


def _estimates(asked: _Asked) -> pd.DataFrame:
    rows = []
    if asked.recurring is not None:
        rows += _risks(asked, asked.recurring)
    if asked.failing is not None:
        failed = timed_tables.risks(asked.failing, asked.sizes_failing, FREE, FREE)
        rows.append(timed_tables.with_event(failed))
    if asked.recurring is not None:
        rows.append(timed_tables.follow_up(asked.recurring, asked))
        if not asked.published:
            rows.append(_loss(asked, asked.recurring))
    return timed_tables.table("estimates", rows, asked)


def _risks(asked: _Asked, followed: Followed) -> list[pd.DataFrame]:
    """What share has recurred by each horizon, and how large may it be where nobody has?"""
    return [
        timed_tables.risks(followed, asked.sizes, TOPIC),
        timed_tables.no_event(followed, asked.sizes, asked.settings),
    ]


def _curves(asked: _Asked) -> pd.DataFrame:
    rows = []
    if asked.recurring is not None:
        rows.append(timed_tables.curve(asked.recurring, TOPIC, asked))
    if asked.failing is not None:
        failed = timed_tables.curve(asked.failing, FREE, asked)
        rows.append(timed_tables.with_event(failed))
    return timed_tables.table("curves", rows, asked)


def _comparisons(asked: _Asked) -> pd.DataFrame:
    """How do the groups differ? Empty where fewer than two may be compared."""
    rows = []
    if asked.recurring is not None:
        recurring, groups = asked.recurring, asked.compared
        rows += [
            timed_contrasts.differences(recurring, groups, asked, TOPIC),
            timed_contrasts.test(recurring, groups, "gray_test", TOPIC),
            timed_contrasts.test(recurring, groups, "log_rank_test", TOPIC),
            timed_contrasts.hazard_ratios(recurring, groups, asked, TOPIC),
        ]
    if asked.failing is not None:
        followed = asked.failing.counts.groups
        hidden = asked.hidden_failing.names
        able = [group for group in asked.compared if group in followed and group not in hidden]
        failed = timed_contrasts.differences(asked.failing, able, asked, FREE)
        rows.append(timed_contrasts.turned(failed, FREE, FREE))
    return timed_contrasts.table(rows, asked)


def _loss(asked: _Asked, followed: Followed) -> pd.DataFrame:
    """Between which shares would the truth lie, had the lost all stayed free, or recurred the day after?"""
    lost = asked.run(
        "losses_by_group_and_day",
        outcome=TOPIC,
        definition=asked.choices.definition,
        horizons=list(asked.horizons),
    )
    at = followed.at
    bounds: dict[str, list[FloatArray]] = {"lower_bound": [], "upper_bound": []}
    for horizon in followed.horizons:
        extremes = loss_bounds(followed.counts, lost[lost["horizon_days"].eq(horizon)], horizon)
        for values, counts in zip(bounds.values(), extremes, strict=True):
            values.append(value_at(incidence(counts), counts.days, np.array([horizon]), 0.0))
    known = at["status"].ne(NOT_ESTIMABLE)
    patients = at["group"].map(asked.sizes)
    rows = [
        pd.DataFrame(
            {
                "measure": "loss",
                "kind": kind,
                "group": at["group"],
                "horizon_days": at["horizon_days"],
                "patients": patients,
                "episodes": at["patients"],
                # One column a horizon: flattened as the figures are, by group and then by horizon.
                "estimate": pd.Series(np.hstack(values).ravel(), index=at.index).where(known),
                "value_unit": "proportion",
                "method": "aalen_johansen_loss_bound",
                "status": at["status"],
                "base": np.minimum(base_of(at), patients),
            }
        )
        for kind, values in bounds.items()
    ]
    return pd.concat(rows, ignore_index=True)


def _finding(asked: _Asked, tables: Tables) -> recurrence_words.Finding:
    estimates, curves = tables["estimates"], tables["curves"]
    main = estimates[estimates["measure"].eq(TOPIC)]
    mature = mature_to(curves[curves["measure"].eq(TOPIC)])
    finding = recurrence_words.Finding(
        asked,
        estimates,
        horizon=main_horizon(main, {group: asked.sizes[group] for group in asked.shown}),
        mature=mature,
    )
    if asked.choices.definition == "A" or finding.horizon is None:
        return finding
    return replace(finding, same_order=_same_order(asked, finding))


def _same_order(asked: _Asked, finding: recurrence_words.Finding) -> bool | None:
    """Do the compared groups stand in the same order by definition A? None where there is none."""
    other = asked.followed("recurrence", "A")
    now = finding.at_horizon(TOPIC)
    able = [group for group in now["group"] if group in asked.compared]
    if other is None or len(able) < 2:
        return None
    then = other.at[other.at["horizon_days"].eq(finding.horizon or 0)]
    orders = [
        rows.set_index("group").loc[able, "estimate"].sort_values(kind="stable").index.tolist()
        for rows in (now, then)
    ]
    return bool(orders[0] == orders[1])
