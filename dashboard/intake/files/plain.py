"""How are rows of text written as the plain CSV that intake reads: UTF-8, commas, LF?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from dashboard.intake.faults import UnreadableFile

DELIMITER = ","
# A crafted workbook may name one long text a million times.
MOST_WRITTEN = 4 << 30
_BUFFER = 1 << 20
_SPECIAL = frozenset(f'{DELIMITER}"\r\n')


class Plain:
    """A file being written, row by row."""

    def __init__(self, target: Path) -> None:
        self._file = target.open("w", encoding="utf-8", newline="", buffering=_BUFFER)
        self._written = 0

    def write(self, row: Sequence[str]) -> None:
        """Add one row.

        Raises
        ------
        UnreadableFile
            If the file grows beyond all reason.
        """
        line = DELIMITER.join(map(_quoted, row)) + "\n"
        self._written += len(line)
        if self._written > MOST_WRITTEN:
            raise UnreadableFile(
                f"It holds more than {MOST_WRITTEN / 1e9:.0f} GB of text.",
                "Export fewer columns or years at a time.",
            )
        self._file.write(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()


def _quoted(text: str) -> str:
    return text if _SPECIAL.isdisjoint(text) else '"' + text.replace('"', '""') + '"'
