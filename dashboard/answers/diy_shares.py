"""Shares about attempts at home: harms by method, what treatment came after, and how the skin was when they came."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard import disclosure
from dashboard.answers import timed_tables
from dashboard.answers.diy_counts import (
    ALL_ATTEMPTS,
    ASSESSMENT,
    TOPIC,
    AskedOfAttempts,
    AskedOfTreated,
)
from dashboard.answers.shares import shares
from dashboard.disclosure import cells_to_hide
from dashboard.words import NOT_RECORDED

ANY, PATHWAY, INFLAMED, INFLAMMATION_KNOWN = "any", "pathway", "inflamed", "inflammation_known"
CONSEQUENCES = ("antibiotics", "permanent")
_NOT_TOLD = tuple(f"{name}_not_recorded" for name in CONSEQUENCES)
_UNKNOWN = ("not_assessed", NOT_RECORDED)
# Whoever came to a treatment without an attempt on record; how many does not matter.
_OTHERS, _MANY = "(others)", 10**6
# Rows of which any one could be worked out from the others and their total, so that none is hidden alone.
_WHOLE = (
    tuple((ASSESSMENT, kind) for kind in ("assessed", *_UNKNOWN)),
    tuple((INFLAMED, kind) for kind in ("inflamed", "not_inflamed")),
    tuple((INFLAMMATION_KNOWN, kind) for kind in ("recorded", NOT_RECORDED)),
)


def of_attempts(asked: AskedOfAttempts) -> list[pd.DataFrame]:
    """What share of the attempts by each method, and by all shown, left a complication? Tables, disclosed."""
    main = [shares(_harms(asked), asked, TOPIC), shares(_assessed(asked), asked, ASSESSMENT)]
    by_method = timed_tables.table("estimates", main, asked)
    whole = shares(_together(asked), asked, ALL_ATTEMPTS).assign(group_by="treatment")
    told = timed_tables.disclosed(by_method, asked, together=_WHOLE)
    return [
        _without_whole(told, asked, ASSESSMENT, "assessed"),
        timed_tables.disclosed(timed_tables.table("estimates", [whole], asked), asked),
        _pathways(asked),
    ]


def of_treated(asked: AskedOfTreated) -> pd.DataFrame:
    """What share of those treated came with inflamed skin, by what they had tried before? A table, disclosed."""
    counts = asked.came.pivot(index="group", columns="inflamed", values="episodes")
    counts = counts.reindex(index=asked.order, columns=["yes", "no", NOT_RECORDED]).fillna(0)
    known = counts["yes"] + counts["no"]
    of_known = {"inflamed": counts["yes"], "not_inflamed": counts["no"]}
    of_all = {"recorded": known, NOT_RECORDED: counts[NOT_RECORDED]}
    rows = [
        shares(_rows(of_known, known, asked.sizes), asked, INFLAMED),
        shares(
            _rows(of_all, known + counts[NOT_RECORDED], asked.everybody), asked, INFLAMMATION_KNOWN
        ),
    ]
    table = timed_tables.table("estimates", rows, asked)
    told = timed_tables.disclosed(table, asked, together=_WHOLE)
    return _without_whole(told, asked, INFLAMMATION_KNOWN, "recorded")


def _rows(kinds: dict[str, pd.Series], of: pd.Series, patients: dict[str, int]) -> pd.DataFrame:
    """How many of how many? Rows for `shares`, kind by kind."""
    frames = [
        pd.DataFrame({"kind": kind, "events": events, "episodes": of})
        for kind, events in kinds.items()
    ]
    frame = pd.concat(frames).rename_axis("group").reset_index()
    return frame.assign(patients=frame["group"].map(patients).fillna(0))


def _harms(asked: AskedOfAttempts) -> pd.DataFrame:
    """After how many attempts by each method was there any complication, each kind, and which consequence?"""
    # An attempt is not followed: what is on record when the patient first comes is all that is known.
    split = asked.run("complications/episodes_by_group_skin_and_site", seen_days=0)
    outcomes = split.groupby("group").sum(numeric_only=True).reindex(asked.order).fillna(0)
    by_kind = asked.run("complications/episodes_by_group_and_kind", seen_days=0)
    lists = asked.release.run("release/labels_by_list")
    order = list(lists.loc[lists["list"].eq("complication"), "value"])
    kinds = by_kind.pivot(index="group", columns="kind", values="episodes")
    kinds = kinds.reindex(index=asked.order, columns=order).fillna(0)
    told = {ANY: outcomes["harmed"], **{str(kind): kinds[kind] for kind in order}}
    told |= {name: outcomes[name] for name in (*CONSEQUENCES, *_NOT_TOLD)}
    return _rows(told, outcomes["episodes"], asked.sizes)


def _together(asked: AskedOfAttempts) -> pd.DataFrame:
    """The same of all methods shown. With a hidden one it would tell what became of that one."""
    rows = _harms(asked)
    rows = rows[rows["group"].isin(asked.shown)]
    total = rows.groupby("kind", sort=False, as_index=False)[["events", "episodes"]].sum()
    return total.assign(group=TOPIC, patients=asked.patients_together(asked.shown))


def _assessed(asked: AskedOfAttempts) -> pd.DataFrame:
    """After how many attempts did anybody look for complications?"""
    table = asked.attempts
    told = {
        "assessed": table["eligible"],
        "not_assessed": table["not_assessed"],
        NOT_RECORDED: table[NOT_RECORDED],
    }
    return _rows(told, table[["eligible", *_UNKNOWN]].sum(axis=1), asked.counted)


def _without_whole(
    told: pd.DataFrame, asked: AskedOfAttempts | AskedOfTreated, measure: str, known: str
) -> pd.DataFrame:
    """Where it is not told of how many something is known, all of them are not told either.

    Those less the ones of whom it is known, who stand in another row, would be the few of whom it is not.
    """
    if not asked.published:
        return told
    few = told["kind"].eq(known) & told["measure"].eq(measure)
    few &= told["status"].isin(disclosure.HIDING)
    whole = told["measure"].eq(measure) & told["group"].isin(told.loc[few, "group"])
    # A share of a number that is not told is not told either, not even none.
    why = told["status"].where(told["status"].isin(disclosure.HIDING), disclosure.HIDDEN_TOO)
    return disclosure.hide_rows(told, why.where(whole, disclosure.SHOWN).tolist())


def _pathways(asked: AskedOfAttempts) -> pd.DataFrame:
    """Which treatment came first after a first attempt by each method?"""
    own = replace(asked, choices=replace(asked.choices, unit="patient"))
    table = asked.pathways
    rows = [
        {"group": group, "subgroup": treatment, "events": number, "episodes": int(row.sum())}
        for group, row in table.iterrows()
        for treatment, number in row.items()
    ]
    counts = pd.DataFrame(rows, columns=["group", "subgroup", "events", "episodes"]).assign(
        kind="share", subgroup_by="treatment", patients=lambda frame: frame["episodes"]
    )
    hidden = asked.hidden_pathways
    sizes = {(row["group"], row["subgroup"]): int(row["events"]) for row in rows}
    # Totals are known of the methods. What all came to the treatments is told nowhere on this page: others
    # came to them, too, so that a column gives nothing away.
    sizes |= {(_OTHERS, str(treatment)): _MANY for treatment in table}
    status = cells_to_hide(sizes, asked.fewest, (*hidden.names, _OTHERS))
    told = shares(counts, own, PATHWAY)
    made = timed_tables.table("estimates", [disclosure.hide_cells(told, status)], own)
    return timed_tables.disclosed(made, own, {PATHWAY: hidden})
