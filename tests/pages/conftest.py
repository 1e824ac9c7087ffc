"""Pages without a browser: `app.py` as Streamlit runs it, on a data folder of the test's choice."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.store import Folder
from tests.figures.reading import unpacked
from tests.house.repository import ROOT
from tests.pages.tables import table_in


@dataclass(frozen=True)
class Shown:
    """A page that was run once, or again after a choice."""

    app: AppTest

    def choose(self, key: str, value: Any) -> Shown:
        """Make a choice by the widget's key, and run the page again."""
        kind = next(
            kind
            for kind in ("selectbox", "multiselect", "segmented_control")
            if any(widget.key == key for widget in getattr(self.app, kind))
        )
        getattr(self.app, kind)(key=key).set_value(value).run()
        return self.sound()

    def sound(self) -> Shown:
        """No exception reached the page."""
        assert [error.value for error in self.app.exception] == []
        return self

    @property
    def charts(self) -> list[dict[str, Any]]:
        """The figures as they are sent."""
        return [unpacked(json.loads(chart.proto.spec)) for chart in self.app.get("plotly_chart")]

    @property
    def alternatives(self) -> list[str]:
        """What the charts say to those who do not see them."""
        return [chart.proto.alt for chart in self.app.get("plotly_chart")]

    @property
    def tables(self) -> list[pd.DataFrame]:
        """The tables in the order of the page."""
        found = [table_in(element.proto.body) for element in self.app.main.get("html")]
        return [table for table in found if table is not None]

    def table(self, first_column: str) -> pd.DataFrame:
        """The table whose rows are named by this."""
        return next(table for table in self.tables if table.index.name == first_column)

    def read_how_to_read(self) -> Shown:
        """Open the last part of the page."""
        self.app.session_state["how_to_read"] = True
        self.app.run()
        return self.sound()

    @property
    def cohort_line(self) -> str:
        return _unescaped(str(self.app.caption[0].value))

    def said(self) -> str:
        """All that is written in the main part, tables and text alternatives included; no figure."""
        app = self.app
        parts = [app.title, app.header, app.subheader, app.caption, app.markdown, app.warning]
        texts = [str(element.value) for part in parts for element in part]
        texts += [table.to_csv() for table in self.tables]
        return _unescaped("\n".join([*texts, *self.alternatives]))


def _unescaped(text: str) -> str:
    """What does a text say once Markdown's escapes are gone?"""
    return re.sub(r"\\([^\w\s])", r"\1", text)


Show = Callable[..., Shown]


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch) -> Show:
    """Show a page of the dashboard on a data folder: the view that the query of a link names."""

    def _show(
        folder: Folder,
        *,
        page: str = "recurrence",
        at_least: int | None = None,
        **query: str | list[str],
    ) -> Shown:
        monkeypatch.setenv("DASHBOARD_DATA", str(folder.root))
        if at_least is not None:
            monkeypatch.setenv("DASHBOARD_MIN_PATIENTS", str(at_least))
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        # `switch_page` knows pages that are files; ours are functions, known by their address.
        app._page_hash = calc_hash(page)
        for name, value in query.items():
            app.query_params[name.rstrip("_")] = value
        return Shown(app.run()).sound()

    return _show
