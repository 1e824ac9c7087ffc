"""Attempts at home counted once more from the CSV files: their rows, plain loops, MEASURES' text. No NumPy,
no pandas, no SQL, and no line of the program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tests.answers.recount import Row, Spell, care, eligibility, firsts, since_clearance

HABITS = ("heavy_cream", "daily_spf", "gentle_exfoliation", "nightly_cleansing", "guided_retinol")


def method(row: Row) -> str:
    """With what was it tried?"""
    return row["technique"] or "not_recorded"


def attempts(rows: Sequence[Row], *, first: bool = True) -> list[Row]:
    """The attempts at home, each patient's first or all."""
    chosen = firsts(rows) if first else rows
    return [row for row in chosen if care(row) == "diy"]


def treated(rows: Sequence[Row], *, first: bool = True) -> list[Row]:
    """Those whom a clinic treated."""
    chosen = firsts(rows) if first else rows
    return [row for row in chosen if care(row) == "professional"]


def harms_of(complications: Iterable[Row]) -> dict[str, list[Row]]:
    """Which complications came after the start, by episode?"""
    found: dict[str, list[Row]] = {}
    for harm in complications:
        if harm["present_at_start"] != "yes":
            found.setdefault(harm["episode_key"], []).append(harm)
    return found


def has(harms: Sequence[Row], kind: str) -> bool:
    """Is there any, one of a kind, one with a consequence, or only blanks about it?"""
    if kind == "any":
        return bool(harms)
    if kind in ("antibiotics", "permanent"):
        return any(harm[kind] == "yes" for harm in harms)
    if kind.endswith("_not_recorded"):
        said = [harm[kind.removesuffix("_not_recorded")] for harm in harms]
        return "yes" not in said and "" in said
    return any(harm["complication"] == kind for harm in harms)


def pathways(rows: Sequence[Row], chosen: Iterable[Row]) -> Counter[tuple[str, str]]:
    """After how many of these first attempts came which treatment by a clinic first?"""
    by_patient = {row["patient_key"]: row for row in treated(rows)}
    counted: Counter[tuple[str, str]] = Counter()
    for row in chosen:
        then = by_patient.get(row["patient_key"])
        if then is None:
            what = "none"
        else:
            earlier = then["start_month"] < row["start_month"]
            what = "earlier" if earlier else then["treatment"]
        counted[method(row), what] += 1
    return counted


def spells_of(rows: Iterable[Row], habit: str) -> dict[str, list[Spell]]:
    """What was seen of new milia anywhere since clearance, by habit?"""
    found: dict[str, list[Spell]] = {}
    for row in rows:
        if eligibility(row) == "eligible":
            group = row[habit] or "not_recorded"
            found.setdefault(group, []).append(since_clearance(row, group, "C"))
    return found
