"""Kills at random moments, the short form of the campaign; `make soak` is the long one."""

from __future__ import annotations

from pathlib import Path

from tests.campaign.killing import kill


def test_a_kill_leaves_the_old_release_or_the_new_one_whole(tmp_path: Path) -> None:
    killed = kill(10, 20261101, tmp_path)
    assert killed.faults == []
    assert killed.kills == 10
    assert killed.old + killed.new == 10
    assert killed.old
