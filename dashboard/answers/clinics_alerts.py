"""Which clinics stand outside what chance and case mix would explain, and did not in the release before?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from dashboard import store
from dashboard.answers import clinics
from dashboard.answers.answer import SHAPES, Answer, Choices
from dashboard.answers.clinics_counts import UNITS
from dashboard.answers.clinics_funnels import FUNNELS
from dashboard.answers.clinics_items import Outcome, outcomes
from dashboard.answers.clinics_told import INDIRECT
from dashboard.answers.clinics_words import figures_said
from dashboard.answers.remembered import remembered
from dashboard.cohort import Cohort
from dashboard.estimates.run_rules import OUTSIDE
from dashboard.settings import Settings
from dashboard.store import Release

# Among more episodes nearly every patient may have a case mix of their own, and the first page would wait for a minute.
MOST_WATCHED = 2_000_000
# With fewer expected a few patients more make a signal.
_FEW_EXPECTED = 10
# In the order in which such a thing is looked into: Lilford and others (2004), doi:10.1016/S0140-6736(04)15901-1.
_STATES = {
    # On either side: so few may be good care, or nobody who wrote it down.
    "above": "▲\u00a0a clinic to look into",
    "below": "▼\u00a0a clinic to look into",
}
_MEANING = (
    "Look first at how it was recorded, then at who comes to this clinic, then at what is done there, before "
    "anything is concluded."
)


def watched(release: Release) -> bool:
    """Are clinics watched by the overview?"""
    return release.about.episodes <= MOST_WATCHED


def signals_since(
    release: Release, cohort: Cohort, choices: Choices, settings: Settings
) -> pd.DataFrame:
    """Which points of the funnels of observed over expected lie outside now, and did not in the release before?

    Returns
    -------
    pandas.DataFrame
        Rows of ``charts``; all that lie outside where there is no release before. By clinic, whatever the
        grouping. None where clinics are not `watched`.
    """
    put = _put(choices)
    if not watched(release):
        return pd.DataFrame(columns=list(SHAPES["charts"]))
    now = _outside(clinics.charts_of(release, cohort, put, settings))
    earlier = store.before(release)
    if earlier is None:
        return now
    then = _outside(clinics.charts_of(earlier, cohort, put, settings))
    known = set(zip(then["measure"], then["unit_of_chart"], then["signal"], strict=True))
    new = [
        key not in known
        for key in zip(now["measure"], now["unit_of_chart"], now["signal"], strict=True)
    ]
    return now[new].reset_index(drop=True)


def is_funnel(row: pd.Series) -> bool:
    """Is a row of the overview's ``charts`` about a clinic, not about a month?"""
    return str(row["chart"]).startswith(FUNNELS[INDIRECT])


def said(answer: Answer, release: Release, row: pd.Series) -> tuple[Outcome, str, str, str, str]:
    """How is such a row said: which outcome, which state, the sentence, its meaning, and a caution?"""
    settings, put = answer.settings, _put(answer.choices)
    full = remembered(clinics.answer, release, answer.cohort, put, settings)
    outcome = next(
        each for each in outcomes(settings, full.horizons[-1]) if each.code == row["measure"]
    )
    unit, above = str(row["unit_of_chart"]), str(row["signal"]).endswith("above")
    figures = figures_said(full.tables["comparisons"], full.tables["estimates"], unit, outcome.code)
    side = "above" if above else "below"
    told = f"{unit}, {outcome.item.said}: {figures}, {side} what chance and case mix would explain."
    return outcome, _STATES[side], told, _MEANING, " ".join(_cautions(full, unit, outcome))


def _put(choices: Choices) -> Choices:
    return replace(choices, group_by=UNITS[0], reference="", horizons=())


def _outside(charts: pd.DataFrame) -> pd.DataFrame:
    own = charts["chart"].str.startswith(FUNNELS[INDIRECT])
    far = charts["signal"].str.startswith(OUTSIDE) & charts["status"].eq("shown")
    return charts[own & far].reset_index(drop=True)


def _cautions(answer: Answer, unit: str, outcome: Outcome) -> Iterator[str]:
    """Where are the data thin?"""
    table = answer.tables["estimates"]
    own = table["measure"].eq(outcome.code) & table["group"].eq(unit)
    (row,) = table[own & table["kind"].eq("expected")].to_dict("records")
    if float(row["estimate"]) < _FEW_EXPECTED:
        yield (
            f"Only {float(row['estimate']):.1f} were expected among {int(row['episodes']):,}: a few patients "
            "make the difference."
        )
    charts = answer.tables["charts"]
    mine = charts[charts["measure"].eq(outcome.code) & charts["unit_of_chart"].eq(unit)]
    if mine["chart"].eq(FUNNELS[INDIRECT]).any() and len(answer.groups) < _FEW_EXPECTED:
        yield f"It is set beside {len(answer.groups)} clinics only, of which it is one."
