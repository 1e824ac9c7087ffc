"""The page comes, whole, from this machine alone, behind its headers."""

from __future__ import annotations

import http.client
import time
import urllib.request
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def test_the_page_stands_with_its_charts(open_page: Open) -> None:
    began = time.monotonic()
    reader = open_page(charts=3)
    took = time.monotonic() - began
    assert reader.page.title() == "Milia outcomes"
    assert (
        reader.page.get_by_role("heading", level=1).inner_text() == "How often do milia come back?"
    )
    assert reader.page.locator(".js-plotly-plot .main-svg").count() >= 3
    assert "Not adjusted" in reader.text()
    assert "SYNTHETIC" in reader.text()
    # A sanity limit: two cores that test other things at the same time are slow.
    assert took < 30


def test_every_chart_says_what_it_shows(open_page: Open) -> None:
    reader = open_page(charts=3)
    charts = reader.page.get_by_test_id("stPlotlyChart")
    for number in range(charts.count()):
        said = charts.nth(number).locator("xpath=ancestor-or-self::*[@aria-label][1]")
        assert "percent" in (said.get_attribute("aria-label") or "")


def test_every_answer_carries_the_security_headers(address: str) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for path in ("/", "/_stcore/health", "/recurrence"):
        with opener.open(f"{address}{path}", timeout=10) as answer:
            headers = answer.headers
        assert "default-src 'self'" in headers["Content-Security-Policy"], path
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], path
        assert headers["X-Frame-Options"] == "DENY", path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] == "no-referrer", path


def test_another_sites_name_is_turned_away(address: str) -> None:
    """DNS rebinding: a page of another site that points its own name at this machine."""
    assert _upgraded(address, urlsplit(address).netloc) == 101
    assert _upgraded(address, "rebound.example") == 403


def _upgraded(address: str, host: str) -> int:
    """What does the server answer to a browser that wants to speak with it under the name `host`?"""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    headers = {
        "Host": host,
        "Origin": f"http://{host}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    try:
        connection.request("GET", "/_stcore/stream", headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()


def test_a_filter_change_redraws_in_reasonable_time(open_page: Open) -> None:
    reader = open_page(charts=3)
    began = time.monotonic()
    reader.choose("Treatment", "Laser")
    assert time.monotonic() - began < 10


def test_the_keyboard_reaches_filters_choices_and_downloads(open_page: Open) -> None:
    reader = open_page(charts=3)
    reached = []
    for _ in range(40):
        reader.page.keyboard.press("Tab")
        reached.append(
            reader.page.evaluate(
                "() => document.activeElement.getAttribute('aria-label')"
                " || document.activeElement.innerText || ''"
            ).strip()
        )
    for name in ("Treatment", "Site", "Skin type", "From", "To", "Compare by", "Everything (ZIP)"):
        assert any(name in text for text in reached), f"{name} is not among {reached}"
    assert any("How to read this" in text for text in reached)
    assert any("Summary" in text or "Clinical detail" in text for text in reached)
