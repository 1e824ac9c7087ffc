"""Which files make up a report? Built in memory, for a folder or a download."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dashboard.answers.answer import SHAPES, Answer
from dashboard.exports.csv import table_to_csv
from dashboard.exports.metadata import metadata
from dashboard.exports.readme import readme

METADATA = "report.json"
README = "README.txt"


def report_files(answers: Sequence[Answer]) -> dict[str, bytes]:
    """What are the files of the report on `answers`, name → contents?

    Parameters
    ----------
    answers
        One a topic, all of the same release, cohort, choices and settings; at least one.

    Returns
    -------
    dict
        ``TOPIC_SHAPE.csv`` for each table, ``README.txt``, and last ``report.json``, which holds
        the SHA-256 of the others: where it stands, they stand. The same bytes for the same answers.

    Raises
    ------
    ValueError
        If there is no answer, the answers do not belong together, or a table has not the columns
        of its shape: a fault of the program.
    """
    _check_together(answers)
    files = {
        f"{answer.topic}_{shape}.csv": table_to_csv(answer.tables[shape])
        for answer in answers
        for shape in SHAPES
        if shape in answer.tables
    }
    files[README] = readme(answers, files)
    told = json.dumps(metadata(answers, files), indent=2, ensure_ascii=False, allow_nan=False)
    files[METADATA] = (told + "\n").encode("utf-8")
    return files


def _check_together(answers: Sequence[Answer]) -> None:
    if not answers:
        raise ValueError("a report needs an answer")
    first = _question(answers[0])
    for answer in answers:
        if _question(answer) != first:
            raise ValueError(f"the answer on {answer.topic} is not to the same question")
        for shape, table in answer.tables.items():
            if tuple(table.columns) != SHAPES[shape]:
                raise ValueError(
                    f"{answer.topic}: the table {shape} has not the columns of its shape"
                )


def _question(answer: Answer) -> tuple[object, ...]:
    """What was asked, whatever a topic that cannot put it so asked instead?"""
    choices = answer.asked_as or answer.choices
    return answer.release, answer.cohort, choices, answer.settings
