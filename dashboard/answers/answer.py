"""What every answer is: a question, a cohort, five tables of fixed shape, who was left out, and what may be said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dashboard import disclosure, words
from dashboard.cohort import Cohort
from dashboard.errors import BadInput
from dashboard.settings import POLICIES, Settings
from dashboard.store import About

# The five shapes in which figures leave the program: MEASURES, "Leaving the program".
_NAMED = ("topic", "measure", "definition", "analysis_unit", "adjustment", "group_by", "group")
_FIGURE = ("estimate", "std_error", "ci_lower", "ci_upper")
SHAPES: dict[str, tuple[str, ...]] = {
    "estimates": (
        *_NAMED, "subgroup_by", "subgroup", "kind", "horizon_days",
        "patients", "episodes", "events", "competing", *_FIGURE, "value_unit", "method", "status",
    ),
    "curves": (
        *_NAMED, "day", "at_risk", "events", "competing", "censored", *_FIGURE, "status",
    ),
    "comparisons": (
        *_NAMED, "reference", "kind", "horizon_days", "contrast",
        *_FIGURE, "statistic", "df", "p_value", "p_holm", "method", "status",
    ),
    "balance": (
        "topic", "measure", "weighting", "group_by", "group", "reference", "covariate", "level",
        "patients", "share", "weighted_share", "smd", "weighted_smd", "effective_size", "status",
    ),
    "charts": (
        "topic", "measure", "chart", "unit_of_chart", "period", "denominator", "events", "value", "centre",
        "lower_warning", "upper_warning", "lower_limit", "upper_limit", "signal", "status",
    ),
}  # fmt: skip
_TEXT = {
    *_NAMED, "subgroup_by", "subgroup", "kind", "value_unit", "method", "status", "reference", "contrast",
    "weighting", "covariate", "level", "chart", "unit_of_chart", "period", "signal",
}  # fmt: skip
_COUNTS = {
    "horizon_days",
    "patients",
    "episodes",
    "events",
    "competing",
    "censored",
    "day",
    "at_risk",
    "df",
    "denominator",
}

UNITS = ("patient", "episode")
DEFINITIONS = ("A", "B", "C")
# Like for like: overlap weights pair by pair or for chosen arms jointly, or inverse probability by pair.
WEIGHTINGS = ("pairs", "joint", "iptw")


@dataclass(frozen=True)
class Choices:
    """How is the question put: grouped by what, counted in what, by which definition, under which policy?

    `weighting` matters to the topic `like_for_like` only.
    """

    group_by: str = "treatment"
    unit: str = "patient"
    definition: str = "A"
    reference: str = ""
    horizons: tuple[int, ...] = ()
    policy: str = "clinic"
    weighting: str = "pairs"

    def __post_init__(self) -> None:
        for name, value, allowed in (
            ("grouping", self.group_by, tuple(words.DIMENSIONS)),
            ("unit", self.unit, UNITS),
            ("definition", self.definition, DEFINITIONS),
            ("policy", self.policy, POLICIES),
            ("weighting", self.weighting, WEIGHTINGS),
        ):
            if value not in allowed:
                raise BadInput(f"“{value}” is no {name}.", f"Choose one of {', '.join(allowed)}.")
        if self.policy == "publication" and self.unit == "episode":
            raise BadInput(
                "The publication policy counts each patient once.",
                "Count patients, or use the clinic policy and keep the report inside the clinic.",
            )


class Tables(Mapping[str, pd.DataFrame]):
    """Which tables does an answer have? Each is made when it is first looked at, and then stays.

    A page that shows the summary does not wait for comparisons that nobody looks at; a file or a test
    that looks at everything gets everything.
    """

    def __init__(self, makers: Mapping[str, Callable[[], pd.DataFrame]]) -> None:
        self._makers = dict(makers)
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


@dataclass(frozen=True)
class Step:
    """One step of the attrition: how many records are left, how many left out, and why?

    A hidden number is None; `status` says why it is hidden.
    """

    name: str
    said: str
    number: int | None
    status: str
    left_out: bool


@dataclass(frozen=True, eq=False)
class Answer:
    """What the records say to one question: all that a figure, a table or a file ever sees.

    Attributes
    ----------
    sentence
        The finding in one or two sentences, for the manager. It describes, says "not adjusted", never ranks.
    tables
        Shape name → frame with exactly the columns of `SHAPES`; hidden figures are blank. `Tables`.
    attrition
        From the records held to those counted.
    notes
        What a reader must know: maturity, small numbers, loss, DIY caution; each a sentence.
    mature_to
        Group → last day up to which its curve is mature.
    horizon
        The horizon of the sentence; None where no figure is mature.
    horizons
        The days at which figures are read; empty where no clock runs.
    asked_as
        The choices as they were made, where the topic cannot put the question so and says what it did
        instead; None: as `choices`.
    """

    topic: str
    question: str
    cohort: Cohort
    choices: Choices
    settings: Settings
    release: About
    pseudonymised: bool
    sentence: str
    tables: Mapping[str, pd.DataFrame]
    attrition: tuple[Step, ...]
    notes: tuple[str, ...]
    groups: tuple[str, ...]
    hidden_groups: tuple[str, ...] = ()
    reference: str = ""
    hidden_steps: int = 0
    mature_to: Mapping[str, int] = field(default_factory=dict)
    horizon: int | None = None
    horizons: tuple[int, ...] = ()
    asked_as: Choices | None = None

    @property
    def synthetic(self) -> bool:
        """Are the records made up?"""
        return self.release.synthetic

    @property
    def published(self) -> bool:
        """Is the answer for somebody outside the clinic?"""
        return self.choices.policy == "publication"

    @cached_property
    def hidden_figures(self) -> int:
        """How many figures of the tables and steps of the attrition are hidden?"""
        return disclosure.count_hidden(self.tables) + self.hidden_steps

    @property
    def comparable_to(self) -> int | None:
        """Up to which day since the start of the clock can the shown groups be compared?"""
        days = [day for name, day in self.mature_to.items() if name in self.compared]
        return min(days) if days else None

    @property
    def compared(self) -> tuple[str, ...]:
        """Which of the shown groups enter comparisons?"""
        return able(self.groups, self.cohort, self.choices.group_by)

    @property
    def empty(self) -> bool:
        """Is there nothing to show?"""
        return not self.groups


def apart(group_by: str) -> tuple[str, ...]:
    """Which groups are described but enter no test, contrast or ranking?"""
    return (
        ("diy", "observation", words.NOT_RECORDED)
        if group_by == "treatment"
        else (words.NOT_RECORDED,)
    )


def able(groups: Iterable[str], cohort: Cohort, group_by: str) -> tuple[str, ...]:
    """Which of these groups may be compared: none where all are attempts at home, or were observed?"""
    counted = cohort.counted_treatments(group_by)
    if not any(name in words.PROFESSIONAL for name in counted):
        return ()
    return tuple(group for group in groups if group not in apart(group_by))


def in_order(
    groups: Iterable[str], group_by: str, known: Mapping[str, tuple[str, ...]]
) -> list[str]:
    """In which fixed order do groups stand: that of their closed list, *not recorded* last, DIY after all?"""
    order = [
        *(name for name in known.get(group_by, ()) if name != "diy"),
        words.NOT_RECORDED,
        "diy",
    ]
    present = set(groups)
    return [name for name in order if name in present] + sorted(present - set(order))


def shaped(shape: str, rows: pd.DataFrame, **constants: Any) -> pd.DataFrame:
    """How do rows become one of the five tables: every column, in order, with its type?

    Columns that `rows` lacks are taken from `constants`, else left blank.
    """
    columns: dict[str, Any] = {}
    for column in SHAPES[shape]:
        given = rows.get(column)
        if column in _TEXT:
            columns[column] = _text(given, constants.get(column, ""), len(rows))
        else:
            numbers = np.full(len(rows), np.nan) if given is None else given.to_numpy(dtype=float)
            columns[column] = pd.array(numbers, dtype="Int64") if column in _COUNTS else numbers
    return pd.DataFrame(columns)


def _text(given: pd.Series | None, constant: str, number: int) -> Any:
    """A column of text; what only some of the rows have is empty in the others."""
    if given is None:
        return pd.array([constant], dtype="str").repeat(number)
    text = given if given.dtype == "str" else given.astype("object").astype("str")
    return text.fillna("").array if given.isna().any() else text.array
