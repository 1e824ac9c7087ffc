"""Which records a page looks at, and what a first start and a broken folder look like."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.errors import StoreFault
from dashboard.store import Folder
from dashboard.widgets import view


def test_an_empty_folder_is_filled_with_the_sample_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "new"))
    release, settings, _ = view.records()
    assert release.about.synthetic
    assert release.about.patients == 4_500
    assert settings.min_patients == 5
    # Once: the second reader gets the same release.
    again, _, _ = view.records()
    assert again == release


def test_the_folder_and_its_settings_are_those_of_the_environment(
    made_up_store: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(made_up_store.root))
    monkeypatch.setenv("DASHBOARD_MIN_PATIENTS", "7")
    release, settings, pseudonymised = view.records()
    assert release.path == made_up_store.database(1).resolve()
    assert (settings.min_patients, pseudonymised) == (7, True)


def test_a_broken_folder_is_an_error_with_a_remedy(
    own_store: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(own_store.root))
    (own_store.root / "current.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreFault, match="cannot be read") as error:
        view.records()
    assert error.value.remedy
