"""What does a report say of itself: which records, how they were counted, what is hidden?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import dashboard
from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.answers.recurrence_words import DEFINITIONS
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import About

# Of `report.json`: raised when a reader of the old one would misread the new one.
FORMAT = 1
SYNTHETIC = "SYNTHETIC"
SYNTHETIC_WARNING = "SYNTHETIC: these records are made up. No figure here speaks of real patients."


def sha256(data: bytes) -> str:
    """What is the SHA-256 of `data`, in hexadecimal?"""
    return hashlib.sha256(data).hexdigest()


def metadata(answers: Sequence[Answer], files: Mapping[str, bytes]) -> dict[str, Any]:
    """What stands in `report.json`?

    Parameters
    ----------
    answers
        One a topic, all to the same cohort, choices and release.
    files
        Every other file of the report, name → contents.

    Returns
    -------
    dict
        Only text, numbers, lists and mappings. Nothing of it depends on when or where the report
        was written: the same answer gives the same bytes.
    """
    first = answers[0]
    return {
        "format": FORMAT,
        "software_version": dashboard.__version__,
        "synthetic": first.release.synthetic,
        "warning": SYNTHETIC_WARNING if first.release.synthetic else "",
        "records_are": records_are(first),
        "release": _release(first.release),
        "cohort": _cohort(first.cohort),
        "choices": _choices(first),
        "settings": _settings(first.settings),
        "hidden_figures": sum(answer.hidden_figures for answer in answers),
        "topics": {answer.topic: _topic(answer) for answer in answers},
        "files": {
            name: {"sha256": sha256(data), "bytes": len(data)} for name, data in files.items()
        },
    }


def records_are(answer: Answer) -> str:
    """Which word says whether later files can still be linked to these records?"""
    return "pseudonymised" if answer.pseudonymised else "anonymised"


def definition_in_words(answer: Answer) -> str:
    """How is the definition of a recurrence said?"""
    return f"milia seen again {DEFINITIONS[answer.choices.definition]}"


def _release(about: About) -> dict[str, Any]:
    return {
        "number": about.number,
        "created": about.created.isoformat(timespec="seconds"),
        "synthetic": about.synthetic,
        "software_version": about.software_version,
        "first_month": about.first_month,
        "last_month": about.last_month,
        "first_cutoff": about.first_cutoff,
        "last_cutoff": about.last_cutoff,
    }


def _cohort(cohort: Cohort) -> dict[str, Any]:
    return {
        "filters": {name: list(kept) for name, kept in cohort.filters},
        "from_month": cohort.from_month,
        "to_month": cohort.to_month,
        "in_words": cohort.in_words(),
    }


def _choices(answer: Answer) -> dict[str, Any]:
    choices = answer.choices
    return {
        "group_by": choices.group_by,
        "group_by_in_words": words.dimension(choices.group_by),
        "unit": choices.unit,
        "definition": choices.definition,
        "definition_in_words": definition_in_words(answer),
        "reference": choices.reference,
        "horizons": list(choices.horizons),
        "policy": choices.policy,
        "weighting": choices.weighting,
    }


def _settings(settings: Settings) -> dict[str, Any]:
    return {
        "min_patients": settings.min_patients,
        "min_at_risk": settings.min_at_risk,
        "confidence": settings.confidence,
        "small_numbers_hidden": settings.hides,
    }


def _topic(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question,
        "sentence": answer.sentence,
        "group_by": answer.choices.group_by,
        "unit": answer.choices.unit,
        "notes": list(answer.notes),
        "groups": list(answer.groups),
        "hidden_groups": list(answer.hidden_groups),
        "reference": answer.reference,
        "hidden_figures": answer.hidden_figures,
        "horizons": list(answer.horizons),
        "main_horizon": answer.horizon,
        "mature_to": dict(answer.mature_to),
        "comparable_to": answer.comparable_to,
        "attrition": [
            {
                "step": step.name,
                "in_words": step.said,
                "number": step.number,
                "left_out": step.left_out,
                "status": step.status,
            }
            for step in answer.attrition
        ],
        "tables": {shape: f"{answer.topic}_{shape}.csv" for shape in answer.tables},
    }
