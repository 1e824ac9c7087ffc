"""How long does a filter change take on the real page, against an empty page with as many charts?

`python -m tests.benchmarks.browser` prints it. Both pages are measured in one run, in turns, in one Chromium:
from the click on a value of a filter until the script is idle and the last change has reached the document.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dashboard.store import Folder, build_sample
from tests.benchmarks.options import OPTIONS
from tests.browser import serving
from tests.browser.looking import Reader, reader

# How many changes are measured; one more goes before them, to warm up.
ROUNDS = len(OPTIONS) - 1
_QUIET_MS = 250
_LIMIT_MS = 20_000
# From the click until the main part of the page has been still for a moment; the time of its last change counts.
_TIMED = """
([label, quiet, limit]) => new Promise((resolve, reject) => {
    const app = document.querySelector('[data-testid="stApp"]');
    const main = document.querySelector('[data-testid="stMain"]');
    const option = [...document.querySelectorAll('[role="option"]')]
        .find((element) => element.textContent.trim() === label);
    if (!option) { reject(new Error(`no option ${label}`)); return; }
    let last = null;
    const watched = new MutationObserver(() => { last = performance.now(); });
    watched.observe(main, {subtree: true, childList: true, attributes: true, characterData: true});
    const began = performance.now();
    const look = setInterval(() => {
        const now = performance.now();
        const idle = app.dataset.testScriptState === 'notRunning' && last !== null
            && document.querySelector('[data-stale="true"]') === null;
        if (idle && now - last > quiet) {
            clearInterval(look); watched.disconnect(); resolve(last - began);
        } else if (now - began > limit) {
            clearInterval(look); watched.disconnect(); reject(new Error('not idle'));
        }
    }, 10);
    option.click();
})
"""


@dataclass(frozen=True)
class FilterChange:
    """What did filter changes take, in seconds: on the real page, on the empty one, with how many charts?"""

    page: tuple[float, ...]
    empty: tuple[float, ...]
    charts: int

    @property
    def ratio(self) -> float:
        """How many times as long does the real page take, by the medians?"""
        return statistics.median(self.page) / statistics.median(self.empty)

    def lines(self) -> list[str]:
        """What is printed?"""
        spread = [
            f"{name}: median {statistics.median(times):.3f} s "
            f"({min(times):.3f} to {max(times):.3f}, {len(times)} changes)"
            for name, times in (("recurrence page", self.page), ("empty page", self.empty))
        ]
        return [f"{self.charts} charts", *spread, f"ratio {self.ratio:.2f}"]


def measure(data: Path, log: Path, rounds: int = ROUNDS) -> FilterChange:
    """Measure both pages in turns; `data` holds the sample records, `log` takes the empty server's output."""
    empty_page = Path(__file__).with_name("empty_page.py")
    with (
        serving.dashboard(data) as address,
        serving.script(empty_page, log) as empty_address,
        serving.browser() as browser,
    ):
        page = reader(browser, address).go(charts=3)
        charts = page.page.locator(".js-plotly-plot .main-svg:first-of-type").count()
        empty = reader(browser, empty_address).go(f"?charts={charts}", charts=charts)
        real_next, empty_next = _changes(page, "Site"), _changes(empty, "Filter")
        taken = [(real_next(number), empty_next(number)) for number in range(rounds + 1)]
    # The first change of each warms both up.
    return FilterChange(
        tuple(real for real, _ in taken[1:]), tuple(small for _, small in taken[1:]), charts
    )


def _changes(seen: Reader, label: str) -> Callable[[int], float]:
    """The seconds of the next filter change: one more value each time, so that nothing was answered before."""
    box = seen.page.get_by_label(label, exact=True).first
    box.click()
    names = seen.page.get_by_role("option").all_inner_texts()
    names = [name.strip() for name in names if name.strip() != "Select all"]
    seen.page.keyboard.press("Escape")

    def change(number: int) -> float:
        seen.settle()
        box.click()
        seen.page.get_by_role("option", name=names[number], exact=True).wait_for()
        took = seen.page.evaluate(_TIMED, [names[number], _QUIET_MS, _LIMIT_MS])
        seen.page.keyboard.press("Escape")
        return float(took) / 1000

    return change


def main() -> None:
    """Print the times of the sample records."""
    with tempfile.TemporaryDirectory() as place:
        data = Path(place) / "data"
        build_sample(Folder(data))
        print("\n".join(measure(data, Path(place) / "empty.log").lines()))


if __name__ == "__main__":
    main()
