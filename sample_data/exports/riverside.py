"""`riverside_visits.csv` and `riverside_reactions.csv`: one row a visit, and reactions by visit.

Everything is in codes of their own; reactions name the visit at which they were written down.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sample_data.exports.mess import Mess, separated
from sample_data.exports.records import Records, Row, number, on, only
from sample_data.exports.seen import follow_ups

CLINIC, COURSES, GAP = "C03", 200, 90
EPISODES = (
    "patient_key", "start_month", "treatment", "last_seen_day", "episode_key", "episode_order",
    "clinic", "age_band", "sex", "skin_type", "site", "technique", "sessions", "last_session_day",
    "cleared", "cleared_day", "healing_assessed", "last_unhealed_day", "healed_day",
    "recurred_day", "recurred_where", "new_elsewhere_day", "retreated_day", "pain",
    "satisfaction", "reviews_planned", "reviews_attended", "unplanned_visits", "chair_minutes",
    "price", "complaint",
)  # fmt: skip
COMPLICATIONS = ("episode_key", "complication", "onset_day", "resolved_day", "grade")
TREATMENTS = {
    "extraction": "EX", "peel": "PL", "laser": "LS", "cryotherapy": "CR", "retinoid": "RT",
    "electrosurgery": "HF", "combination": "CO",
}  # fmt: skip
ZONES = (
    "eyelid", "periorbital", "cheek", "nose", "forehead", "chin", "other_face", "several_face", "body",
)  # fmt: skip
RESULTS = {
    "clear": "0", "partial": "1", "not_clear": "2", "same_site": "3", "elsewhere": "4",
    "unclassifiable": "5", "retreated": "6", "": "",
}  # fmt: skip
REACTIONS = (
    "irritation", "erythema", "inflammation", "pain", "infection", "scar", "hyperpigmentation",
    "hypopigmentation", "texture_change", "swelling", "bruising", "blister", "crusting", "bleeding",
    "surrounding_skin_damage", "secondary_milia", "contact_dermatitis", "retinoid_irritation", "hsv",
    "ocular_injury", "other",
)  # fmt: skip


@dataclass(frozen=True)
class Visit:
    """One visit of an episode: on which day, what for, and what was found."""

    day: int
    kind: str
    result: str = ""
    skin: str = ""


def clean(sample: Records) -> Records:
    """Which of the sample records does this system hold, in the columns it has?"""
    mess = Mess("riverside, starts")
    by_patient: dict[str, list[Row]] = {}
    for row in sample.episodes:
        if row["clinic"] == CLINIC and row["treatment"] in TREATMENTS and row["site"]:
            by_patient.setdefault(row["patient_key"], []).append(row)
    episodes: list[Row] = []
    starts: dict[str, dt.date] = {}
    # Those who were treated again come first: they are what grouping is about.
    for own in sorted(by_patient.values(), key=lambda rows: -len(rows)):
        dates = _dates(own, mess)
        if dates is None or len(episodes) >= COURSES:
            continue
        starts |= dates
        episodes += [_clean(row, followed=row["episode_key"] in _followed(own)) for row in own]
    harms = [
        only(one, COMPLICATIONS) for one in sample.complications if one["episode_key"] in starts
    ]
    return Records(episodes, harms, starts)


def export(records: Records) -> dict[str, bytes]:
    """How does the system write them?"""
    mess = Mess("riverside, export")
    followed = _followed(records.episodes)
    told = [
        (on(records.starts[row["episode_key"]], visit.day), row, visit)
        for row in records.episodes
        for visit in _visits(row, followed=row["episode_key"] in followed)
    ]
    # The visits of all patients by date; those of one day stay as they are.
    told.sort(key=lambda one: one[0])
    header = [
        "VisitID", "ClientID", "DOB", "Postcode", "VisitDate", "VisitType", "Zone", "TxCode",
        "Probe", "Outcome", "Skin", "FST", "Sex", "AgeY", "Minutes", "Charge", "NRS", "Stars",
        "Cmpl",
    ]  # fmt: skip
    ages = {row["patient_key"]: mess.age(row["age_band"]) for row in records.episodes}
    visits, first = [], dict[str, str]()
    for at, (date, row, visit) in enumerate(told, 1):
        identity = f"RV{at:05}"
        if visit.kind != "missed":
            first.setdefault(row["episode_key"], identity)
        visits.append(_line(identity, date, row, visit, ages[row["patient_key"]], mess))
    for at in (40, 333, 334):
        visits.insert(at + 30, visits[at])
    visits.append(["", "", "", "", "", "", "", "", "Total visits", str(len(visits)), *[""] * 9])
    return {
        "riverside_visits.csv": "﻿".encode() + separated([header, *visits], ",", "utf-8"),
        "riverside_reactions.csv": _reactions(records, first, mess),
    }


def _dates(own: list[Row], mess: Mess) -> dict[str, dt.date] | None:
    """On which dates did these courses of a patient begin? None: visits could not tell them."""
    starts: dict[str, dt.date] = {}
    before: dict[str, Row] = {}
    for row in own:
        if not _can_be_told(row):
            return None
        month = dt.date.fromisoformat(f"{row['start_month']}-01")
        date = month + dt.timedelta(days=mess.between(0, 27))
        earlier = before.get(row["site"])
        if earlier is not None:
            again = number(earlier, "retreated_day")
            if again is None or not _ends(earlier, row, again):
                return None
            date = on(starts[earlier["episode_key"]], again)
            if f"{date:%Y-%m}" != row["start_month"]:
                # The first course may have begun on another day of its month.
                shift = (month - date).days if date < month else -((date - month).days - 27)
                moved = starts[earlier["episode_key"]] + dt.timedelta(days=shift)
                date += dt.timedelta(days=shift)
                if f"{moved:%Y-%m}" != earlier["start_month"] or len(own) > 2:
                    return None
                starts[earlier["episode_key"]] = moved
                if f"{date:%Y-%m}" != row["start_month"]:
                    return None
        starts[row["episode_key"]] = date
        before[row["site"]] = row
    return starts


def _can_be_told(row: Row) -> bool:
    told = follow_ups(row)
    again, last = number(row, "retreated_day"), number(row, "last_seen_day") or 0
    if told is None or row["sessions"] == "" or row["last_session_day"] == "":
        return False
    many, until = int(row["sessions"]), int(row["last_session_day"])
    if until > GAP or (many == 1) != (until == 0) or many > until + 1:
        return False
    # No clearance before the last session, and no retreatment after the patient was last seen.
    closing = [one.day for one in told if one.result in ("clear", "same_site", "unclassifiable")]
    return all(day > until for day in closing) and (again is None or 0 < until + 1 <= again == last)


def _ends(earlier: Row, row: Row, again: int) -> bool:
    """Does the next session begin another course?"""
    days = [one.day for one in follow_ups(earlier) or []]
    gap = again - max(day for day in (*days, int(earlier["last_session_day"])) if day <= again)
    return bool(earlier["cleared_day"]) or gap > GAP or earlier["treatment"] != row["treatment"]


def _followed(episodes: list[Row]) -> set[str]:
    """After which courses does this system hold another one of the patient at the same site?"""
    last = {(row["patient_key"], row["site"]): row["episode_key"] for row in episodes}
    return {row["episode_key"] for row in episodes} - set(last.values())


def _clean(row: Row, *, followed: bool) -> Row:
    told = follow_ups(row) or []
    missed = max(0, int(row["reviews_planned"] or 0) - int(row["reviews_attended"] or 0))
    # A review missed after the next course began would be one of that course.
    missed = 0 if row["retreated_day"] else min(2, missed)
    kept = only(row, EPISODES) | {
        "reviews_attended": str(len(told)),
        "reviews_planned": str(len(told) + missed),
        "unplanned_visits": str(int(row["unplanned_visits"] or 0) + _elsewhere(row, followed)),
        "episode_order": "1",
    }
    return kept | {"complaint": "yes" if row["complaint"] == "yes" else ""}


def _elsewhere(row: Row, followed: bool) -> int:  # noqa: FBT001 - a count of one or none
    """Was the next treatment done elsewhere, and told at an unplanned visit?"""
    return int(bool(row["retreated_day"]) and not followed)


def _visits(row: Row, *, followed: bool) -> list[Visit]:
    """Which visits tell this episode, in order?"""
    many, until = int(row["sessions"]), int(row["last_session_day"])
    sessions = [Visit(round(until * at / max(1, many - 1)), "session") for at in range(many)]
    reviews = [Visit(one.day, "review", one.result, one.skin) for one in follow_ups(row) or []]
    missed = int(row["reviews_planned"]) - int(row["reviews_attended"])
    last = int(row["last_seen_day"])
    others = [Visit(last + 30 * at, "missed") for at in range(1, missed + 1)]
    told_of = [Visit(last, "unplanned", "retreated")] * _elsewhere(row, followed)
    others += told_of
    others += [Visit(until, "unplanned")] * (int(row["unplanned_visits"]) - len(told_of))
    return sorted([*sessions, *reviews, *others], key=lambda one: one.day)


def _line(identity: str, date: dt.date, row: Row, visit: Visit, age: str, mess: Mess) -> list[str]:
    first = visit.kind == "session" and visit.day == 0
    last = visit.kind == "session" and visit.day == int(row["last_session_day"])
    many = int(row["sessions"])
    spent = _shared(row["chair_minutes"], many, last=last) if visit.kind == "session" else ""
    paid = _shared(row["price"], many, last=last) if visit.kind == "session" else ""
    code = f"{TREATMENTS[row['treatment']]}{mess.between(1, 3)}" if visit.kind == "session" else ""
    return [
        identity,
        row["patient_key"],
        f"{mess.between(1, 28):02}/{mess.between(1, 12):02}/{mess.between(1940, 2012)}",
        f"RV{mess.between(1, 9)} {mess.between(1, 9)}AB",
        f"{date:%d.%m.%Y}",
        mess.word({"session": "T", "review": "R", "unplanned": "U", "missed": "DNA"}[visit.kind]),
        f"Z{ZONES.index(row['site']) + 1:02}",
        code.lower() if mess.chance(0.1) else code,
        (row["technique"] or "-") if first else "-",
        RESULTS[visit.result],
        {"open": "o", "healed": "h", "": ""}[visit.skin],
        row["skin_type"] if first else mess.pick(("", "?", row["skin_type"])),
        {"female": "f", "male": "m", "other": "x", "": "?"}[row["sex"]],
        age if first else "",
        spent,
        paid,
        row["pain"] if last else "",
        row["satisfaction"] if last else "",
        "1" if last and row["complaint"] else "",
    ]


def _shared(whole: str, many: int, *, last: bool) -> str:
    """Which part of a sum stands at one of so many sessions? The last one has the rest."""
    if not whole:
        return ""
    part = int(float(whole)) // many
    return f"{float(whole) - part * (many - 1):g}" if last else str(part)


def _reactions(records: Records, visits: dict[str, str], mess: Mess) -> bytes:
    starts = records.starts
    rows = [
        [
            visits[one["episode_key"]],
            f"C{REACTIONS.index(one['complication']) + 1:02}",
            f"{on(starts[one['episode_key']], one['onset_day']):%d.%m.%Y}"
            if one["onset_day"]
            else "?",
            f"{on(starts[one['episode_key']], one['resolved_day']):%d.%m.%Y}"
            if one["resolved_day"]
            else "",
            one["grade"],
            mess.pick(("", "", "see letter")),
        ]
        for one in records.complications
    ]
    rows = mess.shuffled(rows)
    rows += [rows[5], ["RV99999", "C04", "01.02.2025", "", "1", ""]]
    header = ["VisitID", "CxCode", "DateNoted", "DateResolved", "Sev", "Comment"]
    return separated([header, *rows], ";", "utf-8", "\n")
