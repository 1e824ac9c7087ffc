"""How arms differ, as they are and among like patients: the rows of ``comparisons``."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard import disclosure
from dashboard.answers import timed_contrasts, timed_tables
from dashboard.answers.like_for_like_counts import (
    CASE_MIX,
    FREE,
    OUTCOMES,
    RECURRENCE,
    AskedAlike,
    Outcome,
)
from dashboard.answers.like_for_like_pairs import Alike
from dashboard.answers.like_for_like_tables import CHOSEN, JOINT, PAIR, Comparisons
from dashboard.answers.timed import NOT_ESTIMABLE, Followed
from dashboard.disclosure import SHOWN
from dashboard.estimates.adjusted_cox import GROUP, adjusted_cox, adjusted_proportional_hazards
from dashboard.estimates.multiplicity import holm
from dashboard.estimates.propensity import NOT_COMPARABLE
from dashboard.estimates.weighted_proportions import e_value, weighted_contrasts

# Ratios are of the share with the event: of failure, where the share told is that without it.
RISK = {FREE.measure: "failure"}
COX = "cox"


def comparisons(
    asked: AskedAlike, compared: Comparisons, estimates: pd.DataFrame, *, models: bool = True
) -> pd.DataFrame:
    """How does each arm differ from the reference, crude and among like patients? Disclosed.

    Differences, crude and adjusted; of the adjusted, risk ratios and E-values; the hazard ratio of
    Cox's model with the case mix beside the arm (`adjustment` ``cox``), and its test. Holm over the pairs,
    per measure, horizon, contrast and adjustment. Without `models`, which take as long as all the rest, the
    other rows are the same.
    """
    rows = []
    for outcome in OUTCOMES:
        crude = asked.crude(outcome)
        if crude is not None:
            rows.append(_crude(asked, outcome, crude, estimates))
        for one in compared[outcome.measure]:
            parts = [_differences(asked, one), _ratios(asked, one)]
            if models and outcome in (FREE, RECURRENCE) and one.comparable:
                parts.append(_cox(asked, one))
            told = timed_tables.joined(parts)
            rows.append(disclosure.hide_contrasts(told, _of(estimates, asked, one)))
    named = _named(timed_tables.joined(rows))
    table = timed_contrasts.table([named], asked)
    table["p_holm"] = _holm(table)
    # Groups are hidden measure by measure, as in the table of estimates.
    hidden = {outcome.measure: asked.hidden_of(outcome) for outcome in OUTCOMES}
    return timed_tables.disclosed(table, asked, hidden)


def _crude(
    asked: AskedAlike, outcome: Outcome, crude: Followed, estimates: pd.DataFrame
) -> pd.DataFrame:
    there = crude.counts.groups
    groups = [arm for arm in asked.arms(outcome) if arm in there]
    if not groups or groups[0] != asked.reference:
        return pd.DataFrame()
    rows = timed_contrasts.differences(crude, groups, asked, outcome.measure, outcome.kind)
    if rows.empty:
        return rows
    rows = rows[rows["reference"].eq(groups[0])].assign(adjustment="crude")
    if outcome.free:
        rows = timed_contrasts.turned(rows, outcome.measure, outcome.kind)
    return disclosure.hide_contrasts(rows, estimates)


def _of(estimates: pd.DataFrame, asked: AskedAlike, one: Alike) -> pd.DataFrame:
    """Which figures stand on the sides of a comparison, as if they were of whole groups?"""
    of = estimates["measure"].eq(one.outcome.measure) & estimates["group"].isin(one.arms)
    if asked.jointly:
        mine = of & estimates["subgroup_by"].eq(JOINT) & estimates["subgroup"].eq(CHOSEN)
    else:
        mine = of & estimates["subgroup_by"].eq(PAIR) & estimates["subgroup"].isin(one.arms)
    return estimates[mine].assign(subgroup="")


def _differences(asked: AskedAlike, one: Alike) -> pd.DataFrame:
    if one.followed is None:
        return _not_comparable(asked, one)
    outcome = one.outcome
    rows = timed_contrasts.differences(one.followed, one.arms, asked, outcome.measure, outcome.kind)
    rows = rows[rows["reference"].eq(one.arms[0])]
    if outcome.free:
        rows = timed_contrasts.turned(rows, outcome.measure, outcome.kind)
    return rows.assign(adjustment=asked.adjustment, method=f"wald_{asked.weighting}_weights")


def _not_comparable(asked: AskedAlike, one: Alike) -> pd.DataFrame:
    """Which rows stand where arms cannot be compared? No figure."""
    horizons = asked.horizons_of(one.outcome)
    return pd.DataFrame(
        {
            "measure": one.outcome.measure,
            "kind": one.outcome.kind,
            "group": np.repeat(list(one.arms[1:]), len(horizons)),
            "reference": one.arms[0],
            "horizon_days": list(horizons) * len(one.arms[1:]),
            "contrast": "difference",
            "estimate": np.nan,
            "p_value": np.nan,
            "adjustment": asked.adjustment,
            "method": one.judgement.reason,
            "status": NOT_COMPARABLE,
        }
    )


def _ratios(asked: AskedAlike, one: Alike) -> pd.DataFrame:
    """How many times the reference's is each arm's weighted risk, and what would explain that away?"""
    if one.followed is None:
        return pd.DataFrame()
    followed = one.followed
    at = timed_tables.with_event(followed.at) if followed.survival else followed.at
    horizons = sorted(one.asked.horizons_of(one.outcome), reverse=True)
    main = asked.main_of(one.outcome)
    # At the main day, or where it is too early for that, at the last day before.
    for horizon in sorted(horizons, key=lambda day: day != main):
        told = at[at["horizon_days"].eq(horizon) & at["status"].eq(SHOWN)]
        if one.arms[0] not in set(told["group"]) or len(told) < 2:
            continue
        ratios = weighted_contrasts(told, asked.settings.confidence)
        ratios = ratios[ratios["contrast"].eq("ratio") & ratios["reference"].eq(one.arms[0])]
        return pd.concat([ratios, _e_values(ratios)], ignore_index=True).assign(
            measure=one.outcome.measure,
            kind=one.outcome.kind,
            adjustment=asked.adjustment,
            horizon_days=horizon,
        )
    return pd.DataFrame()


def _e_values(ratios: pd.DataFrame) -> pd.DataFrame:
    """How strong would an unrecorded trait have to be? In ``ci_lower`` for the limit nearest 1."""
    rows = []
    for row in ratios.to_dict("records"):
        known = row["status"] == SHOWN
        found = (
            e_value(row["estimate"], row["ci_lower"], row["ci_upper"]) if known else (np.nan,) * 2
        )
        rows.append(
            {
                "group": row["group"],
                "reference": row["reference"],
                "contrast": "e_value",
                "estimate": found[0],
                "ci_lower": found[1],
                "method": "vanderweele_ding; ci_lower: of the limit nearest 1",
                "status": row["status"],
            }
        )
    return pd.DataFrame(rows)


def _cox(asked: AskedAlike, one: Alike) -> pd.DataFrame:
    """By what factor does the rate differ in like patients, the case mix being in the model?"""
    frame = _with_events(one.long.join(one.counted.cells[list(CASE_MIX)], on="cell"))
    if not set(one.arms) <= set(frame["group"]):
        return pd.DataFrame()
    model = adjusted_cox(frame, one.arms[0], CASE_MIX, asked.settings.confidence)
    tested = adjusted_proportional_hazards(model)[GROUP]
    ratios = model.table.rename(columns={"hazard_ratio": "estimate"}).assign(
        contrast="hazard_ratio", method="cox_efron_case_mix"
    )
    zph = pd.DataFrame(
        {
            "group": list(one.arms[1:]),
            "contrast": "zph_test",
            "statistic": tested.statistic,
            "df": tested.df or None,
            "p_value": tested.p_value,
            "method": "cox_zph_of_the_arm",
            "status": tested.status,
        }
    )
    # Hidden as the shares are at the last horizon: `_named` takes the horizon away again.
    return pd.concat([ratios, zph], ignore_index=True).assign(
        measure=one.outcome.measure,
        kind=one.outcome.kind,
        reference=one.arms[0],
        horizon_days=max(asked.horizons_of(one.outcome)),
        adjustment=COX,
    )


def _with_events(frame: pd.DataFrame) -> pd.DataFrame:
    """Whose case mix says anything of the rate: those in whose levels anybody had the event?

    A level in which nobody had it drives its coefficient to minus infinity, and its patients out of all sums:
    without them the best fit of the others is the same, and is found ten times faster.
    """
    while True:
        event = frame["status"].eq("event").to_numpy()
        lacking = np.zeros(len(frame), dtype=np.bool_)
        for name in CASE_MIX:
            code = frame[name].cat.codes.to_numpy()
            lacking |= ~np.isin(code, np.unique(code[event]))
        if not lacking.any():
            return frame
        frame = frame[~lacking].reset_index(drop=True)


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """What are contrasts called once hiding has looked their sides up: ratios are of the event?"""
    if "contrast" not in rows:
        return rows
    cox = rows["adjustment"].eq(COX)
    of_risk = rows["contrast"].isin(("ratio", "e_value"))
    kind = rows["kind"].mask(of_risk, rows["measure"].map(RISK).fillna(rows["kind"]))
    return rows.assign(
        kind=kind.mask(cox, "cause_specific_hazard"),
        horizon_days=rows["horizon_days"].astype(float).mask(cox),
    )


def _holm(table: pd.DataFrame) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """How surprising is each contrast, corrected over the pairs?"""
    told = table["status"].isin((SHOWN, NOT_ESTIMABLE)) & table["contrast"].ne("zph_test")
    corrected = np.full(len(table), np.nan)
    at = table["horizon_days"].astype(float).fillna(-1.0)
    keys = [*(table[name] for name in ("measure", "adjustment", "contrast")), at]
    for _, rows in table[told].groupby([key[told] for key in keys], sort=False):
        places = table.index.get_indexer(rows.index)
        corrected[places] = holm(rows["p_value"].to_numpy(dtype=float))
    return corrected
