"""Every page gives the files that the command line writes, to the last byte."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.store import Folder
from tests.browser.conftest import Open
from tests.browser.screenshots import PAGES
from tests.house.repository import ROOT

pytestmark = pytest.mark.browser


def _report(topic: str, by: str, data: Path, out: Path) -> None:
    said = ("report", topic, "--by", by, "--where", "site=cheek,nose", "--policy", "publication")
    command = [sys.executable, "-m", "dashboard", *said, "--data", str(data), "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def reported(sample_store: Folder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command line writes for the same question."""
    out = tmp_path_factory.mktemp("reported")
    _report("all", "treatment", sample_store.root, out / "all")
    # Of the records themselves the page tells clinic by clinic.
    _report("quality", "clinic", sample_store.root, out / "quality")
    return out


# The recurrence page has tests of its own, which look closer.
@pytest.mark.parametrize("name", [name for name in PAGES if name != "recurrence"])
def test_downloads_are_the_command_lines_files(open_page: Open, reported: Path, name: str) -> None:
    reader = open_page("?site=Cheek&site=Nose&policy=For+publication", page=PAGES[name], charts=2)
    with reader.page.expect_download() as waited:
        reader.page.get_by_role("button", name="Figures (CSV)", exact=True).click()
    file = waited.value
    pattern = rf"{name}_estimates_publication_SYNTHETIC_[0-9a-f]{{16}}\.csv"
    assert re.fullmatch(pattern, file.suggested_filename)
    written = reported / ("quality" if name == "quality" else "all") / f"{name}_estimates.csv"
    assert Path(file.path()).read_bytes() == written.read_bytes()
