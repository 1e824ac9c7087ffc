"""One server and, for each file of tests, one browser; readers who notice what must not be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from dashboard.store import Folder
from tests.browser import serving
from tests.browser.looking import Reader, reader

Open = Callable[..., Reader]


@pytest.fixture(scope="session")
def address(sample_store: Folder) -> Iterator[str]:
    """The dashboard with the sample records."""
    with serving.dashboard(sample_store.root) as running:
        yield running


# Not of the whole session: Playwright keeps an event loop going that other rooms' tests would stumble over.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with serving.browser() as started:
        yield started


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Open]:
    """Open the dashboard as a new reader. Whatever else is tested: no error, and nothing asked of anybody else."""
    readers: list[Reader] = []

    def _open(
        query: str = "", *, charts: int = 1, page: str = "recurrence", **how: object
    ) -> Reader:
        readers.append(reader(browser, address, **how))  # type: ignore[arg-type]
        return readers[-1].go(query, charts=charts, page=page)

    yield _open
    for seen in readers:
        seen.page.context.close()
        assert seen.complaints == []
        assert {urlsplit(url).hostname for url in seen.asked if "://" in url} == {serving.HOST}
