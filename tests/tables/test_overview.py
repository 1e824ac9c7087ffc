"""The overview's table: figures, intervals, and where they lie on the scale of their column."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboard.answers import overview
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from dashboard.tables import overview as tables
from dashboard.widgets import overview_grid


@pytest.fixture(scope="module")
def answer(sample_store: Folder) -> Answer:
    settings = Settings(sample_store.root)
    return overview.answer(open_release(sample_store), Cohort(), Choices(), settings)


def test_every_figure_stands_in_its_row_and_column(answer: Answer) -> None:
    grid = tables.grid(answer)
    rows = {
        (row["measure"], row["group"]): row for row in answer.tables["estimates"].to_dict("records")
    }
    for group, cells in zip(grid.groups, grid.cells, strict=True):
        for column, cell in zip(grid.columns, cells, strict=True):
            row = rows.get((column.measure, group))
            if row is None:
                assert cell.figure == "–"
            elif row["status"] != "shown":
                assert np.isnan(cell.at)
            else:
                number = float(cell.figure.removesuffix("%").removesuffix(" days"))
                exact = row["estimate"] if row["value_unit"] == "days" else 100 * row["estimate"]
                assert number == pytest.approx(exact, abs=0.51)


def test_who_could_not_have_been_seen_again_is_said_in_words(sample_store: Folder) -> None:
    late = overview.answer(
        open_release(sample_store),
        Cohort(from_month="2026-08"),
        Choices(),
        Settings(sample_store.root),
    )
    grid = tables.grid(late)
    place = [column.measure for column in grid.columns].index("never_seen")
    assert {cells[place].figure for cells in grid.cells} == {"too early"}


def test_pictures_lie_on_one_scale_a_column(answer: Answer) -> None:
    grid = tables.grid(answer)
    for cells in zip(*grid.cells, strict=True):
        drawn = [cell for cell in cells if not np.isnan(cell.at)]
        assert drawn
        assert all(0 <= cell.at <= 1 for cell in drawn)
        known = [cell for cell in drawn if not np.isnan(cell.low)]
        assert all(0 <= cell.low <= cell.at <= cell.high <= 1 for cell in known)


def test_words_for_a_missing_figure_wrap_and_figures_do_not(answer: Answer) -> None:
    grid = tables.grid(answer)
    hidden, shown = tables.Cell("hidden with another"), tables.Cell("9%", "4–14", 0.1, 0.3, 0.5)
    line = (hidden, *[shown] * (len(grid.columns) - 1))
    html = overview_grid._table(replace(grid, cells=(line,) * len(grid.names)), "Treatment", "")
    assert '<td class="words">hidden with another' in html
    assert 'class="words"><a' not in html
    assert html.count('class="words"') == 2 * len(grid.names)


def test_links_keep_the_cohort_and_names_stay_text(answer: Answer) -> None:
    grid = tables.grid(answer)
    html = overview_grid._table(grid, "Treatment", "site=Eyelid&site=Cheek")
    assert 'href="recurrence?site=Eyelid&amp;site=Cheek"' in html
    named = tables.Grid(
        grid.groups,
        ("<b>x</b>", *grid.names[1:]),
        grid.patients,
        grid.columns,
        grid.headers,
        grid.cells,
    )
    assert "<b>x</b>" not in overview_grid._table(named, "Treatment", "")


def test_changes_are_in_words(answer: Answer) -> None:
    columns = {"group": ["laser", "laser", "peel"], "measure": ["overview", "healing", "cleared"]}
    rows = pd.DataFrame(columns).assign(
        estimate=[12.0, -1.5, np.nan], status=["shown", "shown", "hidden_small_number"]
    )
    rows["horizon_days"] = pd.Series([pd.NA] * 3, dtype="Int64")

    class Told:
        """An answer with changes alone."""

        choices = answer.choices
        tables = {"comparisons": rows}  # noqa: RUF012 - read only

    said = tables.changes(Told())  # type: ignore[arg-type]
    assert said["Change"].tolist() == ["+12", "−1.5 days", "hidden: too few"]
    assert said["Figure"].tolist() == [
        "Patients",
        "Half healed after",
        "Clear at the first assessment",
    ]
