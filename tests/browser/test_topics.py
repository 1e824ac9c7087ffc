"""Every page in a real browser: it stands, keeps nobody out, fits a telephone, and gives the command line's files."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.answers.topics import TOPICS
from dashboard.store import Folder
from tests.browser.conftest import Open
from tests.browser.looking import TALL
from tests.browser.screenshots import PAGES
from tests.house.repository import ROOT

pytestmark = pytest.mark.browser
# The recurrence page has tests of its own, which look closer.
_OTHERS = [name for name in PAGES if name != "recurrence"]
_WIDER = (
    '() => [...document.querySelectorAll(\'html, body, [data-testid="stApp"], [data-testid="stMain"]\')]'
    ".filter((element) => element.scrollWidth > element.clientWidth + 1).map((element) => element.tagName)"
)


def test_every_topic_has_a_page() -> None:
    assert set(PAGES) == set(TOPICS)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", _OTHERS)
def test_nobody_is_kept_out(open_page: Open, name: str, width: int, mode: str) -> None:
    reader = open_page(page=PAGES[name], charts=2, mode=mode, width=width, height=TALL)
    # Of like patients something is said that is adjusted; of all others, that it is not.
    said = "Among patients alike" if name == "like_for_like" else "Not adjusted"
    assert said in reader.text()
    assert "SYNTHETIC" in reader.text()
    assert reader.violations() == []
    with reader.rerun(charts=2):
        reader.page.get_by_text("Clinical detail", exact=True).click()
    with reader.rerun(charts=2):
        reader.page.get_by_text("How to read this").click()
    assert reader.page.get_by_role("heading", name="What is counted").is_visible()
    assert reader.violations() == []
    assert reader.page.evaluate(_WIDER) == []


@pytest.mark.parametrize("name", _OTHERS)
def test_downloads_are_the_command_lines_files(
    open_page: Open, sample_store: Folder, tmp_path: Path, name: str
) -> None:
    # Of the records themselves the page tells clinic by clinic.
    by = "clinic" if name == "quality" else "treatment"
    said = ("report", name, "--by", by, "--where", "site=cheek,nose", "--policy", "publication")
    place = ("--data", str(sample_store.root), "--out", str(tmp_path / "out"))
    command = [sys.executable, "-m", "dashboard", *said, *place]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    reader = open_page("?site=Cheek&site=Nose&policy=For+publication", page=PAGES[name], charts=2)
    with reader.page.expect_download() as waited:
        reader.page.get_by_role("button", name="Figures (CSV)", exact=True).click()
    file = waited.value
    pattern = rf"{name}_estimates_publication_SYNTHETIC_[0-9a-f]{{16}}\.csv"
    assert re.fullmatch(pattern, file.suggested_filename)
    assert (
        Path(file.path()).read_bytes() == (tmp_path / "out" / f"{name}_estimates.csv").read_bytes()
    )


def test_the_cohort_is_kept_from_page_to_page(open_page: Open) -> None:
    reader = open_page("?treatment=Laser&show=Clinical+detail", page=PAGES["healing"], charts=2)
    reader.page.get_by_test_id("stSidebar").get_by_role("link", name="Complications").click()
    reader.page.get_by_role("heading", name="How often is there a complication?").wait_for()
    reader.settle(charts=2)
    assert "treatment: Laser" in reader.text()
    assert "treatment=Laser" in reader.page.url


def test_a_figure_of_the_overview_leads_to_its_page(open_page: Open) -> None:
    reader = open_page("?site=Eyelid", page=PAGES["overview"], charts=2)
    reader.page.locator(".grid a").nth(1).click()
    reader.page.get_by_role("heading", name="How often do milia come back?").wait_for()
    reader.settle(charts=3)
    assert "site: Eyelid" in reader.text()
