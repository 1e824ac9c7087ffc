"""One server and, for each file of tests, one browser; readers who notice what must not be."""

from __future__ import annotations

from collections import defaultdict
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
    """One browser profile a theme."""
    made: dict[str, BrowserContext] = {}

    def _profile(mode: str) -> BrowserContext:
        if mode not in made:
            made[mode] = profile(browser, mode)
        return made[mode]

    yield _profile
    for context in made.values():
        context.close()


@pytest.fixture(scope="module")
def idle() -> dict[str, list[Reader]]:
    """Theme → tabs that nobody looks at: one that had a page has its scripts, and opens another twice as fast."""
    return defaultdict(list)


@pytest.fixture
def open_page(
    profiles: Callable[[str], BrowserContext], idle: dict[str, list[Reader]], address: str
) -> Iterator[Open]:
    """Open the dashboard in a tab. Whatever else is tested: no error, and nothing asked of anybody else."""
    readers: list[tuple[str, Reader]] = []

    def _open(
        query: str = "",
        *,
        charts: int = 1,
        page: str = "recurrence",
        mode: str = "light",
        **size: int,
    ) -> Reader:
        used = idle[mode]
        seen = used.pop().anew(**size) if used else reader_in(profiles(mode), address, **size)
        readers.append((mode, seen))
        return seen.go(query, charts=charts, page=page)

    yield _open
    for mode, seen in readers:
        idle[mode].append(seen)
    for _, seen in readers:
        assert seen.complaints == []
        assert {urlsplit(url).hostname for url in seen.asked if "://" in url} == {serving.HOST}
