"""What a page builds apart is what the command line builds, and nothing that goes wrong there goes wrong here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.errors import BadInput, StoreFault
from dashboard.intake.summary import ImportRequest
from dashboard.intake.tallies import Tallies
from dashboard.store import Folder, build, build_apart, building_apart, open_release
from tests.house.repository import ROOT

EXPORTS = ROOT / "sample_data" / "exports"
HIGH_STREET = ImportRequest(EXPORTS / "high_street.csv", None, EXPORTS / "high_street.toml")


def test_it_is_the_same_import(tmp_path: Path) -> None:
    heard: list[tuple[str, float]] = []
    request = replace(HIGH_STREET, progress=lambda step, share: heard.append((step, share)))
    apart = build_apart(Folder(tmp_path / "apart"), request, dry_run=False, keep=3)
    here = build(Folder(tmp_path / "here"), HIGH_STREET, keep=3)
    assert here.summary.files[0].rejected > 0
    assert replace(apart, rejects=[]) == replace(
        here, rejects=[], summary=replace(here.summary, tallies=Tallies())
    )
    assert apart.rejects == here.rejects
    assert heard
    assert open_release(Folder(tmp_path / "apart")).about.episodes == apart.changes["new"]


def test_a_dry_run_changes_nothing(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "data")
    built = build_apart(folder, HIGH_STREET, dry_run=True, keep=3)
    assert built.number is None
    assert folder.current() is None


def test_what_is_refused_there_is_refused_here(tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text("Surname;Visit\nAshe;03/02/2026\n", encoding="utf-8")
    with pytest.raises(BadInput, match="no column for patient_key") as caught:
        build_apart(Folder(tmp_path / "data"), ImportRequest(file), dry_run=True, keep=3)
    assert caught.value.remedy


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, and no folder", encoding="utf-8")
    with pytest.raises(StoreFault):
        build_apart(Folder(tmp_path / "data"), HIGH_STREET, dry_run=True, keep=3)


def test_one_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="longer than 0 seconds"):
        build_apart(Folder(tmp_path / "data"), HIGH_STREET, dry_run=False, keep=3, seconds=0.2)
    assert Folder(tmp_path / "data").current() is None


def test_one_that_dies_leaves_the_dashboard_alive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building_apart, "_TASK", "no_task_of_this_name.json")
    with pytest.raises(BadInput, match="ended by the system"):
        build_apart(Folder(tmp_path / "data"), HIGH_STREET, dry_run=True, keep=3)
