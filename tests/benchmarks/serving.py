"""How much memory does a process hold that shows the recurrence page, and changes filters?

`python -m tests.benchmarks.serving FOLDER` prints it as JSON: megabytes after the first page, after the
changes, and at the most. The page is run as the server runs it, in the process that is measured; a
browser that looks on would be another process.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

import psutil
from streamlit.testing.v1 import AppTest

from tests.benchmarks.machine import peak_megabytes

APP = Path(__file__).resolve().parents[2] / "app.py"
CHANGES: list[tuple[str, list[str]]] = [
    ("site", ["cheek"]),
    ("skin_type", ["II", "III"]),
    ("site", []),
    ("skin_type", []),
]


def measure() -> dict[str, float]:
    """Show the page of the folder in DASHBOARD_DATA; change filters; look at the memory."""
    process = psutil.Process()
    page = AppTest.from_file(str(APP), default_timeout=600).run()
    _require_shown(page)
    first = process.memory_info().rss / 1e6
    for name, values in CHANGES:
        page = page.multiselect(key=name).set_value(values).run()
        _require_shown(page)
    return {
        "first": first,
        "after": process.memory_info().rss / 1e6,
        "peak": peak_megabytes(),
    }


def _require_shown(page: AppTest) -> None:
    if page.exception or page.error or not page.get("plotly_chart"):
        raise RuntimeError(f"The page did not come up: {page.exception} {page.error}")


def main() -> None:
    """Measure one data folder and print the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    os.environ["DASHBOARD_DATA"] = str(parser.parse_args().folder)
    print(json.dumps(measure()))


if __name__ == "__main__":
    main()
