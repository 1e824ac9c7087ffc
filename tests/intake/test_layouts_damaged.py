"""Whatever a profile says of a layout, and whatever the file holds, every record is accounted for."""

from __future__ import annotations

import contextlib
import random
import re

import pytest

from dashboard.errors import BadInput
from tests.intake.taking import Taking
from tests.intake.test_layouts_docs import _PARTS

EXAMPLES = {
    title: (
        re.findall(r"```csv\n(.*?)```", text, re.DOTALL),
        re.findall(r"```toml\n(.*?)```", text, re.DOTALL)[0],
    )
    for title, text in _PARTS
}
_DAMAGE = ("", '"', "[", "}", "=", "\n", "0", "true", "{n}", ";", ",", "9" * 400, "#", "\ud7ff")


def damaged(text: str, draw: random.Random) -> str:
    for _ in range(draw.randrange(1, 4)):
        start = draw.randrange(len(text))
        text = text[:start] + draw.choice(_DAMAGE) + text[start + draw.randrange(9) :]
    return text


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("title", EXAMPLES)
def test_damage_is_refused_or_accounted_for(take: Taking, title: str, seed: int) -> None:
    draw = random.Random(f"{title} {seed}")  # noqa: S311 - the same for the same seed
    files, profile = EXAMPLES[title]
    texts = [*files, profile]
    at = draw.randrange(len(texts))
    texts[at] = damaged(texts[at], draw)
    *files, profile = texts
    with contextlib.suppress(BadInput):
        take(files[0], files[1] if len(files) > 1 else None, profile=profile)


@pytest.mark.parametrize("title", EXAMPLES)
def test_a_header_alone_gives_no_records(take: Taking, title: str) -> None:
    files, profile = EXAMPLES[title]
    headers = [text.partition("\n")[0] + "\n" for text in files]
    taken = take(headers[0], headers[1] if len(headers) > 1 else None, profile=profile)
    assert {one.read for one in taken.summary.files} == {0}
    assert taken.episodes == taken.complications == taken.rejects == []


@pytest.mark.parametrize("title", EXAMPLES)
def test_records_that_cannot_be_parsed_are_told_once(take: Taking, title: str) -> None:
    files, profile = EXAMPLES[title]
    header, first, rest = files[0].split("\n", 2)
    broken = "\n".join([header, "", "far,too,many" * 20, first, "\0,,", rest])
    taken = take(broken, files[1] if len(files) > 1 else None, profile=profile)
    whole = take(files[0], files[1] if len(files) > 1 else None, profile=profile)
    own, expected = taken.summary.files[0], whole.summary.files[0]
    assert (own.read, own.rejected, own.blank) == (expected.read + 3, 2, 1)
    assert (own.accepted, own.made) == (expected.accepted, expected.made)
    assert [(one["line"], one["rule"]) for one in taken.rejects] == [
        (5, "nul_byte"),
        (3, "field_count"),
    ]
    assert taken.episodes == whole.episodes
    assert taken.complications == whole.complications
