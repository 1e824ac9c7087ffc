"""How is one column of ours filled from theirs?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dashboard.intake.columns import Column
from dashboard.intake.faults import BadProfile, shown

# `date = true`: the format is not declared, and must be found without doubt.
UNDECLARED = ""
_KEYS = ("from", "constant", "recode", "otherwise", "blanks", "date", "where", "is", "band")
_BANDED = ("age_band", "lesion_band")


@dataclass(frozen=True)
class Recipe:
    """Where does the value come from, when, and what does it mean?

    Attributes
    ----------
    source
        Their column.
    constant
        The same value for every record, in place of `source`.
    recode
        Pairs of theirs and ours, theirs compared without white space around it and upper case.
        Either may be empty.
    otherwise
        What every other value means, blank ones aside; None: it stays as it is.
    blanks
        Words that mean *not recorded* here, besides the profile's.
    date
        Format of a date (as `strptime` has it), `UNDECLARED`, or None where it is no date.
    where, values
        Only where their column `where` holds one of `values`.
    band
        An exact age or number that is to be banded.
    """

    source: str | None = None
    constant: str | None = None
    recode: tuple[tuple[str, str], ...] = ()
    otherwise: str | None = None
    blanks: tuple[str, ...] = ()
    date: str | None = None
    where: str | None = None
    values: tuple[str, ...] = ()
    band: bool = False

    @property
    def converts(self) -> bool:
        """Does it put something else in the place of every value?"""
        return self.date is not None or self.band or self.otherwise is not None


def read_recipes(told: object, column: Column | None, where: str) -> tuple[Recipe, ...]:
    """Which recipes does the profile give for our `column` (None: for day 0)?

    `where` is where that stands in the profile, for messages.

    Raises
    ------
    BadProfile
        If a key or a value is not known, or two keys exclude each other.
    """
    several = told if isinstance(told, list) else [told]
    if not several:
        raise BadProfile(f"{where} is an empty list.", "Name at least one of their columns.")
    by_month = column is None or column.kind == "month"
    recipes = tuple(_recipe(one, where, by_month=by_month) for one in several)
    for recipe in recipes:
        _check_use(recipe, column, where)
    return recipes


def _recipe(told: object, where: str, *, by_month: bool) -> Recipe:
    if isinstance(told, str):
        return Recipe(source=told)
    if not isinstance(told, dict):
        raise BadProfile(
            f"{where} is {shown(told)}.",
            'Write the name of their column in quotation marks, or { from = "…", … }.',
        )
    for key in told:
        if key not in _KEYS:
            raise BadProfile(
                f"{where} has {shown(key)}, which is not known.", f"It may have {', '.join(_KEYS)}."
            )
    if ("from" in told) == ("constant" in told):
        raise BadProfile(
            f"{where} needs either “from” or “constant”.",
            "“from” names their column, “constant” is one value for all records.",
        )
    if ("where" in told) != ("is" in told):
        raise BadProfile(
            f"{where} has only one of “where” and “is”.",
            "“where” names their column, “is” the value it must hold.",
        )
    return Recipe(
        source=_word(told["from"], f"{where}: from") if "from" in told else None,
        constant=_word(told["constant"], f"{where}: constant") if "constant" in told else None,
        recode=_recode(told.get("recode", {}), where),
        otherwise=_word(told["otherwise"], f"{where}: otherwise") if "otherwise" in told else None,
        blanks=read_words(told.get("blanks", []), f"{where}: blanks"),
        date=_date(told.get("date"), where, by_month=by_month),
        where=_word(told["where"], f"{where}: where") if "where" in told else None,
        values=read_words(told.get("is", []), f"{where}: is"),
        band=_band(told.get("band", False), where),
    )


def _check_use(recipe: Recipe, column: Column | None, where: str) -> None:
    if column is None and (
        recipe.source is None or recipe.date is None or recipe.recode or recipe.where
    ):
        raise BadProfile(
            f"{where} is no date column.",
            'Write day_zero = { from = "Treatment date", date = "%d/%m/%Y" }.',
        )
    if recipe.constant is not None and (recipe.recode or recipe.blanks or recipe.converts):
        raise BadProfile(f"{where} changes a constant.", "Write the value that is meant.")
    if column and recipe.date is not None and not column.takes_dates:
        raise BadProfile(
            f"{where} is no day and no month, so no date can fill it.", "Take “date” out."
        )
    if column and recipe.band and column.name not in _BANDED:
        raise BadProfile(f"{where} has no bands.", f"Only {' and '.join(_BANDED)} have.")


def read_words(told: object, where: str) -> tuple[str, ...]:
    """Which words are these: one, or a list of them?"""
    return tuple(_word(one, where) for one in (told if isinstance(told, list) else [told]))


def _word(told: object, where: str) -> str:
    if isinstance(told, bool) or not isinstance(told, (str, int, float)):
        raise BadProfile(
            f"“{where}” holds {shown(told)}.", "Write a word in quotation marks, or a number."
        )
    return str(told)


def _recode(told: object, where: str) -> tuple[tuple[str, str], ...]:
    if not isinstance(told, dict):
        raise BadProfile(
            f"{where}: “recode” is {shown(told)}.", 'Write recode = { "theirs" = "ours", … }.'
        )
    pairs = tuple(
        (theirs.strip(), _word(ours, f"{where}: recode")) for theirs, ours in told.items()
    )
    seen: set[str] = set()
    for theirs, _ in pairs:
        if theirs.lower() in seen:
            raise BadProfile(
                f"{where}: “recode” has {shown(theirs)} twice.",
                "Upper and lower case are the same; keep one.",
            )
        seen.add(theirs.lower())
    return pairs


def _date(told: object, where: str, *, by_month: bool) -> str | None:
    if told is None or told is False:
        return None
    if told is True:
        return UNDECLARED
    if isinstance(told, str):
        parts = re.findall(r"%(.?)", told)
        if set(parts) <= set("dmYyHMSbB") and _whole_date(parts, by_month=by_month):
            return told
    raise BadProfile(
        f"{where}: “date” is {shown(told)}.",
        "Write where day, month and year stand, e.g. %d/%m/%Y for 31/12/2026.",
    )


def _whole_date(parts: list[str], *, by_month: bool) -> bool:
    """Are day, month and year there, each once? (Where the month is enough, the day may lack.)"""
    times = [sum(parts.count(one) for one in ones) for ones in ("mbB", "Yy", "d")]
    return times == [1, 1, 1] or (by_month and times == [1, 1, 0])


def _band(told: object, where: str) -> bool:
    if not isinstance(told, bool):
        raise BadProfile(f"{where}: “band” is {shown(told)}.", "Write true or false.")
    return told
