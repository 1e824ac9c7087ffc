"""The charts of recurrence say what the answer holds, and nothing that it hides."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.answers import recurrence
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.figures import intervals, theme
from dashboard.figures import recurrence as figures
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.figures.reading import contents, leaves
from tests.made_up import add_release, made_up_episodes

MODES: tuple[theme.Mode, ...] = ("light", "dark")
_NOBODY = Cohort((("sex", ("other",)),))


def _ask(folder: Folder, cohort: Cohort | None = None, **choices: Any) -> Answer:
    release = open_release(folder)
    return recurrence.answer(
        release, cohort or Cohort(), Choices(**choices), Settings(folder.root), pseudonymised=True
    )


@pytest.fixture(scope="module")
def answer(made_up_store: Folder) -> Answer:
    """By treatment: electrosurgery has three patients, and another group is hidden with it."""
    return _ask(made_up_store)


def _drawn(answer: Answer, mode: theme.Mode = "light", *, far: bool = True) -> dict[str, Any]:
    return {
        "curves": contents(figures.draw_curves(figures.prepare_curves(answer, far=far), mode)),
        **{
            measure: contents(
                figures.draw_at_horizon(figures.prepare_at_horizon(answer, measure), mode)
            )
            for measure in ("recurrence", "failure_free")
        },
    }


def _curves(answer: Answer) -> pd.DataFrame:
    table = answer.tables["curves"]
    return table[table["measure"].eq("recurrence")]


def _held(answer: Answer) -> np.ndarray:
    """Every share that the answer's tables hold."""
    columns = ["estimate", "ci_lower", "ci_upper"]
    parts = [answer.tables[name][columns].to_numpy(dtype=float) for name in ("curves", "estimates")]
    return np.concatenate([part.ravel() for part in parts])


def test_the_answer_hides_something(answer: Answer) -> None:
    assert "electrosurgery" in answer.hidden_groups
    assert len(answer.hidden_groups) == 2
    assert len(answer.groups) >= 5


@pytest.mark.parametrize("mode", MODES)
def test_curves_hold_the_answers_shares_and_no_others(answer: Answer, mode: theme.Mode) -> None:
    held = _held(answer)
    for trace in _drawn(answer, mode)["curves"]["data"]:
        shares = [value for path, value in leaves(trace) if path in (".y", ".customdata")]
        far = [share for share in shares if np.abs(held - share).min() > 1e-12 and share != 0.0]
        assert far == []


def test_the_curves_days_are_the_answers(answer: Answer) -> None:
    prepared = figures.prepare_curves(answer, far=True)
    days = set(_curves(answer)["day"]) | {*prepared.days, prepared.last_day}
    for trace in _drawn(answer)["curves"]["data"]:
        assert set(trace["x"]) <= days


def test_counts_under_the_curves_equal_the_answer(answer: Answer) -> None:
    prepared = figures.prepare_curves(answer, far=False)
    for group, counts in prepared.counts.groupby("group"):
        rows = _curves(answer)
        rows = rows[rows["group"].eq(group)]
        for row in counts.to_dict("records"):
            later = rows[rows["day"] >= row["day"]]
            before = rows[rows["day"] <= row["day"]]
            if later.empty:
                assert np.isnan(row["at_risk"])
                continue
            assert row["at_risk"] == later["at_risk"].iloc[0]
            assert row["events_so_far"] == before["events"].sum()
            assert row["competing_so_far"] == before["competing"].sum()
            assert row["censored_so_far"] == before["censored"].sum()
            # Nobody is lost from the count: still followed, or one of three things happened before.
            gone = rows[rows["day"] < row["day"]][["events", "competing", "censored"]].sum().sum()
            assert row["at_risk"] + gone == rows["at_risk"].iloc[0]


@pytest.mark.parametrize("mode", MODES)
def test_hidden_groups_have_a_name_at_most(answer: Answer, mode: theme.Mode) -> None:
    names = {"Electrosurgery", "Observation", "Retinoid", "Peel"}
    hidden = {name for name in names if name.lower() in answer.hidden_groups}
    assert len(hidden) == 2
    drawn = _drawn(answer, mode)
    for figure in drawn.values():
        for path, value in leaves(figure):
            if isinstance(value, str) and any(name in value for name in hidden):
                assert path == ".layout.yaxis.ticktext"
                assert value in hidden
    assert not any(name in str(drawn["curves"]["data"]) for name in hidden)


def with_other_outcomes(hidden: tuple[str, ...]) -> list[dict[str, Any]]:
    """The made-up episodes, but in the hidden groups everybody clear has milia again the next day."""
    changed = []
    for row in made_up_episodes():
        episode = dict(row)
        if episode["treatment"] in hidden and episode["cleared"] == "yes":
            day = episode["cleared_day"] + 1
            episode |= {"recurred_day": day, "recurred_where": "same_site", "retreated_day": None}
            episode["last_seen_day"] = max(episode["last_seen_day"], day)
        changed.append(episode)
    return changed


def test_what_happened_in_hidden_groups_changes_nothing(answer: Answer, tmp_path: Path) -> None:
    """Whoever sees the charts cannot tell one fate of the hidden patients from another."""
    folder = Folder(tmp_path)
    add_release(folder, with_other_outcomes(answer.hidden_groups))
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
    add_release(folder, with_other_outcomes(("laser",)))
    assert _drawn(_ask(folder)) != _drawn(answer)


@pytest.mark.parametrize("mode", MODES)
def test_nobody_gives_empty_charts(made_up_store: Folder, mode: theme.Mode) -> None:
    empty = _ask(made_up_store, _NOBODY)
    assert empty.groups == ()
    for figure in _drawn(empty, mode).values():
        assert figure.get("data", []) == []
        assert [note["text"] for note in figure["layout"]["annotations"]] == ["Nothing to draw"]


def test_dots_and_table_of_estimates_agree(answer: Answer) -> None:
    table = answer.tables["estimates"]
    for measure in ("recurrence", "failure_free"):
        at = table[table["measure"].eq(measure) & table["horizon_days"].eq(answer.horizon or 0)]
        shown = at[at["status"].eq("shown") & at["group"].isin(answer.groups)]
        traces = _drawn(answer)[measure]["data"]
        drawn = [trace["x"][0] for trace in traces if trace["mode"] == "markers"]
        assert drawn == list(shown["estimate"])
        assert len(drawn) >= 3


def test_the_text_alternative_says_every_figure_that_is_drawn(answer: Answer) -> None:
    prepared = figures.prepare_at_horizon(answer, "recurrence")
    said = intervals.describe(prepared)
    assert said.startswith("Milia back within 12 months (lower is better). ")
    for row in prepared.rows.to_dict("records"):
        name = str(row["group"]).capitalize().replace("Diy", "DIY attempt")
        assert (name in said) == (row["status"] == "shown")
    assert "<" not in said


def test_the_text_alternative_of_nothing_says_so(made_up_store: Folder) -> None:
    said = intervals.describe(
        figures.prepare_at_horizon(_ask(made_up_store, _NOBODY), "recurrence")
    )
    assert said.endswith("Nothing can be shown.")


@pytest.mark.parametrize("unit", ["patient", "episode"])
@pytest.mark.parametrize("by", ["clinic", "site", "skin_type", "sex", "start_year"])
def test_every_grouping_can_be_drawn(made_up_store: Folder, by: str, unit: str) -> None:
    asked = _ask(made_up_store, group_by=by, unit=unit)
    drawn = _drawn(asked)
    assert len(drawn["curves"]["data"]) >= 2 * len(asked.groups)


def test_a_clinics_name_is_no_markup(tmp_path: Path) -> None:
    """Plotly reads a little HTML in texts: a link, say."""
    name = '<a href="https://example.org">x</a>'
    rows = [
        {**episodes, "clinic": name, "start_month": dt.date(2024, 1, 1)}
        for episodes in made_up_episodes()
    ]
    folder = Folder(tmp_path)
    add_release(folder, rows)
    asked = _ask(folder, group_by="clinic")
    assert asked.groups == (name,)
    for figure in _drawn(asked).values():
        texts = [value for _, value in leaves(figure) if isinstance(value, str)]
        assert any("&lt;a href" in text for text in texts)
        assert not any("<a" in text for text in texts)
