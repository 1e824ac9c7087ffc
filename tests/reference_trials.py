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

from tests.reference_report import Comparison, Rows, arms_of, report_on, results, the_pair, the_row

TOLERANCE, FITTED = 1e-9, 1e-6


def main(folder: Path) -> int:
    """Compare both trials; the exit status says whether all agree."""
    agreed = True
    for name, compare, horizons in (
        ("bladder1_first", bladder, "3,6,12,36"),
        ("burn_infection", burn, "7,14,21,28,42,60"),
    ):
        print(f"\n== {name}")
        with tempfile.TemporaryDirectory() as scratch:
            report = report_on(folder, name, horizons, Path(scratch))
            result = Comparison()
            compare(result, report, folder / "expected", arms_of(name))
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
    _test(
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
    _log_rank(result, report["comparisons"], survival)
    _cox(result, report["comparisons"], survival, arms)


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
    _log_rank(result, report["comparisons"], survival)
    _cox(result, report["comparisons"], survival, arms)


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


def _log_rank(result: Comparison, comparisons: Rows, survival: dict[str, Any]) -> None:
    theirs = survival["tests"]["logrank"]
    _test(
        result,
        comparisons,
        "log_rank_test",
        "log-rank test",
        theirs["chisq"],
        theirs["df"],
        theirs["p"],
    )


def _test(
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


def _cox(
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


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        raise SystemExit(
            "Say where the reference cases are: python -m tests.reference_trials FOLDER"
        )
    raise SystemExit(main(Path(sys.argv[1])))
