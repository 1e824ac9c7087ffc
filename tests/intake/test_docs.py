"""The example in docs/profiles.md gives what the document says it gives."""

from __future__ import annotations

import re
from pathlib import Path

from tests.intake.taking import Taking

DOCUMENT = Path(__file__).parents[2] / "docs" / "profiles.md"


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


def shown_table() -> list[dict[str, str]]:
    lines = re.findall(
        r"^\| (?:start_month|2026).*$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE
    )
    header, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_the_worked_example_holds(take: Taking) -> None:
    taken = take(block("csv"), profile=block("toml"))
    expected = shown_table()
    found = [
        {name: "" if one[name] is None else str(one[name]) for name in expected[0]}
        | {"start_month": f"{one['start_month']:%Y-%m}"}
        for one in taken.episodes
    ]
    assert found == expected
    assert len({one["patient_key"] for one in taken.episodes}) == 2
    assert {one["clinic"] for one in taken.episodes} == {"high_street"}
    assert taken.counts() == {}
    assert taken.summary.files[0].ignored == ("column 2 (“Surname”)", "column 10 (“Reaction”)")
