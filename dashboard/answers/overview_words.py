"""What is said in the overview: how many, how many were clear, who never came back. It describes, and never ranks."""

from __future__ import annotations

import pandas as pd

from dashboard import words
from dashboard.answers import finding as shared
from dashboard.answers.finding import NOT_ADJUSTED, Finding, nobody
from dashboard.answers.plain import in_hundred
from dashboard.disclosure import HIDING, SHOWN

_OF_WHOM = (
    "Pain: 4 or more of 10. Satisfied: 4 or 5 of 5. Both among those who said, as are all shares here "
    "among those for whom it was recorded. Never seen again: of those begun 84 days or more before the cut-off."
)
# The outcomes that are traded against each other; of each, less is what a patient wants.
_TRADED = ("recurrence", "healing", "complications")

# What stands in a row, where there is a word for it.
_ROWS = {
    "treatment": "treatment by treatment",
    "site": "site by site",
    "clinic": "clinic by clinic",
    "start_year": "year by year",
}

__all__ = ["Finding", "notes", "question", "sentence", "trade_off"]


def question(group_by: str) -> str:
    """What does the page ask, grouped so?"""
    return f"How are we doing, {_ROWS.get(group_by, 'group by group')}?"


def sentence(finding: Finding) -> str:
    """What does a manager need to know first? Two sentences at most, and the trade-off."""
    if not finding.shown:
        return nobody(finding, "Nobody in this cohort")
    first = _together(finding) if _pool(finding) else _arm_by_arm(finding)
    return " ".join(part for part in (first, trade_off(finding), NOT_ADJUSTED) if part)


def _pool(finding: Finding) -> tuple[str, ...]:
    """Which groups are told of together: those compared; else, where nobody stands in two of them, all?"""
    if finding.asked.compared or finding.choices.group_by == "treatment":
        return finding.asked.compared
    return finding.shown


def _together(finding: Finding) -> str:
    counted = _counted_in(finding, _compared(finding, "overview"))
    cleared, never = (_pooled(finding, measure) for measure in ("cleared", "never_seen"))
    parts = [
        f"{in_hundred(cleared)} of those assessed were clear" if cleared is not None else "",
        f"{in_hundred(never)} were never seen again" if never is not None else "",
    ]
    said = words.among([part for part in parts if part])
    return f"{counted}{': ' if said else ''}{said}."


def _arm_by_arm(finding: Finding) -> str:
    """Attempts at home and observation: a patient may stand in both, and neither stands for the other."""
    rows = finding.estimates
    rows = rows[rows["measure"].eq("overview") & rows["group"].isin(finding.shown)]
    told = [
        f"{_counted_in(finding, of_arm)} {finding.among(str(arm))}"
        for arm, of_arm in rows.groupby("group", sort=False)
    ]
    return f"{words.among(told)}."


def _counted_in(finding: Finding, rows: pd.DataFrame) -> str:
    """How many are they: patients, or episodes, of which one patient may have several in several groups?"""
    patient = finding.choices.unit == "patient"
    number = int(rows["patients" if patient else "episodes"].sum())
    return words.count(number, "patient" if patient else "episode")


def trade_off(finding: Finding) -> str:
    """Is any treatment ahead on recurrence, healing and complications alike? Said only where none is."""
    if finding.choices.group_by != "treatment":
        return ""
    figures = {name: _compared(finding, name).set_index("group")["estimate"] for name in _TRADED}
    groups = [
        group
        for group in finding.asked.compared
        if all(group in rows.index for rows in figures.values())
    ]
    # Published, one that is hidden for its few events may be the one ahead.
    if len(groups) < 2 or (finding.asked.published and len(groups) < len(finding.asked.compared)):
        return ""
    ahead = {
        frozenset(rows[groups].index[rows[groups].eq(rows[groups].min())])
        for rows in figures.values()
    }
    if frozenset.intersection(*ahead):
        return ""
    return "No treatment is ahead on recurrence, healing and complications together."


def notes(finding: Finding) -> tuple[str, ...]:
    """What must a reader of these figures know besides?"""
    told = (
        _early(finding),
        _OF_WHOM,
        shared.hidden(finding),
        shared.published(finding),
        shared.attempts(finding, "successes at home are hardly seen, so harms stand out."),
        shared.unit(finding, "score intervals do not, and are not given"),
    )
    return tuple(note for note in told if note)


def _compared(finding: Finding, measure: str) -> pd.DataFrame:
    rows = _rows(finding, measure)
    return rows[rows["status"].eq(SHOWN)]


def _rows(finding: Finding, measure: str) -> pd.DataFrame:
    """What are the rows of a measure, also those hidden, of the groups that are told of together?"""
    rows = finding.estimates
    # Of a group that is hidden everywhere no row is shown.
    return rows[rows["measure"].eq(measure) & rows["group"].isin(_pool(finding))]


def _pooled(finding: Finding, measure: str) -> float | None:
    """What share is it in all groups together that are shown? None: it cannot be told."""
    rows = _rows(finding, measure)
    shown = rows["status"].eq(SHOWN)
    # Published, a group is hidden for what came of its patients: the others do not stand for all, and all
    # together would tell of it. Groups that are hidden everywhere are hidden for their size alone.
    gone = rows["status"].isin(HIDING) & rows["group"].isin(finding.shown)
    total = int(rows.loc[shown, "episodes"].sum())
    if not total or (finding.asked.published and gone.any()):
        return None
    return float(rows.loc[shown, "events"].sum()) / total


def _early(finding: Finding) -> str:
    late = finding.estimates[finding.estimates["status"].eq("not_mature")]
    if late.empty:
        return ""
    said = words.among([finding.name(str(group)) for group in late["group"].unique()])
    return f"Some figures are too early to rely on and are marked so: {said}."
