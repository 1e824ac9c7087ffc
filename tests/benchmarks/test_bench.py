"""The bench itself: its records are sound, and what it measures comes out as a document."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.intake.summary import ImportRequest
from dashboard.store import Folder, build, check, open_release
from dashboard.store.run import _cursor
from tests.benchmarks import answering, document, importing, serving
from tests.benchmarks.stores import make_store, write_complications, write_csv

EPISODES = 4_000


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    folder = Folder(tmp_path_factory.mktemp("bench") / "data")
    make_store(folder, EPISODES)
    return folder


@pytest.fixture(scope="module")
def csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("bench_csv") / "episodes.csv"
    write_csv(file, EPISODES)
    return file


def test_the_store_is_like_one_that_was_imported(store: Folder, csv: Path, tmp_path: Path) -> None:
    assert check(store) == []
    imported = Folder(tmp_path / "imported")
    complications = tmp_path / "complications.csv"
    write_complications(complications, store)
    built = build(imported, ImportRequest(csv, complications, until="2026-09"))
    assert [file.rejected for file in built.summary.files] == [0, 0]
    assert built.summary.rules == ()
    ours, theirs = (
        open_release(folder).run("release/rows_by_table") for folder in (store, imported)
    )
    assert ours.equals(theirs)


def test_the_records_are_spread_as_they_are_said_to_be(store: Folder) -> None:
    about = open_release(store).about
    assert about.episodes == EPISODES
    # Four in five episodes are a patient's first.
    assert about.patients == EPISODES * 4 // 5
    held = open_release(store).held
    assert len(held["clinic"]) == 12
    assert all(len(values) > 1 for values in held.values())
    filled = (
        _cursor(open_release(store)).execute("select count(columns(*)) from episodes").fetchone()
    )
    assert filled is not None
    assert min(filled) > 0


def test_a_store_can_have_few_case_mixes(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "data")
    make_store(folder, 500, mixes=40)
    assert 1 < answering.mixes(open_release(folder)) <= 40


def test_what_is_measured_comes_out_as_a_document(
    store: Folder, csv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(store.root))
    answer = answering.measure(store, 1)
    alike = answering.measure_alike(store, 1)
    assert 0 < alike["mixes"] <= EPISODES
    answer |= {"episodes": document.LARGE, "file": 1.0, "memory": serving.measure()}
    assert importing.import_file(csv, tmp_path / "imported") == EPISODES
    assert importing.copy_file(csv, tmp_path / "copied") == EPISODES
    taken = {"seconds": 1.0, "processor_seconds": 1.0, "peak": 1.0}
    slow = {"seconds": 10.1, "processor_seconds": 1.0, "peak": 1.0}
    large = {"episodes": EPISODES, "file": 1020.0, **taken, "peak": 2100.0}
    imported = {"episodes": EPISODES, "file": 1.0, "rounds": 1, "copy": taken, "import": slow}
    imported["large"] = large
    pages = {"page": [0.3, 0.2], "empty": [0.2, 0.2], "same_charts": [0.2, 0.2]}
    changes = {**pages, "charts": 3, "ratio": 1.25, "ratio_to_same_charts": 1.25}
    text = document.written([answer], alike, imported, changes, 1)
    assert "| import, against the plain copy | 10.10× | at most 10× | **not met** |" in text
    assert "against an empty page | 1.25× | at most 1.3× | met |" in text
    assert "answer on 10 million | " in text
    assert f"| like_for_like, {alike['mixes']:,} case mixes | " in text
    assert "| import of 1,020 MB | 2100 MB | at most 2000 MB | **not met** |" in text
    assert "no Chromium" in document.written([answer], alike, imported, {}, 1)
