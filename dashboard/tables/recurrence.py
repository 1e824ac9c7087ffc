"""The tables of recurrence: risks at the horizons, comparisons with the reference, and who was left out."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.answers.plain import horizon_in_words
from dashboard.tables import formats

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
    sizes = {row["group"]: _counted(row) for row in main}
    columns = {counted: [sizes[group] for group in groups]}
    for horizon in sorted({row["horizon_days"] for row in main}):
        at = [row for row in main if row["horizon_days"] == horizon]
        none = _limits(rows, horizon)
        columns[f"Back within {horizon_in_words(horizon)}"] = _shares(at, groups, none)
    if answer.horizon is not None:
        free = [
            row
            for row in rows
            if row["measure"] == "failure_free" and row["horizon_days"] == answer.horizon
        ]
        columns[f"Clear and stayed so, {horizon_in_words(answer.horizon)}"] = _shares(
            free, groups, {}
        )
    follow = {row["group"]: _days(row) for row in rows if row["measure"] == "follow_up"}
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


def differences(answer: Answer) -> pd.DataFrame:
    """By how many percentage points does each group differ from the reference, not adjusted?"""
    rows = _against_reference(answer, "difference")
    rows = rows[rows["measure"].eq("recurrence")]
    return _frame(
        answer,
        rows,
        {
            "Horizon": [horizon_in_words(int(day)) for day in rows["horizon_days"]],
            "Difference, points (95% interval)": [
                _or_status(row, formats.points(row["estimate"], row["ci_lower"], row["ci_upper"]))
                for row in _records(rows)
            ],
            "p": [formats.p_value(p) for p in rows["p_value"]],
            "p, Holm": [formats.p_value(p) for p in rows["p_holm"]],
        },
    )


def hazard_ratios(answer: Answer) -> pd.DataFrame:
    """By what factor does each group's rate of recurrence differ from the reference's, not adjusted?"""
    rows = _against_reference(answer, "hazard_ratio")
    return _frame(
        answer,
        rows,
        {
            "Hazard ratio (95% interval)": [
                _or_status(row, formats.ratio(row["estimate"], row["ci_lower"], row["ci_upper"]))
                for row in _records(rows)
            ],
            "p": [formats.p_value(p) for p in rows["p_value"]],
            "p, Holm": [formats.p_value(p) for p in rows["p_holm"]],
        },
    )


def tests(answer: Answer) -> pd.DataFrame:
    """Do the groups differ at all? The tests over all groups together."""
    table = answer.tables["comparisons"]
    rows = table[table["group"].eq("all")]
    said = {
        "gray_test": "Gray's test (cumulative incidence)",
        "log_rank_test": "Log-rank test (cause-specific)",
        "zph_test": "Proportional hazards (cox.zph)",
    }
    return pd.DataFrame(
        {
            "Chi-squared": [_or_status(row, f"{row['statistic']:.2f}") for row in _records(rows)],
            "Degrees of freedom": [formats.number(row["df"]) for row in _records(rows)],
            "p": [formats.p_value(p) for p in rows["p_value"]],
        },
        index=pd.Index([said[contrast] for contrast in rows["contrast"]], name="Test"),
    )


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
            low["group"]: _or_status(
                low,
                f"{formats.percent(low['estimate'], 0)} to {formats.percent(high['estimate'], 0)}",
            )
            for low, high in zip(lower, upper, strict=True)
        }
    groups = list(dict.fromkeys(rows["group"]))
    table = pd.DataFrame(said, index=groups)
    table.index = pd.Index([words.value(answer.choices.group_by, group) for group in groups])
    return table.rename_axis(words.dimension(answer.choices.group_by))


def attrition(answer: Answer) -> pd.DataFrame:
    """Who was counted, and who was left out, for which reason?"""
    lines = []
    for step in answer.attrition:
        said = (
            f"fewer than {answer.settings.min_patients}"
            if step.status == "hidden_small_number"
            else "hidden with another"
        )
        written = said if step.number is None else f"{step.number:,}"
        lines.append(
            (
                f"left out: {step.said}" if step.left_out else step.said.capitalize(),
                written if not step.left_out or step.number is None else f"− {written}",
            )
        )
    return pd.DataFrame(
        {"Number": [written for _, written in lines]},
        index=pd.Index([name for name, _ in lines], name="Step"),
    )


def _by_horizon(rows: pd.DataFrame) -> list[tuple[int, pd.DataFrame]]:
    return [
        (int(day), rows[rows["horizon_days"].eq(day)])
        for day in sorted(rows["horizon_days"].unique())
    ]


def _against_reference(answer: Answer, contrast: str) -> pd.DataFrame:
    table = answer.tables["comparisons"]
    return table[table["contrast"].eq(contrast) & table["reference"].eq(answer.reference)]


def _frame(answer: Answer, rows: pd.DataFrame, columns: dict[str, list[str]]) -> pd.DataFrame:
    names = [words.value(answer.choices.group_by, group) for group in rows["group"]]
    said = words.value(answer.choices.group_by, answer.reference) if answer.reference else ""
    return pd.DataFrame(columns, index=pd.Index(names, name=f"Compared with {said}"))


def _records(rows: pd.DataFrame) -> list[dict[Any, Any]]:
    return rows.astype({column: float for column in ("statistic", "df") if column in rows}).to_dict(
        "records"
    )


def _counted(row: dict[Any, Any]) -> str:
    # A figure may be hidden although its denominator is not: too few are followed that far.
    hidden = pd.isna(row["episodes"])
    return formats.STATUS_WORDS[row["status"]] if hidden else f"{row['episodes']:,}"


def _shares(rows: list[dict[Any, Any]], groups: list[str], limits: dict[str, float]) -> list[str]:
    by_group = {row["group"]: row for row in rows}
    places = formats.decimals(row["estimate"] for row in rows)
    return [
        _share(by_group[group], places, limits.get(group)) if group in by_group else "–"
        for group in groups
    ]


def _share(row: dict[Any, Any], places: int, limit: float | None) -> str:
    said = formats.with_interval(
        float(row["estimate"]), float(row["ci_lower"]), float(row["ci_upper"]), places
    )
    if limit is not None and row["estimate"] == 0.0:
        said = formats.none_at_most(limit)
    if row["status"] == "not_mature":
        return f"{said}, too early"
    return formats.STATUS_WORDS.get(row["status"], said)


def _days(row: dict[Any, Any]) -> str:
    if row["status"] != "shown":
        return formats.STATUS_WORDS.get(row["status"], "–")
    return f"{row['estimate']:.0f} days"


def _or_status(row: dict[Any, Any], said: str) -> str:
    return formats.STATUS_WORDS.get(str(row["status"]), said)
