"""What is said of clinics: who, if anyone, stands outside what chance and case mix would explain. Never an order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from dashboard import words
from dashboard.answers import finding as shared
from dashboard.answers.clinics_counts import AskedOfUnits
from dashboard.answers.clinics_expected import Standing
from dashboard.answers.clinics_funnels import FUNNELS, NEAR, SPREAD
from dashboard.answers.clinics_items import Outcome
from dashboard.answers.clinics_told import INDIRECT
from dashboard.disclosure import SHOWN
from dashboard.estimates.rare_levels import FEWEST_EVENTS
from dashboard.estimates.run_rules import OUTSIDE

Row = Mapping[Any, Any]
# So many are said one by one.
_MOST_SAID = 4
# What is said of a unit, with a mark that is no colour.
WITHIN, NEAR_ABOVE, NEAR_BELOW, ABOVE, BELOW, EARLY, NOTHING, NOT_JUDGED = (
    "○\u00a0within",
    "△\u00a0between the limits",
    "▽\u00a0between the limits",
    "▲\u00a0outside, above",
    "▼\u00a0outside, below",
    "–\u00a0too early",
    "–\u00a0no limits",
    "–\u00a0not judged",
)
_SIGNALS = {
    "": WITHIN,
    f"{NEAR}_above": NEAR_ABOVE,
    f"{NEAR}_below": NEAR_BELOW,
    f"{OUTSIDE}_above": ABOVE,
    f"{OUTSIDE}_below": BELOW,
}
NEVER_RANKS = "This page never ranks."
WHY_NOT = "Sorted by name or by size, never by outcome: such an order would for the greater part be made by chance."
_NOT_OF_TREATMENT = (
    "Expected is what all patients of this cohort with such a case mix had. The treatment is no part of it: "
    "a choice of treatments that suits patients badly has to show. What nobody wrote down may differ as well."
)
_CHANCE = (
    "By chance alone about 1 figure in 20 lies outside the inner limits (95%) and 1 in 500 outside the outer "
    "ones (99.8%); only the latter are said to stand outside. It calls for a look, not for a conclusion."
)
_NOT_ADJUSTED = (
    "Shares are not adjusted, and of those of whom it is known at the horizon (“Known of”): who was lost before it "
    "without the event is left out, so the share with milia back lies above the cumulative incidence on the page "
    "Recurrence. Expected numbers allow for how far each patient was followed."
)
_EPISODES = (
    "Episodes are counted, several a patient: they are more alike than chance has it, so there are no limits, "
    "no intervals and no signals."
)
_NOUNS = {"clinic": ("clinic", "clinics"), "operator_role": ("role", "roles")}


@dataclass(frozen=True)
class Finding(shared.Finding):
    """What the words are made of: the tables of the answer, after disclosure."""

    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    found: Sequence[Standing] = ()

    @property
    def put(self) -> AskedOfUnits:
        """What was asked of whom?"""
        asked: Any = self.asked
        return asked

    @property
    def main(self) -> list[Outcome]:
        """Which outcomes signal?"""
        return [outcome for outcome in self.put.outcomes if outcome.main]

    @property
    def nouns(self) -> tuple[str, str]:
        """What are units called, one and several?"""
        return _NOUNS[self.choices.group_by]

    def funnel(self, outcome: Outcome, adjustment: str = INDIRECT) -> pd.DataFrame:
        """Which rows are the funnel of an outcome?"""
        return funnel_of(self.tables["charts"], outcome.code, adjustment)


def funnel_of(charts: pd.DataFrame, code: str, adjustment: str = INDIRECT) -> pd.DataFrame:
    """Which rows of ``charts`` are the funnel of an outcome: of ratios, or of shares that are not adjusted?"""
    names = (FUNNELS[adjustment], f"{FUNNELS[adjustment]}_overdispersed")
    return charts[charts["measure"].eq(code) & charts["chart"].isin(names)]


def spread_of(charts: pd.DataFrame, code: str, adjustment: str = INDIRECT) -> pd.Series | None:
    """Which row says how many times chance the variance between units is? None: too few units."""
    rows = charts[charts["measure"].eq(code) & charts["chart"].eq(SPREAD[adjustment])]
    return rows.iloc[0] if len(rows) else None


def state(row: Row) -> str:
    """What is said of a unit's point in a funnel?"""
    if row["status"] == "not_mature":
        return EARLY
    if row["unit_of_chart"] == words.NOT_RECORDED:
        return NOT_JUDGED
    without = bool(pd.isna(row["upper_limit"]))
    return NOTHING if without else _SIGNALS[str(row["signal"])]


def outside(finding: Finding) -> list[tuple[str, Outcome]]:
    """Which units stand outside the outer limits of which outcome, once adjusted?"""
    found = []
    for outcome in finding.main:
        rows = finding.funnel(outcome)
        far = rows[rows["signal"].str.startswith(OUTSIDE) & rows["status"].eq(SHOWN)]
        found += [(str(group), outcome) for group in far["unit_of_chart"]]
    return found


def figures_said(comparisons: pd.DataFrame, estimates: pd.DataFrame, group: str, code: str) -> str:
    """How are observed and expected said: "61 observed, 38.2 expected (ratio 1.60, 1.22 to 2.05)"?"""
    ratio = _row(comparisons, group, code)
    expected = _row(estimates[estimates["kind"].eq("expected")], group, code)
    said = (
        f"{int(expected['events']):,} observed, {number_said(float(expected['estimate']))} expected"
    )
    low, high = float(ratio["ci_lower"]), float(ratio["ci_upper"])
    return f"{said} (ratio {ratio['estimate']:.2f}, {low:.2f} to {high:.2f})"


def number_said(expected: float) -> str:
    """How is an expected number said: "38.2", "412"?"""
    return f"{expected:,.1f}" if expected < 100 else f"{expected:,.0f}"


def _row(table: pd.DataFrame, group: str, code: str) -> Row:
    (row,) = table[table["measure"].eq(code) & table["group"].eq(group)].to_dict("records")
    return row


def sentence(finding: Finding) -> str:
    """Who, if anyone, stands outside what chance and case mix would explain?"""
    if not finding.shown:
        return shared.nobody(finding, "Nobody in this cohort was treated by a professional")
    judged = [each for each in finding.main if finding.funnel(each)["upper_limit"].notna().any()]
    said = words.among([outcome.item.said for outcome in judged])
    one, several = finding.nouns
    if not judged:
        return f"{_why_not(finding)} {NEVER_RANKS}"
    found = outside(finding)
    if not found:
        return (
            f"No {one} stands outside what chance and case mix would explain, in any of these: {said}. "
            f"{NEVER_RANKS}"
        )
    named = list(dict.fromkeys(group for group, _ in found))
    who = words.among([finding.name(group) for group in named[:_MOST_SAID]])
    others = len(named) - _MOST_SAID
    if others > 0:
        who = f"{words.count(len(named), one, several)}"
    verb = "stands" if len(named) == 1 else "stand"
    several_named = len(named) > 1
    told = "; ".join(
        _said_of(finding, group if several_named else "", outcome, group)
        for group, outcome in found[:_MOST_SAID]
    )
    rest = (
        f" {words.count(len(found) - _MOST_SAID, 'further figure')} below."
        if len(found) > _MOST_SAID
        else ""
    )
    return (
        f"{who} {verb} outside what chance and case mix would explain: {told}.{rest} "
        f"Nothing else does, in {said}. {NEVER_RANKS}"
    )


def _said_of(finding: Finding, named: str, outcome: Outcome, group: str) -> str:
    """How is one figure said? With the unit where several are named."""
    figures = figures_said(finding.tables["comparisons"], finding.estimates, group, outcome.code)
    who = f"{finding.name(named)}, " if named else ""
    return f"{who}{outcome.item.said}, {figures}"


def _why_not(finding: Finding) -> str:
    """Why is nobody judged?"""
    one, several = finding.nouns
    if finding.choices.unit == "episode":
        return f"Whether a {one} stands outside chance is not told where episodes are counted."
    reasons = {each.reason for each in finding.found if each.outcome.main and each.reason}
    if len(finding.shown) < 2:
        return f"There is one {one} only in this cohort, and nothing to set it beside: choose more {several}."
    if reasons:
        return f"Nothing can be expected from the case mix here: {words.among(sorted(reasons))}."
    return f"Too few {several} with enough patients, followed far enough, for limits of chance."


def notes(finding: Finding) -> tuple[str, ...]:
    """What must a reader of these figures know besides?"""
    if not finding.shown:
        return ()
    told = (
        _instead(finding),
        _NOT_OF_TREATMENT,
        _CHANCE if finding.choices.unit == "patient" else _EPISODES,
        *_widened(finding),
        _early(finding),
        *_no_model(finding),
        _merged(finding),
        _NOT_ADJUSTED,
        _small(finding),
        _published(finding),
    )
    return tuple(note for note in told if note)


def _instead(finding: Finding) -> str:
    by = finding.put.instead
    if not by:
        return ""
    return (
        f"Told by clinic: by {words.dimension(by).lower()} nothing is expected, since patients are alike, or "
        "not, in just that. Clinics and operator roles are set side by side."
    )


def _widened(finding: Finding) -> Iterator[str]:
    """Where do units differ by more than chance, so that the limits allow for it?"""
    said = []
    for outcome in finding.main:
        row = spread_of(finding.tables["charts"], outcome.code)
        if row is not None and row["signal"]:
            said.append(f"{outcome.item.said} ({float(row['value']):.1f} times)")
    if said:
        yield (
            f"In {words.among(said)} the variance between {finding.nouns[1]} as a whole is beyond chance "
            "(overdispersion), as where recording or customs differ: there limits are wider by as much."
        )


def _early(finding: Finding) -> str:
    said = []
    for outcome in finding.main:
        rows = finding.funnel(outcome)
        late = rows.loc[rows["status"].eq("not_mature"), "unit_of_chart"]
        if len(late):
            names = words.among([finding.name(str(group)) for group in late])
            said.append(f"{names} ({outcome.item.said})")
    if not said:
        return ""
    return (
        f"Too early, drawn as a hollow circle and without a signal: {'; '.join(said)}. Fewer than "
        f"{finding.settings.min_at_risk} of their patients are followed to the horizon."
    )


def _no_model(finding: Finding) -> Iterator[str]:
    for each in finding.found:
        if each.reason and each.outcome.main and len(finding.shown) > 1:
            yield f"Nothing is expected in {each.outcome.item.said}: {each.reason}."


def _merged(finding: Finding) -> str:
    if not any(each.merged for each in finding.found):
        return ""
    return (
        f"Levels of the case mix with fewer than {FEWEST_EVENTS} events are told together, outcome by outcome, "
        "so that each has enough to be fitted."
    )


def _small(finding: Finding) -> str:
    if not finding.settings.hides and not finding.asked.published:
        return shared.hidden(finding)
    if not finding.estimates["group"].eq(words.SMALL_TOGETHER).any():
        return shared.hidden(finding)
    one, several = finding.nouns
    return (
        f"{several.capitalize()} of fewer than {finding.asked.fewest} patients in an outcome, or whose number could "
        f"be worked out, stand in one row each time, as if they were one {one}: small ones together."
    )


def _published(finding: Finding) -> str:
    if not finding.asked.published:
        return ""
    return (
        "For publication: figures on 1 to 7 events, or on all but so few, are hidden; counts are told to the "
        "nearest 5 and shares worked out anew from those; what the case mix lets expect, and limits, come from "
        "the exact counts, to two digits."
    )
