"""What is installed is what pyproject.toml asks for, at versions and hashes written down."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import dashboard
from tests.house.repository import ROOT, below, tree

_RUNTIME = ROOT / "requirements.txt"
_TESTS = ROOT / "tests" / "requirements.txt"
_BOTH = pytest.mark.parametrize("path", [_RUNTIME, _TESTS], ids=["runtime", "tests"])
_PINNED = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ;\\]+)", re.MULTILINE)
# What a distribution is imported as, where the names differ.
_IMPORTED_AS = {
    "axe-playwright-python": "axe_playwright_python",
    "import-linter": "importlinter",
    "python-calamine": "python_calamine",
}
# Tools that are run and stubs that are read.
_NEVER_IMPORTED = {"mypy", "pandas-stubs", "ruff"}


@cache
def _project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _declared(*, tests: bool) -> dict[str, Requirement]:
    """Which distributions does pyproject.toml ask for: for running, or for tests as well?"""
    listed = list(_project()["project"]["dependencies"])
    if tests:
        listed += _project()["dependency-groups"]["test"]
    return {canonicalize_name(each.name): each for each in map(Requirement, listed)}


def _pins(path: Path) -> dict[str, list[str]]:
    """Which versions are pinned? Several of one name where they differ by Python or system."""
    pins: dict[str, list[str]] = {}
    for found in _PINNED.finditer(path.read_text(encoding="utf-8")):
        pins.setdefault(found["name"], []).append(found["version"])
    return pins


def _with_theirs(names: set[str]) -> set[str]:
    """Which distributions do these and theirs need, on any system and Python?"""
    needed: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        needed.add(name)
        try:
            listed = metadata.requires(name) or []
        except metadata.PackageNotFoundError:  # for another system: what it needs is not known here
            continue
        always = [each for each in map(Requirement, listed) if "extra" not in str(each.marker)]
        waiting |= {canonicalize_name(each.name) for each in always} - needed
    return needed


@_BOTH
def test_every_dependency_is_pinned_as_asked(path: Path) -> None:
    pins = _pins(path)
    for name, wanted in _declared(tests=path == _TESTS).items():
        assert name in pins, f"{name} is missing: run `make requirements`"
        wrong = [version for version in pins[name] if not wanted.specifier.contains(version)]
        assert not wrong, f"{name} {wrong} is not {wanted}: run `make requirements`"


@_BOTH
def test_nothing_is_pinned_that_nobody_asks_for(path: Path) -> None:
    assert set(_pins(path)) <= _with_theirs(set(_declared(tests=path == _TESTS)))


def test_tests_run_on_the_versions_that_users_run() -> None:
    tests = _pins(_TESTS)
    assert {name: tests.get(name) for name in _pins(_RUNTIME)} == _pins(_RUNTIME)


@_BOTH
def test_every_pin_has_its_hashes_and_no_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    comment, pins = blocks[0], blocks[1:]
    assert "make requirements" in comment
    assert pins
    assert [block for block in pins if "--hash=sha256:" not in block] == []
    assert "://" not in text


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    for folders, tests in ((("dashboard", "sample_data"), False), (("tests",), True)):
        declared = set(_declared(tests=tests))
        expected = {_IMPORTED_AS.get(name, name) for name in declared - _NEVER_IMPORTED}
        imported = {name for folder in folders for name in _third_party(folder)}
        assert imported <= expected, "add it to pyproject.toml and run `make requirements`"
        if not tests:
            assert expected <= imported, "take it out of pyproject.toml"


def _third_party(folder: str) -> set[str]:
    """Which packages from outside are imported below a folder, inside functions too?"""
    imported = set()
    for path in below(folder):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.split(".")[0])
    return imported - set(sys.stdlib_module_names) - {"app", "dashboard", "sample_data", "tests"}


def test_the_version_is_said_once_for_all() -> None:
    assert _project()["project"]["version"] == dashboard.__version__


def test_no_lock_file_records_addresses() -> None:
    assert not (ROOT / "uv.lock").exists()
