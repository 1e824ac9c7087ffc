"""An empty data folder to bring files to."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.store import Folder
from tests.store.keeping import Keeper


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    desk = tmp_path / "desk"
    desk.mkdir()
    return Keeper(Folder(tmp_path / "data"), desk)
