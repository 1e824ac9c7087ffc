"""The charts of running the clinic hold what the answer holds, and nothing that it hides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from dashboard.answers import operations
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.figures import intervals, operations_months, theme
from dashboard.figures import operations as figures
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.figures.reading import contents, leaves
from tests.made_up import add_release, made_up_episodes


def _ask(folder: Folder, cohort: Cohort | None = None, **choices: Any) -> Answer:
    settings = Settings(folder.root)
    return operations.answer(open_release(folder), cohort or Cohort(), Choices(**choices), settings)


@pytest.fixture(scope="module")
def answer(made_up_store: Folder) -> Answer:
    return _ask(made_up_store)


def _drawn(answer: Answer, mode: theme.Mode = "light") -> dict[str, Any]:
    return {
        "volume": contents(operations_months.draw(operations_months.prepare_volume(answer), mode)),
        "mix": contents(operations_months.draw(operations_months.prepare_mix(answer), mode)),
        **{
            name: contents(figures.draw_dots(figures.prepare_dots(answer, name), mode))
            for name in figures.DOTS
        },
    }


@pytest.mark.parametrize("name", figures.DOTS)
def test_dots_are_the_answers_figures(answer: Answer, name: str) -> None:
    table = answer.tables["estimates"]
    rows = table[table["measure"].eq(name)].set_index("group")
    drawn = figures.prepare_dots(answer, name).rows
    assert set(drawn["group"]) == set(answer.groups) & set(rows.index)
    for row in drawn.to_dict("records"):
        for column in ("estimate", "ci_lower", "ci_upper"):
            assert row[column] == pytest.approx(rows.loc[row["group"], column], nan_ok=True)


def test_bars_are_the_answers_months(answer: Answer) -> None:
    charts = answer.tables["charts"]
    drawn = _drawn(answer)
    whole = charts[charts["chart"].eq("volume") & charts["status"].eq("shown")]
    bars, _ = drawn["volume"]["data"]
    assert dict(zip(bars["x"], bars["y"], strict=True)) == dict(
        zip(whole["period"], whole["events"], strict=True)
    )
    mix = charts[charts["chart"].eq("mix")]
    top = float(np.nanmax(mix["events"].astype(float)))
    for place, group in enumerate(answer.groups):
        own = mix[mix["unit_of_chart"].eq(group)]
        bars, marks = drawn["mix"]["data"][2 * place : 2 * place + 2]
        told = own[own["status"].eq("shown")]
        assert bars["x"] == told["period"].tolist()
        assert bars["y"] == pytest.approx((told["events"].astype(float) / top * 0.86).tolist())
        assert marks["x"] == own.loc[own["status"].ne("shown"), "period"].tolist()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_hidden_groups_have_a_name_at_most(answer: Answer, mode: theme.Mode) -> None:
    hidden = {name.capitalize() for name in answer.hidden_groups}
    assert len(hidden) >= 2
    for figure in _drawn(answer, mode).values():
        for path, value in leaves(figure):
            if isinstance(value, str) and any(name in value for name in hidden):
                assert path == ".layout.yaxis.ticktext"


def test_what_hidden_patients_cost_changes_nothing(answer: Answer, tmp_path: Path) -> None:
    changed = [
        {
            **row,
            "cost": row["cost"] and 7_000,
            "unplanned_visits": 9,
            "cleared": "no",
            "cleared_day": None,
        }
        if row["treatment"] in answer.hidden_groups
        else row
        for row in made_up_episodes()
    ]
    folder = Folder(tmp_path)
    add_release(folder, changed)
    other = _ask(folder)
    assert _drawn(other) == _drawn(answer)
    assert other.sentence == answer.sentence


def test_hidden_months_are_drawn_alike_whatever_their_number(answer: Answer) -> None:
    data = _drawn(answer)["mix"]["data"]
    marks = [trace for trace in data if trace["type"] == "scatter" and trace["x"]]
    assert marks
    for trace in marks:
        assert len(set(trace["y"])) == 1
        assert all(
            "hidden" in said and not any(c.isdigit() for c in said[:-4].split(":")[1])
            for said in trace["hovertext"]
        )


def test_text_alternatives_say_the_figures(answer: Answer) -> None:
    said = intervals.describe(figures.prepare_dots(answer, "cost_per_cleared"))
    assert said.startswith(
        "Direct costs per patient found clear, currency of the records (lower is better). Extraction "
    )
    months = operations_months.describe(operations_months.prepare_mix(answer))
    assert "from January 2024 to December 2025" in months
    assert "Extraction " in months


def test_nobody_gives_empty_charts(made_up_store: Folder) -> None:
    empty = _ask(made_up_store, Cohort((("sex", ("other",)),)))
    assert all(figure.get("data", []) == [] for figure in _drawn(empty).values())
    assert (
        operations_months.describe(operations_months.prepare_mix(empty)) == "Nothing can be shown."
    )


@pytest.mark.parametrize("by", ["clinic", "operator_role"])
def test_every_grouping_passes_plotlys_checks(made_up_store: Folder, by: str) -> None:
    asked = _ask(made_up_store, group_by=by)
    drawn = operations_months.draw(operations_months.prepare_mix(asked), "light").to_dict()
    assert go.Figure(drawn).to_dict()["data"] == drawn["data"]
