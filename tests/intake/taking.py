"""Take in files written as text in a test, and look at what came of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

import duckdb

from dashboard.intake.summary import ImportRequest, IntakeSummary
from dashboard.intake.take import take_in

SALT = b"0123456789abcdef0123456789abcdef"
Text = str | bytes | None


@dataclass(frozen=True)
class Taken:
    """What was accepted, rejected and said?"""

    summary: IntakeSummary
    episodes: list[dict[str, Any]]
    complications: list[dict[str, Any]]
    rejects: list[dict[str, Any]]

    def counts(self) -> dict[tuple[str, str], int]:
        """How often was each rule broken, by (rule, column)?"""
        return {(rule.rule, rule.column): rule.count for rule in self.summary.rules}

    def everything(self) -> str:
        """All that is ever shown to anybody: the summary and the rejected records."""
        return json.dumps(self.summary.to_dict(), ensure_ascii=False) + json.dumps(self.rejects)


@dataclass(frozen=True)
class Taking:
    """Writes the files, calls `take_in`, and holds the account to its balance."""

    connection: duckdb.DuckDBPyConnection
    folder: Path

    def __call__(
        self,
        episodes: Text,
        complications: Text = None,
        *,
        profile: Text = None,
        until: str | None = None,
        salt: bytes = SALT,
    ) -> Taken:
        request = ImportRequest(
            episodes=self._write("episodes.csv", episodes),
            complications=self._write("complications.csv", complications),
            profile=self._write("profile.toml", profile),
            until=until,
        )
        summary = take_in(self.connection, request, salt)
        taken = Taken(
            summary,
            self.rows("accepted_episodes"),
            self.rows("accepted_complications"),
            self.rows("rejected_records"),
        )
        check_balance(taken)
        return taken

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Which rows has this table?"""
        found = self.connection.execute(f"from {table}")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def _write(self, name: str, text: Text) -> Path | None:
        if text is None:
            return None
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else dedent(text).lstrip("\n").encode())
        return path


def check_balance(taken: Taken) -> None:
    """Every record read is accepted, rejected or blank, and each rejected one has its reasons."""
    stored = {"episodes": len(taken.episodes), "complications": len(taken.complications)}
    made = dict.fromkeys(stored, 0)
    rejected: dict[str, list[int]] = {}
    for file in taken.summary.files:
        assert file.read == file.accepted + file.rejected + file.blank
        assert file.layout == "visits" or file.made == file.accepted - file.repeated
        made[file.kind] += file.made
        rejected.setdefault(file.name, []).append(file.rejected)
    assert made == stored
    for name, counts in rejected.items():
        told = {reject["line"] for reject in taken.rejects if reject["file"] == name}
        # Rows that a record tells of besides may be rejected while it is not, several on a line.
        assert max(counts) <= len(told) + sum(counts[1:])
        assert bool(told) == any(counts)
        assert len(counts) > 1 or len(told) == counts[0]
