"""Attempts at home in columns of the course that followed: what is suggested, and the profile that comes of it."""

from __future__ import annotations

import pytest

from dashboard.intake.layouts.layouts import LONGEST_GAP
from dashboard.intake.mapping import (
    Draft,
    attempts,
    is_told,
    of_attempts,
    suggest_columns,
    suggest_values,
)
from dashboard.intake.mapping.known import values_of, without
from dashboard.intake.recipes import Recipe
from tests.intake.taking import Taking

OFFERED = {one.name: one.allowed for one in of_attempts()}
EXPORT = """
    Pat,First visit,Done,Seen,Sex,Tried,When,Worked
    1,03/02/2026,laser,42,female,needle,11/2025,gone
    2,05/02/2026,peel,42,male,None,,
    3,06/02/2026,peel,42,male,nothing,,
    4,20/02/2026,laser,30,female,spoon,10/2025,worse
    5,20/02/2026,laser,30,female,picked,12/2026,
"""
SEEN = Recipe("First visit", date="%d/%m/%Y")
HOW = Recipe(
    "Tried", recode=(("needle", "needle_or_pin"), ("picked", "squeezing"), ("nothing", ""))
)
WHEN = Recipe("When", date="%m/%Y")
COLUMNS = {
    "patient_key": Recipe("Pat"),
    "start_month": SEEN,
    "treatment": Recipe("Done"),
    "last_seen_day": Recipe("Seen"),
    "sex": Recipe("Sex"),
}


def _suggested(names: list[str], values: dict[int, list[str]] | None = None) -> dict[str, str]:
    found = suggest_columns(names, values or {}, OFFERED)
    return {one.ours: names[one.theirs] for one in found}


def test_only_techniques_of_attempts_at_home_are_offered() -> None:
    assert OFFERED["tried_how"] == (
        "squeezing", "needle_or_pin", "other_tool", "scrub", "acne_product", "exfoliant",
        "unadvised_retinoid",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["tried_how", "tried_result"])
def test_every_synonym_leads_to_a_value_of_ours(name: str) -> None:
    assert set(values_of(name, OFFERED[name]).values()) == set(OFFERED[name])


def test_columns_of_an_attempt_are_known_by_their_names() -> None:
    names = [
        "Before Tried?",
        "Before Tried how",
        "Before Tried when",
        "Before Result",
        "Course Start",
    ]
    assert _suggested(names) == dict(zip(OFFERED, names, strict=False))
    assert not is_told(_suggested(["Tried at home", "Procedure", "Device", "Visit date"]))


@pytest.mark.parametrize(
    ("values", "means"),
    [(["yes", "no"], "tried_at_all"), (["needle", "picked", "none"], "tried_how")],
)
def test_what_stands_in_it_tells_whether_a_column_says_that_or_how(
    values: list[str], means: str
) -> None:
    assert _suggested(["Tried at home", "When tried"], {0: values}) == {
        means: "Tried at home",
        "tried_when": "When tried",
    }


def test_nothing_was_tried_is_a_suggestion_too() -> None:
    theirs = ["Nil", "sewing needle", "spoon"]
    assert suggest_values("tried_how", OFFERED["tried_how"], theirs) == {
        "Nil": "",
        "sewing needle": "needle_or_pin",
        "spoon": None,
    }


def test_words_for_nothing_are_said_once_in_whatever_case() -> None:
    told = without((("None", ""), ("needle", "needle_or_pin"), ("NO", ""), ("not yet", "")))
    assert told == (("nil", ""), ("no", ""), ("none", ""), ("not yet", ""))


def test_an_attempt_is_there_where_something_was_used(take: Taking) -> None:
    result = Recipe("Worked", recode=(("gone", "yes"), ("worse", "no")))
    rows = attempts({"tried_how": HOW, "tried_when": WHEN, "tried_result": result}, SEEN)
    draft = Draft(columns=COLUMNS, clinic="north", also=(rows,))
    assert {"Tried", "When", "Worked"} <= draft.sources()
    taken = take(EXPORT, profile=draft.toml())
    found = [one for one in taken.episodes if one["treatment"] == "diy"]
    names = ("technique", "cleared", "last_seen_day", "sex", "clinic", "operator_role")
    assert [tuple(one[name] for name in names) for one in found] == [
        ("needle_or_pin", "yes", 94, "female", "north", "self"),
        # Nobody said what a spoon is: there was an attempt, and by what is not known.
        (None, "no", 142, "female", "north", "self"),
    ]
    # An attempt after the visit at which it was told is none.
    assert {(one["line"], one["column_name"]) for one in taken.rejects} == {(6, "last_seen_day")}


def test_a_tick_goes_before_what_was_used(take: Taking) -> None:
    tried = Recipe("Tried", recode=(("needle", "yes"), ("spoon", "no")))
    rows = attempts({"tried_at_all": tried, "tried_how": HOW, "tried_when": WHEN}, SEEN)
    taken = take(EXPORT, profile=Draft(columns=COLUMNS, also=(rows,)).toml())
    assert [one["technique"] for one in taken.episodes if one["treatment"] == "diy"] == [
        "needle_or_pin"
    ]


def test_months_written_as_ours_need_no_format() -> None:
    rows = attempts({"tried_at_all": Recipe("Tried"), "tried_when": Recipe("When")}, SEEN)
    assert rows.day_zero == Recipe("When", date="%Y-%m")
    assert rows.columns["treatment"] == (Recipe(constant="diy", where="Tried", values=("yes",)),)


@pytest.mark.parametrize(
    ("filled", "seen"),
    [
        ({"tried_how": HOW}, SEEN),
        ({"tried_when": WHEN}, SEEN),
        ({"tried_at_all": HOW, "tried_when": WHEN}, Recipe("First visit")),
    ],
)
def test_what_does_not_say_that_and_when_is_no_attempt(
    filled: dict[str, Recipe], seen: Recipe
) -> None:
    with pytest.raises(ValueError, match="Nothing says"):
        attempts(filled, seen)


@pytest.mark.parametrize(("gap", "courses"), [(90, 2), (91, 1), (LONGEST_GAP, 1)])
def test_the_gap_of_visits_is_the_one_a_person_gives(take: Taking, gap: int, courses: int) -> None:
    draft = Draft(
        visits={"visit_date": Recipe("Date", date="%Y-%m-%d"), "kind": Recipe("Type")},
        columns={"patient_key": Recipe("Pat"), "treatment": Recipe("Done")},
        gap=gap,
    )
    visits = "Pat,Date,Type,Done\n1,2026-01-01,session,laser\n1,2026-04-02,session,laser\n"
    assert len(take(visits, profile=draft.toml()).episodes) == courses
