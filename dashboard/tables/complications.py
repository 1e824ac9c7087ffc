"""The tables of complications: any by the horizons and as recorded, each kind on a scale, and new milia."""

from __future__ import annotations

import pandas as pd

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.answers.plain import horizon_in_words
from dashboard.tables import cells, formats, shades
from dashboard.tables.cells import Row

_READ = [
    "measure", "group", "subgroup", "kind", "horizon_days", "episodes", "events", "estimate", "ci_lower",
    "ci_upper", "status",
]  # fmt: skip
# Where a shade begins; below the first it is none at all.
STEPS = (0.01, 0.025, 0.05, 0.10)
# After which treatments new milia are asked about by themselves.
_WOUNDS = ("peel", "laser", "cryotherapy")


def rows_of(answer: Answer, measure: str) -> list[Row]:
    """Which rows of ``estimates`` are of this measure, of whole groups?"""
    table = answer.tables["estimates"]
    return table.loc[table["measure"].eq(measure) & table["subgroup"].eq(""), _READ].to_dict(
        "records"
    )


def groups_of(answer: Answer) -> list[str]:
    """Which groups stand in the tables, the hidden ones among them?"""
    main = [row for row in rows_of(answer, "complications") if row["kind"] == "any"]
    return list(dict.fromkeys(row["group"] for row in main))


def frame(answer: Answer, groups: list[str], columns: dict[str, list[str]]) -> pd.DataFrame:
    """How do columns become a table with a row a group?"""
    by = answer.choices.group_by
    names = [words.value(by, group) for group in groups]
    return pd.DataFrame(columns, index=pd.Index(names, name=words.dimension(by)))


def risks(answer: Answer) -> pd.DataFrame:
    """How often was there any complication, by each horizon and as recorded, with intervals and denominators?"""
    main = [row for row in rows_of(answer, "complications") if row["kind"] == "any"]
    none = [row for row in rows_of(answer, "no_event") if row["kind"] == "any"]
    groups = groups_of(answer)
    counted = "Patients" if answer.choices.unit == "patient" else "Episodes"
    sizes = {row["group"]: cells.counted(row) for row in main}
    columns = {counted: [sizes[group] for group in groups]}
    for horizon in sorted({row["horizon_days"] for row in main}):
        at = [row for row in main if row["horizon_days"] == horizon]
        limits = {row["group"]: row["estimate"] for row in none if row["horizon_days"] == horizon}
        columns[f"Any within {horizon_in_words(horizon)}"] = cells.shares(at, groups, limits)
    recorded = [row for row in rows_of(answer, "recorded") if row["kind"] == "any"]
    days = answer.settings.seen_days
    columns[f"Seen for {days} days"] = _numbers(recorded, groups)
    late = {row["group"]: row["estimate"] for row in none if pd.isna(row["horizon_days"])}
    columns["Recorded, of these"] = cells.shares(recorded, groups, late)
    columns[f"Recorded, not seen for {days} days"] = _of(rows_of(answer, "seen_less"), groups)
    number = {row["group"]: row for row in rows_of(answer, "number") if row["kind"] == "any"}
    columns[f"Complications a {counted[:-1].lower()}"] = [
        cells.or_status(number[group], f"{number[group]['estimate']:.2f}")
        if group in number
        else "–"
        for group in groups
    ]
    return frame(answer, groups, columns)


def _numbers(rows: list[Row], groups: list[str]) -> list[str]:
    said = {row["group"]: cells.counted(row) for row in rows}
    return [said.get(group, "–") for group in groups]


def _of(rows: list[Row], groups: list[str]) -> list[str]:
    """How many of how many? Nobody is a dash."""
    said = {
        row["group"]: cells.or_status(row, f"{row['events']:,} of {row['episodes']:,}")
        if row["status"] == "shown"
        else cells.or_status(row, "–")
        for row in rows
    }
    return [said.get(group, "–") for group in groups]


def kinds(answer: Answer) -> shades.Shaded:
    """Which kinds of complication, within the horizon: a row a kind, a column a group, on one scale?"""
    rows = _at_horizon(answer)
    groups, order = groups_of(answer), _seen_kinds(rows)
    by_cell = {(row["kind"], row["group"]): row for row in rows}
    columns: dict[str, list[str]] = {}
    levels = [[0] * len(groups) for _ in order]
    for column, group in enumerate(groups):
        said = []
        for place, kind in enumerate(order):
            row = by_cell[kind, group]
            said.append(_plainly(row))
            if row["status"] == "shown":
                levels[place][column] = shades.level(row["estimate"], STEPS)
        columns[words.value(answer.choices.group_by, group)] = said
    return shades.Shaded(_by_kind(order, columns), levels, tuple(scale()))


def scale() -> list[tuple[int, str]]:
    """What does each level of the scale say?"""
    return shades.scale(STEPS)


def not_seen(answer: Answer) -> str:
    """Which kinds has nobody of the groups shown, within the horizon?"""
    rows = _at_horizon(answer)
    seen = set(_seen_kinds(rows))
    # A published figure may be hidden because it is small, which is not none.
    told = {row["kind"] for row in rows if row["status"] in ("shown", "not_mature")}
    none = [kind for kind in dict.fromkeys(row["kind"] for row in rows) if kind not in seen]
    none = [kind for kind in none if kind in told]
    return words.among([words.value("complication", kind).lower() for kind in none])


def kinds_with_intervals(answer: Answer) -> pd.DataFrame:
    """Which kinds, within the horizon, with intervals, and where there was none how many there may be?"""
    rows, limits = _at_horizon(answer), rows_of(answer, "no_event")
    return _matrix(answer, rows, [row for row in limits if row["horizon_days"] == answer.horizon])


def kinds_recorded(answer: Answer) -> pd.DataFrame:
    """Which kinds are recorded, of those seen long enough, with intervals?"""
    timed = {row["kind"] for row in rows_of(answer, "complications")} - {"any"}
    rows = [row for row in rows_of(answer, "recorded") if row["kind"] in timed]
    limits = [row for row in rows_of(answer, "no_event") if pd.isna(row["horizon_days"])]
    return _matrix(answer, rows, limits)


def new_milia(answer: Answer) -> pd.DataFrame:
    """How often did a peel, a laser or cryotherapy bring new milia? Asked where the groups are treatments."""
    if answer.choices.group_by != "treatment" or answer.horizon is None:
        return pd.DataFrame()
    rows = [
        row
        for row in _at_horizon(answer)
        if row["kind"] == "secondary_milia" and row["group"] in _WOUNDS
    ]
    none = {
        row["group"]: row["estimate"]
        for row in rows_of(answer, "no_event")
        if row["kind"] == "secondary_milia" and row["horizon_days"] == answer.horizon
    }
    groups = [row["group"] for row in rows]
    counted = "Patients" if answer.choices.unit == "patient" else "Episodes"
    columns = {
        counted: [cells.counted(row) for row in rows],
        "With new milia": [cells.or_status(row, formats.number(row["events"])) for row in rows],
        f"Share within {horizon_in_words(answer.horizon)}": cells.shares(rows, groups, none),
    }
    return frame(answer, groups, columns)


def _at_horizon(answer: Answer) -> list[Row]:
    return [
        row
        for row in rows_of(answer, "complications")
        if row["kind"] != "any" and row["horizon_days"] == (answer.horizon or max(answer.horizons))
    ]


def _seen_kinds(rows: list[Row]) -> list[str]:
    """Which kinds has anybody of the groups shown, in the order of how many they are?"""
    total: dict[str, int] = {}
    for row in rows:
        if row["group"] != "diy":
            total[row["kind"]] = total.get(row["kind"], 0) + _count(row)
    had = {row["kind"] for row in rows if _count(row)}
    return sorted(had, key=lambda kind: (-total.get(kind, 0), list(total).index(kind)))


def _count(row: Row) -> int:
    return 0 if pd.isna(row["events"]) else int(row["events"])


def _plainly(row: Row) -> str:
    """How is a share written on the scale: "2.2%", "none", or why there is no figure?"""
    if row["status"] != "shown":
        return formats.STATUS_WORDS.get(row["status"], "–")
    if row["estimate"] == 0:
        return "none"
    return formats.percent(row["estimate"], 0 if row["estimate"] >= 0.0995 else 1)


def _matrix(answer: Answer, rows: list[Row], limits: list[Row]) -> pd.DataFrame:
    """A row a kind, a column a group: shares with their intervals."""
    groups = groups_of(answer)
    order = list(dict.fromkeys(row["kind"] for row in rows))
    none = {(row["kind"], row["group"]): row["estimate"] for row in limits}
    columns = {}
    for group in groups:
        own = {row["kind"]: row for row in rows if row["group"] == group}
        columns[words.value(answer.choices.group_by, group)] = [
            shortly(own[kind], none.get((kind, group))) if kind in own else "–" for kind in order
        ]
    return _by_kind(order, columns)


def shortly(row: Row, limit: float | None) -> str:
    """How is a share written where there are many columns: "2.2% (1.5–3.0)", "none (≤ 0.7%)"?"""
    if limit is not None and row["estimate"] == 0.0:
        return f"none (≤\u00a0{formats.percent(limit, formats.decimals([limit]))})"
    return cells.share(row, formats.decimals([row["estimate"]]))


def _by_kind(order: list[str], columns: dict[str, list[str]]) -> pd.DataFrame:
    names = [words.value("complication", kind) for kind in order]
    return pd.DataFrame(columns, index=pd.Index(names, name="Complication"))
