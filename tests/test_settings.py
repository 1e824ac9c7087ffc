"""What the settings file may say of control charts."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.answers.trends_items import items
from dashboard.errors import BadInput
from dashboard.settings import TARGETED, Settings, read_settings


def read(folder: Path, text: str) -> Settings:
    (folder / "settings.toml").write_text(text, encoding="utf-8")
    return read_settings(folder, {})


def test_months_and_targets_are_read_in_order(tmp_path: Path) -> None:
    text = (
        'rebase_months = ["2026-03", "2025-01"]\n[targets]\nrecurrence = 0.2\nchair_minutes = 40\n'
    )
    found = read(tmp_path, text)
    assert found.rebase_months == ("2025-01", "2026-03")
    assert found.targets == (("chair_minutes", 40.0), ("recurrence", 0.2))
    assert read(tmp_path, "").targets == ()


@pytest.mark.parametrize(
    "text",
    [
        'rebase_months = ["2026-13"]',
        "rebase_months = [2026]",
        "targets = 3",
        "[targets]\nrecurrence = 20",
        "[targets]\nrecurrence = true",
        "[targets]\nweather = 0.2",
        '[targets]\nrecurrence = "low"',
    ],
)
def test_what_cannot_be_is_refused_with_its_source(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput, match=r"settings\.toml"):
        read(tmp_path, text)


def test_a_target_can_be_set_for_every_chart() -> None:
    assert tuple(item.code for item in items(Settings(Path()))) == TARGETED
