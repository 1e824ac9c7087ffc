"""What has a person decided so far about a file? A draft of a profile, and the profile's text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dashboard.intake.columns import KEYS, Table

# Days are counted from the date in the column that fills this one.
_DAY_ZERO = "start_month"


@dataclass(frozen=True)
class Filled:
    """How is one column of ours filled?

    Attributes
    ----------
    source
        Their column.
    recode
        Theirs → ours; empty means *not recorded*.
    date
        Its format, where it holds dates: `%d/%m/%Y`.
    band
        An exact age or count is banded.
    """

    source: str
    recode: Mapping[str, str] = field(default_factory=dict)
    date: str | None = None
    band: bool = False


@dataclass(frozen=True)
class Draft:
    """What is decided about the files of one clinic system?

    Attributes
    ----------
    form
        Keys at the top of the profile that say how the file is written: encoding, delimiter, sheet …
    clinic
        One code for the whole file; empty where a column says it, or nobody does.
    blanks
        Words that mean *not recorded* in every column.
    drop
        Their columns that are not looked at.
    hashed
        Our keys that are hashed; both, unless they are random already.
    """

    name: str = ""
    form: Mapping[str, str | int] = field(default_factory=dict)
    clinic: str = ""
    until: str = ""
    blanks: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    hashed: tuple[str, ...] = KEYS
    columns: Mapping[str, Filled] = field(default_factory=dict)
    synthetic: bool = False

    def toml(self, table: Table = "episodes") -> str:
        """What is the text of the profile? `read_profile` reads it, and so does the command line."""
        top: dict[str, object] = {"name": self.name} if self.name else {}
        if self.synthetic:
            top["synthetic"] = True
        top |= {key: value for key, value in self.form.items() if value != ""}
        if self.until:
            top["until"] = self.until
        if self.blanks:
            top["blanks"] = list(self.blanks)
        hashed = [key for key in self.hashed if key in self.columns]
        if hashed:
            top["hash"] = hashed
        section: dict[str, object] = {"drop": list(self.drop)} if self.drop else {}
        zero = self.columns.get(_DAY_ZERO)
        if zero is not None and zero.date and "%d" in zero.date:
            section["day_zero"] = {"from": zero.source, "date": zero.date}
        columns = {name: _recipe(filled) for name, filled in self.columns.items()}
        if self.clinic and "clinic" not in columns:
            columns["clinic"] = {"constant": self.clinic}
        below = ["", f"[{table}]", *_lines(section), "", f"[{table}.columns]", *_lines(columns), ""]
        return "\n".join([*_lines(top), *below])


def _recipe(filled: Filled) -> object:
    more: dict[str, object] = {}
    if filled.recode:
        more["recode"] = dict(filled.recode)
    if filled.date:
        more["date"] = filled.date
    if filled.band:
        more["band"] = True
    return {"from": filled.source, **more} if more else filled.source


def _lines(told: Mapping[str, object]) -> Iterable[str]:
    return [f"{key} = {_written(value)}" for key, value in told.items()]


def _written(value: object) -> str:
    """A value in TOML: its strings are JSON's, but for the one character that JSON lets stand."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(str(key))} = {_written(one)}" for key, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return f"[{', '.join(_written(one) for one in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else _quoted(str(value))


def _key(name: str) -> str:
    return name if re.fullmatch("[A-Za-z_]+", name) else _quoted(name)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
