"""Texts around the pictures: names stay names, tables stay readable."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from dashboard.widgets.reading import as_text
from tests.pages.tables import table_in

_MARKUP = "\\`*_{}[]()<>#+!|~:$^-"


@given(st.text(alphabet=_MARKUP + "abc 1.", max_size=30))
def test_no_character_of_a_name_is_markup(name: str) -> None:
    written = as_text(name)
    # A backslash before each character that Markdown, or Streamlit's directives, would read.
    assert re.sub(r"\\(.)", r"\1", written).replace("\u2060", "") == name
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_{}\[\]()<>#+!|~:$^-]", written)


@pytest.mark.parametrize("name", ["North", "St Mary’s, ward 3", "Type II", "5–9", "12% (9–15)"])
def test_plain_names_stay_readable(name: str) -> None:
    assert as_text(name).replace("\\", "") == name


@pytest.mark.parametrize("name", ["https://a.org", "WWW.a.org", "nobody@a.org"])
def test_an_address_is_no_link(name: str) -> None:
    """Markdown links bare addresses, escaped or not."""
    written = as_text(name)
    assert not re.search(r"://|www\.|\w@", written, re.IGNORECASE)
    assert written.replace("\\", "").replace("\u2060", "") == name


def _page_with_tables() -> None:
    import pandas as pd

    from dashboard.widgets import reading

    index = pd.Index(["*A* & <b>B</b>"], name="Clinic")
    reading.table(pd.DataFrame({"Share": ["<\u00a05%"]}, index=index), "Said")
    reading.table(pd.DataFrame(), "Not said")


def test_a_table_has_a_caption_and_one_without_rows_is_left_out() -> None:
    page = AppTest.from_function(_page_with_tables).run()
    assert not page.exception
    assert len(page.get("html")) == 1
    html = page.get("html")[0].proto.body
    assert "<caption>Said</caption>" in html
    # The keyboard can scroll it, a screen reader says what it is and which row it is in.
    assert 'tabindex="0"' in html
    assert 'aria-label="Said"' in html
    assert html.count('scope="col"') == 2
    assert html.count('scope="row"') == 1


def test_names_and_figures_in_a_table_are_text() -> None:
    html = AppTest.from_function(_page_with_tables).run().get("html")[0].proto.body
    assert "<b>" not in html
    shown = table_in(html)
    assert shown is not None
    assert shown.index.name == "Clinic"
    assert list(shown.index) == ["*A* & <b>B</b>"]
    assert list(shown["Share"]) == ["<\u00a05%"]
