"""How arms differ, as they are and among like patients: the rows of ``comparisons``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pandas as pd

from dashboard import disclosure
from dashboard.answers import timed_contrasts, timed_tables
from dashboard.answers.like_for_like_counts import (
    FREE,
    OUTCOMES,
    AskedAlike,
    Outcome,
)
from dashboard.answers.like_for_like_pairs import Alike
from dashboard.answers.like_for_like_tables import CHOSEN, JOINT, PAIR, Comparisons
from dashboard.answers.timed import NOT_ESTIMABLE, Followed
from dashboard.disclosure import HIDING, SHOWN
from dashboard.estimates.adjusted_cox import GROUP, adjusted_cox, adjusted_proportional_hazards
from dashboard.estimates.case_mix import CaseMix
from dashboard.estimates.ends import EVENT, Ends
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

    Differences, crude and adjusted; of the adjusted, risk ratios and E-values; with `models` those of
    `with_models` as well. Holm over the pairs, per measure, horizon, contrast and adjustment.
    """
    crude = [
        _crude(asked, outcome, followed, estimates)
        for outcome in OUTCOMES
        for followed in (asked.crude(outcome),)
        if followed is not None
    ]
    ones = [one for outcome in OUTCOMES for one in compared[outcome.measure]]
    adjusted = timed_tables.joined(
        [*(_differences(asked, one) for one in ones), _ratios(asked, ones)]
    )
    table = _finished(asked, [*crude, *_hidden(asked, ones, adjusted, estimates)])
    return with_models(asked, compared, estimates, table) if models else table


def with_models(
    asked: AskedAlike, compared: Comparisons, estimates: pd.DataFrame, table: pd.DataFrame
) -> pd.DataFrame:
    """What do these comparisons read with a second opinion below them: hazard ratios, and their tests?

    Of Cox's model with the case mix beside the arm (`adjustment` ``cox``). It takes about as long as all the rest.
    """
    ones = [one for outcome in OUTCOMES for one in compared[outcome.measure] if one.comparable]
    # Two at a time: NumPy and SciPy let another thread go on while they compute, which saves a quarter of the time.
    with ThreadPoolExecutor(max_workers=2) as pool:
        models = timed_tables.joined(list(pool.map(lambda one: _cox(asked, one), ones)))
    told = _finished(asked, _hidden(asked, ones, models, estimates))
    return pd.concat([table, told], ignore_index=True)


def _hidden(
    asked: AskedAlike, ones: Sequence[Alike], rows: pd.DataFrame, estimates: pd.DataFrame
) -> list[pd.DataFrame]:
    """Which of these rows are blank, since the figure on a side of the comparison is hidden?"""
    hiding = estimates[estimates["status"].isin(HIDING)]
    if hiding.empty:
        return [rows]
    mine = [
        rows[rows["measure"].eq(one.outcome.measure) & rows["group"].isin(one.arms[1:])]
        for one in ones
    ]
    return [
        disclosure.hide_contrasts(each, _of(hiding, asked, one))
        for one, each in zip(ones, mine, strict=True)
    ]


def _finished(asked: AskedAlike, rows: list[pd.DataFrame]) -> pd.DataFrame:
    """How do rows become the table, corrected for the number of pairs, and disclosed?"""
    table = timed_contrasts.table([_named(timed_tables.joined(rows))], asked)
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
    terms = len(one.fitted.design.terms)
    rows = timed_contrasts.differences(
        one.followed, one.arms, asked, outcome.measure, outcome.kind, terms=terms
    )
    rows = rows[rows["reference"].eq(one.arms[0])]
    if outcome.free:
        rows = timed_contrasts.turned(rows, outcome.measure, outcome.kind)
    small = [arm for arm in one.arms if one.patients[arm] <= terms]
    spent = rows["group"].isin(small) | rows["reference"].isin(small)
    method = f"newcombe_{asked.weighting}_weights"
    why = f"{method}; an arm has no more patients than the model has terms ({terms})"
    return rows.assign(adjustment=asked.adjustment, method=spent.map({True: why, False: method}))


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


def _ratios(asked: AskedAlike, ones: Sequence[Alike]) -> pd.DataFrame:
    """How many times the reference's is each arm's weighted risk, and what would explain that away?"""
    risks: list[Mapping[Any, Any]] = []
    pairs, named = [], []
    for one in ones:
        found = _risks(asked, one)
        for place, risk in enumerate(found[1:], start=1):
            pairs.append((len(risks), len(risks) + place))
            about = {"measure": one.outcome.measure, "kind": one.outcome.kind}
            named.append({**about, "horizon_days": risk["horizon_days"]})
        risks += found
    if not pairs:
        return pd.DataFrame()
    rows = weighted_contrasts(pd.DataFrame(risks), asked.settings.confidence, pairs)
    ratios = rows[rows["contrast"].eq("ratio")].reset_index(drop=True).join(pd.DataFrame(named))
    told = pd.concat([ratios, _e_values(ratios)], ignore_index=True)
    return told.assign(adjustment=asked.adjustment)


def _risks(asked: AskedAlike, one: Alike) -> list[dict[Any, Any]]:
    """Which weighted risks are compared, the reference's first: at the main day, or the last one before it?"""
    if one.followed is None:
        return []
    at = timed_tables.with_event(one.followed.at) if one.followed.survival else one.followed.at
    columns = ["group", "horizon_days", "estimate", "std_error"]
    at = at.assign(std_error=at["std_error"] * at["group"].map(_widened(one)))
    shown = at.loc[at["status"].eq(SHOWN), columns].to_dict("records")
    main = asked.main_of(one.outcome)
    for day in sorted(asked.horizons_of(one.outcome), key=lambda day: (day != main, -day)):
        found = [risk for risk in shown if risk["horizon_days"] == day]
        if len(found) > 1 and found[0]["group"] == one.arms[0]:
            return found
    return []


def _widened(one: Alike) -> dict[str, float]:
    """By what is the error of each arm larger, the terms of the model taken off its patients, as for differences?"""
    left = {arm: 1.0 - len(one.fitted.design.terms) / one.patients[arm] for arm in one.arms}
    return {arm: share**-0.5 if share > 0.0 else np.nan for arm, share in left.items()}


def _e_values(ratios: pd.DataFrame) -> pd.DataFrame:
    """How strong would an unrecorded trait have to be? In ``ci_lower`` for the limit nearest 1."""
    found = [
        e_value(*of) if status == SHOWN else (np.nan, np.nan)
        for *of, status in zip(
            *(ratios[name] for name in ("estimate", "ci_lower", "ci_upper", "status")), strict=True
        )
    ]
    return ratios[["measure", "kind", "horizon_days", "group", "reference", "status"]].assign(
        contrast="e_value",
        estimate=[of_ratio for of_ratio, _ in found],
        ci_lower=[of_limit for _, of_limit in found],
        method="vanderweele_ding; ci_lower: of the limit nearest 1",
    )


def _cox(asked: AskedAlike, one: Alike) -> pd.DataFrame:
    """By what factor does the rate differ in like patients, the case mix being in the model?"""
    mix, ends = _with_events(one.kept_mix, one.ends)
    if not mix.per_arm(mix.patients).all():
        return pd.DataFrame()
    model = adjusted_cox(mix, ends, asked.settings.confidence)
    tested = adjusted_proportional_hazards(model, (GROUP,))[GROUP]
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
    # Hidden as the shares are at the first horizon, where the groups are: few left at the last one are all that a
    # share there rests on, and next to nothing of a model. `_named` takes the horizon away again.
    return pd.concat([ratios, zph], ignore_index=True).assign(
        measure=one.outcome.measure,
        kind=one.outcome.kind,
        reference=one.arms[0],
        horizon_days=min(asked.horizons_of(one.outcome)),
        adjustment=COX,
    )


def _with_events(mix: CaseMix, ends: Ends) -> tuple[CaseMix, Ends]:
    """Whose case mix says anything of the rate: those in whose levels anybody had the event?

    A level in which nobody had it drives its coefficient to minus infinity, and its patients out of all sums:
    without them the best fit of the others is the same, and is found ten times faster.
    """
    while True:
        had = np.flatnonzero(np.bincount(ends.cell[ends.status == EVENT]))
        kept = np.ones(len(mix.arm), dtype=np.bool_)
        for covariate in mix.covariates:
            events = np.bincount(covariate.code[had], minlength=len(covariate.levels))
            kept &= (events > 0)[covariate.code]
        if kept.all():
            return mix, ends
        mix, ends = mix.where(kept), ends.of_cells(kept)


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
