"""The charts of complications say what the answer holds, and nothing that it hides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.answers import complications
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.figures import complications as figures
from dashboard.figures import intervals, theme
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.figures.reading import contents, leaves
from tests.made_up import add_release, made_up_complications, made_up_episodes

MODES: tuple[theme.Mode, ...] = ("light", "dark")
_NOBODY = Cohort((("sex", ("other",)),))


def _ask(folder: Folder, cohort: Cohort | None = None, **choices: Any) -> Answer:
    release = open_release(folder)
    return complications.answer(
        release, cohort or Cohort(), Choices(**choices), Settings(folder.root), pseudonymised=True
    )


@pytest.fixture(scope="module")
def answer(made_up_store: Folder) -> Answer:
    """By treatment: electrosurgery has three patients, and another group is hidden with it."""
    return _ask(made_up_store)


def _drawn(answer: Answer, mode: theme.Mode = "light") -> dict[str, Any]:
    return {
        "within": contents(figures.draw_dots(figures.prepare_at_horizon(answer), mode)),
        "recorded": contents(figures.draw_dots(figures.prepare_recorded(answer), mode)),
        "curves": contents(figures.draw_curves(figures.prepare_curves(answer), mode)),
    }


@pytest.mark.parametrize("mode", MODES)
def test_the_dots_are_the_answers_shares_of_any(answer: Answer, mode: theme.Mode) -> None:
    table = answer.tables["estimates"]
    any_kind = table[
        table["kind"].eq("any") & table["subgroup"].eq("") & table["status"].eq("shown")
    ]
    rows = {
        "within": any_kind.query("measure == 'complications' and horizon_days == 90"),
        "recorded": any_kind.query("measure == 'recorded'"),
    }
    drawn = _drawn(answer, mode)
    for name, wanted in rows.items():
        dots = [trace for trace in drawn[name]["data"] if trace["mode"] == "markers"]
        assert [trace["x"][0] for trace in dots] == list(wanted["estimate"])
        assert len(dots) == len(answer.groups)
        for trace, row in zip(dots, wanted.to_dict("records"), strict=True):
            if row["events"]:
                ends = trace["x"][0] + trace["error_x"]["array"][0]
                assert ends == pytest.approx(row["ci_upper"])


@pytest.mark.parametrize("mode", MODES)
def test_curves_hold_the_answers_shares_and_no_others(answer: Answer, mode: theme.Mode) -> None:
    columns = ["estimate", "ci_lower", "ci_upper"]
    held = answer.tables["curves"][columns].to_numpy(dtype=float).ravel()
    for trace in _drawn(answer, mode)["curves"]["data"]:
        if trace["mode"] == "text":
            continue
        shares = [value for path, value in leaves(trace) if path in (".y", ".customdata")]
        assert [x for x in shares if x != 0.0 and np.nanmin(np.abs(held - x)) > 1e-12] == []


@pytest.mark.parametrize("mode", MODES)
def test_hidden_groups_have_a_name_at_most(answer: Answer, mode: theme.Mode) -> None:
    hidden = {name.capitalize() for name in answer.hidden_groups}
    assert len(hidden) >= 2
    for figure in _drawn(answer, mode).values():
        for path, value in leaves(figure):
            if isinstance(value, str) and any(name in value for name in hidden):
                assert path == ".layout.yaxis.ticktext"
                assert value in hidden


def with_other_harms(hidden: tuple[str, ...]) -> list[dict[str, Any]]:
    """The made-up complications, but in the hidden groups everybody has a permanent scar the next day."""
    episodes = made_up_episodes()
    gone = {row["episode_key"] for row in episodes if row["treatment"] in hidden}
    harms = [row for row in made_up_complications(episodes) if row["episode_key"] not in gone]
    looked = (
        row["episode_key"]
        for row in episodes
        if row["episode_key"] in gone and row["complications_assessed"] == "yes"
    )
    scar = {"complication": "scar", "onset_day": 1, "grade": 3, "permanent": "yes"}
    return [*harms, *({"episode_key": key, **scar} for key in looked)]


def test_what_happened_in_hidden_groups_changes_nothing(answer: Answer, tmp_path: Path) -> None:
    """Whoever sees charts and tables cannot tell one fate of the hidden patients from another."""
    folder = Folder(tmp_path)
    add_release(folder, made_up_episodes(), complications=with_other_harms(answer.hidden_groups))
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
    add_release(folder, made_up_episodes(), complications=with_other_harms(("laser",)))
    assert _drawn(_ask(folder)) != _drawn(answer)


@pytest.mark.parametrize("mode", MODES)
def test_nobody_gives_empty_charts(made_up_store: Folder, mode: theme.Mode) -> None:
    for figure in _drawn(_ask(made_up_store, _NOBODY), mode).values():
        assert figure.get("data", []) == []
        assert [note["text"] for note in figure["layout"]["annotations"]] == ["Nothing to draw"]


def test_the_text_alternative_says_every_figure_that_is_drawn(answer: Answer) -> None:
    prepared = figures.prepare_at_horizon(answer)
    said = intervals.describe(prepared)
    assert said.startswith(
        "Any complication within 3 months of the first session (lower is better)."
    )
    for row in prepared.rows.to_dict("records"):
        name = str(row["group"]).capitalize().replace("Diy", "DIY attempt")
        assert (name in said) == (row["status"] == "shown")


@pytest.mark.parametrize("unit", ["patient", "episode"])
@pytest.mark.parametrize("by", ["clinic", "site", "skin_type"])
def test_every_grouping_can_be_drawn(made_up_store: Folder, by: str, unit: str) -> None:
    asked = _ask(made_up_store, group_by=by, unit=unit)
    drawn = _drawn(asked)
    assert len(drawn["curves"]["data"]) >= 2 * len(asked.groups)
    assert len(drawn["within"]["data"]) == len(asked.groups) + 1
