"""How figures are said in sentences: shares as "9 in 100", days as months."""

from __future__ import annotations

_DAYS_A_MONTH = 30.4375


def in_hundred(share_of_one: float) -> str:
    """How is a share said: "9 in 100", "fewer than 1 in 100"?"""
    return f"{share(share_of_one)} in 100"


def share(share_of_one: float) -> str:
    """How is a share of a hundred said: "9", "fewer than 1", "more than 99"?"""
    hundred = share_of_one * 100.0
    if 0.0 < hundred < 0.5:
        return "fewer than 1"
    if 99.5 < hundred < 100.0:
        return "more than 99"
    return f"{hundred:.0f}"


def horizon_in_words(days: int) -> str:
    """How is a horizon said: 365 days are "12 months", 10 days "10 days"?"""
    months = round(days / _DAYS_A_MONTH)
    if days >= 60 and abs(days - months * _DAYS_A_MONTH) <= 3:
        return f"{months} months"
    return f"{days} {'day' if days == 1 else 'days'}"
