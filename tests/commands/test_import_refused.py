"""Which imports leave with 2, and what is said of a cut-off that a later import cannot lower?"""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.store import Folder
from tests.commands.conftest import Run
from tests.commands.records import episode, write_csv


@pytest.mark.parametrize("options", [["--replace"], []])
@pytest.mark.parametrize("rows", [0, 3])
def test_an_import_that_accepts_nothing_leaves_with_2_and_the_store_as_it_was(
    run: Run, tmp_path: Path, rows: int, options: list[str]
) -> None:
    data = Folder(tmp_path / "data")
    good = write_csv(tmp_path / "good.csv", [episode(number) for number in range(5)])
    run("import", good, "--until", "2026-06", "--data", data.root)
    before = data.database(1).read_bytes()
    bad = write_csv(
        tmp_path / "bad.csv", [episode(number, start_month="May") for number in range(3)]
    )
    header, *lines = bad.read_text(encoding="utf-8").splitlines(keepends=True)
    bad.write_text("".join([header, *lines[:rows]]), encoding="utf-8")

    result = run("import", bad, *options, "--data", data.root)

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"No episodes were accepted (0 of {rows} records of “bad.csv”)" in result.stderr
    assert ("start_month: Not a month" in result.stderr) == bool(rows)
    assert "import --rejects FILE" in result.stderr
    assert data.current() == 1
    assert data.database(1).read_bytes() == before
    # What is wrong with each record is written down all the same.
    rejects = tmp_path / "rejects.csv"
    told = run("import", bad, *options, "--data", data.root, "--rejects", rejects)
    assert (told.exit_code, told.stdout) == (2, "")
    assert f"stands in {rejects}" in told.stderr
    assert rejects.read_text(encoding="utf-8-sig").count("Not a month") == rows
    assert data.current() == 1
    dry = run("import", bad, *options, "--data", data.root, "--dry-run")
    assert dry.exit_code == 0
    assert "The import would be refused.\nDry run: nothing was changed." in dry.stdout


def test_the_cut_off_that_counts_is_told_where_an_earlier_import_spoke_later(
    run: Run, tmp_path: Path
) -> None:
    file = write_csv(tmp_path / "episodes.csv", [episode(number) for number in range(10)])
    first = run("import", file, "--until", "2094-02", "--data", tmp_path / "data")
    second = run("import", file, "--until", "2026-06", "--data", tmp_path / "data")

    assert "2094-02, is yet to come" in first.stdout
    assert "up to June 2026 (given with --until)" in second.stdout
    assert "from now on: February 2094 (“=west”, “Hill, St Mary”)." in second.stdout
    assert "undo the import that brought it" in second.stdout
    # What it says mends it.
    run("import", file, "--until", "2026-06", "--data", tmp_path / "data", "--replace")
    third = run("import", file, "--until", "2026-06", "--data", tmp_path / "data")
    assert "from now on" not in third.stdout
