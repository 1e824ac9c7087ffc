"""What is said of running the clinic: the sentence for the manager and the notes. They describe, and never rank."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

from dashboard import words
from dashboard.answers import finding as shared
from dashboard.answers.finding import NOT_ADJUSTED, Finding, Row, largest_said, nobody
from dashboard.answers.operations_counts import AFTER_DIY
from dashboard.answers.operations_rows import NOT_TRIED, TRIED
from dashboard.disclosure import SHOWN

_NOT_GIVEN = (
    "means and ratios have intervals that allow for that, limits and tests of shares cannot, "
    "and are not given"
)
# What is said first, where it may be told: measure and kind, how it begins.
_FIRST = (
    ("cost_per_cleared", "ratio", "All direct costs, for each patient found clear"),
    ("minutes_per_cleared", "ratio", "Minutes in the chair, for each patient found clear"),
    ("chair_minutes", "mean", "Minutes in the chair, on average"),
)


def sentence(finding: Finding) -> str:
    """What did care take and cost? One or two sentences for the manager; no ranking."""
    if not finding.shown:
        return nobody(finding, "No clinic treated anybody in this cohort")
    for measure, kind, said in _FIRST:
        found = finding.of(measure, kind).to_dict("records")
        if found:
            told, rest = largest_said(finding, found, partial(_amount_said, finding))
            return f"{said}: {told}.{rest} {_ranges(found)}{NOT_ADJUSTED}"
    return f"Neither costs nor minutes may be told: too few are recorded. {NOT_ADJUSTED}"


def notes(finding: Finding) -> tuple[str, ...]:
    """What must a reader of these figures know besides? One sentence or two each."""
    told = (
        _what_is_counted(finding),
        _after_diy(finding),
        _small_arms(finding),
        shared.hidden(finding),
        shared.published(finding),
        shared.unit(finding, _NOT_GIVEN),
    )
    return tuple(note for note in told if note)


def _ranges(found: Sequence[Row]) -> str:
    known = any(not math.isnan(float(row["ci_lower"])) for row in found)
    return "The ranges hold the true figure about 95 times in 100. " if known else ""


def _amount_said(finding: Finding, row: Row) -> str:
    """How is an amount said: "45 after extraction (between 43 and 48)"?"""
    return f"{amount(float(row['estimate']))} {finding.among(str(row['group']))}{_limits(row)}"


def amount(value: float) -> str:
    """How is an amount said: whole from 20 on, else to one decimal?"""
    return f"{value:,.0f}" if abs(value) >= 20 else f"{value:.1f}"


def _limits(row: Row) -> str:
    lower, upper = float(row["ci_lower"]), float(row["ci_upper"])
    if math.isnan(lower) or math.isnan(upper):
        return ""
    return f" (between {amount(lower)} and {amount(upper)})"


def _what_is_counted(finding: Finding) -> str:
    if not finding.shown:
        return ""
    return (
        "Costs and minutes of those not found clear, or never assessed, are in the sum that is divided by those found "
        "clear at the first assessment. Amounts are in the one currency of the records."
    )


def _after_diy(finding: Finding) -> str:
    """Of whom are costs after an attempt at home told? The figures stand in the table."""
    table = finding.estimates
    rows = table[table["measure"].eq(AFTER_DIY) & table["status"].eq(SHOWN)]
    if not {TRIED, NOT_TRIED} <= set(rows["subgroup"]):
        return ""
    return (
        "What care took after an attempt at home, and without one, is told of all treatments together, and not "
        "adjusted: those who try and those who do not are not alike."
    )


def _small_arms(finding: Finding) -> str:
    """Of which groups is the cost for each cleared patient without an upper end?"""
    rows = finding.of("cost_per_cleared", "ratio")
    endless = rows[rows["ci_lower"].isna() & rows["std_error"].notna()]
    if endless.empty:
        return ""
    names = words.among([finding.name(str(group)) for group in endless["group"]])
    return f"So few were found clear that the cost for each has no upper limit: {names}."
