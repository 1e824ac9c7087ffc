"""A word that compares passes only where nothing is missing; each condition stops it by itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dashboard.answers.gate import Evidence, Verdict, judge


def _bounds(lower: float, upper: float) -> Evidence:
    return replace(_ENOUGH, at_bounds=lambda: (lower, upper))


_ENOUGH = Evidence(
    status="shown",
    estimate=-0.08,
    interval=(-0.13, -0.03),
    p_holm=0.004,
    largest=0.02,
    at_bounds=lambda: (-0.05, -0.11),
)


def test_with_everything_there_the_word_says_the_direction() -> None:
    assert judge(_ENOUGH) == Verdict(word="less often")
    above = replace(_ENOUGH, estimate=0.08, interval=(0.03, 0.13), at_bounds=lambda: (0.05, 0.11))
    assert judge(above) == Verdict(word="more often")


@pytest.mark.parametrize(
    ("evidence", "missing"),
    [
        (replace(_ENOUGH, status="not_comparable"), "cannot be compared"),
        (replace(_ENOUGH, status="not_mature"), "followed that far"),
        (replace(_ENOUGH, status="not_estimable"), "cannot be estimated"),
        (replace(_ENOUGH, status="hidden_small_number"), "no figure"),
        (replace(_ENOUGH, status="hidden_with_another"), "no figure"),
        (replace(_ENOUGH, p_holm=0.05), "interval"),
        (replace(_ENOUGH, p_holm=np.nan), "interval"),
        (replace(_ENOUGH, p_holm=0.03, confidence=0.99), "interval"),
        (replace(_ENOUGH, estimate=0.0), "interval"),
        (replace(_ENOUGH, interval=(-0.13, -0.019)), "smaller than 2 percentage points"),
        (replace(_ENOUGH, interval=(0.019, 0.13)), "smaller than 2 percentage points"),
        (replace(_ENOUGH, interval=(np.nan, np.nan)), "smaller than 2 percentage points"),
        (replace(_ENOUGH, largest=0.1), "standardised difference"),
        (replace(_ENOUGH, largest=np.nan), "standardised difference"),
        (_bounds(-0.05, 0.01), "lost to follow-up"),
        (_bounds(0.01, -0.05), "lost to follow-up"),
        (_bounds(-0.05, 0.0), "lost to follow-up"),
        (_bounds(np.nan, -0.05), "lost to follow-up"),
    ],
)
def test_each_condition_failing_alone_is_enough(evidence: Evidence, missing: str) -> None:
    verdict = judge(evidence)
    assert verdict.word == ""
    assert len(verdict.missing) == 1
    assert missing in verdict.missing[0]


def test_several_are_all_said() -> None:
    assert len(judge(replace(_ENOUGH, p_holm=0.2, largest=0.3)).missing) == 2


def test_bounds_are_worked_out_only_where_they_can_matter() -> None:
    def never() -> tuple[float, float]:
        raise AssertionError

    assert judge(replace(_ENOUGH, p_holm=0.2, at_bounds=never)).word == ""
