"""The tables of recurrence: risks at the horizons, and the bounds for those lost to follow-up."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.answers.plain import horizon_in_words
from dashboard.tables import cells, formats

_READ = [
    "measure", "group", "horizon_days", "episodes", "estimate", "ci_lower", "ci_upper", "status",
]  # fmt: skip


def risks(answer: Answer) -> pd.DataFrame:
    """How often did milia come back by each horizon, by group, with intervals and denominators?"""
    by = answer.choices.group_by
    rows = answer.tables["estimates"][_READ].to_dict("records")
    main = [row for row in rows if row["measure"] == "recurrence"]
    groups = list(dict.fromkeys(row["group"] for row in main))
    counted = "Patients" if answer.choices.unit == "patient" else "Episodes"
    sizes = {row["group"]: cells.counted(row) for row in main}
    columns = {counted: [sizes[group] for group in groups]}
    for horizon in sorted({row["horizon_days"] for row in main}):
        at = [row for row in main if row["horizon_days"] == horizon]
        none = _limits(rows, horizon)
        columns[f"Back within {horizon_in_words(horizon)}"] = cells.shares(at, groups, none)
    if answer.horizon is not None:
        free = [
            row
            for row in rows
            if row["measure"] == "failure_free" and row["horizon_days"] == answer.horizon
        ]
        columns[f"Clear and stayed so, {horizon_in_words(answer.horizon)}"] = cells.shares(
            free, groups
        )
    follow = {row["group"]: cells.days(row) for row in rows if row["measure"] == "follow_up"}
    columns["Followed for (median)"] = [follow.get(group, "–") for group in groups]
    names = [words.value(by, group) for group in groups]
    return pd.DataFrame(columns, index=pd.Index(names, name=words.dimension(by)))


def _limits(rows: list[dict[Any, Any]], horizon: int) -> dict[str, float]:
    """How large may the risk be where nobody recurred, by group?"""
    return {
        row["group"]: row["estimate"]
        for row in rows
        if row["measure"] == "no_event" and row["horizon_days"] == horizon
    }


def bounds(answer: Answer) -> pd.DataFrame:
    """Between which shares would recurrence lie, whatever happened to those lost to follow-up?"""
    rows = answer.tables["estimates"]
    rows = rows[rows["measure"].eq("loss")]
    said: dict[str, dict[str, str]] = {}
    for horizon, at in _by_horizon(rows):
        lower, upper = (
            at[at["kind"].eq(kind)].to_dict("records") for kind in ("lower_bound", "upper_bound")
        )
        said[horizon_in_words(horizon)] = {
            low["group"]: cells.or_status(
                low,
                f"{formats.percent(low['estimate'], 0)} to {formats.percent(high['estimate'], 0)}",
            )
            for low, high in zip(lower, upper, strict=True)
        }
    groups = list(dict.fromkeys(rows["group"]))
    table = pd.DataFrame(said, index=groups)
    table.index = pd.Index([words.value(answer.choices.group_by, group) for group in groups])
    return table.rename_axis(words.dimension(answer.choices.group_by))


def _by_horizon(rows: pd.DataFrame) -> list[tuple[int, pd.DataFrame]]:
    return [
        (int(day), rows[rows["horizon_days"].eq(day)])
        for day in sorted(rows["horizon_days"].unique())
    ]
