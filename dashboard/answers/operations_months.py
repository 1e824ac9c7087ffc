"""Rows of ``charts``: how many began in each month, and what the month was made of."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard import disclosure
from dashboard.answers.answer import shaped
from dashboard.answers.operations_counts import TOPIC, AskedOfClinics
from dashboard.disclosure import SHOWN

VOLUME, MIX, ALL = "volume", "mix", "all"


def charts(asked: AskedOfClinics) -> pd.DataFrame:
    """How many began in each month (``volume``), and how many of each group (``mix``, as a share of the month)?

    Numbers are those of the month: a patient counted once begins once. Groups and months add up to numbers that are
    told elsewhere, so where one cell is small others are hidden with it, until none can be worked out.
    """
    months = asked.months
    if months.empty or not asked.shown:
        return shaped("charts", pd.DataFrame({"measure": []}))
    whole = months.groupby("month")[["episodes", "patients"]].sum()
    if asked.choices.unit == "episode":
        # A patient may begin in two groups in a month: the largest is a safe lower limit.
        whole["patients"] = months.groupby("month")["patients"].max()
    parts = disclosure.parts_to_hide(_sizes(whole["patients"]), asked.fewest)
    table = pd.concat([_volume(whole, parts), _mix(asked, months, whole, parts)], ignore_index=True)
    if asked.published:
        table[["events", "denominator"]] = disclosure.rounded(table[["events", "denominator"]])
    share = np.divide(
        table["events"],
        table["denominator"],
        out=np.full(len(table), np.nan),
        where=table["denominator"].gt(0).to_numpy(),
    )
    of_all = table["chart"].eq(VOLUME)
    told = table["status"].eq(SHOWN)
    table["value"] = np.where(told, np.where(of_all, table["events"], share), np.nan)
    table["events"] = table["events"].where(told)
    table["denominator"] = table["denominator"].where(told)
    return shaped("charts", table, topic=asked.topic, measure=TOPIC)


def _volume(whole: pd.DataFrame, parts: disclosure.Hidden) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "chart": VOLUME,
            "unit_of_chart": ALL,
            "period": whole.index,
            "denominator": np.nan,
            "events": whole["episodes"].to_numpy(dtype=float),
            "status": [parts[str(month)] for month in whole.index],
        }
    )


def _mix(
    asked: AskedOfClinics, months: pd.DataFrame, whole: pd.DataFrame, parts: disclosure.Hidden
) -> pd.DataFrame:
    """How many of each group began in each month? Of hidden groups there is no row.

    Of a month that is hidden as a whole all is, also that none of a group began.
    """
    table = months.pivot(index="group", columns="month", values="episodes").fillna(0)
    cells = {
        (str(row["group"]), str(row["month"])): int(row["patients"])
        for row in months.to_dict("records")
    }
    status = disclosure.cells_to_hide(cells, asked.fewest, asked.hidden.names)
    frames = [
        pd.DataFrame(
            {
                "chart": MIX,
                "unit_of_chart": group,
                "period": whole.index,
                "denominator": whole["episodes"].to_numpy(dtype=float),
                "events": table.reindex(columns=whole.index).loc[group].to_numpy(dtype=float),
                "status": [
                    status.get((group, month), SHOWN) if parts[month] == SHOWN else parts[month]
                    for month in map(str, whole.index)
                ],
            }
        )
        for group in asked.shown
        if group in table.index
    ]
    return pd.concat(frames, ignore_index=True)


def _sizes(patients: pd.Series) -> dict[str, int]:
    return {str(month): int(size) for month, size in patients.items()}
