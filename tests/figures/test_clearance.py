"""The charts of clearance say what the answer holds, and nothing that it hides."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.answers import clearance
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.figures import clearance as figures
from dashboard.figures import composition, intervals, theme
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.figures import colours
from tests.figures.reading import contents, leaves
from tests.made_up import add_release, made_up_episodes

MODES: tuple[theme.Mode, ...] = ("light", "dark")
KINDS = ("cleared", "assessed", "persistence")
_NOBODY = Cohort((("sex", ("other",)),))


def _ask(folder: Folder, cohort: Cohort | None = None, **choices: Any) -> Answer:
    release = open_release(folder)
    return clearance.answer(
        release, cohort or Cohort(), Choices(**choices), Settings(folder.root), pseudonymised=True
    )


@pytest.fixture(scope="module")
def answer(made_up_store: Folder) -> Answer:
    """By treatment: electrosurgery has three patients, and another group is hidden with it."""
    return _ask(made_up_store)


def _drawn(answer: Answer, mode: theme.Mode = "light") -> dict[str, Any]:
    return {
        "parts": contents(figures.draw_parts(figures.prepare_parts(answer), mode)),
        "curves": contents(figures.draw_curves(figures.prepare_curves(answer), mode)),
        **{
            kind: contents(figures.draw_shares(figures.prepare_shares(answer, kind), mode))
            for kind in KINDS
        },
    }


def _shown(answer: Answer, measure: str, kind: str) -> pd.DataFrame:
    table = answer.tables["estimates"]
    chosen = table["measure"].eq(measure) & table["kind"].eq(kind) & table["status"].eq("shown")
    return table[chosen & table["group"].isin(answer.groups)]


@pytest.mark.parametrize(
    ("measure", "kind"),
    [("clearance", "cleared"), ("assessment", "assessed"), ("persistence", "persistence")],
)
def test_dots_are_the_answers(answer: Answer, measure: str, kind: str) -> None:
    traces = _drawn(answer)[kind]["data"]
    dots = [trace for trace in traces if trace["mode"] == "markers"]
    rows = _shown(answer, measure, kind)
    assert [trace["x"][0] for trace in dots] == list(rows["estimate"])
    ends = [trace["x"][0] + trace["error_x"]["array"][0] for trace in dots]
    assert ends == pytest.approx(list(rows["ci_upper"]))
    assert len(dots) >= 5


@pytest.mark.parametrize("mode", MODES)
def test_bars_are_the_answers_and_fill_the_whole(answer: Answer, mode: theme.Mode) -> None:
    bars = _drawn(answer, mode)["parts"]["data"]
    assert [bar["name"] for bar in bars] == ["Clear", "Partly clear", "Not clear"]
    for bar, kind in zip(bars, ("cleared", "partial", "not_cleared"), strict=True):
        assert bar["x"] == list(_shown(answer, "clearance", kind)["estimate"])
    assert np.allclose(np.sum([bar["x"] for bar in bars], axis=0), 1.0)


def _over(fill: str, ground: str) -> str:
    """Which colour does a see-through fill have on a ground?"""
    *channels, share = (float(part) for part in fill.removeprefix("rgba(").rstrip(")").split(","))
    below = (int(ground[place : place + 2], 16) for place in (1, 3, 5))
    mixed = (
        round(share * own + (1 - share) * under) for own, under in zip(channels, below, strict=True)
    )
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


@pytest.mark.parametrize("mode", MODES)
def test_parts_are_told_apart_without_colour(answer: Answer, mode: theme.Mode) -> None:
    """By how light they are on the page's ground, and an outline that stands out from all."""
    ground = theme.GROUNDS[mode]
    bars = _drawn(answer, mode)["parts"]["data"]
    fills = [_over(bar["marker"]["color"], ground.paper) for bar in bars]
    for one, other in pairwise(fills):
        assert colours.contrast(one, other) >= 1.7
    assert colours.contrast(fills[0], fills[2]) >= 4.5
    for bar, fill in zip(bars, fills, strict=True):
        assert colours.contrast(bar["textfont"]["color"], fill) >= 4.5
    assert all(bar["marker"]["line"]["color"] == ground.text for bar in bars)
    assert _drawn(answer, mode)["parts"]["layout"]["showlegend"]


def test_a_bar_with_a_hidden_part_is_not_drawn() -> None:
    """Two parts and the gap between them would tell the third."""
    named = {"measure": "clearance", "horizon_days": None, "subgroup": ""}
    rows = pd.DataFrame(
        [
            {**named, "group": group, "kind": kind, "estimate": share, "status": status}
            for group, kind, share, status in (
                ("laser", "cleared", 0.9, "shown"),
                ("laser", "partial", 0.1, "shown"),
                ("peel", "cleared", 0.9, "shown"),
                ("peel", "partial", np.nan, "hidden_small_number"),
            )
        ]
    )
    parts = {"cleared": "Clear", "partial": "Partly clear"}
    prepared = composition.prepare(rows, "clearance", parts, ("laser", "peel"), "treatment", "Of")
    assert prepared.rows["cleared"].tolist() == pytest.approx([0.9, np.nan], nan_ok=True)
    drawn = contents(composition.draw(prepared, "light"))
    assert [bar["y"] for bar in drawn["data"]] == [[0], [0]]
    assert [note["text"] for note in drawn["layout"]["annotations"]] == ["hidden: too few patients"]
    assert composition.describe(prepared) == "Of. Laser clear 90 percent, partly clear 10 percent."


def test_curves_hold_the_answers_shares_and_no_others(answer: Answer) -> None:
    held = (
        answer.tables["curves"][["estimate", "ci_lower", "ci_upper"]].to_numpy(dtype=float).ravel()
    )
    lines = [trace for trace in _drawn(answer)["curves"]["data"] if trace["mode"] == "lines"]
    assert lines
    for trace in lines:
        for path, share in leaves(trace):
            if path in (".y", ".customdata") and share:
                assert np.nanmin(np.abs(held - share)) < 1e-12


@pytest.mark.parametrize("mode", MODES)
def test_hidden_groups_have_a_name_at_most(answer: Answer, mode: theme.Mode) -> None:
    names = {"Electrosurgery", "Observation", "Retinoid", "Peel"}
    hidden = {name for name in names if name.lower() in answer.hidden_groups}
    assert len(hidden) == 2
    assert not any(name in str(_drawn(answer, mode)["curves"]["data"]) for name in hidden)
    for figure in _drawn(answer, mode).values():
        for path, value in leaves(figure):
            if isinstance(value, str) and any(name in value for name in hidden):
                assert path == ".layout.yaxis.ticktext"
                assert value in hidden


def _with_other_outcomes(arms: tuple[str, ...]) -> list[dict[str, Any]]:
    """The made-up episodes, but whoever of these arms was assessed is not clear."""
    changed = []
    for episode in made_up_episodes():
        row = dict(episode)
        if row["treatment"] in arms and row["cleared"] in ("yes", "partial", "no"):
            gone = dict.fromkeys(("cleared_day", "recurred_day", "recurred_where", "retreated_day"))
            row |= {"cleared": "no", **gone}
        changed.append(row)
    return changed


def test_what_happened_in_hidden_groups_changes_nothing(answer: Answer, tmp_path: Path) -> None:
    """Whoever sees the charts cannot tell one fate of the hidden patients from another."""
    folder = Folder(tmp_path)
    add_release(folder, _with_other_outcomes(answer.hidden_groups))
    other = _ask(folder)
    assert other.hidden_groups == answer.hidden_groups
    assert _drawn(other) == _drawn(answer)
    for name, table in answer.tables.items():
        pd.testing.assert_frame_equal(other.tables[name], table)
    assert (other.sentence, other.notes, other.attrition) == (
        answer.sentence,
        answer.notes,
        answer.attrition,
    )


def test_other_fates_of_a_shown_group_would_be_seen(answer: Answer, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    add_release(folder, _with_other_outcomes(("laser",)))
    assert _drawn(_ask(folder))["cleared"] != _drawn(answer)["cleared"]


@pytest.mark.parametrize("mode", MODES)
def test_nobody_gives_empty_charts(made_up_store: Folder, mode: theme.Mode) -> None:
    empty = _ask(made_up_store, _NOBODY)
    for figure in _drawn(empty, mode).values():
        assert figure.get("data", []) == []
        assert [note["text"] for note in figure["layout"]["annotations"]] == ["Nothing to draw"]


def test_the_text_alternatives_say_every_figure_that_is_drawn(answer: Answer) -> None:
    said = composition.describe(figures.prepare_parts(answer))
    dots = intervals.describe(figures.prepare_shares(answer, "cleared"))
    assert dots.startswith("Clear at the first assessment (higher is better). ")
    for group in answer.groups:
        name = group.capitalize().replace("Diy", "DIY attempt")
        assert f"{name} clear " in said
        assert f"{name} " in dots
    assert "Electrosurgery" not in said + dots


def test_episodes_are_described_without_limits(made_up_store: Folder) -> None:
    said = intervals.describe(
        figures.prepare_shares(_ask(made_up_store, unit="episode"), "cleared")
    )
    assert "Extraction " in said
    assert "between" not in said


@pytest.mark.parametrize("unit", ["patient", "episode"])
@pytest.mark.parametrize("by", ["clinic", "site", "skin_type", "sex", "start_year"])
def test_every_grouping_can_be_drawn_and_passes_plotlys_checks(
    made_up_store: Folder, by: str, unit: str
) -> None:
    asked = _ask(made_up_store, group_by=by, unit=unit)
    drawn = figures.draw_parts(figures.prepare_parts(asked), "light").to_dict()
    assert go.Figure(drawn).to_dict()["data"] == drawn["data"]
    assert len(drawn["data"][0]["x"]) == len(asked.groups)
    _drawn(asked)


def test_long_names_stand_on_two_lines() -> None:
    assert theme.on_lines("Several places on the face") == "Several places<br>on the face"
    assert theme.on_lines("Electrosurgery") == "Electrosurgery"
    assert theme.on_lines("<b>") == "&lt;b&gt;"
    assert theme.on_lines("") == ""
    assert len(theme.on_lines("x" * 90).replace("<br>", "")) <= 32
    assert theme.at_an_end("Several places on the face") == "Several place…"
    assert theme.at_an_end("Around the eye") == "Around the eye"
