"""A view is its address: what is chosen stands there, and the link opens the same view for somebody else."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import Open
from tests.browser.looking import Reader

pytestmark = pytest.mark.browser


def _address(reader: Reader) -> dict[str, list[str]]:
    return parse_qs(urlsplit(reader.page.url).query)


def _drawn(reader: Reader) -> list[str]:
    """What do the charts hold: every label and number that can be read in them?"""
    return reader.page.locator(".js-plotly-plot text").all_text_contents()


def test_a_filter_keeps_the_other_choices_and_the_link_reopens_the_view(open_page: Open) -> None:
    reader = open_page("?show=Clinical+detail&definition=Anywhere", charts=3)
    before = reader.text()
    reader.choose("Treatment", "Extraction").choose("Treatment", "Laser")

    assert _address(reader) == {
        "show": ["Clinical detail"],
        "definition": ["Anywhere"],
        "treatment": ["Extraction", "Laser"],
    }
    after = reader.text()
    assert after != before
    assert "Extraction or Laser" in after
    assert "Clinical detail" in after
    assert "Hazard ratio" in after
    assert "By this definition" in after

    other = open_page(f"?{urlsplit(reader.page.url).query}", charts=3)
    assert other.text() == after
    assert _drawn(other) == _drawn(reader)
    assert _address(other) == _address(reader)


def test_reset_brings_everything_back(open_page: Open) -> None:
    fresh = open_page(charts=3)
    reader = open_page("?treatment=Laser&site=Eyelid&by=Sex", charts=3)
    assert "patients in this cohort" in reader.page.get_by_test_id("stSidebar").inner_text()
    assert reader.text() != fresh.text()

    with reader.rerun(charts=3):
        reader.page.get_by_role("button", name="Reset all filters").click()
    # The page's own choices are no filters.
    assert _address(reader) == {"by": ["Sex"]}
    assert "All records" in reader.text()

    reader.choose("Compare by", "Treatment")
    assert _address(reader) == {}
    assert reader.text() == fresh.text()


def test_what_a_link_names_wrongly_is_said(open_page: Open) -> None:
    reader = open_page("?site=Moon&treatment=Laser", charts=3)
    assert "Moon" in reader.page.get_by_test_id("stSidebar").inner_text()
    assert "Laser" in reader.text()


def test_what_a_link_names_wrongly_is_text_and_no_link(open_page: Open) -> None:
    """Whoever sends a link to the dashboard does not get to put one of his own on the page."""
    reader = open_page("?site=[here](https://example.org)&sex=https://example.org", charts=3)
    said = reader.page.get_by_test_id("stSidebar").inner_text()
    assert "[here](https://example.org)" in said.replace("\u2060", "")
    assert reader.page.locator("a[href*='example.org']").count() == 0
