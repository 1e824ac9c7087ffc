"""Recurrence counted once more from the CSV file: its rows, plain loops, MEASURES' text. No NumPy,
no pandas, no SQL, and no line of the program."""

from __future__ import annotations

import calendar
import csv
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

Row = dict[str, str]
PROFESSIONAL = (
    "extraction",
    "peel",
    "laser",
    "cryotherapy",
    "retinoid",
    "electrosurgery",
    "combination",
)
# Last day of the month up to which the sample records speak.
CUT_OFF = dt.date(2026, 9, 30)
NEVER = 10**9


@dataclass(frozen=True)
class Spell:
    """One episode under observation: in which group, until which day of its clock, and then what?

    `reach`: the last day of that clock up to which it could have been watched.
    """

    group: str
    day: int
    end: str
    reach: int = NEVER


def read(path: Path) -> list[Row]:
    """The episodes of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def care(row: Row) -> str:
    """Professional, observation or an attempt at home?"""
    if row["treatment"] in PROFESSIONAL:
        return "professional"
    return row["treatment"]


def reach(row: Row) -> int:
    """Days from the last day of the month of the first session to the cut-off."""
    first = dt.date.fromisoformat(row["start_month"] + "-01")
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return (CUT_OFF - last).days


def never_seen(row: Row) -> bool | None:
    """Was nobody seen again of whom the first assessment was due? None: too early to know."""
    return None if reach(row) < 84 else row["last_seen_day"] == "0"


def firsts(rows: Sequence[Row]) -> list[Row]:
    """Each patient's first episode of each kind of care, by month, order within it, key."""
    best: dict[tuple[str, str], Row] = {}
    for row in rows:
        patient = (row["patient_key"], care(row))
        if patient not in best or _place(row) < _place(best[patient]):
            best[patient] = row
    chosen = {row["episode_key"] for row in best.values()}
    return [row for row in rows if row["episode_key"] in chosen]


def _place(row: Row) -> tuple[str, int, str]:
    return (row["start_month"], int(row["episode_order"] or 1), row["episode_key"])


def eligibility(row: Row) -> str:
    """Can this episode be followed for recurrence, or why not?"""
    cleared = row["cleared"]
    if cleared == "":
        return "not_recorded"
    if cleared == "not_assessed":
        return "not_assessed"
    if cleared in ("no", "partial"):
        return "not_cleared"
    if row["cleared_day"] == "":
        return "cleared_without_day"
    if _day(row["retreated_day"]) <= int(row["cleared_day"]):
        return "retreated_before_clear"
    return "eligible"


def recurred(row: Row, definition: str) -> int:
    """On which day did milia come back, by this definition? NEVER if they did not."""
    where = row["recurred_where"] or "unclassifiable"
    back = _day(row["recurred_day"])
    if definition == "A":
        return back if where == "same_site" else NEVER
    if definition == "B":
        return back if where in ("same_site", "unclassifiable") else NEVER
    elsewhere = _day(row["new_elsewhere_day"])
    return min(back, elsewhere if elsewhere > int(row["cleared_day"]) else NEVER)


def since_clearance(row: Row, group: str, definition: str) -> Spell:
    """What was seen of an eligible episode, on the clock of recurrence?"""
    cleared = int(row["cleared_day"])
    end, day = _first_of(row, definition)
    month = dt.date.fromisoformat(row["start_month"] + "-01")
    return Spell(group, day - cleared, end, (CUT_OFF - month).days - cleared)


def since_first_session(row: Row, group: str, definition: str) -> Spell | None:
    """What was seen on the clock of failure? None where it cannot be said."""
    state = eligibility(row)
    if state == "cleared_without_day":
        return None
    if state == "eligible":
        end, day = _first_of(row, definition)
        return Spell(group, day, end)
    if state == "retreated_before_clear":
        return Spell(group, int(row["retreated_day"]), "event")
    last_seen = int(row["last_seen_day"])
    if state == "not_cleared":
        assessment = 84 if row["treatment"] in ("peel", "retinoid") else 42
        return Spell(group, min(assessment, last_seen, _day(row["retreated_day"])), "event")
    return Spell(group, last_seen, "censored")


def _first_of(row: Row, definition: str) -> tuple[str, int]:
    back, retreated = recurred(row, definition), _day(row["retreated_day"])
    last_seen = int(row["last_seen_day"])
    if back <= retreated and back <= last_seen:
        return "event", back
    if retreated <= last_seen:
        return "competing", retreated
    return "censored", last_seen


def _day(text: str) -> int:
    return int(text) if text else NEVER


# ------------------------------------------------------------------ counts and estimates


def at_risk(spells: Iterable[Spell], day: int) -> int:
    """How many are under observation just before this day?"""
    return sum(1 for spell in spells if spell.day >= day)


def ended(spells: Iterable[Spell], end: str, up_to: int) -> int:
    """How many had ended so by the end of this day?"""
    return sum(1 for spell in spells if spell.end == end and spell.day <= up_to)


def incidence(spells: Sequence[Spell], horizon: int) -> float:
    """Aalen and Johansen's cumulative incidence, one day after another."""
    free, share = 1.0, 0.0
    for day in sorted({spell.day for spell in spells if spell.day <= horizon}):
        watched = at_risk(spells, day)
        events = sum(1 for spell in spells if spell.day == day and spell.end == "event")
        others = sum(1 for spell in spells if spell.day == day and spell.end == "competing")
        share += free * events / watched
        free *= 1.0 - (events + others) / watched
    return share


def if_lost(spells: Sequence[Spell], horizon: int, *, all_recur: bool) -> list[Spell]:
    """The same spells, had those lost before the horizon all recurred, or all stayed free?"""
    changed = []
    for spell in spells:
        lost = spell.end == "censored" and spell.day < horizon <= spell.reach
        if lost and all_recur:
            changed.append(Spell(spell.group, spell.day + 1, "event"))
        elif lost:
            changed.append(Spell(spell.group, horizon, "censored"))
        else:
            changed.append(spell)
    return changed


def median_follow_up(spells: Sequence[Spell]) -> float | None:
    """By which day was half of them censored, had nothing else ended observation?

    Where the curve lies level with a half for a while, the middle of that stretch, as in R.
    """
    free, level_since = 1.0, None
    days = sorted({spell.day for spell in spells})
    for day in days:
        gone = sum(1 for spell in spells if spell.day == day and spell.end == "censored")
        if gone == 0:
            continue
        free *= 1.0 - gone / at_risk(spells, day)
        if level_since is not None:
            return (level_since + day) / 2
        if abs(free - 0.5) < 1e-9:
            level_since = day
        elif free < 0.5:
            return float(day)
    return None if level_since is None else (level_since + days[-1]) / 2
