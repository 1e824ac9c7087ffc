"""A release that is asked cannot be changed, and asking it opens nothing else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from dashboard.cohort import Cohort, make_cohort
from dashboard.errors import StoreFault
from dashboard.store import Folder, Release, open_release
from dashboard.store.run import _MOST_OPEN, _OPENED, _cursor
from tests.made_up import add_release, made_up_episodes

COUNTS = "cohort/episodes_by_group_and_eligibility"


@pytest.fixture
def release(made_up_store: Folder) -> Release:
    return open_release(made_up_store)


@pytest.mark.parametrize(
    "sql",
    [
        "delete from episodes",
        "update episodes set pain = 10",
        "insert into cutoffs values ('x', date '2026-01-01')",
        "drop table facts",
        "create table mine as select 1",
        "alter table episodes add column name varchar",
    ],
)
def test_nothing_can_be_written(release: Release, sql: str) -> None:
    with pytest.raises(Exception, match="read-only mode"):
        _cursor(release).execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('{file}')",
        "select * from read_text('{file}')",
        "select * from glob('{folder}/*')",
        "copy (select 1) to '{folder}/out.csv'",
        "attach '{folder}/other.duckdb'",
        "export database '{folder}'",
        "install httpfs",
        "load 'httpfs'",
    ],
)
def test_no_file_can_be_reached(release: Release, tmp_path: Path, sql: str) -> None:
    file = tmp_path / "secret.csv"
    file.write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(Exception, match="disabled"):
        _cursor(release).execute(sql.format(file=file, folder=tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]


@pytest.mark.parametrize(
    "sql", ["set enable_external_access = true", "set threads = 1", "reset memory_limit"]
)
def test_no_setting_can_be_changed(release: Release, sql: str) -> None:
    with pytest.raises(Exception, match="locked"):
        _cursor(release).execute(sql)


def test_asking_leaves_the_file_as_it_was(made_up_store: Folder, release: Release) -> None:
    before = release.path.read_bytes()
    names = sorted(path.name for path in made_up_store.releases.iterdir())
    release.run(COUNTS, Cohort().parameters("treatment", "episode"))
    assert release.about.episodes == 459
    assert release.path.read_bytes() == before
    assert sorted(path.name for path in made_up_store.releases.iterdir()) == names


def _counted(release: Release, cohort: Cohort, group_by: str) -> pd.DataFrame:
    counts = release.run(COUNTS, cohort.parameters(group_by, "episode"))
    return counts[counts["outcome"].eq("recurrence")]


def test_threads_that_ask_at_once_get_their_own_answers(own_store: Folder) -> None:
    # A store of its own: its file is opened by whichever thread comes first.
    release = open_release(own_store)

    def ask(clinic: str) -> dict[str, int]:
        cohort = make_cohort({"clinic": [clinic]}, {"clinic": [clinic]})
        counts = _counted(release, cohort, "clinic")
        return {str(name): int(n) for name, n in counts.groupby("group")["episodes"].sum().items()}

    with ThreadPoolExecutor(8) as pool:
        asked = ["north", "south", "=west", "Hill, St Mary", "not_recorded"] * 24
        answers = list(pool.map(ask, asked))
    alone = {clinic: ask(clinic) for clinic in set(asked)}
    assert {clinic for clinic, counts in alone.items() if set(counts) != {clinic}} == set()
    assert answers == [alone[clinic] for clinic in asked]
    assert sum(counts[clinic] for clinic, counts in alone.items()) == 459


def test_a_damaged_file_is_said(own_store: Folder) -> None:
    own_store.database(1).write_bytes(b"not a database at all")
    with pytest.raises(StoreFault, match=r"0001\.duckdb cannot be opened") as caught:
        open_release(own_store).run(COUNTS)
    assert "check" in caught.value.remedy


def test_a_question_that_cannot_be_answered_is_said(release: Release) -> None:
    with pytest.raises(StoreFault, match=f"Release 1 did not answer “{COUNTS}”"):
        release.run(COUNTS, {})


def test_an_empty_folder_has_nothing_to_ask(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="no records"):
        open_release(Folder(tmp_path))


def test_one_release_is_one_key(made_up_store: Folder) -> None:
    assert open_release(made_up_store) is open_release(made_up_store, 1)


def test_another_file_under_the_same_number_is_asked_anew(own_store: Folder) -> None:
    before = open_release(own_store)
    assert before.about.episodes == 459
    add_release(own_store, made_up_episodes()[:40], 2)
    own_store.database(2).replace(own_store.database(1))
    own_store.point_at(1)
    after = open_release(own_store, 1)
    assert after != before
    assert after.about.episodes == 40
    assert _counted(after, Cohort(), "treatment")["episodes"].sum() == 40


def test_only_a_few_files_are_kept_open(own_store: Folder) -> None:
    for number in range(2, _MOST_OPEN + 4):
        add_release(own_store, made_up_episodes()[:3], number)
    numbers = [*own_store.entries(), 1]
    assert [open_release(own_store, n).about.number for n in numbers] == numbers
    assert len(_OPENED) == _MOST_OPEN
