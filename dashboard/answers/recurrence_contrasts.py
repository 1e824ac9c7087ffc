"""The comparisons of the recurrence answer: differences, tests, hazard ratios. Not adjusted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from dashboard.answers.answer import Choices, shaped
from dashboard.answers.timed import NOT_ESTIMABLE, Followed, pair_rows
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
from dashboard.estimates.survival import log_rank
from dashboard.settings import Settings

# The group of a row that speaks of all groups at once.
ALL = "all"


def build(
    choices: Choices,
    settings: Settings,
    groups: Sequence[str],
    hidden_failing: Sequence[str],
    recurring: Followed | None,
    failing: Followed | None,
) -> pd.DataFrame:
    """How do the groups differ, the reference (the first of `groups`) subtracted or divided by; nothing adjusted for?

    Empty where fewer than two groups may be compared.
    """
    frames: list[pd.DataFrame] = []
    if recurring is not None and len(groups) > 1:
        frames.append(_differences(recurring, groups, settings, "recurrence"))
        if choices.unit == "patient":
            counts = recurring.counts.restricted_to(groups)
            frames += [
                _test(counts, gray_test, "gray_test", "gray"),
                _test(counts, log_rank, "log_rank_test", "log_rank"),
            ]
        else:
            # Their variances take the episodes of a patient for independent.
            frames += [
                _not_done(groups, "gray_test", "gray"),
                _not_done(groups, "log_rank_test", "log_rank"),
            ]
        frames.append(_hazard_ratios(recurring, groups, settings))
    able = [
        group
        for group in groups
        if failing is not None and group in failing.counts.groups and group not in hidden_failing
    ]
    if failing is not None and len(able) > 1:
        frames.append(_differences(failing, able, settings, "failure_free"))
    rows = (
        pd.concat([frame for frame in frames if len(frame)], ignore_index=True)
        if frames
        else pd.DataFrame({"measure": [], "group": []})
    )
    return shaped(
        "comparisons",
        rows,
        topic="recurrence",
        definition=choices.definition,
        analysis_unit=choices.unit,
        adjustment="crude",
        group_by=choices.group_by,
    )


def _differences(
    followed: Followed, groups: Sequence[str], settings: Settings, measure: str
) -> pd.DataFrame:
    table = pair_differences(followed.at, groups, settings.confidence, followed.shared)
    unknown = table["status"].eq(NOT_ESTIMABLE)
    table["estimate"] = table["estimate"].mask(unknown)
    kind = "cumulative_incidence"
    if measure == "failure_free":
        # The share free of failure is one minus the share that failed: the difference changes its sign.
        lower, upper = table["ci_lower"], table["ci_upper"]
        table = table.assign(ci_lower=-upper, ci_upper=-lower)
        table[["estimate", "statistic"]] = -table[["estimate", "statistic"]]
        kind = "failure_free"
    method = "wald" if followed.pairs is None else "wald_cluster_sandwich"
    return table.assign(measure=measure, kind=kind, contrast="difference", method=method)


def _test(
    counts: Counts, test: Callable[[Counts], ChiSquareTest], contrast: str, method: str
) -> pd.DataFrame:
    overall = test(counts)
    rows = [
        pd.DataFrame(
            [
                {
                    "group": ALL,
                    "reference": "",
                    "statistic": overall.statistic,
                    "df": overall.df or None,
                    "p_value": overall.p_value,
                    "status": overall.status,
                }
            ]
        )
    ]
    if len(counts.groups) > 1:
        pairs = pairwise(counts, test)
        rows.append(pairs.assign(df=pairs["df"].where(pairs["df"] > 0)))
    return pd.concat(rows, ignore_index=True).assign(
        measure="recurrence", kind=_kind(contrast), contrast=contrast, method=method
    )


def _not_done(groups: Sequence[str], contrast: str, method: str) -> pd.DataFrame:
    rows = pd.concat(
        [
            pd.DataFrame([{"group": ALL, "reference": "", "status": NOT_ESTIMABLE}]),
            pair_rows(groups, NOT_ESTIMABLE),
        ],
        ignore_index=True,
    )
    return rows.assign(
        measure="recurrence",
        kind=_kind(contrast),
        contrast=contrast,
        method=f"{method}; episodes of one patient are not independent",
    )


def _hazard_ratios(recurring: Followed, groups: Sequence[str], settings: Settings) -> pd.DataFrame:
    counts = recurring.counts.restricted_to(groups)
    model = cox(counts, groups[0], settings.confidence)
    if recurring.pair_frame is not None:
        model = clustered_cox(
            model, counts, pairs_in(counts, recurring.pair_frame), settings.confidence
        )
    ratios = model.table.rename(columns={"hazard_ratio": "estimate"}).assign(
        reference=groups[0], contrast="hazard_ratio", p_holm=holm(model.table["p_value"].to_numpy())
    )
    tested = proportional_hazards_test(model)
    zph = pd.DataFrame(
        [
            {
                "group": ALL,
                "reference": groups[0],
                "contrast": "zph_test",
                "statistic": tested.statistic,
                "df": tested.df or None,
                "p_value": tested.p_value,
                "status": tested.status,
            }
        ]
    )
    rows = pd.concat([ratios, zph], ignore_index=True)
    method = "cox_efron" if recurring.pairs is None else "cox_efron_cluster_sandwich"
    return rows.assign(measure="recurrence", kind="cause_specific_hazard", method=method)


def _kind(contrast: str) -> str:
    return "cumulative_incidence" if contrast == "gray_test" else "cause_specific_hazard"
