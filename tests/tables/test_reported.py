"""The tables of what patients say: every figure is the answer's, rounded, with the share who answered beside it."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.answers import reported
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from dashboard.tables import comparisons, formats
from dashboard.tables import reported as tables


def _ask(folder: Folder, cohort: Cohort | None = None, **how: Any) -> Answer:
    settings = Settings(folder.root, min_patients=how.pop("min_patients", 5))
    return reported.answer(open_release(folder), cohort or Cohort(), Choices(**how), settings)


@pytest.fixture(scope="module")
def answer(made_up_store: Folder) -> Answer:
    return _ask(made_up_store)


def _plain(text: object) -> str:
    return str(text).replace("\u00a0", " ").replace("\u2060", "")


def _row(answer: Answer, measure: str, kind: str, group: str = "laser") -> dict[Any, Any]:
    table = answer.tables["estimates"]
    chosen = table["measure"].eq(measure) & table["kind"].eq(kind) & table["group"].eq(group)
    return dict(table[chosen].to_dict("records")[0])


def test_every_figure_has_its_share_of_answers_in_the_next_column(answer: Answer) -> None:
    columns = list(tables.figures(answer).columns)
    assert columns[0] == "Patients"
    assert all(name.endswith("answered") for name in columns[2::2])
    assert len(columns) == 9


def test_figures_are_the_answers_rounded(answer: Answer) -> None:
    told = tables.figures(answer).loc["Laser"].map(_plain)
    improved, said = _row(answer, "dlqi", "improved"), _row(answer, "dlqi", "answered")
    low, high = 100 * improved["ci_lower"], 100 * improved["ci_upper"]
    assert (
        told["DLQI improved by 4 or more"]
        == f"{100 * improved['estimate']:.0f}% ({low:.0f}–{high:.0f})"
    )
    assert told["DLQI: answered"] == f"{100 * said['estimate']:.0f}%"
    low, middle, high = (
        _row(answer, "pain", kind)["estimate"] for kind in ("quantile_25", "median", "quantile_75")
    )
    assert told["Peak pain, of 10"] == f"{middle:.3g} ({low:.3g}–{high:.3g})"


def test_scores_of_the_detail(answer: Answer) -> None:
    told = tables.scores(answer, "dlqi").loc["Laser"].map(_plain)
    change = _row(answer, "dlqi", "change")
    assert told["With both scores"] == str(change["episodes"])
    wanted = "{:+.1f} ({:+.1f} to {:+.1f})".format(
        *(change[name] for name in ("estimate", "ci_lower", "ci_upper"))
    )
    assert told["Mean change"] == wanted.replace("-", "−")
    assert "Worsened by 4 or more" not in tables.scores(answer, "distress")


def test_what_is_hidden_is_a_word(answer: Answer) -> None:
    table = tables.figures(answer)
    assert table.loc["Electrosurgery", "Satisfied"] == "hidden: too few"
    assert set(table.loc["Electrosurgery"]) <= {"hidden: too few", "–"}
    assert (
        "Electrosurgery" not in tables.satisfaction(answer).replace("hidden: too few", "").iloc[:0]
    )


def test_differences_of_means_are_against_the_reference(answer: Answer) -> None:
    table = comparisons.amounts(answer, "dlqi", "change", "points")
    assert table.index.name == "Compared with Extraction"
    assert list(table.columns) == ["Difference, points (95% interval)", "p", "p, Holm"]
    assert len(table) >= 3


def test_a_change_without_an_interval_stands_alone() -> None:
    nan = float("nan")
    assert _plain(formats.apart(-6.0, nan, nan)) == "−6.0"
    assert _plain(formats.middle_half(3.0, 2.0, 4.5)) == "3 (2–4.5)"
    assert formats.middle_half(nan, nan, nan) == "–"


def test_nobody_gives_empty_tables(made_up_store: Folder) -> None:
    empty = _ask(made_up_store, Cohort((("sex", ("other",)),)))
    for table in (tables.figures(empty), tables.scores(empty, "dlqi"), tables.satisfaction(empty)):
        assert table.empty
