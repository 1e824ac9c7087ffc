from __future__ import annotations

import dataclasses
import re

import pytest

from dashboard.commands.summary import summary_lines
from dashboard.intake.summary import FileSummary, IntakeSummary, RuleCount
from dashboard.store import Built, Folder, read_entry
from dashboard.store.ledger import write_entry

FILE = FileSummary(
    name="a.csv",
    kind="episodes",
    sha256="",
    bytes=1,
    encoding="utf-8",
    delimiter="comma",
    read=1234,
    accepted=1200,
    rejected=30,
    blank=4,
    repeated=0,
    mapped={},
    ignored=(),
)
SUMMARY = IntakeSummary(files=(FILE,), rules=(), cutoffs={"north": "2026-06"}, until_from="given")
RULE = RuleCount("episodes", "choice_outside_list", "blank", "site", 3, "Not one of the values.")


def said(folder: Folder, summary: IntakeSummary, **changed: object) -> str:
    built = Built(1, summary, {"new": 1200}, replaced_sample=False, rejects=[])
    built = dataclasses.replace(built, **changed)  # type: ignore[arg-type]
    return "\n".join(summary_lines(built, folder, was_synthetic=False))


def test_every_record_is_accounted_for(made_up_store: Folder) -> None:
    text = said(made_up_store, SUMMARY)

    assert "a.csv  episodes  1,234  read =  1,200  accepted +  30  rejected +  4  blank" in text
    assert "Episodes: 1,200 new, 0 changed, 0 unchanged" in text


def test_records_kept_once_are_told(made_up_store: Folder) -> None:
    twice = dataclasses.replace(FILE, repeated=1001)

    text = said(made_up_store, dataclasses.replace(SUMMARY, files=(twice,)))

    assert "blank  (1,001 accepted twice, kept once)" in text


def test_what_was_made_of_the_records_is_told(made_up_store: Folder) -> None:
    visits = dataclasses.replace(FILE, layout="visits", made=412)
    besides = dataclasses.replace(FILE, layout="besides", kind="complications")
    text = said(made_up_store, dataclasses.replace(SUMMARY, files=(visits, besides)))

    assert "blank  (visits, of which 412 episodes were made)" in text
    assert "blank  (not records: told of in records of the file)" in text
    assert text.count("was read as") == 1


def test_as_what_a_file_was_read_is_told(made_up_store: Folder) -> None:
    assert "a.csv was read as CSV, utf-8, comma between the columns" in said(made_up_store, SUMMARY)
    whole = dataclasses.replace(
        FILE,
        name="b.xlsx",
        format="xlsx",
        encoding="",
        delimiter="",
        sheet="Visits",
        header_rows=2,
        commas=("column 7 (“Price”)",),
    )
    text = said(made_up_store, dataclasses.replace(SUMMARY, files=(whole,)))
    assert (
        "b.xlsx was read as a workbook (XLSX), sheet “Visits”, 2 header rows, "
        "decimal comma in column 7 (“Price”)" in text
    )


def test_rules_stand_by_how_grave_they_are_then_by_how_often(made_up_store: Folder) -> None:
    rules = [
        dataclasses.replace(RULE, severity=severity, count=count, column=column)
        for severity, count, column in (
            ("warn", 9, "a"),
            ("blank", 2, "b"),
            ("blank", 7, "c"),
            ("repair", 5, "d"),
            ("reject", 1, "e"),
            ("reject", 0, "f"),
        )
    ]

    text = said(made_up_store, dataclasses.replace(SUMMARY, rules=tuple(rules)))

    told = [line.split("episodes.")[1][0] for line in text.splitlines() if "episodes." in line]
    assert told == ["e", "c", "b", "d", "a"]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("given", "given with --until"),
        ("profile", "from the profile"),
        ("latest day in the file", "latest day in the file"),
    ],
)
def test_where_the_cut_off_comes_from_is_said(
    made_up_store: Folder, source: str, words: str
) -> None:
    text = said(made_up_store, dataclasses.replace(SUMMARY, until_from=source))

    assert f"Cut-off: the records speak up to June 2026 ({words})" in text


def test_cut_offs_that_differ_are_listed_by_clinic(made_up_store: Folder) -> None:
    cutoffs = {"north": "2026-06", "": "2026-07"}

    text = said(made_up_store, dataclasses.replace(SUMMARY, cutoffs=cutoffs))

    assert "  clinic not recorded  July 2026\n  north                June 2026" in text


def test_without_an_episode_there_is_no_cut_off(made_up_store: Folder) -> None:
    assert "Cut-off" not in said(made_up_store, dataclasses.replace(SUMMARY, cutoffs={}))


def test_columns_and_notes_are_told(made_up_store: Folder) -> None:
    summary = dataclasses.replace(
        SUMMARY,
        files=(dataclasses.replace(FILE, ignored=("column 8 (“colour”)", "column 9")),),
        not_identifying=("ward",),
        notes=("A note.",),
    )

    text = said(made_up_store, summary)

    assert "Columns of a.csv that were not taken: column 8 (“colour”), column 9" in text
    assert "Taken although they look like identity, as the profile says: ward" in text
    assert "A note." in text


def test_records_that_are_synthetic_are_called_so(made_up_store: Folder) -> None:
    assert "The records are SYNTHETIC" in said(made_up_store, SUMMARY)
    assert "SYNTHETIC" not in said(made_up_store, SUMMARY, number=None)


def test_own_records_left_behind_are_told(made_up_store: Folder) -> None:
    text = said(made_up_store, SUMMARY, replaced_sample=True)

    assert "The clinic's own records were left behind" in text


def test_how_many_patients_stand_out_is_told_with_what_would_help(own_store: Folder) -> None:
    entry = read_entry(own_store, 1)
    kept = {"as_stored": {"smallest": 1, "patients": 1200, "in_small": 1034}}
    kept["all_three"] = {"smallest": 3, "patients": 1200, "in_small": 12}
    write_entry(own_store, 1, {**entry, "anonymity": kept})

    text = said(own_store, SUMMARY)

    assert "Patients in groups of fewer than 5 who are alike, in the release" in text
    first, second = (line for line in text.splitlines() if "smallest group" in line)
    assert re.fullmatch(r" +1,034 of 1,200 +smallest group 1 +as stored: clinic, .*", first)
    assert re.fullmatch(r" +12 of 1,200 +smallest group 3 +with quarters and wider age .*", second)


def test_a_dry_run_and_an_earlier_ledger_say_nothing_of_it(made_up_store: Folder) -> None:
    assert "who are alike" not in said(made_up_store, SUMMARY)
    assert "who are alike" not in said(made_up_store, SUMMARY, number=None)
