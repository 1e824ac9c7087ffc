"""What if one knew who comes? What would be seen, and which true shares fit what is seen: for the sliders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.answers.answer import Answer
from dashboard.answers.diy_counts import ALL_ATTEMPTS
from dashboard.answers.finding import between
from dashboard.answers.plain import in_hundred, share
from dashboard.estimates.arrays import FloatArray
from dashboard.estimates.attendance import Range, range_among_all, range_among_attenders

# Of 100, what the sliders begin with: nobody knows these numbers, and every reader may suppose others.
HARMED, AFTER_HARM, OTHERWISE = 20, (25, 45), (5, 15)
# Supposing that nobody comes, nothing would be seen, so nothing can be calculated.
FEWEST_COMING, MOST = 1, 100


@dataclass(frozen=True)
class Seen:
    """What share of those who came was harmed, as far as it may be told, and between which limits?"""

    share: float
    limits: Range


@dataclass(frozen=True)
class Supposed:
    """What follows from what was supposed? Shares of 0 to 1.

    Attributes
    ----------
    harmed
        Supposed: the share harmed of all who try.
    would_be_seen
        Between which shares the one among those who come would then lie.
    seen, fits
        What is on record, and which true shares fit it; None where it may not be told.
    """

    harmed: float
    after_harm: Range
    otherwise: Range
    would_be_seen: Range
    seen: Seen | None
    fits: Range | None

    @property
    def sentence(self) -> str:
        """How is that said?"""
        supposed = (
            f"Suppose an attempt harms {in_hundred(self.harmed)} of all who try, {_ends(self.after_harm)} in 100 come "
            f"to a clinic after a harm, and {_ends(self.otherwise)} in 100 after an attempt without one. Then "
            f"{_ends(self.would_be_seen)} in 100 of those who come would be harmed."
        )
        if self.seen is None or self.fits is None:
            return supposed
        limits = between(*(share(end) for end in self.seen.limits))
        return (
            f"{supposed} On record are {in_hundred(self.seen.share)} ({limits}). With this attendance that fits true "
            f"shares of {_ends(self.fits)} in 100."
        )

    def course(self, steps: int = 101) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Between which shares would the one seen lie, for every true share from none to all?"""
        true = np.linspace(0.0, 1.0, steps)
        ends = [range_among_attenders(float(h), self.after_harm, self.otherwise) for h in true]
        return true, np.array([low for low, _ in ends]), np.array([high for _, high in ends])


def suppose(
    answer: Answer, harmed: int, after_harm: tuple[int, int], otherwise: tuple[int, int]
) -> Supposed:
    """What follows if so many of 100 who try are harmed, and so many of 100 come after a harm, and without one?"""
    true, coming = harmed / 100, (after_harm[0] / 100, after_harm[1] / 100)
    others = (otherwise[0] / 100, otherwise[1] / 100)
    seen = seen_in(answer)
    return Supposed(
        true,
        coming,
        others,
        range_among_attenders(true, coming, others),
        seen,
        None if seen is None else range_among_all(seen.limits, coming, others),
    )


def seen_in(answer: Answer) -> Seen | None:
    """What share of all attempts shown left a complication? None where it may not be told, or has no limits."""
    table = answer.tables["estimates"]
    chosen = table["measure"].eq(ALL_ATTEMPTS) & table["kind"].eq("any")
    rows = table[chosen & table["status"].eq("shown") & table["ci_lower"].notna()]
    if rows.empty:
        return None
    row = rows.iloc[0]
    return Seen(float(row["estimate"]), (float(row["ci_lower"]), float(row["ci_upper"])))


def _ends(ends: Range) -> str:
    """How is a range said: "25 to 45", or "30" where both ends are said alike?"""
    lower, upper = share(ends[0]), share(ends[1])
    if lower == upper:
        return lower
    return f"{lower} to {upper}"
