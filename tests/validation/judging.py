"""What came of all draws: how far off is the page on average, how often do its intervals hold the truth?"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.estimates.distributions import normal_quantile
from dashboard.settings import CONFIDENCE
from tests.validation.claims import claimed
from tests.validation.drawing import ADJUSTED, CRUDE, Drawn
from tests.validation.share import Share
from tests.validation.worlds import ARMS, MEASURES, World, true_difference

# From the specification.
BIAS, COVERAGE = 0.01, 0.95


@dataclass(frozen=True)
class Judged:
    """How does one difference, of one arm with extraction, stand to its truth?

    Attributes
    ----------
    apart
        Seed → estimate minus truth, of the draws with a figure.
    lucky
        Seed → how far the luck of the draw is from the truth, of the same draws: `luck.luck`.
    told
        How much the estimates are said to vary: the mean width of the intervals, as of standard errors.
    covered
        Of the draws with a figure: in how many does the interval hold the truth?
    missing
        Draws in which no figure is shown.
    """

    measure: str
    arm: str
    adjustment: str
    truth: float
    apart: Mapping[int, float]
    lucky: Mapping[int, float]
    told: float
    covered: Share
    missing: int

    @property
    def beyond(self) -> dict[int, float]:
        """Seed → estimate minus truth, the luck of the draw taken off: on average over draws there is none."""
        return {seed: off - self.lucky[seed] for seed, off in self.apart.items()}

    @property
    def bias(self) -> float:
        """How far off is the estimate on average, luck taken off?"""
        return _mean([*self.beyond.values()])[0]

    @property
    def error(self) -> float:
        """How sure is that: its Monte Carlo error, the standard error of the mean?"""
        return _mean([*self.beyond.values()])[1]

    @property
    def luck(self) -> tuple[float, float]:
        """How lucky were these draws on average, and how sure is that?"""
        return _mean([*self.lucky.values()])

    @property
    def spread(self) -> float:
        """How much do the estimates vary from draw to draw?"""
        return _mean([*self.apart.values()])[1] * math.sqrt(len(self.apart))

    @property
    def unbiased(self) -> bool:
        """Is the bias as small as it must be?"""
        return abs(self.bias) < BIAS

    @property
    def covers(self) -> bool:
        """May the intervals hold the truth as often as they say? More often is no fault."""
        return self.covered.limits[1] >= COVERAGE


def judged(draws: Sequence[Drawn], world: World) -> list[Judged]:
    """How does each difference stand to its truth, in the draws of one world?"""
    return [
        _judged(draws, world, measure, arm, adjustment)
        for measure in MEASURES
        for adjustment in (CRUDE, ADJUSTED)
        for arm in ARMS
    ]


def _judged(
    draws: Sequence[Drawn], world: World, measure: str, arm: str, adjustment: str
) -> Judged:
    truth = true_difference(world, measure, arm)
    rows = {
        drawn["seed"]: row
        for drawn in draws
        for row in drawn["differences"]
        if (row["measure"], row["arm"], row["adjustment"]) == (measure, arm, adjustment)
        and row["status"] == "shown"
    }
    lucky = {
        drawn["seed"]: row["difference"]
        for drawn in draws
        for row in drawn["luck"]
        if (row["measure"], row["arm"]) == (measure, arm)
    }
    width = 2.0 * normal_quantile(CONFIDENCE)
    return Judged(
        measure,
        arm,
        adjustment,
        truth,
        apart={seed: row["estimate"] - truth for seed, row in rows.items()},
        lucky={seed: lucky[seed] for seed in rows},
        told=_mean([(row["upper"] - row["lower"]) / width for row in rows.values()])[0],
        covered=Share(
            sum(row["lower"] <= truth <= row["upper"] for row in rows.values()), len(rows)
        ),
        missing=len(draws) - len(rows),
    )


def added(before: Sequence[Judged], after: Sequence[Judged]) -> list[tuple[Judged, float, float]]:
    """By how much does each adjusted bias grow from one world to the next, and with which Monte Carlo error?

    Seed by seed, and the luck of a draw taken off.
    """
    grown = []
    for one, other in zip(before, after, strict=True):
        before_it, with_it = one.beyond, other.beyond
        both = before_it.keys() & with_it.keys()
        if one.adjustment == ADJUSTED:
            grown.append((other, *_mean([with_it[seed] - before_it[seed] for seed in both])))
    return grown


def _mean(values: Sequence[float]) -> tuple[float, float]:
    """What is the mean, and its standard error? Blank where there are too few."""
    if len(values) < 2:
        return (values[0] if values else math.nan), math.nan
    return statistics.fmean(values), statistics.stdev(values) / math.sqrt(len(values))


def missed(draws: Sequence[Drawn], world: World) -> list[str]:
    """Which criteria are missed in this world, in words? Bias and coverage are judged where all is recorded."""
    if not world.whole:
        return []
    adjusted = [one for one in judged(draws, world) if one.adjustment == ADJUSTED]
    far = [one for one in adjusted if not one.unbiased]
    narrow = [one for one in adjusted if not one.covers]
    of_figures = [
        *(f"bias of {one.measure}, {one.arm}: {100 * one.bias:+.2f} points" for one in far),
        *(f"coverage of {one.measure}, {one.arm}: {one.covered.value:.1%}" for one in narrow),
    ]
    of_claims = [
        f"false claims of {each.measure}, {', '.join(each.arms)}: in {each.contradicted.value:.1%} of draws"
        for each in claimed(draws, world)
        if not each.few
    ]
    return [
        f"{world.name}: {said}" for said in (*(of_figures if world.recorded else ()), *of_claims)
    ]
