"""What is taken away from the page is what the command line writes, to the last byte."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from dashboard.exports import csv_to_table
from dashboard.store import Folder
from tests.browser.conftest import Open
from tests.browser.looking import Reader
from tests.house.repository import ROOT

pytestmark = pytest.mark.browser


def _download(reader: Reader, label: str) -> tuple[str, bytes]:
    with reader.page.expect_download() as waited:
        reader.page.get_by_role("button", name=label, exact=True).click()
    file = waited.value
    return file.suggested_filename, Path(file.path()).read_bytes()


@pytest.fixture
def reported(sample_store: Folder, tmp_path: Path) -> dict[str, bytes]:
    """What the command line writes for the same question."""
    said = (
        *("report", "recurrence", "--by", "site", "--where", "treatment=extraction,laser"),
        *("--where", "skin_type=II,III,IV", "--definition", "B", "--from", "2024-03"),
        *("--data", str(sample_store.root), "--out", str(tmp_path / "out")),
    )
    command = [sys.executable, "-m", "dashboard", *said]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}


def test_downloads_are_the_command_lines_files(open_page: Open, reported: dict[str, bytes]) -> None:
    reader = open_page(
        "?by=Site&treatment=Extraction&treatment=Laser"
        "&skin_type=Type+II&skin_type=Type+III&skin_type=Type+IV"
        "&definition=Same+site+or+site+not+told&from=March+2024",
        charts=3,
    )
    name, data = _download(reader, "Figures (CSV)")
    assert re.fullmatch(r"recurrence_estimates_SYNTHETIC_[0-9a-f]{16}\.csv", name)
    assert data == reported["recurrence_estimates.csv"]
    # It is the cohort asked for, and there is something in it.
    table = csv_to_table(data, "estimates", name)
    assert set(table["definition"]) == {"B"}
    assert "eyelid" in set(table["group"])

    name, packed = _download(reader, "Everything (ZIP)")
    assert re.fullmatch(r"recurrence_report_SYNTHETIC_[0-9a-f]{16}\.zip", name)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        files = {entry: archive.read(entry) for entry in archive.namelist()}
    assert files == reported


def test_no_two_downloads_have_the_same_name(open_page: Open) -> None:
    """Streamlit serves a download to whoever knows its address, which is made from name and content."""
    one, _ = _download(open_page(charts=3), "Figures (CSV)")
    other, _ = _download(open_page(charts=3), "Figures (CSV)")
    assert one != other
