"""A view is its address: what is chosen stands there, and the link opens the same view for somebody else."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import Open
from tests.browser.looking import Reader

pytestmark = pytest.mark.browser


def _address(reader: Reader) -> dict[str, list[str]]:
    return parse_qs(urlsplit(reader.page.url).query)


def _point_at(reader: Reader, place: int) -> None:
    """Click the point of this place in the first chart, and wait for the answer."""
    chart = reader.page.get_by_test_id("stPlotlyChart").first
    chart.scroll_into_view_if_needed()
    box = chart.locator(".scatterlayer .point").nth(place).bounding_box()
    assert box is not None
    with reader.rerun(charts=2):
        reader.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


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


def test_what_is_pointed_at_in_a_chart_is_chosen_and_stands_in_the_link(open_page: Open) -> None:
    """A clinic's point in the funnel opens its panel; a month's point, what it was made of."""
    reader = open_page(page="clinics", charts=2)
    _point_at(reader, 0)
    (clinic,) = _address(reader)["closer"]
    assert reader.page.get_by_role("heading", name=clinic, exact=True).is_visible()
    assert f"{clinic}: its figures beside those of all together" in reader.text()
    # A second one takes its place.
    _point_at(reader, 3)
    assert _address(reader)["closer"] != [clinic]

    reader = open_page(page="trends", charts=2)
    _point_at(reader, 0)
    (month,) = _address(reader)["month"]
    assert f"{month}, made up by treatment" in reader.text()


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


def _turn_to(reader: Reader, link: str, heading: str) -> None:
    # The page that is left stands, and is idle, until the server has answered.
    with reader.rerun(charts=2):
        reader.page.get_by_test_id("stSidebar").get_by_role("link", name=link).click()
    reader.page.get_by_role("heading", name=heading).wait_for()
    reader.settle(charts=2)


def test_a_choice_survives_pages_that_do_not_show_it(open_page: Open) -> None:
    reader = open_page(charts=2)
    reader.choose("Compare by", "Site")
    compared = reader.text()
    for link, heading in (
        ("DIY attempts", "What becomes of attempts at home?"),
        ("Like for like", "What if like patients had been treated differently?"),
    ):
        _turn_to(reader, link, heading)
        assert reader.page.get_by_label("Compare by", exact=True).count() == 0
        # The link to such a page takes it along as well.
        assert _address(reader) == {"by": ["Site"]}
    # A choice that is there is answered on a page without the other one, too.
    reader.choose("Outcome", "Skin healed")
    _turn_to(reader, "Recurrence", "How often do milia come back?")
    assert _address(reader)["by"] == ["Site"]
    assert reader.text() == compared


def test_choices_go_along_to_the_very_next_page(open_page: Open) -> None:
    reader = open_page("?by=Site&show=Clinical+detail", charts=2)
    _turn_to(reader, "Clearance", "How often")
    assert _address(reader) == {"by": ["Site"], "show": ["Clinical detail"]}
    assert "Compare with" in reader.text()
    reader.choose("Compare by", "Treatment")
    _turn_to(reader, "Recurrence", "How often do milia come back?")
    assert _address(reader) == {"show": ["Clinical detail"]}


def test_what_a_link_says_of_a_choice_waits_for_a_page_that_shows_it(open_page: Open) -> None:
    reader = open_page("?by=Site", page="diy", charts=4)
    assert reader.page.get_by_label("Compare by", exact=True).count() == 0
    _turn_to(reader, "Recurrence", "How often do milia come back?")
    assert _address(reader) == {"by": ["Site"]}
    assert reader.text() == open_page("?by=Site", charts=2).text()
