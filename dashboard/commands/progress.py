"""How far has it come? One line on a terminal, written over until it is done; elsewhere nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from dashboard.intake.progress import Progress, silent

_ERASED = "\r\033[2K"


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Whom to tell how far it has come; the line is gone afterwards, whatever happens."""
    stream = sys.stderr
    if not stream.isatty():
        yield silent
        return
    last = ""

    def tell(step: str, share: float) -> None:
        nonlocal last
        line = f"{step} … {share:.0%}" if share else f"{step} …"
        if line != last:
            last = line
            stream.write(f"{_ERASED}{line}")
            stream.flush()

    try:
        yield tell
    finally:
        stream.write(_ERASED)
        stream.flush()
