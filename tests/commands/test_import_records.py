from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from dashboard.exports import reopen
from dashboard.store import Folder, open_release, read_entry
from tests.commands.conftest import Run, Start
from tests.commands.records import episode, write_csv


@pytest.fixture
def data(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "data")


@pytest.fixture
def episodes(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "episodes.csv", [episode(number) for number in range(60)])


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    rows = [
        episode(1),
        episode(2, treatment="=lazer"),
        episode(3, last_seen_day=""),
        episode(4, cleared="perhaps"),
    ]
    return write_csv(tmp_path / "faulty.csv", rows)


def cells(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_an_import_says_what_became_of_every_record(run: Run, data: Folder, episodes: Path) -> None:
    result = run("import", episodes, "--until", "2026-06", "--data", data.root)
    assert result.exit_code == 0, result.stderr
    *told, release = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert told[:6] == [
        "Records",
        "episodes.csv episodes 60 read = 60 accepted + 0 rejected + 0 blank",
        "episodes.csv was read as CSV, utf-8, comma between the columns",
        "Episodes: 60 new, 0 changed, 0 unchanged",
        "Rules: none broken",
        "Cut-off: the records speak up to June 2026 (given with --until)",
    ]
    linked = "pseudonymised: later files link up with these records."
    assert release == f"Release 1 in {data.root} is current; {linked}"
    assert open_release(data).about.episodes == 60


def test_a_later_import_says_what_is_new_changed_and_the_same(
    run: Run, data: Folder, episodes: Path, tmp_path: Path
) -> None:
    run("import", episodes, "--until", "2026-06", "--data", data.root)
    rows = [episode(0), episode(1, last_seen_day=300), episode(90), episode(91)]
    later = write_csv(tmp_path / "later.csv", rows)

    result = run("import", later, "--until", "2026-07", "--data", data.root)

    assert "Episodes: 2 new, 1 changed, 1 unchanged" in result.stdout
    assert "up to July 2026 (given with --until)" in result.stdout
    assert open_release(data).about.episodes == 62


def test_rules_that_were_broken_are_counted_with_what_followed(
    run: Run, data: Folder, faulty: Path
) -> None:
    result = run("import", faulty, "--until", "2026-06", "--data", data.root)

    assert result.exit_code == 0
    assert "4 read = 2 accepted + 2 rejected + 0 blank" in " ".join(result.stdout.split())
    broken = [line.split()[:3] for line in result.stdout.splitlines() if "episodes." in line]
    assert sorted(broken) == [
        ["rejected", "1", "episodes.last_seen_day"],
        ["rejected", "1", "episodes.treatment"],
        ["set", "blank", "1"],
    ]
    assert "lazer" not in result.stdout
    assert "perhaps" not in result.stdout


def test_rejected_records_are_written_where_asked_and_no_cell_runs(
    run: Run, data: Folder, faulty: Path, tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects.csv"

    result = run("import", faulty, "--data", data.root, "--rejects", rejects)

    assert result.stdout.splitlines()[-1] == f"Rejected records: written to {rejects}"
    header, *rows = cells(rejects)
    assert header == ["file", "line", "column", "value", "rule", "message"]
    assert [row[:4] for row in rows] == [
        ["faulty.csv", "3", "treatment", "'=lazer"],
        ["faulty.csv", "4", "last_seen_day", ""],
    ]
    assert all(row[4] and row[5] for row in rows)


def test_a_dry_run_changes_nothing_but_writes_the_rejects(
    run: Run, data: Folder, faulty: Path, tmp_path: Path
) -> None:
    result = run(
        *("import", faulty, "--data", data.root, "--dry-run"),
        *("--rejects", tmp_path / "rejects.csv"),
    )

    assert result.exit_code == 0
    assert "Dry run: nothing was changed." in result.stdout
    assert data.current() is None
    assert len(cells(tmp_path / "rejects.csv")) == 3


def test_replacing_starts_from_empty(
    run: Run, data: Folder, episodes: Path, tmp_path: Path
) -> None:
    run("import", episodes, "--until", "2026-06", "--data", data.root)
    other = write_csv(tmp_path / "other.csv", [episode(number) for number in range(5)])

    run("import", other, "--until", "2026-06", "--data", data.root, "--replace")

    assert open_release(data).about.episodes == 5


def test_complications_may_come_alone(
    run: Run, data: Folder, episodes: Path, tmp_path: Path
) -> None:
    run("import", episodes, "--until", "2026-06", "--data", data.root)
    rows = [{"episode_key": "e1", "complication": "scar", "onset_day": 9}]
    complications = write_csv(tmp_path / "complications.csv", rows)

    result = run("import", "--complications", complications, "--data", data.root)

    assert result.exit_code == 0, result.stderr
    assert "complications.csv complications 1 read = 1" in " ".join(result.stdout.split())
    assert "Episodes: 0 new, 1 changed, 0 unchanged" in result.stdout
    held = read_entry(data, 2)["tables"]
    assert (held["episodes"]["rows"], held["complications"]["rows"]) == (60, 1)


def test_forgetting_the_salt_is_said_in_the_summary_and_in_reports(
    run: Run, data: Folder, episodes: Path, tmp_path: Path
) -> None:
    result = run("import", episodes, "--until", "2026-06", "--data", data.root, "--forget-salt")

    assert "anonymised: no later file can be linked to these records." in result.stdout
    assert not data.pseudonymised
    run("report", "recurrence", "--data", data.root, "--out", tmp_path / "out")
    assert reopen(tmp_path / "out").metadata["records_are"] == "anonymised"


def test_a_profile_renames_and_what_it_drops_is_said(
    run: Run, data: Folder, tmp_path: Path
) -> None:
    rows = [
        {
            **{name: episode(number)[name] for name in ("patient_key", "start_month")},
            "Arm": "hyfrecation",
            "last_seen_day": 30,
            "shoe": number,
        }
        for number in range(8)
    ]
    theirs = write_csv(tmp_path / "theirs.csv", rows)
    profile = tmp_path / "clinic.toml"
    profile.write_text(
        "[episodes.columns]\n"
        'treatment = { from = "Arm", recode = { hyfrecation = "electrosurgery" } }\n',
        encoding="utf-8",
    )

    result = run(
        *("import", theirs, "--profile", profile, "--until", "2026-06", "--data", data.root)
    )

    assert result.exit_code == 0, result.stderr
    assert "Columns of theirs.csv that were not taken: " in result.stdout
    assert "shoe" in result.stdout
    assert open_release(data).held["treatment"]["electrosurgery"] == 8


def test_sample_records_are_left_behind_and_it_is_said(
    run: Run, own_store: Folder, episodes: Path
) -> None:
    arguments = ("import", episodes, "--until", "2026-06", "--data", own_store.root)

    dry = run(*arguments, "--dry-run")
    result = run(*arguments)

    assert "The synthetic sample records would be left behind" in dry.stdout
    assert "The synthetic sample records were left behind" in result.stdout
    assert "SYNTHETIC" not in result.stdout
    about = open_release(own_store).about
    assert (about.number, about.episodes, about.synthetic) == (2, 60, False)


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        (None, "The file does not exist."),
        (b"", "empty"),
        (b"patient_key,start_month\nx,2025-01\n", "last_seen_day"),
        (b"patient_key\x81\n", "encoding"),
    ],
)
def test_a_file_that_cannot_be_taken_in_is_said_and_the_store_stays_as_it_was(
    run: Run, own_store: Folder, tmp_path: Path, contents: bytes | None, said: str
) -> None:
    path = tmp_path / "bad.csv"
    if contents is not None:
        path.write_bytes(contents)
    before = own_store.database(1).read_bytes()

    result = run("import", path, "--data", own_store.root)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr
    assert "bad.csv" in result.stderr
    assert own_store.current() == 1
    assert own_store.database(1).read_bytes() == before


def test_no_file_at_all_is_said(run: Run, data: Folder) -> None:
    result = run("import", "--data", data.root)

    assert result.exit_code == 2
    assert result.stderr == (
        "Error: No file was given. Give a file of episodes, or --complications FILE.\n"
    )


def test_a_month_that_is_none_is_said(run: Run, data: Folder, episodes: Path) -> None:
    result = run("import", episodes, "--until", "June", "--data", data.root)

    assert result.exit_code == 2
    assert "“June”" in result.stderr
    assert data.current() is None


def test_the_rejects_never_overwrite_a_file_that_is_read(
    run: Run, data: Folder, episodes: Path
) -> None:
    before = episodes.read_bytes()

    result = run("import", episodes, "--data", data.root, "--rejects", episodes)

    assert result.exit_code == 2
    assert "is one of the files to read" in result.stderr
    assert episodes.read_bytes() == before


@pytest.mark.parametrize("place", ["", "nowhere/rejects.csv"])
def test_a_place_where_no_rejects_can_be_written_is_said_before_the_import(
    run: Run, data: Folder, episodes: Path, tmp_path: Path, place: str
) -> None:
    result = run("import", episodes, "--data", data.root, "--rejects", tmp_path / place)

    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
    assert data.current() is None


def test_from_files_to_a_report_and_back(
    start: Start, episodes: Path, data: Folder, tmp_path: Path
) -> None:
    imported = start("import", episodes, "--until", "2026-06", DASHBOARD_DATA=str(data.root))
    reported = start(
        *("report", "recurrence", "--by", "clinic", "--out", tmp_path / "out"),
        DASHBOARD_DATA=str(data.root),
    )

    assert (imported.returncode, imported.stderr) == (0, "")
    assert (reported.returncode, reported.stderr) == (0, "")
    report = reopen(tmp_path / "out")
    assert not report.synthetic
    assert report.metadata["release"]["last_cutoff"] == "2026-06"
    estimates = report.tables["recurrence"]["estimates"]
    at_90 = estimates[
        estimates["measure"].eq("recurrence") & estimates["horizon_days"].eq(90)
    ].set_index("group")
    # Every fifth of sixty is of the clinic =west; of all, every third recurs within 90 days.
    assert at_90["patients"].to_dict() == {"=west": 12, "Hill, St Mary": 48}
    assert at_90["events"].to_dict() == {"=west": 4, "Hill, St Mary": 16}


def test_started_as_a_program_a_bad_file_leaves_with_2(start: Start, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_bytes(b"\x00\xff" * 100)

    result = start("import", tmp_path / "bad.csv", "--data", tmp_path / "data")

    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ")
    assert "Traceback" not in result.stderr
