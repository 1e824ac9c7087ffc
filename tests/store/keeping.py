"""Bring files written as text in a test into a store, and look into its releases from outside."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

import duckdb

from dashboard.intake.summary import ImportRequest
from dashboard.store import Built, Folder, build

# Three patients; anna comes twice.
EPISODES = """
    patient_key,start_month,treatment,last_seen_day,episode_key,clinic,cleared,cleared_day,pain
    anna,2026-01,laser,90,a1,north,yes,30,2
    anna,2026-03,peel,60,a2,north,yes,40,
    ben,2026-02,extraction,80,b1,south,no,,5
    cleo,2026-02,diy,30,c1,,,,
"""
COMPLICATIONS = """
    episode_key,complication,onset_day,grade
    a1,swelling,2,1
    a1,scar,60,2
    b1,pain,0,1
"""


@dataclass(frozen=True)
class Keeper:
    """A data folder, and a place for the files that are brought."""

    folder: Folder
    desk: Path

    def bring(
        self,
        episodes: str | bytes | None = EPISODES,
        complications: str | None = None,
        *,
        profile: str | None = None,
        until: str | None = "2026-09",
        **options: Any,
    ) -> Built:
        """Import these texts as files; `options` are those of `build`."""
        request = ImportRequest(
            episodes=self.file("episodes.csv", episodes),
            complications=self.file("complications.csv", complications),
            profile=self.file("profile.toml", profile),
            until=until,
        )
        return build(self.folder, request, **options)

    def file(self, name: str, text: str | bytes | None) -> Path | None:
        """Where does this text lie as a file?"""
        if text is None:
            return None
        path = self.desk / name
        path.write_bytes(text if isinstance(text, bytes) else dedent(text).lstrip("\n").encode())
        return path

    def rows(self, sql: str, number: int | None = None) -> list[tuple[Any, ...]]:
        """What does the file of a release say, asked without any code of the store?"""
        path = self.folder.database(number or self.folder.current() or 0)
        # A copy: one process may not open a file twice with different settings.
        copy = self.desk / "looked_at.duckdb"
        copy.write_bytes(path.read_bytes())
        with duckdb.connect(str(copy), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def names(self) -> set[str]:
        """Which files are there, below the data folder?"""
        root = self.folder.root
        return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
