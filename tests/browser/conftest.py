"""One server and, for each file of tests, one browser; readers who notice what must not be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext

from dashboard.store import Folder
from tests.browser import serving
from tests.browser.looking import Reader, profile, reader_in

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


@pytest.fixture(scope="module")
def profiles(browser: Browser) -> Iterator[Callable[[str], BrowserContext]]:
    """One browser profile a theme: a page that was opened once opens three times as fast in another tab."""
    made: dict[str, BrowserContext] = {}

    def _profile(mode: str) -> BrowserContext:
        if mode not in made:
            made[mode] = profile(browser, mode)
        return made[mode]

    yield _profile
    for context in made.values():
        context.close()


@pytest.fixture
def open_page(profiles: Callable[[str], BrowserContext], address: str) -> Iterator[Open]:
    """Open the dashboard in a new tab. Whatever else is tested: no error, and nothing asked of anybody else."""
    readers: list[Reader] = []

    def _open(
        query: str = "",
        *,
        charts: int = 1,
        page: str = "recurrence",
        mode: str = "light",
        **size: int,
    ) -> Reader:
        readers.append(reader_in(profiles(mode), address, **size))
        return readers[-1].go(query, charts=charts, page=page)

    yield _open
    for seen in readers:
        seen.page.close()
        assert seen.complaints == []
        assert {urlsplit(url).hostname for url in seen.asked if "://" in url} == {serving.HOST}
