"""The charts of attempts at home say what the answer holds, and nothing that it hides."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.answers import diy
from dashboard.answers.answer import Answer, Choices
from dashboard.answers.diy_counts import class_of
from dashboard.answers.diy_supposed import Supposed, suppose
from dashboard.cohort import Cohort
from dashboard.figures import diy as figures
from dashboard.figures import diy_flow as flows
from dashboard.figures import intervals, like_for_like, theme
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.figures.reading import contents, leaves
from tests.made_up import add_release, made_up_complications, made_up_episodes

MODES: tuple[theme.Mode, ...] = ("light", "dark")
_NOBODY = Cohort((("sex", ("other",)),))
HIDDEN_METHOD = "exfoliant"


def ask(folder: Folder, cohort: Cohort | None = None, **choices: Any) -> Answer:
    return diy.answer(
        open_release(folder), cohort or Cohort(), Choices(**choices), Settings(folder.root)
    )


def with_a_small_method() -> list[dict[str, Any]]:
    """The made-up records, and three attempts with an exfoliant: these are hidden, and another method with them."""
    episodes = made_up_episodes()
    tried = [row for row in episodes if row["treatment"] == "diy"][:3]
    return [
        *episodes,
        *(
            {
                **row,
                "patient_key": f"x{number}",
                "episode_key": f"x{number}",
                "technique": HIDDEN_METHOD,
                "complications_assessed": "yes",
            }
            for number, row in enumerate(tried)
        ),
    ]


def with_fates(place: Path, hidden: tuple[str, ...], *, harmed: bool) -> Folder:
    """A store in which all that tried by the hidden methods have a permanent scar, or nobody has."""
    episodes = with_a_small_method()
    gone = {
        row["episode_key"]
        for row in episodes
        if row["treatment"] == "diy" and (row["technique"] or "not_recorded") in hidden
    }
    harms = [row for row in made_up_complications(episodes) if row["episode_key"] not in gone]
    if harmed:
        looked = (row for row in episodes if row["complications_assessed"] == "yes")
        scar = {"complication": "scar", "permanent": "yes", "antibiotics": "yes"}
        harms += [
            {"episode_key": row["episode_key"], **scar}
            for row in looked
            if row["episode_key"] in gone
        ]
    folder = Folder(place)
    add_release(folder, episodes, complications=harms)
    folder.keep_salt(folder.salt())
    return folder


@pytest.fixture(scope="module")
def answer(sample_store: Folder) -> Answer:
    return ask(sample_store)


@pytest.fixture(scope="module")
def supposed(answer: Answer) -> Supposed:
    return suppose(answer, 20, (25, 45), (5, 15))


def drawn(answer: Answer, mode: theme.Mode = "light") -> dict[str, go.Figure]:
    course = figures.prepare_course(suppose(answer, 20, (25, 45), (5, 15)))
    return {
        "methods": figures.draw_dots(figures.prepare_by_method(answer), mode),
        "flow": flows.draw(flows.prepare(answer), mode),
        "inflamed": figures.draw_dots(figures.prepare_treated(answer, "inflamed"), mode),
        "recurrence": figures.draw_dots(figures.prepare_treated(answer, "recurrence"), mode),
        "course": figures.draw_course(course, mode),
    }


@pytest.mark.parametrize("mode", MODES)
def test_the_dots_are_the_answers_shares_grey_and_hollow(answer: Answer, mode: theme.Mode) -> None:
    figure = contents(drawn(answer, mode)["methods"])
    table = answer.tables["estimates"]
    rows = table[table["measure"].eq("diy") & table["kind"].eq("any")]
    dots = [trace for trace in figure["data"] if trace["mode"] == "markers"]
    assert [trace["x"][0] for trace in dots] == list(rows["estimate"])
    own = theme.style("treatment", "diy", 0, mode)
    assert {trace["marker"]["symbol"] for trace in dots} == {"circle-open"}
    assert {trace["marker"]["color"] for trace in dots} == {own.mark}
    for trace, upper in zip(dots, rows["ci_upper"], strict=True):
        assert trace["x"][0] + trace["error_x"]["array"][0] == pytest.approx(upper)


@pytest.mark.parametrize("mode", MODES)
def test_every_figure_is_one_that_plotly_takes(answer: Answer, mode: theme.Mode) -> None:
    for figure in drawn(answer, mode).values():
        go.Figure(figure.to_dict())


def test_flows_are_the_answers_numbers_methods_of_a_class_together(answer: Answer) -> None:
    flow = flows.prepare(answer)
    table = answer.tables["estimates"]
    rows = table[table["measure"].eq("pathway")]
    wanted: Counter[tuple[str, str]] = Counter()
    totals: Counter[str] = Counter()
    for method, own in rows.groupby("group", sort=False):
        told = own[own["status"].eq("shown")]
        hidden = len(own) - len(told)
        total = int(told["episodes"].iloc[0])
        rest = total - int(told["events"].sum())
        # What is hidden flows together, and is never few.
        assert (rest > 0) == (hidden > 0)
        assert rest == 0 or (rest >= 5 and hidden >= 2)
        totals[class_of(str(method))] += total
        wanted[class_of(str(method)), "(hidden)"] += rest
        for row in told.to_dict("records"):
            wanted[class_of(str(method)), row["subgroup"]] += row["events"]
    links = {
        (row["source"], row["target"]): row["patients"] for row in flow.links.to_dict("records")
    }
    assert links == {place: number for place, number in wanted.items() if number}
    assert flow.totals == totals
    assert sum(totals.values()) == 1_096


@pytest.mark.parametrize("mode", MODES)
def test_flows_are_as_thick_as_their_numbers_and_touch_their_ends(
    answer: Answer, mode: theme.Mode
) -> None:
    flow = flows.prepare(answer)
    figure = contents(drawn(answer, mode)["flow"])
    thick = {}
    for trace in figure["data"]:
        half = len(trace["y"]) // 2
        at_left = trace["y"][-1] - trace["y"][0]
        at_right = trace["y"][half] - trace["y"][half - 1]
        assert at_left == pytest.approx(at_right, abs=0.02)
        thick[trace["text"]] = at_left
    scale = 300 / sum(flow.totals.values())
    assert len(thick) == len(flow.links)
    for said, height in thick.items():
        number = int(said.rsplit(": ", 1)[1].replace(",", ""))
        assert height == pytest.approx(number * scale, abs=0.02)
    # At both ends the flows lie side by side, and fill what is drawn of their end.
    for end, first in ((0, 0), (1, len(figure["data"][0]["y"]) // 2 - 1)):
        spans = sorted(
            (trace["y"][first], trace["y"][first] + thick[trace["text"]])
            for trace in figure["data"]
        )
        assert all(two[0] >= one[1] - 0.1 for one, two in pairwise(spans))
        drawn_ends = [one for one in figure["layout"]["shapes"] if one["x0"] == end]
        filled = sum(one["y1"] - one["y0"] for one in drawn_ends)
        assert filled == pytest.approx(sum(high - low for low, high in spans), abs=0.5)
        assert spans[0][0] == pytest.approx(min(one["y0"] for one in drawn_ends), abs=0.1)
        assert spans[-1][1] == pytest.approx(max(one["y1"] for one in drawn_ends), abs=0.1)
    # One shade a class, told apart in grey.
    assert len({trace["fillcolor"] for trace in figure["data"]}) == len(flow.totals)


def test_names_beside_the_flows_do_not_collide(answer: Answer) -> None:
    notes = contents(drawn(answer)["flow"])["layout"]["annotations"]
    for side in (0.0, 1.0):
        heights = sorted(note["y"] for note in notes if note["x"] == side)
        gaps = [two - one for one, two in pairwise(heights)]
        assert min(gaps) >= 32
    assert all(note["text"].count("<br>") <= 1 and "…" not in note["text"] for note in notes)


def test_text_alternatives_say_what_is_drawn(answer: Answer, supposed: Supposed) -> None:
    flow = flows.prepare(answer)
    said = flows.describe(flow)
    assert said.startswith("What came after a first attempt at home. Squeezed or picked, ")
    for row in flow.links.to_dict("records"):
        assert f" {row['patients']:,}" in said
    dots = intervals.describe(figures.prepare_by_method(answer))
    assert "Retinoid without advice" in dots
    assert "percent, between" in dots
    course = figures.describe_course(figures.prepare_course(supposed))
    assert "20 percent harmed of all who try would be seen as 29 to 69 percent" in course


def test_the_course_shows_what_was_supposed_and_what_is_seen(supposed: Supposed) -> None:
    figure = contents(figures.draw_course(figures.prepare_course(supposed), "light"))
    upright = next(trace for trace in figure["data"] if trace["x"] == [0.2, 0.2])
    assert upright["y"] == pytest.approx(list(supposed.would_be_seen))
    (box,) = figure["layout"]["shapes"]
    assert supposed.seen is not None
    assert (box["y0"], box["y1"]) == supposed.seen.limits


def test_what_happened_in_hidden_groups_changes_nothing(tmp_path: Path) -> None:
    """Whoever sees charts and tables cannot tell one fate of the hidden patients from another."""
    first = ask(with_fates(tmp_path / "look", (), harmed=False))
    hidden = first.hidden_groups
    assert HIDDEN_METHOD in hidden
    assert len(hidden) >= 2
    one, other = (
        ask(with_fates(tmp_path / str(harmed), hidden, harmed=harmed)) for harmed in (False, True)
    )
    assert one.hidden_groups == other.hidden_groups == hidden
    pd.testing.assert_frame_equal(one.tables["estimates"], other.tables["estimates"])
    assert (one.sentence, one.notes, one.attrition) == (
        other.sentence,
        other.notes,
        other.attrition,
    )
    for name, figure in drawn(one).items():
        assert contents(figure) == contents(drawn(other)[name])
    names = {"exfoliant": "Exfoliant"}
    for path, value in leaves(contents(drawn(one)["methods"])):
        if isinstance(value, str) and names["exfoliant"] in value:
            assert path == ".layout.yaxis.ticktext"
    # Of a method that is shown it would be seen.
    shown = next(name for name in one.groups if name not in hidden)
    seen = ask(with_fates(tmp_path / "shown", (*hidden, shown), harmed=True))
    assert contents(drawn(seen)["methods"]) != contents(drawn(one)["methods"])


@pytest.mark.parametrize("mode", MODES)
def test_nobody_gives_empty_charts(made_up_store: Folder, mode: theme.Mode) -> None:
    empty = ask(made_up_store, _NOBODY)
    for name in ("methods", "flow", "inflamed", "recurrence"):
        figure = contents(drawn(empty, mode)[name])
        assert figure.get("data", []) == []
    assert "Nothing can be shown" in flows.describe(flows.prepare(empty))
    course = contents(drawn(empty, mode)["course"])
    assert "shapes" not in course["layout"] or course["layout"]["shapes"] == []


@pytest.mark.parametrize("how", [{"unit": "episode"}, {"policy": "publication"}])
def test_every_way_of_asking_can_be_drawn(made_up_store: Folder, how: dict[str, Any]) -> None:
    for figure in drawn(ask(made_up_store, **how)).values():
        go.Figure(figure.to_dict())


def test_before_and_habits_draw_what_the_charts_say(answer: Answer) -> None:
    charts = answer.tables["charts"]
    for prepared, measure, day in (
        (figures.prepare_before(answer, "recurrence"), "recurrence", "365"),
        (figures.prepare_before(answer, "healing"), "healing", "14"),
        (figures.prepare_habits(answer), "new_milia", "365"),
    ):
        rows = charts[charts["measure"].eq(measure) & charts["period"].eq(day)]
        assert prepared.rows["estimate"].to_numpy() == pytest.approx(100 * rows["value"].to_numpy())
        assert prepared.rows["group"].tolist() == rows["unit_of_chart"].tolist()
        assert prepared.rows["adjusted"].sum() == len(rows) / 2
        assert "percentage points" in prepared.axis_title
        for mode in MODES:
            figure = like_for_like.draw_differences(prepared, mode)
            points = [trace for trace in figure.data if trace.mode == "markers"]
            assert len(points) == prepared.rows["status"].eq("shown").sum()
            # No colour of a treatment: these are none.
            colours = {trace.marker.line.color for trace in points}
            assert colours == {theme.GROUNDS[mode].text, theme.GROUNDS[mode].quiet}
    said = like_for_like.describe_differences(figures.prepare_habits(answer))
    assert "Gentle exfoliation among like patients" in said


def test_the_summary_draws_the_same_as_the_detail(sample_store: Folder, answer: Answer) -> None:
    settings = Settings(sample_store.root)
    brief = diy.in_brief(open_release(sample_store), Cohort(), Choices(), settings)
    one, other = (figures.prepare_before(each, "failure_free") for each in (brief, answer))
    pd.testing.assert_frame_equal(one.rows, other.rows)
    assert one.axis_title == other.axis_title
    assert len(one.rows) == 6
    rows = brief.tables["estimates"]
    pd.testing.assert_frame_equal(rows, answer.tables["estimates"].head(len(rows)))
