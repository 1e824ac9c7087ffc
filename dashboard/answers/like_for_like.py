"""What if like patients had been treated differently? Which queries and estimates answer it, and what is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np
import pandas as pd

from dashboard.answers import (
    like_for_like_balance,
    like_for_like_contrasts,
    like_for_like_tables,
    like_for_like_words,
)
from dashboard.answers.answer import Answer, Choices, Tables
from dashboard.answers.gate import Evidence, Verdict, judge
from dashboard.answers.like_for_like_counts import (
    FREE,
    OUTCOMES,
    QUESTION,
    TOPIC,
    AskedAlike,
)
from dashboard.answers.like_for_like_pairs import Alike, alike
from dashboard.answers.like_for_like_plain import main_day, merged_in_words
from dashboard.answers.timed import main_horizon, mature_to
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Release

__all__ = ["QUESTION", "TOPIC", "answer"]


class _Compared(Mapping[str, tuple[Alike, ...]]):
    """Measure → its comparisons, fitted when they are first looked at."""

    def __init__(self, asked: AskedAlike) -> None:
        self._asked = asked
        self._made: dict[str, tuple[Alike, ...]] = {}

    def __getitem__(self, measure: str) -> tuple[Alike, ...]:
        if measure not in self._made:
            outcome = next(each for each in OUTCOMES if each.measure == measure)
            self._made[measure] = alike(self._asked, outcome)
        return self._made[measure]

    def __iter__(self) -> Iterator[str]:
        return (outcome.measure for outcome in OUTCOMES)

    def __len__(self) -> int:
        return len(OUTCOMES)


def answer(
    release: Release,
    cohort: Cohort,
    choices: Choices,
    settings: Settings,
    *,
    pseudonymised: bool = False,
) -> Answer:
    """How would like patients have fared with another treatment, and how sure can one be?

    Parameters
    ----------
    release, cohort
        Which records, and which of them.
    choices
        Definition, reference, horizons (of recurrence and failure), policy, weighting. Treatments are
        compared and patients counted, whatever the grouping and the unit: a note says so where these were others.

    Returns
    -------
    Answer
        ``estimates``: of `failure_free`, `recurrence`, `healing` and `complications` the crude and the
        weighted shares, and who was set aside. ``curves``: of the first two. ``comparisons``: differences
        with the reference, crude and adjusted, risk ratios, E-values, Cox adjusted for the case mix.
        ``balance``: the case mix before and after. ``charts``: the overlap.

    Raises
    ------
    BadInput
        If a choice is not known, or the reference is no treatment.
    """
    instead = tuple(
        name
        for name, usual in (("group_by", "treatment"), ("unit", "patient"))
        if getattr(choices, name) != usual
    )
    # A reference of another dimension is none of this one.
    reference = "" if "group_by" in instead else choices.reference
    put = replace(choices, group_by="treatment", unit="patient", reference=reference)
    asked = AskedAlike(release, cohort, put, settings, instead)
    asked.ask_ahead(OUTCOMES)
    compared = _Compared(asked)
    tables = Tables(
        {
            "estimates": lambda: like_for_like_tables.estimates(asked, compared),
            "curves": lambda: like_for_like_tables.curves(asked, compared),
            "comparisons": lambda: like_for_like_contrasts.with_models(
                asked, compared, tables["estimates"], without_models()
            ),
            "balance": lambda: like_for_like_balance.balance(asked, compared),
            "charts": lambda: like_for_like_balance.charts(asked, compared, without_models),
        }
    )
    without_models = cache(
        lambda: like_for_like_contrasts.comparisons(
            asked, compared, tables["estimates"], models=False
        )
    )
    finding = _finding(asked, compared, tables, without_models())
    asked.nowhere.extend(_nowhere(compared[FREE.measure]))
    return asked.answered(
        sentence=like_for_like_words.sentence(finding, asked),
        notes=like_for_like_words.notes(finding, asked),
        pseudonymised=pseudonymised,
        tables=tables,
        mature_to=finding.mature,
        horizon=finding.horizon,
        asked_as=choices,
    )


def _nowhere(compared: Sequence[Alike]) -> list[int]:
    """How many patients stand in no comparison of the headline, since nobody is like them?"""
    if not compared:
        return []
    patients = compared[0].counted.mix.patients
    placed = np.zeros(len(patients), dtype=np.bool_)
    looked_at = placed.copy()
    for one in compared:
        looked_at[one.cells] = True
        placed[one.kept] = True
    return [int(patients[looked_at & ~placed].sum())]


def _finding(
    asked: AskedAlike, compared: _Compared, tables: Tables, comparisons: pd.DataFrame
) -> like_for_like_words.Finding:
    estimates, curves = tables["estimates"], tables["curves"]
    main = estimates[estimates["measure"].eq(FREE.measure) & estimates["subgroup"].eq("")]
    crude = curves["measure"].eq(FREE.measure) & curves["adjustment"].eq("crude")
    finding = like_for_like_words.Finding(
        asked,
        main,
        horizon=main_horizon(main, {group: asked.sizes[group] for group in asked.shown}),
        mature=mature_to(curves[crude]),
        comparisons=comparisons,
        instead=asked.instead,
    )
    verdicts, reasons, known = {}, {}, _differences(comparisons)
    for outcome in OUTCOMES:
        for one in compared[outcome.measure]:
            for arm in one.arms[1:]:
                key = (outcome.measure, arm)
                reasons[key] = one.judgement.reason
                verdicts[key] = _verdict(finding, known, one, arm)
    merged = {
        name: levels
        for outcome in OUTCOMES
        if asked.shown
        for name, levels in asked.counted(outcome).merged.items()
    }
    return replace(
        finding,
        estimates=estimates,
        verdicts=verdicts,
        reasons=reasons,
        merged=merged_in_words(merged),
    )


def _verdict(
    finding: like_for_like_words.Finding,
    known: Mapping[tuple[str, str, int], Mapping[Any, Any]],
    one: Alike,
    arm: str,
) -> Verdict:
    """May a word be said of this arm in this outcome, at the day on which it is compared?"""
    measure = one.outcome.measure
    day = main_day(measure, finding.horizon, finding.settings)
    if day is None or (measure, arm, day) not in known:
        return judge(Evidence("not_mature", np.nan, (np.nan, np.nan), np.nan, np.nan, _no_bounds))
    row = known[measure, arm, day]
    return judge(
        Evidence(
            status=str(row["status"]),
            estimate=float(row["estimate"]),
            interval=(float(row["ci_lower"]), float(row["ci_upper"])),
            p_holm=float(row["p_holm"]),
            largest=one.largest,
            at_bounds=partial(_at_bounds, one, arm, day),
            confidence=finding.settings.confidence,
        )
    )


def _at_bounds(one: Alike, arm: str, day: int) -> tuple[float, float]:
    return one.differences_of_extremes(day)[arm]


def _no_bounds() -> tuple[float, float]:
    return (float("nan"), float("nan"))


def _differences(comparisons: pd.DataFrame) -> dict[tuple[str, str, int], Mapping[Any, Any]]:
    """Which row says how an arm differs from the reference among like patients: by measure, arm and day?"""
    rows = comparisons[
        comparisons["contrast"].eq("difference") & comparisons["adjustment"].ne("crude")
    ]
    return {
        (row["measure"], row["group"], int(row["horizon_days"])): row
        for row in rows.to_dict("records")
    }
