"""The charts of healing say what the answer holds, and nothing that it hides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.answers import healing
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.figures import healing as figures
from dashboard.figures import intervals, theme
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.figures.reading import contents, leaves
from tests.made_up import add_release, made_up_episodes

MODES: tuple[theme.Mode, ...] = ("light", "dark")
_NOBODY = Cohort((("sex", ("other",)),))


def _ask(folder: Folder, cohort: Cohort | None = None, **choices: Any) -> Answer:
    release = open_release(folder)
    return healing.answer(
        release, cohort or Cohort(), Choices(**choices), Settings(folder.root), pseudonymised=True
    )


@pytest.fixture(scope="module")
def answer(made_up_store: Folder) -> Answer:
    """By treatment: electrosurgery has one wound, and another group is hidden with it."""
    return _ask(made_up_store)


def _drawn(answer: Answer, mode: theme.Mode = "light", *, far: bool = True) -> dict[str, Any]:
    return {
        "curves": contents(figures.draw_curves(figures.prepare_curves(answer, far=far), mode)),
        "half": contents(figures.draw_dots(figures.prepare_medians(answer), mode)),
        "healed": contents(figures.draw_dots(figures.prepare_at_horizon(answer), mode)),
    }


def with_other_healing(hidden: tuple[str, ...]) -> list[dict[str, Any]]:
    """The made-up episodes, but in the hidden groups all wounds were seen open on day 15, healed on day 16."""
    changed = []
    for row in made_up_episodes():
        episode = dict(row)
        if episode["treatment"] in hidden:
            start = episode["last_session_day"] or 0
            episode |= {"last_unhealed_day": start + 15, "healed_day": start + 16}
            episode["last_seen_day"] = max(episode["last_seen_day"], start + 16)
        changed.append(episode)
    return changed


def test_the_answer_hides_something(answer: Answer) -> None:
    assert set(answer.hidden_groups) == {"electrosurgery", "diy"}
    assert len(answer.groups) >= 4


@pytest.mark.parametrize("mode", MODES)
def test_curves_hold_the_answers_shares_and_no_others(answer: Answer, mode: theme.Mode) -> None:
    columns = ["estimate", "ci_lower", "ci_upper"]
    held = answer.tables["curves"][columns].to_numpy(dtype=float).ravel()
    for trace in _drawn(answer, mode)["curves"]["data"]:
        if trace["mode"] != "lines":
            continue
        shares = [value for path, value in leaves(trace) if path in (".y", ".customdata")]
        far = [share for share in shares if np.nanmin(np.abs(held - share)) > 1e-12 and share != 0]
        assert far == []


def test_curves_rise_from_nobody_healed(answer: Answer) -> None:
    prepared = figures.prepare_curves(answer, far=False)
    for _, steps in prepared.steps.groupby("group"):
        assert (steps["day"].iloc[0], steps["estimate"].iloc[0]) == (0, 0.0)
        assert steps["estimate"].is_monotonic_increasing


def test_the_axis_counts_days_in_weeks_and_says_what_is_good(answer: Answer) -> None:
    layout = _drawn(answer, far=False)["curves"]["layout"]
    assert layout["xaxis"]["title"]["text"] == "Days since the last session"
    assert layout["xaxis"]["tickvals"] == [0, 7, 14, 21, 28]
    assert layout["yaxis"]["title"]["text"] == "Share healed (higher is better)"


def test_counts_under_the_curves_equal_the_answer(answer: Answer) -> None:
    prepared = figures.prepare_curves(answer, far=False)
    assert prepared.labels.at_risk == "Still open"
    assert prepared.days == (0, 7, 14, 28)
    table = answer.tables["curves"]
    for row in prepared.counts.to_dict("records"):
        rows = table[table["group"].eq(row["group"])]
        later, before = rows[rows["day"] >= row["day"]], rows[rows["day"] <= row["day"]]
        if later.empty:
            assert np.isnan(row["at_risk"])
        else:
            assert row["at_risk"] == later["at_risk"].iloc[0]
            assert row["events_so_far"] == before["events"].sum()
            assert row["censored_so_far"] == before["censored"].sum()


@pytest.mark.parametrize("mode", MODES)
def test_hidden_groups_have_a_name_at_most(answer: Answer, mode: theme.Mode) -> None:
    hidden = {"Electrosurgery", "DIY attempt"}
    for figure in _drawn(answer, mode).values():
        for path, value in leaves(figure):
            if isinstance(value, str) and any(name in value for name in hidden):
                assert path == ".layout.yaxis.ticktext"
                assert value in hidden


def test_what_happened_in_hidden_groups_changes_nothing(answer: Answer, tmp_path: Path) -> None:
    """Whoever sees the charts cannot tell one fate of the hidden patients from another."""
    folder = Folder(tmp_path)
    add_release(folder, with_other_healing(answer.hidden_groups))
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
    add_release(folder, with_other_healing(("laser",)))
    assert _drawn(_ask(folder)) != _drawn(answer)


@pytest.mark.parametrize("mode", MODES)
def test_nobody_gives_empty_charts(made_up_store: Folder, mode: theme.Mode) -> None:
    empty = _ask(made_up_store, _NOBODY)
    for figure in _drawn(empty, mode).values():
        assert figure.get("data", []) == []
        assert [note["text"] for note in figure["layout"]["annotations"]] == ["Nothing to draw"]


def test_dots_and_table_of_estimates_agree(answer: Answer) -> None:
    table = answer.tables["estimates"]
    table = table[table["measure"].eq("healing") & table["group"].isin(answer.groups)]
    wanted = {
        "half": table[table["kind"].eq("median")],
        "healed": table[table["horizon_days"].eq(answer.horizon or 0)],
    }
    for name, rows in wanted.items():
        traces = _drawn(answer)[name]["data"]
        drawn = [trace["x"][0] for trace in traces if trace["mode"] == "markers"]
        assert drawn == list(rows[rows["status"].eq("shown")]["estimate"])
        assert len(drawn) >= 3


def test_a_median_that_is_hidden_or_not_reached_is_a_word(answer: Answer) -> None:
    rows = figures.prepare_medians(answer).rows.set_index("group")["status"]
    assert rows["peel"] == "hidden_small_number", "19 patients: fewer than four times five"
    (texts,) = [trace for trace in _drawn(answer)["half"]["data"] if trace["mode"] == "text"]
    assert "hidden: too few patients" in [text.strip() for text in texts["text"]]


def test_an_upper_limit_that_is_not_reached_is_said_and_not_drawn() -> None:
    rows = pd.DataFrame(
        [("laser", 12.0, 9.0, np.nan, "shown"), ("peel", 7.5, 7.0, 9.0, "shown")],
        columns=["group", "estimate", "ci_lower", "ci_upper", "status"],
    )
    prepared = intervals.prepare(rows, ("peel", "laser"), "treatment", "Days", unit="days")
    peel, laser, texts = intervals.draw(prepared, "light").data
    assert (laser.error_x.array[0], laser.error_x.arrayminus[0]) == (0, 3)
    assert (peel.error_x.array[0], peel.error_x.arrayminus[0]) == (1.5, 0.5)
    assert [text.strip() for text in texts.text] == ["7.5", "12, upper limit not reached"]
    assert "nan" not in laser.hovertemplate
    assert intervals.describe(prepared).endswith("Laser 12 days, at least 9.")


def test_the_text_alternatives_say_every_figure_that_is_drawn(answer: Answer) -> None:
    for prepared, begins in (
        (figures.prepare_medians(answer), "Days until half were healed (lower is better). "),
        (figures.prepare_at_horizon(answer), "Healed within 14 days (higher is better). "),
    ):
        said = intervals.describe(prepared)
        assert said.startswith(begins)
        for row in prepared.rows.to_dict("records"):
            assert (str(row["group"]).capitalize() in said) == (row["status"] == "shown")


@pytest.mark.parametrize("unit", ["patient", "episode"])
@pytest.mark.parametrize("by", ["clinic", "site", "skin_type", "sex", "start_year"])
def test_every_grouping_can_be_drawn(made_up_store: Folder, by: str, unit: str) -> None:
    asked = _ask(made_up_store, group_by=by, unit=unit)
    assert len(_drawn(asked)["curves"]["data"]) >= 2 * len(asked.groups)
