"""Comparisons of what happens over time: differences, tests, hazard ratios. Not adjusted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from dashboard.answers.answer import shaped
from dashboard.answers.asked import Asked
from dashboard.answers.timed import NOT_ESTIMABLE, Followed, pair_rows
from dashboard.answers.timed_tables import joined, with_event
from dashboard.estimates.counts import Counts
from dashboard.estimates.cox import cox
from dashboard.estimates.cox_clusters import clustered_cox
from dashboard.estimates.differences import pair_differences
from dashboard.estimates.gray import gray_test
from dashboard.estimates.multiplicity import holm
from dashboard.estimates.pairs import pairs_in
from dashboard.estimates.pairwise import pairwise
from dashboard.estimates.proportional_hazards import proportional_hazards_test
from dashboard.estimates.results import ChiSquareTest
from dashboard.estimates.score_differences import score_differences
from dashboard.estimates.survival import log_rank

# The group of a row that speaks of all groups at once.
ALL = "all"
_TESTS: dict[str, tuple[Callable[[Counts], ChiSquareTest], str, str]] = {
    "gray_test": (gray_test, "gray", "cumulative_incidence"),
    "log_rank_test": (log_rank, "log_rank", "cause_specific_hazard"),
}


def table(frames: Sequence[pd.DataFrame], asked: Asked) -> pd.DataFrame:
    """How do these rows become the table of comparisons?"""
    return shaped("comparisons", joined(frames), **asked.named)


def differences(
    followed: Followed,
    groups: Sequence[str],
    asked: Asked,
    measure: str,
    kind: str = "cumulative_incidence",
    *,
    terms: int | None = None,
) -> pd.DataFrame:
    """By how much does each group's share with the event differ from each earlier one's, at each horizon?

    `terms`: of the model from which the weights come; None where patients are not weighted.
    """
    if len(groups) < 2:
        return pd.DataFrame()
    at = with_event(followed.at) if followed.survival else followed.at
    level = asked.settings.confidence
    rows = (
        pair_differences(at, groups, level, followed.shared)
        if terms is None
        else score_differences(at, groups, level, terms=terms)
    )
    unknown = rows["status"].eq(NOT_ESTIMABLE)
    rows["estimate"] = rows["estimate"].mask(unknown)
    method = "wald" if followed.pairs is None else "wald_cluster_sandwich"
    return rows.assign(measure=measure, kind=kind, contrast="difference", method=method)


def turned(rows: pd.DataFrame, measure: str, kind: str) -> pd.DataFrame:
    """How do differences of a share read as those of its complement?"""
    if rows.empty:
        return rows
    lower, upper = rows["ci_lower"], rows["ci_upper"]
    result = rows.assign(measure=measure, kind=kind, ci_lower=-upper, ci_upper=-lower)
    result[["estimate", "statistic"]] = -result[["estimate", "statistic"]]
    return result


def test(followed: Followed, groups: Sequence[str], contrast: str, measure: str) -> pd.DataFrame:
    """Do the groups differ at all, and which pairs: Gray's or the log-rank test, by the name of the contrast?

    Not done where a patient may have several episodes: their variances take them for independent.
    """
    if len(groups) < 2:
        return pd.DataFrame()
    run, method, kind = _TESTS[contrast]
    if followed.pairs is not None:
        rows = _not_done(groups)
        method = f"{method}; episodes of one patient are not independent"
    else:
        rows = _done(followed.counts.restricted_to(groups), run)
    return rows.assign(measure=measure, kind=kind, contrast=contrast, method=method)


def hazard_ratios(
    followed: Followed, groups: Sequence[str], asked: Asked, measure: str
) -> pd.DataFrame:
    """By what factor does each group's rate differ from that of the first, and is the factor constant?"""
    if len(groups) < 2:
        return pd.DataFrame()
    counts = followed.counts.restricted_to(groups)
    level = asked.settings.confidence
    model = cox(counts, groups[0], level)
    if followed.pair_frame is not None:
        model = clustered_cox(model, counts, pairs_in(counts, followed.pair_frame), level)
    ratios = model.table.rename(columns={"hazard_ratio": "estimate"}).assign(
        reference=groups[0], contrast="hazard_ratio", p_holm=holm(model.table["p_value"].to_numpy())
    )
    zph = _overall(proportional_hazards_test(model)).assign(
        reference=groups[0], contrast="zph_test"
    )
    rows = pd.concat([ratios, zph], ignore_index=True)
    method = "cox_efron" if followed.pairs is None else "cox_efron_cluster_sandwich"
    return rows.assign(measure=measure, kind="cause_specific_hazard", method=method)


def _done(counts: Counts, run: Callable[[Counts], ChiSquareTest]) -> pd.DataFrame:
    rows = [_overall(run(counts))]
    if len(counts.groups) > 1:
        pairs = pairwise(counts, run)
        rows.append(pairs.assign(df=pairs["df"].where(pairs["df"] > 0)))
    return pd.concat(rows, ignore_index=True)


def _overall(tested: ChiSquareTest) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "group": ALL,
                "reference": "",
                "statistic": tested.statistic,
                "df": tested.df or None,
                "p_value": tested.p_value,
                "status": tested.status,
            }
        ]
    )


def _not_done(groups: Sequence[str]) -> pd.DataFrame:
    overall = pd.DataFrame([{"group": ALL, "reference": "", "status": NOT_ESTIMABLE}])
    return pd.concat([overall, pair_rows(groups, NOT_ESTIMABLE)], ignore_index=True)
