"""Pictures of the pages: `python -m tests.browser.screenshots [FOLDER]`.

Those that the documents show go to `docs/images/`; with a folder, every view goes there as well, whole: both themes,
1440 and 390 pixels wide, summary and clinical detail.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from dashboard.store import Folder, build_sample
from tests.browser import serving
from tests.browser.looking import TALL, Reader, reader
from tests.house.repository import ROOT

IMAGES = ROOT / "docs" / "images"
# About what a reader sees before scrolling, and the figures below it.
_FIRST_SIGHT = 1500
_VIEWS = {"summary": "", "detail": "?show=Clinical+detail"}
# Name in the pictures → address. The documents show the first two.
PAGES = {
    "overview": "",
    "recurrence": "recurrence",
    "clearance": "clearance",
    "healing": "healing",
    "complications": "complications",
    "reported": "reported",
    "like_for_like": "like_for_like",
    "diy": "diy",
    "clinics": "clinics",
    "trends": "trends",
    "operations": "operations",
    "quality": "quality",
}
_SHOWN = ("overview", "recurrence")


def main(folder: Path | None) -> None:
    """Take the pictures from a dashboard on the sample records."""
    with tempfile.TemporaryDirectory() as place:
        data = Path(place) / "data"
        build_sample(Folder(data))
        with serving.dashboard(data) as address, serving.browser() as browser:
            for mode in ("light", "dark"):
                _documents(browser, address, mode)
                if folder is not None:
                    _whole(browser, address, mode, folder)


def _documents(browser: Browser, address: str, mode: str) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name in _SHOWN:
        seen = reader(browser, address, height=_FIRST_SIGHT, mode=mode)
        seen.go(charts=2, page=PAGES[name])
        _take(seen, IMAGES / f"{name}-{mode}.png")


def _whole(browser: Browser, address: str, mode: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    views = [(page, width, name) for page in PAGES for width in (1440, 390) for name in _VIEWS]
    for page, width, name in views:
        seen = reader(browser, address, width=width, height=TALL, mode=mode)
        seen.go(_VIEWS[name], charts=2, page=PAGES[page])
        # The main area scrolls inside the window: the window becomes as tall as what is in it.
        tall = seen.page.evaluate(
            "() => document.querySelector('[data-testid=\"stMainBlockContainer\"]').scrollHeight"
        )
        seen.page.set_viewport_size({"width": width, "height": int(tall)})
        seen.settle(charts=2)
        _take(seen, folder / f"{page}-{mode}-{width}-{name}.png")


def _take(seen: Reader, path: Path) -> None:
    seen.page.screenshot(path=path)
    seen.page.context.close()
    print(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
