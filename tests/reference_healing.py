"""Time to excision of burns, read as healing: Kaplan-Meier, quartiles, restricted means, log-rank, Cox."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.reference_report import Comparison, Rows, cox, log_rank, results, the_row

TOLERANCE = 1e-9
_QUARTILES = {0.25: "quantile_25", 0.5: "median", 0.75: "quantile_75"}


def excision(
    result: Comparison, report: dict[str, Rows], expected: Path, arms: dict[str, str]
) -> None:
    """Everything that R's answers and our report on healing share."""
    survival = results(expected / "surv_burn_excision.json")
    for arm, ours in arms.items():
        theirs = survival["km_by_arm"]["arms"][arm]
        _horizons(result, report["estimates"], theirs["horizons"], arm, ours)
        _quartiles(result, report["estimates"], theirs["quantiles"], arm, ours)
        _curve(result, report["curves"], theirs["curve"], arm, ours)
    _differences(result, report["comparisons"], survival["km_risk_contrasts"]["rows"], arms)
    for said in survival["rmst"]["by_tau"].values():
        _means(result, report, said, arms)
    log_rank(result, report["comparisons"], survival)
    cox(result, report["comparisons"], survival, arms)


def _horizons(
    result: Comparison, estimates: Rows, theirs: dict[str, Any], arm: str, group: str
) -> None:
    for place, horizon in enumerate(theirs["horizon"]):
        row = the_row(
            estimates,
            measure="healing",
            kind="cumulative_incidence",
            group=group,
            horizon_days=str(horizon),
        )
        if row is None:
            result.faults.append(f"share healed, {arm}, day {horizon}: not in our report")
            continue
        for what, column, said in (
            ("share healed", "estimate", "risk_1_minus_S"),
            ("its standard error", "std_error", "se_surv"),
            ("its lower limit", "ci_lower", "risk_lower_loglog"),
            ("its upper limit", "ci_upper", "risk_upper_loglog"),
        ):
            result.hold(what, row[column], theirs[said][place], TOLERANCE, f"{arm}, day {horizon}")


def _quartiles(
    result: Comparison, estimates: Rows, theirs: dict[str, Any], arm: str, group: str
) -> None:
    for place, share in enumerate(theirs["prob"]):
        row = the_row(estimates, measure="healing", kind=_QUARTILES[share], group=group)
        if row is None:
            result.faults.append(f"quartile {share}, {arm}: not in our report")
            continue
        for what, column, said in (
            ("quartile", "estimate", "estimate"),
            ("its limits (days)", "ci_lower", "lower_loglog"),
            ("its limits (days)", "ci_upper", "upper_loglog"),
        ):
            result.hold(what, row[column], theirs[said][place], 0.0, f"{arm}, {share}")


def _curve(
    result: Comparison, curves: Rows, theirs: dict[str, list[float]], arm: str, group: str
) -> None:
    ours = {int(row["day"]): row for row in curves if row["group"] == group}
    for place, day in enumerate(theirs["time"]):
        row, where = ours[int(day)], f"{arm}, day {day}"
        result.hold("curve: still open", row["at_risk"], theirs["n.risk"][place], 0.0, where)
        result.hold(
            "curve: share healed", row["estimate"], 1.0 - theirs["surv"][place], TOLERANCE, where
        )


def _differences(
    result: Comparison, comparisons: Rows, theirs: dict[str, list[Any]], arms: dict[str, str]
) -> None:
    for place, horizon in enumerate(theirs["horizon"]):
        row = the_row(
            comparisons,
            measure="healing",
            contrast="difference",
            group=arms[theirs["b"][place]],
            reference=arms[theirs["a"][place]],
            horizon_days=str(horizon),
        )
        if row is None:
            result.faults.append(f"difference, day {horizon}: not in our report")
            continue
        _held(result, "difference of shares", row, theirs, place, f"day {horizon}", "difference")


def _means(
    result: Comparison, report: dict[str, Rows], theirs: dict[str, Any], arms: dict[str, str]
) -> None:
    day = str(theirs["tau"])
    for place, arm in enumerate(theirs["arms"]):
        row = the_row(
            report["estimates"], measure="restricted_mean", group=arms[arm], horizon_days=day
        )
        if row is None:
            result.faults.append(f"restricted mean, {arm}: not in our report")
            continue
        _held(result, "restricted mean", row, theirs, place, arm, "rmst")
    contrasts = theirs["contrasts"]
    row = the_row(
        report["comparisons"],
        measure="restricted_mean",
        group=arms[contrasts["b"][0]],
        reference=arms[contrasts["a"][0]],
        horizon_days=day,
    )
    if row is None:
        result.faults.append("difference of restricted means: not in our report")
        return
    _held(result, "difference of restricted means", row, contrasts, 0, day, "difference_b_minus_a")
    result.hold("its p value", row["p_value"], contrasts["p"][0], TOLERANCE, day)


def _held(
    result: Comparison,
    what: str,
    row: dict[str, str],
    theirs: dict[str, Any],
    place: int,
    where: str,
    estimate: str,
) -> None:
    """A figure, its error and its limits."""
    for said, column, name in (
        (what, "estimate", estimate),
        (f"{what}: error", "std_error", "se"),
        (f"{what}: limits", "ci_lower", "lower"),
        (f"{what}: limits", "ci_upper", "upper"),
    ):
        result.hold(said, row[column], theirs[name][place], TOLERANCE, where)
