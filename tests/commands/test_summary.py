from __future__ import annotations

import dataclasses

import pytest

from dashboard.commands.summary import summary_lines
from dashboard.intake import FileSummary, IntakeSummary, RuleCount
from dashboard.store import Built, Folder

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
