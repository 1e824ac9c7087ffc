"""No value of a column that is not mapped, is dropped or looks like identity is ever shown, in any format."""
# ruff: noqa: S608 - composed of what stands here.

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dashboard.errors import BadInput
from dashboard.intake.files.recognising import preview, recognise, survey
from dashboard.intake.layouts.layouts import Rows
from dashboard.intake.mapping import Draft, OwnFile, attempts, harms_in_our_terms, in_our_terms
from dashboard.intake.recipes import Recipe
from tests.intake.books import ERROR, Sheet, Value, book
from tests.intake.taking import Taking

CANARY = "Kanarienvogel"
PROFILE = """
    [episodes]
    drop = ["Surname"]
    [episodes.columns]
    patient_key = "Key"
    """
NAMES = ["Key", "start_month", "treatment", "last_seen_day", "Surname", "Mood", "price"]
ROWS: list[list[str]] = [
    [f"{CANARY}1", "2026-01", "laser", "3", f"{CANARY}2", f"{CANARY}3", "3"],
    [f"{CANARY}4", "2026-13", "laser", "x", f"{CANARY}5", f"{CANARY}6", "x"],
    [f"{CANARY}7", "2026-01", "", "3", f"{CANARY}8", f"{CANARY}9", ""],
]
MAPPED = [1, 2, 3, 6]


def written(kind: str, folder: Path) -> bytes:
    """The same records in one of the formats."""
    if kind == "xlsx":
        odd: list[list[Value]] = [[f"{CANARY} GmbH"], [*NAMES]]
        odd += [[*row] for row in ROWS]
        odd.append([f"{CANARY}0", ERROR])
        return book(Sheet(odd, merged=["E3:F5"]))
    if kind == "parquet":
        path = folder / "x.parquet"
        with duckdb.connect() as connection:
            names = ", ".join(f'"{name}"' for name in NAMES)
            values = ", ".join(str(tuple(row)) for row in ROWS)
            connection.execute(f"copy (select * from (values {values}) t({names})) to '{path}'")
        return path.read_bytes()
    lines = [";".join(row) for row in [NAMES, *ROWS, [f"{CANARY} é"], ROWS[0]]]
    return "\n".join(lines).encode(kind)


@pytest.mark.parametrize("kind", ["utf-8", "cp1252", "utf-16", "xlsx", "parquet"])
def test_no_canary_is_heard(take: Taking, tmp_path: Path, kind: str) -> None:
    content = written(kind, tmp_path)
    taken = take(content, profile=PROFILE)
    assert len(taken.rejects) >= 3
    assert CANARY not in taken.everything()
    path = tmp_path / "episodes.csv"
    shown = preview(path, MAPPED)
    assert shown.cells[2][0] == "laser"
    assert CANARY not in repr((shown, recognise(path)))


@pytest.mark.parametrize("kind", ["utf-8", "cp1252", "utf-16", "xlsx", "parquet"])
def test_no_canary_is_heard_where_the_file_is_refused(
    take: Taking, tmp_path: Path, kind: str
) -> None:
    content = written(kind, tmp_path)
    faults = []
    for damaged in (content, content[: len(content) // 2], content[:-7], content + content):
        for profile in (None, PROFILE, PROFILE + '\n[complications]\nsheet = "none"'):
            try:
                faults.append(take(damaged, profile=profile).everything())
            except BadInput as fault:
                faults.append(str(fault))
    assert len(faults) == 12
    assert CANARY not in " ".join(faults)


def test_no_canary_is_heard_while_two_files_are_mapped(tmp_path: Path) -> None:
    """Each file has one in its key, in a column that looks like identity, and in one that nobody maps."""
    episodes, harms = tmp_path / "episodes.csv", tmp_path / "harms.csv"
    names = ("Case", "Begun", "Done", "Seen", "Surname", "Mood", "Harm", "Tried on", "First")
    called = ("Case", "Code", "Surname", "Day")
    told = [
        ",".join(
            (
                f"{CANARY}{n}",
                "2026-01",
                ["laser", "zap"][n % 2],
                "3",
                CANARY,
                f"{CANARY}{n}",
                "PIH;x",
                ["10/2025", CANARY][n % 2],
                "2026-01-03",
            )
        )
        for n in range(30)
    ]
    episodes.write_text("\n".join([",".join(names), *told]) + "\n", "utf-8")
    told = [f"{CANARY}{n};{['scar', 'zap'][n % 2]};{CANARY};x" for n in range(35)]
    harms.write_text("\n".join([";".join(called), *told]) + "\n", "utf-8")
    columns = {
        "patient_key": Recipe("Case"),
        "episode_key": Recipe("Case"),
        "start_month": Recipe("Begun"),
        "treatment": Recipe("Done"),
        "last_seen_day": Recipe("Seen"),
    }
    # Everybody had tried something: what, stands where nobody looks.
    at_home = attempts(
        {"tried_how": Recipe("Harm"), "tried_when": Recipe("Tried on", date="%m/%Y")},
        Recipe("First", date="%Y-%m-%d"),
    )
    in_cells = Rows({"complication": (Recipe("Harm"),)}, split=("Harm",), separators=(";",))
    own = OwnFile(
        {"episode_key": Recipe("Case"), "complication": Recipe("Code"), "onset_day": Recipe("Day")}
    )
    alone = in_our_terms(
        episodes, names, Draft(columns=columns, also=(at_home,), harms=(in_cells,))
    )
    both = harms_in_our_terms(
        episodes, names, Draft(columns=columns, complications=own), harms, called
    )
    assert alone["episodes"].rejected
    assert len(both.rows) >= 5
    assert both.rejected
    known = [recognise(path).names for path in (episodes, harms)]
    hidden = [survey(path)[at] for path, at in ((episodes, 4), (harms, 2))]
    assert CANARY not in repr((alone, both, known, hidden))
