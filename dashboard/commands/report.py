"""`report`: write what the records say, to one question or to all, as files to take away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from dashboard import words
from dashboard.answers.answer import DEFINITIONS, UNITS, WEIGHTINGS, Answer, Choices
from dashboard.answers.topics import TOPICS, topics_named
from dashboard.cohort import make_cohort
from dashboard.commands.layout import say
from dashboard.commands.options import DATA, FILE, folder_of
from dashboard.commands.sample import sample_where_empty
from dashboard.errors import BadInput
from dashboard.exports import report_files, write_files
from dashboard.settings import HORIZONS, POLICIES, parse_horizons, read_settings
from dashboard.store import open_current


def _said(what: str, default: str) -> str:
    return f"{what}.  [default: {default}]"


@click.command("report")
@click.argument("topic")
@click.option(
    "--by", default="treatment", metavar="DIMENSION", help=_said("Which groups", "treatment")
)
@click.option(
    "--where",
    multiple=True,
    metavar="COLUMN=VALUE[,VALUE…]",
    help="Count only records with one of these values; may be given several times.",
)
@click.option("--from", "from_month", default="", metavar="YYYY-MM", help="First start month.")
@click.option("--to", "to_month", default="", metavar="YYYY-MM", help="Last start month.")
@click.option(
    "--unit", default="patient", metavar="|".join(UNITS), help=_said("What is counted", "patient")
)
@click.option(
    "--definition",
    default="A",
    metavar="|".join(DEFINITIONS),
    help=_said("What counts as a recurrence", "A"),
)
@click.option("--reference", default="", metavar="GROUP", help="The group to compare with.")
@click.option(
    "--horizons",
    default="",
    metavar="DAYS,DAYS…",
    help=_said("Days at which figures are read", ",".join(map(str, HORIZONS))),
)
@click.option(
    "--policy", default="clinic", metavar="|".join(POLICIES), help=_said("What is hidden", "clinic")
)
@click.option(
    "--weighting",
    default="pairs",
    metavar="|".join(WEIGHTINGS),
    help=_said("How like patients are weighted (like_for_like)", "pairs"),
)
@click.option("--out", required=True, type=FILE, metavar="DIR", help="The folder for the files.")
@DATA
def write_report(  # noqa: PLR0913 - one parameter an option
    *,
    topic: str,
    by: str,
    where: Sequence[str],
    from_month: str,
    to_month: str,
    unit: str,
    definition: str,
    reference: str,
    horizons: str,
    policy: str,
    weighting: str,
    out: Path,
    data: Path | None,
) -> None:
    """Write a report on TOPIC, or on all.

    Its CSV files, report.json and README.txt go into the folder --out, in the place of any of the
    same names; other files there stay.
    """
    topics = topics_named(topic)
    choices = Choices(
        group_by=by,
        unit=unit,
        definition=definition,
        reference=reference,
        horizons=parse_horizons(horizons) if horizons else (),
        policy=policy,
        weighting=weighting,
    )
    folder = folder_of(data)
    settings = read_settings(folder.root)
    sample_where_empty(folder)
    release = open_current(folder, settings.keep_releases)
    cohort = make_cohort(filters_of(where, release.known), release.known, from_month, to_month)
    answers = [
        TOPICS[name](release, cohort, choices, settings, pseudonymised=folder.pseudonymised)
        for name in topics
    ]
    files = report_files(answers)
    write_files(out, files)
    _say(answers, tuple(files), out)


def filters_of(where: Sequence[str], known: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Which filters do the `--where` options name: column → values?

    Spaces around columns and values do not count. The same column given twice keeps the values of
    both. A value that holds a comma is taken whole where the records know it so.

    Raises
    ------
    BadInput
        If one is not COLUMN=VALUE.
    """
    filters: dict[str, list[str]] = {}
    for option in where:
        column, equals, text = option.partition("=")
        name, whole = column.strip(), text.strip()
        taken_whole = whole in known.get(name, ())
        values = [whole] if taken_whole else [value.strip() for value in text.split(",")]
        if not equals or not name or not all(values):
            raise BadInput(
                f"“{option}” is not COLUMN=VALUE.",
                "Write --where COLUMN=VALUE, or --where COLUMN=VALUE,VALUE for any of several.",
            )
        filters.setdefault(name, []).extend(values)
    return filters


def _say(answers: Sequence[Answer], names: Sequence[str], out: Path) -> None:
    first = answers[0]
    if first.release.synthetic:
        say("SYNTHETIC: these records are made up.")
    for answer in answers:
        say(answer.question)
        say(answer.sentence)
        asked = answer.choices.reference
        if asked and answer.reference != asked:
            instead = f"“{answer.reference}”" if answer.reference else "nothing"
            say(
                f"“{asked}” is not among the groups that may be compared: "
                f"compared with {instead} instead.",
                err=True,
            )
    hidden = sum(answer.hidden_figures for answer in answers)
    say(
        f"Release {first.release.number}; {first.cohort.in_words()}; "
        f"{words.count(hidden, 'hidden figure')}."
    )
    if not first.settings.hides:
        say("Small numbers are not hidden: keep these files inside the clinic.", err=True)
    say(f"Written to {out}: {', '.join(names)}.")
