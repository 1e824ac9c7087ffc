"""The charts of what patients say hold what the answer holds, and nothing that it hides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dashboard.answers import reported
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.figures import composition, intervals, theme
from dashboard.figures import reported as figures
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.figures.reading import contents, leaves
from tests.made_up import add_release, made_up_episodes

DOTS = {
    "improved": ("dlqi", "improved"),
    "answered": ("dlqi", "answered"),
    "dlqi_change": ("dlqi", "change"),
    "distress_change": ("distress", "change"),
}


def _ask(folder: Folder, cohort: Cohort | None = None, **choices: Any) -> Answer:
    settings = Settings(folder.root)
    return reported.answer(open_release(folder), cohort or Cohort(), Choices(**choices), settings)


@pytest.fixture(scope="module")
def answer(made_up_store: Folder) -> Answer:
    return _ask(made_up_store)


def _drawn(answer: Answer, mode: theme.Mode = "light") -> dict[str, Any]:
    return {
        "pain": contents(figures.draw_dots(figures.prepare_pain(answer), mode)),
        "content": contents(figures.draw_satisfaction(figures.prepare_satisfaction(answer), mode)),
        **{
            name: contents(figures.draw_dots(figures.prepare_dots(answer, name), mode))
            for name in DOTS
        },
    }


@pytest.mark.parametrize("name", DOTS)
def test_dots_are_the_answers_figures(answer: Answer, name: str) -> None:
    measure, kind = DOTS[name]
    table = answer.tables["estimates"]
    rows = table[table["measure"].eq(measure) & table["kind"].eq(kind)].set_index("group")
    drawn = figures.prepare_dots(answer, name).rows
    assert len(drawn) >= 5
    for row in drawn.to_dict("records"):
        for column in ("estimate", "ci_lower", "ci_upper"):
            assert row[column] == pytest.approx(rows.loc[row["group"], column], nan_ok=True)


def test_changes_below_zero_are_inside_the_picture(answer: Answer) -> None:
    prepared = figures.prepare_dots(answer, "dlqi_change")
    left, right = contents(figures.draw_dots(prepared, "light"))["layout"]["xaxis"]["range"]
    assert left < prepared.rows["ci_lower"].min() < 0.0 < right


def test_the_bar_of_pain_is_the_middle_half(answer: Answer) -> None:
    table = answer.tables["estimates"]
    pain = table[table["measure"].eq("pain")].set_index(["group", "kind"])["estimate"]
    for row in figures.prepare_pain(answer).rows.to_dict("records"):
        told = [row[column] for column in ("ci_lower", "estimate", "ci_upper")]
        kinds = ("quantile_25", "median", "quantile_75")
        wanted = [pain[row["group"], kind] for kind in kinds]
        assert told == pytest.approx(wanted, nan_ok=True)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_hidden_groups_have_a_name_at_most(answer: Answer, mode: theme.Mode) -> None:
    hidden = {name.capitalize() for name in answer.hidden_groups}
    assert len(hidden) >= 2
    for figure in _drawn(answer, mode).values():
        for path, value in leaves(figure):
            if isinstance(value, str) and any(name in value for name in hidden):
                assert path == ".layout.yaxis.ticktext"


def test_what_hidden_patients_said_changes_nothing(answer: Answer, tmp_path: Path) -> None:
    changed = [
        {**row, "dlqi_after": row["dlqi_after"] and 30, "pain": row["pain"] and 10}
        if row["treatment"] in answer.hidden_groups
        else row
        for row in made_up_episodes()
    ]
    folder = Folder(tmp_path)
    add_release(folder, changed)
    other = _ask(folder)
    assert _drawn(other) == _drawn(answer)
    assert (other.sentence, other.notes) == (answer.sentence, answer.notes)


def test_text_alternatives_say_the_figures(answer: Answer) -> None:
    said = intervals.describe(figures.prepare_dots(answer, "dlqi_change"))
    assert "Mean change of the DLQI" in said
    assert "Extraction -" in said
    assert "Extraction satisfied " in composition.describe(figures.prepare_satisfaction(answer))


def test_nobody_gives_empty_charts(made_up_store: Folder) -> None:
    empty = _ask(made_up_store, Cohort((("sex", ("other",)),)))
    assert all(figure.get("data", []) == [] for figure in _drawn(empty).values())
