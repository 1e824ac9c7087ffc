"""The page of methods in a real browser: long tables of text fit a telephone, and keep nobody out."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open
from tests.browser.looking import TALL, WIDER

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "mode"), [(1440, "dark"), (390, "light")])
@pytest.mark.parametrize("about", ["Recurrence", "Departures from the references"])
def test_nobody_is_kept_out(open_page: Open, about: str, width: int, mode: str) -> None:
    query = f"?about={about.replace(' ', '+')}"
    reader = open_page(query, page="methods", charts=0, mode=mode, width=width, height=TALL)
    assert "Methods and definitions" in reader.text()
    assert "cmprsk" in reader.text()
    assert reader.violations() == []
    assert reader.page.evaluate(WIDER) == []
