"""The data dictionary, written from the columns themselves."""

from __future__ import annotations

from sample_data import columns
from sample_data.synthetic.levels import TECHNIQUES

HEAD = """# Data dictionary of the sample records

**SYNTHETIC.** Written by `python -m sample_data` from `columns.py`; do not edit by hand.
`*` = required. A blank means *not recorded*. Days are whole days since the first session of the
episode (day 0); nothing is observed after 2026-09-30.
"""


def data_dictionary() -> str:
    """Describe both tables: name, type, allowed values, meaning."""
    parts = [
        HEAD,
        _table("episodes.csv", columns.EPISODES),
        _table("complications.csv", columns.COMPLICATIONS),
        _techniques(),
    ]
    return "\n".join(parts)


def _table(title: str, wanted: tuple[columns.Column, ...]) -> str:
    rows = [f"| `{c.name}`{'*' * c.required} | {_kind(c)} | {c.meaning} |" for c in wanted]
    return "\n".join(
        [f"## {title}", "", "| column | values | meaning |", "|---|---|---|", *rows, ""]
    )


def _kind(column: columns.Column) -> str:
    if column.kind == "choice":
        return ", ".join(column.values)
    if column.kind == "month":
        return "`YYYY-MM`"
    if column.kind == "text":
        return "text, 16 hexadecimal digits"
    limits = f" ≥ {column.low}" if column.high is None else f" {column.low}–{column.high}"
    return column.kind + limits


def _techniques() -> str:
    rows = [
        f"| {treatment} | {', '.join(names) or 'always blank'} |"
        for treatment, names in TECHNIQUES.items()
    ]
    return "\n".join(
        ["## Techniques by treatment", "", "| treatment | technique |", "|---|---|", *rows, ""]
    )
