"""What was observed of each unit's patients, and what their case mix lets expect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.answers.clinics_counts import AskedOfUnits, Counts, Seen
from dashboard.answers.clinics_counts import seen as seen_of
from dashboard.answers.clinics_items import Outcome
from dashboard.estimates.arrays import FloatArray, IntArray
from dashboard.estimates.case_mix import CaseMix, distinct
from dashboard.estimates.counts import STATUSES
from dashboard.estimates.ends import CENSORED
from dashboard.estimates.observed_expected import (
    Expectation,
    expected_by_hazard,
    expected_by_share,
)
from dashboard.estimates.propensity import NOT_COMPARABLE
from dashboard.estimates.rare_levels import merge_few

METHODS = {True: "cox_breslow", False: "logistic"}
ALONE = "there is one group only, and nothing to set it beside"


@dataclass(frozen=True, eq=False)
class Standing:
    """How does each unit stand in an outcome, before anything is hidden?

    Attributes
    ----------
    table
        One row a unit in page order: ``group``; ``patients``, ``firsts``, ``observed``, ``expected`` (NaN where there
        is no model); ``known``, ``known_firsts``, ``known_events``; ``reached`` (followed to the horizon) and
        ``lost`` (censored before it), 0 where no clock runs.
    status, reason
        Of the model: ``shown``, or ``not_comparable`` and why.
    merged
        Column of the case mix → its levels that are told together.
    """

    outcome: Outcome
    table: pd.DataFrame
    status: str
    reason: str
    merged: Mapping[str, tuple[str, ...]]


def standing(asked: AskedOfUnits, outcome: Outcome, counts: Counts) -> Standing:
    """How does each unit stand in an outcome? `counts`: of what it is counted as."""
    seen = seen_of(counts, outcome)
    cell = seen.cells.ends.cell
    mix = seen.cells.mix
    per_cell = _per_cell(seen, cell, len(mix.arm))
    told, few = merge_few(mix, *_needed(per_cell, outcome))
    found = _expectation(seen, told, outcome, per_cell)
    alone = int(np.count_nonzero(mix.per_arm(per_cell[0]))) == 1
    table = _units(asked, seen, found, outcome.item.horizon)
    if alone:
        table["expected"] = np.nan
    return Standing(
        outcome,
        table,
        NOT_COMPARABLE if alone else found.status,
        ALONE if alone else found.reason,
        {name: (*seen.cells.merged.get(name, ()), *levels) for name, levels in few.items()},
    )


def _per_cell(seen: Seen, cell: IntArray, n_cells: int) -> tuple[FloatArray, FloatArray]:
    """How many patients and events has each cell?"""
    patients, events = (
        np.bincount(cell, weights=each, minlength=n_cells).astype(np.float64)
        for each in (seen.patients, seen.events)
    )
    return patients, events


def _needed(per_cell: tuple[FloatArray, FloatArray], outcome: Outcome) -> tuple[FloatArray, ...]:
    """What must a level have enough of to have a coefficient: events, and of a share also the others?"""
    patients, events = per_cell
    return (events,) if outcome.by_hazard else (events, patients - events)


def _expectation(
    seen: Seen, mix: CaseMix, outcome: Outcome, per_cell: tuple[FloatArray, FloatArray]
) -> Expectation:
    names = [covariate.name for covariate in mix.covariates]
    if not outcome.by_hazard:
        # Once levels are told together, many cells are the same.
        codes = [
            (mix.arm, len(mix.arms)),
            *((each.code, len(each.levels)) for each in mix.covariates),
        ]
        first, place = distinct(codes, len(mix.arm))
        patients, events = (np.bincount(place, each, len(first)) for each in per_cell)
        rows = _frame(mix, first).assign(patients=patients, events=events)
        return expected_by_share(rows[patients > 0.0], names)
    ends = seen.cells.ends
    rows = _frame(mix, ends.cell).assign(
        day=ends.day, status=_named(ends.status, STATUSES), patients=seen.patients
    )
    return expected_by_hazard(rows, names, outcome.item.horizon)


def _frame(mix: CaseMix, rows: IntArray) -> pd.DataFrame:
    """How do some rows of a case mix read as the estimators take them?"""
    columns = {each.name: _named(each.code[rows], each.levels) for each in mix.covariates}
    return pd.DataFrame({"group": _named(mix.arm[rows], mix.arms), **columns})


def _named(code: NDArray[Any], names: Sequence[str]) -> Any:
    """What are the names of these places in a list, each kept once?"""
    # In as few bytes as will do: there may be millions.
    short: Any = code.astype(np.int8 if len(names) < 128 else np.int32)
    return pd.Categorical.from_codes(short, pd.Index(list(names), dtype="str"))


def _units(asked: AskedOfUnits, seen: Seen, found: Expectation, horizon: int) -> pd.DataFrame:
    """What does each unit add up to? In page order."""
    mix, ends = seen.cells.mix, seen.cells.ends
    arm = mix.arm[ends.cell]
    reached = np.where(ends.day == horizon, seen.patients, 0.0)
    lost = np.where((ends.day < horizon) & (ends.status == CENSORED), seen.patients, 0.0)
    sums = {
        "patients": seen.patients,
        "firsts": seen.firsts,
        "observed": seen.events,
        "known": seen.known,
        "known_firsts": seen.known_firsts,
        "known_events": seen.known_events,
        "reached": reached,
        "lost": lost,
    }
    table = pd.DataFrame(
        {name: np.bincount(arm, each, len(mix.arms)) for name, each in sums.items()},
        index=pd.Index(mix.arms, dtype="str"),
    )
    table["expected"] = found.table.set_index("group")["expected"].reindex(table.index)
    place = {group: number for number, group in enumerate(asked.order)}
    order = sorted(table.index, key=lambda group: place.get(group, len(place)))
    return table.loc[order].rename_axis("group").reset_index()
