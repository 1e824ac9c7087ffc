"""How are we doing, treatment by treatment? Each topic's main figure in one row, as its own page has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

import numpy as np
import pandas as pd

from dashboard import store
from dashboard.answers import (
    clearance,
    complications,
    healing,
    overview_words,
    recurrence,
    shares,
    timed_contrasts,
    timed_tables,
)
from dashboard.answers.alerts import signals_since
from dashboard.answers.answer import Answer, Choices, Tables, shaped
from dashboard.answers.asked import NOT_COUNTED, Asked
from dashboard.answers.clinics_alerts import signals_since as clinics_since
from dashboard.answers.remembered import remembered
from dashboard.cohort import Cohort
from dashboard.disclosure import HIDDEN, SHOWN
from dashboard.settings import Settings
from dashboard.store import Release

TOPIC = "overview"
QUESTION = "How are we doing, treatment by treatment?"
# From 4 of 10 on patients call for treatment of their pain: Gerbershagen et al. (2011), "Determination of
# moderate-to-severe postoperative pain on the numeric rating scale", Br J Anaesth 107:619-626.
_PAIN = 4
# Of five: satisfied, very satisfied.
_SATISFIED = 4


@dataclass(frozen=True)
class Indicator:
    """Which figure of which topic stands in a column of the overview?

    `timed`: read at the last of the topic's horizons.
    """

    name: str
    topic: str
    measure: str
    kind: str
    timed: bool = False


INDICATORS = (
    Indicator("cleared", "clearance", "clearance", "cleared"),
    Indicator("recurrence", "recurrence", "recurrence", "cumulative_incidence", timed=True),
    Indicator("healing", "healing", "healing", "median"),
    Indicator("complications", "complications", "complications", "any", timed=True),
    Indicator("pain", TOPIC, "pain", "pain"),
    Indicator("satisfaction", TOPIC, "satisfaction", "satisfaction"),
    Indicator("never_seen", TOPIC, "never_seen", "never_seen"),
)
# The three outcomes that a choice of treatment trades against each other.
OUTCOMES = ("recurrence", "healing", "complications")
# Whose figures are borrowed: the answer in full, and the headline alone.
_TOPICS: Mapping[str, tuple[Callable[..., Answer], Callable[..., pd.DataFrame]]] = {
    "clearance": (clearance.answer, clearance.headline),
    "recurrence": (recurrence.answer, recurrence.headline),
    "healing": (healing.answer, healing.headline),
    "complications": (complications.answer, complications.headline),
}


@dataclass(frozen=True)
class _Asked(Asked):
    """What was asked of whom: everybody who is counted stands in the overview."""

    topic: ClassVar[str] = TOPIC
    question: ClassVar[str] = QUESTION

    @property
    def usual_horizons(self) -> tuple[int, ...]:
        """None of its own: each figure is read where its topic reads it."""
        return ()

    @cached_property
    def states(self) -> pd.DataFrame:
        """How many episodes and patients of each group are counted, and why are the others not?"""
        counted = self.replied("counted")
        episodes = self.eligibility("clearance")
        others = episodes[episodes["eligibility"].isin(NOT_COUNTED)]
        return pd.concat(
            [counted.assign(eligibility="eligible"), others.assign(patients=others["episodes"])],
            ignore_index=True,
        )

    @cached_property
    def replies(self) -> pd.DataFrame:
        """What did patients say, and who was never seen again?"""
        return self.run("episodes_by_group_and_reply")

    def replied(self, item: str) -> pd.DataFrame:
        """How many episodes and patients of each group told of this item?"""
        replies = self.replies[self.replies["item"].eq(item)].dropna(subset="value")
        counted = replies.groupby("group", as_index=False)["episodes"].sum()
        if self.choices.unit == "patient":
            return counted.assign(patients=counted["episodes"])
        patients = self._patients_who_replied
        own = patients[patients["item"].eq(item)].drop(columns="item")
        return counted.merge(own, on="group")

    @cached_property
    def _patients_who_replied(self) -> pd.DataFrame:
        return self.run("patients_by_group_and_reply")

    def figures(self, topic: str) -> pd.DataFrame:
        """Which estimates does a topic tell of the same cohort?

        What is published depends on all that a topic tells, which is then asked in full.
        """
        answer, headline = _TOPICS[topic]
        own = replace(self.choices, horizons=())
        if self.published:
            asked = remembered(answer, self.release, self.cohort, own, self.settings)
            return asked.tables["estimates"]
        return headline(self.release, self.cohort, own, self.settings)


def answer(
    release: Release,
    cohort: Cohort,
    choices: Choices,
    settings: Settings,
    *,
    pseudonymised: bool = False,
) -> Answer:
    """What are the main figures of each treatment, and what changed since the last release?

    Returns
    -------
    Answer
        ``estimates``: measure ``overview`` (patients), then one measure a column (`INDICATORS`), the
        rows those of the topic that it comes from; ``no_event`` where nobody had the event.
        ``comparisons``: by how much each moved since the release before (empty where there is none);
        no interval, since most patients are in both. ``charts``: the points of the topics ``trends`` and
        ``clinics`` that signal and did not in the release before (`signals_since` of both).

    Raises
    ------
    BadInput
        If a choice is not known.
    """
    asked = _Asked(release, cohort, choices, settings)
    tables = Tables(
        {
            "estimates": lambda: _estimates(asked),
            "comparisons": lambda: _changes(asked, tables["estimates"]),
            "charts": lambda: _alerts(asked),
        }
    )
    finding = overview_words.Finding(asked, tables["estimates"])
    told = asked.answered(
        sentence=overview_words.sentence(finding),
        notes=overview_words.notes(finding),
        pseudonymised=pseudonymised,
        tables=tables,
    )
    return replace(told, question=overview_words.question(choices.group_by))


def _estimates(asked: _Asked) -> pd.DataFrame:
    own = timed_tables.disclosed(
        timed_tables.table("estimates", [_patients(asked), *_replied(asked)], asked), asked
    )
    sources = {TOPIC: own, **{topic: asked.figures(topic) for topic in _TOPICS}}
    rows = [own[own["measure"].eq(TOPIC)]]
    for column in INDICATORS:
        source = sources[column.topic]
        source = source[source["group"].isin(asked.order)]
        rows.append(_of(source, column).assign(topic=TOPIC, measure=column.name))
        if column.timed:
            # How large may the risk be where nobody has had the event? One kind a column.
            rows.append(_none(source, column).assign(topic=TOPIC, kind=column.name))
    return pd.concat(rows, ignore_index=True)


def _of(table: pd.DataFrame, column: Indicator) -> pd.DataFrame:
    """Which rows of a topic's estimates stand in this column?"""
    own = table["measure"].eq(column.measure) & table["kind"].eq(column.kind)
    chosen = table[own & table["subgroup"].eq("")]
    return chosen[_at_last(chosen) if column.timed else chosen["horizon_days"].isna()]


def _none(table: pd.DataFrame, column: Indicator) -> pd.DataFrame:
    """Which of its rows say that nobody has had the event by the last horizon?"""
    last = _of(table, column)["horizon_days"].max()
    kinds = (column.kind, "upper_limit")
    chosen = table[table["measure"].eq("no_event") & table["kind"].isin(kinds)]
    return chosen[chosen["horizon_days"].eq(last).fillna(value=False)]


def _at_last(table: pd.DataFrame) -> pd.Series:
    return table["horizon_days"].eq(table["horizon_days"].max()).fillna(value=False)


def _patients(asked: _Asked) -> pd.DataFrame:
    sizes = asked.sizes
    eligible = asked.states[asked.states["eligibility"].eq("eligible")].set_index("group")
    return pd.DataFrame(
        {
            "measure": TOPIC,
            "kind": "patients",
            "group": list(sizes),
            "patients": list(sizes.values()),
            "episodes": [int(eligible["episodes"][group]) for group in sizes],
            "estimate": [float(size) for size in sizes.values()],
            "value_unit": "count",
            "method": "count",
            "status": SHOWN,
            "base": list(sizes.values()),
        }
    )


def _replied(asked: _Asked) -> list[pd.DataFrame]:
    """What share had pain, was satisfied, was never seen again? Of those who said, or of all."""
    met = {"pain": _PAIN, "satisfaction": _SATISFIED, "never_seen": 1}
    place = {group: number for number, group in enumerate(asked.order)}
    frames = []
    for item, least in met.items():
        replies = asked.replies[asked.replies["item"].eq(item)].dropna(subset="value")
        hits = replies[replies["value"].ge(least)].groupby("group")["episodes"].sum()
        counts = asked.replied(item).sort_values("group", key=lambda names: names.map(place))
        counts = counts.assign(kind=item, events=counts["group"].map(hits).fillna(0))
        frames.append(shares.shares(counts, asked, item))
    return frames


def _alerts(asked: _Asked) -> pd.DataFrame:
    """What is new since the last release on the charts of all together, and which clinics stand outside?"""
    asking = (asked.release, asked.cohort, asked.choices, asked.settings)
    frames = [signals_since(*asking), clinics_since(*asking)]
    rows = pd.concat([each for each in frames if len(each)] or frames[:1], ignore_index=True)
    return rows.assign(topic=TOPIC)


def _changes(asked: _Asked, now: pd.DataFrame) -> pd.DataFrame:
    """By how much did each figure move since the release before?"""
    earlier = store.before(asked.release)
    if earlier is None:
        return shaped("comparisons", pd.DataFrame({"measure": []}), **asked.named)
    # No figure needs a reference, and the earlier release may not know this one yet.
    then = _estimates(replace(asked, release=earlier, choices=replace(asked.choices, reference="")))
    keys = ["measure", "kind", "group"]
    both = now.merge(then, on=keys, how="inner", suffixes=("", "_then"), validate="one_to_one")
    shown = both["status"].eq(SHOWN) & both["status_then"].eq(SHOWN)
    # So few more patients would be known by the difference.
    more = (both["episodes"].astype(float) - both["episodes_then"].astype(float)).abs()
    few = shown & more.gt(0) & more.lt(asked.fewest)
    known = shown & ~few
    change = both["estimate"].astype(float) - both["estimate_then"].astype(float)
    rows = both[keys].assign(
        horizon_days=both["horizon_days"],
        reference=f"release {earlier.number}",
        contrast="difference",
        estimate=change.where(known, np.nan),
        method="since_the_release_before",
        status=np.select([few, shown], [HIDDEN, SHOWN], both["status"]),
    )
    return timed_contrasts.table([rows], asked)
