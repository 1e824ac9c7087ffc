"""What went wrong and what to do about it, in words that a person at a clinic can act on."""

from __future__ import annotations


class DashboardError(Exception):
    """Why could this not be done, and what helps?

    Parameters
    ----------
    what
        What went wrong: names the offender and quotes the value, unless it may identify somebody.
    remedy
        What the reader can do now; a full sentence.
    """

    exit_status = 1

    def __init__(self, what: str, remedy: str) -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(f"{what} {remedy}".strip())


class BadInput(DashboardError):
    """What was wrong with a file, an option or a setting that somebody gave?"""

    exit_status = 2


class StoreFault(DashboardError):
    """What is wrong with the data folder, so that it cannot be trusted or written?"""
