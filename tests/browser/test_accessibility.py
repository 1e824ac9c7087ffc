"""axe-core finds nothing, in both themes, at both widths, in summary and in clinical detail."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open
from tests.browser.looking import TALL

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_nobody_is_kept_out(open_page: Open, mode: str, width: int) -> None:
    reader = open_page(charts=3, mode=mode, width=width, height=TALL)
    assert reader.violations() == []

    with reader.rerun(charts=3):
        reader.page.get_by_text("Clinical detail", exact=True).click()
    with reader.rerun(charts=3):
        reader.page.get_by_text("How to read this").click()
    assert reader.page.get_by_text("Hazard ratio").first.is_visible()
    assert reader.page.get_by_role("heading", name="What is counted").is_visible()
    assert reader.violations() == []


def test_a_fault_would_be_found(open_page: Open) -> None:
    reader = open_page(charts=3)
    reader.page.evaluate(
        "() => document.querySelector('[data-testid=\"stMain\"]').insertAdjacentHTML("
        "'beforeend', '<img src=\"data:,\"><button></button>')"
    )
    found = " ".join(reader.violations())
    assert "image-alt" in found
    assert "button-name" in found


def test_an_open_sidebar_is_reachable_on_a_narrow_screen(open_page: Open) -> None:
    reader = open_page(charts=3, width=390, height=844)
    sidebar = reader.page.get_by_test_id("stSidebar")
    reader.page.get_by_test_id("stExpandSidebarButton").click()
    sidebar.get_by_label("Treatment").first.wait_for(state="visible")
    assert reader.violations() == []


@pytest.mark.parametrize("query", ["", "?show=Clinical+detail"])
def test_a_narrow_page_scrolls_in_one_direction_only(open_page: Open, query: str) -> None:
    reader = open_page(query, charts=3, width=390, height=844)
    wide = reader.page.evaluate(
        "() => ['html', 'body', '[data-testid=\"stApp\"]', '[data-testid=\"stMain\"]']"
        ".filter((place) => { const element = document.querySelector(place);"
        " return element.scrollWidth > element.clientWidth + 1; })"
    )
    assert wide == []
    beyond = reader.page.evaluate(
        "() => [...document.querySelectorAll('[data-testid=\"stMain\"] .main-svg')]"
        ".map((chart) => chart.getBoundingClientRect().right).filter((right) => right > 391)"
    )
    assert beyond == []
