"""Do real public trials, imported and reported through the command line, give R's answers?

`make reference DIR=…`: DIR has `data/` (records) and `expected/` (R's answers). The records are kept
outside the repository for their licences. Every figure that the trial's R answers and our report share
is compared; the largest deviation is shown.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.reference_healing import excision
from tests.reference_report import (
    Comparison,
    Rows,
    arms_of,
    cox,
    log_rank,
    report_on,
    results,
    test,
    the_pair,
    the_row,
)

TOLERANCE = 1e-9


def main(folder: Path) -> int:
    """Compare the trials; the exit status says whether all agree."""
    agreed = True
    for profile, name, topic, compare, horizons in (
        ("bladder1_first", "bladder1_first", "recurrence", bladder, "3,6,12,36"),
        ("burn_infection", "burn_infection", "recurrence", burn, "7,14,21,28,42,60"),
        ("burn_excision", "burn_infection", "healing", excision, "7,14,21,28"),
    ):
        print(f"\n== {profile}: {topic}")
        records = folder / "data" / f"{name}.csv"
        with tempfile.TemporaryDirectory() as scratch:
            report = report_on(records, profile, topic, horizons, Path(scratch))
            result = Comparison()
            compare(result, report, folder / "expected", arms_of(profile))
        for what, number in result.compared.items():
            print(
                f"   {what:<34} {number:4d} compared, largest deviation {result.largest.get(what, 0.0):.1e}"
            )
        for fault in result.faults:
            print(f"   DIFFERS: {fault}")
        agreed = agreed and not result.faults
        print(
            "   agrees with R"
            if not result.faults
            else f"   {len(result.faults)} figures differ from R"
        )
    return 0 if agreed else 1


def bladder(
    result: Comparison, report: dict[str, Rows], expected: Path, arms: dict[str, str]
) -> None:
    """Recurrence of bladder tumours, death competing: Aalen-Johansen, Gray, log-rank, Cox."""
    competing = results(expected / "cr_bladder1_first.json")
    survival = results(expected / "surv_bladder1_first.json")
    for arm, ours in arms.items():
        theirs = competing["arms"][arm]["horizons"]["recurrence"]
        for place, horizon in enumerate(theirs["horizon"]):
            row = the_row(
                report["estimates"], measure="recurrence", group=ours, horizon_days=str(horizon)
            )
            if row is None:
                continue
            where = f"{arm}, month {horizon}"
            result.hold(
                "cumulative incidence", row["estimate"], theirs["cif"][place], TOLERANCE, where
            )
            result.hold(
                "its standard error",
                row["std_error"],
                theirs["se_survfit_IJ"][place],
                TOLERANCE,
                where,
            )
            result.hold(
                "its lower limit", row["ci_lower"], theirs["lower_loglog"][place], TOLERANCE, where
            )
            result.hold(
                "its upper limit", row["ci_upper"], theirs["upper_loglog"][place], TOLERANCE, where
            )
        _curve(result, report["curves"], ours, competing["arms"][arm]["curve"], arm)
    _differences(
        result, report["comparisons"], competing["cif_contrasts"]["by_cause"]["recurrence"], arms
    )
    gray = competing["gray_test"]
    test(
        result,
        report["comparisons"],
        "gray_test",
        "Gray's test",
        gray["statistic"][0],
        gray["df"][0],
        gray["p"][0],
    )
    pairs = competing["gray_pairwise"]
    for place, (one, other) in enumerate(zip(pairs["a"], pairs["b"], strict=True)):
        row = the_pair(report["comparisons"], "gray_test", arms[one], arms[other])
        cause = pairs["by_cause"]["recurrence"]
        result.hold(
            "Gray's test, pairwise",
            row["statistic"],
            cause["statistic"][place],
            TOLERANCE,
            f"{one}/{other}",
        )
        result.hold(
            "its p, Holm", row["p_holm"], cause["p_holm"][place], TOLERANCE, f"{one}/{other}"
        )
    log_rank(result, report["comparisons"], survival)
    cox(result, report["comparisons"], survival, arms)


def burn(result: Comparison, report: dict[str, Rows], expected: Path, arms: dict[str, str]) -> None:
    """Infection of burns, nothing competing: one minus Kaplan-Meier, log-rank, Cox."""
    survival = results(expected / "surv_burn_infection.json")
    for arm, ours in arms.items():
        theirs = survival["km_by_arm"]["arms"][arm]["horizons"]
        for place, horizon in enumerate(theirs["horizon"]):
            row = the_row(
                report["estimates"], measure="recurrence", group=ours, horizon_days=str(horizon)
            )
            # Past the last day of an arm R carries the curve forward; we say that there is no estimate.
            if row is None or theirs["beyond_follow_up"][place]:
                continue
            where = f"{arm}, day {horizon}"
            result.hold(
                "one minus Kaplan-Meier",
                row["estimate"],
                theirs["risk_1_minus_S"][place],
                TOLERANCE,
                where,
            )
            result.hold(
                "its standard error", row["std_error"], theirs["se_surv"][place], TOLERANCE, where
            )
    log_rank(result, report["comparisons"], survival)
    cox(result, report["comparisons"], survival, arms)


def _curve(
    result: Comparison, curves: Rows, group: str, theirs: dict[str, list[float]], arm: str
) -> None:
    ours = {
        int(row["day"]): row
        for row in curves
        if row["measure"] == "recurrence" and row["group"] == group
    }
    for place, month in enumerate(theirs["time"]):
        row = ours[int(month)]
        result.hold(
            "curve: at risk", row["at_risk"], theirs["n.risk"][place], 0.0, f"{arm}, month {month}"
        )
        result.hold(
            "curve: cumulative incidence",
            row["estimate"],
            theirs["cif_recurrence"][place],
            TOLERANCE,
            f"{arm}, month {month}",
        )
        result.hold(
            "curve: standard error",
            row["std_error"],
            theirs["se_recurrence"][place],
            TOLERANCE,
            f"{arm}, month {month}",
        )


def _differences(
    result: Comparison, comparisons: Rows, theirs: dict[str, list[Any]], arms: dict[str, str]
) -> None:
    for place, horizon in enumerate(theirs["horizon"]):
        one, other = theirs["a"][place], theirs["b"][place]
        for row in comparisons:
            if (
                row["measure"] != "recurrence"
                or row["contrast"] != "difference"
                or row["horizon_days"] != str(horizon)
            ):
                continue
            sign = (
                1
                if (row["group"], row["reference"]) == (arms[other], arms[one])
                else -1
                if (row["group"], row["reference"]) == (arms[one], arms[other])
                else 0
            )
            if sign and row["status"] == "shown":
                where = f"{one}/{other}, month {horizon}"
                result.hold(
                    "difference",
                    row["estimate"],
                    sign * theirs["difference"][place],
                    TOLERANCE,
                    where,
                )
                result.hold(
                    "its standard error (difference)",
                    row["std_error"],
                    theirs["se"][place],
                    TOLERANCE,
                    where,
                )


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        raise SystemExit(
            "Say where the reference cases are: python -m tests.reference_trials FOLDER"
        )
    raise SystemExit(main(Path(sys.argv[1])))
