"""Every page in a real browser: it stands, keeps nobody out and fits a telephone."""

from __future__ import annotations

import pytest

from dashboard.answers.topics import TOPICS
from tests.browser.conftest import Open
from tests.browser.looking import TALL, WIDER
from tests.browser.screenshots import PAGES

pytestmark = pytest.mark.browser
# The recurrence page has tests of its own, which look closer.
_OTHERS = [name for name in PAGES if name != "recurrence"]


def test_every_topic_has_a_page() -> None:
    assert set(PAGES) == set(TOPICS)


# Contrast is the theme's, and what fits the width's: each is looked at once. The recurrence page has all four.
@pytest.mark.parametrize(("width", "mode"), [(1440, "dark"), (390, "light")])
@pytest.mark.parametrize("name", _OTHERS)
def test_nobody_is_kept_out(open_page: Open, name: str, width: int, mode: str) -> None:
    reader = open_page(page=PAGES[name], charts=2, mode=mode, width=width, height=TALL)
    # Of like patients something is said that is adjusted; of all others, that it is not.
    said = "Among patients alike" if name == "like_for_like" else "Not adjusted"
    assert said in reader.text()
    assert "SYNTHETIC" in reader.text()
    with reader.rerun(charts=2):
        reader.page.get_by_text("Clinical detail", exact=True).click()
    with reader.rerun(charts=2):
        reader.page.get_by_text("How to read this").click()
    assert reader.page.get_by_role("heading", name="What is counted").is_visible()
    # With the detail everything of the summary stands there too.
    assert reader.violations() == []
    assert reader.page.evaluate(WIDER) == []


def test_the_cohort_is_kept_from_page_to_page(open_page: Open) -> None:
    reader = open_page("?treatment=Laser&show=Clinical+detail", page=PAGES["healing"], charts=2)
    reader.page.get_by_test_id("stSidebar").get_by_role("link", name="Complications").click()
    reader.page.get_by_role("heading", name="How often is there a complication?").wait_for()
    reader.settle(charts=2)
    assert "treatment: Laser" in reader.text()
    assert "treatment=Laser" in reader.page.url


def test_a_figure_of_the_overview_leads_to_its_page(open_page: Open) -> None:
    reader = open_page("?site=Eyelid", page=PAGES["overview"], charts=2)
    reader.page.locator(".grid a").nth(1).click()
    reader.page.get_by_role("heading", name="How often do milia come back?").wait_for()
    reader.settle(charts=3)
    assert "site: Eyelid" in reader.text()
