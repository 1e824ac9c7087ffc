"""What the bench found, as docs/benchmarks.md."""

from __future__ import annotations

import datetime as dt
import platform
import statistics
from typing import Any

import duckdb

import dashboard
from tests.benchmarks.answering import ALIKE, BARE, OTHERS, bare
from tests.benchmarks.machine import describe

Part = dict[str, Any]

# From the specification.
ANSWER_RATIO, ANSWER_SECONDS = 5.0, 1.0
ALIKE_SECONDS = 5.0
IMPORT_RATIO = 10.0
MEMORY = 1500.0
IMPORT_MEMORY = 2000.0
CHANGE_RATIO = 1.3
LARGE = 10_000_000
QUESTIONS = {
    "answer": "all records, by treatment",
    "answer by site": "all records, by site",
    "answer filtered": "two sites, three skin types",
    "with models": "all records, with tests and Cox models",
    "sidebar": "the sidebar's count, all records",
    "sidebar filtered": "the sidebar's count, two sites, three skin types",
}


def written(answers: list[Part], alike: Part, imported: Part, changes: Part, runs: int) -> str:
    """The whole document."""
    sections = [
        _head(),
        _limits(answers, alike, imported, changes),
        _answers(answers, runs),
        _others(answers),
        _alike(alike),
        _import(imported),
        _changes(changes),
        _how(),
    ]
    return "\n".join(sections)


def _head() -> str:
    return f"""# How fast it is

Written by `make bench` on {dt.datetime.now(dt.UTC):%d %B %Y}. Software {dashboard.__version__}, \
DuckDB {duckdb.__version__}, Python {platform.python_version()}; {describe()}.
"""


def _limits(answers: list[Part], alike: Part, imported: Part, changes: Part) -> str:
    rows: list[tuple[str, float, float, str]] = []
    largest = next((part for part in answers if part["episodes"] == LARGE), None)
    if largest:
        seconds = _seconds(largest, "answer")
        rows += [
            ("answer on 10 million, against the bare group-by", _ratio(largest), ANSWER_RATIO, "×"),
            ("answer on 10 million", seconds, ANSWER_SECONDS, " s"),
        ]
        for name in OTHERS:
            what = f"{name} on 10 million"
            against = f"{what}, against its bare group-bys"
            rows += [
                (against, _ratio(largest, name, name), ANSWER_RATIO, "×"),
                (what, _seconds(largest, name), ANSWER_SECONDS, " s"),
            ]
        rows += [
            ("process that shows it", largest["memory"]["peak"], MEMORY, " MB"),
        ]
    for name in ALIKE:
        what = f"{name}, {alike['mixes']:,} case mixes"
        rows.append((what, _seconds(alike, name), ALIKE_SECONDS, " s"))
    ratio = imported["import"]["seconds"] / imported["copy"]["seconds"]
    rows.append(("import, against the plain copy", ratio, IMPORT_RATIO, "×"))
    large = imported["large"]
    rows.append((f"import of {large['file']:,.0f} MB", large["peak"], IMPORT_MEMORY, " MB"))
    if changes:
        what = "filter change in Chromium, against an empty page"
        rows.append((what, changes["ratio"], CHANGE_RATIO, "×"))
    lines = [
        f"| {what} | {_short(value)}{unit} | at most {limit:g}{unit} "
        f"| {'met' if value <= limit else '**not met**'} |"
        for what, value, limit, unit in rows
    ]
    return "\n".join(["| | measured | limit | |", "|---|---|---|---|", *lines, ""])


def _answers(answers: list[Part], runs: int) -> str:
    sizes = " | ".join(f"{part['episodes']:,}" for part in answers)
    lines = [f"| episodes | {sizes} |", "|---" * (len(answers) + 1) + "|"]

    def row(what: str, cells: list[str]) -> None:
        lines.append(f"| {what} | {' | '.join(cells)} |")

    def seconds(name: str) -> list[str]:
        return [_clock(part, name) for part in answers]

    row("bare group-by of the curve", seconds("bare recurrence"))
    row("the three bare group-bys together", [f"{_three(part):.3f}" for part in answers])
    for name, what in QUESTIONS.items():
        row(what, seconds(name))
    row("answer ÷ bare group-by", [f"{_ratio(part):.1f}" for part in answers])
    row(
        "answer ÷ the three together",
        [f"{_seconds(part, 'answer') / _three(part):.1f}" for part in answers],
    )
    row("most memory of the process that answers, MB", [f"{part['peak']:.0f}" for part in answers])
    row("of one that shows the page, MB", [f"{part['memory']['peak']:.0f}" for part in answers])
    row("file of the release, MB", [f"{part['file']:.0f}" for part in answers])
    table = "\n".join(lines)
    return f"""
## The recurrence answer

Seconds on the clock (in brackets: of the processors), medians of {runs} runs after one that warms up. All
questions of a size take turns in one process. Unit: patient.

{table}

Below about a million episodes the answer's time is that of the estimates, tables and sentences, which does
not grow with the records: the ratio says little there.
"""


def _others(answers: list[Part]) -> str:
    sizes = " | ".join(f"{part['episodes']:,}" for part in answers)
    lines = [f"| episodes | {sizes} |", "|---" * (len(answers) + 1) + "|"]
    for name in OTHERS:
        cells = [_clock(part, name) for part in answers]
        ratios = [f"{_ratio(part, name, name):.1f}" for part in answers]
        lines.append(f"| {name} | {' | '.join(cells)} |")
        lines.append(f"| {name} ÷ its bare group-bys | {' | '.join(ratios)} |")
    table = "\n".join(lines)
    return f"""
## The other answers

All records, by treatment (*quality*: by clinic): the sentence, the estimates and the curves, with nothing kept from
before. On the pages each is answered once and kept, and topics share what several of them count. The bare group-bys
of a topic are those of the columns that its queries count by, together; they stand below.

{table}
"""


def _alike(alike: Part) -> str:
    lines = [f"| {name} | {_clock(alike, name)} |" for name in ALIKE]
    table = "\n".join(["| | seconds |", "|---|---|", *lines])
    return f"""
## Like with like

{alike["episodes"]:,} episodes of patients with {alike["mixes"]:,} different combinations of the case mix; beyond
50,000, rare levels are merged. *like_for_like*: the sentence and what the page draws at once, four outcomes,
each treatment against extraction; *with models*: Cox's models as well, which the clinical detail has. *diy*: by
what had been tried before and by each habit; *in brief*: what its summary shows. *clinics*: observed and expected of
four outcomes, by clinic, and the funnels. Most memory: {alike["peak"]:.0f} MB.

{table}
"""


def _import(imported: Part) -> str:
    lines = [
        "| | seconds per million rows | processor seconds | ratio | most memory, MB |",
        "|---|---|---|---|---|",
    ]
    plain = imported["copy"]["seconds"]
    for name, what in (("copy", "plain `copy … from`"), ("import", "import")):
        taken = imported[name]
        lines.append(
            f"| {what} | {_per_million(imported, taken['seconds']):.1f} "
            f"| {_per_million(imported, taken['processor_seconds']):.1f} "
            f"| {taken['seconds'] / plain:.1f} | {taken['peak']:.0f} |"
        )
    table = "\n".join(lines)
    large = imported["large"]
    return f"""
## Import

A CSV file of {imported["episodes"]:,} episodes with all columns ({imported["file"]:.0f} MB), medians of \
{imported["rounds"]} runs in turns, each in a process of its own. The plain copy reads the same file into
the same typed table with its key, and writes it to the disk. The import counts the records independently,
checks every rule, looks for identity, derives the facts, writes the ledger and publishes the release.

{table}

A file of {large["file"]:,.0f} MB ({large["episodes"]:,} episodes), once: {large["seconds"]:,.0f} s, \
{large["processor_seconds"]:,.0f} s of the processors, at most {large["peak"]:,.0f} MB of memory.
"""


def _changes(changes: Part) -> str:
    if not changes:
        return "\n## Changing a filter\n\nNot measured: no Chromium on this machine.\n"
    lines = ["| | median | from | to |", "|---|---|---|---|"]
    shown = {
        "page": "recurrence page",
        "empty": "empty page, small charts",
        "same_charts": "empty page, the recurrence page's own charts",
    }
    for name, what in shown.items():
        taken = changes[name]
        lines.append(
            f"| {what} | {statistics.median(taken):.3f} s | {min(taken):.3f} | {max(taken):.3f} |"
        )
    table = "\n".join(lines)
    return f"""
## Changing a filter

In Chromium, on the sample records, from the click to the last change of the page; {len(changes["page"])}
changes on each page in turns. The empty page has one filter and as many Plotly charts ({changes["charts"]}):
small ones, or those of the recurrence page, drawn beforehand. Ratio: {changes["ratio"]:.2f}; to the empty page with
the same charts {changes["ratio_to_same_charts"]:.2f}. Streamlit puts a changed chart into the page anew and has
Plotly draw it twice, before and after its width is known; on either page.

{table}
"""


def _how() -> str:
    told = {"recurrence": BARE.values()} | {
        name: map(bare, columns) for name, (_, columns) in OTHERS.items()
    }
    statements = "\n".join(
        line
        for name, several in told.items()
        for line in (f"-- {name}", *(" ".join(sql.split()) + ";" for sql in several))
    )
    return f"""
## What is compared

The records are made up inside the database (`tests/benchmarks/episodes.sql`): all columns, 12 clinics, 36
months, one episode in five of a patient who was there before, follow-up up to about 900 days.

The bare group-bys count every row by the columns that the answer's own queries count by, over the same
connection and with the result as a frame; the first is the one that the limit speaks of. The answer filters,
counts four times (recurrence: eligibility, recurrence, failure, losses), estimates, hides what is small, and writes the
tables and the sentence.

```sql
{statements}
```
"""


def _seconds(part: Part, name: str) -> float:
    return float(part["times"][name]["seconds"])


def _clock(part: Part, name: str) -> str:
    taken = part["times"][name]
    return f"{taken['seconds']:.3f} ({taken['processor_seconds']:.3f})"


def _three(part: Part) -> float:
    return sum(_seconds(part, f"bare {name}") for name in BARE)


def _ratio(part: Part, name: str = "answer", bare: str = "recurrence") -> float:
    return _seconds(part, name) / _seconds(part, f"bare {bare}")


def _per_million(imported: Part, seconds: float) -> float:
    return seconds / imported["episodes"] * 1e6


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.2f}"
