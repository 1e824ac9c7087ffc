"""What is said of the records' quality: whom to ring and about what, and the notes. They describe, and never rank."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from dashboard import words
from dashboard.answers import finding as shared
from dashboard.answers.finding import NOT_ADJUSTED, between, nobody
from dashboard.answers.plain import in_hundred, share
from dashboard.answers.quality_charts import MONTHS
from dashboard.answers.quality_counts import ANONYMITY, SMALLEST
from dashboard.answers.quality_items import JUDGED
from dashboard.answers.quality_ring import RING
from dashboard.cohort import month_in_words
from dashboard.disclosure import SHOWN
from dashboard.store import Import
from dashboard.store.anonymity import AS_STORED, DETAILS, SMALL

# How many groups, and things about each, a sentence can hold before nobody reads it.
_MOST_GROUPS, _MOST_THINGS = 3, 2
_IN_NONE = {
    r"\{share\} were not": "none was",
    r"\{share\} were never": "none was ever",
    r"(was|were) not (.+) in \{share\}": r"\1 \2 in none",
}
_LABELS = {item.name: item for item in JUDGED}


@dataclass(frozen=True)
class Finding(shared.Finding):
    """What the words are made of. `ringing`: what was judged; `imports`: those that led to the release."""

    ringing: pd.DataFrame = field(default_factory=pd.DataFrame)
    charts: pd.DataFrame = field(default_factory=pd.DataFrame)
    imports: tuple[Import, ...] = ()


def sentence(finding: Finding) -> str:
    """Whom to ring, and about what? A few sentences at most."""
    if not finding.shown:
        return nobody(finding, "Nobody in this cohort")
    told = finding.ringing
    rung = told[told["signal"].eq(RING)] if len(told) else told
    if not len(rung):
        return f"{_nobody_stands_out(finding)} {NOT_ADJUSTED}"
    groups = [group for group in finding.asked.order if group in set(rung["unit_of_chart"])]
    said = [
        f"{_call(finding, group)}: {_about(rung[rung['unit_of_chart'].eq(group)])}."
        for group in groups[:_MOST_GROUPS]
    ]
    others = len(groups) - _MOST_GROUPS
    if others > 0:
        said.append(f"{words.count(others, f'more {_what(finding)}')} below.")
    return " ".join([*said, NOT_ADJUSTED])


def _what(finding: Finding) -> str:
    return "clinic" if finding.choices.group_by == "clinic" else "group"


def _call(finding: Finding, group: str) -> str:
    if finding.choices.group_by == "clinic":
        return f"Ring {group}"
    return f"Ask about “{words.value(finding.choices.group_by, group)}”"


def _about(rung: pd.DataFrame) -> str:
    """What is a call about: the widest gaps, and how many more there are?"""
    rows = sorted(rung.to_dict("records"), key=lambda row: row["centre"] - row["value"])
    said = [_wanting(row) for row in rows[:_MOST_THINGS]]
    others = len(rows) - _MOST_THINGS
    rest = f" ({others} more below)" if others > 0 else ""
    return f"{words.among(said)}{rest}"


def _wanting(row: dict[Any, Any]) -> str:
    """How is one figure said: “skin type is blank in 46 in 100 (between 40 and 52; elsewhere 8)”?"""
    names = ("value", "centre", "lower_warning", "upper_warning")
    value, centre, low, high = (float(row[name]) for name in names)
    limits = "" if math.isnan(low) else f"{between(share(low), share(high))}; "
    wanting = _LABELS[row["chart"]].wanting
    said = _of_none(wanting) if value == 1.0 else wanting.format(share=in_hundred(value))
    return f"{said} ({limits}elsewhere {share(centre)})"


def _of_none(wanting: str) -> str:
    """How is it said where all are wanting: "none was asked", not "all were not asked"?"""
    for pattern, instead in _IN_NONE.items():
        wanting = re.sub(pattern, instead, wanting)
    return wanting.format(share="all")


def _nobody_stands_out(finding: Finding) -> str:
    if finding.choices.unit == "episode":
        return "Count patients, each once, to see whom to ring: the rule needs intervals."
    if finding.ringing.empty:
        return "There are no groups to be told apart."
    number = words.count(len(finding.ringing), "figure")
    return (
        f"Nobody to ring: of {number} judged, none lies wholly apart from that of the others together and at least "
        "10 percentage points away."
    )


def notes(finding: Finding) -> tuple[str, ...]:
    """What must a reader of these figures know besides?"""
    told = (
        _rule(finding),
        _recent(finding),
        anonymity(finding.estimates),
        _imports(finding),
        shared.hidden(finding),
        shared.published(finding),
        _episodes(finding),
    )
    return tuple(note for note in told if note)


def _rule(finding: Finding) -> str:
    if not finding.shown or finding.ringing.empty:
        return ""
    what = "clinic" if finding.choices.group_by == "clinic" else "group"
    return (
        f"A {what} is named where two things hold: its interval, corrected for the number of figures judged "
        f"({len(finding.ringing):,}), lies wholly apart from that of the others together; and at least 10 "
        "percentage points lie between. Nothing else names anybody."
    )


def _episodes(finding: Finding) -> str:
    if finding.choices.unit == "patient":
        return ""
    return (
        "Episodes are counted, several a patient: intervals take them for independent, and are not given. "
        "Whether too few patients are behind a figure is judged by their first episodes alone."
    )


def _recent(finding: Finding) -> str:
    """Up to when do the records speak, and from which month on are they too recent for the last horizon?"""
    charts = finding.charts
    rows = charts[charts["measure"].eq(MONTHS) & charts["status"].eq(SHOWN)]
    cut = sorted(set(rows.loc[rows["chart"].eq("cut_off"), "period"]))
    first = sorted({month for month in rows.loc[rows["chart"].eq("too_recent"), "period"] if month})
    if not cut:
        return ""
    ends = month_in_words(cut[0])
    if len(cut) > 1:
        ends = f"between {ends} and {month_in_words(cut[-1])}, by clinic"
    said = f"The records speak up to {ends}."
    days = max(finding.settings.horizons)
    if first:
        said += (
            f" Who was first treated in {month_in_words(first[0])} or after, at some clinic, cannot have been "
            f"followed for {days} days yet: those months are drawn hollow."
        )
    return said


def anonymity(estimates: pd.DataFrame) -> str:
    """How many patients stand out, and what would change it? Of all records, whatever the cohort."""
    rows = estimates[estimates["measure"].eq(ANONYMITY) & estimates["status"].eq(SHOWN)]
    shares = dict(zip(rows["kind"], rows["estimate"], strict=True))
    if AS_STORED not in shares:
        return ""
    # The coarsest is said; those between stand in the table.
    *_, coarsest = shares
    less = (
        f" It would be {_patients(shares[coarsest])} {DETAILS[coarsest]}."
        if len(shares) > 1
        else ""
    )
    least = estimates[estimates["measure"].eq(SMALLEST) & estimates["kind"].eq(AS_STORED)]
    size = math.nan if least.empty else float(least["estimate"].iloc[0])
    smallest = (
        "" if math.isnan(size) else f" The smallest group has {words.count(int(size), 'patient')}."
    )
    return (
        f"Of every 100 patients held, {_patients(shares[AS_STORED])} are in groups of fewer than {SMALL} who are "
        f"alike in clinic, age band, sex, skin type, kind of milia and month.{smallest}{less}"
    )


def _patients(share_of_all: float) -> str:
    return "all" if share_of_all == 1.0 else share(share_of_all)


def _imports(finding: Finding) -> str:
    older = [str(one.number) for one in finding.imports if one.tallies is None]
    if not finding.imports:
        return "These records came without an import: what was rejected or repaired is not known."
    if not older:
        return ""
    return (
        f"By clinic and month, broken rules of release {words.among(older)} were not kept by the version that "
        "imported."
    )
