"""Every mark and text can be seen in both themes, and told from the others, also with other eyes."""

from __future__ import annotations

import tomllib
from itertools import combinations
from typing import Any

import pytest

from dashboard import words
from dashboard.figures import theme
from tests.figures.colours import DEFICIENCIES, contrast, distance
from tests.house.repository import ROOT

MODES: tuple[theme.Mode, ...] = ("light", "dark")
_CONFIG: dict[str, Any] = tomllib.loads(
    (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
)
# Lines and markers this far apart (CIE 1976) are told apart side by side: some four times what is just noticed.
_APART = 10.0
# More groups than these no dimension of the sample records has.
_PLACES = 16


def _treatments(mode: theme.Mode) -> dict[str, theme.Style]:
    groups = (*words.TREATMENTS, words.NOT_RECORDED)
    return {
        group: theme.style("treatment", group, place, mode) for place, group in enumerate(groups)
    }


def _others(mode: theme.Mode) -> dict[str, theme.Style]:
    groups = (*(f"value {place}" for place in range(_PLACES)), words.NOT_RECORDED)
    return {group: theme.style("clinic", group, place, mode) for place, group in enumerate(groups)}


def _told_apart(one: theme.Style, other: theme.Style) -> bool:
    by_colour = all(distance(one.mark, other.mark, eyes) >= _APART for eyes in DEFICIENCIES)
    return by_colour or (one.dash != other.dash and one.marker != other.marker)


@pytest.mark.parametrize("mode", MODES)
def test_the_charts_know_the_ground_they_stand_on(mode: theme.Mode) -> None:
    assert theme.GROUNDS[mode].paper.lower() == _CONFIG["theme"][mode]["backgroundColor"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("styles", [_treatments, _others])
def test_marks_and_their_labels_can_be_seen(mode: theme.Mode, styles: Any) -> None:
    ground = _CONFIG["theme"][mode]["backgroundColor"]
    for group, style in styles(mode).items():
        assert contrast(style.mark, ground) >= 3, f"mark of {group}"
        assert contrast(style.text, ground) >= 4.5, f"label of {group}"


@pytest.mark.parametrize("mode", MODES)
def test_other_texts_can_be_read(mode: theme.Mode) -> None:
    ground = theme.GROUNDS[mode]
    for ink in (ground.text, ground.quiet):
        assert contrast(ink, _CONFIG["theme"][mode]["backgroundColor"]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("styles", [_treatments, _others])
def test_groups_are_told_apart_by_all_eyes(mode: theme.Mode, styles: Any) -> None:
    alike = [
        (one, other)
        for (one, style), (other, beside) in combinations(styles(mode).items(), 2)
        if not _told_apart(style, beside)
    ]
    assert alike == []


@pytest.mark.parametrize("mode", MODES)
def test_a_treatment_looks_the_same_wherever_it_stands(mode: theme.Mode) -> None:
    for group in (*words.TREATMENTS, words.NOT_RECORDED):
        looks = {theme.style("treatment", group, place, mode) for place in range(12)}
        assert len(looks) == 1


def test_a_group_keeps_dash_and_marker_in_both_themes() -> None:
    for light, dark in zip(
        _treatments("light").values(), _treatments("dark").values(), strict=True
    ):
        assert (light.dash, light.marker) == (dark.dash, dark.marker)


@pytest.mark.parametrize("mode", MODES)
def test_attempts_at_home_look_unlike_any_treatment(mode: theme.Mode) -> None:
    styles = _treatments(mode)
    diy = styles.pop("diy")
    assert diy.dash == "dot"
    assert diy.marker.endswith("-open")
    assert not any(style.marker.endswith("-open") for style in styles.values())


def test_opacity_is_written_as_browsers_read_it() -> None:
    assert theme.see_through("#0072B2", 0.14) == "rgba(0,114,178,0.14)"


def test_a_name_is_no_markup() -> None:
    assert theme.plain("<b>A & B</b>") == "&lt;b&gt;A &amp; B&lt;/b&gt;"
    assert theme.note("<i>", colour="#000000")["text"] == "&lt;i&gt;"


def test_contrast_and_distance_are_as_published() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert distance("#000000", "#ffffff", "none") == pytest.approx(100, abs=0.01)
    # Pure red and a dark yellow-green: far apart, except for those who see no red or no green.
    assert distance("#ff0000", "#00ff00", "none") == pytest.approx(170.6, abs=0.5)
    assert distance("#b00000", "#5a5a00", "deuteranopia") < distance("#b00000", "#5a5a00", "none")
