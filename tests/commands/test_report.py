from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dashboard.answers import recurrence, topics
from dashboard.answers.answer import Choices
from dashboard.cohort import Cohort
from dashboard.commands import sample
from dashboard.commands.report import filters_of
from dashboard.errors import BadInput
from dashboard.exports import reopen, report_files
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.commands.conftest import Run, Start
from tests.made_up import add_release, made_up_episodes


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def told(folder: Path) -> dict[str, Any]:
    result: dict[str, Any] = json.loads((folder / "report.json").read_bytes())
    return result


def test_the_files_are_those_of_the_answer_that_a_page_would_show(
    run: Run, made_up_store: Folder, tmp_path: Path
) -> None:
    result = run(
        *("report", "recurrence", "--data", made_up_store.root, "--out", tmp_path / "out"),
        *("--by", "skin_type", "--unit", "episode", "--definition", "C", "--horizons", "30,100"),
        *("--where", "treatment=laser,peel", "--from", "2024-02", "--to", "2025-11"),
    )

    cohort = Cohort((("treatment", ("laser", "peel")),), "2024-02", "2025-11")
    choices = Choices("skin_type", "episode", "C", "", (30, 100))
    expected = recurrence.answer(
        open_release(made_up_store),
        cohort,
        choices,
        Settings(made_up_store.root),
        pseudonymised=True,
    )
    assert result.exit_code == 0, result.stderr
    assert contents(tmp_path / "out") == report_files([expected])
    assert expected.sentence in result.stdout
    reopened = reopen(tmp_path / "out")
    assert (reopened.cohort, reopened.choices) == (cohort, choices)


def test_what_is_synthetic_hidden_and_written_is_said(
    run: Run, made_up_store: Folder, tmp_path: Path
) -> None:
    result = run("report", "recurrence", "--data", made_up_store.root, "--out", tmp_path)

    lines = result.stdout.splitlines()
    hidden = told(tmp_path)["hidden_figures"]
    assert lines[0] == "SYNTHETIC: these records are made up."
    assert lines[1] == "How often do milia come back?"
    assert lines[-2] == f"Release 1; All records; {hidden} hidden figures."
    assert lines[-1] == (
        f"Written to {tmp_path}: recurrence_estimates.csv, recurrence_curves.csv, "
        "recurrence_comparisons.csv, README.txt, report.json."
    )
    assert result.stderr == ""


@pytest.mark.parametrize("by", ["treatment", "clinic", "site"])
def test_all_writes_every_topic_that_there_is(
    run: Run, made_up_store: Folder, tmp_path: Path, by: str
) -> None:
    result = run("report", "all", "--by", by, "--data", made_up_store.root, "--out", tmp_path)

    assert result.exit_code == 0
    assert set(told(tmp_path)["topics"]) == set(topics.TOPICS)
    assert told(tmp_path)["choices"]["group_by"] == by


def test_the_same_report_twice_is_the_same_to_the_byte(
    run: Run, made_up_store: Folder, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        run("report", "recurrence", "--data", made_up_store.root, "--out", tmp_path / name)

    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_real_records_are_not_called_synthetic(run: Run, own_store: Folder, tmp_path: Path) -> None:
    add_release(own_store, made_up_episodes(), 2, synthetic=False)
    own_store.forget_salt()

    result = run("report", "recurrence", "--data", own_store.root, "--out", tmp_path / "out")

    assert "SYNTHETIC" not in result.output
    assert b"SYNTHETIC" not in b"".join(contents(tmp_path / "out").values())
    assert told(tmp_path / "out")["records_are"] == "anonymised"


def test_an_unknown_topic_is_refused_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    result = run("report", "weather", "--out", tmp_path / "out", "--data", tmp_path / "data")

    assert result.exit_code == 2
    assert "“weather” is not a topic. Choose one of overview," in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--policy", "publication", "--unit", "episode"],
            "The publication policy counts each patient once.",
        ),
        (["--policy", "none"], "“none” is no policy. Choose one of clinic, publication."),
        (["--by", "weather"], "“weather” is no grouping."),
        (["--unit", "visit"], "“visit” is no unit."),
        (["--definition", "D"], "“D” is no definition."),
        (["--horizons", "90,x"], "“x” is not a horizon."),
        (["--reference", "sunshine"], "“sunshine” is not a value of treatment."),
        (["--from", "2024-13"], "“2024-13” is not a month."),
        (["--to", "May 2024"], "“May 2024” is not a month."),
        (["--from", "2025-02", "--to", "2025-01"], "The months run backwards"),
        (["--where", "site"], "“site” is not COLUMN=VALUE."),
        (["--where", "=eyelid"], "“=eyelid” is not COLUMN=VALUE."),
        (["--where", "site="], "“site=” is not COLUMN=VALUE."),
        (["--where", "site=eyelid,,nose"], "is not COLUMN=VALUE."),
        (["--where", "weather=wet"], "“weather” is not a column to choose by."),
        (["--where", "patient_key=laser-1"], "“patient_key” is not a column to choose by."),
        (["--where", "site=knee"], "“knee” is not a value of site. Choose among eyelid,"),
        (["--where", "clinic=' or 1=1 --"], "“' or 1=1 --” is not a value of clinic."),
    ],
)
def test_bad_input_is_said_and_nothing_is_written(
    run: Run, made_up_store: Folder, tmp_path: Path, arguments: list[str], said: str
) -> None:
    result = run(
        *("report", "recurrence", "--data", made_up_store.root, "--out", tmp_path / "out"),
        *arguments,
    )

    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""
    assert not (tmp_path / "out").exists()


def test_an_empty_cohort_is_a_report_too(run: Run, made_up_store: Folder, tmp_path: Path) -> None:
    result = run(
        *("report", "recurrence", "--data", made_up_store.root, "--out", tmp_path),
        *("--from", "2030-01"),
    )

    assert result.exit_code == 0
    assert reopen(tmp_path).tables["recurrence"]["estimates"].empty


def test_a_reference_that_is_hidden_is_replaced_and_said(
    run: Run, made_up_store: Folder, tmp_path: Path
) -> None:
    result = run(
        *("report", "recurrence", "--data", made_up_store.root, "--out", tmp_path),
        *("--reference", "electrosurgery"),
    )

    assert result.exit_code == 0
    assert result.stderr == (
        "“electrosurgery” is not among the groups that may be compared: "
        "compared with “extraction” instead.\n"
    )
    assert told(tmp_path)["choices"]["reference"] == "electrosurgery"
    assert told(tmp_path)["topics"]["recurrence"]["reference"] == "extraction"


def test_that_nothing_is_hidden_is_said(
    run: Run, made_up_store: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_MIN_PATIENTS", "1")

    result = run("report", "recurrence", "--data", made_up_store.root, "--out", tmp_path)

    assert "Small numbers are not hidden" in result.stderr
    assert told(tmp_path)["settings"]["min_patients"] == 1


def test_a_bad_setting_is_said(
    run: Run, made_up_store: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_MIN_PATIENTS", "few")

    result = run("report", "recurrence", "--data", made_up_store.root, "--out", tmp_path)

    assert result.exit_code == 2
    assert "DASHBOARD_MIN_PATIENTS: “few” cannot be min_patients." in result.stderr


def test_a_file_in_the_place_of_the_folder_is_said(
    run: Run, made_up_store: Folder, tmp_path: Path
) -> None:
    (tmp_path / "out").write_bytes(b"")

    result = run("report", "recurrence", "--data", made_up_store.root, "--out", tmp_path / "out")

    assert result.exit_code == 2
    assert "out cannot be written" in result.stderr


def test_without_records_the_sample_records_are_built_first_and_it_is_said(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(folder: Folder) -> object:
        add_release(folder, made_up_episodes())
        return type("Built", (), {"number": 1})

    monkeypatch.setattr(sample, "build_sample", build)
    arguments = ("report", "recurrence", "--data", tmp_path / "new", "--out", tmp_path / "out")

    first, second = run(*arguments), run(*arguments)

    assert first.exit_code == second.exit_code == 0
    assert first.stderr == (
        f"There were no records in {tmp_path / 'new'}: filled it with the sample records "
        "(release 1). They are SYNTHETIC.\n"
    )
    assert second.stderr == ""


KNOWN = {"site": ("eyelid", "nose"), "clinic": ("north", "Hill, St Mary", "=west")}


@pytest.mark.parametrize(
    ("options", "filters"),
    [
        ([], {}),
        (["site=eyelid"], {"site": ["eyelid"]}),
        (["site=eyelid,nose"], {"site": ["eyelid", "nose"]}),
        ([" site = eyelid , nose "], {"site": ["eyelid", "nose"]}),
        (["site=eyelid", "site=nose"], {"site": ["eyelid", "nose"]}),
        (["site=nose", "clinic=north"], {"site": ["nose"], "clinic": ["north"]}),
        (["clinic=Hill, St Mary"], {"clinic": ["Hill, St Mary"]}),
        (["clinic=Hill, St Mary", "clinic=north"], {"clinic": ["Hill, St Mary", "north"]}),
        (["clinic==west"], {"clinic": ["=west"]}),
        (["sex=not_recorded"], {"sex": ["not_recorded"]}),
    ],
)
def test_filters_are_read(options: list[str], filters: dict[str, list[str]]) -> None:
    assert filters_of(options, KNOWN) == filters


@pytest.mark.parametrize("option", ["", "=", "site", "site=", "site= ,nose", " =nose"])
def test_what_is_no_filter_is_said(option: str) -> None:
    with pytest.raises(BadInput, match="is not COLUMN=VALUE"):
        filters_of([option], KNOWN)


def test_a_clinic_with_a_comma_can_be_chosen(
    run: Run, made_up_store: Folder, tmp_path: Path
) -> None:
    run(
        *("report", "recurrence", "--data", made_up_store.root, "--out", tmp_path),
        *("--where", "clinic=Hill, St Mary", "--where", "clinic = =west"),
    )

    assert told(tmp_path)["cohort"]["filters"] == {"clinic": ["=west", "Hill, St Mary"]}


def test_started_as_a_program_it_refuses_to_publish_episodes(
    start: Start, made_up_store: Folder, tmp_path: Path
) -> None:
    result = start(
        *("report", "recurrence", "--data", made_up_store.root, "--out", tmp_path / "out"),
        *("--policy", "publication", "--unit", "episode"),
    )

    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr == (
        "Error: The publication policy counts each patient once. "
        "Count patients, or use the clinic policy and keep the report inside the clinic.\n"
    )
