"""What the query counted of an outcome, as cells: who, by arm and case mix, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard import words
from dashboard.estimates.arrays import IntArray
from dashboard.estimates.case_mix import CaseMix, Covariate, short
from dashboard.estimates.ends import Ends
from dashboard.estimates.rare_levels import merge_rare

# What patients are alike in. The order is that of the places in the number that `facts` have.
CASE_MIX = (
    *("milia_type", "site", "lesion_band", "persisted", "deep", "skin_type"),
    *("age_band", "sex", "diy_before", "inflamed_at_start"),
)
# A place has so many bits, and tells so many levels apart; 0 is a blank.
_BITS = 6
MOST_LEVELS = (1 << _BITS) - 1
_COLUMNS = ("arm", "case_mix", "day", "status", "patients")


@dataclass(frozen=True, eq=False)
class Counted:
    """What was counted of an outcome?

    Attributes
    ----------
    mix
        Who: one row, a cell, per arm and case mix; sorted by the query's numbers of both.
    ends
        When and how the observation of the patients of each cell ended.
    merged
        Column of the case mix → its rare levels that are told together.
    number
        The query's numbers of each cell's arm and case mix, shape (n_cells, 2).
    """

    mix: CaseMix
    ends: Ends
    merged: Mapping[str, tuple[str, ...]]
    number: IntArray

    @cached_property
    def sizes(self) -> dict[str, int]:
        """How many patients has each arm?"""
        total = self.mix.per_arm(self.mix.patients).astype(int)
        return dict(zip(self.mix.arms, total.tolist(), strict=True))

    def place_of(self, arm: IntArray, case_mix: IntArray) -> IntArray:
        """Which cells have these numbers of the query?"""
        place = np.empty(len(arm), dtype=np.int64)
        for each in np.unique(arm):
            begin, end = np.searchsorted(self.number[:, 0], [each, each + 1])
            mine = arm == each
            place[mine] = begin + np.searchsorted(self.number[begin:end, 1], case_mix[mine])
        return place


def as_cells(
    rows: pd.DataFrame, arms: Sequence[str], known: Mapping[str, Sequence[str]]
) -> Counted:
    """How do counts by arm, case mix and day become cells and what happened in them?

    Parameters
    ----------
    rows
        What the query returned, sorted by arm and case mix.
    arms
        Those that the query's numbers of arms are the places of.
    known
        Column of the case mix → its closed list, which the places in the number of a case mix are of.
    """
    arm, mix, day, status, patients = (rows[name].to_numpy() for name in _COLUMNS)
    # A cell begins where either number changes.
    begins = np.ones(len(rows), dtype=np.bool_)
    begins[1:] = (arm[1:] != arm[:-1]) | (mix[1:] != mix[:-1])
    cell, first = begins.cumsum() - 1, np.flatnonzero(begins)
    places, mixes, number = arm[first], mix[first], patients.astype(np.float64)
    total = np.bincount(cell, weights=number, minlength=len(first)).astype(np.float64)
    group = _covariate("group", places, arms)
    covariates = []
    for place, name in enumerate(CASE_MIX, start=1):
        shift = _BITS * (len(CASE_MIX) - place)
        covariates.append(_covariate(name, (mixes >> shift) & MOST_LEVELS, known[name]))
    whole = CaseMix(group.levels, group.code.astype(np.int64), total, tuple(covariates))
    told, merged = merge_rare(whole, apart=(words.NOT_RECORDED,))
    ends = Ends(cell, day, status, number)
    return Counted(told, ends, merged, np.column_stack([places, mixes]))


def _covariate(name: str, place: IntArray, levels: Sequence[str]) -> Covariate:
    """Which levels are these, by their places in the list, of which a blank is told last?"""
    known = (*levels, words.NOT_RECORDED)
    code = short((place - 1) % len(known), len(known))
    return Covariate(name, code, known).of_rows(slice(None))
