"""How many patients a figure is of, who is compared, and what is said of it: held against the file itself."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from dashboard.answers.answer import Answer, Choices
from dashboard.answers.topics import TOPICS
from dashboard.cohort import Cohort
from dashboard.disclosure import HIDING
from dashboard.settings import Settings
from dashboard.store import Folder, open_release

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "episodes.csv"
ATTEMPTS = Cohort((("treatment", ("diy",)),))
_CAUTION = "DIY attempts are those of people who later came to a clinic"


def _asked(
    topic: str, folder: Folder, cohort: Cohort, settings: Settings | None = None, **choices: Any
) -> Answer:
    release = open_release(folder)
    return TOPICS[topic](release, cohort, Choices(**choices), settings or Settings(folder.root))


def _of(answer: Answer, measure: str, kind: str) -> dict[str, dict[Any, Any]]:
    table = answer.tables["estimates"]
    rows = table[table["measure"].eq(measure) & table["kind"].eq(kind)]
    return {row["group"]: row for row in rows.drop_duplicates("group").to_dict("records")}


def _patients(column: str, counted: set[str]) -> dict[str, int]:
    """Patients of each treatment with an episode of which `column` says one of these, from the file."""
    found = defaultdict(set)
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row[column] in counted:
                found[row["treatment"]].add(row["patient_key"])
    return {treatment: len(patients) for treatment, patients in found.items()}


def test_where_episodes_are_counted_patients_are_told_apart(sample_store: Folder) -> None:
    """Assessed or not, a patient is one: those with an episode of each kind were left out once."""
    rows = _of(
        _asked("clearance", sample_store, Cohort(), unit="episode"), "assessment", "assessed"
    )
    everybody = _patients("cleared", {"yes", "partial", "no", "not_assessed", ""})
    assert {group: row["patients"] for group, row in rows.items()} == everybody
    answer = _asked("diy", sample_store, Cohort(), unit="episode")
    # Several methods, one patient: together they are fewer than method by method.
    together = _of(answer, "all_attempts", "any")["diy"]["patients"]
    by_method = [row["patients"] for row in _of(answer, "diy", "any").values()]
    assert max(by_method) < together < sum(by_method)
    assert together == _patients("complications_assessed", {"yes"})["diy"]


def test_those_followed_for_failure_are_told_apart_too(sample_store: Folder) -> None:
    rows = _of(
        _asked("recurrence", sample_store, Cohort(), unit="episode"), "failure_free", "failure_free"
    )
    no_day = 0
    found = defaultdict(set)
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["cleared"] == "yes" and not row["cleared_day"]:
                no_day += 1
            else:
                found[row["treatment"]].add(row["patient_key"])
    assert no_day > 0
    assert {group: row["patients"] for group, row in rows.items()} == {
        treatment: len(patients) for treatment, patients in found.items()
    }


@pytest.mark.parametrize("topic", ["recurrence", "clearance", "healing", "complications"])
@pytest.mark.parametrize("group_by", ["site", "clinic"])
def test_attempts_alone_are_compared_by_nothing_and_carry_their_caution(
    sample_store: Folder, topic: str, group_by: str
) -> None:
    answer = _asked(topic, sample_store, ATTEMPTS, group_by=group_by)
    assert answer.groups
    assert answer.compared == ()
    assert answer.tables["comparisons"].empty
    assert any(note.startswith(_CAUTION) for note in answer.notes)
    # Beside professional care, which is then all that is counted, nothing has changed.
    both = Cohort((("treatment", ("diy", "extraction")),))
    answer = _asked(topic, sample_store, both, group_by=group_by)
    assert answer.compared
    assert not any(note.startswith(_CAUTION) for note in answer.notes)


@pytest.mark.parametrize("topic", ["overview", "reported", "complications"])
@pytest.mark.parametrize("group_by", ["diy_before", "clinic", "site"])
def test_no_hidden_figure_says_of_how_few_it_is(
    sample_store: Folder, topic: str, group_by: str
) -> None:
    one_month = Cohort(from_month="2024-03", to_month="2024-03")
    table = _asked(topic, sample_store, one_month, group_by=group_by).tables["estimates"]
    hidden = table[table["status"].isin(HIDING)]
    assert not hidden.empty
    sizes = hidden[["patients", "episodes"]].to_numpy(dtype=float, na_value=0.0)
    assert not ((sizes > 0) & (sizes < 5)).any()


def _hidden_steps(answer: Answer) -> set[str]:
    return {step.name for step in answer.attrition if step.number is None}


def test_no_step_is_hidden_that_a_figure_tells_nor_behind_one(sample_store: Folder) -> None:
    """Of 34 laser patients of a clinic 4 were not assessed: that is said, and protects nobody else."""
    cohort = Cohort((("clinic", ("C06",)), ("treatment", ("laser",))))
    answer = _asked("clearance", sample_store, cohort)
    told = {step.name: step.number for step in answer.attrition}
    assert told["not_assessed"] == _of(answer, "assessment", "not_assessed")["laser"]["events"] == 4
    assert "later_episode" in _hidden_steps(answer)
    # What is left is no way back to it either.
    assert told["in_cohort"] is None
    # For publication such a row is hidden itself.
    answer = _asked("clearance", sample_store, cohort, policy="publication")
    assert "not_assessed" in _hidden_steps(answer)


def test_the_note_says_truly_where_a_curve_ends(sample_store: Folder) -> None:
    settings = Settings(sample_store.root, min_patients=20)
    (note,) = (
        note
        for note in _asked("recurrence", sample_store, Cohort(), settings).notes
        if note.startswith("The groups can be compared")
    )
    assert "beyond it fewer than 20 patients are still followed" in note
    assert note.endswith("the curve ends.") or "the curve ends. " in note
    published = _asked("recurrence", sample_store, Cohort(), policy="publication").notes
    (note,) = (note for note in published if note.startswith("The groups can be compared"))
    assert "fewer than" not in note


def test_attempts_and_observation_are_not_taken_for_professional_care(sample_store: Folder) -> None:
    described = Cohort((("treatment", ("diy", "observation")),))
    sentence = _asked("complications", sample_store, described).sentence
    assert "after observation" in sentence
    assert "after a DIY attempt" in sentence
    assert "professional" not in sentence
    assert "recorded most often" not in sentence
    sentence = _asked("complications", sample_store, ATTEMPTS).sentence
    assert "recorded most often is inflammation" in sentence
    assert "days after a DIY attempt." in sentence


def test_the_overview_counts_whom_it_speaks_of(sample_store: Folder) -> None:
    everybody = _patients("cleared", {"yes", "partial", "no", "not_assessed", ""})
    sentence = _asked("overview", sample_store, ATTEMPTS).sentence
    assert sentence.startswith(f"{everybody['diy']:,} patients after a DIY attempt.")
    described = Cohort((("treatment", ("diy", "observation")),))
    sentence = _asked("overview", sample_store, described).sentence
    assert f"{everybody['observation']} patients after observation and" in sentence
    # One patient may have several episodes, and stand in several arms.
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        treated = sum(
            row["treatment"] not in ("diy", "observation") for row in csv.DictReader(file)
        )
    sentence = _asked("overview", sample_store, Cohort(), unit="episode").sentence
    assert sentence.startswith(f"{treated:,} episodes:")
