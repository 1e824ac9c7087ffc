"""What several rooms' tests stand on: a small store, made directly, and settings of nobody."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from dashboard.store import Folder, build_sample
from tests.made_up import add_release, made_up_complications, made_up_episodes

# Hooks: pytest looks for them here.
from tests.running import (
    pytest_collection_modifyitems,
    pytest_runtest_makereport,
    pytest_runtest_setup,
    pytest_xdist_auto_num_workers,
)

__all__ = [
    "pytest_collection_modifyitems",
    "pytest_runtest_makereport",
    "pytest_runtest_setup",
    "pytest_xdist_auto_num_workers",
]
# How long one example takes says nothing where two processors test several things at once.
settings.register_profile("unhurried", settings(), deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def made_up_store(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A data folder with a release of 459 made-up episodes. Read only; to change: `own_store`."""
    folder = Folder(tmp_path_factory.mktemp("made_up"))
    episodes = made_up_episodes()
    add_release(folder, episodes, complications=made_up_complications(episodes))
    folder.keep_salt(folder.salt())
    return folder


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A data folder with the sample records, imported as at a first start. Read only."""
    folder = Folder(tmp_path_factory.mktemp("sample"))
    build_sample(folder)
    return folder


@pytest.fixture
def own_store(made_up_store: Folder, tmp_path: Path) -> Folder:
    """A copy of the made-up store for one test."""
    return Folder(Path(shutil.copytree(made_up_store.root, tmp_path / "own_store")))


@pytest.fixture(autouse=True)
def _main_stays_pytest() -> Iterator[None]:
    """Streamlit's AppTest leaves the page as the main module, and a process spawned later would run it."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have settings of their own."""
    for name in ("DATA", "MIN_PATIENTS", "MIN_AT_RISK", "DEBUG"):
        monkeypatch.delenv(f"DASHBOARD_{name}", raising=False)
