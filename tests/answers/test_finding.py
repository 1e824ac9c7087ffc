"""What is said where no group is shown: whether all are small, or a large one is hidden for the sake of a small one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.answers.hand_made import CLEAR, ask, store

_FEWER = "Fewer than 5 patients in any group"
_WIDEN = ": widen the filters to see figures."


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ({"laser": 3}, f"{_FEWER}{_WIDEN}"),
        ({"peel": 4, "laser": 2}, f"{_FEWER}{_WIDEN}"),
        (
            {"peel": 6, "laser": 2},
            f"{_FEWER}, or the number could be worked out from the others{_WIDEN}",
        ),
        ({}, "Nobody in this cohort had clearance assessed: widen the filters."),
    ],
)
def test_what_is_said_where_no_group_is_shown(
    tmp_path: Path, sizes: dict[str, int], said: str
) -> None:
    answer = ask(store(tmp_path, {arm: [(size, CLEAR)] for arm, size in sizes.items()}))
    assert answer.groups == ()
    assert answer.hidden_groups == tuple(sizes)
    assert answer.sentence == said
