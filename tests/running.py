"""How the tests are run: a browser where there is one, and in CI no test that is skipped.

A plugin: `pyproject.toml` names it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest

# What takes longest, from the top: begun last, it would keep one process busy when all others are done.
_LONGEST = ("test_campaign", "test_campaign_of_kills", "test_publication", "browser", "benchmarks")
_MOST_PROCESSES = 4
_TESTS = Path(__file__).resolve().parent


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are processors, four at most: tests in a browser wait much of their time."""
    return min(_MOST_PROCESSES, (os.cpu_count() or 1) + 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; else leave the order as it is."""
    items.sort(key=lambda item: _place(item.path))


def _place(path: Path) -> int:
    rooms = path.relative_to(_TESTS).parts if path.is_relative_to(_TESTS) else ("elsewhere",)
    room = rooms[0].removesuffix(".py")
    return _LONGEST.index(room) if room in _LONGEST else len(_LONGEST)


def browser_path() -> str | None:
    """Where is a Chromium or Chrome on this machine?"""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a browser test by name where there is no browser."""
    if item.get_closest_marker("browser") and browser_path() is None:
        pytest.skip("needs Chromium or Chrome, and neither is installed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Make a skipped test a failed one in CI: what is not run there is run nowhere."""
    report = yield
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} was skipped, and in CI nothing is: {report.longrepr}"
    return report
