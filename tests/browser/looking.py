"""What a reader's browser shows, and when it is done showing it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, WebSocket
from playwright.sync_api import TimeoutError as BrowserTimeout
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

TALL = 5_200
_WIDTH, _HEIGHT = 1_440, 1_000
# What is wider than the window, so that the page would move sideways.
WIDER = (
    '() => [...document.querySelectorAll(\'html, body, [data-testid="stApp"], [data-testid="stMain"]\')]'
    ".filter((element) => element.scrollWidth > element.clientWidth + 1).map((element) => element.tagName)"
)
_PROBED = ("/_stcore/health", "/_stcore/host-config")
_PATIENCE_MS = 30_000
_LOOK_MS = 50
# Idle is: no rerun under way, nothing stale, every chart drawn, all of that for a moment without a break.
_IDLE = """
([charts, still]) => {
    const app = document.querySelector('[data-testid="stApp"]');
    const plots = [...document.querySelectorAll('[data-testid="stPlotlyChart"]')];
    const idle = app !== null
        && app.dataset.testScriptState === 'notRunning'
        && document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]') === null
        && plots.length >= charts
        && plots.every((plot) => plot.querySelector('.main-svg') !== null);
    const now = performance.now();
    window.__idleSince = idle ? (window.__idleSince ?? now) : undefined;
    return idle && now - window.__idleSince >= still;
}
"""


@dataclass
class Reader:
    """A reader with a browser of his own: the page, and all that it said and asked for."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    answered: int = 0

    def anew(self, *, width: int = _WIDTH, height: int = _HEIGHT) -> Reader:
        """Begin again in the same tab, as if nothing had been seen in it."""
        self.complaints.clear()
        self.asked.clear()
        self.page.mouse.move(0, 0)
        self.page.emulate_media(media="null")
        self.page.set_viewport_size({"width": width, "height": height})
        return self

    def go(self, query: str = "", *, charts: int = 1, page: str = "recurrence") -> Reader:
        """Open a view of a page and wait for it."""
        self.page.goto(f"{self.address}/{page}{query}", wait_until="domcontentloaded")
        return self.settle(charts=charts)

    def settle(self, *, charts: int = 1, still: int = 400) -> Reader:
        """Wait until nothing is under way any more."""
        try:
            # Not at every frame, which is the usual: the browser would be busy with looking.
            self.page.wait_for_function(
                _IDLE, arg=[charts, still], timeout=_PATIENCE_MS, polling=_LOOK_MS
            )
        except BrowserTimeout as error:
            said = self.page.locator("body").inner_text()[:2_000]
            raise AssertionError(f"Not idle in {_PATIENCE_MS} ms. The page says: {said}") from error
        return self

    @contextmanager
    def rerun(self, *, charts: int = 1) -> Iterator[None]:
        """Wait, after what is done inside, until the page has answered it."""
        before = self.answered
        yield
        until = time.monotonic() + _PATIENCE_MS / 1000
        while self.answered == before:
            if time.monotonic() > until:
                raise AssertionError(f"The page was not asked for anything in {_PATIENCE_MS} ms.")
            # Not `sleep`: messages are only heard while the browser is waited for.
            self.page.wait_for_timeout(20)
        self.settle(charts=charts)

    def text(self) -> str:
        """What does the main part of the page say?"""
        return self.page.get_by_test_id("stMain").inner_text()

    def choose(self, label: str, option: str) -> Reader:
        """Choose an option in a select box, or add one to a filter."""
        self.page.get_by_label(label, exact=True).first.click()
        with self.rerun():
            self.page.get_by_role("option", name=option, exact=True).click()
        # A filter's list stays open for the next choice.
        self.page.keyboard.press("Escape")
        return self

    def violations(self) -> list[str]:
        """What does axe-core find wrong: rule, why, and where? By its own default rules, WCAG 2 A and AA among them."""
        self.page.evaluate(AXE_SCRIPT)
        found = self.page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        return [_said(violation) for violation in found["violations"]]


def reader(
    browser: Browser,
    address: str,
    *,
    width: int = _WIDTH,
    height: int = _HEIGHT,
    mode: str = "light",
) -> Reader:
    """A new reader, who has never been here."""
    return reader_in(profile(browser, mode), address, width=width, height=height)


def profile(browser: Browser, mode: str = "light") -> BrowserContext:
    """A new browser profile: nothing is kept in it yet."""
    return browser.new_context(
        color_scheme="dark" if mode == "dark" else "light",
        locale="en-GB",
        reduced_motion="reduce",
        accept_downloads=True,
    )


def reader_in(
    context: BrowserContext, address: str, *, width: int = _WIDTH, height: int = _HEIGHT
) -> Reader:
    """A reader in a new tab of this profile, who need not fetch and compile all scripts again."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": height})
    seen = Reader(page, address)
    page.on("console", lambda message: _listen(seen, message))
    page.on("pageerror", lambda error: seen.complaints.append(f"page error: {error}"))
    page.on("request", lambda request: seen.asked.append(request.url))
    page.on("websocket", lambda socket: _overhear(seen, socket))
    return seen


def _listen(seen: Reader, message: ConsoleMessage) -> None:
    # On a page with an address of its own, Streamlit's front end first asks whether the server has that
    # address as its base, and is told no.
    probing = str(message.location["url"]).endswith(_PROBED)
    if message.type == "error" and not probing:
        seen.complaints.append(f"console: {message.text}")


def _overhear(seen: Reader, socket: WebSocket) -> None:
    """Count the reruns that the server has finished. The page alone does not tell a late one from none."""
    seen.asked.append(socket.url)

    def hear(payload: str | bytes) -> None:
        message = ForwardMsg.FromString(payload) if isinstance(payload, bytes) else None
        if message is not None and message.WhichOneof("type") == "script_finished":
            seen.answered += message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN

    socket.on("framereceived", hear)


def _said(violation: dict[str, Any]) -> str:
    where = "; ".join(
        f"{' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for node in violation["nodes"][:3]
    )
    return f"{violation['id']} ({violation['impact']}): {violation['help']}. {where}"
