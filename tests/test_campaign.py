"""The short form of the campaign; `make soak` is the long one."""

from __future__ import annotations

from pathlib import Path

from tests.campaign.throwing import throw, throw_at_command


def test_malformed_files_are_refused_or_accounted_for(tmp_path: Path) -> None:
    thrown = throw(range(300), tmp_path)
    assert thrown.faults == []
    assert thrown.files == 300
    # Both ways out are taken, and every kind of record is met.
    assert 50 < thrown.refused < 250
    assert all(thrown.records.values())
    assert all(thrown.taken_in.values())


def test_the_command_refuses_them_without_a_traceback(tmp_path: Path) -> None:
    thrown = throw_at_command(range(2_000, 2_006), tmp_path)
    assert thrown.faults == []
    assert 0 < thrown.refused < thrown.files
