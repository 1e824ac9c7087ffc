"""The examples of layouts in docs/profiles.md give what the document says they give."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.intake.taking import Taking

DOCUMENT = Path(__file__).parents[2] / "docs" / "profiles.md"
_PARTS = re.findall(
    r"^### (.+?)\n(.*?)(?=^### |^## |\Z)",
    DOCUMENT.read_text(encoding="utf-8").partition("\n## Layouts\n")[2].partition("\n## ")[0],
    re.MULTILINE | re.DOTALL,
)


def shown(text: str) -> list[dict[str, str]]:
    """The first table below the profile: what comes of the example."""
    table = re.search(r"(?:^\|.*\n)+", text[text.rindex("```") :], re.MULTILINE)
    assert table
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table[0].splitlines()
    ]
    header, _, *rows = lines
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_every_layout_has_an_example() -> None:
    assert len(_PARTS) == 6


@pytest.mark.parametrize("text", [text for _, text in _PARTS], ids=[title for title, _ in _PARTS])
def test_an_example_holds(take: Taking, text: str) -> None:
    files = re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    (profile,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    taken = take(files[0], files[1] if len(files) > 1 else None, profile=profile)
    expected = shown(text)
    found = taken.complications if "complication" in expected[0] else taken.episodes
    assert [
        {name: "" if one[name] is None else str(one[name]) for name in expected[0]} for one in found
    ] == expected
    assert taken.rejects == []
