"""How the command line is tried: within this process, and as a program of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.commands import program

ROOT = Path(__file__).resolve().parent.parent.parent

Run = Callable[..., Result]
Start = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run() -> Run:
    """Run one command; what it printed, its exit status."""

    def _run(*arguments: object) -> Result:
        return CliRunner().invoke(program, [str(argument) for argument in arguments])

    return _run


@pytest.fixture
def start() -> Start:
    """Start the program as a person does, from another folder than its own."""

    def _start(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "dashboard", *(str(argument) for argument in arguments)],
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            cwd=ROOT.parent,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return _start
