"""The charts of the sample records, counted once more from the file without the program: rows, plain loops."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from dashboard.answers.answer import Answer
from dashboard.store import Folder, open_release
from tests.answers import recount, recount_healing
from tests.answers.months import ask, chart
from tests.answers.recount import CUT_OFF, Row

_FOLDER = Path(__file__).resolve().parents[2] / "sample_data"
# Whether it is known or too early, whether it happened, how many it counts for (reviews), whether too early.
Told = tuple[int, int, bool]


@pytest.fixture(scope="module")
def answer(sample_store: Folder) -> Answer:
    return ask(open_release(sample_store), min_patients=1)


@cache
def _rows() -> list[Row]:
    rows = recount.read(_FOLDER / "episodes.csv")
    return [row for row in recount.firsts(rows) if recount.care(row) == "professional"]


@cache
def _harmed() -> set[str]:
    rows = recount.read(_FOLDER / "complications.csv")
    return {row["episode_key"] for row in rows if row["present_at_start"] != "yes"}


def _reach(row: Row) -> int:
    """Days from the last day of the month to the cut-off."""
    first = dt.date.fromisoformat(row["start_month"] + "-01")
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return (CUT_OFF - last).days


def recurrence(row: Row) -> Told | None:
    if recount.eligibility(row) != "eligible":
        return None
    spell = recount.since_clearance(row, "", "A")
    early = _reach(row) - int(row["cleared_day"]) < 365
    if not (early or spell.end != "censored" or spell.day >= 365):
        return None
    return 1, int(spell.end == "event" and spell.day <= 365), early


def not_healed(row: Row) -> Told | None:
    if recount_healing.eligibility(row) != "eligible":
        return None
    wound = recount_healing.wound(row, "")
    early = _reach(row) - int(row["last_session_day"] or 0) < 28
    known = wound.end == "event" or wound.day >= 28
    if not (known or early):
        return None
    return 1, int(known and not (wound.end == "event" and wound.day <= 28)), early


def complications(row: Row) -> Told | None:
    if row["complications_assessed"] != "yes" or int(row["last_seen_day"]) < 14:
        return None
    return 1, int(row["episode_key"] in _harmed()), _reach(row) < 90


def never_seen(row: Row) -> Told | None:
    early = _reach(row) < 84
    return 1, int(row["last_seen_day"] == "0" and not early), early


def reviews(row: Row) -> Told | None:
    if row["reviews_attended"] == "" or int(row["reviews_planned"] or 0) == 0:
        return None
    planned = int(row["reviews_planned"])
    return planned, min(int(row["reviews_attended"]), planned), _reach(row) < 365


def _answered(column: str) -> Callable[[Row], Told | None]:
    def told(row: Row) -> Told | None:
        return (1, int(row[column] == "yes"), _reach(row) < 90) if row[column] else None

    return told


_COUNTED: dict[str, Callable[[Row], Told | None]] = {
    "recurrence": recurrence,
    "not_healed": not_healed,
    "complications": complications,
    "never_seen": never_seen,
    "reviews": reviews,
    "free_redo": _answered("free_redo"),
    "complaint": _answered("complaint"),
}


def _months(code: str) -> Iterator[tuple[str, int, int]]:
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in _rows():
        told = _COUNTED[code](row)
        if told is not None:
            counted[row["start_month"]][0] += told[0]
            counted[row["start_month"]][1] += told[1]
    return ((month, n, k) for month, (n, k) in sorted(counted.items()) if n)


@pytest.mark.parametrize("code", _COUNTED)
def test_every_month_counts_what_the_file_says(answer: Answer, code: str) -> None:
    told = chart(answer, code)
    mine = list(told[["denominator", "events"]].astype(int).itertuples(name=None))
    assert mine == list(_months(code))
    for _, denominator, events, value in told[["denominator", "events", "value"]].itertuples():
        assert value == pytest.approx(events / denominator, abs=1e-12)


@pytest.mark.parametrize("code", _COUNTED)
def test_a_month_is_hollow_as_long_as_anybody_in_it_is_too_early(answer: Answer, code: str) -> None:
    found = ((row["start_month"], _COUNTED[code](row)) for row in _rows())
    # Whoever is not counted may still be too early: of shares of all, the month decides.
    early = {month for month, told in found if told is not None and told[2]}
    rows = chart(answer, code)
    assert set(rows.index[rows["status"].eq("not_mature")]) == early
    assert set(rows["status"]) <= {"shown", "not_mature"}


def test_chair_minutes_are_the_mean_of_those_recorded(answer: Answer) -> None:
    minutes: dict[str, list[float]] = defaultdict(list)
    for row in _rows():
        if row["chair_minutes"]:
            minutes[row["start_month"]].append(float(row["chair_minutes"]))
    told = chart(answer, "chair_minutes")
    assert told["denominator"].to_dict() == {month: len(all_) for month, all_ in minutes.items()}
    for month, all_ in minutes.items():
        assert told["value"][month] == pytest.approx(sum(all_) / len(all_), abs=1e-9)


def test_centre_and_limits_follow_from_the_settled_months(answer: Answer) -> None:
    for code in ("recurrence", "never_seen", "complaint"):
        rows = chart(answer, code)
        settled = rows[rows["status"].eq("shown")]
        centre = settled["events"].sum() / settled["denominator"].sum()
        for row in rows.to_dict("records"):
            half = 3 * (centre * (1 - centre) / row["denominator"]) ** 0.5
            assert row["centre"] == pytest.approx(centre, abs=1e-12)
            assert row["upper_limit"] == pytest.approx(min(centre + half, 1.0), abs=1e-12)
            assert row["lower_limit"] == pytest.approx(max(centre - half, 0.0), abs=1e-12)
