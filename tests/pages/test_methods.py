"""The page of methods: one document at a time, and a link to each."""

from __future__ import annotations

from dashboard.store import Folder
from tests.pages.conftest import Show

PAGE = "methods"


def test_a_document_is_chosen(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page=PAGE)
    assert page.app.title[0].value == "Methods and definitions"
    page.choose("about", "glossary")
    assert "Terms in plain words" in [header.value for header in page.app.header]
    assert "persistence" in page.said()


def test_a_link_opens_a_document(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page=PAGE, about="Departures from the references")
    assert "cmprsk" in page.said()
