"""How alike are the arms, before and after weighting: the rows of ``balance``, and the overlap for ``charts``."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

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
# In tenths: of the probability of having had the reference treatment.
_BINS = np.linspace(0.0, 1.0, 11)


def balance(asked: AskedAlike, compared: Comparisons) -> pd.DataFrame:
    """How large is each level's share in both arms of a comparison, and the standardised difference? Disclosed.

    Each pair stands twice, once from either side; `smd` is group minus reference. Before weighting all
    patients count, also those set aside; after it these have no weight.
    """
    rows = [_of_pair(asked, one) for outcome in OUTCOMES for one in compared[outcome.measure]]
    named = {
        "topic": asked.topic,
        "weighting": asked.weighting,
        "group_by": asked.choices.group_by,
    }
    table = shaped("balance", joined(rows), **named)
    return disclosure.finished(table) if asked.published else table


def _of_pair(asked: AskedAlike, one: Alike) -> pd.DataFrame:
    table = one.everybody
    table = table[table["reference"].eq(one.arms[0])]
    group, covariate, level = (table[name].tolist() for name in ("group", "covariate", "level"))
    own = _hidden(asked, table, "group", "patients")
    # The reference's numbers are the same beside every arm.
    first = table[table["group"].eq(one.arms[1])]
    reference = _hidden(asked, first, "reference", "reference_patients")
    status = [
        worse if worse != SHOWN else reference[one.arms[0], name, each]
        for arm, name, each in zip(group, covariate, level, strict=True)
        for worse in (own[arm, name, each],)
    ]
    sides = [
        table,
        table.assign(
            group=table["reference"],
            reference=table["group"],
            patients=table["reference_patients"],
            share=table["reference_share"],
            weighted_share=table["reference_weighted_share"],
            smd=-table["smd"],
            weighted_smd=-table["weighted_smd"],
        ),
    ]
    told = []
    for side in sides:
        rows = side.assign(
            measure=one.outcome.measure,
            effective_size=side["group"].map(one.sizes) if one.comparable else np.nan,
            status=SHOWN if one.comparable else NOT_COMPARABLE,
        )
        if asked.published:
            size = rows.groupby("covariate")["patients"].transform("sum")
            of = disclosure.rounded(size)
            rows["share"] = np.minimum(disclosure.rounded(rows["patients"]) / of, 1.0)
        told.append(disclosure.hide_rows(rows, status))
    return pd.concat(told, ignore_index=True)


def _hidden(
    asked: AskedAlike, table: pd.DataFrame, side: str, patients: str
) -> dict[tuple[str, str, str], str]:
    """Which levels of which arm are small, or would give a small one away?"""
    status: dict[tuple[str, str, str], str] = {}
    for (arm, name), rows in table.groupby([side, "covariate"], sort=False):
        sizes = dict(zip(rows["level"], rows[patients].astype(int), strict=True))
        hidden = parts_to_hide(sizes, asked.fewest)
        status |= {(str(arm), str(name), level): hidden[level] for level in sizes}
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
    rows = [
        _of_arm(asked, one, arm, place)
        for outcome in OUTCOMES
        for one in compared[outcome.measure]
        if one.fitted.status == SHOWN
        for place, arm in enumerate(one.arms)
    ]
    return joined(rows)


def _of_arm(asked: AskedAlike, one: Alike, arm: str, place: int) -> pd.DataFrame:
    model = one.fitted.design
    mine = model.arm == place
    probability = one.fitted.of_rows()[mine, 0]
    counted, _ = np.histogram(probability, bins=_BINS, weights=model.rows[mine])
    names = [f"{low:.1f}" for low, _ in pairwise(_BINS)]
    numbers = [*counted.astype(int).tolist(), one.set_aside[arm]]
    parts = dict(zip([*names, SET_ASIDE], numbers, strict=True))
    total = sum(numbers)
    hidden = parts_to_hide(parts, asked.fewest)
    exact = np.array(numbers, dtype=float)
    told = disclosure.rounded([*numbers, total]) if asked.published else np.append(exact, total)
    share = told[:-1] / max(float(told[-1]), 1.0)
    rows = pd.DataFrame(
        {
            "measure": one.outcome.measure,
            "chart": f"{OVERLAP}:{name_of(asked, one)}",
            "unit_of_chart": arm,
            "period": list(parts),
            "denominator": total,
            "events": numbers,
            "value": share,
            "status": SHOWN,
        }
    )
    return disclosure.hide_rows(rows, [hidden[name] for name in parts])
