"""The charts of like for like say what the answer holds, and nothing that it hides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.answers.answer import Answer
from dashboard.answers.like_for_like_plain import OUTCOMES_SAID, main_day
from dashboard.cohort import Cohort
from dashboard.figures import like_for_like as figures
from dashboard.figures import like_for_like_balance as alike
from dashboard.figures import theme
from dashboard.store import Folder
from tests.answers.alike import ask
from tests.figures.reading import contents, leaves
from tests.figures.test_recurrence import with_other_outcomes
from tests.made_up import add_release

MODES: tuple[theme.Mode, ...] = ("light", "dark")
_ARMS = ("peel", "laser", "cryotherapy", "retinoid", "electrosurgery", "combination")


@pytest.fixture(scope="module")
def answer(sample_store: Folder) -> Answer:
    return ask(sample_store)


@pytest.fixture(scope="module")
def small(made_up_store: Folder) -> Answer:
    """Electrosurgery has three patients."""
    return ask(made_up_store)


def _drawn(answer: Answer, measure: str, arm: str, mode: theme.Mode = "light") -> dict[str, Any]:
    by_column = alike.prepare_balance(answer, measure, arm, by_level=False)
    by_level = alike.prepare_balance(answer, measure, arm, by_level=True)
    drawn = {
        "differences": figures.draw_differences(figures.prepare_differences(answer, measure), mode),
        "balance": alike.draw_balance(by_column, mode),
        "levels": alike.draw_balance(by_level, mode),
        "overlap": alike.draw_overlap(alike.prepare_overlap(answer, measure, arm), mode),
        "curves": figures.draw_curves(figures.prepare_curves(answer, measure, arm), mode),
    }
    return {name: contents(figure) for name, figure in drawn.items()}


@pytest.mark.parametrize("measure", OUTCOMES_SAID)
def test_the_main_picture_has_the_differences_of_the_comparisons(
    answer: Answer, measure: str
) -> None:
    rows = answer.tables["comparisons"]
    day = main_day(measure, answer.horizon, answer.settings)
    rows = rows[
        rows["measure"].eq(measure)
        & rows["contrast"].eq("difference")
        & rows["horizon_days"].eq(day or 0)
    ]
    drawn = figures.prepare_differences(answer, measure).rows
    assert len(drawn) == len(rows) == 2 * len(set(rows["group"])) >= 10
    for row in drawn.to_dict("records"):
        crude = rows["adjustment"].eq("crude")
        (there,) = rows[rows["group"].eq(row["group"]) & (crude != row["adjusted"])].to_dict(
            "records"
        )
        assert row["estimate"] == pytest.approx(100 * there["estimate"])
        assert row["lower"] == pytest.approx(100 * there["ci_lower"])
        assert row["upper"] == pytest.approx(100 * there["ci_upper"])
        assert row["status"] == there["status"]


@pytest.mark.parametrize("mode", MODES)
def test_crude_is_hollow_and_adjusted_filled_on_either_side_of_their_row(
    answer: Answer, mode: theme.Mode
) -> None:
    figure = _drawn(answer, "failure_free", "laser", mode)["differences"]
    dots = [trace for trace in figure["data"] if trace["mode"] == "markers"]
    assert len(dots) == 12
    paper = theme.GROUNDS[mode].paper
    for dot in dots:
        hollow = dot["marker"]["color"] == paper
        assert hollow == ("as recorded" in dot["hovertemplate"])
        assert (dot["y"][0] % 1 > 0.5) == hollow
    assert figure["layout"]["xaxis"]["title"]["text"].endswith("(higher is better)")
    ticks = figure["layout"]["xaxis"]["tickvals"]
    assert 0 in ticks
    assert ticks == sorted(ticks)


def test_an_arm_that_cannot_be_compared_has_a_word_and_no_filled_dot(sample_store: Folder) -> None:
    darkest = ask(sample_store, Cohort((("skin_type", ("VI",)),)))
    prepared = figures.prepare_differences(darkest, "failure_free")
    apart = prepared.rows[prepared.rows["status"].eq("not_comparable")]
    assert len(apart)
    assert apart["adjusted"].all()
    assert apart["estimate"].isna().all()
    texts = [
        text
        for trace in contents(figures.draw_differences(prepared, "light"))["data"]
        if trace["mode"] == "text"
        for text in trace["text"]
    ]
    assert [text.strip() for text in texts].count("not comparable") == len(apart)
    assert "not comparable" in figures.describe_differences(prepared)


def test_balance_is_that_of_the_table_the_widest_first(answer: Answer) -> None:
    table = answer.tables["balance"].query(
        "measure == 'failure_free' and group == 'laser' and reference == 'extraction'"
    )
    shown = table[table["smd"].notna()]
    levels = alike.prepare_balance(answer, "failure_free", "laser", by_level=True).rows
    assert sorted(levels["before"]) == pytest.approx(sorted(shown["smd"].abs()))
    assert levels["before"].is_monotonic_decreasing
    assert levels["after"].max() < 1e-6
    columns = alike.prepare_balance(answer, "failure_free", "laser", by_level=False).rows
    assert len(columns) == 10
    assert columns["before"].max() == levels["before"].max()


@pytest.mark.parametrize("arm", _ARMS)
def test_overlap_draws_shares_of_the_chart_and_leaves_out_what_is_hidden(
    answer: Answer, arm: str
) -> None:
    table = answer.tables["charts"].query(
        f"measure == 'failure_free' and chart == 'overlap:pair:{arm}:extraction'"
    )
    prepared = alike.prepare_overlap(answer, "failure_free", arm)
    for group in (arm, "extraction"):
        rows = table[table["unit_of_chart"].eq(group)]
        assert len(rows) == 11
        shown = rows[rows["status"].eq("shown") & rows["period"].ne("set_aside")]
        drawn = prepared.rows[prepared.rows["group"].eq(group)]
        assert list(drawn["share"]) == list(shown[shown["value"].gt(0)]["value"])
        if rows["status"].eq("shown").all():
            assert rows["value"].sum() == pytest.approx(1.0)


def test_weighted_curves_end_where_the_estimates_are(answer: Answer) -> None:
    prepared = figures.prepare_curves(answer, "failure_free", "laser")
    rows = answer.tables["estimates"].query(
        "measure == 'failure_free' and horizon_days == 365 and subgroup_by == 'pair'"
    )
    for group, other in (("laser", "extraction"), ("extraction", "laser")):
        steps = prepared.steps[prepared.steps["group"].eq(group) & prepared.steps["day"].le(365)]
        (wanted,) = rows[rows["group"].eq(group) & rows["subgroup"].eq(other)]["estimate"]
        assert steps["estimate"].iloc[-1] == pytest.approx(1 - wanted)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("measure", OUTCOMES_SAID)
def test_every_outcome_can_be_drawn(answer: Answer, measure: str, mode: theme.Mode) -> None:
    drawn = _drawn(answer, measure, "laser", mode)
    assert all(figure["data"] for name, figure in drawn.items() if name != "curves")


def test_nobody_gives_empty_charts(made_up_store: Folder) -> None:
    empty = ask(made_up_store, Cohort((("sex", ("other",)),)))
    for figure in _drawn(empty, "failure_free", "").values():
        assert figure.get("data", []) == []


def test_what_happened_in_hidden_groups_changes_nothing(small: Answer, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    add_release(folder, with_other_outcomes(small.hidden_groups))
    # Complications are not among the episodes: the same in both.
    plain = Folder(tmp_path / "plain")
    add_release(plain, with_other_outcomes(()))
    one, other = ask(plain), ask(folder)
    assert one.hidden_groups == other.hidden_groups
    assert "electrosurgery" in one.hidden_groups
    for name, table in one.tables.items():
        pd.testing.assert_frame_equal(other.tables[name], table)
    assert (one.sentence, one.notes, one.attrition) == (
        other.sentence,
        other.notes,
        other.attrition,
    )


def test_hidden_groups_are_in_no_picture(small: Answer) -> None:
    hidden = {group.capitalize() for group in small.hidden_groups}
    assert hidden
    for figure in _drawn(small, "failure_free", "laser").values():
        for _, value in leaves(figure):
            assert not (isinstance(value, str) and any(name in value for name in hidden))


def test_the_text_alternatives_say_the_figures(answer: Answer) -> None:
    prepared = figures.prepare_differences(answer, "failure_free")
    said = figures.describe_differences(prepared)
    assert said.count("among like patients") == said.count("as recorded") == 6
    overlap = alike.describe_overlap(alike.prepare_overlap(answer, "failure_free", "laser"))
    assert "Laser: most between" in overlap
    balance = alike.prepare_balance(answer, "failure_free", "laser", by_level=False)
    assert "of a standard deviation" in alike.describe_balance(balance)
    assert np.isfinite(balance.rows["before"]).all()
