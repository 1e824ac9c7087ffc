"""How long does a filter change take on the real page, against an empty page with as many charts?

`python -m tests.benchmarks.browser` prints it. All pages are measured in one run, in turns, in one Chromium: from the
click on a value of a filter until the script is idle and the last change has reached the document. Beside small charts
the empty page shows the real page's own, drawn beforehand: the rest is what counting, drawing and tables take.
"""

from __future__ import annotations

import json
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.answers import recurrence
from dashboard.answers.answer import Choices
from dashboard.cohort import Cohort
from dashboard.figures import recurrence as figures
from dashboard.settings import Settings
from dashboard.store import Folder, build_sample, open_release
from tests.benchmarks.options import CHARTS, OPTIONS
from tests.browser import serving
from tests.browser.looking import Reader, reader

# How many changes are measured; one more goes before them, to warm up.
ROUNDS = len(OPTIONS) - 1
_QUIET_MS = 250
_LIMIT_MS = 20_000
# All values of the filter are in view: nothing has to be scrolled to.
_HEIGHT = 1_400
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
    """What did filter changes take, in seconds, and with how many charts?

    Attributes
    ----------
    page
        On the recurrence page.
    empty
        On an empty page with as many small charts.
    same_charts
        On an empty page that shows the recurrence page's charts, drawn beforehand.
    """

    page: tuple[float, ...]
    empty: tuple[float, ...]
    same_charts: tuple[float, ...]
    charts: int

    @property
    def ratio(self) -> float:
        """How many times as long as the empty page does the real one take, by the medians?"""
        return statistics.median(self.page) / statistics.median(self.empty)

    @property
    def ratio_to_same_charts(self) -> float:
        """And as the empty page that shows the same charts?"""
        return statistics.median(self.page) / statistics.median(self.same_charts)

    def lines(self) -> list[str]:
        """What is printed?"""
        measured = {
            "recurrence page": self.page,
            f"empty page with {self.charts} small charts": self.empty,
            f"empty page with the same {self.charts} charts": self.same_charts,
        }
        spread = [
            f"{name}: median {statistics.median(times):.3f} s "
            f"({min(times):.3f} to {max(times):.3f}, {len(times)} changes)"
            for name, times in measured.items()
        ]
        ratios = f"ratio {self.ratio:.2f}; to the same charts {self.ratio_to_same_charts:.2f}"
        return [*spread, ratios]


def measure(data: Path, log: Path, rounds: int = ROUNDS) -> FilterChange:
    """Measure the pages in turns; `data` holds the sample records, `log` takes what the empty page's server says."""
    drawn = log.with_name("charts.json")
    drawn.write_text(json.dumps(_charts_drawn_beforehand(data)), encoding="utf-8")
    empty_page = Path(__file__).with_name("empty_page.py")
    with (
        serving.dashboard(data) as address,
        serving.script(empty_page, log, {CHARTS: str(drawn)}) as empty,
        serving.browser() as browser,
    ):
        page = reader(browser, address, height=_HEIGHT).go(charts=3)
        charts = page.page.get_by_test_id("stPlotlyChart").count()
        small = reader(browser, empty, height=_HEIGHT).go(
            f"?charts={charts}", charts=charts, page=""
        )
        same = reader(browser, empty, height=_HEIGHT).go(charts=charts, page="")
        changes = [_changes(page, "Site"), _changes(small, "Filter"), _changes(same, "Filter")]
        taken = [[change(number) for change in changes] for number in range(rounds + 1)]
    # The first change of each warms it up.
    times = [tuple(column) for column in zip(*taken[1:], strict=True)]
    return FilterChange(times[0], times[1], times[2], charts)


def _charts_drawn_beforehand(data: Path) -> list[list[dict[str, Any]]]:
    """The charts of two cohorts, so that each change draws other ones."""
    release = open_release(Folder(data))
    drawn = []
    for sites in (("eyelid", "cheek", "nose"), ("eyelid", "cheek", "nose", "forehead")):
        cohort = Cohort((("site", tuple(sorted(sites))),))
        answer = recurrence.answer(release, cohort, Choices(), Settings(data))
        pictures = [
            figures.draw_curves(figures.prepare_curves(answer, far=False), "light"),
            *(
                figures.draw_at_horizon(figures.prepare_at_horizon(answer, measure), "light")
                for measure in ("recurrence", "failure_free")
            ),
        ]
        drawn.append([json.loads(picture.to_json(engine="json")) for picture in pictures])
    return drawn


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
