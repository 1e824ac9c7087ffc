from __future__ import annotations

import csv
from pathlib import Path

from dashboard.exports import reopen
from dashboard.store import Folder, open_release
from tests.commands.conftest import ROOT, Run
from tests.made_up import add_release, made_up_episodes


def test_the_sample_records_fill_the_store_and_are_called_synthetic(
    run: Run, tmp_path: Path
) -> None:
    folder = Folder(tmp_path / "data")

    result = run("sample", "--data", folder.root)

    with (ROOT / "sample_data" / "episodes.csv").open(encoding="utf-8", newline="") as file:
        number = sum(1 for _ in csv.DictReader(file))
    assert result.exit_code == 0, result.stderr
    assert "SYNTHETIC sample records" in result.stdout
    assert f"{number:,} episodes" in result.stdout
    about = open_release(folder).about
    assert about.synthetic
    assert about.episodes == number


def test_own_records_stay_as_an_earlier_release(run: Run, own_store: Folder) -> None:
    add_release(own_store, made_up_episodes()[:40], 2, synthetic=False)

    result = run("sample", "--data", own_store.root)

    assert "The records of release 2 are no longer shown" in result.stdout
    assert open_release(own_store).about.synthetic
    run("undo", "--data", own_store.root)
    assert open_release(own_store).about.episodes == 40


def test_a_report_without_records_speaks_of_the_sample_records(run: Run, tmp_path: Path) -> None:
    result = run("report", "recurrence", "--data", tmp_path / "data", "--out", tmp_path / "out")

    assert result.exit_code == 0, result.stderr
    assert "filled it with the sample records (release 1). They are SYNTHETIC." in result.stderr
    assert reopen(tmp_path / "out").synthetic
