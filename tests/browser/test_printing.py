"""On paper: the page without sidebar and buttons, nothing clipped."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser

# Which parts cannot be seen whole because they, or what they stand in, are cut off or scrolled?
_CLIPPED = """
() => [...document.querySelectorAll('[data-testid="stApp"], [data-testid="stApp"] *')]
    .filter((element) => {
        const style = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        if (box.width < 2 || box.height < 2 || element.closest('svg')) return false;
        if (element.closest('[data-testid="stSkipToContent"]')) return false;
        const down = style.overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 1;
        const across = style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
        return (down || across) && element.clientHeight > 0;
    })
    .map((element) => `${element.tagName} ${element.dataset.testid ?? ''} ${element.className}`)
"""


def test_paper_has_the_page_and_nothing_to_click(open_page: Open) -> None:
    reader = open_page("?show=Clinical+detail", charts=3)
    reader.page.emulate_media(media="print")
    reader.settle(charts=3)
    for hidden in ("stSidebar", "stDownloadButton", "stHeader", "stSelectbox", "stButtonGroup"):
        parts = reader.page.get_by_test_id(hidden)
        shown = [parts.nth(number).is_visible() for number in range(parts.count())]
        assert not any(shown), hidden
    assert reader.page.get_by_role("heading", level=1).is_visible()
    assert reader.page.get_by_test_id("stPlotlyChart").first.is_visible()
    assert reader.page.evaluate(_CLIPPED) == []


def test_paper_as_wide_as_a4_holds_charts_and_tables(open_page: Open) -> None:
    reader = open_page("?show=Clinical+detail", charts=3)
    pages = reader.page.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pages)) >= 2
    # A4 with its margins, in CSS pixels.
    reader.page.set_viewport_size({"width": 720, "height": 1000})
    reader.page.emulate_media(media="print")
    reader.settle(charts=3)
    assert reader.page.evaluate(_CLIPPED) == []
    beyond = reader.page.evaluate(
        "() => [...document.querySelectorAll('table, .main-svg')]"
        ".map((part) => part.getBoundingClientRect().right).filter((right) => right > 721)"
    )
    assert beyond == []
