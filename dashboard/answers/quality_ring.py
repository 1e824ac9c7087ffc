"""Whom to ring, and about what: a rule decided beforehand, so that noise rings nobody."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.answers.answer import apart
from dashboard.answers.asked import Asked
from dashboard.answers.quality_items import ATTENDED, BY_NAME
from dashboard.disclosure import SHOWN, is_small, may_be_added_up, rounded
from dashboard.estimates.arrays import FloatArray
from dashboard.estimates.distributions import normal_quantile
from dashboard.estimates.proportions import wilson

RING = "ring"
# Percentage points that lie between a clinic and the others together: what a call can be about.
GAP = 0.10
_ROUNDING = 1e-12


def rings(estimates: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    """Of which groups is what is wanting told apart from the others together?

    Parameters
    ----------
    estimates
        The table of the answer, exact: groups too small are hidden, nothing is rounded or hidden for
        publication. What is hidden, then or here, rings nobody.

    Returns
    -------
    pandas.DataFrame
        Rows of ``charts``, one a group and item: ``value`` the share wanting (blank, missed, not asked),
        ``centre`` that of the other groups together, warnings the interval of the page, limits the one the
        rule uses; ``signal`` is ``ring`` where both of this hold, else empty:

        - the interval lies wholly above that of the others. Both have the confidence of the page corrected by
          Bonferroni for the number of figures judged, so that by chance alone one page in twenty, at most,
          rings anybody;
        - the shares are at least 10 percentage points apart.

        Nothing rings where episodes are counted, of which the intervals know nothing. Published, the rule
        is applied to exact counts and told with rounded ones, where those may be told.
    """
    if asked.choices.unit == "episode":
        return pd.DataFrame()
    keys = pd.MultiIndex.from_frame(estimates[["measure", "kind"]])
    judged = (
        estimates["status"].eq(SHOWN)
        & estimates["subgroup"].eq("")
        & ~estimates["group"].isin(apart(asked.choices.group_by))
        & keys.isin(list(BY_NAME))
    )
    rows = estimates[judged]
    rows = rows[rows.groupby("kind")["group"].transform("size").gt(1)].reset_index(drop=True)
    counts = _counts(rows)
    if asked.published:
        told = _can_be_published(rows, counts)
        rows, counts = rows[told], counts[told]
    if rows.empty:
        return pd.DataFrame()
    level = 1.0 - (1.0 - asked.settings.confidence) / len(rows)
    table = _judged(rows, counts, level)
    if asked.published:
        as_told = _judged(rows, _rounded(counts), level)
        table = as_told.assign(signal=table["signal"]).round(2)
    return table


def _counts(rows: pd.DataFrame) -> pd.DataFrame:
    """Of each row, how many of how many, and how they scatter: its own, and those of the other groups together?"""
    numbers = rows[["events", "episodes", "std_error"]].astype(float)
    # Reviews of one patient are alike: the error of a group has the weight of its reviews.
    spread = (numbers["episodes"] * numbers["std_error"].fillna(0.0)) ** 2
    own = numbers[["events", "episodes"]].assign(spread=spread)
    others = own.groupby(rows["kind"]).transform("sum") - own
    return own.join(others.add_suffix("_others"))


def _can_be_published(rows: pd.DataFrame, counts: pd.DataFrame) -> NDArray[np.bool_]:
    """Of which rows may both shares be told, without giving away a group that is hidden?"""
    events, total = counts["events"], counts["episodes"]
    others, of_others = counts["events_others"], counts["episodes_others"]
    hidden = is_small(total)
    for number in (others, of_others - others, of_others):
        hidden |= is_small(number)
    for number in (events, total - events):
        small = is_small(number)
        # What the others have together tells, less those of them that are shown, what the hidden ones have.
        given_away = [
            kind for kind, parts in number.groupby(rows["kind"]) if not may_be_added_up(parts)
        ]
        hidden |= small | rows["kind"].isin(given_away).to_numpy()
    # The difference of two rounded numbers may be small although neither is.
    told = _rounded(counts)
    return ~(hidden | (_of_all(rows) & is_small(told["episodes"] - told["events"])))


def _rounded(counts: pd.DataFrame) -> pd.DataFrame:
    result = counts.copy()
    for of in ("", "_others"):
        total = rounded(counts[f"episodes{of}"])
        result[f"episodes{of}"] = total
        result[f"events{of}"] = np.minimum(rounded(counts[f"events{of}"]), total)
    return result


def _of_all(rows: pd.DataFrame) -> NDArray[np.bool_]:
    """Of which rows is the share one of what is there, so that what is wanting is the rest?"""
    keys = zip(rows["measure"], rows["kind"], strict=True)
    return np.array([BY_NAME[key].of_all for key in keys], dtype=np.bool_)


def _judged(rows: pd.DataFrame, counts: pd.DataFrame, level: float) -> pd.DataFrame:
    """Which rows ring, by these counts, at this level of the intervals?"""
    of_all = _of_all(rows)
    clustered = rows["kind"].eq(ATTENDED).to_numpy()

    def wanting(share: FloatArray) -> FloatArray:
        return np.where(of_all, 1.0 - share, share)

    def limits(of: str) -> tuple[FloatArray, FloatArray, FloatArray]:
        """The share wanting, and the ends of its interval."""
        k, n, squares = (
            counts[f"{name}{of}"].to_numpy() for name in ("events", "episodes", "spread")
        )
        score = wilson(k, n, level)
        margin = normal_quantile(level) * np.sqrt(np.maximum(squares, 0.0)) / n
        lower = np.where(clustered, np.maximum(k / n - margin, 0.0), score.lower)
        upper = np.where(clustered, np.minimum(k / n + margin, 1.0), score.upper)
        ends = (wanting(lower), wanting(upper))
        return wanting(k / n), np.minimum(*ends), np.maximum(*ends)

    (value, low, high), (centre, _, others_high) = limits(""), limits("_others")
    events, total = counts["events"].to_numpy(), counts["episodes"].to_numpy()
    ends = [wanting(rows[name].to_numpy(dtype=float)) for name in ("ci_lower", "ci_upper")]
    ringing = (low > others_high) & (value - centre >= GAP - _ROUNDING)
    return pd.DataFrame(
        {
            "measure": RING,
            "chart": rows["kind"],
            "unit_of_chart": rows["group"],
            "denominator": total,
            "events": np.where(of_all, total - events, events),
            "value": value,
            "centre": centre,
            "lower_warning": np.minimum(*ends),
            "upper_warning": np.maximum(*ends),
            "lower_limit": low,
            "upper_limit": high,
            "signal": np.where(ringing, RING, ""),
            "status": SHOWN,
        }
    )
