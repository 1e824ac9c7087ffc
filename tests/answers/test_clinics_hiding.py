"""Clinics of few patients, or too early to judge: what is hidden, stands together, or never signals."""

from __future__ import annotations

import pytest

from dashboard import words
from dashboard.answers.answer import SHAPES
from dashboard.disclosure import HIDING
from tests.answers.clinics_made import NAMES, Group, alike, ask, of, release, said, total


def test_small_clinics_stand_together_and_are_told_in_no_other_way() -> None:
    sizes = {"Ash": 200, "Beech": 180, "Cedar": 220, "Elm": 3, "Fir": 2}
    answer = ask(release(*(Group(name, size, harmed=size // 3) for name, size in sizes.items())))
    rows = of(answer, "estimates", "complications", "expected")
    assert {rows["status"][name] for name in ("Elm", "Fir")} == {"hidden_small_number"}
    together = [rows[name][words.SMALL_TOGETHER] for name in ("patients", "events")]
    assert together == [5, 1]
    observed, expected = total(answer, "complications")
    assert observed == pytest.approx(expected), "those told add up to all"
    for table in answer.tables.values():
        names = {"group", "unit_of_chart"} & set(table)
        for name in names:
            gone = table[table[name].isin(["Elm", "Fir"])]
            assert (
                gone.select_dtypes("number")
                .drop(columns="horizon_days", errors="ignore")
                .isna()
                .all(axis=None)
            )
    assert "small ones together" in said(answer)
    assert set(answer.tables["balance"]["group"]) == {"Ash", "Beech", "Cedar", "others"}


def test_one_small_clinic_takes_another_along() -> None:
    sizes = {"Ash": 200, "Beech": 180, "Cedar": 220, "Elm": 50, "Fir": 2}
    answer = ask(release(*(Group(name, size, harmed=size // 4) for name, size in sizes.items())))
    rows = of(answer, "estimates", "complications", "share")
    assert rows["status"].to_dict() == {
        **dict.fromkeys(("Ash", "Beech", "Cedar", words.SMALL_TOGETHER), "shown"),
        "Elm": "hidden_with_another",
        "Fir": "hidden_small_number",
    }
    assert rows["patients"][words.SMALL_TOGETHER] == 52


def test_a_clinic_that_is_too_early_keeps_its_figure_and_never_signals() -> None:
    def followed(name: str, *, events: int, to: int) -> Group:
        return Group(name, 200, back=((20, "event", events), (to, "censored", 200 - events)))

    early = followed("Elm", events=60, to=60)
    others = [followed(name, events=30, to=365) for name in NAMES if name != "Elm"]
    answer = ask(release(*others, early))
    row = of(answer, "charts", "recurrence", "funnel_ratio").loc["Elm"]
    assert row["status"] == "not_mature"
    assert row["value"] > row["upper_limit"]
    assert row["signal"] == ""
    assert "No clinic stands outside" in answer.sentence
    assert "Elm (milia back within 12 months)" in said(answer)
    late = followed("Elm", events=60, to=365)
    answer = ask(release(*others, late))
    assert answer.sentence.startswith("Elm stands outside")


@pytest.mark.parametrize("size", [1, 3])
def test_one_record_and_three_are_hidden(size: int) -> None:
    answer = ask(release(Group("Ash", size, harmed=1)))
    assert answer.empty
    assert answer.sentence.startswith("Fewer than 5 patients")
    for name, table in answer.tables.items():
        assert set(table["status"]) <= set(HIDING)
        assert tuple(table.columns) == SHAPES[name]
    shown = ask(release(Group("Ash", size, harmed=1)), min_patients=1)
    assert of(shown, "estimates", "complications", "share")["patients"].tolist() == [size]


def test_for_publication_small_events_are_hidden_and_the_rest_is_rounded() -> None:
    asked = alike((40, 33, 52, 5, 41, 39))
    answer, exact = ask(asked, policy="publication"), ask(asked)
    for table, name in (
        ("estimates", "group"),
        ("comparisons", "group"),
        ("charts", "unit_of_chart"),
    ):
        rows = answer.tables[table]
        own = rows[rows["measure"].eq("complications") & rows[name].eq("Elm")]
        assert set(own["status"]) == {"hidden_small_number"}
        figures = {"events", "estimate", "value", "ci_lower", "upper_limit"} & set(own)
        assert own[list(figures)].isna().all(axis=None)
    share = of(answer, "estimates", "complications", "share")
    assert (share["estimate"]["Beech"], share["events"]["Beech"]) == (
        pytest.approx(0.17, abs=0.011),
        35,
    )
    ratio = of(answer, "comparisons", "complications")["estimate"]
    true = of(exact, "comparisons", "complications")["estimate"]
    for name in ("Ash", "Beech", "Cedar"):
        assert ratio[name] == float(f"{true[name]:.1e}")
    counts = answer.tables["charts"][["denominator", "events"]].astype(float)
    assert (counts.fillna(0) % 5).eq(0).all(axis=None)
