"""What does somebody read who opens the folder of a report, before any table?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import dashboard
from dashboard import words
from dashboard.answers.answer import Answer, Choices, Step
from dashboard.cohort import month_in_words
from dashboard.disclosure import SHOWN
from dashboard.exports.csv import BOM
from dashboard.exports.metadata import (
    SYNTHETIC_WARNING,
    definition_in_words,
    records_are,
    sha256,
)
from dashboard.store import About

# Topics in which it matters what counts as a recurrence.
DEFINED = ("overview", "recurrence", "like_for_like", "diy", "clinics", "trends")
_HOW_TO_READ = (
    "One row is one figure; the columns are the same for every topic.",
    "Shares are from 0 to 1, times in days.",
    "An empty cell is a figure that is not shown, never 0; the column status says why:",
    "  hidden_small_number: it rests on too few patients;",
    "  hidden_with_another: it would give a hidden one away;",
    "  not_mature: too few are followed that long; the figure stays, do not rely on it;",
    "  not_reached, not_estimable, not_comparable: the records cannot say;",
    "  not_recorded: nobody wrote it down.",
    "Text that a spreadsheet would take for a formula begins with an apostrophe.",
    "report.json says the same as this file, for programs.",
)


def readme(answers: Sequence[Answer], files: Mapping[str, bytes]) -> bytes:
    """What stands in `README.txt`: which records, what was found, what is hidden, which files?

    UTF-8 with a byte order mark and CRLF, as an old editor needs them; the same bytes for the
    same answers.
    """
    first = answers[0]
    lines = [SYNTHETIC_WARNING, ""] if first.release.synthetic else []
    lines += ["Report of the milia treatment-outcome dashboard", "", *_frame(first)]
    for answer in answers:
        lines += ["", *_topic(answer)]
    lines += ["", "Files (SHA-256)"]
    lines += [f"  {sha256(data)}  {name}" for name, data in files.items()]
    lines += ["Files that are not named here do not belong to this report.", "", *_HOW_TO_READ]
    return (BOM + "\r\n".join(lines) + "\r\n").encode("utf-8")


def _frame(answer: Answer) -> list[str]:
    release, choices = answer.release, answer.choices
    built = f"{release.created:%Y-%m-%d %H:%M} UTC"
    return [
        f"Cohort:      {answer.cohort.in_words()}",
        f"Counted:     {_counted(choices)}",
        f"Release:     {release.number}, built {built}",
        f"Records:     {_cut_off(release)}, {records_are(answer)}",
        f"Policy:      {choices.policy}; {_hiding(answer)}",
        f"Software:    {dashboard.__version__}",
    ]


def _counted(choices: Choices) -> str:
    unit = "each patient once" if choices.unit == "patient" else "every episode"
    return f"{unit}, grouped by {words.dimension(choices.group_by).lower()}"


def _cut_off(release: About) -> str:
    if not release.last_cutoff:
        return "none"
    last = month_in_words(release.last_cutoff)
    if release.first_cutoff == release.last_cutoff:
        return f"up to {last}"
    return f"up to {month_in_words(release.first_cutoff)} or later by clinic, the last {last}"


def _hiding(answer: Answer) -> str:
    if answer.published:
        return (
            "counts from 1 to 7 are hidden, others to the nearest 5, shares worked out anew from those. "
            "This report may leave the clinic."
        )
    if not answer.settings.hides:
        return (
            "small numbers are NOT hidden: whoever holds the data folder turned that off. "
            "Keep this report inside the clinic."
        )
    return (
        f"figures that rest on fewer than {answer.settings.min_patients} patients are hidden. "
        "Keep this report inside the clinic."
    )


def _topic(answer: Answer) -> list[str]:
    lines = [answer.question, f"  {answer.sentence}"]
    if answer.topic in DEFINED:
        lines.append(f"  Definition {answer.choices.definition}: {definition_in_words(answer)}")
    if answer.asked_as not in (None, answer.choices):
        lines.append(f"  {_counted(answer.choices)}, whatever the others are")
    if answer.horizons:
        lines.append(f"  Horizons: {', '.join(str(days) for days in answer.horizons)} days")
    if answer.reference:
        said = words.value(answer.choices.group_by, answer.reference)
        lines.append(f"  Compared with: {said}")
    lines.append(f"  Hidden: {words.count(answer.hidden_figures, 'figure')}")
    lines += ["  Who is counted:", *(f"    {_step(step)}" for step in answer.attrition)]
    lines += ["  Notes:" if answer.notes else "  No notes."]
    return lines + [f"    - {note}" for note in answer.notes]


def _step(step: Step) -> str:
    number = f"{step.number:,}" if step.status == SHOWN and step.number is not None else "hidden"
    return f"{'− ' if step.left_out else '  '}{number:>9}  {step.said}"
