"""How the dashboard is served and coloured: options that exist, colours that can be read."""

from __future__ import annotations

import colorsys
import tomllib
from typing import Any

import pytest
from streamlit import config

from tests.house.repository import ROOT, below, name_of

_CONFIG: dict[str, Any] = tomllib.loads(
    (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
)
# The fixed colours of the treatments (docs/decisions/0010); the greys have no hue to confuse.
_TREATMENTS = ("#0072b2", "#d55e00", "#56b4e9", "#009e73", "#cc79a7", "#e69f00")
_GROUNDS = [
    (mode, surface)
    for mode in ("light", "dark")
    for surface in ("backgroundColor", "secondaryBackgroundColor")
]


def _flat(table: dict[str, Any], before: str = "") -> dict[str, Any]:
    """Every option with its full name, such as theme.dark.textColor."""
    options: dict[str, Any] = {}
    for key, value in table.items():
        name = f"{before}{key}"
        options |= _flat(value, f"{name}.") if isinstance(value, dict) else {name: value}
    return options


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _hue(colour: str) -> float:
    return 360 * colorsys.rgb_to_hls(*_channels(colour))[0]


def test_every_option_is_one_that_streamlit_knows() -> None:
    known = set(config.get_config_options())
    assert set(_flat(_CONFIG)) <= known


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("server.address", "127.0.0.1"),
        ("server.allowedHosts", ["127.0.0.1", "localhost"]),
        ("server.enableStaticServing", False),
        ("browser.gatherUsageStats", False),
        ("client.showErrorDetails", "none"),
        ("client.disableDataExport", True),
    ],
)
def test_what_protects_the_records_is_set(option: str, value: object) -> None:
    assert _flat(_CONFIG)[option] == value


@pytest.mark.parametrize(("mode", "surface"), _GROUNDS)
@pytest.mark.parametrize("ink", ["textColor", "linkColor", "primaryColor"])
def test_text_can_be_read(mode: str, surface: str, ink: str) -> None:
    theme = _CONFIG["theme"][mode]
    assert _contrast(theme[ink], theme[surface]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_white_on_the_accent_of_the_sidebar_can_be_read(mode: str) -> None:
    """The chosen values of a filter are white on the accent."""
    theme = _CONFIG["theme"][mode]
    accent = theme["sidebar"].get("primaryColor", theme["primaryColor"])
    assert _contrast(accent, "#ffffff") >= 4.5
    assert _contrast(accent, theme["sidebar"]["backgroundColor"]) >= 3


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_accent_is_no_treatments_colour(mode: str) -> None:
    accent = _hue(_CONFIG["theme"][mode]["primaryColor"])
    apart = [abs((_hue(colour) - accent + 180) % 360 - 180) for colour in _TREATMENTS]
    assert min(apart) >= 45, "degrees on the colour circle"


def test_nothing_is_fetched_for_the_look() -> None:
    said = [value for value in _flat(_CONFIG).values() if isinstance(value, str)]
    assert not [value for value in said if "//" in value or "url(" in value]


def test_no_primary_button_in_the_main_area() -> None:
    """Streamlit writes white on the accent, which is light in the dark theme (see config.toml)."""
    rooms = (*below("dashboard/pages"), *below("dashboard/widgets"))
    found = [name_of(path) for path in rooms if 'type="primary"' in path.read_text("utf-8")]
    assert found == []


def test_contrast_is_computed_as_published() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
