from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.answers.answer import Answer, Choices
from dashboard.errors import BadInput, DashboardError
from dashboard.exports import reopening
from dashboard.exports.bundle import bundle
from dashboard.exports.reopening import Reopened, reopen, reopen_bundle
from dashboard.exports.report import report_files
from dashboard.exports.writing import write_files
from tests.exports.sameness import assert_same


@pytest.fixture
def folder(answer: Answer, tmp_path: Path) -> Path:
    write_files(tmp_path / "report", report_files([answer]))
    return tmp_path / "report"


def change(folder: Path, how: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "report.json"
    told = json.loads(path.read_bytes())
    how(told)
    path.write_text(json.dumps(told), encoding="utf-8")


def says_the_same(report: Reopened, answer: Answer) -> bool:
    for shape, table in answer.tables.items():
        assert_same(report.tables[answer.topic][shape], table)
    return set(report.tables) == {answer.topic}


def test_a_folder_says_what_the_answer_said(folder: Path, answer: Answer) -> None:
    report = reopen(folder)

    assert says_the_same(report, answer)
    assert report.cohort == answer.cohort
    assert report.choices == Choices(horizons=(90, 365))
    assert report.synthetic
    assert report.metadata["topics"]["recurrence"]["sentence"] == answer.sentence


def test_its_report_json_opens_it_too(folder: Path, answer: Answer) -> None:
    assert says_the_same(reopen(folder / "report.json"), answer)


def test_a_bundle_says_the_same(answer: Answer, tmp_path: Path) -> None:
    path = tmp_path / "report.zip"
    path.write_bytes(bundle(report_files([answer])))

    assert says_the_same(reopen(path), answer)
    assert says_the_same(reopen_bundle(path.read_bytes()), answer)


def test_groups_called_like_formulas_come_back(answer_by_clinic: Answer) -> None:
    assert says_the_same(reopen_bundle(bundle(report_files([answer_by_clinic]))), answer_by_clinic)


def test_a_file_that_was_changed_is_found_out(folder: Path) -> None:
    path = folder / "recurrence_estimates.csv"
    path.write_bytes(path.read_bytes().replace(b"shown", b"sh0wn", 1))

    with pytest.raises(BadInput, match=r"recurrence_estimates\.csv is not the file that was writ"):
        reopen(folder)


def test_a_file_that_is_missing_is_named(folder: Path) -> None:
    (folder / "recurrence_curves.csv").unlink()

    with pytest.raises(BadInput, match=r"holds no recurrence_curves\.csv"):
        reopen(folder)


def test_a_folder_that_is_no_report_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"holds no report\.json"):
        reopen(tmp_path)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nowhere\.zip cannot be read: No such file"):
        reopen(tmp_path / "nowhere.zip")


def test_a_file_that_is_no_bundle_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"not a zip file")

    with pytest.raises(BadInput, match="neither the folder nor the ZIP file of a report"):
        reopen(tmp_path / "x.zip")


def test_a_bundle_without_metadata_is_said() -> None:
    with pytest.raises(BadInput, match=r"holds no report\.json"):
        reopen_bundle(bundle({"a.csv": b"a"}))


def test_a_damaged_bundle_is_said(answer: Answer) -> None:
    packed = bytearray(bundle(report_files([answer])))
    packed[200] ^= 0xFF

    with pytest.raises(BadInput, match="damaged"):
        reopen_bundle(bytes(packed))


def test_an_archive_of_a_kind_yet_to_come_is_said(answer: Answer) -> None:
    packed = bytearray(bundle(report_files([answer])))
    version_needed = packed.index(b"PK\x01\x02") + 6
    packed[version_needed] = 0xFF

    with pytest.raises(BadInput, match="neither the folder nor the ZIP file of a report"):
        reopen_bundle(bytes(packed))


def test_a_bundle_that_unpacks_to_too_much_is_refused(
    answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = bundle(report_files([answer]))
    monkeypatch.setattr(reopening, "_LARGEST", 1000)

    with pytest.raises(BadInput, match="too large"):
        reopen_bundle(packed)


@pytest.mark.parametrize("name", ["report.zip", "report"])
def test_files_that_are_too_large_are_not_read(
    answer: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "report.zip").write_bytes(bundle(report_files([answer])))
    write_files(tmp_path / "report", report_files([answer]))
    monkeypatch.setattr(reopening, "_LARGEST", 1000)

    with pytest.raises(BadInput, match="too large"):
        reopen(tmp_path / name)


@pytest.mark.parametrize("name", ["../secret.csv", "/etc/hostname", "..", "a\\b.csv"])
def test_a_report_cannot_name_files_elsewhere(folder: Path, name: str) -> None:
    change(folder, lambda told: told["files"].update({name: {"sha256": ""}}))

    with pytest.raises(BadInput, match="no file of a report"):
        reopen(folder)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("format", 2, "not of the format 1"),
        ("files", None, "lacks “files”"),
        ("files", {"README.txt": "x"}, "hash differs"),
        ("cohort", {"filters": {}, "from_month": 3}, "lacks “from_month”"),
        ("cohort", {"filters": {"sex": "female"}}, "“sex” is not a list"),
        (
            "cohort",
            {"filters": {"nose": ["big"]}, "from_month": "", "to_month": ""},
            "“nose” is not a column",
        ),
        ("choices", {"horizons": [1.5]}, "not whole days"),
        ("choices", {"horizons": []}, "lacks “group_by”"),
        ("topics", {"recurrence": {"tables": {"rows": "x"}}}, "says nothing sound of the rows"),
        ("topics", {"recurrence": 3}, "lacks “tables”"),
    ],
)
def test_metadata_that_make_no_sense_are_said(
    folder: Path, key: str, value: object, said: str
) -> None:
    change(folder, lambda told: told.update({key: value}))

    with pytest.raises(BadInput, match=said):
        reopen(folder)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"format": "1"}'])
def test_metadata_that_are_no_json_are_said(folder: Path, data: bytes) -> None:
    (folder / "report.json").write_bytes(data)

    with pytest.raises(BadInput, match=r"report\.json is not"):
        reopen(folder)


@given(data=st.binary(max_size=200), place=st.integers(0, 100_000))
def test_no_damage_whatever_makes_it_fail_otherwise(
    answer: Answer, data: bytes, place: int
) -> None:
    packed = bundle(report_files([answer]))
    place = place % len(packed)
    for attempt in (data, packed[:place] + data + packed[place + len(data) :], packed[:place]):
        with suppress(DashboardError):
            reopen_bundle(attempt)
