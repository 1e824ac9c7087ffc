"""Clinics of the sample records, counted and fitted once more from the file without the program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from dashboard.answers import complications
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, Release, open_release
from tests.answers import recount
from tests.answers import recount_clinics as again
from tests.answers.clinics_made import ask, of
from tests.answers.recount import Row

_FOLDER = Path(__file__).resolve().parents[2] / "sample_data"
UNITS = ("clinic", "operator_role")


@pytest.fixture(scope="module")
def release(sample_store: Folder) -> Release:
    return open_release(sample_store)


@pytest.fixture(scope="module", params=UNITS)
def answer(request: pytest.FixtureRequest, release: Release) -> Answer:
    return ask(release, group_by=request.param, min_patients=1)


@cache
def _rows() -> list[Row]:
    rows = recount.firsts(recount.read(_FOLDER / "episodes.csv"))
    return [row for row in rows if recount.care(row) == "professional"]


@cache
def _harmed() -> set[str]:
    rows = recount.read(_FOLDER / "complications.csv")
    return {row["episode_key"] for row in rows if row["present_at_start"] != "yes"}


_SHARES: dict[str, Callable[[Row], bool | None]] = {
    "recurrence": again.known_back,
    "not_healed": again.not_healed,
    "complications": lambda row: again.harmed(row, _harmed()),
    "never_seen": recount.never_seen,
}


@pytest.mark.parametrize("code", _SHARES)
def test_shares_are_of_those_whom_the_file_knows(answer: Answer, code: str) -> None:
    told = of(answer, "estimates", code, "share")[["episodes", "events"]].astype(int)
    mine = again.by_unit(_rows(), _SHARES[code], answer.choices.group_by)
    assert {group: (n, k) for group, n, k in told.itertuples()} == mine


@pytest.mark.parametrize("code", ["not_healed", "complications", "never_seen"])
def test_expected_shares_are_those_of_a_model_of_patients(
    answer: Answer, release: Release, code: str
) -> None:
    known = [row for row in _rows() if _SHARES[code](row) is not None]
    had = np.array([bool(_SHARES[code](row)) for row in known])
    events = {row["episode_key"] for row, one in zip(known, had, strict=True) if one}
    x = again.columns(
        known,
        [lambda row: row["episode_key"] in events, lambda row: row["episode_key"] not in events],
        release.known,
    )
    _same(answer, code, known, again.expected_shares(x, had), had)


def test_expected_recurrences_are_those_of_coxs_model_of_patients(
    answer: Answer, release: Release
) -> None:
    known = [row for row in _rows() if again.followed(row) is not None]
    ends = [again.followed(row) or (0, False) for row in known]
    day, had = (np.array(each) for each in zip(*ends, strict=True))
    events = {row["episode_key"] for row, one in zip(known, had, strict=True) if one}
    x = again.columns(known, [lambda row: row["episode_key"] in events], release.known)
    _same(answer, "recurrence", known, again.expected_events(x, day, had), had)


def _same(
    answer: Answer, code: str, rows: list[Row], expected: np.ndarray, had: np.ndarray
) -> None:
    mine: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for row, one, event in zip(rows, expected, had, strict=True):
        unit = row[answer.choices.group_by] or "not_recorded"
        mine[unit][0] += one
        mine[unit][1] += event
    told = of(answer, "estimates", code, "expected")
    assert set(told.index) == set(mine)
    for unit, (number, events) in mine.items():
        assert told["events"][unit] == events
        assert told["estimate"][unit] == pytest.approx(number, abs=1e-6)
    assert told["estimate"].sum() == pytest.approx(had.sum(), abs=1e-6)


def test_the_share_harmed_is_that_of_the_page_of_complications(release: Release) -> None:
    mine = of(ask(release), "estimates", "complications", "share")
    settings = Settings(Path())
    theirs = complications.answer(release, Cohort(), Choices(group_by="clinic"), settings)
    rows = theirs.tables["estimates"]
    rows = rows[rows["method"].eq("wilson") & rows["kind"].eq("any") & rows["subgroup"].eq("")]
    rows = rows[rows["episodes"].isin(mine["episodes"])].set_index("group")
    assert len(rows) >= len(mine)
    for name in ("episodes", "events", "estimate", "ci_lower", "ci_upper"):
        assert rows[name].loc[mine.index].tolist() == pytest.approx(mine[name].tolist())


def test_the_case_mix_beside_the_others_is_that_of_the_file(answer: Answer) -> None:
    unit = answer.choices.group_by
    table = answer.tables["balance"]
    chosen = answer.groups[1]
    own = table[table["group"].eq(chosen)].set_index(["covariate", "level"])
    others = table[table["reference"].eq(chosen)].set_index(["covariate", "level"])
    for column in again.CASE_MIX:
        for level in own.loc[column].index:
            here = [(row[column] or "not_recorded") == level for row in _rows()]
            mine = [row[unit] == chosen for row in _rows()]
            inside = sum(a and b for a, b in zip(here, mine, strict=True))
            outside = sum(here) - inside
            assert own.loc[(column, level), "patients"] == inside
            assert own.loc[(column, level), "share"] == pytest.approx(inside / sum(mine))
            apart = outside / (len(mine) - sum(mine))
            assert others.loc[(column, level), "share"] == pytest.approx(apart)
            p, q = inside / sum(mine), apart
            spread = ((p * (1 - p) + q * (1 - q)) / 2) ** 0.5
            smd = (p - q) / spread if spread else 0.0
            assert own.loc[(column, level), "smd"] == pytest.approx(smd)
            assert others.loc[(column, level), "smd"] == pytest.approx(-smd)
