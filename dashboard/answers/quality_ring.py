"""Whom to ring, and about what: a rule decided beforehand, so that noise rings nobody."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.answers.answer import apart
from dashboard.answers.asked import Asked
from dashboard.answers.quality_items import ATTENDED, BY_NAME
from dashboard.disclosure import SHOWN, is_small
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
        The table of the answer, after disclosure: what is hidden rings nobody.

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

        Nothing rings where episodes are counted, of which the intervals know nothing.
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
    if rows.empty:
        return pd.DataFrame()
    table = _judged(rows, 1.0 - (1.0 - asked.settings.confidence) / len(rows))
    if asked.published:
        # The difference of two rounded numbers may be small although neither is.
        table = table[~is_small(table["events"])].round(2)
    return table


def _judged(rows: pd.DataFrame, level: float) -> pd.DataFrame:
    """Which rows ring, at this level of the intervals?"""
    numbers = {
        name: rows[name].to_numpy(dtype=float) for name in ("events", "episodes", "std_error")
    }
    events, total = numbers["events"], numbers["episodes"]
    # Reviews of one patient are alike: the error of a group has the weight of its reviews.
    spread = (total * np.nan_to_num(numbers["std_error"])) ** 2
    kinds = rows["kind"]

    def others(values: FloatArray) -> FloatArray:
        together = pd.Series(values).groupby(kinds.to_numpy()).transform("sum")
        return together.to_numpy() - values

    of_all = np.array([BY_NAME[key].of_all for key in zip(rows["measure"], kinds, strict=True)])
    clustered = kinds.eq(ATTENDED).to_numpy()

    def wanting(share: FloatArray) -> FloatArray:
        return np.where(of_all, 1.0 - share, share)

    def limits(k: FloatArray, n: FloatArray, squares: FloatArray) -> tuple[FloatArray, FloatArray]:
        score = wilson(k, n, level)
        margin = normal_quantile(level) * np.sqrt(np.maximum(squares, 0.0)) / n
        lower = np.where(clustered, np.maximum(k / n - margin, 0.0), score.lower)
        upper = np.where(clustered, np.minimum(k / n + margin, 1.0), score.upper)
        ends = (wanting(lower), wanting(upper))
        return np.minimum(*ends), np.maximum(*ends)

    low, high = limits(events, total, spread)
    _, others_high = limits(others(events), others(total), others(spread))
    value, centre = wanting(events / total), wanting(others(events) / others(total))
    ends = [wanting(rows[name].to_numpy(dtype=float)) for name in ("ci_lower", "ci_upper")]
    ringing = (low > others_high) & (value - centre >= GAP - _ROUNDING)
    return pd.DataFrame(
        {
            "measure": RING,
            "chart": kinds,
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
