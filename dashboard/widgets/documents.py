"""The documents that a page shows: which there are, and what they say, with links that lead to that page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import quote_plus

_DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
# By where they stand below docs/, as they are called on the page of methods; in the order of the pages.
DOCUMENTS: Mapping[str, str] = {
    "measures/overview": "Overview",
    "measures/clearance": "Clearance",
    "measures/recurrence": "Recurrence",
    "measures/healing": "Healing time",
    "measures/complications": "Complications",
    "measures/reported": "What patients say",
    "measures/like_for_like": "Like for like",
    "measures/diy": "DIY attempts",
    "measures/clinics": "Clinics",
    "measures/trends": "Over time",
    "measures/operations": "Operations",
    "measures/quality": "Quality",
    "glossary": "Terms in plain words",
    "deviations": "Departures from the references",
    "validation": "Held against a known truth",
    "importing": "Getting records in",
    "profiles": "Profiles of clinic systems",
}
# The page that shows them, and what it is asked by.
PAGE, ASKED = "methods", "about"
_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")


@cache
def read(name: str) -> tuple[str, str]:
    """What does a document say: its title, and its text in Markdown?

    A link to another document leads to the page that shows it; one to a file that no page shows is text.
    """
    title, _, text = (_DOCS / f"{name}.md").read_text(encoding="utf-8").partition("\n")
    return title.removeprefix("#").strip(), _LINK.sub(lambda link: _led(name, *link.groups()), text)


def _led(name: str, said: str, target: str) -> str:
    """Where does a link lead from here?"""
    if target.startswith(("https://", "#")):
        return f"[{said}]({target})"
    here = (_DOCS / name).parent
    path = (here / target.partition("#")[0]).resolve()
    title = (
        DOCUMENTS.get(path.relative_to(_DOCS).with_suffix("").as_posix())
        if path.is_relative_to(_DOCS)
        else None
    )
    return f"[{said}]({PAGE}?{ASKED}={quote_plus(title)})" if title else said
