"""No word that compares: only an adjusted, mature contrast may say "less often", and only the gate lets it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.repository import ROOT, below, tree

# Where sentences, notes, headings, captions and labels are made.
_SPEAKING = tuple(
    path
    for room in ("answers", "figures", "tables", "widgets", "pages", "commands")
    for path in below(f"dashboard/{room}")
)
# The one module in which such words may stand: it says them only where nothing is missing.
_GATE = ROOT / "dashboard/answers/gate.py"
COMPARES = re.compile(
    r"\b(better|best|worse|worst|higher|highest|lower|lowest|fewer|fewest|less|least|superior|inferior|"
    r"safer|safest|longer|longest|shorter|shortest|faster|fastest|slower|slowest|quicker|milder|gentler|"
    r"prefer(red|able)?|beats?|wins?|winner|(?<!log-)ranks?|ranking|ranked|outperforms?|effective|"
    r"more (often|effective|likely|frequent|painful))\b",
    re.IGNORECASE,
)
# What says which way is good, how small a hidden number is, or how sure one can be; none of it of a group.
_ALLOWED = re.compile(
    r"\((lower|higher) is better\)|^(lower|higher) is better$|[Ff]ewer than|[Aa]t least|never ranks?|"
    r"\bno longer\b|[Ee]ffective (sample )?size",
)


def _sentences(path: Path) -> list[str]:
    """The texts of a file that a reader may see: docstrings speak to whoever reads the code."""
    documents = {id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documents
    ]


@pytest.mark.parametrize(
    "path", sorted({*_SPEAKING} - {_GATE}), ids=lambda path: str(path.relative_to(ROOT))
)
def test_no_text_of_the_program_compares(path: Path) -> None:
    said = [
        text for text in _sentences(path) if " " in text and COMPARES.search(_ALLOWED.sub("", text))
    ]
    assert said == []


def test_the_words_of_the_gate_would_be_noticed_elsewhere() -> None:
    assert _GATE in _SPEAKING
    found = [text for text in _sentences(_GATE) if COMPARES.search(text)]
    assert len(found) == 2, "one for each direction, and no sentence around it"


@pytest.mark.parametrize(
    "said",
    ["laser heals faster", "fewer after peel", "the safest choice", "more often than after peel"],
)
def test_a_comparison_would_be_noticed(said: str) -> None:
    assert COMPARES.search(_ALLOWED.sub("", said))


def test_what_is_allowed_is_no_comparison() -> None:
    for said in ("Milia back (lower is better)", "fewer than 5 patients", "fewer than 1 in 100"):
        assert not COMPARES.search(_ALLOWED.sub("", said))
