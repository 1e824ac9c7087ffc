from __future__ import annotations

import dataclasses
import hashlib
import json
from typing import Any

import pytest

import dashboard
from dashboard.answers.answer import Answer, Choices, Step
from dashboard.disclosure import HIDDEN
from dashboard.exports.csv import table_to_csv
from dashboard.exports.report import report_files
from dashboard.settings import Settings


def told(files: dict[str, bytes]) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(files["report.json"])
    return result


def readme(files: dict[str, bytes]) -> str:
    return files["README.txt"].decode("utf-8-sig")


def on_real_records(answer: Answer) -> Answer:
    return dataclasses.replace(
        answer, release=dataclasses.replace(answer.release, synthetic=False), pseudonymised=False
    )


def test_the_files_of_a_report_have_the_names_of_the_specification(answer: Answer) -> None:
    assert list(report_files([answer])) == [
        "recurrence_estimates.csv",
        "recurrence_curves.csv",
        "recurrence_comparisons.csv",
        "README.txt",
        "report.json",
    ]


def test_the_tables_are_those_of_the_answer(answer: Answer) -> None:
    files = report_files([answer])

    for shape, table in answer.tables.items():
        assert files[f"recurrence_{shape}.csv"] == table_to_csv(table)


def test_the_same_answer_gives_the_same_bytes(answer: Answer) -> None:
    assert report_files([answer]) == report_files([dataclasses.replace(answer)])


def test_the_metadata_say_what_was_asked_of_which_records(answer: Answer) -> None:
    said = told(report_files([answer]))

    assert said["software_version"] == dashboard.__version__
    assert said["release"]["number"] == 1
    assert said["release"]["created"] == "2026-10-01T08:00:00"
    assert said["release"]["last_cutoff"] == "2026-09"
    assert said["cohort"]["filters"] == {"sex": ["female", "male", "not_recorded"]}
    assert said["cohort"]["from_month"] == "2024-01"
    assert said["cohort"]["in_words"] == answer.cohort.in_words()
    assert said["choices"]["group_by"] == "treatment"
    assert said["choices"]["unit"] == "patient"
    assert said["choices"]["definition"] == "A"
    assert said["choices"]["definition_in_words"] == "milia seen again at the same site"
    assert said["choices"]["horizons"] == [90, 365]
    assert said["choices"]["policy"] == "clinic"
    assert said["settings"]["min_patients"] == 5
    assert said["settings"]["min_at_risk"] == 10
    assert said["settings"]["small_numbers_hidden"] is True
    assert said["hidden_figures"] == answer.hidden_figures > 0
    topic = said["topics"]["recurrence"]
    assert topic["sentence"] == answer.sentence
    assert topic["notes"] == list(answer.notes)
    assert topic["reference"] == "extraction"
    assert [step["number"] for step in topic["attrition"]] == [
        step.number for step in answer.attrition
    ]


def test_the_metadata_hold_the_hash_of_every_other_file(answer: Answer) -> None:
    files = report_files([answer])

    assert {name: entry["sha256"] for name, entry in told(files)["files"].items()} == {
        name: hashlib.sha256(data).hexdigest()
        for name, data in files.items()
        if name != "report.json"
    }


def test_horizons_of_the_settings_are_said_where_none_were_chosen(answer_by_clinic: Answer) -> None:
    said = told(report_files([answer_by_clinic]))
    assert said["choices"]["horizons"] == []
    assert said["topics"]["recurrence"]["horizons"] == [90, 180, 365]


def test_synthetic_records_are_called_so_first_of_all(answer: Answer) -> None:
    files = report_files([answer])

    assert told(files)["synthetic"] is True
    assert told(files)["warning"].startswith("SYNTHETIC")
    assert readme(files).startswith("SYNTHETIC: these records are made up.")


def test_real_records_are_not_called_synthetic(answer: Answer) -> None:
    files = report_files([on_real_records(answer)])

    assert told(files)["synthetic"] is False
    assert b"SYNTHETIC" not in b"".join(files.values())


def test_the_report_says_whether_records_can_still_be_linked(answer: Answer) -> None:
    linked = report_files([answer])
    forgotten = report_files([on_real_records(answer)])

    assert told(linked)["records_are"] == "pseudonymised"
    assert "pseudonymised" in readme(linked)
    assert told(forgotten)["records_are"] == "anonymised"
    assert "pseudonymised" not in readme(forgotten)


def test_the_readme_says_what_a_person_needs(answer: Answer) -> None:
    files = report_files([answer])
    text = readme(files)

    assert "\n" not in text.replace("\r\n", "")
    for part in (
        answer.question,
        answer.sentence,
        answer.cohort.in_words(),
        "up to September 2026",
        "fewer than 5 patients are hidden",
        f"Hidden: {answer.hidden_figures} figures",
        *answer.notes,
        *(step.said for step in answer.attrition),
        *(entry["sha256"] for name, entry in told(files)["files"].items() if "csv" in name),
    ):
        assert part in text


def test_clinics_with_different_cut_offs_are_said(answer: Answer) -> None:
    release = dataclasses.replace(answer.release, first_cutoff="2026-07")
    text = readme(report_files([dataclasses.replace(answer, release=release)]))

    assert "up to July 2026 or later by clinic, the last September 2026" in text


def test_records_without_any_cut_off_are_said(answer: Answer) -> None:
    release = dataclasses.replace(answer.release, first_cutoff="", last_cutoff="")

    assert "Records:     none" in readme(
        report_files([dataclasses.replace(answer, release=release)])
    )


def test_a_hidden_step_is_empty_in_the_metadata_and_hidden_in_the_readme(answer: Answer) -> None:
    steps = (
        Step("held", "records held", 40, "shown", left_out=False),
        Step("not_cleared", "not cleared", None, HIDDEN, left_out=True),
    )
    files = report_files([dataclasses.replace(answer, attrition=steps)])

    assert told(files)["topics"]["recurrence"]["attrition"][1] == {
        "step": "not_cleared",
        "in_words": "not cleared",
        "number": None,
        "left_out": True,
        "status": HIDDEN,
    }
    assert "hidden  not cleared" in readme(files)


def test_the_numbers_of_hidden_groups_are_nowhere_in_the_report(answer: Answer) -> None:
    assert "electrosurgery" in answer.hidden_groups
    lines = report_files([answer])["recurrence_estimates.csv"].decode().splitlines()
    header = lines[0].lstrip("\ufeff").split(",")
    hidden = [
        dict(zip(header, line.split(","), strict=True))
        for line in lines
        if ",electrosurgery," in line
    ]

    assert hidden
    for row in hidden:
        for name in ("patients", "episodes", "events", "estimate", "std_error", "ci_lower"):
            assert row[name] == ""
        assert row["status"] == HIDDEN


def test_that_nothing_is_hidden_is_said(answer: Answer) -> None:
    settings = Settings(answer.settings.data, min_patients=1)
    files = report_files([dataclasses.replace(answer, settings=settings)])

    assert told(files)["settings"]["small_numbers_hidden"] is False
    assert "small numbers are NOT hidden" in readme(files)


def test_several_topics_stand_in_one_report(answer: Answer) -> None:
    healing = dataclasses.replace(
        answer, topic="healing", question="How long?", hidden_steps=answer.hidden_steps + 1
    )
    files = report_files([answer, healing])

    assert "healing_estimates.csv" in files
    assert set(told(files)["topics"]) == {"recurrence", "healing"}
    assert told(files)["hidden_figures"] == 2 * answer.hidden_figures + 1
    assert "How long?" in readme(files)


def test_answers_to_different_questions_are_never_one_report(answer: Answer) -> None:
    other = dataclasses.replace(answer, topic="healing", choices=Choices(unit="episode"))

    with pytest.raises(ValueError, match="not to the same question"):
        report_files([answer, other])


def test_a_topic_that_cannot_be_asked_so_says_how_it_was(answer: Answer) -> None:
    put = Choices(group_by="clinic", horizons=answer.choices.horizons)
    other = dataclasses.replace(answer, topic="clinics", choices=put, asked_as=answer.choices)
    files = report_files([answer, other])

    assert told(files)["choices"]["group_by"] == "treatment"
    assert told(files)["topics"]["clinics"]["group_by"] == "clinic"
    assert "each patient once, grouped by clinic, whatever the others are" in readme(files)


def test_a_report_on_nothing_is_a_fault() -> None:
    with pytest.raises(ValueError, match="needs an answer"):
        report_files([])


def test_a_table_of_another_shape_is_a_fault(answer: Answer) -> None:
    tables = {"estimates": answer.tables["curves"]}

    with pytest.raises(ValueError, match="has not the columns of its shape"):
        report_files([dataclasses.replace(answer, tables=tables)])
