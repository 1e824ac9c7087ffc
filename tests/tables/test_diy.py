"""The tables of attempts at home: every figure is the answer's, rounded; what is hidden is a word."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.answers.answer import Answer
from dashboard.cohort import Cohort
from dashboard.store import Folder
from dashboard.tables import diy as tables
from dashboard.tables import diy_alike as alike
from tests.figures.test_diy import HIDDEN_METHOD, ask, with_fates

_TABLES = (
    tables.by_method,
    tables.kinds,
    tables.pathways,
    lambda answer: tables.treated(answer, known=True),
    lambda answer: tables.treated(answer, known=False),
    tables.habits,
)


@pytest.fixture(scope="module")
def answer(sample_store: Folder) -> Answer:
    return ask(sample_store)


def _plain(text: object) -> str:
    return str(text).replace("\u00a0", " ").replace("\u2060", "")


def _row(answer: Answer, measure: str, group: str, **more: Any) -> dict[Any, Any]:
    table = answer.tables["estimates"]
    chosen = table["measure"].eq(measure) & table["group"].eq(group)
    for column, value in {"adjustment": "crude", **more}.items():
        chosen &= table[column].eq(value)
    (row,) = table[chosen].to_dict("records")
    return row


def _said(row: dict[Any, Any]) -> str:
    return f"{100 * row['estimate']:.0f}% ({100 * row['ci_lower']:.0f}–{100 * row['ci_upper']:.0f})"


def test_by_method(answer: Answer) -> None:
    table = tables.by_method(answer)
    assert table.index.name == "Tried with"
    assert list(table["How"]) == [
        *["Squeezed or picked"] * 3,
        *["Products"] * 4,
        "Not recorded",
        "All shown",
    ]
    row = _row(answer, "diy", "scrub", kind="any")
    assert _plain(table.at["Scrub", "With a complication"]) == _said(row)
    assert table.at["Scrub", "Looked at"] == str(row["episodes"])
    whole = _row(answer, "all_attempts", "diy", kind="any")
    assert _plain(table.at["All methods", "With a complication"]) == _said(whole)
    unknown = _row(answer, "assessment", "scrub", kind="not_assessed")
    assert table.at["Scrub", "Nobody looked"] == str(unknown["events"])
    assert table.at["Scrub", "Not recorded whether"] == "none"


def test_kinds_that_nobody_had_have_no_row(answer: Answer) -> None:
    table = tables.kinds(answer)
    assert "Scar" in table.index
    assert "Herpes simplex" not in table.index
    assert _plain(table.at["Scar", "Scrub"]) == "none (0–2.9%)"
    row = _row(answer, "diy", "needle_or_pin", kind="scar")
    assert _plain(table.at["Scar", "Needle or pin"]) == _said(row)


def test_pathways_are_numbers_with_their_share(answer: Answer) -> None:
    table = tables.pathways(answer)
    assert list(table.columns) == list(tables.by_method(answer).index[:-1])
    row = _row(answer, "pathway", "scrub", subgroup="laser")
    assert table.at["Laser", "Scrub"] == f"{row['events']} ({100 * row['estimate']:.0f}%)"
    assert table.at["Laser", "Not recorded"] == "hidden: too few"
    assert table.index[-1] == "No treatment on record"


def test_not_asked_stands_apart_from_no(answer: Answer) -> None:
    known, unknown = (tables.treated(answer, known=known) for known in (True, False))
    assert list(known.index) == ["No", "Squeezed or picked", "Products", "Both"]
    assert list(unknown.index) == ["Would not say", "Not asked"]
    row = _row(answer, "recurrence", "both", horizon_days=365)
    assert _plain(known.at["Both", "Back within 12 months"]) == f"{_said(row)} of {row['episodes']}"
    row = _row(answer, "inflamed", "not_asked", kind="inflamed")
    cell = _plain(unknown.at["Not asked", "Inflamed when they came"])
    assert cell.endswith(f" of {row['episodes']}")
    blank = _row(answer, "inflammation_known", "none", kind="not_recorded")
    assert known.at["No", "Not recorded"] == str(blank["events"])
    assert _plain(unknown.at["Would not say", "With antibiotics"]).startswith("none (at most 4.4%)")


def test_habits(answer: Answer) -> None:
    table = tables.habits(answer)
    assert list(table.columns) == ["Yes", "No", "Not recorded"]
    assert len(table) == 5
    row = _row(answer, "new_milia", "yes", kind="daily_spf", horizon_days=365)
    said = _plain(table.at["Sun protection every day", "Yes"])
    assert said == f"{_said(row)} of {row['episodes']:,}"
    assert tables.last_horizon(answer) == "12 months"


def test_what_is_hidden_is_a_word(tmp_path: Path) -> None:
    answer = ask(with_fates(tmp_path, (), harmed=False))
    assert HIDDEN_METHOD in answer.hidden_groups
    for name in ("Exfoliant",):
        said = [*tables.by_method(answer).loc[name].drop("How"), *tables.kinds(answer)[name]]
        assert said
        assert not any(re.search(r"\d", str(cell)) for cell in said)
    assert any("hidden" in str(cell) for cell in tables.pathways(answer).to_numpy().ravel())


@pytest.mark.parametrize("place", range(len(_TABLES)))
def test_nobody_gives_an_empty_table_and_no_error(made_up_store: Folder, place: int) -> None:
    assert _TABLES[place](ask(made_up_store, Cohort((("sex", ("other",)),)))).empty


@pytest.mark.parametrize("how", [{}, {"unit": "episode"}, {"policy": "publication"}])
def test_every_cell_is_text(made_up_store: Folder, how: dict[str, Any]) -> None:
    answer = ask(made_up_store, **how)
    for make in _TABLES:
        said: pd.DataFrame = make(answer)
        for column in said:
            assert all(isinstance(cell, str) and cell for cell in said[column])
            assert not any(
                word in cell.lower() for cell in said[column] for word in ("nan", "<na>")
            )


def test_like_patients_beside_the_crude(answer: Answer) -> None:
    shares, sizes = (table(answer, "failure_free") for table in (alike.shares, alike.sizes))
    for place, arm in enumerate(("mechanical", "product", "both")):
        at: dict[str, Any] = {"measure": "failure_free", "group": arm, "horizon_days": 365}
        crude = _row(answer, **at)
        weighted = _row(answer, adjustment="overlap", **at)
        for row, column in ((crude, "As recorded"), (weighted, "Among like patients")):
            assert shares.iloc[place][column].startswith(f"{row['estimate']:.0%}")
        aside = _row(answer, "failure_free", arm, kind="set_aside", adjustment="overlap")
        told = sizes.iloc[place]
        assert told["Patients"] == f"{aside['patients']:,}"
        assert told["Set aside"] == (f"{aside['events']}" if aside["events"] else "none")
        balance = answer.tables["balance"]
        mine = balance[balance["measure"].eq("failure_free") & balance["group"].eq(arm)]
        assert told["Effective size"] == f"{mine['effective_size'].iloc[0]:,.0f}"
    assert (
        alike.verdicts(answer, "failure_free")
        .iloc[:, 0]
        .str.startswith("nothing: the interval")
        .all()
    )
    assert "Nothing tried, alike" in shares.columns


def test_habits_among_like_patients(answer: Answer) -> None:
    shares, sizes = alike.habits(answer), alike.habit_sizes(answer)
    assert list(shares.index) == list(sizes.index) == list(tables.habits(answer).index)
    said = alike.habit_verdicts(answer).iloc[:, 0]
    assert said["Gentle exfoliation"] == "less often"
    assert said.drop("Gentle exfoliation").str.startswith("nothing: ").all()
    row = _row(
        answer,
        "new_milia",
        "yes",
        kind="gentle_exfoliation",
        horizon_days=365,
        adjustment="overlap",
    )
    told = shares["Among like patients"].to_dict()["Gentle exfoliation"]
    assert str(told).startswith(f"{row['estimate']:.0%}")


def test_who_cannot_be_compared_is_told_why(sample_store: Folder) -> None:
    few = ask(sample_store, Cohort((("clinic", ("C01",)),)))
    said = alike.verdicts(few, "failure_free").iloc[:, 0].to_dict()
    assert said["Both"] == "nothing: the effective sample size of “Both” is under 30"
    assert list(said) == ["Squeezed or picked", "Products", "Both"]
