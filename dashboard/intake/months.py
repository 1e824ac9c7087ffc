"""Which month is meant by `YYYY-MM`, and which is it now?"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from dashboard.errors import BadInput
from dashboard.intake.faults import shown

# Outside of it a month is a typing error: nobody's records of milia begin earlier.
FIRST_YEAR, LAST_YEAR = 1950, 2099


def month_of(text: str, where: str) -> date:
    """Which day is the first of the month `text`, found at `where`?

    Raises
    ------
    BadInput
        If it is not a month written `YYYY-MM`.
    """
    found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text)
    if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        raise BadInput(
            f"{where} is {shown(text)}, which is no month.", "Write year and month, e.g. 2026-06."
        )
    return date(int(found[1]), int(found[2]), 1)


def last_day(month: date) -> date:
    """Which is the last day of the month that begins with `month`?"""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def written(month: date) -> str:
    """How is the month of this day written?"""
    return f"{month:%Y-%m}"


def today() -> date:
    """Which day is it?"""
    return datetime.now(UTC).date()
