"""The tables of like patients: by what they had tried before, and by habit; who was compared, and what may be said."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.answers.diy_alike import NEW_MILIA
from dashboard.answers.diy_alike_counts import ARMS, HABITS
from dashboard.answers.diy_alike_words import before_in, differences, habit_in, missing
from dashboard.tables import like_for_like
from dashboard.tables.diy import HABIT

_CODES = re.compile(rf"\b({'|'.join((*ARMS, 'yes', 'no'))})\b")
NOTHING, WITHOUT = "Nothing tried", "Without it"


def shares(answer: Answer, measure: str) -> pd.DataFrame:
    """What share of each arm, crude and among like patients, and how does it differ from those who tried nothing?"""
    return like_for_like.shares(before_in(answer), measure, NOTHING).rename_axis(
        words.dimension("diy_before")
    )


def sizes(answer: Answer, measure: str) -> pd.DataFrame:
    """Who was compared, and how alike are they made?"""
    table = like_for_like.sizes(before_in(answer), measure, NOTHING)
    return table.rename_axis(words.dimension("diy_before"))


def verdicts(answer: Answer, measure: str) -> pd.DataFrame:
    """Which word may be said of whom, or what is missing?"""
    return _verdicts(before_in(answer), measure).rename_axis(words.dimension("diy_before"))


def habits(answer: Answer) -> pd.DataFrame:
    """In what share of like patients were there new milia, with and without each habit?"""
    return _by_habit(answer, lambda one: like_for_like.shares(one, NEW_MILIA, WITHOUT))


def habit_sizes(answer: Answer) -> pd.DataFrame:
    """Who was compared habit by habit, and how alike are they made?"""
    return _by_habit(answer, lambda one: like_for_like.sizes(one, NEW_MILIA, WITHOUT))


def habit_verdicts(answer: Answer) -> pd.DataFrame:
    """Which word may be said of which habit, or what is missing?"""
    return _by_habit(answer, lambda one: _verdicts(one, NEW_MILIA))


def _verdicts(answer: Answer, measure: str) -> pd.DataFrame:
    told = {row["unit_of_chart"]: missing(row) for row in differences(answer, measure)}
    named = like_for_like.arms(answer, measure)
    names = [words.value(answer.choices.group_by, arm) for arm in named]
    why = like_for_like.reasons(answer, measure)["Why"].to_dict()
    said = [
        f"nothing: {_CODES.sub(_called, why[name])}" if name in why else told.get(arm, "–")
        for arm, name in zip(named, names, strict=True)
    ]
    return pd.DataFrame({"What may be said, or what is missing": said}, index=names)


def _called(code: re.Match[str]) -> str:
    """What is an arm called that stands in a reason by its code?"""
    return f"“{words.value('diy_before', code[0])}”"


def _by_habit(answer: Answer, table: Callable[[Answer], pd.DataFrame]) -> pd.DataFrame:
    """The tables of all habits under each other, a row a habit."""
    told = {words.value("habit", habit): table(habit_in(answer, habit)) for habit in HABITS}
    rows = [own.set_axis([name] * len(own)) for name, own in told.items() if len(own)]
    return pd.concat(rows).rename_axis(HABIT) if rows else pd.DataFrame()
