"""The funnels draw the answer: a point a clinic, the limits, marks for those outside, nothing that is hidden."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.answers.answer import Answer
from dashboard.answers.clinics_items import outcomes
from dashboard.answers.clinics_told import CRUDE, INDIRECT
from dashboard.answers.trends_items import Item
from dashboard.figures import clinics as figures
from dashboard.figures import clinics_mix
from dashboard.tables import clinics as tables
from tests.answers.clinics_made import NAMES, Group, alike, ask, of, release


@pytest.fixture(scope="module")
def answer() -> Answer:
    return ask(alike((40, 38, 42, 80, 41, 39)))


def harm(answer: Answer) -> Item:
    return next(
        each.item for each in outcomes(answer.settings, 365) if each.code == "complications"
    )


def test_points_and_limits_are_those_of_the_answer(answer: Answer) -> None:
    funnel = figures.prepare(answer, harm(answer), INDIRECT, "Cedar")
    told = of(answer, "charts", "complications", "funnel_ratio")
    assert funnel.rows["name"].tolist() == list(NAMES)
    np.testing.assert_allclose(funnel.rows["value"], told["value"])
    np.testing.assert_allclose(funnel.rows["size"], 280 / 6)
    assert funnel.rows.loc[funnel.rows["chosen"], "name"].tolist() == ["Cedar"]
    at = np.interp(280 / 6, funnel.lines["size"], funnel.lines["upper_limit"])
    assert at == pytest.approx(told["upper_limit"]["Ash"], abs=0.01)
    plain = figures.prepare(answer, harm(answer), CRUDE)
    assert plain.centre == pytest.approx(280 / 1200)
    assert plain.lines["upper_limit"].notna().all()
    assert plain.lines["size"].eq(plain.lines["size"].round()).all(), "of whole patients"


def test_who_stands_outside_has_a_mark_of_its_own_and_a_name(answer: Answer) -> None:
    drawn = figures.draw(figures.prepare(answer, harm(answer), INDIRECT), "light")
    marks = {trace.marker.symbol: len(trace.x) for trace in drawn.data if trace.mode == "markers"}
    assert marks == {"circle": 5, "triangle-up": 1}
    texts = [note.text for note in drawn.layout.annotations]
    assert texts == ["all", "95%", "99.8%", "Elm"]
    # A click on it opens its panel, and nothing fades.
    (far,) = (trace for trace in drawn.data if trace.marker.symbol == "triangle-up")
    assert far.customdata == ("Elm",)
    assert far.unselected.marker.opacity == 1.0
    said = figures.describe(figures.prepare(answer, harm(answer), INDIRECT))
    assert "Outside the outer limits: Elm." in said


def test_what_is_hidden_is_not_drawn_and_names_are_no_markup() -> None:
    sizes = {"<b>Ash</b>": 200, "Beech": 180, "Cedar": 220, "Elm": 3, "Fir": 2}
    answer = ask(release(*(Group(name, size, harmed=size // 3) for name, size in sizes.items())))
    for adjustment in (INDIRECT, CRUDE):
        funnel = figures.prepare(answer, harm(answer), adjustment, "<b>Ash</b>")
        drawn = figures.draw(funnel, "light").to_json()
        assert "Elm" not in drawn
        assert "Fir" not in drawn
        assert "<b>Ash</b>" not in drawn.replace("\\u003c", "<").replace("\\u003e", ">")
        assert "Small ones together" in funnel.rows["name"].tolist()


def test_without_limits_points_stand_alone_and_without_points_it_is_said() -> None:
    few = ask(alike((40, 60)))
    funnel = figures.prepare(few, harm(few), INDIRECT)
    assert funnel.lines.empty
    assert "No limits are drawn" in figures.describe(funnel)
    assert len(figures.draw(funnel, "light").data) == 2
    none = ask(release(Group("Ash", 200, harmed=40)))
    empty = figures.prepare(none, harm(none), INDIRECT)
    assert "Nothing can be shown" in figures.describe(empty)
    assert figures.draw(empty, "light").layout.annotations[0].text == "Nothing to draw"


def test_the_case_mix_is_drawn_from_widest_apart_on() -> None:
    asked = release(
        *(Group(name, 50, deep=True, harmed=10) for name in NAMES[:4]),
        *(Group(name, 50 * (place + 1), harmed=10) for place, name in enumerate(NAMES[:4])),
    )
    answer = ask(asked)
    mix = clinics_mix.prepare(tables.mix_rows(answer, "Ash"), "Ash")
    assert mix.rows["name"].tolist()[:2] == ["Deep: yes", "Deep: no"]
    assert mix.rows["share"].tolist()[0] == 0.5
    assert mix.rows["others"].tolist()[0] == pytest.approx(150 / 600)
    assert "Ash beside that of all others" in clinics_mix.describe(mix)
    assert len(clinics_mix.draw(mix, "dark").data) == len(mix.rows) + 2
