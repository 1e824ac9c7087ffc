"""How far has an import come? Whoever waits for it may ask to be told."""

from __future__ import annotations

from collections.abc import Callable

# What is being done, in a few words, and which share of that is done (0 to 1).
Progress = Callable[[str, float], None]


def silent(step: str, share: float) -> None:
    """Tell nobody."""
    del step, share
