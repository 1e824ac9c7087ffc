"""The tables of the recurrence answer: estimates and curves, and how they look with small numbers hidden."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard import disclosure
from dashboard.answers.answer import Choices, shaped
from dashboard.answers.timed import NOT_ESTIMABLE, NOT_MATURE, Followed, base_of, mature_days
from dashboard.disclosure import SHOWN, Hidden
from dashboard.estimates.arrays import FloatArray
from dashboard.estimates.competing_risks import aalen_johansen, upper_limit_no_event
from dashboard.estimates.curves import tabulate
from dashboard.estimates.horizons import value_at
from dashboard.estimates.loss import loss_bounds
from dashboard.estimates.survival import median_follow_up
from dashboard.settings import Settings


def build(
    choices: Choices,
    settings: Settings,
    sizes: Mapping[str, int],
    sizes_failing: Mapping[str, int],
    recurring: Followed | None,
    failing: Followed | None,
    lost: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What are the estimates and the curves, before anything is hidden?

    Each row also has a column ``base``, the patients it rests on; `disclosed` uses and drops it.
    """
    estimates, curves = [], []
    if recurring is not None:
        estimates.append(_risks(recurring, sizes))
        curves.append(_curve(recurring, "recurrence", settings))
    if failing is not None:
        estimates.append(_upside_down(_risks(failing, sizes_failing)))
        curves.append(_upside_down(_curve(failing, "failure_free", settings)))
    if recurring is not None:
        estimates.append(_follow_up(recurring, sizes, settings))
        estimates.append(_loss(recurring, sizes, lost))
        estimates.append(_no_event(recurring, sizes, settings))
    named = {
        "topic": "recurrence",
        "definition": choices.definition,
        "analysis_unit": choices.unit,
        "adjustment": "crude",
        "group_by": choices.group_by,
    }
    return _based("estimates", estimates, named), _based("curves", curves, named)


def _based(shape: str, frames: list[pd.DataFrame], named: dict[str, str]) -> pd.DataFrame:
    rows = _joined(frames)
    table = shaped(shape, rows, **named)
    table["base"] = pd.Series(rows.get("base"), dtype="Float64")
    return table


def disclosed(
    table: pd.DataFrame, hidden: Hidden, hidden_failing: Hidden, min_patients: int
) -> pd.DataFrame:
    """How does a table look once whatever rests on too few patients is blank?"""
    if hidden.names or hidden_failing.names:
        failing = table["measure"].eq("failure_free")
        parts = [
            disclosure.hide_groups(table[~failing], hidden),
            disclosure.hide_groups(table[failing], hidden_failing),
        ]
        table = pd.concat(parts).sort_index()
    if "base" in table:
        base = table["base"].fillna(min_patients)
        table = table.drop(columns="base")
        hide = disclosure.stop_curves if "at_risk" in table else disclosure.hide_thin
        table = hide(table, base, min_patients)
    # That a limit for "no event" is there at all says that there was none: a hidden one goes.
    told = table["measure"].eq("no_event") & table["status"].isin(disclosure.HIDING)
    return table[~told].reset_index(drop=True)


def _joined(frames: list[pd.DataFrame]) -> pd.DataFrame:
    kept = [frame for frame in frames if len(frame)]
    return (
        pd.concat(kept, ignore_index=True) if kept else pd.DataFrame({"measure": [], "group": []})
    )


def _risks(followed: Followed, sizes: Mapping[str, int]) -> pd.DataFrame:
    """What share has come back by each horizon?"""
    at = followed.at
    return at.assign(
        measure="recurrence",
        kind="cumulative_incidence",
        episodes=at["patients"],
        patients=at["group"].map(sizes),
        value_unit="proportion",
        method="aalen_johansen" if followed.pairs is None else "aalen_johansen_cluster_sandwich",
        base=np.minimum(base_of(at), at["group"].map(sizes)),
    )


def _upside_down(rows: pd.DataFrame) -> pd.DataFrame:
    """How does a share of failures read as the share free of them?"""
    kind = {"kind": "failure_free"} if "kind" in rows else {}
    return rows.assign(
        measure="failure_free",
        estimate=1.0 - rows["estimate"],
        ci_lower=1.0 - rows["ci_upper"],
        ci_upper=1.0 - rows["ci_lower"],
        **kind,
    )


def _no_event(followed: Followed, sizes: Mapping[str, int], settings: Settings) -> pd.DataFrame:
    """Where nobody has had the event yet: how large may the risk still be, given the number still at risk?"""
    at = followed.at[
        followed.at["events"].eq(0)
        & followed.at["patients_at_risk"].gt(0)
        & followed.at["status"].ne(NOT_ESTIMABLE)
    ]
    return at.assign(
        measure="no_event",
        kind="upper_limit",
        episodes=at["patients"],
        patients=at["group"].map(sizes),
        estimate=[
            upper_limit_no_event(float(number), settings.confidence)
            for number in at["patients_at_risk"]
        ],
        std_error=np.nan,
        ci_lower=np.nan,
        ci_upper=np.nan,
        value_unit="proportion",
        method="clopper_pearson_one_sided",
        base=at["patients_at_risk"],
    )


def _follow_up(followed: Followed, sizes: Mapping[str, int], settings: Settings) -> pd.DataFrame:
    """How long was half of each group followed?"""
    medians = median_follow_up(followed.counts, settings.confidence)
    patients = medians["group"].map(sizes)
    # A median rests on the few around it: it needs four times the smallest number (see `base`).
    return medians.assign(
        measure="follow_up",
        kind="median",
        episodes=followed.counts.patients.astype(int),
        patients=patients,
        value_unit="days",
        method="reverse_kaplan_meier",
        status=np.where(medians["estimate"].isna(), "not_reached", SHOWN),
        base=patients // disclosure.QUANTILE_FACTOR if settings.hides else patients,
    )


def _loss(followed: Followed, sizes: Mapping[str, int], lost: pd.DataFrame) -> pd.DataFrame:
    """Between which shares would the truth lie, had the lost all stayed free, or recurred the day after?"""
    at = followed.at
    bounds: dict[str, list[FloatArray]] = {"lower_bound": [], "upper_bound": []}
    for horizon in followed.horizons:
        extremes = loss_bounds(followed.counts, lost[lost["horizon_days"].eq(horizon)], horizon)
        for values, counts in zip(bounds.values(), extremes, strict=True):
            curve = aalen_johansen(counts)
            values.append(value_at(curve.estimate, counts.days, np.array([horizon]), curve.start))
    known = at["status"].ne(NOT_ESTIMABLE)
    rows = [
        pd.DataFrame(
            {
                "measure": "loss",
                "kind": kind,
                "group": at["group"],
                "horizon_days": at["horizon_days"],
                "patients": at["group"].map(sizes),
                "episodes": at["patients"],
                # One column a horizon: flattened as the figures are, by group and then by horizon.
                "estimate": pd.Series(np.hstack(values).ravel(), index=at.index).where(known),
                "value_unit": "proportion",
                "method": "aalen_johansen_loss_bound",
                "status": at["status"],
                "base": np.minimum(base_of(at), at["group"].map(sizes)),
            }
        )
        for kind, values in bounds.items()
    ]
    return pd.concat(rows, ignore_index=True)


def _curve(followed: Followed, measure: str, settings: Settings) -> pd.DataFrame:
    """What share on each day? Days beyond maturity are marked."""
    rows = tabulate(followed.curve, settings.confidence)
    seen = followed.counts.leaving > 0
    mature = mature_days(followed, settings.min_at_risk)[seen]
    return rows.assign(
        measure=measure,
        status=np.where(mature, SHOWN, NOT_MATURE),
        base=followed.patients_at_risk[seen],
    )
