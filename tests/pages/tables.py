"""Read the tables of a page back from their HTML, as a browser would."""

from __future__ import annotations

from html.parser import HTMLParser

import pandas as pd


def table_in(html: str) -> pd.DataFrame | None:
    """Which table does a piece of HTML hold, if any? Its first column is the index."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if not reader.rows:
        return None
    (first, *names), *rows = reader.rows
    index = pd.Index([name for name, *_ in rows], name=first)
    return pd.DataFrame([cells for _, *cells in rows], index=index, columns=names)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        if tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            self.rows[-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td"):
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.rows[-1][-1] += data
