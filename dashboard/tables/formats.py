"""How are figures written in a table: one precision a column, hidden and immature figures as words?"""

from __future__ import annotations

import math
from collections.abc import Iterable

STATUS_WORDS = {
    "hidden_small_number": "hidden: too few",
    "hidden_with_another": "hidden with another",
    "not_mature": "too early",
    "not_reached": "not reached",
    "not_estimable": "cannot be estimated",
    "not_comparable": "not comparable",
    "not_recorded": "not recorded",
}
_NONE = "–"
# A figure may break before its interval, and nowhere else: no-break spaces, a word joiner around the dash.
_SPACE = "\u00a0"
_DASH = "\u2060–\u2060"


def decimals(shares: Iterable[float]) -> int:
    """How many decimals of a percentage does a column need: none where any figure is 10% or more, else one?"""
    known = [abs(share) for share in shares if not math.isnan(share)]
    return 0 if not known or max(known) >= 0.10 else 1


def percent(share: float, places: int) -> str:
    """How is a share written: "9.3%", "12%"?"""
    return _NONE if math.isnan(share) else f"{100 * share:.{places}f}%"


def with_interval(share: float, lower: float, upper: float, places: int) -> str:
    """How is a share with its interval written: "12% (9–15)"?"""
    if math.isnan(share):
        return _NONE
    if math.isnan(lower) or math.isnan(upper):
        return percent(share, places)
    return f"{percent(share, places)} ({100 * lower:.{places}f}{_DASH}{100 * upper:.{places}f})"


def none_at_most(limit: float) -> str:
    """How is it written that nobody had the event: "none (at most 9%)"?"""
    return f"none (at{_SPACE}most{_SPACE}{percent(limit, 0 if limit >= 0.1 else 1)})"


def points(difference: float, lower: float, upper: float) -> str:
    """How is a difference of shares written, in percentage points: "+2.7 (−3.6 to +9.0)"?"""
    if math.isnan(difference):
        return _NONE
    return (
        f"{_signed(100 * difference)} ({_signed(100 * lower)} to {_signed(100 * upper)})".replace(
            " ", _SPACE
        )
    )


def days(value: float, lower: float, upper: float, places: int) -> str:
    """How is a number of days written, with its interval: "8 (7–10)", "23 (19 to not reached)"?"""
    if math.isnan(value):
        return _NONE
    said = _day(value, places)
    if math.isnan(lower):
        return said
    if math.isnan(upper):
        return f"{said} ({_day(lower, places)}{_SPACE}to{_SPACE}not{_SPACE}reached)"
    return f"{said} ({_day(lower, places)}{_DASH}{_day(upper, places)})"


def apart(difference: float, lower: float, upper: float) -> str:
    """How is a difference or change of days, scores or amounts written: "+2.7 (−0.6 to +5.9)"?"""
    if math.isnan(difference):
        return _NONE
    if math.isnan(lower) or math.isnan(upper):
        return _signed(difference)
    return f"{_signed(difference)} ({_signed(lower)} to {_signed(upper)})".replace(" ", _SPACE)


def ratio(value: float, lower: float, upper: float) -> str:
    """How is a ratio written: "1.16 (0.55 to 2.45)", or "at least 1.20" where it is infinite?"""
    if math.isnan(value):
        return _NONE if math.isnan(lower) else f"at least {lower:.2f}".replace(" ", _SPACE)
    return f"{value:.2f} ({lower:.2f} to {upper:.2f})".replace(" ", _SPACE)


def p_value(p: float) -> str:
    """How is a p value written: "0.34", "< 0.001"?"""
    if math.isnan(p):
        return _NONE
    if p < 0.001:
        return f"<{_SPACE}0.001"
    return f"{p:.3f}" if p < 0.1 else f"{p:.2f}"


def middle_half(median: float, lower: float, upper: float) -> str:
    """How is a median written with its quartiles: "3 (2–4.5)"?"""
    return _NONE if math.isnan(median) else f"{median:.3g} ({lower:.3g}{_DASH}{upper:.3g})"


def amount_decimals(amounts: Iterable[float]) -> int:
    """How many decimals does a column of amounts need: none from 20 on, one from 10 on, else two?"""
    largest = max((abs(amount) for amount in amounts if not math.isnan(amount)), default=0.0)
    return 0 if largest >= 20 else 1 if largest >= 10 else 2


def amount(value: float, lower: float, upper: float, places: int) -> str:
    """How is an amount written, with its interval: "53 (51–54)", "1.45 (1.42–1.49)", "0.20 (0.18–0.22)"?"""
    if math.isnan(value):
        return _NONE
    said, low, high = (f"{each:,.{places}f}".replace("-", "−") for each in (value, lower, upper))
    return said if math.isnan(lower) or math.isnan(upper) else f"{said} ({low}{_DASH}{high})"


def number(value: float) -> str:
    """How is a count written: "1,204"?"""
    return _NONE if math.isnan(value) else f"{value:,.0f}"


def _day(value: float, places: int) -> str:
    """Half a day is written even where days are whole: a quartile may lie between two."""
    return f"{value:.1f}" if places or value % 1 else f"{value:.0f}"


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−")
