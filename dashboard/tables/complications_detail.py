"""The further tables of complications: how grave, by subgroup, which kinds are compared, what clinics promise."""

from __future__ import annotations

import pandas as pd

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.tables import cells, formats
from dashboard.tables.cells import Row
from dashboard.tables.complications import frame, groups_of, rows_of, shortly

_GRAVITY = {
    "grade_1": "Grade 1",
    "grade_2": "Grade 2",
    "grade_3": "Grade 3",
    "grade_4": "Grade 4",
    "grade_5": "Grade 5",
    "grade_not_recorded": "Grade not recorded",
    "grade_2_or_more": "Grade 2 and over",
    "grade_3_or_more": "Grade 3 and over",
}
_CONSEQUENCES = {
    "permanent": "Permanent",
    "antibiotics": "With antibiotics",
    "unresolved": "Not resolved when last seen",
}
_NOT_TOLD = {
    "permanent_not_recorded": "Permanent or not: not recorded",
    "antibiotics_not_recorded": "Antibiotics: not recorded",
}
_CLAIMS = {
    "painless": "“Virtually painless”: greatest pain 0 or 1 of 10",
    "pain_4_or_more": "Greatest pain 4 or more",
    "scar": "“Minimal scarring”: scar recorded",
    "permanent_scar": "Permanent scar recorded",
    "same_day": "“Home the same day”: home the same day",
}
_RETINOID = {
    "cleared_alone": "“Softens them for extraction”: clear without another treatment",
    "treated_again": "Treated again before they were clear",
}
_NO_ANSWER = {
    "pain_not_recorded": "No pain number",
    "same_day_not_recorded": "Home the same day: not recorded",
    "clearance_not_assessed": "After a retinoid: clearance not assessed or not recorded",
}


def grades(answer: Answer) -> pd.DataFrame:
    """How grave was the gravest complication, of those seen long enough?"""
    return _recorded(answer, _GRAVITY)


def consequences(answer: Answer) -> pd.DataFrame:
    """What stayed, what needed antibiotics, what had not resolved, of those seen long enough?"""
    return _recorded(answer, {**_CONSEQUENCES, **_NOT_TOLD})


def _recorded(answer: Answer, kinds: dict[str, str]) -> pd.DataFrame:
    rows = rows_of(answer, "recorded")
    limits = [row for row in rows_of(answer, "no_event") if pd.isna(row["horizon_days"])]
    groups = groups_of(answer)
    columns = {}
    for kind, said in kinds.items():
        own = [row for row in rows if row["kind"] == kind]
        none = {row["group"]: row["estimate"] for row in limits if row["kind"] == kind}
        if own:
            cell = {row["group"]: shortly(row, none.get(row["group"])) for row in own}
            columns[said] = [cell.get(group, "–") for group in groups]
    return frame(answer, groups, columns) if columns else pd.DataFrame()


def subgroups(answer: Answer, subgroup_by: str, kind: str = "any") -> pd.DataFrame:
    """What share of each subgroup? An empty cell says *unknown*: there nobody was, so nothing is known."""
    table = answer.tables["estimates"]
    chosen = table["subgroup_by"].eq(subgroup_by) & table["kind"].eq(kind)
    rows = table[chosen].to_dict("records")
    # In the order of the answer: that of the closed list, *not recorded* last.
    order = list(dict.fromkeys(row["subgroup"] for row in rows))
    by_cell = {(row["group"], row["subgroup"]): row for row in rows}
    groups = groups_of(answer)
    unknown = [group for group in groups if not any(group == row["group"] for row in rows)]
    columns = {
        words.value(subgroup_by, subgroup): [
            "hidden" if group in unknown else _cell(by_cell.get((group, subgroup)))
            for group in groups
        ]
        for subgroup in order
    }
    return frame(answer, groups, columns) if columns else pd.DataFrame()


def _cell(row: Row | None, limit: float | None = None) -> str:
    """How is a share of so many written: "12% (9–15) of 480", "none of 48 (at most 6.0%)", "none of 7 (0–35%)"?"""
    if row is None:
        return "unknown"
    if row["status"] != "shown":
        return cells.or_status(row, "–")
    of = f"of\u00a0{row['episodes']:,}"
    if row["events"] == 0 and limit is not None:
        return formats.none_at_most(limit).replace("none", f"none\u00a0{of}")
    if row["events"] == 0:
        upper = row["ci_upper"]
        return f"none\u00a0{of}" + ("" if pd.isna(upper) else f" (0–{formats.percent(upper, 0)})")
    return f"{cells.share(row, formats.decimals([row['estimate']]))} {of}"


def comparable(answer: Answer) -> list[str]:
    """Of which kinds can recorded shares be compared? Of all, whether anybody had them or not."""
    timed = [row["kind"] for row in rows_of(answer, "complications")]
    return list(dict.fromkeys([*timed, "grade_2_or_more", "grade_3_or_more", *_CONSEQUENCES]))


def kind_in_words(kind: str) -> str:
    """What is a kind, a grade or a consequence called?"""
    if kind == "any":
        return "Any complication"
    return {**_GRAVITY, **_CONSEQUENCES}.get(kind) or words.value("complication", kind)


def claims(answer: Answer) -> pd.DataFrame:
    """What stands beside the promises, by group, of those who answered?"""
    return _claimed(answer, _CLAIMS)


def retinoid(answer: Answer) -> pd.DataFrame:
    """What became of the milia after a retinoid, of those assessed?"""
    return _claimed(answer, _RETINOID)


def without_answer(answer: Answer) -> pd.DataFrame:
    """How many gave no answer, of all whom the question concerns?"""
    return _claimed(answer, _NO_ANSWER)


def _claimed(answer: Answer, kinds: dict[str, str]) -> pd.DataFrame:
    rows = [row for row in rows_of(answer, "claim") if row["kind"] in kinds]
    groups = [group for group in groups_of(answer) if any(group == row["group"] for row in rows)]
    if not groups:
        return pd.DataFrame()
    columns = {}
    limits = {
        (row["kind"], row["group"]): row["estimate"]
        for row in rows_of(answer, "no_event")
        if pd.isna(row["horizon_days"])
    }
    for kind, said in kinds.items():
        own = {row["group"]: row for row in rows if row["kind"] == kind}
        columns[said] = [
            _cell(own[group], limits.get((kind, group))) if group in own else "no answers"
            for group in groups
        ]
    return frame(answer, groups, columns)
