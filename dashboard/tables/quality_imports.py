"""What came when, as a person reads it: months of data by clinic, what each import brought, which rules were broken."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.answers.quality_charts import (
    ALL_MONTHS,
    CUT_OFF,
    IMPORTS,
    MONTHS,
    TOO_RECENT,
    VIOLATIONS,
)
from dashboard.cohort import month_in_words
from dashboard.tables import cells, formats
from dashboard.tables.quality import charts_of

Row = dict[Any, Any]
DONE = {
    "reject": "Rejected",
    "blank": "Set blank",
    "repair": "Repaired",
    "warn": "Kept, with a warning",
}
_ACCOUNT = {
    "read": "Read",
    "accepted": "Accepted",
    "rejected": "Rejected",
    "repeated": "Twice, kept once",
}


def months(answer: Answer) -> pd.DataFrame:
    """How many months of data has each clinic, up to when, and from which month on are they too recent?"""
    rows = charts_of(answer, MONTHS)
    cut = [row for row in rows if row["chart"] == CUT_OFF]
    late = {row["unit_of_chart"]: row for row in rows if row["chart"] == TOO_RECENT}
    return pd.DataFrame(
        {
            "Months with records": [
                cells.or_status(row, formats.number(row["value"])) for row in cut
            ],
            "Records up to": [_month(row) for row in cut],
            "Too recent from": [_month(late[row["unit_of_chart"]]) for row in cut],
        },
        index=_clinics(cut),
    )


def imports(answer: Answer) -> pd.DataFrame:
    """How many records were read, accepted and rejected at each import?"""
    rows = [row for row in charts_of(answer, IMPORTS) if row["chart"] in _ACCOUNT]
    periods = list(dict.fromkeys(row["period"] for row in rows))
    by_cell = {(row["period"], row["chart"]): row for row in rows}
    days = {row["period"]: row["unit_of_chart"] for row in rows}
    columns = {
        said: [_count(by_cell[period, name]) for period in periods]
        for name, said in _ACCOUNT.items()
    }
    index = pd.Index([_capital(period) for period in periods], name="Import")
    return pd.DataFrame({"Day": [days[period] for period in periods], **columns}, index=index)


def rules(answer: Answer) -> pd.DataFrame:
    """Which rules were broken at each import, what was done about it, and how often?"""
    rows = [row for row in charts_of(answer, IMPORTS) if row["chart"] not in _ACCOUNT]
    return pd.DataFrame(
        {
            "Rule": [rule_in_words(row["chart"]) for row in rows],
            "What was done": [DONE.get(row["signal"], "") for row in rows],
            "How often": [_count(row) for row in rows],
        },
        index=pd.Index([_capital(row["period"]) for row in rows], name="Import"),
    )


def violations(answer: Answer, *, by_month: bool) -> pd.DataFrame:
    """Which rules did the records of each clinic break: at each import, or by month of the last one?"""
    rows = [
        row for row in charts_of(answer, VIOLATIONS) if (row["period"] != ALL_MONTHS) == by_month
    ]
    columns = {
        "Rule": [rule_in_words(row["chart"]) for row in rows],
        "Import": [_capital(row["signal"]) for row in rows],
        "Records": [_count(row) for row in rows],
        "Of episodes": [cells.or_status(row, formats.number(row["denominator"])) for row in rows],
    }
    if by_month:
        columns = {"Month": [_month(row, row["period"]) for row in rows], **columns}
    return pd.DataFrame(columns, index=_clinics(rows))


def rule_in_words(name: str) -> str:
    """How is a rule read: "episodes.site.choice_outside_list" → "Choice outside list (site)"?"""
    parts = name.split(".")
    said = _capital(parts[-1].replace("_", " "))
    if len(parts) > 2:
        said = f"{said} ({parts[1]})"
    return f"{said}, complications" if parts[0] == "complications" else said


def _clinics(rows: list[Row]) -> pd.Index:
    return pd.Index(
        [words.value("clinic", row["unit_of_chart"]) for row in rows],
        name=words.dimension("clinic"),
    )


def _count(row: Row) -> str:
    return cells.or_status(row, formats.number(row["events"]))


def _month(row: Row, otherwise: str = "none") -> str:
    if not row["period"][:2].isdigit():
        return words.value("", otherwise) if otherwise == words.NOT_RECORDED else otherwise
    return cells.or_status({"status": "shown"}, month_in_words(row["period"]))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
