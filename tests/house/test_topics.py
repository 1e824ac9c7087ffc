"""The same word in every room: queries, answer, figure, table, page, document, tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.answers.topics import TOPICS
from tests.house.repository import ROOMS, ROOT, SHARED_QUERIES, below, files

_FOLDERS = tuple(sorted(path.name for path in (ROOT / "queries").iterdir() if path.is_dir()))
_TOPICS = tuple(sorted({*TOPICS, *_FOLDERS} - set(SHARED_QUERIES)))


def _rooms_of(topic: str) -> dict[str, bool]:
    """In which rooms does a topic stand?"""
    tests = {path.stem for path in below("tests")}
    return {
        "queries": (ROOT / "queries" / topic).is_dir(),
        "answer": (ROOT / "dashboard/answers" / f"{topic}.py").is_file(),
        "figure": (ROOT / "dashboard/figures" / f"{topic}.py").is_file(),
        "table": (ROOT / "dashboard/tables" / f"{topic}.py").is_file(),
        "page": (ROOT / "dashboard/pages" / f"{topic}.py").is_file(),
        "document": (ROOT / "docs/measures" / f"{topic}.md").is_file(),
        "tests": any(stem == f"test_{topic}" or topic in stem.split("_") for stem in tests),
        "list of pages": f"{topic}.page" in (ROOT / "app.py").read_text(encoding="utf-8"),
        "list of topics": topic in TOPICS,
    }


@pytest.mark.parametrize("topic", _TOPICS)
def test_a_topic_has_its_place_in_every_room(topic: str) -> None:
    lacking = [room for room, there in _rooms_of(topic).items() if not there]
    assert not lacking


@pytest.mark.parametrize("room", ["pages", "measures"])
def test_no_page_or_document_without_its_topic(room: str) -> None:
    folder = {"pages": "dashboard/pages", "measures": "docs/measures"}[room]
    # The frame around every page, what makes the folder a package, how records get in, and the documents.
    stems = {path.stem for path in (ROOT / folder).iterdir() if path.is_file()}
    assert stems - {"__init__", "frame", "importing", "methods"} <= set(_TOPICS)


def test_a_missing_room_would_be_noticed() -> None:
    assert not any(_rooms_of("no_such_topic").values())


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_is_described_and_tested(room: str) -> None:
    opening = (ROOT / "dashboard" / room / "__init__.py").read_text(encoding="utf-8")
    assert opening.startswith('"""'), "a room says in one paragraph what is done in it"
    mirror = "pages" if room == "widgets" else room  # a widget is tried where it stands: on a page
    assert below(f"tests/{mirror}"), f"tests/{mirror} mirrors dashboard/{room}"


def test_every_test_file_is_found_by_pytest() -> None:
    """A file with tests that is not called test_….py would never run."""
    stray = [
        path
        for path in files(".py")
        if path.is_relative_to(ROOT / "tests") and not path.name.startswith("test_")
        if _has_tests(path)
    ]
    assert not stray


def _has_tests(path: Path) -> bool:
    return any(
        line.startswith(("def test_", "class Test", "@given"))
        for line in path.read_text(encoding="utf-8").splitlines()
    )
