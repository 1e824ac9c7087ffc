"""The tables of the complications page: every figure is the answer's, rounded; what is hidden is a word."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest

from dashboard import words
from dashboard.answers import complications
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from dashboard.tables import comparisons
from dashboard.tables import complications as tables
from dashboard.tables import complications_detail as details

_TABLES = (
    tables.risks,
    lambda answer: tables.kinds(answer).table,
    tables.kinds_with_intervals,
    tables.kinds_recorded,
    tables.new_milia,
    details.grades,
    details.consequences,
    details.claims,
    details.retinoid,
    details.without_answer,
    lambda answer: details.subgroups(answer, "skin_type"),
    lambda answer: details.subgroups(answer, "site"),
    lambda answer: comparisons.differences(answer, kind="any"),
    lambda answer: comparisons.shares(answer, "recorded", "scar"),
)


def _ask(folder: Folder, cohort: Cohort | None = None, **how: Any) -> Answer:
    settings = Settings(folder.root, min_patients=how.pop("min_patients", 5))
    return complications.answer(open_release(folder), cohort or Cohort(), Choices(**how), settings)


@pytest.fixture(scope="module")
def answer(made_up_store: Folder) -> Answer:
    return _ask(made_up_store)


@pytest.fixture(scope="module")
def sampled(sample_store: Folder) -> Answer:
    return _ask(sample_store)


def _plain(text: object) -> str:
    return str(text).replace("\u00a0", " ").replace("\u2060", "")


def _row(answer: Answer, measure: str, kind: str, group: str, horizon: int = 0) -> dict[Any, Any]:
    table = answer.tables["estimates"]
    chosen = table["measure"].eq(measure) & table["kind"].eq(kind) & table["group"].eq(group)
    at = table["horizon_days"].eq(horizon) if horizon else table["horizon_days"].isna()
    (row,) = table[chosen & at & table["subgroup"].eq("")].to_dict("records")
    return row


def test_any_by_horizon_and_as_recorded(answer: Answer) -> None:
    table = tables.risks(answer)
    assert list(table.columns) == [
        *("Patients", "Any within 30 days", "Any within 3 months", "Seen for 14 days"),
        *("Recorded, of these", "Recorded, not seen for 14 days", "Complications a patient"),
    ]
    assert table.index[-1] == "DIY attempt"
    row = _row(answer, "complications", "any", "laser", 90)
    assert _plain(table.at["Laser", "Any within 3 months"]) == (
        f"{100 * row['estimate']:.0f}% ({100 * row['ci_lower']:.0f}–{100 * row['ci_upper']:.0f})"
    )
    assert table.at["Laser", "Patients"] == str(row["patients"])
    number = _row(answer, "number", "any", "laser")
    assert table.at["Laser", "Complications a patient"] == f"{number['estimate']:.2f}"


def test_those_seen_for_less_are_k_of_n(sampled: Answer) -> None:
    table = tables.risks(sampled)
    row = _row(sampled, "seen_less", "any", "extraction")
    said = table.at["Extraction", "Recorded, not seen for 14 days"]
    assert said == f"{row['events']} of {row['episodes']}"


def test_hidden_groups_are_words_and_no_numbers(answer: Answer) -> None:
    hidden = [words.value("treatment", group) for group in answer.hidden_groups]
    for make in _TABLES:
        table = make(answer)
        for name in hidden:
            cells = list(table.loc[[name]].to_numpy().ravel()) if name in table.index else []
            cells += list(table[name]) if name in table else []
            assert not any(re.search(r"\d", str(said)) for said in cells), (table, name)


def test_kinds_are_shaded_by_their_share(sampled: Answer) -> None:
    shaded = tables.kinds(sampled)
    assert shaded.table.index.name == "Complication"
    shades: dict[int, list[float]] = {}
    for levels, (_, row) in zip(shaded.levels, shaded.table.iterrows(), strict=True):
        for level, said in zip(levels, row, strict=True):
            if said == "none":
                assert level == 0
            elif str(said).endswith("%"):
                shades.setdefault(level, []).append(float(str(said)[:-1]))
    assert set(shades) == {1, 2, 3, 4, 5}
    for level in (1, 2, 3, 4):
        assert max(shades[level]) <= min(shades[level + 1])
    assert [level for level, _ in tables.scale()] == [0, 1, 2, 3, 4, 5]


def test_a_kind_that_nobody_had_is_named_below(sampled: Answer) -> None:
    assert tables.not_seen(sampled) == "other kinds"
    assert "Other kinds" not in tables.kinds(sampled).table.index
    assert "Other kinds" in tables.kinds_with_intervals(sampled).index
    said = [_plain(cell) for cell in tables.kinds_with_intervals(sampled).loc["Other kinds"]]
    assert all(re.fullmatch(r"none \(≤ [\d.]+%\)", cell) for cell in said)


def test_intervals_of_each_kind_are_the_answers(sampled: Answer) -> None:
    row = _row(sampled, "complications", "erythema", "extraction", 90)
    said = _plain(tables.kinds_with_intervals(sampled).at["Erythema", "Extraction"])
    assert said == (
        f"{100 * row['estimate']:.1f}% ({100 * row['ci_lower']:.1f}–{100 * row['ci_upper']:.1f})"
    )


def test_new_milia_after_peel_laser_and_cryotherapy_alone(sampled: Answer) -> None:
    table = tables.new_milia(sampled)
    assert list(table.index) == ["Peel", "Laser", "Cryotherapy"]
    row = _row(sampled, "complications", "secondary_milia", "laser", 90)
    assert table.at["Laser", "With new milia"] == str(row["events"])
    assert "at most" in _plain(table.at["Peel", "Share within 3 months"])


def test_new_milia_are_asked_about_by_treatment_only(sample_store: Folder) -> None:
    assert tables.new_milia(_ask(sample_store, group_by="clinic")).empty


def test_an_empty_cell_is_unknown_and_never_zero(made_up_store: Folder) -> None:
    answer = _ask(made_up_store, Cohort((("skin_type", ("I", "II")),)), min_patients=1)
    table = details.subgroups(answer, "site")
    known = answer.tables["estimates"].query("subgroup_by == 'site' and kind == 'any'")
    there = set(zip(known["group"], known["subgroup"], strict=True))
    unknown = 0
    for group in answer.groups:
        for column in table:
            code = next(s for s in known["subgroup"] if words.value("site", s) == column)
            said = _plain(table.at[words.value("treatment", group), column])
            assert (said == "unknown") == ((group, code) not in there)
            unknown += said == "unknown"
    assert unknown > 0
    zero = known[known["events"].eq(0)].iloc[0]
    cell = table.at[words.value("treatment", zero["group"]), words.value("site", zero["subgroup"])]
    assert _plain(cell).startswith(f"none of {zero['episodes']} (0–")


def test_hidden_cells_are_words(answer: Answer) -> None:
    said = details.subgroups(answer, "skin_type").to_numpy().ravel()
    assert any("hidden" in str(cell) for cell in said)
    assert not any(re.search(r"of [1-4]$", _plain(cell)) for cell in said)


def test_promises_stand_in_quotation_marks_with_their_denominators(sampled: Answer) -> None:
    table = details.claims(sampled)
    assert [str(name).count("“") for name in table] == [1, 0, 1, 0, 1]
    row = _row(sampled, "claim", "painless", "extraction")
    said = _plain(table.iloc[:, 0]["Extraction"])
    assert said.endswith(f" of {row['episodes']:,}")
    assert table.iloc[:, 0]["DIY attempt"] == "no answers"
    assert _plain(table["Permanent scar recorded"]["Peel"]).startswith("none of ")
    assert list(details.retinoid(sampled).index) == ["Retinoid"]


def test_grades_add_up_to_any(sampled: Answer) -> None:
    table = details.grades(sampled)
    assert list(table.columns)[:6] == [*(f"Grade {n}" for n in range(1, 6)), "Grade not recorded"]
    singles = [f"grade_{n}" for n in range(1, 6)]
    parts = [
        _row(sampled, "recorded", kind, "laser")["events"]
        for kind in (*singles, "grade_not_recorded")
    ]
    assert sum(parts) == _row(sampled, "recorded", "any", "laser")["events"]
    assert re.fullmatch(r"none \(≤ [\d.]+%\)", _plain(table.at["Laser", "Grade 5"]))


def test_an_infinite_ratio_has_its_lower_limit(sampled: Answer) -> None:
    table = comparisons.shares(sampled, "recorded", "swelling")
    assert re.fullmatch(r"at least [\d.]+", _plain(table.at["Laser", "Ratio (95% interval)"]))


def test_what_can_be_compared_has_a_name(answer: Answer) -> None:
    kinds = details.comparable(answer)
    assert kinds[0] == "any"
    assert len(kinds) == len(set(kinds)) == 22 + 5
    assert not any("_" in details.kind_in_words(kind) for kind in kinds)


@pytest.mark.parametrize("place", range(len(_TABLES)))
def test_nobody_gives_an_empty_table_and_no_error(made_up_store: Folder, place: int) -> None:
    assert _TABLES[place](_ask(made_up_store, Cohort((("sex", ("other",)),)))).empty


@pytest.mark.parametrize(
    "how", [{}, {"unit": "episode"}, {"group_by": "clinic"}, {"policy": "publication"}]
)
def test_every_cell_is_text(made_up_store: Folder, how: dict[str, Any]) -> None:
    answer = _ask(made_up_store, **how)
    for make in _TABLES:
        said: pd.DataFrame = make(answer)
        for column in said:
            assert all(isinstance(cell, str) and cell for cell in said[column])
            assert not any(
                word in cell.lower() for cell in said[column] for word in ("nan", "<na>")
            )
