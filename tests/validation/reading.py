"""What the campaign found, in plain words: for a dermatologist, and for a statistician."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard import words
from dashboard.answers.like_for_like_plain import OUTCOMES_SAID
from tests.validation.claims import Claimed
from tests.validation.drawing import ADJUSTED, CRUDE
from tests.validation.judging import Judged, added

Found = Mapping[str, Sequence[Judged]]


def reading(found: Found, claims: Mapping[str, Sequence[Claimed]]) -> str:
    """What does it come to?"""
    return f"""## In plain words

**For a dermatologist.** In made-up records the truth is known. {_recorded(found["recorded"])} \
{_hidden(found["as_drawn"])} {_orders(claims)} So like for like is as good as what is written down: where the look of
the milia moves the choice of treatment and stands in no column, a difference of a few points says little.

**For a statistician.** {_errors(found["recorded"])} {_faults(found)}
"""


def _recorded(rows: Sequence[Judged]) -> str:
    crude, adjusted = _largest(rows, CRUDE), _largest(rows, ADJUSTED)
    return (
        "Where everything that decides on the treatment is written down, the difference with extraction as recorded is "
        f"off by up to {_points(crude)} ({_who(crude)}); among like patients by {_points(adjusted)} at most "
        f"({_who(adjusted)}), and its interval holds the truth in {_held(rows)} of 100 draws."
    )


def _hidden(rows: Sequence[Judged]) -> str:
    crude, adjusted = _largest(rows, CRUDE), _largest(rows, ADJUSTED)
    return (
        "Where a part of severity is seen and never written down, and values are missing, as in the sample records, "
        f"adjusting takes most of that away and not all: of up to {_points(crude)} ({_who(crude)}) up to "
        f"{_points(adjusted)} stay ({_who(adjusted)}), and the interval holds the truth in {_held(rows)} of 100 draws."
    )


def _orders(claims: Mapping[str, Sequence[Claimed]]) -> str:
    said = []
    for name, where in (("recorded", "everything is recorded"), ("as_drawn", "it is not")):
        first = claims[name][0]
        of = words.among([words.value("treatment", arm).lower() for arm in first.arms])
        of = f" (of {of})" if of else ""
        said.append(
            f"in {first.contradicted.count} of {first.contradicted.of} draws where {where}{of}"
        )
    return (
        f"The sentence of the page claimed an order that is not the true one {words.among(said)}."
    )


def _errors(rows: Sequence[Judged]) -> str:
    told = [one for one in rows if one.adjustment == ADJUSTED]
    ratios = [one.told / one.spread for one in told]
    return (
        "Monte Carlo errors of the adjusted biases in `recorded` are "
        f"{100 * max(one.error for one in told):.2f} points at most. Intervals are {min(ratios):.2f} to "
        f"{max(ratios):.2f} times as wide as the spread of the estimates from draw to draw would make them."
    )


def _faults(found: Found) -> str:
    said = []
    for one, other, what in (
        ("nothing_else", "recorded", "loss that tells something"),
        ("recorded", "gaps", "missing values"),
        ("gaps", "as_drawn", "hidden severity"),
    ):
        row, bias, error = max(added(found[one], found[other]), key=lambda each: abs(each[1]))
        said.append(f"{what} {100 * bias:+.2f} ± {100 * error:.2f} points ({_who(row)})")
    return f"What each fault adds to an adjusted bias, where most: {words.among(said)}."


def _largest(rows: Sequence[Judged], adjustment: str) -> Judged:
    return max((one for one in rows if one.adjustment == adjustment), key=lambda one: abs(one.bias))


def _points(one: Judged) -> str:
    return f"{100 * abs(one.bias):.1f} percentage points"


def _who(one: Judged) -> str:
    return f"{words.value('treatment', one.arm).lower()}, “{OUTCOMES_SAID[one.measure].lower()}”"


def _held(rows: Sequence[Judged]) -> str:
    shares = [100 * one.covered.value for one in rows if one.adjustment == ADJUSTED]
    return f"{min(shares):.0f} to {max(shares):.0f}"
