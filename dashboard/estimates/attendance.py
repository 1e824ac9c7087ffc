"""Of those who come to a clinic more were harmed than of those who do not: how much does that move a share?

Whoever was harmed by an attempt at home comes, and whoever was not hardly does. So the share harmed among those
who come says little about the share harmed among all who try, unless one knows who comes. Nobody does; but
whoever supposes it can calculate.
"""

from __future__ import annotations

from typing import TypeAlias

from dashboard.errors import BadInput

# From where to where, both ends included.
Range: TypeAlias = tuple[float, float]


def harm_among_attenders(harm: float, after_harm: float, otherwise: float) -> float:
    """What share of those who come was harmed, if so many of all who try are?

    Parameters
    ----------
    harm
        True share harmed, of all who try; 0 to 1.
    after_harm, otherwise
        Probability that somebody comes after a harm, and after an attempt without one; above 0, at most 1.

    Returns
    -------
    float
        h a / (h a + (1 - h) b), with h `harm`, a `after_harm`, b `otherwise`.

    Raises
    ------
    BadInput
        If one of them is outside its range.

    Notes
    -----
    Bayes' theorem: the probability of a harm given that somebody came. That a share among those who come
    differs from the share among all because coming depends on the outcome is known as selection or admission
    rate bias: Berkson (1946), Biometrics Bull 2:47-53, doi:10.2307/3002000; Sackett (1979), J Chronic Dis
    32:51-63, doi:10.1016/0021-9681(79)90012-2. Agrees with a count of people in the tests, and with the
    generator of the sample records, which knows who stayed away.
    """
    _share(harm, "true share")
    came_harmed = harm * _attendance(after_harm)
    return came_harmed / (came_harmed + (1.0 - harm) * _attendance(otherwise))


def harm_among_all(seen: float, after_harm: float, otherwise: float) -> float:
    """What share of all who try is harmed, if so many are of those who come?

    The other way round: the odds among those who come, divided by after_harm / otherwise, are the odds among
    all. `seen` is the share among those who come, 0 to 1; the others as in `harm_among_attenders`.
    """
    _share(seen, "share seen")
    # Who came stands for so many who tried.
    harmed = seen / _attendance(after_harm)
    return harmed / (harmed + (1.0 - seen) / _attendance(otherwise))


def range_among_attenders(harm: float, after_harm: Range, otherwise: Range) -> Range:
    """Between which shares lies that among those who come, if attendance lies within these ranges?

    It grows with attendance after a harm and shrinks with attendance otherwise: the ends are at the corners.
    """
    (fewest, most), (fewest_others, most_others) = _in_order(after_harm), _in_order(otherwise)
    return (
        harm_among_attenders(harm, fewest, most_others),
        harm_among_attenders(harm, most, fewest_others),
    )


def range_among_all(seen: Range, after_harm: Range, otherwise: Range) -> Range:
    """Which true shares fit what is seen, if attendance lies within these ranges?

    `seen`: the interval of the share among those who come. The ends are at the corners: the true share grows
    with what is seen and with attendance otherwise, and shrinks with attendance after a harm.
    """
    (low, high), (fewest, most) = _in_order(seen), _in_order(after_harm)
    fewest_others, most_others = _in_order(otherwise)
    return (
        harm_among_all(low, most, fewest_others),
        harm_among_all(high, fewest, most_others),
    )


def _share(value: float, name: str) -> None:
    if not 0.0 <= value <= 1.0:
        raise BadInput(f"A {name} of {value} is none.", "Give a share from 0 to 1.")


def _attendance(value: float) -> float:
    if not 0.0 < value <= 1.0:
        raise BadInput(
            f"An attendance of {value} cannot be calculated with: of nobody who comes nothing is known.",
            "Give a probability above 0, at most 1.",
        )
    return value


def _in_order(ends: Range) -> Range:
    if not ends[0] <= ends[1]:
        raise BadInput(f"The range runs backwards: {ends}.", "Give its lower end first.")
    return ends
