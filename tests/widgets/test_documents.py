"""The documents of the pages: all are offered, and no link in them leads nowhere."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.answers.topics import TOPICS
from dashboard.widgets import documents
from tests.house.repository import ROOT


def test_every_topic_has_its_document_under_the_name_of_its_page() -> None:
    app = (ROOT / "app.py").read_text(encoding="utf-8")
    offered = {
        name.removeprefix("measures/"): title
        for name, title in documents.DOCUMENTS.items()
        if name.startswith("measures/")
    }
    assert set(offered) == set(TOPICS)
    for topic, title in offered.items():
        assert f'st.Page({topic}.page, title="{title}"' in app


@pytest.mark.parametrize("name", documents.DOCUMENTS)
def test_a_link_leads_to_a_document_or_out_of_the_program(name: str) -> None:
    title, text = documents.read(name)
    assert title
    assert not title.startswith("#")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        where = urlsplit(target)
        if where.scheme != "https" and not target.startswith("#"):
            assert where.path == documents.PAGE
            (about,) = parse_qs(where.query)[documents.ASKED]
            assert about in documents.DOCUMENTS.values()


def test_links_between_documents_lead_to_the_page_of_methods() -> None:
    _, overview = documents.read("measures/overview")
    assert "[clearance](methods?about=Clearance)" in overview
    _, alike = documents.read("measures/like_for_like")
    assert "[A campaign](methods?about=Held+against+a+known+truth)" in alike
    # What no page shows is text.
    _, deviations = documents.read("deviations")
    assert "decision 0009" in deviations
    assert "decisions/" not in deviations
