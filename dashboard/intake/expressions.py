"""Which SQL expression turns their text into ours?

Only our closed column names and the positional names `c0`, `c1`, … are written into SQL; whatever a
profile says travels as a parameter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.intake.binding import Binding, Bound
from dashboard.intake.columns import Column
from dashboard.intake.decimals import Commas, with_point
from dashboard.intake.keys import hashed
from dashboard.intake.profile import Profile
from dashboard.intake.recipes import UNDECLARED
from dashboard.intake.scan import Scan

# White space that exports put around values, besides the plain space.
_ODD_SPACES = " \t\r\n\u00a0"
# Lowest value of each band, from the highest band down.
_AGE_BANDS = (
    (65, "65_plus"),
    (55, "55_64"),
    (45, "45_54"),
    (35, "35_44"),
    (25, "25_34"),
    (16, "16_24"),
    (1, "1_15"),
    (0, "under_1"),
)
LESION_BANDS = ((51, "over_50"), (16, "16_50"), (6, "6_15"), (2, "2_5"), (1, "1"))
_BANDS = {"age_band": _AGE_BANDS, "lesion_band": LESION_BANDS}
# Put behind a date that could not be read, so that no rule takes it for a number or a month.
_UNREAD = " (not a date)"


@dataclass
class Expressions:
    """How is each of our columns computed from the columns `c0`, `c1`, … of the file?

    Attributes
    ----------
    formats
        The format found for each column of undeclared dates.
    parameters
        Filled while expressions are made: what they need.
    commas
        Which of their columns have decimal commas.
    zero
        The date of day 0 as an expression, where no column of theirs has it.
    """

    profile: Profile
    binding: Binding
    scan: Scan
    formats: Mapping[int, str] = field(default_factory=dict)
    parameters: dict[str, str | bytes] = field(default_factory=dict)
    commas: Commas = field(default_factory=Commas)
    zero: str | None = None

    def of(self, column: Column) -> str:
        """Which expression gives our column as text, NULL where it is blank?"""
        value = self.plain(column)
        hashes = column.name in self.profile.hash and column.name in self.binding.columns
        return hashed(column.name, value) if hashes else value

    def plain(self, column: Column) -> str:
        """Which expression gives our column, a key not hashed yet?"""
        several = [
            self._value(bound, column) for bound in self.binding.columns.get(column.name, ())
        ]
        if not several:
            return "cast(null as varchar)"
        return several[0] if len(several) == 1 else f"coalesce({', '.join(several)})"

    def day_zero(self) -> str:
        """Which expression is the date of day 0, NULL where there is none?"""
        zero = self.binding.day_zero
        if self.zero is not None:
            return self.zero
        if zero is None or zero.source is None:
            raise ValueError("A day is taken from a date without a day 0.")
        return self._date(self._recoded(self.text(zero.source), zero), zero)

    def text(self, index: int) -> str:
        """Which expression is the text of their column, trimmed, NULL where nothing is left?"""
        if self.scan.odd_spaces:
            return f"nullif(trim(c{index}, {self.parameter(_ODD_SPACES)}), '')"
        # Most exports have nothing to trim, and trimming takes longer than all the rest.
        return f"nullif(trim(c{index}), '')" if self.scan.padded else f"c{index}"

    def parameter(self, value: str) -> str:
        """By which name does a statement say this word of the profile?"""
        name = next((name for name, known in self.parameters.items() if known == value), None)
        if name is None:
            name = f"p{len(self.parameters)}"
            self.parameters[name] = value
        return f"${name}"

    def _value(self, bound: Bound, column: Column) -> str:
        recipe = bound.recipe
        if bound.source is None:
            value = self.parameter(recipe.constant or "")
            value = f"nullif({value}, '')"
        else:
            value = self._recoded(self.text(bound.source), bound)
            if recipe.date is not None:
                value = self._from_date(value, bound, column)
            elif bound.source in self.commas.columns and (column.kind == "number" or recipe.band):
                value = with_point(value, thousands=self.commas.thousands)
            if recipe.band:
                value = _banded(value, column.name)
        if bound.where is None:
            return value
        condition = self._one_of(f"coalesce({self.text(bound.where)}, '')", recipe.values)
        return f"case when {condition} then {value} end"

    def _recoded(self, text: str, bound: Bound) -> str:
        blanks = (*self.profile.blanks, *bound.recipe.blanks)
        cases = []
        for theirs, ours in bound.recipe.recode:
            same = (
                f"lower({text}) = lower({self.parameter(theirs)})" if theirs else f"{text} is null"
            )
            cases.append(f"when {same} then nullif({self.parameter(ours)}, '')")
        if blanks:
            cases.append(f"when {self._one_of(text, blanks)} then null")
        if bound.recipe.otherwise is not None:
            every = self.parameter(bound.recipe.otherwise)
            cases.append(f"when {text} is not null then nullif({every}, '')")
        return f"case {' '.join(cases)} else {text} end" if cases else text

    def _one_of(self, text: str, words: tuple[str, ...]) -> str:
        listed = ", ".join(f"lower({self.parameter(word.strip())})" for word in words)
        return f"lower({text}) in ({listed})"

    def _from_date(self, text: str, bound: Bound, column: Column) -> str:
        day = self._date(text, bound)
        unread = f"{text} || {self.parameter(_UNREAD)}"
        if column.kind == "month":
            return f"coalesce(strftime({day}, '%Y-%m'), {unread})"
        if column.kind == "date":
            return f"coalesce(strftime({day}, '%Y-%m-%d'), {unread})"
        days = f"date_diff('day', cast({self.day_zero()} as date), cast({day} as date))"
        return f"coalesce(cast({days} as varchar), {unread})"

    def _date(self, text: str, bound: Bound) -> str:
        if bound.source is None or bound.recipe.date is None:
            raise ValueError("A date needs a column and a format.")
        if bound.recipe.date != UNDECLARED:
            return f"try_strptime({text}, {self.parameter(bound.recipe.date)})"
        return f"try_strptime({_slashed(text)}, {self.parameter(self.formats[bound.source])})"


def _slashed(text: str) -> str:
    """Write a date of undeclared format with strokes between its parts, without a time of day."""
    time = "'[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?Z?$'"
    return f"replace(replace(regexp_replace({text}, {time}, ''), '.', '/'), '-', '/')"


def _banded(text: str, column: str) -> str:
    plain = f"regexp_full_match({text}, '[0-9]{{1,4}}([.][0-9]{{1,6}})?')"
    number = f"try_cast(case when {plain} then {text} end as double)"
    cases = " ".join(f"when {number} >= {lowest} then '{band}'" for lowest, band in _BANDS[column])
    return f"case {cases} else {text} end"
