"""Which kind is recorded most often, published: counted in all groups, also those that are hidden, or not told."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.settings import Settings
from dashboard.store import Folder
from tests.answers.test_complications import ask, episode, of_store


@pytest.mark.parametrize(
    ("erythema", "scars", "said"),
    [
        # Published are 20 of extraction alone: 28 of 122 in all.
        ((20, 3, 5), 9, "erythema: in 30 of 120 patients"),
        # Hidden in each, and nevertheless what most had.
        ((7, 6, 7), 12, "erythema: in 20 of 120 patients"),
        # What a single hidden group has would be known from all together.
        ((20, 0, 5), 9, ""),
        ((20, 3, 3), 9, ""),
    ],
)
def test_published_the_kind_is_counted_in_all_or_not_told(
    tmp_path: Path, erythema: tuple[int, ...], scars: int, said: str
) -> None:
    folder = Folder(tmp_path)
    groups = ("extraction", "laser", "peel")
    episodes = [
        episode(100 * place + number, treatment=name)
        for place, name in enumerate(groups)
        for number in range(42 if place == 0 else 40)
    ]
    had = [
        100 * place + number for place, several in enumerate(erythema) for number in range(several)
    ]
    harms = [
        *({"episode_key": f"e{n}", "complication": "erythema", "onset_day": 9} for n in had),
        *({"episode_key": f"e{n}", "complication": "scar", "onset_day": 9} for n in range(scars)),
    ]
    release, settings = of_store(folder, episodes, harms), Settings(folder.root)
    inside, outside = (ask(release, settings, policy=name) for name in ("clinic", "publication"))
    assert f"is erythema: in {sum(erythema)} of 122 patients" in inside.sentence
    assert said in outside.sentence
    assert ("recorded most often" in outside.sentence) == bool(said)
