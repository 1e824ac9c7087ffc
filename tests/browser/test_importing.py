"""An import on the page, as a practice manager does it: by hand, and with a profile; and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser

from dashboard.intake.summary import ImportRequest
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
    "Pat ID;Surname;Visit;Procedure;Area;Last review;Outcome;Milia;Reactions;Reaction days;Room;Tried;When tried",
    *(
        f"{1000 + n};{CANARY}{n};0{n % 9 + 1}/02/2026;{['deroofing', 'CryoPen', 'zap'][n % 3]};"
        f"{['cheek L', '?', 'nose'][n % 3]};{n % 13 + 14}/03/2026;clear;{n % 5 + 1};"
        f"{['PIH + oedema', 'none', ''][n % 3]};{['9 + 1', '', ''][n % 3]};{CANARY}{n % 2};"
        f"{['needle', 'none', '', 'picked', '', 'none'][n % 6]};{['11/2025', '', ''][n % 3]}"
        for n in range(30)
    ),
]
# One row a visit: a treatment, and a review; what was seen besides stands in a file of its own.
VISITS = [
    "Visit No,Pat ID,Surname,Date,Visit type,Procedure,Milia,Room",
    *(
        f"v{n}{at},{1000 + n},{CANARY},{day:02}.0{at + 2}.2026,{['Tx', 'FU'][at]},{['Laser', ''][at]},"
        f"{['', 'clear'][at]},{CANARY}{n % 2}"
        for n in range(20)
        for at, day in enumerate((3, 13 + n % 9))
    ),
]
REACTIONS = [
    "Visit No;Reaction;Noted;Remarks;Colour",
    *(
        f"v{n}1;{['PIH', 'swelling'][n % 2]};{10 + n}.03.2026;{CANARY};{CANARY}{n % 3}"
        for n in range(5)
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
    # The file is looked at in a run of its own, which a busy machine begins late.
    manager.settle(charts=0, still=1_000)


def _press(manager: Reader, name: str) -> None:
    with manager.rerun(charts=0):
        manager.page.get_by_role("button", name=name, exact=True).click()


def _pick(manager: Reader, label: str, typed: str) -> None:
    """Choose in a select box by the keyboard alone."""
    box = manager.page.get_by_role("combobox", name=label)
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
    assert "semicolons between the columns · 13 columns · 30 records" in said
    # What is suggested is said: each row is a course, and its complications stand in one column.
    assert manager.page.get_by_role("radio", name="a course of care").is_checked()
    assert manager.page.get_by_role("radio", name="in one column").is_checked()
    assert manager.page.get_by_role("radio", name="in columns of the same row").is_checked()
    assert "column 2 (“Surname”): a name" in said
    # Both readings are shown, and nothing goes on before one is chosen.
    assert "can be read both ways" in said
    assert "What their values mean" not in said
    _pick(manager, "How are the dates in column 3", "31/12")
    assert "Treatment: 3 values that are not ours: 1 to decide" in manager.text()
    _pick(manager, "“zap” (10)", "laser")
    said = manager.text()
    assert "The first records, as they would be stored" in said
    assert "Kind of complication: 3 values that are not ours\n" in said
    assert "hyperpigmentation\t9" in said
    assert "swelling\t1" in said
    # What was used at home, and what came of the course, are asked for in the same manner.
    assert "What was tried at home: 3 values that are not ours\n" in said
    assert "needle_or_pin" in said
    assert _violations(manager) == []
    _press(manager, "Check the records")
    said = manager.text()
    assert "40 new, 0 changed and 0 unchanged episodes" in said
    assert "export.csv (further episodes they tell of)" in said
    assert CANARY not in manager.page.content()
    with manager.page.expect_download() as saved:
        manager.page.get_by_role("button", name="Save this profile (TOML)").click()
    profile = tmp_path / "profile.toml"
    saved.value.save_as(profile)
    _press(manager, "Import these records")
    assert "Imported: 30 records" in manager.text()
    # The command line reads the same from the same profile.
    built = build(Folder(tmp_path / "other"), ImportRequest(file, None, profile))
    assert built.changes["new"] == 40
    assert [one.made for one in built.summary.files] == [30, 10, 20]
    assert {rule.count for rule in built.summary.rules} <= {0}
    # The next file is asked for anew.
    assert "export.csv" not in manager.text()
    _press(manager, "Undo this import")
    assert "is undone" in manager.text()


def test_visits_and_a_file_of_complications_are_mapped_by_hand(
    manager: Reader, tmp_path: Path
) -> None:
    visits, reactions = tmp_path / "visits.csv", tmp_path / "reactions.csv"
    visits.write_text("\n".join(VISITS) + "\n", encoding="utf-8")
    reactions.write_text("\n".join(REACTIONS) + "\n", encoding="utf-8")
    manager.page.get_by_text("Complications in a file of their own").click()
    _hand_in(manager, "Complications (CSV, XLSX or Parquet)", reactions)
    _hand_in(manager, "Episodes", visits)
    assert "Suggested: a visit, because 100% of the rows" in manager.text()
    # By the keyboard alone: a course of care needs other columns than a visit.
    for key, needed in (
        ("ArrowLeft", "First session (needed)"),
        ("ArrowRight", "Kind of visit (needed)"),
    ):
        manager.page.get_by_role(
            "radio", name="of care" if key == "ArrowRight" else "a visit"
        ).focus()
        with manager.rerun(charts=0):
            manager.page.keyboard.press(key)
        assert needed in manager.text()
        # That a patient alone does not tell the course is said where no column of it is chosen.
        alone = "The patient alone is not enough" in manager.text()
        assert alone == (key == "ArrowLeft")
    gap = manager.page.get_by_label("Most days between two visits of one course", exact=True)
    assert gap.input_value() == "90"
    gap.fill("30")
    with manager.rerun(charts=0):
        gap.press("Enter")
    said = manager.text()
    assert "column 4 (“Remarks”): free text" in said
    assert "2026\u201102\tlaser" in said
    assert "hyperpigmentation\t35" in said
    assert _violations(manager) == []
    assert CANARY not in manager.page.content()
    with manager.page.expect_download() as saved:
        manager.page.get_by_role("button", name="Save this profile (TOML)").click()
    profile = tmp_path / "profile.toml"
    saved.value.save_as(profile)
    assert "gap = 30" in profile.read_text(encoding="utf-8")
    _press(manager, "Check the records")
    assert "20 new, 0 changed and 0 unchanged episodes" in manager.text()
    assert CANARY not in manager.page.content()
    built = build(Folder(tmp_path / "other"), ImportRequest(visits, reactions, profile))
    assert [(one.kind, one.read, one.made) for one in built.summary.files] == [
        ("episodes", 40, 20),
        ("complications", 5, 5),
    ]
    assert {rule.count for rule in built.summary.rules} <= {0}


def _records(folder: Folder) -> list[list[tuple[object, ...]]]:
    """What is stored? Without keys, which are hashed with a salt of the folder's own, and what a profile decides."""
    number = folder.current()
    assert number is not None
    with duckdb.connect(str(folder.database(number)), read_only=True) as connection:
        return [
            sorted(connection.execute(statement).fetchall(), key=str)
            for statement in (
                "select * exclude (patient_key, episode_key, complications_assessed, diy_before) from episodes",
                "select * exclude (episode_key) from complications",
            )
        ]


@pytest.mark.parametrize(
    ("export", "clinic", "besides"),
    [
        ("high_street.csv", "C01", {}),
        ("dermasoft.xlsx", "C06", {"Last session day": "Course Last"}),
    ],
)
def test_each_wide_example_export_is_mapped_by_hand(
    manager: Reader,
    own_store: Folder,
    tmp_path: Path,
    export: str,
    clinic: str,
    besides: dict[str, str],
) -> None:
    """As suggested, but for the clinic, the month and what is named by hand: what its profile makes of it."""
    file = EXPORTS / export
    _hand_in(manager, "Episodes", file)
    if besides:
        manager.page.get_by_text("more columns that the file could fill").first.click()
    for ours, theirs in besides.items():
        _pick(manager, ours, theirs)
    for label, value in (("Code of the clinic", clinic), ("Last month the records", "2026-09")):
        box = manager.page.get_by_role("textbox", name=label)
        box.fill(value)
        with manager.rerun(charts=0):
            box.press("Enter")
    _press(manager, "Check the records")
    _press(manager, "Import these records")
    assert "Imported:" in manager.text()
    other = Folder(tmp_path / "other")
    build(other, ImportRequest(file, None, file.with_suffix(".toml")))
    assert _records(own_store) == _records(other)


def test_visits_with_codes_are_imported_with_their_profile(manager: Reader, tmp_path: Path) -> None:
    visits, reactions = EXPORTS / "riverside_visits.csv", EXPORTS / "riverside_reactions.csv"
    manager.page.get_by_text("Complications in a file of their own").click()
    _hand_in(manager, "Profile (TOML)", EXPORTS / "riverside.toml")
    _hand_in(manager, "Complications (CSV, XLSX or Parquet)", reactions)
    _hand_in(manager, "Episodes", visits)
    _press(manager, "Check the records")
    request = ImportRequest(visits, reactions, EXPORTS / "riverside.toml")
    built = build(Folder(tmp_path / "other"), request, dry_run=True)
    said = manager.text()
    assert f"{built.changes['new']:,} new, 0 changed and 0 unchanged episodes" in said
    for file in built.summary.files:
        assert f"{file.read:,}" in said
    assert _violations(manager) == []
    _press(manager, "Import these records")
    accepted = sum(file.accepted for file in built.summary.files if file.layout != "besides")
    assert f"Imported: {accepted:,} records" in manager.text()


def test_a_file_that_cannot_be_read_says_what_to_do(manager: Reader, tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(b"%PDF-1.7 not a table")
    _hand_in(manager, "Episodes", file)
    assert "export.csv" in manager.text()
    assert "Traceback" not in manager.page.content()
