"""Complications, visits and follow-ups in a draft: what is suggested, and the profile that comes of it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dashboard import statements
from dashboard.intake.columns import TABLES, columns_of
from dashboard.intake.layouts.layouts import VISIT_LISTS, Rows
from dashboard.intake.layouts.visits import WORKED_OUT
from dashboard.intake.mapping import (
    THERE,
    Draft,
    Numbered,
    OneEach,
    OwnFile,
    harms_in_our_terms,
    in_our_terms,
    needed,
    numbered,
    of_visits,
    suggest_harms,
    suggest_values,
)
from dashboard.intake.mapping.known import plain, values_of
from dashboard.intake.profile import Profile, read_profile
from dashboard.intake.recipes import Recipe
from tests.intake.taking import Taking

VISITS = """\
No,Pat,Date,Type,Done,Milia,Mood
v1,1041,03.02.2026,Tx,laser,,sad
v2,1042,03.02.2026,Tx,peel,,sad
v3,1041,17.03.2026,FU,,clear,sad
v4,1041,01.09.2026,FU,,back,sad
v5,1043,01.09.2026,Tx,zap,,sad
"""
REACTIONS = "No;Code;Noted\nv3;C07;05.03.2026\nv2;C10;04.02.2026\nv9;C10;04.02.2026\n"
DRAFT = Draft(
    visits={
        "visit_date": Recipe("Date", date="%d.%m.%Y"),
        "kind": Recipe("Type", recode=(("Tx", "session"), ("FU", "review"))),
        "result": Recipe("Milia", recode=(("back", "same_site"),)),
        "visit_key": Recipe("No"),
    },
    form={"delimiter": "comma"},
    columns={"patient_key": Recipe("Pat"), "treatment": Recipe("Done")},
    complications=OwnFile(
        {
            "episode_key": Recipe("No"),
            "complication": Recipe(
                "Code", recode=(("C07", "hyperpigmentation"), ("C10", "swelling"))
            ),
            "onset_day": Recipe("Noted", date="%d.%m.%Y"),
        },
        {"delimiter": "semicolon"},
    ),
)


def _profile(draft: Draft, connection: duckdb.DuckDBPyConnection, folder: Path) -> Profile:
    path = folder / "draft.toml"
    path.write_text(draft.toml(), encoding="utf-8")
    return read_profile(path, {table: columns_of(connection, table) for table in TABLES})


def test_visits_and_a_file_of_complications_are_a_profile(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    profile = _profile(DRAFT, connection, tmp_path)
    layout = profile.of("episodes").layout
    assert layout.visits is not None
    assert layout.visits.columns["kind"][0].recode == (("Tx", "session"), ("FU", "review"))
    assert profile.of("complications").layout.zero_of_episode
    assert profile.hash == ("patient_key", "episode_key")
    # Each file is read as it is written.
    assert [profile.form_of(table).delimiter for table in TABLES] == [",", ";"]
    assert DRAFT.sources() == {"Date", "Type", "Milia", "No", "Pat", "Done"}


def test_it_imports_both_files(take: Taking) -> None:
    taken = take(VISITS, REACTIONS, profile=DRAFT.toml())
    assert [(one["treatment"], one["recurred_day"]) for one in taken.episodes] == [
        ("laser", 210),
        ("peel", None),
    ]
    assert [(one["complication"], one["onset_day"]) for one in taken.complications] == [
        ("hyperpigmentation", 30),
        ("swelling", 1),
    ]


def test_the_first_records_of_both_files_read_in_our_terms(tmp_path: Path) -> None:
    visits, reactions = tmp_path / "visits.csv", tmp_path / "reactions.csv"
    visits.write_text(VISITS, encoding="utf-8")
    reactions.write_text(REACTIONS, encoding="utf-8")
    names = ("No", "Pat", "Date", "Type", "Done", "Milia", "Mood")
    episodes = in_our_terms(visits, names, DRAFT)["episodes"]
    assert [row[:2] for row in episodes.rows] == [("2026-02", "laser"), ("2026-02", "peel")]
    assert [(line, column) for line, column, _ in episodes.rejected] == [(6, "treatment")]
    harms = harms_in_our_terms(visits, names, DRAFT, reactions, ("No", "Code", "Noted"))
    assert harms.columns == ("complication", "onset_day")
    assert harms.rows == (("hyperpigmentation", "30"), ("swelling", "1"))
    assert [(line, column) for line, column, _ in harms.rejected] == [(4, "episode_key")]
    with pytest.raises(ValueError, match="links"):
        harms_in_our_terms(visits, names, Draft(), reactions, ("No", "Code", "Noted"))


def test_numbered_columns_are_looked_at_as_far_as_they_go(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    names = ("Pat", "Begun", "Done", "FU1_day", "FU1_result", "FU2_day", "FU2_result", "FU4_day")
    path.write_text(f"{','.join(names)}\n1041,2026-02,laser,42,clear,190,back,x\n", "utf-8")
    draft = Draft(
        columns={
            "patient_key": Recipe("Pat"),
            "start_month": Recipe("Begun"),
            "treatment": Recipe("Done"),
        },
        follow_up={
            "visit_day": Recipe("FU{n}_day"),
            "result": Recipe("FU{n}_result", recode=(("back", "same_site"),)),
        },
    )
    trial = in_our_terms(path, names, draft)["episodes"]
    assert dict(zip(trial.columns, trial.rows[0], strict=True))["recurred_day"] == "190"


def test_numbered_columns_have_no_gap() -> None:
    names = ["FU2_date", "Pat", "FU1_date", "FU4_date", "FU1_result", "DLQI 1", "DLQI 2", "Dose 2"]
    assert numbered(names) == (Numbered("FU{n}_date", (2, 0)), Numbered("DLQI {n}", (5, 6)))


def test_complications_are_known_by_the_names_of_their_columns() -> None:
    names = [
        "Adverse PIH",
        "PIH since",
        "Scar grade",
        "Scar permanent",
        "Redness since",
        "Other",
        "Red?",
        "Blisters",
    ]
    values = {0: ["x"], 2: ["0", "2"], 3: ["yes"], 4: ["x", "no"], 7: ["1", "3"]}
    found = suggest_harms(names, values, dated=[1])
    assert [(one.theirs, one.kind, one.role) for one in found] == [
        (0, "hyperpigmentation", THERE),
        (1, "hyperpigmentation", "onset_day"),
        (2, "scar", "grade"),
        (3, "scar", "permanent"),
        # Nothing but ticks stands there.
        (4, "erythema", THERE),
        (7, "blister", "grade"),
    ]


def test_a_kind_is_told_by_a_tick_a_day_or_a_grade() -> None:
    tick = OneEach("scar", {THERE: Recipe("Scar"), "grade": Recipe("Scar grade")}, ["x"])
    assert tick.rows().columns["complication"] == (
        Recipe(constant="scar", where="Scar", values=("x",)),
    )
    day = OneEach("scar", {"onset_day": Recipe("Scar on", date="%Y-%m-%d")}).rows()
    assert day.columns["complication"][0].otherwise == "scar"
    grade = OneEach("scar", {"grade": Recipe("Scar", recode=(("-", ""), ("mild", "1")))}).rows()
    recode = dict(grade.columns["complication"][0].recode)
    assert (recode["0"], recode["-"]) == ("", "")
    assert "mild" not in recode
    for untold in (OneEach("scar", {"permanent": Recipe("x")}), OneEach("scar", tick.filled)):
        assert not untold.is_told
        with pytest.raises(ValueError, match="Nothing says"):
            untold.rows()


def test_complications_in_cells_and_columns_are_taken(take: Taking) -> None:
    draft = Draft(
        columns={
            "patient_key": Recipe("Pat"),
            "start_month": Recipe("Begun", date="%d/%m/%Y"),
            "treatment": Recipe("Done"),
            "last_seen_day": Recipe("Seen"),
            "complications_assessed": (
                Recipe("Reactions", otherwise="yes"),
                Recipe("Scar", recode=(("", "no"),), otherwise="yes"),
            ),
        },
        harms=(
            Rows(
                {
                    "complication": (Recipe("Reactions", recode=(("PIH", "hyperpigmentation"),)),),
                    "onset_day": (Recipe("Days"),),
                },
                split=("Reactions", "Days"),
                separators=("+", "\n"),
            ),
            OneEach("scar", {THERE: Recipe("Scar")}, ["x"]).rows(),
        ),
    )
    lines = [
        "Pat,Begun,Done,Seen,Reactions,Days,Scar",
        "1,03/02/2026,laser,42,PIH+swelling,30+1,",
        "2,03/02/2026,laser,42,,,X",
        "3,03/02/2026,laser,42,,,",
    ]
    taken = take("\n".join(lines) + "\n", profile=draft.toml())
    assert [(one["complication"], one["onset_day"]) for one in taken.complications] == [
        ("hyperpigmentation", 30),
        ("swelling", 1),
        ("scar", None),
    ]
    assert [one["complications_assessed"] for one in taken.episodes] == ["yes", "yes", "no"]


def test_no_complication_is_a_suggestion_too() -> None:
    kinds = ("scar", "swelling")
    assert suggest_values("complication", kinds, ["none", "Nil", "oedema", "zap"]) == {
        "none": "",
        "Nil": "",
        "oedema": "swelling",
        "zap": None,
    }
    assert suggest_values("grade", ("1", "2", "3"), ["moderate", "0", "3"]) == {
        "moderate": "2",
        "0": "",
    }


@pytest.mark.parametrize("column", VISIT_LISTS)
def test_what_may_stand_in_a_visit_is_what_the_rules_say(column: str) -> None:
    said = statements.load(f"checks/visits/{column}_unknown").sql
    allowed = VISIT_LISTS[column]
    assert all(f"'{value}'" in said for value in allowed)
    assert said.count("'") == 2 * (len(allowed) + (f"'{column}' as column_name" in said))
    known = values_of(column, allowed)
    assert set(known.values()) == set(allowed)
    assert all(known[plain(value)] == value for value in allowed)


def test_nobody_is_asked_for_what_follows_from_visits() -> None:
    asked = {one.name for one in of_visits()}
    assert {"visit_date", "kind", "patient_key", "treatment", "site"} <= asked
    assert not asked & WORKED_OUT
    assert set(needed("episodes")) - asked == {"start_month", "last_seen_day"}
