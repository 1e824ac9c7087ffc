"""Estimates and curves of what happens over time, the same rows for every topic, and hiding in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from dashboard import disclosure
from dashboard.answers.answer import shaped
from dashboard.answers.asked import Asked
from dashboard.answers.timed import NOT_ESTIMABLE, NOT_MATURE, Followed, base_of, mature_days
from dashboard.disclosure import SHOWN, Hidden
from dashboard.estimates.competing_risks import upper_limit_no_event
from dashboard.estimates.curves import tabulate
from dashboard.estimates.survival import median_follow_up
from dashboard.settings import Settings

_LIMITS = ["ci_lower", "ci_upper"]


def table(shape: str, frames: Sequence[pd.DataFrame], asked: Asked) -> pd.DataFrame:
    """How do rows become a table of the answer, before anything is hidden?

    Each row keeps ``base``, the patients it rests on; `disclosed` uses and drops it.
    """
    rows = joined(frames)
    result = shaped(shape, rows, **asked.named)
    result["base"] = pd.Series(rows.get("base"), dtype="Float64")
    return result


def joined(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """What are these rows under each other? No frame gives no row."""
    kept = [frame for frame in frames if len(frame)]
    return (
        pd.concat(kept, ignore_index=True) if kept else pd.DataFrame({"measure": [], "group": []})
    )


def disclosed(
    table: pd.DataFrame,
    asked: Asked,
    of_measures: Mapping[str, Hidden] | None = None,
    together: disclosure.Together = (),
) -> pd.DataFrame:
    """How does a table look once whatever rests on too few patients is blank?

    `of_measures`: which groups are hidden in the measures that count others than those eligible.
    `together`: which rows of a published group would give away one of them that is hidden.
    """
    others = dict(of_measures or {})
    if asked.hidden.names or any(hidden.names for hidden in others.values()):
        main = ~table["measure"].isin(others)
        parts = [disclosure.hide_groups(table[main], asked.hidden)]
        parts += [
            disclosure.hide_groups(table[table["measure"].eq(measure)], hidden)
            for measure, hidden in others.items()
        ]
        table = pd.concat(parts).sort_index()
    if "base" in table:
        base = table["base"].fillna(asked.fewest)
        table = table.drop(columns="base")
        hide = disclosure.stop_curves if "at_risk" in table else disclosure.hide_thin
        table = hide(table, base, asked.fewest)
    # That a limit for "no event" is there at all says that there was none: a hidden one goes.
    told = table["measure"].eq("no_event") & table["status"].isin(disclosure.HIDING)
    table = table[~told].reset_index(drop=True)
    return disclosure.finished(table, together) if asked.published else table


def risks(
    followed: Followed, sizes: Mapping[str, int], measure: str, kind: str = "cumulative_incidence"
) -> pd.DataFrame:
    """What share has had the event by each horizon?"""
    at = with_event(followed.at) if followed.survival else followed.at
    patients = at["group"].map(sizes)
    return at.assign(
        measure=measure,
        kind=kind,
        episodes=at["patients"],
        patients=patients,
        value_unit="proportion",
        method=followed.method,
        base=np.minimum(base_of(at), patients),
    )


def with_event(rows: pd.DataFrame) -> pd.DataFrame:
    """How does a share without the event read as the share with it, or the other way round?"""
    lower, upper = (rows[name].to_numpy() for name in _LIMITS)
    return rows.assign(estimate=1.0 - rows["estimate"], ci_lower=1.0 - upper, ci_upper=1.0 - lower)


def no_event(followed: Followed, sizes: Mapping[str, int], settings: Settings) -> pd.DataFrame:
    """Where nobody has had the event yet: how large may the risk still be, given the number still at risk?"""
    at = followed.at[
        followed.at["events"].eq(0)
        & followed.at["patients_at_risk"].gt(0)
        & ~followed.at["status"].isin((NOT_ESTIMABLE, *disclosure.HIDING))
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


def follow_up(followed: Followed, asked: Asked) -> pd.DataFrame:
    """How long was half of each group followed?"""
    medians = median_follow_up(followed.curve.counts, asked.settings.confidence)
    patients = medians["group"].map(asked.sizes)
    # A median rests on the few around it: it needs four times the smallest number (see `base`).
    return medians.assign(
        measure="follow_up",
        kind="median",
        episodes=followed.curve.counts.patients.astype(int),
        patients=patients,
        value_unit="days",
        method="reverse_kaplan_meier",
        status=np.where(medians["estimate"].isna(), "not_reached", SHOWN),
        base=quantile_base(patients, asked),
    )


def quantile_base(patients: pd.Series, asked: Asked) -> pd.Series:
    """How many patients does a quantile rest on? The few around it: a quarter of all, where any are hidden."""
    return patients // disclosure.QUANTILE_FACTOR if asked.fewest > 1 else patients


def curve(followed: Followed, measure: str, asked: Asked) -> pd.DataFrame:
    """What share on each day? Days beyond maturity are marked."""
    rows = tabulate(followed.curve, asked.settings.confidence)
    seen = followed.curve.counts.leaving > 0
    mature = mature_days(followed, asked.settings.min_at_risk)[seen]
    rows = rows.assign(
        measure=measure,
        status=np.where(mature, SHOWN, NOT_MATURE),
        base=followed.patients_at_risk[seen],
    )
    if asked.published:
        told = [
            disclosure.coarse_curve(part, followed.curve.start, followed.horizons)
            for _, part in rows.groupby("group", sort=False)
        ]
        rows = joined(told).assign(base=lambda table: table["at_risk"])
    return with_event(rows) if followed.survival else rows
