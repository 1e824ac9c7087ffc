"""The process apart dies in many ways; whoever waits for it says so and goes on."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from dashboard.errors import BadInput
from dashboard.intake.faults import AmbiguousDates, BadProfile, UnreadableFile
from dashboard.intake.files import apart, parsing, plain
from dashboard.intake.files.apart import ANSWER, TASK, ask_apart
from tests.intake.books import Raw, Sheet, Value, book, unzipped, zipped
from tests.intake.taking import Taking


@pytest.fixture
def given(tmp_path: Path) -> Path:
    path = tmp_path / "given.csv"
    path.write_text("x,y\n1,2\n")
    return path


def ask(given: Path, folder: Path, code: str, *, seconds: float = 30) -> object:
    """Have another program answer in place of ours."""
    program = folder / "program.py"
    program.write_text(
        f"import json, os, pathlib, sys, time\nfolder = pathlib.Path(sys.argv[3])\n{code}\n"
    )
    wrapper = folder / "python"
    wrapper.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{program}" "$@"\n')
    wrapper.chmod(0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "executable", str(wrapper))
        return ask_apart("recognise", given, folder, {}, seconds=seconds)


@pytest.mark.parametrize(
    "code",
    [
        "os.abort()",
        "sys.exit(3)",
        "pass",
        f"(folder / '{ANSWER}').write_text('[1')",
        f"(folder / '{ANSWER}').write_text('[1]')",
        f"(folder / '{ANSWER}').write_text('{{\"answer\": 1}}'); os.kill(os.getpid(), 9)",
        f"(folder / '{ANSWER}').write_bytes(b'\\xff')",
        "raise MemoryError",
    ],
)
def test_a_process_that_dies_refuses_the_file(given: Path, tmp_path: Path, code: str) -> None:
    with pytest.raises(UnreadableFile, match="could not be opened"):
        ask(given, tmp_path, code)


def test_a_process_that_hangs_is_ended(given: Path, tmp_path: Path) -> None:
    code = "(folder / 'pid').write_text(str(os.getpid()))\ntime.sleep(60)"
    with pytest.raises(UnreadableFile, match="longer than 2 seconds"):
        ask(given, tmp_path, code, seconds=2)
    pid = int((tmp_path / "pid").read_text())
    assert (
        not Path(f"/proc/{pid}/cmdline").exists() or not Path(f"/proc/{pid}/cmdline").read_bytes()
    )


def test_a_process_out_of_processor_time_is_said_to_take_too_long(
    given: Path, tmp_path: Path
) -> None:
    with pytest.raises(UnreadableFile, match="took longer"):
        ask(given, tmp_path, "import signal; os.kill(os.getpid(), signal.SIGXCPU)")


def test_a_refusal_comes_back_as_what_it_was(given: Path, tmp_path: Path) -> None:
    for kind in (UnreadableFile, BadProfile, AmbiguousDates):
        told = json.dumps({"refused": [kind.__name__, "What.", "Remedy."]})
        with pytest.raises(kind) as fault:
            ask(given, tmp_path, f"(folder / '{ANSWER}').write_text({told!r})")
        assert (fault.value.what, fault.value.remedy) == ("What.", "Remedy.")
    told = json.dumps({"refused": ["SystemExit", "What.", "Remedy."]})
    with pytest.raises(UnreadableFile):
        ask(given, tmp_path, f"(folder / '{ANSWER}').write_text({told!r})")


def test_an_answer_comes_back(given: Path, tmp_path: Path) -> None:
    assert ask(given, tmp_path, f"(folder / '{ANSWER}').write_text('{{\"answer\": {{}}}}')") == {}
    task = json.loads((tmp_path / TASK).read_text())
    assert task["path"] == str(given)
    assert set(parsing.TASKS) >= {task["task"]}


ROWS: list[list[Value]] = [
    ["patient_key", "start_month", "treatment", "last_seen_day"],
    ["a", "2026-01", "laser", 3],
    [None, None, None, Raw("", "<v>1</v>")],
]


def test_a_sheet_of_two_distant_cells_does_not_take_the_program_down(take: Taking) -> None:
    # The reader would hold every cell between them: hundreds of gigabytes.
    parts = unzipped(book(Sheet(ROWS)))
    name = "xl/worksheets/sheet1.xml"
    for near, far in ((b'r="D3"', b'r="XFD1048576"'), (b'<row r="3"', b'<row r="1048576"')):
        assert near in parts[name]
        parts[name] = parts[name].replace(near, far)
    with pytest.raises(BadInput, match=r"could not be opened|16,384 columns"):
        take(zipped(parts))


def test_the_process_is_held_to_its_memory(take: Taking, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(take(book(Sheet(ROWS[:2]))).episodes) == 1
    if sys.platform == "linux":
        monkeypatch.setattr(apart, "MEMORY", 16 << 20)
        with pytest.raises(BadInput, match="could not be opened"):
            take(book(Sheet(ROWS[:2])))


def test_what_a_crafted_workbook_writes_is_limited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "MOST_WRITTEN", 1000)
    with plain.Plain(tmp_path / "plain.csv") as file:
        file.write(["x" * 900])
        with pytest.raises(BadInput, match="GB of text"):
            file.write(["x" * 900])
