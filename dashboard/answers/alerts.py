"""Which charts and clinics signal what they did not in the release before, what does it mean, how thin are the data?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from dashboard import store
from dashboard.answers import clinics_alerts
from dashboard.answers.answer import SHAPES, Answer, Choices
from dashboard.answers.trends import charts_of
from dashboard.answers.trends_charts import CUSUM, RANGES
from dashboard.answers.trends_items import AMOUNT, items, named
from dashboard.answers.trends_signals import (
    RECENT,
    STATES,
    Signal,
    main_chart,
    recent_signals,
)
from dashboard.answers.trends_words import value_said
from dashboard.cohort import Cohort, month_in_words
from dashboard.disclosure import SHOWN
from dashboard.settings import Settings
from dashboard.store import Release

# A month in which fewer events are expected says little: the usual limit of a normal approximation.
_FEW_EXPECTED = 5
# Beyond the fewest that limits are worked out from, so many months make them steady.
_STEADY = 20
_MEANS = {
    1: "Look at what was different from that month on before anything is concluded.",
    -1: "Look at what was different from that month on, so that it can be kept.",
    0: "Look at what was different from that month on.",
}
_NOT_WATCHED = " Among so many records clinics are not watched here: see the page Clinics."


@dataclass(frozen=True)
class Alert:
    """Which new signal, what does it mean, what must be kept in mind, and on which chart does it stand?

    Attributes
    ----------
    page, where
        The address of the page with its chart, and what is chosen there: name in the address and value.
    state
        A mark and what kind of signal it is, in words.
    said, meaning, caution
        A sentence each; `caution` is empty where the data are not thin.
    """

    page: str
    where: tuple[tuple[str, str], ...]
    state: str
    said: str
    meaning: str
    caution: str


def signals_since(
    release: Release, cohort: Cohort, choices: Choices, settings: Settings
) -> pd.DataFrame:
    """Which points signal in this release and did not in the one before?

    Returns
    -------
    pandas.DataFrame
        Rows of ``charts``, each with the rules that are new in ``signal``, the latest of a pattern that goes
        on; those of the latest year where there is no release before. Hidden and recent months never signal,
        so none of them is here.
    """
    now = charts_of(release, cohort, choices, settings)
    earlier = store.before(release)
    then = None if earlier is None else charts_of(earlier, cohort, choices, settings)
    rows = []
    for item in items(settings):
        known = (
            set() if then is None else {_key(each) for each in recent_signals(then, item, 10**6)}
        )
        found = [each for each in recent_signals(now, item) if _key(each) not in known]
        for each in _latest(found, known, now):
            chosen = now["measure"].eq(item.code) & now["chart"].eq(each.chart)
            rows.append(now[chosen & now["period"].eq(each.period)].assign(signal=each.rule))
    return pd.concat(rows, ignore_index=True) if rows else now[:0][list(SHAPES["charts"])]


def alerts(answer: Answer, release: Release) -> tuple[Alert, ...]:
    """How are the signals said that the overview's `answer` has of a release? Those of clinics last."""
    charts = charts_of(release, answer.cohort, answer.choices, answer.settings)
    table = answer.tables["charts"]
    of_clinics = [clinics_alerts.is_funnel(row) for _, row in table.iterrows()]
    found = (
        Signal(named(answer.settings, row["measure"]), row["chart"], row["period"], row["signal"])
        for row in table[[not each for each in of_clinics]].to_dict("records")
    )
    clinics = (_of_clinic(answer, release, row) for _, row in table[of_clinics].iterrows())
    months = (_alert(signal, main_chart(charts, signal.item.code)) for signal in found)
    return (*months, *clinics)


def _of_clinic(answer: Answer, release: Release, row: pd.Series) -> Alert:
    outcome, state, said, meaning, caution = clinics_alerts.said(answer, release, row)
    where = (("funnel", outcome.item.title), ("closer", str(row["unit_of_chart"])))
    return Alert("clinics", where, state, said, meaning, caution)


def since(release: Release, number: int) -> str:
    """Since when are so many signals new?"""
    return f"{_since(release, number)}{'' if clinics_alerts.watched(release) else _NOT_WATCHED}"


def _since(release: Release, number: int) -> str:
    earlier = store.before(release)
    if earlier is not None:
        of = f"release {earlier.number} of {earlier.about.created:%-d %B %Y}"
        return f"New since {of}." if number else f"No new signal since {of}."
    clinics = clinics_alerts.watched(release)
    if number:
        outside = ", and clinics that stand outside what chance and case mix would explain"
        by_other_rules = store.before_by_other_rules(release)
        why = (
            "There is no release before this one"
            if by_other_rules is None
            else f"Release {by_other_rules} was worked out by other rules"
        )
        return f"{why}: signals of the latest {RECENT} settled months{outside if clinics else ''}."
    outside = ", and no clinic outside" if clinics else ""
    return f"No signal within the latest {RECENT} settled months{outside}."


def _key(signal: Signal) -> tuple[str, str, str]:
    return signal.chart if signal.chart in (CUSUM, RANGES) else "", signal.rule, signal.period


def _latest(
    found: list[Signal], known: set[tuple[str, str, str]], charts: pd.DataFrame
) -> list[Signal]:
    """Which of these begin a pattern, or are the last of one that is new? The latest of each rule.

    A pattern that was there in the release before, and only goes on, is no news.
    """
    kept: dict[str, Signal] = {}
    for signal in sorted(found, key=lambda each: each.period):
        own = charts["measure"].eq(signal.item.code) & charts["chart"].eq(signal.chart)
        before = charts.loc[own & charts["period"].lt(signal.period), "period"].max()
        chart, rule, _ = _key(signal)
        if (chart, rule, before) in known:
            known.add(_key(signal))
        else:
            kept[rule] = signal
    return list(kept.values())


def _alert(signal: Signal, chart: pd.DataFrame) -> Alert:
    item, way = signal.item, signal.concerns
    point = chart[chart["period"].eq(signal.period)].iloc[0]
    month, usual = (value_said(item, float(point[name])) for name in ("value", "centre"))
    said = f"{item.said[0].upper()}{item.said[1:]}, {signal.said} ({month}; the centre is {usual})."
    caution = " ".join(_cautions(signal, point, int(chart["status"].eq(SHOWN).sum())))
    return Alert("trends", (("chart", item.title),), STATES[way], said, _MEANS[way], caution)


def _cautions(signal: Signal, point: pd.Series, settled: int) -> Iterator[str]:
    """Which cautions go with a signal?"""
    counted = int(point["denominator"])
    with_event = counted * float(point["centre"])
    if signal.item.kind != AMOUNT and min(with_event, counted - with_event) < _FEW_EXPECTED:
        yield (
            f"{month_in_words(signal.period)} had {counted:,} {signal.item.of}: so few that a single one "
            "can make a signal."
        )
    if settled < _STEADY:
        yield f"The limits come from {settled} months only."
    if signal.chart == CUSUM:
        yield "Evidence adds up to such a signal once in 100 months where nothing has changed."
