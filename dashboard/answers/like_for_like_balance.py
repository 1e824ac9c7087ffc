"""How alike are the arms, before and after weighting: the rows of ``balance``, and the overlap for ``charts``."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from operator import itemgetter

import numpy as np
import pandas as pd

from dashboard import disclosure
from dashboard.answers.answer import shaped
from dashboard.answers.like_for_like_counts import OUTCOMES, AskedAlike
from dashboard.answers.like_for_like_pairs import Alike
from dashboard.answers.like_for_like_tables import SET_ASIDE, Comparisons, name_of
from dashboard.answers.timed_tables import joined
from dashboard.disclosure import SHOWN, parts_to_hide
from dashboard.estimates.propensity import NOT_COMPARABLE

OVERLAP, DIFFERENCE = "overlap", "difference"
# Of the probability of having had the reference treatment; each is called by its lower end.
_TENTHS = [f"{tenth / 10:.1f}" for tenth in range(10)]


def balance(asked: AskedAlike, compared: Comparisons) -> pd.DataFrame:
    """How large is each level's share in both arms of a comparison, and the standardised difference? Disclosed.

    Each pair stands twice, once from either side; `smd` is group minus reference. Before weighting all
    patients count, also those set aside; after it these have no weight.
    """
    sides = [
        side
        for outcome in OUTCOMES
        for one in compared[outcome.measure]
        for side in _sides(asked, one)
    ]
    rows = joined(sides)
    if asked.published and sides:
        of = ["measure", "group", "reference", "covariate"]
        size = disclosure.rounded(rows.groupby(of)["patients"].transform("sum"))
        rows["share"] = np.minimum(disclosure.rounded(rows["patients"]) / size, 1.0)
    if sides:
        rows = disclosure.hide_rows(rows, rows["hidden"].tolist())
    named = {
        "topic": asked.topic,
        "weighting": asked.weighting,
        "group_by": asked.choices.group_by,
    }
    table = shaped("balance", rows, **named)
    return disclosure.finished(table) if asked.published else table


def _sides(asked: AskedAlike, one: Alike) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What is told of a comparison, from either side, and is it to be hidden (`hidden`)?"""
    table = one.everybody
    table = table[table["reference"].eq(one.arms[0])]
    status = zip(
        _hidden(asked, table, table["patients"]),
        _hidden(asked, table, table["reference_patients"]),
        strict=True,
    )
    rows = table.assign(
        measure=one.outcome.measure,
        effective_size=table["group"].map(one.sizes) if one.comparable else np.nan,
        status=SHOWN if one.comparable else NOT_COMPARABLE,
        hidden=[own if own != SHOWN else reference for own, reference in status],
    )
    turned = rows.assign(
        group=table["reference"],
        reference=table["group"],
        patients=table["reference_patients"],
        share=table["reference_share"],
        weighted_share=table["reference_weighted_share"],
        smd=-table["smd"],
        weighted_smd=-table["weighted_smd"],
        effective_size=one.sizes[one.arms[0]] if one.comparable else np.nan,
    )
    return rows, turned


def _hidden(asked: AskedAlike, table: pd.DataFrame, patients: pd.Series) -> list[str]:
    """Which levels of an arm are small, or would give a small one away? One status a row."""
    status: list[str] = []
    keys = zip(table["group"], table["covariate"], table["level"], patients, strict=True)
    for _, rows in groupby(keys, key=itemgetter(0, 1)):
        sizes = {level: int(number) for _, _, level, number in rows}
        hidden = parts_to_hide(sizes, asked.fewest)
        status += [hidden[level] for level in sizes]
    return status


def charts(
    asked: AskedAlike, compared: Comparisons, comparisons: Callable[[], pd.DataFrame]
) -> pd.DataFrame:
    """What do the main picture and the overlap draw? As ``charts``, disclosed.

    ``difference:crude`` and ``difference:overlap`` (or ``iptw``): the differences of ``comparisons`` once more,
    ``unit_of_chart`` the arm, ``period`` the day, the interval in the limits. ``overlap:pair:laser:extraction``:
    how probable the reference treatment was, ``unit_of_chart`` the arm, ``period`` the tenth (``0.3`` from 0.3 to
    0.4) or ``set_aside``, ``value`` the share of the arm's patients.
    """
    table = shaped(
        "charts",
        joined([_of_differences(comparisons()), _overlap(asked, compared)]),
        topic=asked.topic,
    )
    return disclosure.finished(table) if asked.published else table


def _of_differences(comparisons: pd.DataFrame) -> pd.DataFrame:
    """The differences are disclosed already; here they stand by chart."""
    rows = comparisons[comparisons["contrast"].eq("difference")]
    return pd.DataFrame(
        {
            "measure": rows["measure"],
            "chart": f"{DIFFERENCE}:" + rows["adjustment"],
            "unit_of_chart": rows["group"],
            "period": rows["horizon_days"].astype(str),
            "value": rows["estimate"],
            "centre": 0.0,
            "lower_limit": rows["ci_lower"],
            "upper_limit": rows["ci_upper"],
            "status": rows["status"],
        }
    )


def _overlap(asked: AskedAlike, compared: Comparisons) -> pd.DataFrame:
    parts = [
        _of_arm(asked, one, arm, place)
        for outcome in OUTCOMES
        for one in compared[outcome.measure]
        if one.fitted.status == SHOWN
        for place, arm in enumerate(one.arms)
    ]
    rows = pd.DataFrame([row for part in parts for row in part])
    return disclosure.hide_rows(rows, rows["hidden"].tolist()) if len(rows) else rows


def _of_arm(asked: AskedAlike, one: Alike, arm: str, place: int) -> list[dict[str, object]]:
    """How probable was the reference for the patients of an arm, and is it to be hidden (`hidden`)?"""
    counted, _ = np.histogram(
        one.fitted.probabilities[:, 0],
        bins=len(_TENTHS),
        range=(0.0, 1.0),
        weights=one.fitted.design.patients[:, place],
    )
    numbers = [*counted.astype(int).tolist(), one.set_aside[arm]]
    parts = dict(zip([*_TENTHS, SET_ASIDE], numbers, strict=True))
    hidden, total = parts_to_hide(parts, asked.fewest), sum(numbers)
    exact = np.array([*numbers, total], dtype=float)
    told = (disclosure.rounded(exact) if asked.published else exact).tolist()
    named = {
        "measure": one.outcome.measure,
        "chart": f"{OVERLAP}:{name_of(asked, one)}",
        "unit_of_chart": arm,
        "denominator": total,
        "status": SHOWN,
    }
    return [
        named
        | {"period": name, "events": number, "value": value / max(told[-1], 1.0)}
        | {"hidden": hidden[name]}
        for (name, number), value in zip(parts.items(), told, strict=False)
    ]
