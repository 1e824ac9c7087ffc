"""What holds for every file: short, at home on any machine, in plain British English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.repository import ROOT, below, files, name_of, strings

# R's answers and records are data, however long.
_DATA = ROOT / "tests" / "reference"
_CODE = [path for path in files(".py", ".sql") if not path.is_relative_to(_DATA / "data")]
_TEXTS = [
    path
    for path in files()
    if path.suffix in (".py", ".sql", ".md", ".toml", ".txt", ".json", ".yml", ".css", "")
]
# Written with brackets, so that this file does not find itself.
_PLACES = re.compile(r"(?<![\w.])/(?:[h]ome|[r]oot|[t]mp|[w]ork|[U]sers)/\w")
_REGISTRIES = re.compile(
    r"[p]ypi\.org|[p]ythonhosted\.org|[n]pmjs\.|[d]eb\.debian|[a]naconda\.org|[c]rates\.io"
    r"|[i]ndex-url|[f]ind-links"
)
# What the program itself may name: identifiers of publications, and this machine.
_ADDRESS = re.compile(r"https?://(?!doi\.org/|127\.0\.0\.1|localhost)[\w.-]+")


def test_no_file_is_longer_than_300_lines() -> None:
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in _CODE}
    assert {name: lines for name, lines in lengths.items() if lines > 300} == {}


def test_no_file_knows_a_machine() -> None:
    found = {name_of(path): _PLACES.findall(path.read_text("utf-8")) for path in _TEXTS}
    assert {name: places for name, places in found.items() if places} == {}


def test_no_file_names_a_registry() -> None:
    # The options that keep addresses out of the requirements have to name them.
    texts = [path for path in _TEXTS if path.name != "Makefile"]
    found = {name_of(path): _REGISTRIES.findall(path.read_text("utf-8")) for path in texts}
    assert {name: hosts for name, hosts in found.items() if hosts} == {}


def test_the_program_names_no_address() -> None:
    program = (*below("dashboard"), ROOT / "app.py")
    found = {
        name_of(path): [text for text in strings(path) if _ADDRESS.search(text)] for path in program
    }
    assert {name: addresses for name, addresses in found.items() if addresses} == {}


# American → British, in what people read. Words that are options of a library stand alone, not in a
# sentence, and are left alone.
_AMERICAN = re.compile(
    r"\b(colors?|colored|coloring|center(?:ed|s)?|analyz\w+|anonymiz\w+|randomiz\w+|summariz\w+"
    r"|standardiz\w+|normaliz\w+|organiz\w+|recogniz\w+|behavior\w*|favor\w*|labeled"
    r"|gray (?:lines?|dots?|bands?)|pediatric\w*)\b",
    re.IGNORECASE,
)


def _sentences(path: Path) -> list[str]:
    """What people read: a document whole; of code the texts of four words and more."""
    if path.suffix == ".md":
        return [re.sub(r"`[^`]*`", "", path.read_text(encoding="utf-8"))]
    return [text for text in strings(path) if len(text.split()) > 3 and "{" not in text]


def test_spelling_is_british() -> None:
    found = {
        name_of(path): [m.group(0) for text in _sentences(path) for m in _AMERICAN.finditer(text)]
        for path in (*files(".md"), *below("dashboard"))
    }
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize("path", below("docs/decisions", ".md"), ids=name_of)
def test_a_decision_says_why_and_what_follows(path: Path) -> None:
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name)
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {path.name[:4]} ")
    headings = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
    assert headings == ["Status", "Context", "Decision", "Consequences"]
    assert len(text.splitlines()) <= 80, "a decision fits on a page"


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in below("docs/decisions", ".md")]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("path", files(".md"), ids=name_of)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert [target for target in targets if not (path.parent / target).exists()] == []


@pytest.mark.parametrize(
    "said", ["a color scheme", "the analyzed records", "Gray lines and favorites"]
)
def test_american_spelling_would_be_noticed(said: str) -> None:
    assert _AMERICAN.search(said)


def test_names_and_british_words_are_left_alone() -> None:
    assert not _AMERICAN.search("Gray's test over the groups, coloured by treatment, at the centre")
