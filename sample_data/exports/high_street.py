"""`high_street.csv`: one wide row a course of treatment, as a spreadsheet saved it.

Semicolons, Windows-1252, day first, decimal commas; several reactions in a cell, their days and
grades beside; numbered follow-up columns.
"""

from __future__ import annotations

import datetime as dt

from sample_data.exports.mess import SURNAMES, Mess, separated
from sample_data.exports.records import Records, Row, on, only
from sample_data.exports.seen import follow_ups

CLINIC, COURSES, MOST_FOLLOW_UPS = "C01", 240, 5
EPISODES = (
    "patient_key", "start_month", "treatment", "last_seen_day", "episode_key", "clinic",
    "operator_role", "age_band", "sex", "skin_type", "milia_type", "site", "lesions", "persisted",
    "deep", "diy_before", "technique", "sessions", "last_session_day", "cleared", "cleared_day",
    "healing_assessed", "last_unhealed_day", "healed_day", "recurred_day", "recurred_where",
    "new_elsewhere_day", "retreated_day", "reviews_attended", "complications_assessed", "pain",
    "price",
)  # fmt: skip
COMPLICATIONS = ("episode_key", "complication", "onset_day", "grade")
PROCEDURES = {
    "extraction": "Deroofing", "peel": "Chem. peel", "laser": "Laser", "cryotherapy": "CryoPen",
    "retinoid": "Retinoid cream", "electrosurgery": "Hyfrecation", "combination": "Combined",
}  # fmt: skip
AREAS = {
    "eyelid": ("Eyelid L", "Eyelid R"), "periorbital": ("Around eye",), "nose": ("Nose",),
    "cheek": ("Cheek L", "Cheek R"), "forehead": ("Forehead",), "chin": ("Chin",),
    "other_face": ("Face, other",), "several_face": ("Face, several",), "body": ("Body",),
}  # fmt: skip
REACTIONS = {
    "hyperpigmentation": "PIH",
    "erythema": "redness",
    "retinoid_irritation": "retinoid burn",
}
RESULTS = {
    "clear": "clear", "partial": "some left", "not_clear": "no change", "same_site": "back",
    "elsewhere": "new elsewhere", "unclassifiable": "back ?where", "": "",
}  # fmt: skip


def clean(sample: Records) -> Records:
    """Which of the sample records does this system hold, in the columns it has?"""
    mess = Mess("high street, starts")
    episodes: list[Row] = []
    starts: dict[str, dt.date] = {}
    for row in sample.episodes:
        told = (
            follow_ups(row) if row["clinic"] == CLINIC and row["treatment"] in PROCEDURES else None
        )
        if told is None or len(told) > MOST_FOLLOW_UPS or len(episodes) == COURSES:
            continue
        key = row["episode_key"]
        starts[key] = dt.date.fromisoformat(f"{row['start_month']}-{mess.between(1, 28):02}")
        episodes.append(only(row, EPISODES) | {"reviews_attended": str(len(told))})
    harms = [
        only(one, COMPLICATIONS) for one in sample.complications if one["episode_key"] in starts
    ]
    return Records(episodes, harms, starts)


def export(records: Records) -> dict[str, bytes]:
    """How does the system write them?"""
    mess = Mess("high street, export")
    numbered = [
        f"FU{at}_{what}"
        for at in range(1, MOST_FOLLOW_UPS + 1)
        for what in ("date", "result", "skin")
    ]
    header = [
        "Pat No", "Surname", "E-mail", "Case", "Treated on", "Age", "Sex", "Fitzpatrick", "Type",
        "Area", "Milia", "Since", "Deep?", "Procedure", "Device", "By", "Tried at home", "Sessions",
        "Last session", "Reactions", "Reaction days", "Reaction grades", *numbered, "Done again on",
        "Pain /10", "Fee (£)", "Notes",
    ]  # fmt: skip
    rows = [_row(row, records, mess) for row in records.episodes]
    for at in (17, 60, 121):
        rows.insert(at + 9, rows[at])
    rows.insert(88, [""] * len(header))
    total = ["TOTAL", *[""] * (len(header) - 3), str(len(rows) - 1), ""]
    return {"high_street.csv": separated([header, *rows, [""] * len(header), total], ";", "cp1252")}


def _row(row: Row, records: Records, mess: Mess) -> list[str]:
    start = records.starts[row["episode_key"]]
    surname = mess.pick(SURNAMES)
    told = follow_ups(row) or []
    seen: list[str] = []
    for one in told:
        seen += [
            _date(start, one.day),
            mess.word(RESULTS[one.result]) if one.result else "",
            one.skin,
        ]
    seen += [""] * (3 * MOST_FOLLOW_UPS - len(seen))
    price = f"{row['price']},00" if row["price"] else ""
    return [
        f" {row['patient_key']}" if mess.chance(0.1) else row["patient_key"],
        surname,
        f"{surname.lower()}{mess.between(1, 99)}@example.org",
        row["episode_key"],
        _date(start, 0),
        mess.age(row["age_band"]),
        mess.word({"female": "F", "male": "M", "other": "X"}.get(row["sex"], "")),
        mess.word(row["skin_type"]),
        mess.word(row["milia_type"].replace("_", " ")),
        mess.word(mess.pick(AREAS[row["site"]]) if row["site"] else ""),
        row["lesions"] or mess.pick(("", "0", "?")),
        mess.word(row["persisted"].replace("_", " ")),
        mess.word({"yes": "Y", "no": "N"}.get(row["deep"], "")),
        mess.word(PROCEDURES[row["treatment"]]),
        mess.word(row["technique"].replace("_", " ")),
        mess.word(row["operator_role"].replace("_", " ")),
        mess.word(row["diy_before"].replace("_", " ")),
        row["sessions"],
        _date(start, row["last_session_day"]),
        *_reactions(row, records, mess),
        *seen,
        _date(start, row["retreated_day"]),
        row["pain"] or mess.word(""),
        price,
        mess.pick(("", "", "rang her, all fine", "wants photo deleted")),
    ]


def _reactions(row: Row, records: Records, mess: Mess) -> list[str]:
    harms = records.harms(row)
    if row["complications_assessed"] != "yes":
        return ["" if row["complications_assessed"] == "no" else "?", "", ""]
    if not harms:
        return [mess.word(mess.pick(("none", "nil"))), "", ""]
    kinds = [
        mess.word(REACTIONS.get(one["complication"], one["complication"].replace("_", " ")))
        for one in harms
    ]
    between = mess.pick(("; ", ";", " / "))
    days, grades = ([one[name] or "?" for one in harms] for name in ("onset_day", "grade"))
    return [between.join(kinds), between.join(days), between.join(grades)]


def _date(start: dt.date, day: int | str) -> str:
    return "" if day == "" else f"{on(start, day):%d/%m/%Y}"
