"""The charts of quality: dots that equal the answer's figures, and months as they are told."""

from __future__ import annotations

import pytest

from dashboard.answers import quality
from dashboard.answers.answer import Answer, Choices
from dashboard.answers.quality_items import ATTENDED, NEVER
from dashboard.cohort import Cohort
from dashboard.figures import quality as figures
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.figures.reading import contents


def _ask(folder: Folder, cohort: Cohort | None = None) -> Answer:
    settings = Settings(folder.root)
    choices = Choices(group_by="clinic")
    return quality.answer(open_release(folder), cohort or Cohort(), choices, settings)


@pytest.fixture(scope="module")
def answer(sample_store: Folder) -> Answer:
    return _ask(sample_store)


@pytest.mark.parametrize("kind", [ATTENDED, NEVER])
def test_dots_equal_the_answers_figures(answer: Answer, kind: str) -> None:
    prepared = figures.prepare_shares(answer, kind)
    rows = answer.tables["estimates"]
    own = rows[rows["kind"].eq(kind) & rows["subgroup"].eq("") & rows["status"].eq("shown")]
    drawn = [
        trace.x[0]
        for trace in figures.draw_shares(prepared, "dark").data
        if trace.mode == "markers"
    ]
    assert sorted(drawn) == sorted(own["estimate"])
    assert len(drawn) == 12


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_months_are_drawn_as_they_are_told(answer: Answer, mode: str) -> None:
    prepared = figures.prepare_months(answer)
    charts = answer.tables["charts"]
    months = charts[charts["chart"].eq("months")]
    assert len(prepared.rows) == len(months)
    sent = contents(figures.draw_months(prepared, mode))  # type: ignore[arg-type]
    numbers = {trace["name"]: len(trace["x"]) for trace in sent["data"]}
    hidden = months["status"].str.startswith("hidden").sum()
    assert numbers == {
        "Records, long enough ago": months["status"].eq("shown").sum(),
        "Records, too recent for the horizon": months["status"].eq("not_mature").sum(),
        "Too few patients to be told": hidden,
    }
    hollow = next(trace for trace in sent["data"] if "too recent" in trace["name"])
    assert hollow["marker"]["color"] == "rgba(0,0,0,0)"
    assert min(hollow["x"]) == "2025-10-01"
    bars = [trace for trace in sent["data"] if trace["type"] == "bar"]
    day = 86_400_000
    assert all(trace["width"] < 28 * day for trace in bars), "months stand apart on a narrow screen"
    assert len({height for trace in bars for height in trace["y"]}) == 1
    # Where, and no count: a month of few patients is told from one without any, and from no other number.
    assert {key for trace in sent["data"] for key in trace} <= {
        *("type", "mode", "name", "x", "y", "base", "width", "marker", "hovertemplate")
    }


def test_what_is_drawn_is_said(answer: Answer) -> None:
    said = figures.describe_months(figures.prepare_months(answer))
    assert "C01 October 2023 to September 2026, 36 months with records" in said
    assert "too recent from October 2025 on" in said


def test_nobody_is_nothing_to_draw(made_up_store: Folder) -> None:
    prepared = figures.prepare_months(_ask(made_up_store, Cohort((("sex", ("other",)),))))
    assert not figures.draw_months(prepared, "light").data
    assert figures.describe_months(prepared).endswith("Nothing can be shown.")
