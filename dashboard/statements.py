"""The questions under `queries/`, read with their headers: which are there, what do they need and return?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path

from dashboard.errors import DashboardError

QUERIES = Path(__file__).resolve().parent.parent / "queries"

_KEY = re.compile(
    r"^(?P<key>question|one row per|uses|params|returns|missing|rule|column|severity|message):\s*(?P<value>.*)$"
)
_REQUIRED = ("question", "one row per", "params", "returns", "missing")


@dataclass(frozen=True)
class Field:
    """What is this parameter or column called, of which type, in which unit?"""

    name: str
    type: str
    unit: str = ""


@dataclass(frozen=True)
class Statement:
    """Which question does this file put to the database, with what, and what comes back?

    `body` is what stands in the file, `common` the common table expressions it uses, as (name, SQL);
    `sql` is both together, ready to run.
    """

    name: str
    body: str
    common: tuple[tuple[str, str], ...]
    question: str
    grain: str
    params: tuple[Field, ...]
    returns: tuple[Field, ...]
    missing: str
    header: dict[str, str]

    @property
    def sql(self) -> str:
        """Which statement runs?"""
        if not self.common:
            return self.body
        tables = ",\n".join(f"{name} as {_kept(sql)}(\n{sql}\n)" for name, sql in self.common)
        if self.body.startswith("with "):
            return f"with {tables},\n{self.body.removeprefix('with ')}"
        return f"with {tables}\n{self.body}"


def _kept(common: str) -> str:
    """Is a common table expression worked out anew by each that names it?

    Where it only picks rows and columns it is: a copy of all rows with all columns, which the database would
    keep for two readers, costs more than picking them twice.
    """
    return "" if common.startswith("with ") else "not materialized "


class UnknownStatement(DashboardError):
    """Which name was asked for that no file under `queries/` has?"""


@cache
def load(name: str) -> Statement:
    """What does the query called `name` ask?

    Parameters
    ----------
    name
        Path below `queries/` without the ending, e.g. ``cohort/events_by_group_and_day``.

    Returns
    -------
    Statement
        Where the header says ``uses: NAME``, the common table expression of ``NAME.sql`` in the same
        folder, or in ``queries/cohort/``, stands in front, and its parameters are among `params`.

    Raises
    ------
    UnknownStatement
        If there is no such file, or its header lacks a line or names one that is not known.
    """
    path = QUERIES / f"{name}.sql"
    if not path.is_file():
        raise UnknownStatement(
            f"There is no query “{name}”.", f"The queries are the .sql files under {QUERIES.name}/."
        )
    header, sql = _split(path.read_text(encoding="utf-8"), name)
    lacking = [key for key in _REQUIRED if key not in header]
    if lacking:
        raise UnknownStatement(
            f"The header of query “{name}” lacks “{lacking[0]}:”.",
            "queries/README.md has the grammar.",
        )
    params = _fields(header["params"])
    common: tuple[tuple[str, str], ...] = ()
    if header.get("uses"):
        used = load(_path_of(header["uses"], name))
        params = used.params + params
        common = (*used.common, (header["uses"], used.body))
    return Statement(
        name,
        sql,
        common,
        header["question"],
        header["one row per"],
        params,
        _fields(header["returns"]),
        header["missing"],
        header,
    )


def _path_of(used: str, user: str) -> str:
    """Which file is meant by ``uses: NAME`` in the query `user`?"""
    own = f"{user.rpartition('/')[0]}/{used}"
    return own if (QUERIES / f"{own}.sql").is_file() else f"cohort/{used}"


def names(under: str = "") -> tuple[str, ...]:
    """Which queries are there (below one folder, if given), in alphabetical order?"""
    root = QUERIES / under
    return tuple(
        sorted(
            path.relative_to(QUERIES).with_suffix("").as_posix()
            for path in root.rglob("*.sql")
            if "schema" not in path.parts
        )
    )


def schema(name: str) -> str:
    """Which statements make the tables of `queries/schema/<name>.sql`? (Several a file: definitions, not questions.)"""
    return (QUERIES / "schema" / f"{name}.sql").read_text(encoding="utf-8")


def _split(text: str, name: str) -> tuple[dict[str, str], str]:
    header: dict[str, str] = {}
    key = ""
    lines = text.splitlines()
    comments = list(takewhile(lambda line: line.startswith("--"), lines))
    for line in comments:
        comment = line.removeprefix("--").removeprefix(" ")
        found = _KEY.match(comment)
        if found:
            key = found["key"]
            header[key] = found["value"].strip()
        elif key and comment.startswith("  "):
            header[key] = f"{header[key]} {comment.strip()}".strip()
        else:
            raise UnknownStatement(
                f"The header of query “{name}” has a line of no known kind: “{line}”.",
                "queries/README.md has the grammar.",
            )
    return header, "\n".join(lines[len(comments) :]).strip()


def _fields(text: str) -> tuple[Field, ...]:
    if text in ("", "none"):
        return ()
    fields = []
    for part in re.split(r",\s*(?![^()]*\))", text):
        words = part.split(maxsplit=2)
        unit = words[2].strip("()") if len(words) > 2 else ""
        fields.append(Field(words[0], words[1], unit))
    return tuple(fields)
