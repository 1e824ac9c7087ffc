"""An import on the page, as a practice manager does it: by hand, and with a profile; and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dashboard.intake import ImportRequest
from dashboard.store import Folder, build
from tests.browser import serving
from tests.browser.looking import Reader, reader
from tests.house.repository import ROOT

pytestmark = pytest.mark.browser

EXPORTS = ROOT / "sample_data" / "exports"
# Streamlit's own file uploader names the area on which files are dropped in a way that axe minds a little.
_STREAMLITS_OWN = "presentation-role-conflict (minor)"
CANARY = "Qxzaniel"
# Day and month can change places in every date but the last reviews.
LINES = [
    "Pat ID;Surname;Visit;Procedure;Area;Last review;Outcome;Milia",
    *(
        f"{1000 + n};{CANARY}{n};0{n % 9 + 1}/02/2026;{['deroofing', 'CryoPen', 'zap'][n % 3]};"
        f"{['cheek L', '?', 'nose'][n % 3]};{n % 13 + 14}/03/2026;clear;{n % 5 + 1}"
        for n in range(30)
    ),
]


@pytest.fixture
def manager(browser: Browser, own_store: Folder) -> Iterator[Reader]:
    """Somebody before an import page, on a data folder of their own."""
    with serving.dashboard(own_store.root) as address:
        seen = reader(browser, address)
        seen.go(page="import", charts=0)
        yield seen
        seen.page.context.close()
        assert seen.complaints == []


def _hand_in(manager: Reader, label: str, path: Path) -> None:
    uploader = manager.page.get_by_test_id("stFileUploader").filter(has_text=label)
    with manager.rerun(charts=0):
        uploader.locator("input[type=file]").set_input_files(path)
    # The file is looked at in a run of its own.
    manager.settle(charts=0)


def _press(manager: Reader, name: str) -> None:
    with manager.rerun(charts=0):
        manager.page.get_by_role("button", name=name, exact=True).click()


def _pick(manager: Reader, label: str, typed: str) -> None:
    """Choose in a select box by the keyboard alone."""
    box = manager.page.get_by_label(label)
    box.focus()
    manager.page.keyboard.type(typed)
    with manager.rerun(charts=0):
        manager.page.keyboard.press("Enter")


def _violations(manager: Reader) -> list[str]:
    return [said for said in manager.violations() if not said.startswith(_STREAMLITS_OWN)]


def test_a_file_of_any_system_is_mapped_by_hand(manager: Reader, tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    _hand_in(manager, "Episodes", file)
    said = manager.text()
    assert "semicolons between the columns · 8 columns · 30 records" in said
    assert "column 2 (“Surname”): a name" in said
    # Both readings are shown, and nothing goes on before one is chosen.
    assert "can be read both ways" in said
    assert "What their values mean" not in said
    _pick(manager, "How are the dates in column 3", "31/12")
    assert "Treatment: 3 values that are not ours: 1 to decide" in manager.text()
    _pick(manager, "“zap” (10)", "laser")
    assert "The first records, as they would be stored" in manager.text()
    assert _violations(manager) == []
    _press(manager, "Check the records")
    said = manager.text()
    assert "30 new, 0 changed and 0 unchanged episodes" in said
    assert CANARY not in manager.page.content()
    with manager.page.expect_download() as saved:
        manager.page.get_by_role("button", name="Save this profile (TOML)").click()
    profile = tmp_path / "profile.toml"
    saved.value.save_as(profile)
    _press(manager, "Import these records")
    assert "Imported: 30 records" in manager.text()
    # The command line reads the same from the same profile.
    built = build(Folder(tmp_path / "other"), ImportRequest(file, None, profile))
    assert built.changes["new"] == 30
    assert {rule.count for rule in built.summary.rules} <= {0}
    _press(manager, "Undo this import")
    assert "is undone" in manager.text()


@pytest.mark.parametrize(
    ("episodes", "complications", "profile"),
    [
        ("high_street.csv", "", "high_street.toml"),
        ("riverside_visits.csv", "riverside_reactions.csv", "riverside.toml"),
        ("dermasoft.xlsx", "", "dermasoft.toml"),
    ],
)
def test_each_example_export_is_walked_through(
    manager: Reader, tmp_path: Path, episodes: str, complications: str, profile: str
) -> None:
    manager.page.get_by_text("Complications in a file of their own").click()
    _hand_in(manager, "Profile (TOML)", EXPORTS / profile)
    if complications:
        _hand_in(manager, "Complications (CSV, XLSX or Parquet)", EXPORTS / complications)
    _hand_in(manager, "Episodes", EXPORTS / episodes)
    _press(manager, "Check the records")
    other = EXPORTS / complications if complications else None
    request = ImportRequest(EXPORTS / episodes, other, EXPORTS / profile)
    built = build(Folder(tmp_path / "other"), request, dry_run=True)
    said = manager.text()
    assert f"{built.changes['new']:,} new, 0 changed and 0 unchanged episodes" in said
    for file in built.summary.files:
        assert f"{file.read:,}" in said
    assert _violations(manager) == []
    _press(manager, "Import these records")
    accepted = sum(file.accepted for file in built.summary.files)
    assert f"Imported: {accepted:,} records" in manager.text()


def test_a_file_that_cannot_be_read_says_what_to_do(manager: Reader, tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(b"%PDF-1.7 not a table")
    _hand_in(manager, "Episodes", file)
    assert "export.csv" in manager.text()
    assert "Traceback" not in manager.page.content()
