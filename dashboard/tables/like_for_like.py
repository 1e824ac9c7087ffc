"""The tables of like for like: shares crude and adjusted, who was compared, second opinions, balance."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.answers.like_for_like_plain import in_words, level_name, main_day
from dashboard.answers.plain import horizon_in_words
from dashboard.tables import cells, formats

Rows = list[dict[Any, Any]]
_CHOSEN = "chosen_arms"
# Of what the rate is that Cox's model compares.
_RATE_OF = {
    "failure_free": "failure",
    "recurrence": "recurrence",
    "healing": "healing",
    "complications": "a first complication",
}


def arms(answer: Answer, measure: str) -> list[str]:
    """Which arms are compared with the reference in this measure?"""
    rows = answer.tables["charts"]
    mine = rows["measure"].eq(measure) & rows["chart"].str.startswith("difference:")
    return list(dict.fromkeys(rows[mine]["unit_of_chart"]))


def shares(answer: Answer, measure: str, others: str = "") -> pd.DataFrame:
    """What share of each arm and of its reference, crude and among like patients, and how do they differ?

    `others`: what the reference is called, where its own name does not say it.
    """
    day = main_day(measure, answer.horizon, answer.settings)
    table = answer.tables["estimates"]
    at = table[
        table["measure"].eq(measure) & table["horizon_days"].eq(-1 if day is None else day)
    ].to_dict("records")
    places = formats.decimals(row["estimate"] for row in at)
    found = {(row["group"], row["subgroup"]): cells.share(row, places) for row in at}
    named = arms(answer, measure)
    reference = others or _reference(answer)
    difference = _differences(answer, measure, day)
    columns = {
        "As recorded": [found.get((arm, ""), "–") for arm in named],
        "Among like patients": [_of(found, arm, answer.reference) for arm in named],
        f"{reference}, alike": [_of(found, answer.reference, arm) for arm in named],
        "Difference as recorded, points": [difference.get((arm, False), "–") for arm in named],
        "Difference among like, points": [difference.get((arm, True), "–") for arm in named],
    }
    return _frame(answer, named, columns)


def sizes(answer: Answer, measure: str, others: str = "") -> pd.DataFrame:
    """Who was compared: patients, set aside, the size the weights leave, the largest difference left?"""
    table = answer.tables["estimates"]
    aside = table[table["measure"].eq(measure) & table["kind"].eq("set_aside")].to_dict("records")
    gone = {(row["group"], row["subgroup"]): row for row in aside}
    balance = answer.tables["balance"]
    balance = balance[balance["measure"].eq(measure)]
    named = arms(answer, measure)
    reference = answer.reference
    said = (others or _reference(answer)).lower()
    columns = {
        "Patients": [_patients(gone, arm, reference) for arm in named],
        "Set aside": [_aside(gone, arm, reference) for arm in named],
        "Effective size": [_effective(balance, arm, reference) for arm in named],
        f"Patients, {said}": [_patients(gone, reference, arm) for arm in named],
        f"Set aside, {said}": [_aside(gone, reference, arm) for arm in named],
        f"Effective size, {said}": [_effective(balance, reference, arm) for arm in named],
        "Largest difference left": [_largest(balance, arm, reference) for arm in named],
    }
    return _frame(answer, named, columns)


def reasons(answer: Answer, measure: str) -> pd.DataFrame:
    """Which arms cannot be compared with the reference, and why?"""
    table = answer.tables["estimates"]
    rows = table[table["measure"].eq(measure) & table["status"].eq("not_comparable")]
    rows = rows[rows["group"].ne(answer.reference)].drop_duplicates("group")
    return _frame(
        answer, rows["group"].tolist(), {"Why": [in_words(reason) for reason in rows["method"]]}
    )


def differences(answer: Answer, measure: str) -> pd.DataFrame:
    """By how many points do like patients differ at each horizon, corrected over the pairs?"""
    rows = [
        row
        for row in _contrasts(answer, measure)
        if row["contrast"] == "difference" and row["adjustment"] != "crude"
    ]
    columns = {
        "Horizon": [horizon_in_words(int(row["horizon_days"])) for row in rows],
        "Difference, points (95% interval)": [
            cells.or_status(row, formats.points(row["estimate"], row["ci_lower"], row["ci_upper"]))
            for row in rows
        ],
        "p": [formats.p_value(row["p_value"]) for row in rows],
        "p, Holm": [formats.p_value(row["p_holm"]) for row in rows],
    }
    return _frame(answer, [row["group"] for row in rows], columns)


def second_opinions(answer: Answer, measure: str) -> pd.DataFrame:
    """What does Cox's model with the case mix say, and do the hazards keep their ratio?"""
    rows = _contrasts(answer, measure)
    ratios = [row for row in rows if row["contrast"] == "hazard_ratio"]
    tests = {row["group"]: row for row in rows if row["contrast"] == "zph_test"}
    columns = {
        f"Hazard ratio of {_RATE_OF[measure]}, case mix in the model": [
            cells.or_status(row, formats.ratio(row["estimate"], row["ci_lower"], row["ci_upper"]))
            for row in ratios
        ],
        "p": [formats.p_value(row["p_value"]) for row in ratios],
        "p, Holm": [formats.p_value(row["p_holm"]) for row in ratios],
        "p, constant ratio (cox.zph)": [
            cells.or_status(tests[row["group"]], formats.p_value(tests[row["group"]]["p_value"]))
            for row in ratios
        ],
    }
    return _frame(answer, [row["group"] for row in ratios], columns)


def e_values(answer: Answer, measure: str) -> pd.DataFrame:
    """How strong would something unrecorded have to be, to explain the adjusted risk ratio away?"""
    rows = _contrasts(answer, measure)
    values = {row["group"]: row for row in rows if row["contrast"] == "e_value"}
    ratios = [row for row in rows if row["contrast"] == "ratio"]
    columns = {
        "Risk ratio, among like patients": [
            cells.or_status(row, formats.ratio(row["estimate"], row["ci_lower"], row["ci_upper"]))
            for row in ratios
        ],
        "E-value": [_e_value(values[row["group"]], "estimate") for row in ratios],
        "E-value of the limit nearest 1": [
            _e_value(values[row["group"]], "ci_lower") for row in ratios
        ],
    }
    return _frame(answer, [row["group"] for row in ratios], columns)


def balance(answer: Answer, measure: str, arm: str) -> pd.DataFrame:
    """What share of both arms has each level, before and after weighting?"""
    table = answer.tables["balance"]
    mine = table[table["measure"].eq(measure)]
    own = mine[mine["group"].eq(arm) & mine["reference"].eq(answer.reference)]
    other = mine[mine["group"].eq(answer.reference) & mine["reference"].eq(arm)]
    pairs = list(zip(own.to_dict("records"), other.to_dict("records"), strict=True))
    name, said = (words.value(answer.choices.group_by, each) for each in (arm, answer.reference))
    columns = {
        f"{name}": [_share(row, "share") for row, _ in pairs],
        f"{said}": [_share(row, "share") for _, row in pairs],
        "Difference, SD": [_sd(row, "smd") for row, _ in pairs],
        f"{name}, weighted": [_share(row, "weighted_share") for row, _ in pairs],
        f"{said}, weighted": [_share(row, "weighted_share") for _, row in pairs],
        "Difference left, SD": [_sd(row, "weighted_smd") for row, _ in pairs],
    }
    index = [level_name(row["covariate"], row["level"]) for row, _ in pairs]
    return pd.DataFrame(columns, index=pd.Index(index, name="Case mix"))


def _contrasts(answer: Answer, measure: str) -> Rows:
    table = answer.tables["comparisons"]
    rows = table[table["measure"].eq(measure)]
    return rows.astype({"df": float}).to_dict("records")


def _of(found: dict[tuple[str, str], str], arm: str, other: str) -> str:
    return found.get((arm, other)) or found.get((arm, _CHOSEN)) or "–"


def _differences(answer: Answer, measure: str, day: int | None) -> dict[tuple[str, bool], str]:
    """How are the differences of the main picture written, by arm and whether adjusted?"""
    table = answer.tables["charts"]
    mine = table["measure"].eq(measure) & table["period"].eq(str(day))
    rows = table[mine & table["chart"].str.startswith("difference:")].to_dict("records")
    return {
        (row["unit_of_chart"], row["chart"] != "difference:crude"): cells.or_status(
            row, formats.points(row["value"], row["lower_limit"], row["upper_limit"])
        )
        for row in rows
    }


def _row(gone: dict[Any, dict[Any, Any]], arm: str, other: str) -> dict[Any, Any] | None:
    return gone.get((arm, other)) or gone.get((arm, _CHOSEN))


def _patients(gone: dict[Any, dict[Any, Any]], arm: str, other: str) -> str:
    row = _row(gone, arm, other)
    return "–" if row is None or pd.isna(row["patients"]) else f"{row['patients']:,}"


def _aside(gone: dict[Any, dict[Any, Any]], arm: str, other: str) -> str:
    row = _row(gone, arm, other)
    if row is None:
        return "–"
    told = "none" if row["events"] == 0 else "" if pd.isna(row["events"]) else f"{row['events']:,}"
    return cells.or_status(row, told)


def _effective(balance: pd.DataFrame, arm: str, other: str) -> str:
    rows = balance[balance["group"].eq(arm) & balance["reference"].eq(other)]
    sizes = rows["effective_size"].dropna()
    if sizes.empty:
        return formats.STATUS_WORDS["not_comparable"] if len(rows) else "–"
    return formats.number(float(sizes.iloc[0]))


def _largest(balance: pd.DataFrame, arm: str, other: str) -> str:
    rows = balance[balance["group"].eq(arm) & balance["reference"].eq(other)]
    left = rows["weighted_smd"].abs().max()
    return "–" if np.isnan(left) else f"{left:.2f}"


def _e_value(row: dict[Any, Any], column: str) -> str:
    value = float(row[column])
    return cells.or_status(row, "–" if np.isnan(value) else f"{value:.2f}")


def _share(row: dict[Any, Any], column: str) -> str:
    # What is not comparable has a share before weighting, and none after.
    if row["status"] == "not_comparable" and not np.isnan(row[column]):
        return formats.percent(row[column], 0)
    return cells.or_status(row, formats.percent(row[column], 0))


def _sd(row: dict[Any, Any], column: str) -> str:
    value = float(row[column])
    if row["status"] == "not_comparable" and not np.isnan(value):
        return f"{value:+.2f}".replace("-", "−")
    told = "–" if np.isnan(value) else "none in one" if np.isinf(value) else f"{value:+.2f}"
    return cells.or_status(row, told.replace("-", "−"))


def _frame(answer: Answer, named: list[str], columns: dict[str, list[str]]) -> pd.DataFrame:
    names = [words.value(answer.choices.group_by, arm) for arm in named]
    index = pd.Index(names, name=f"Compared with {_reference(answer)}")
    return pd.DataFrame(columns, index=index)


def _reference(answer: Answer) -> str:
    """What are those called with whom the others are compared?"""
    return words.value(answer.choices.group_by, answer.reference) if answer.reference else ""
