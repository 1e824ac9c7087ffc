"""Recorded shares and how they differ: the same rows for every topic that counts k of n."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard import disclosure
from dashboard.answers.asked import Asked
from dashboard.answers.timed import NOT_ESTIMABLE
from dashboard.disclosure import SHOWN
from dashboard.estimates.multiplicity import holm
from dashboard.estimates.proportion_contrasts import pair_contrasts
from dashboard.estimates.proportions import wilson

# Score intervals and exact tests take every k of n for independent.
_DEPENDENT = "episodes of one patient are not independent"


def shares(counts: pd.DataFrame, asked: Asked, measure: str) -> pd.DataFrame:
    """What share of each group is it, and how sure can one be?

    Parameters
    ----------
    counts
        ``group``, ``kind``, ``events``, ``episodes`` (the denominator: patients, or episodes where those
        are counted), ``patients``; ``subgroup_by`` and ``subgroup`` where groups are split further.
        A row without a denominator is *unknown*, never zero: it is left out.

    Returns
    -------
    pandas.DataFrame
        Rows of ``estimates`` with ``base``. Limits are Wilson's; blank where episodes are counted, of
        which score intervals know nothing. Where the answer is published, shares are worked out from
        rounded counts.

    Notes
    -----
    Agrees with R `prop.test(k, n, correct = FALSE)` (see `estimates.proportions.wilson`).
    """
    rows = counts[counts["episodes"].gt(0)].reset_index(drop=True)
    events = rows["events"].to_numpy(dtype=float)
    total = rows["episodes"].to_numpy(dtype=float)
    if asked.published:
        total = disclosure.rounded(total)
        events = np.minimum(disclosure.rounded(events), total)
    interval = wilson(events, total, asked.settings.confidence)
    counted_once = asked.choices.unit == "patient"
    return rows.assign(
        measure=measure,
        estimate=interval.estimate,
        std_error=np.nan,
        ci_lower=interval.lower if counted_once else np.nan,
        ci_upper=interval.upper if counted_once else np.nan,
        value_unit="proportion",
        method="wilson" if counted_once else f"share; no interval: {_DEPENDENT}",
        status=SHOWN,
        base=rows["patients"],
    )


def share_contrasts(
    counts: pd.DataFrame, groups: Sequence[str], asked: Asked, measure: str
) -> pd.DataFrame:
    """By how much do the groups' shares differ, pair by pair and kind by kind?

    Parameters
    ----------
    counts
        As for `shares`, without subgroups; kinds in the order in which they are told.
    groups
        Those that may be compared, the reference first; of each pair the earlier is subtracted.

    Returns
    -------
    pandas.DataFrame
        Rows of ``comparisons``: difference (Newcombe), ratio (Miettinen and Nurminen), Fisher's exact
        test; Holm over all pairs and kinds. ``not_estimable``, with the reason, where episodes are counted.
        A ratio to a reference without an event is infinite: ``shown`` with its lower limit alone, and
        the method says so. No file holds an infinite number, which few programs read alike.
    """
    if len(groups) < 2:
        return pd.DataFrame()
    frames = []
    for kind, rows in counts.groupby("kind", sort=False):
        by_group = (
            rows.set_index("group").reindex(list(groups)).fillna({"events": 0, "episodes": 0})
        )
        pairs = pair_contrasts(
            groups,
            by_group["events"].to_numpy(dtype=float),
            by_group["episodes"].to_numpy(dtype=float),
            asked.settings.confidence,
        )
        frames.append(pairs.assign(kind=kind))
    if not frames:
        return pd.DataFrame()
    table = _finite(pd.concat(frames, ignore_index=True))
    if asked.choices.unit == "episode":
        blank = ["estimate", "std_error", "ci_lower", "ci_upper", "p_value"]
        table = table.assign(
            **dict.fromkeys(blank, np.nan),
            status=NOT_ESTIMABLE,
            method=table["method"] + f"; {_DEPENDENT}",
        )
    return table.assign(measure=measure, p_holm=holm(table["p_value"].to_numpy(dtype=float)))


def _finite(table: pd.DataFrame) -> pd.DataFrame:
    """How do infinite ratios stand in a table: blank, the lower limit kept, and said by the method?"""
    infinite = np.isinf(table["ci_upper"].to_numpy(dtype=float))
    result = table.copy()
    result.loc[infinite, ["estimate", "ci_upper"]] = np.nan
    result.loc[infinite, "method"] += "; infinite, the reference has no event"
    return result
