from __future__ import annotations

import os
import subprocess
import sys

import click
import pytest

import dashboard
from dashboard.answers.topics import TOPICS
from dashboard.commands import program
from dashboard.errors import BadInput, StoreFault
from dashboard.store import Folder
from tests.commands.conftest import ROOT, Run, Start


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Make the command `undo` fail with `error`."""

    def fail(_folder: Folder) -> None:
        raise error

    monkeypatch.setattr("dashboard.commands.undo.undo", fail)


def test_the_help_lists_the_commands_in_the_order_in_which_a_clinic_meets_them(run: Run) -> None:
    result = run("--help")

    assert result.exit_code == 0
    listed = [line.split()[0] for line in result.stdout.split("Commands:")[1].splitlines() if line]
    assert listed == ["serve", "import", "report", "releases", "undo", "check", "sample"]
    assert run("-h").stdout == result.stdout


def test_every_command_has_help_and_takes_a_data_folder(run: Run) -> None:
    for name in program.commands:
        result = run(name, "--help")

        assert result.exit_code == 0
        assert "--data DIR" in result.stdout
        assert "DASHBOARD_DATA" in result.stdout


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert dashboard.__version__ in run("--version").stdout


@pytest.mark.parametrize(
    "arguments", [["fly"], ["undo", "--fast"], ["report", "recurrence"], ["undo", "x"]]
)
def test_a_wrong_call_ends_with_status_2(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error:" in result.stderr


@pytest.mark.parametrize(("error", "status"), [(BadInput, 2), (StoreFault, 1)])
def test_an_error_is_one_message_with_what_to_do_and_its_status(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: type[BadInput | StoreFault], status: int
) -> None:
    failing(monkeypatch, error("“x” is wrong.", "Write y."))

    result = run("undo")

    assert result.exit_code == status
    assert result.stdout == ""
    assert result.stderr == "Error: “x” is wrong. Write y.\n"


def test_a_fault_of_the_program_is_said_in_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, ZeroDivisionError("by zero\nand more"))

    result = run("undo")

    assert result.exit_code == 1
    assert result.stderr == (
        "Error: This is a fault of the program (ZeroDivisionError: by zero). "
        "Report it; DASHBOARD_DEBUG=1 shows where it happened.\n"
    )


def test_a_fault_without_a_message_is_named_by_its_kind(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, MemoryError())

    assert "a fault of the program (MemoryError)." in run("undo").stderr


def test_the_place_of_a_fault_is_shown_to_whoever_asks(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, ZeroDivisionError("by zero"))
    monkeypatch.setenv("DASHBOARD_DEBUG", "1")

    assert isinstance(run("undo").exception, ZeroDivisionError)


def test_ctrl_c_ends_with_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, KeyboardInterrupt())

    result = run("undo")

    assert result.exit_code == 130
    assert result.stderr.strip() == "Stopped. What was there before is still there."


def test_messages_cannot_command_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, BadInput("“\x1b[2J\x07” is wrong.", "Write y."))

    result = run("undo")

    assert result.stderr == "Error: “\ufffd[2J\ufffd” is wrong. Write y.\n"


def test_a_status_asked_for_is_the_status(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def leave(_folder: Folder) -> None:
        click.get_current_context().exit(7)

    monkeypatch.setattr("dashboard.commands.undo.undo", leave)

    assert run("undo").exit_code == 7


def test_started_as_a_program_it_says_the_same(start: Start) -> None:
    result = start("report", "weather", "--out", "nowhere")

    assert result.returncode == 2
    assert result.stdout == ""
    there = ", ".join((*TOPICS, "all"))
    assert result.stderr == f"Error: “weather” is not a topic. Choose one of {there}.\n"


def test_a_reader_who_leaves_early_is_no_fault(made_up_store: Folder) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        result = subprocess.run(
            [sys.executable, "-m", "dashboard", "releases", "--data", str(made_up_store.root)],
            cwd=ROOT,
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(writing)

    assert result.stderr == ""
    assert result.returncode == 1


def test_started_without_its_packages_it_says_what_to_do() -> None:
    without_packages = [sys.executable, "-S", "-m", "dashboard", "releases"]

    result = subprocess.run(without_packages, cwd=ROOT, capture_output=True, text=True, check=False)

    assert result.returncode == 1
    assert result.stderr == (
        f"Error: “click” is not installed for {sys.executable}. "
        "Start the dashboard with “make run”, other commands with .venv/bin/python.\n"
    )
