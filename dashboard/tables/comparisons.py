"""Comparisons with the reference as a person reads them: differences, ratios, tests. The same for every topic."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.answers.plain import horizon_in_words
from dashboard.tables import formats
from dashboard.tables.cells import or_status

_TESTS = {
    "gray_test": "Gray's test (cumulative incidence)",
    "log_rank_test": "Log-rank test (cause-specific)",
    "zph_test": "Proportional hazards (cox.zph)",
}


def differences(
    answer: Answer, measure: str = "", kind: str = "cumulative_incidence"
) -> pd.DataFrame:
    """By how many percentage points does each group differ from the reference, not adjusted?"""
    rows = _against_reference(answer, "difference")
    rows = rows[rows["measure"].eq(measure or answer.topic) & rows["kind"].eq(kind)]
    return _frame(
        answer,
        rows,
        {
            "Horizon": [horizon_in_words(int(day)) for day in rows["horizon_days"]],
            "Difference, points (95% interval)": [
                or_status(row, formats.points(row["estimate"], row["ci_lower"], row["ci_upper"]))
                for row in _records(rows)
            ],
            "p": [formats.p_value(p) for p in rows["p_value"]],
            "p, Holm": [formats.p_value(p) for p in rows["p_holm"]],
        },
    )


def shares(answer: Answer, measure: str, kind: str) -> pd.DataFrame:
    """By how much does each group's recorded share differ from the reference's, not adjusted?"""
    told = {
        contrast: rows[rows["measure"].eq(measure) & rows["kind"].eq(kind)]
        for contrast in ("difference", "ratio", "fisher_test")
        for rows in (_against_reference(answer, contrast),)
    }
    tested = told["fisher_test"]
    return _frame(
        answer,
        tested,
        {
            "Difference, points (95% interval)": [
                or_status(row, formats.points(row["estimate"], row["ci_lower"], row["ci_upper"]))
                for row in _records(told["difference"])
            ],
            "Ratio (95% interval)": [
                or_status(row, formats.ratio(row["estimate"], row["ci_lower"], row["ci_upper"]))
                for row in _records(told["ratio"])
            ],
            "p": [formats.p_value(p) for p in tested["p_value"]],
            "p, Holm": [formats.p_value(p) for p in tested["p_holm"]],
        },
    )


def mean_differences(answer: Answer, measure: str) -> pd.DataFrame:
    """By how many days does each group's restricted mean differ from the reference's, not adjusted?"""
    rows = _against_reference(answer, "difference")
    rows = rows[rows["measure"].eq(measure)]
    return _frame(
        answer,
        rows,
        {
            "Of the first": [horizon_in_words(int(day)) for day in rows["horizon_days"]],
            "Difference, days (95% interval)": [
                or_status(row, formats.apart(row["estimate"], row["ci_lower"], row["ci_upper"]))
                for row in _records(rows)
            ],
            "p": [formats.p_value(p) for p in rows["p_value"]],
            "p, Holm": [formats.p_value(p) for p in rows["p_holm"]],
        },
    )


def amounts(answer: Answer, measure: str, kind: str, unit: str) -> pd.DataFrame:
    """By how much does each group's mean or ratio differ from the reference's, in its `unit`, not adjusted?"""
    rows = _against_reference(answer, "difference")
    rows = rows[rows["measure"].eq(measure) & rows["kind"].eq(kind)]
    return _frame(
        answer,
        rows,
        {
            f"Difference, {unit} (95% interval)": [
                or_status(row, formats.apart(row["estimate"], row["ci_lower"], row["ci_upper"]))
                for row in _records(rows)
            ],
            "p": [formats.p_value(p) for p in rows["p_value"]],
            "p, Holm": [formats.p_value(p) for p in rows["p_holm"]],
        },
    )


def hazard_ratios(answer: Answer) -> pd.DataFrame:
    """By what factor does each group's rate of the event differ from the reference's, not adjusted?"""
    rows = _against_reference(answer, "hazard_ratio")
    return _frame(
        answer,
        rows,
        {
            "Hazard ratio (95% interval)": [
                or_status(row, formats.ratio(row["estimate"], row["ci_lower"], row["ci_upper"]))
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
    return pd.DataFrame(
        {
            "Chi-squared": [or_status(row, f"{row['statistic']:.2f}") for row in _records(rows)],
            "Degrees of freedom": [formats.number(row["df"]) for row in _records(rows)],
            "p": [formats.p_value(p) for p in rows["p_value"]],
        },
        index=pd.Index([_TESTS[contrast] for contrast in rows["contrast"]], name="Test"),
    )


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
