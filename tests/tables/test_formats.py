"""How figures are written: one precision a column, nothing that breaks across lines, words for what is not shown."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.tables import formats

NAN = math.nan
_SHARES = st.floats(0, 1)


@pytest.mark.parametrize(
    ("shares", "decimals"),
    [
        ((), 0),
        ((NAN, NAN), 0),
        ((0.093, 0.01), 1),
        ((0.0999, NAN), 1),
        ((0.1, 0.01), 0),
        ((0.35,), 0),
        ((-0.35, 0.01), 0),
    ],
)
def test_a_column_has_one_precision(shares: tuple[float, ...], decimals: int) -> None:
    assert formats.decimals(shares) == decimals


def test_shares() -> None:
    assert formats.percent(0.0934, 1) == "9.3%"
    assert formats.percent(0.1234, 0) == "12%"
    assert formats.percent(0.0, 0) == "0%"
    assert formats.percent(NAN, 0) == "–"


def test_shares_with_their_interval() -> None:
    said = formats.with_interval(0.12, 0.09, 0.152, 0)
    assert said == "12% (9\u2060–\u206015)"
    assert formats.with_interval(0.12, NAN, NAN, 0) == "12%"
    assert formats.with_interval(NAN, NAN, NAN, 0) == "–"


def test_where_nobody_had_the_event() -> None:
    assert formats.none_at_most(0.094).replace("\u00a0", " ") == "none (at most 9.4%)"
    assert formats.none_at_most(0.1).replace("\u00a0", " ") == "none (at most 10%)"


def test_differences_have_a_sign_and_a_true_minus() -> None:
    said = formats.points(0.027, -0.036, 0.09).replace("\u00a0", " ")
    assert said == "+2.7 (−3.6 to +9.0)"
    assert formats.points(NAN, NAN, NAN) == "–"


def test_ratios() -> None:
    assert formats.ratio(1.1649, 0.55, 2.449).replace("\u00a0", " ") == "1.16 (0.55 to 2.45)"
    assert formats.ratio(NAN, NAN, NAN) == "–"


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (0.0, "<\u00a00.001"),
        (0.00099, "<\u00a00.001"),
        (0.001, "0.001"),
        (0.0451, "0.045"),
        (0.1, "0.10"),
        (0.344, "0.34"),
        (1.0, "1.00"),
        (NAN, "–"),
    ],
)
def test_p_values(p: float, said: str) -> None:
    assert formats.p_value(p) == said


def test_counts() -> None:
    assert formats.number(1204.0) == "1,204"
    assert formats.number(NAN) == "–"


@given(share=_SHARES, lower=_SHARES, upper=_SHARES, places=st.integers(0, 1))
def test_a_figure_breaks_before_its_interval_at_most(
    share: float, lower: float, upper: float, places: int
) -> None:
    for said in (
        formats.with_interval(share, lower, upper, places),
        formats.none_at_most(share),
        formats.points(share - lower, lower - upper, upper),
        formats.ratio(share, lower, upper),
        formats.p_value(share),
    ):
        assert " " not in said.replace(" (", "")
        # A dash may end a line unless a word joiner stands on both sides.
        assert not re.search("(?<!\u2060)–|–(?!\u2060)", said)


@given(share=_SHARES)
def test_what_is_written_is_what_is_so(share: float) -> None:
    places = formats.decimals([share])
    written = float(formats.percent(share, places).removesuffix("%"))
    assert abs(written - 100 * share) <= 0.5 / 10**places + 1e-9


def test_every_status_that_is_not_shown_has_words() -> None:
    statuses = {"hidden_small_number", "hidden_with_another", "not_mature", "not_reached"}
    statuses |= {"not_estimable", "not_comparable", "not_recorded"}
    assert set(formats.STATUS_WORDS) == statuses
    assert "shown" not in formats.STATUS_WORDS
