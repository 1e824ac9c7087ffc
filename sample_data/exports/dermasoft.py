"""`dermasoft.xlsx`: one row a course of treatment in a workbook, under two header rows.

Dates are Excel's; each complication has columns of its own (ticked, with a date, or with a grade);
what was tried at home stands in columns of the course that followed.
"""

from __future__ import annotations

import datetime as dt

from sample_data.exports.mess import SURNAMES, Mess
from sample_data.exports.records import Records, Row, on, only
from sample_data.exports.workbook import Cell, column_name, workbook

CLINIC, COURSES = "C06", 200
EPISODES = (
    "patient_key", "start_month", "treatment", "last_seen_day", "episode_key", "clinic",
    "operator_role", "age_band", "sex", "skin_type", "site", "lesions", "inflamed_at_start",
    "technique", "sessions", "last_session_day", "cleared", "cleared_day",
    "healing_assessed", "healed_day", "recurred_day", "recurred_where", "retreated_day",
    "complications_assessed", "dlqi_before", "dlqi_after",
)  # fmt: skip
COMPLICATIONS = ("episode_key", "complication", "onset_day", "grade", "permanent")
# Columns of an attempt at home: those of the patient, and what was told of it.
OF_ATTEMPT = (
    "patient_key", "start_month", "treatment", "clinic", "operator_role", "sex", "skin_type",
    "technique", "cleared",
)  # fmt: skip
# A tick and a date; a date alone; a grade alone.
TICKED = ("hyperpigmentation", "infection")
DATED = ("erythema", "bruising", "inflammation")
GRADED = ("bleeding", "scar")
HEADER = {
    "Client": ("ID", "Full name", "Mobile", "Age", "Sex", "Skin"),
    "Course": ("No", "Start", "By", "Area", "Method", "Device", "Milia", "Red", "Sessions", "Last"),
    "Outcome": (
        "Last review", "Clear?", "Clear on", "Wound seen?", "Healed on", "Back on", "Back where",
        "Redone on", "DLQI 1", "DLQI 2",
    ),
    "Complications": (
        "Checked?", "PIH", "PIH since", "Infection", "Infection since", "Redness since",
        "Bruised since", "Inflamed since", "Bleeding grade", "Scar grade", "Scar permanent",
    ),
    "Before": ("Tried?", "Tried how", "Tried when", "Result"),
}  # fmt: skip
METHODS = {
    "extraction": "Extraction", "peel": "Peel", "laser": "Laser", "cryotherapy": "Cryo",
    "retinoid": "Retinoid", "electrosurgery": "Diathermy", "combination": "Combination",
}  # fmt: skip


def clean(sample: Records) -> Records:
    """Which of the sample records does this system hold, in the columns it has?"""
    mess = Mess("dermasoft, starts")
    attempts = {
        row["patient_key"]: row
        for row in sample.episodes
        if row["treatment"] == "diy" and row["clinic"] == CLINIC and row["technique"]
    }
    episodes: list[Row] = []
    starts: dict[str, dt.date] = {}
    for row in sample.episodes:
        if row["clinic"] != CLINIC or row["treatment"] not in METHODS or len(starts) == COURSES:
            continue
        key = row["episode_key"]
        starts[key] = dt.date.fromisoformat(f"{row['start_month']}-{mess.between(1, 28):02}")
        episodes.append(only(row, EPISODES))
        # Told again at the next course, the attempt stays what it was at the first.
        attempt = attempts.pop(row["patient_key"], None)
        if attempt is not None and attempt["start_month"] <= row["start_month"]:
            episodes.append(_attempt(attempt, row, starts[key]))
    kinds = (*TICKED, *DATED, *GRADED)
    harms = [_harm(one) for one in sample.complications if one["episode_key"] in starts]
    harms = [one for one in harms if one["complication"] in kinds and _can_be_told(one)]
    seen = {(one["episode_key"], one["complication"]): one for one in harms}
    return Records(episodes, list(seen.values()), starts)


def export(records: Records) -> dict[str, bytes]:
    """How does the system write them?"""
    mess = Mess("dermasoft, export")
    attempts = {row["patient_key"]: row for row in records.episodes if row["treatment"] == "diy"}
    rows: list[list[Cell]] = [
        [*_course(row, records, mess), *_before(attempts.get(row["patient_key"]), mess)]
        for row in records.episodes
        if row["treatment"] != "diy"
    ]
    for at in (12, 77):
        rows.insert(at + 20, rows[at])
    groups, names, merged = list[Cell](), list[Cell](), list[str]()
    for group, own in HEADER.items():
        merged.append(f"{column_name(len(names))}1:{column_name(len(names) + len(own) - 1)}1")
        groups += [group, *[None] * (len(own) - 1)]
        names += own
    total: list[Cell] = ["Total", *[None] * 5, len(rows), *[None] * (len(names) - 7)]
    table: list[list[Cell]] = [groups, names, *rows, [None] * len(names), total]
    return {"dermasoft.xlsx": workbook("Courses", table, merged)}


def _attempt(attempt: Row, course: Row, start: dt.date) -> Row:
    month = dt.date.fromisoformat(f"{attempt['start_month']}-01")
    told = only(attempt, OF_ATTEMPT) | {
        "operator_role": "self",
        "sex": course["sex"],
        "skin_type": course["skin_type"],
        "last_seen_day": str((start - month).days),
        "episode_key": attempt["episode_key"],
    }
    return {name: told.get(name, "") for name in EPISODES}


def _harm(one: Row) -> Row:
    """What does the system keep of a complication of this kind?"""
    kept = only(one, COMPLICATIONS)
    if one["complication"] in GRADED:
        kept["onset_day"] = ""
    else:
        kept["grade"] = ""
    if one["complication"] != "scar":
        kept["permanent"] = ""
    return kept


def _can_be_told(one: Row) -> bool:
    if one["complication"] in DATED:
        return bool(one["onset_day"])
    return one["complication"] in TICKED or bool(one["grade"])


def _course(row: Row, records: Records, mess: Mess) -> list[Cell]:
    start = records.starts[row["episode_key"]]

    def date(name: str) -> Cell:
        return on(start, row[name]) if row[name] else None

    def count(name: str) -> Cell:
        return float(row[name]) if row[name] else mess.pick((None, "?", "N/A"))

    return [
        row["patient_key"],
        f"{mess.pick(('Ann', 'Ben', 'Cas', 'Dee'))} {mess.pick(SURNAMES)}",
        f"07{mess.between(100, 999)} {mess.between(100000, 999999)}",
        float(mess.age(row["age_band"])) if row["age_band"] else None,
        mess.word(row["sex"]),
        mess.word(row["skin_type"]),
        row["episode_key"],
        start,
        mess.word(row["operator_role"].replace("_", " ")),
        mess.word(row["site"].replace("_", " ")),
        mess.word(METHODS[row["treatment"]]),
        mess.word(row["technique"].replace("_", " ")),
        count("lesions"),
        mess.word(row["inflamed_at_start"]),
        count("sessions"),
        date("last_session_day"),
        date("last_seen_day"),
        mess.word(row["cleared"].replace("_", " ")),
        date("cleared_day"),
        mess.word(row["healing_assessed"]),
        date("healed_day"),
        date("recurred_day"),
        mess.word(row["recurred_where"].replace("_", " ")) if row["recurred_day"] else None,
        date("retreated_day"),
        count("dlqi_before"),
        count("dlqi_after"),
        *_harms(row, records, mess),
    ]


def _harms(row: Row, records: Records, mess: Mess) -> list[Cell]:
    start = records.starts[row["episode_key"]]
    harms = {one["complication"]: one for one in records.harms(row)}
    cells: list[Cell] = [mess.word(row["complications_assessed"])]

    def since(kind: str) -> Cell:
        day = harms[kind]["onset_day"] if kind in harms else ""
        return on(start, day) if day else None

    for kind in TICKED:
        ticked = mess.pick(("x", "X", "yes", "x ")) if kind in harms else mess.pick(("", "no", "-"))
        cells += [ticked, since(kind)]
    cells += [since(kind) for kind in DATED]
    cells += [
        float(harms[kind]["grade"]) if kind in harms else mess.pick((None, 0)) for kind in GRADED
    ]
    return [*cells, mess.word(harms["scar"]["permanent"]) if "scar" in harms else None]


def _before(attempt: Row | None, mess: Mess) -> list[Cell]:
    if attempt is None:
        return [mess.pick(("no", "No", "", "not asked")), None, None, None]
    return [
        mess.pick(("yes", "Yes ", "YES")),
        mess.word(attempt["technique"].replace("_", " ")),
        f"{attempt['start_month'][5:]}/{attempt['start_month'][:4]}",
        mess.word(attempt["cleared"].replace("_", " ")),
    ]
