"""A skipped test is visible, and in CI it is a failure."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.repository import ROOT

_TRIAL = """
import pytest

@pytest.mark.skip(reason="not today")
def test_left_out():
    pass

@pytest.mark.browser
def test_page():
    pass
"""


def _try_out(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run two tests, one skipped, one that needs a browser, where no browser is to be found."""
    trial = folder / "test_trial.py"
    trial.write_text(_TRIAL, encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if name != "CI"}
    return subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml")),
            *("--noconftest", "-p", "no:cacheprovider", str(trial)),
        ],
        cwd=ROOT,
        env={**kept, "PATH": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_browser_its_tests_are_skipped_by_name(tmp_path: Path) -> None:
    ran = _try_out(tmp_path)
    assert ran.returncode == 0, ran.stdout
    assert "needs Chromium or Chrome" in ran.stdout
    assert "2 skipped" in ran.stdout


def test_in_ci_nothing_is_skipped(tmp_path: Path) -> None:
    ran = _try_out(tmp_path, CI="true")
    assert ran.returncode == 1, ran.stdout
    assert "2 errors" in ran.stdout
    assert "needs Chromium or Chrome" in ran.stdout


def test_all_tests_run_this_way(pytestconfig: pytest.Config) -> None:
    assert pytestconfig.pluginmanager.hasplugin("tests.running")
