"""How outcomes, movements and reasons of like for like are said. Words that compare come from the gate alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.answers.like_for_like_cells import CASE_MIX
from dashboard.answers.like_for_like_counts import (
    COMPLICATIONS,
    FREE,
    HEALING,
    RECURRENCE,
)
from dashboard.answers.plain import horizon_in_words
from dashboard.answers.recurrence_words import DEFINITIONS
from dashboard.disclosure import SHOWN
from dashboard.estimates.rare_levels import RARE
from dashboard.settings import Settings

# What a reader chooses among.
OUTCOMES_SAID = {
    FREE.measure: "Clear, and stayed so",
    RECURRENCE.measure: "Milia back, once clear",
    HEALING.measure: "Skin healed",
    COMPLICATIONS.measure: "Any complication",
}
# A difference that moves by less than this, of a share of 1, is said not to move.
_STILL = 0.005
# What stands in a reason of `estimates.balance` and `propensity` → the same in a few words.
_BRIEFLY = {
    "more than half": "most patients of one group have a case mix that the other lacks",
    "alone tells": "the case mix alone tells for some which treatment they had",
    "effective sample size": "too few patients are alike",
    "standardised difference": "a difference of the case mix is left",
    "nobody in": "nobody is alike",
    "model of who gets": "who gets which treatment cannot be told from the case mix",
}
_CODES = "|".join(re.escape(name) for name in (*CASE_MIX, *words.PROFESSIONAL))


def main_day(measure: str, horizon: int | None, settings: Settings) -> int | None:
    """At which day is a measure compared: the main horizon, 14 days of healing, 90 for complications?"""
    if measure == HEALING.measure:
        return int(settings.healing_horizons[-2:][0])
    if measure == COMPLICATIONS.measure:
        return int(settings.complications_horizons[-1])
    return horizon


def called(measure: str, day: int | None, definition: str = "A") -> str:
    """What is the share of a measure called: "clear, and stayed so for 12 months"?"""
    when = "" if day is None else horizon_in_words(day)
    return {
        FREE.measure: f"clear, and stayed so for {when}",
        RECURRENCE.measure: f"milia back {DEFINITIONS[definition]} within {when} of clearance",
        HEALING.measure: f"healed within {when} of the last session",
        COMPLICATIONS.measure: f"any complication within {when} of the first session",
    }[measure]


def moved(
    comparisons: pd.DataFrame, measure: str, day: int | None, name: Callable[[str], str]
) -> str:
    """Which way did adjusting move the differences: does it shrink, widen or turn them?"""
    rows = comparisons[
        comparisons["measure"].eq(measure)
        & comparisons["contrast"].eq("difference")
        & comparisons["horizon_days"].eq(-1 if day is None else day)
        & comparisons["status"].eq(SHOWN)
    ]
    crude = rows[rows["adjustment"].eq("crude")].set_index("group")["estimate"].to_dict()
    adjusted = rows[rows["adjustment"].ne("crude")].set_index("group")["estimate"].to_dict()
    return _moved(crude, adjusted, name)


def _moved(
    crude: Mapping[Any, float], adjusted: Mapping[Any, float], say: Callable[[str], str]
) -> str:
    ways: dict[str, list[str]] = {}
    for arm, now in adjusted.items():
        if arm in crude:
            ways.setdefault(way(crude[arm], now), []).append(say(arm))
    said = [f"{verb} that of {words.among(arms)}" for verb, arms in ways.items()]
    if not said:
        return ""
    return f"Adjusting for the case mix {words.among(said)}.".replace(
        " that of ", " the difference of ", 1
    )


def moved_in(answer: Answer, measure: str) -> str:
    """The same for a page: what does adjusting do to the differences of this measure?"""
    day = main_day(measure, answer.horizon, answer.settings)
    rows = answer.tables["charts"]
    rows = rows[
        rows["measure"].eq(measure) & rows["period"].eq(str(day)) & rows["status"].eq(SHOWN)
    ]
    crude = rows["chart"].eq("difference:crude")
    adjusted = rows["chart"].str.startswith("difference:") & ~crude
    before, after = (
        dict(zip(rows[side]["unit_of_chart"], rows[side]["value"], strict=True))
        for side in (crude, adjusted)
    )
    return _moved(before, after, lambda arm: words.value("treatment", arm).lower())


def way(crude: float, adjusted: float) -> str:
    """Does adjusting turn, widen or shrink a difference, or hardly move it?"""
    if abs(adjusted - crude) < _STILL:
        return "hardly moves"
    if crude * adjusted < 0.0:
        return "turns"
    return "widens" if abs(adjusted) > abs(crude) else "shrinks"


def level_name(covariate: str, level: str) -> str:
    """What is a level of the case mix called: "Site: eyelid"?"""
    said = words.value(covariate, level)
    return f"{words.dimension(covariate)}: {said if covariate == 'skin_type' else said.lower()}"


def in_brief(reason: str) -> str:
    """Why can two arms not be compared, in a few words?"""
    told = [said for part, said in _BRIEFLY.items() if part in reason]
    return " and ".join(told) if told else in_words(reason)


def in_words(reason: str) -> str:
    """How is a reason said in which covariates and arms stand by their codes?"""
    names = {name: words.dimension(name).lower() for name in CASE_MIX} | {
        name: words.value("treatment", name).lower() for name in words.PROFESSIONAL
    }
    return re.sub(rf"\b({_CODES})\b", lambda found: names[found[0]], reason)


def merged_in_words(merged: Mapping[str, tuple[str, ...]]) -> str:
    """Which rare levels are told together? Empty where none are."""
    told = [
        f"{words.dimension(name).lower()} ({', '.join(words.value(name, each) for each in levels)})"
        for name, levels in merged.items()
    ]
    return "" if not told else f"{words.value('', RARE).lower()} of {words.among(told)}"
