"""A trial's records, taken through the command line, and R's answers, read from their files."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROFILES = Path(__file__).parent / "reference" / "profiles"
# Small numbers are shown: the trials are public, and R hides nothing.
ENVIRONMENT = {**os.environ, "DASHBOARD_MIN_PATIENTS": "1", "DASHBOARD_MIN_AT_RISK": "1"}
Rows = list[dict[str, str]]
TOLERANCE, FITTED = 1e-9, 1e-6


@dataclass
class Comparison:
    """How far do our figures lie from R's?"""

    compared: dict[str, int] = field(default_factory=dict)
    largest: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def hold(
        self, what: str, ours: str, theirs: float | None, tolerance: float, place: str
    ) -> None:
        """Compare one figure; a blank of ours must be R's NA."""
        self.compared[what] = self.compared.get(what, 0) + 1
        if theirs is None or ours == "":
            if (theirs is None) != (ours == ""):
                self.faults.append(f"{what}, {place}: ours “{ours}”, R {theirs}")
            return
        off = abs(float(ours) - theirs)
        self.largest[what] = max(self.largest.get(what, 0.0), off)
        if not off <= tolerance:
            self.faults.append(f"{what}, {place}: ours {ours}, R {theirs!r}, off by {off:.2e}")


def arms_of(name: str) -> dict[str, str]:
    """Which arm of the trial stands as which treatment, by its profile?"""
    profile = tomllib.loads((PROFILES / f"{name}.toml").read_text(encoding="utf-8"))
    arms: dict[str, str] = profile["episodes"]["columns"]["treatment"]["recode"]
    return arms


def report_on(
    records: Path, profile: str, topic: str, horizons: str, scratch: Path
) -> dict[str, Rows]:
    """Import a trial by a profile, report a topic, and read the files of the report."""
    data, out = scratch / "data", scratch / "report"
    rules = str(PROFILES / f"{profile}.toml")
    _run("import", str(records), "--profile", rules, "--data", str(data))
    _run("report", topic, "--horizons", horizons, "--out", str(out), "--data", str(data))
    return {
        shape: _read(out / f"{topic}_{shape}.csv")
        for shape in ("estimates", "curves", "comparisons")
    }


def _run(*words: str) -> None:
    command = [sys.executable, "-m", "dashboard", *words]
    print(
        "   $ DASHBOARD_MIN_PATIENTS=1 DASHBOARD_MIN_AT_RISK=1 python -m dashboard "
        + " ".join(Path(word).name if "/" in word else word for word in words)
    )
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    for line in (done.stdout + done.stderr).splitlines():
        print(f"     {line}")
    if done.returncode:
        raise SystemExit(f"“{words[0]}” ended with status {done.returncode}")


def _read(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def results(path: Path) -> dict[str, Any]:
    results: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["results"]
    return results


def the_row(rows: Rows, **wanted: str) -> dict[str, str] | None:
    found = [row for row in rows if all(row[key] == value for key, value in wanted.items())]
    return found[0] if len(found) == 1 else None


def the_pair(rows: Rows, contrast: str, one: str, other: str) -> dict[str, str]:
    return next(
        row
        for row in rows
        if row["contrast"] == contrast and {row["group"], row["reference"]} == {one, other}
    )


def log_rank(result: Comparison, comparisons: Rows, survival: dict[str, Any]) -> None:
    theirs = survival["tests"]["logrank"]
    test(
        result,
        comparisons,
        "log_rank_test",
        "log-rank test",
        theirs["chisq"],
        theirs["df"],
        theirs["p"],
    )


def test(
    result: Comparison,
    comparisons: Rows,
    contrast: str,
    said: str,
    statistic: float,
    df: float,
    p: float,
) -> None:
    row = the_row(comparisons, contrast=contrast, group="all")
    if row is None:
        result.faults.append(f"{said}: not in our report")
        return
    result.hold(said, row["statistic"], statistic, TOLERANCE, "all groups")
    result.hold(f"{said}: df", row["df"], df, 0.0, "all groups")
    result.hold(f"{said}: p", row["p_value"], p, TOLERANCE, "all groups")


def cox(
    result: Comparison, comparisons: Rows, survival: dict[str, Any], arms: dict[str, str]
) -> None:
    theirs = survival["cox"]["unadjusted"]
    for place, term in enumerate(theirs["terms"]):
        ours = arms[term.removeprefix("arm")]
        row = the_row(comparisons, contrast="hazard_ratio", group=ours)
        if row is None:
            result.faults.append(f"hazard ratio of {term}: not in our report")
            continue
        result.hold("hazard ratio", row["estimate"], theirs["hr"][place], FITTED, term)
        result.hold("its standard error (log)", row["std_error"], theirs["se"][place], FITTED, term)
        result.hold("its limits", row["ci_lower"], theirs["hr_lower"][place], FITTED, term)
        result.hold("its limits", row["ci_upper"], theirs["hr_upper"][place], FITTED, term)
    row = the_row(comparisons, contrast="zph_test", group="all")
    if row is not None and "zph" in theirs:
        result.hold("cox.zph", row["statistic"], theirs["zph"]["km"]["chisq"][-1], FITTED, "global")
