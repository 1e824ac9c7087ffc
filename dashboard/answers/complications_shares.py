"""Recorded shares of complications: of those seen long enough, of the others, by subgroup, and how they differ."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import product

import numpy as np
import pandas as pd

from dashboard import disclosure
from dashboard.answers.complications_counts import (
    ANY,
    NUMBER,
    RECORDED,
    SEEN_LESS,
    AskedOfComplications,
)
from dashboard.answers.shares import share_contrasts, shares
from dashboard.disclosure import HIDDEN, HIDDEN_TOO, SHOWN, cells_to_hide, parts_to_hide
from dashboard.estimates.proportions import upper_limits_no_event
from dashboard.words import NOT_RECORDED

# By what the groups are split further, and which kinds are told there besides any.
SUBGROUPS: Mapping[str, tuple[str, ...]] = {
    "skin_type": ("hyperpigmentation", "hypopigmentation", "scar"),
    "delicate_site": (),
    "site": (),
}
_GRADES = ("grade_1", "grade_2", "grade_3", "grade_4", "grade_5")
# What is told of the gravest complication, and of what it led to. Single grades only inside the clinic.
GRAVITY = ("grade_2_or_more", "grade_3_or_more")
SINGLE_GRADES = (*_GRADES, "grade_not_recorded")
CONSEQUENCES = ("permanent", "antibiotics", "unresolved")
NOT_TOLD = ("permanent_not_recorded", "antibiotics_not_recorded")
# Treated at home or only watched: groups by treatment alone, and in no total by anything else.
_OTHER_CARE = ("diy", "observation")


def rows(asked: AskedOfComplications) -> list[pd.DataFrame]:
    """Rows of ``estimates`` with ``base``: recorded, seen for less, a patient, no event, and by subgroup."""
    counts = recorded(asked)
    less = asked.seen_less
    few = _counted(less, less[["harmed"]].set_axis([ANY], axis=1))
    return [
        shares(counts, asked, RECORDED),
        shares(few, asked, SEEN_LESS),
        _numbers(asked),
        limits(counts, asked),
        *(_cells(asked, name) for name in SUBGROUPS if name != asked.choices.group_by),
    ]


def recorded(asked: AskedOfComplications) -> pd.DataFrame:
    """How many of those seen long enough had any, each kind, how grave a one, with which consequence?"""
    seen = asked.seen
    grades = [*(() if asked.published else SINGLE_GRADES), *CONSEQUENCES, *NOT_TOLD]
    events = pd.concat(
        [
            seen[["harmed"]].set_axis([ANY], axis=1),
            asked.of_kinds("episodes"),
            seen[list(_GRADES[1:])].sum(axis=1).rename("grade_2_or_more"),
            seen[list(_GRADES[2:])].sum(axis=1).rename("grade_3_or_more"),
            seen[grades],
        ],
        axis=1,
    )
    return _counted(seen, events)


def contrasts(asked: AskedOfComplications) -> pd.DataFrame:
    """How do the recorded shares differ, pair by pair and kind by kind?

    A kind that nobody compared had is left out: there is nothing to compare, and it would only weigh on
    the correction of the others.
    """
    groups = asked.compared_recorded
    counts = recorded(asked)
    described = counts["kind"].isin((*SINGLE_GRADES, *NOT_TOLD))
    counts = counts[counts["group"].isin(groups) & ~described]
    had = counts.groupby("kind")["events"].sum()
    counts = counts[counts["kind"].isin(had[had > 0].index)]
    return share_contrasts(counts, groups, asked, RECORDED)


def permanent_scars(asked: AskedOfComplications) -> pd.DataFrame:
    """How many of those seen long enough had a scar recorded as permanent?"""
    scars = asked.of_kinds("permanent")[["scar"]].set_axis(["permanent_scar"], axis=1)
    return _counted(asked.seen, scars)


def _counted(of: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """How many of how many? Rows for `shares`, a row a kind and group, from a column a kind."""
    groups, kinds = len(of), len(events.columns)
    return pd.DataFrame(
        {
            "group": np.tile(of.index.to_numpy(dtype=object), kinds),
            "kind": np.repeat(events.columns.to_numpy(dtype=object), groups),
            "events": events.to_numpy(dtype=float).T.ravel(),
            "episodes": np.tile(of["episodes"].to_numpy(), kinds),
            "patients": np.tile(of["patients"].to_numpy(), kinds),
        }
    )


def _numbers(asked: AskedOfComplications) -> pd.DataFrame:
    """How many complications were recorded, several a patient, per patient seen long enough?"""
    numbers = asked.seen[["complications"]].set_axis([ANY], axis=1)
    if not asked.published:
        numbers = pd.concat([numbers, asked.of_kinds("complications")], axis=1)
    rows = _counted(asked.seen, numbers)
    events, total = rows["events"].to_numpy(dtype=float), rows["episodes"].to_numpy(dtype=float)
    if asked.published:
        events, total = disclosure.rounded(events), disclosure.rounded(total)
    return rows.assign(
        measure=NUMBER,
        estimate=np.divide(events, total, out=np.full(len(rows), np.nan), where=total > 0),
        value_unit="count",
        method="complications per patient; no interval",
        status=SHOWN,
        base=rows["patients"],
    )


def limits(counts: pd.DataFrame, asked: AskedOfComplications) -> pd.DataFrame:
    """Where none of those seen long enough had it: how large may the share still be?"""
    hidden = asked.hidden_by_time[RECORDED].names
    chosen = counts["events"].eq(0) & counts["episodes"].gt(0) & ~counts["group"].isin(hidden)
    none = counts[chosen].reset_index(drop=True)
    # Patients, not episodes: those of one patient are alike, and the limit must not promise too much.
    total = none["patients"].to_numpy(dtype=float)
    total = disclosure.rounded(total) if asked.published else total
    return none.assign(
        measure="no_event",
        estimate=upper_limits_no_event(np.zeros(len(none)), total, asked.settings.confidence),
        value_unit="proportion",
        method="clopper_pearson_one_sided",
        status=SHOWN,
        base=none["patients"],
    )


def _cells(asked: AskedOfComplications, subgroup_by: str) -> pd.DataFrame:
    """What share of each subgroup of the shown groups had any complication, and some kinds?

    Those of a hidden group are left out, and so are subgroups in which nobody is: nothing is known of them.
    """
    cells = asked.cells(subgroup_by)
    status = _hidden_cells(asked, subgroup_by)
    shown = cells[~cells["group"].isin(asked.hidden_by_time[RECORDED].names)]
    place = {
        (subgroup, group): number
        for number, (subgroup, group) in enumerate(
            product([*asked.release.known[subgroup_by], NOT_RECORDED], asked.order)
        )
    }
    names = zip(shown["subgroup"], shown["group"], strict=True)
    shown = shown.iloc[np.argsort([place[name] for name in names], kind="stable")]
    columns = {ANY: "harmed", **{kind: kind for kind in SUBGROUPS[subgroup_by]}}
    frames = [
        shown.assign(kind=kind, events=shown[column].astype(float))
        for kind, column in columns.items()
    ]
    counts = pd.concat(frames, ignore_index=True)[
        ["group", "subgroup", "kind", "events", "episodes", "patients"]
    ]
    rows = shares(counts.assign(subgroup_by=subgroup_by), asked, RECORDED)
    return disclosure.hide_cells(rows, status)


def _hidden_cells(asked: AskedOfComplications, subgroup_by: str) -> dict[disclosure.Cell, str]:
    """Which cells are hidden, so that none can be worked out from what stands here or on another page?

    The totals of groups stand beside them, those of subgroups where these are the groups. A site is delicate or
    not, and both splits stand beside each other: so sites are hidden within what is shown of each, and all where
    that is hidden.
    """
    sizes = _sizes(asked.cells(subgroup_by))
    if subgroup_by == "skin_type":
        return _hidden_in(asked, sizes, ())
    whole = _hidden_in(asked, _of_delicate(asked), ())
    if subgroup_by == "delicate_site":
        return whole
    delicate = asked.delicate
    status: dict[disclosure.Cell, str] = {}
    for kind in sorted(set(delicate.values())):
        own = {cell: size for cell, size in sizes.items() if delicate[cell[1]] == kind}
        gone = [
            group for (group, subgroup), told in whole.items() if subgroup == kind and told != SHOWN
        ]
        status |= _hidden_in(asked, own, gone)
        small = {cell: 0 < size < asked.fewest for cell, size in own.items() if cell[0] in gone}
        status |= {cell: HIDDEN if few else HIDDEN_TOO for cell, few in small.items()}
    # The one cell that is the same in both.
    same = {cell: told for cell, told in whole.items() if cell[1] == NOT_RECORDED}
    return status | same


def _of_delicate(asked: AskedOfComplications) -> dict[disclosure.Cell, int]:
    """How many patients are in each cell of the split by delicate or not?

    One counts as small where its sites would give each other away, were even all of them hidden.
    """
    sizes = _sizes(asked.cells("delicate_site"))
    parts: dict[disclosure.Cell, list[int]] = {cell: [] for cell in sizes}
    for (group, site), size in _sizes(asked.cells("site")).items():
        parts[group, asked.delicate[site]].append(size)
    for cell, of_sites in parts.items():
        small = any(0 < size < asked.fewest for size in of_sites)
        if small and disclosure.are_plain([size for size in of_sites if size], asked.fewest):
            sizes[cell] = min(sizes[cell], asked.fewest - 1)
    return sizes


def _hidden_in(
    asked: AskedOfComplications, sizes: Mapping[disclosure.Cell, int], gone: Collection[str]
) -> dict[disclosure.Cell, str]:
    """Which of these cells are hidden, those of groups that are `gone` apart?

    Attempts at home and observation enter no total but their own.
    """
    apart = _OTHER_CARE if asked.choices.group_by == "treatment" else ()
    hidden = {*asked.hidden_by_time[RECORDED].names, *gone}
    status = cells_to_hide(
        {cell: size for cell, size in sizes.items() if cell[0] not in apart},
        asked.fewest,
        [group for group in hidden if group not in apart],
    )
    for group in {*apart} - hidden:
        own = {subgroup: size for (row, subgroup), size in sizes.items() if row == group}
        parts = parts_to_hide(own, asked.fewest)
        status |= {(group, subgroup): parts[subgroup] for subgroup in own}
    return status


def _sizes(cells: pd.DataFrame) -> dict[disclosure.Cell, int]:
    return {
        (str(row["group"]), str(row["subgroup"])): int(row["patients"])
        for row in cells.to_dict("records")
    }
