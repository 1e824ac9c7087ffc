"""The tables of attempts at home: harms by method, what came after, and what became of those treated."""

from __future__ import annotations

import pandas as pd

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.answers.diy_alike_counts import HABITS
from dashboard.answers.diy_counts import class_of
from dashboard.answers.plain import horizon_in_words
from dashboard.tables import cells, formats
from dashboard.tables.cells import Row

_READ = [
    *("measure", "group_by", "group", "subgroup", "kind", "horizon_days"),
    *("episodes", "events", "estimate", "ci_lower", "ci_upper", "status"),
]
_CONSEQUENCES = {"antibiotics": "With antibiotics", "permanent": "Recorded as permanent"}
_NOT_TOLD = {
    "antibiotics_not_recorded": "Antibiotics: not recorded",
    "permanent_not_recorded": "Permanent or not: not recorded",
}
# Of whom it is not known whether they tried at home: three answers, none of which means no.
NOT_KNOWN = ("declined", "not_asked", words.NOT_RECORDED)
HABIT = "Habit when they came"
_AFTER = {"none": "No treatment on record", "earlier": "Treated before the attempt"}


def rows_of(answer: Answer, measure: str) -> list[Row]:
    """Which rows of ``estimates`` are of this measure, all patients as they are?"""
    table = answer.tables["estimates"]
    crude = table["measure"].eq(measure) & table["adjustment"].eq("crude")
    return table.loc[crude, _READ].to_dict("records")


def by_method(answer: Answer) -> pd.DataFrame:
    """How often did an attempt leave a complication, by method, with intervals and denominators?"""
    main = rows_of(answer, "diy")
    methods = list(dict.fromkeys(row["group"] for row in main))
    if not methods:
        return pd.DataFrame()
    whole = rows_of(answer, "all_attempts")
    sizes = {row["group"]: cells.counted(row) for row in [*main, *whole]}
    told = [*methods, *({row["group"] for row in whole})]
    kind = {name: words.value("diy_before", class_of(name)) for name in methods}
    columns = {
        "How": [kind.get(name, "All shown") for name in told],
        "Looked at": [sizes[name] for name in told],
        "With a complication": _column([*main, *whole], "any", told),
    }
    for name, said in _CONSEQUENCES.items():
        columns[said] = _column([*main, *whole], name, told)
    assessed = rows_of(answer, "assessment")
    unknown = [row for row in assessed if row["kind"] in ("not_assessed", words.NOT_RECORDED)]
    columns["Nobody looked"] = [_number(unknown, name, "not_assessed") for name in told]
    columns["Not recorded whether"] = [_number(unknown, name, words.NOT_RECORDED) for name in told]
    names = [words.value("technique", name) if name in kind else "All methods" for name in told]
    return pd.DataFrame(columns, index=pd.Index(names, name="Tried with"))


def kinds(answer: Answer) -> pd.DataFrame:
    """Which complications, by method: a row a kind that any method shown has, and what is not recorded?"""
    main = rows_of(answer, "diy")
    methods = list(dict.fromkeys(row["group"] for row in main))
    aside = ("any", *_CONSEQUENCES)
    had = {row["kind"] for row in main if not _blank(row["events"]) and row["events"] > 0}
    seen = [
        kind for kind in dict.fromkeys(row["kind"] for row in main) if kind in had.difference(aside)
    ]
    columns = {
        words.value("technique", name): [
            next(_cell(row) for row in main if row["kind"] == kind and row["group"] == name)
            for kind in seen
        ]
        for name in methods
    }
    said = [_NOT_TOLD.get(kind) or words.value("complication", kind) for kind in seen]
    return (
        pd.DataFrame(columns, index=pd.Index(said, name="Complication")) if seen else pd.DataFrame()
    )


def pathways(answer: Answer) -> pd.DataFrame:
    """Which treatment came first after a first attempt: a row a treatment, a column a method?"""
    rows = rows_of(answer, "pathway")
    methods = list(dict.fromkeys(row["group"] for row in rows))
    treatments = list(dict.fromkeys(row["subgroup"] for row in rows))
    by_cell = {(row["group"], row["subgroup"]): row for row in rows}
    columns = {
        words.value("technique", name): [_of_cell(by_cell[name, one]) for one in treatments]
        for name in methods
    }
    said = [_AFTER.get(one) or words.value("treatment", one) for one in treatments]
    return pd.DataFrame(columns, index=pd.Index(said, name="First treatment"))


def treated(answer: Answer, *, known: bool) -> pd.DataFrame:
    """What became of those treated, by what they had tried before; or of those of whom that is not `known`?"""
    came = rows_of(answer, "inflamed")
    groups = [
        name
        for name in dict.fromkeys(
            row["group"] for row in [*rows_of(answer, "inflammation_known"), *came]
        )
        if (name not in NOT_KNOWN) == known
    ]
    if not groups:
        return pd.DataFrame()
    clear, healed = rows_of(answer, "failure_free"), rows_of(answer, "healing")
    back = rows_of(answer, "recurrence")
    harms = rows_of(answer, "complications")
    none = rows_of(answer, "no_event")
    recorded = rows_of(answer, "recorded")
    at, by = _last(back), _last(harms)
    # Patients alone: where episodes are counted no like patients are set beside them, and neither is this.
    alone = {
        f"Clear and stayed so, {horizon_in_words(_last(clear))}": (
            clear,
            "failure_free",
            _last(clear),
        ),
        f"Healed within {horizon_in_words(_first(healed))}": (
            healed,
            "cumulative_incidence",
            _first(healed),
        ),
    }
    columns = {
        "Inflamed when they came": _with_denominators(came, groups, "inflamed"),
        "Not recorded": [
            _number(rows_of(answer, "inflammation_known"), name, words.NOT_RECORDED)
            for name in groups
        ],
        "Clear at the first assessment": _with_denominators(
            rows_of(answer, "clearance"), groups, "cleared"
        ),
        f"Back within {horizon_in_words(at)}": _with_denominators(
            back, groups, "cumulative_incidence", at, _limits(none, "recurrence", at)
        ),
        f"Complication within {horizon_in_words(by)}": _with_denominators(
            harms, groups, "any", by, _limits(none, "complications", by)
        ),
        "With antibiotics": _with_denominators(
            recorded, groups, "antibiotics", None, _limits(none, "antibiotics", None)
        ),
        **{
            said: _with_denominators(rows, groups, kind, day)
            for said, (rows, kind, day) in alone.items()
            if rows
        },
    }
    names = [words.value("diy_before", name) for name in groups]
    return pd.DataFrame(columns, index=pd.Index(names, name=words.dimension("diy_before")))


def habits(answer: Answer) -> pd.DataFrame:
    """In what share were new milia seen anywhere, by habit: yes, no, and not recorded?"""
    rows = rows_of(answer, "new_milia")
    none = rows_of(answer, "no_event")
    at = _last(rows)
    told = [name for name in HABITS if any(row["kind"] == name for row in rows)]
    columns = {}
    for code, said in (("yes", "Yes"), ("no", "No"), (words.NOT_RECORDED, "Not recorded")):
        columns[said] = [
            _with_denominators(
                [row for row in rows if row["group_by"] == name], [code], name, at,
                _limits([row for row in none if row["group_by"] == name], name, at),
            )[0]
            for name in told
        ]  # fmt: skip
    index = pd.Index([words.value("habit", name) for name in told], name=HABIT)
    return pd.DataFrame(columns, index=index) if told else pd.DataFrame()


def last_horizon(answer: Answer) -> str:
    """By when are new milia told, in words?"""
    return horizon_in_words(_last(rows_of(answer, "new_milia")))


def _blank(value: object) -> bool:
    return bool(pd.isna(value))  # type: ignore[call-overload]


def _last(rows: list[Row]) -> int:
    days = [int(row["horizon_days"]) for row in rows if not _blank(row["horizon_days"])]
    return max(days, default=0)


def _first(rows: list[Row]) -> int:
    days = [int(row["horizon_days"]) for row in rows if not _blank(row["horizon_days"])]
    return min(days, default=0)


def _limits(none: list[Row], kind: str, horizon: int | None) -> dict[str, float]:
    return {
        row["group"]: row["estimate"]
        for row in none
        if row["kind"] == kind
        and (_blank(row["horizon_days"]) if horizon is None else row["horizon_days"] == horizon)
    }


def _column(rows: list[Row], kind: str, groups: list[str]) -> list[str]:
    return cells.shares([row for row in rows if row["kind"] == kind], groups)


def _with_denominators(
    rows: list[Row],
    groups: list[str],
    kind: str,
    horizon: int | None = None,
    limits: dict[str, float] | None = None,
) -> list[str]:
    """How is the share of each group written, with how many it rests on: "12% (9–15) of 480"?"""
    own = {
        row["group"]: row
        for row in rows
        if row["kind"] == kind
        and (_blank(row["horizon_days"]) if horizon is None else row["horizon_days"] == horizon)
    }
    places = formats.decimals(row["estimate"] for row in own.values())
    return [
        _of(own[name], cells.share(own[name], places, (limits or {}).get(name)))
        if name in own
        else "–"
        for name in groups
    ]


def _of(row: Row, said: str) -> str:
    if _blank(row["estimate"]) or _blank(row["episodes"]):
        return said
    return f"{said} of\u00a0{row['episodes']:,}"


def _cell(row: Row) -> str:
    if row["status"] == "shown" and row["events"] == 0 and not _blank(row["ci_upper"]):
        upper = row["ci_upper"]
        return f"none (0\u2060–\u2060{formats.percent(upper, formats.decimals([upper]))})"
    return cells.share(row, formats.decimals([row["estimate"]]))


def _of_cell(row: Row) -> str:
    """How is a number of patients written, with its share of the class: "229 (42%)"?"""
    if row["status"] != "shown":
        return formats.STATUS_WORDS[row["status"]]
    if row["events"] == 0:
        return "none"
    return f"{row['events']:,} ({formats.percent(row['estimate'], formats.decimals([row['estimate']]))})"


def _number(rows: list[Row], group: str, kind: str) -> str:
    row = next((row for row in rows if row["group"] == group and row["kind"] == kind), None)
    if row is None:
        return "–"
    if _blank(row["events"]):
        return formats.STATUS_WORDS.get(row["status"], "–")
    return "none" if row["events"] == 0 else f"{row['events']:,}"
