"""Does weighting agree with R? Compared block by block with an answer of R `iptw_*`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dashboard.estimates.arrays import FloatArray
from dashboard.estimates.balance import balance
from dashboard.estimates.case_mix import coded
from dashboard.estimates.design import design
from dashboard.estimates.propensity import Propensity, propensity
from dashboard.estimates.weighted_proportions import weighted_contrasts, weighted_risks
from dashboard.estimates.weights import (
    effective_sizes,
    inverse_weights,
    overlap_weights,
    stabilised_weights,
    truncated_weights,
)

TOLERANCE = 1e-9
Block = dict[str, Any]


def deviations(folder: Path) -> dict[str, float]:
    """How far is what from R's answer on `birthwt`, a real data set kept outside the repository?"""
    rows = pd.read_csv(folder / "data" / "birthwt.csv")
    case_mix = pd.DataFrame(
        {
            "group": np.where(rows["smoke"] == 1, "smoker", "nonsmoker"),
            "events": rows["low"],
            "age": rows["age"],
            "lwt": rows["lwt"],
            "race": pd.Categorical(rows["race"], ["white", "black", "other"]),
            "ptl_any": np.where(rows["ptl"] > 0, "yes", "no"),
            "ht": np.where(rows["ht"] > 0, "yes", "no"),
            "ui": np.where(rows["ui"] > 0, "yes", "no"),
        }
    )
    covariates = ["age", "lwt", "race", "ptl_any", "ht", "ui"]
    counts = counted(case_mix, covariates)
    said = json.loads((folder / "expected" / "iptw_birthwt.json").read_text("utf-8"))["results"]
    found = compared(said, counts, covariates, covariates)

    fitted = propensity(design(coded(counts, said["arm_levels"], covariates)))
    one_by_one = pd.read_csv(folder / "expected" / "iptw_birthwt_rows.csv")
    counts["own"], counts["stab_trunc"] = fitted.own(), truncated_weights(fitted)
    merged = case_mix.merge(counts, on=["group", *covariates], how="left")
    smoker = merged["group"] == "smoker"
    theirs = np.where(smoker, one_by_one["ps_smoker"], one_by_one["ps_nonsmoker"])
    found["probabilities, patient by patient"] = _apart(merged["own"], theirs)
    found["weights, patient by patient"] = _apart(merged["stab_trunc"], one_by_one["w_stab_trunc"])
    return found


def counted(rows: pd.DataFrame, covariates: list[str]) -> pd.DataFrame:
    """What are the counts of rows with `group` and `events` (0 or 1), one a patient?"""
    by = rows.groupby(["group", *covariates], observed=True)["events"]
    return by.agg(patients="size", events="sum").reset_index()


def compared(
    said: Block, counts: pd.DataFrame, covariates: list[str], shown: list[str]
) -> dict[str, float]:
    """How far is each block from R's? `shown`: the covariates whose balance R tells."""
    fitted = propensity(design(coded(counts, said["arm_levels"], covariates)))
    found = dict(_model(said, fitted))
    for name, weights in weightings(fitted).items():
        if name not in said["weights"]:
            continue
        told = {
            **_sizes(said["weights"][name], fitted, weights),
            **_risks(said["binary"][name], weighted_risks(counts, said["arm_levels"], weights)),
        }
        if name in said["smd"]:
            told |= _balance(
                said["smd"][name], balance(coded(counts, said["arm_levels"], shown), weights)
            )
        found |= {f"{name}: {what}": apart for what, apart in told.items()}
    return found


def weightings(fitted: Propensity) -> dict[str, FloatArray]:
    """Which weights does R use, by its names?"""
    att = np.where(fitted.design.arm == 1, 1.0, fitted.of_rows()[:, 1] / fitted.own())
    return {
        "unweighted": np.ones(len(fitted.design.rows)),
        "ate": inverse_weights(fitted),
        "stabilised": stabilised_weights(fitted),
        "stabilised_truncated_1_99": truncated_weights(fitted),
        "overlap": overlap_weights(fitted),
        "att": att,
    }


def _model(said: Block, fitted: Propensity) -> Iterator[tuple[str, float]]:
    coefficients = said["ps_model"]["coef"]
    theirs = coefficients["values"] if isinstance(coefficients, dict) else np.c_[coefficients]
    yield "coefficients", _apart(fitted.coefficients, theirs)
    yield "log likelihood", _apart(fitted.loglik, said["ps_model"]["loglik"])
    own, rows = fitted.own(), fitted.design.rows
    told = said["ps_own_arm"]
    yield "probabilities", _apart([own.min(), own.max()], [told["min"], told["max"]])
    mean = np.bincount(fitted.design.arm, rows * own) / np.bincount(fitted.design.arm, rows)
    yield "mean probabilities", _apart(mean, told["by_arm_mean"])
    cut, whole = truncated_weights(fitted), stabilised_weights(fitted)
    limits = [limit for limit in (cut.min(), cut.max()) if limit not in (whole.min(), whole.max())]
    yield "truncation limits", _apart(limits, said["truncation_limits"])


def _sizes(said: Block, fitted: Propensity, weights: FloatArray) -> dict[str, float]:
    model = fitted.design
    total = np.bincount(model.arm, model.rows * weights)
    together = (model.rows * weights).sum() ** 2 / (model.rows * weights**2).sum()
    largest = [weights[model.arm == arm].max() for arm in range(len(model.arms))]
    return {
        "sums of weights, relative": _apart(total / said["sum"], 1.0),
        "largest weights": _apart(largest, said["max"]),
        "effective sizes, relative": _apart(effective_sizes(model.mix, weights) / said["ess"], 1.0),
        "effective size of all, relative": _apart(together / said["ess_all"], 1.0),
    }


def _balance(said: Block, mine: pd.DataFrame) -> dict[str, float]:
    names = [name.split("=") for name in said["covariate"]]
    keys = pd.DataFrame(
        {
            "group": said["b"],
            "reference": said["a"],
            "covariate": [name[0] for name in names],
            "level": [name[1] if len(name) > 1 else "" for name in names],
        }
    )
    # Of a trait that R tells as 0 or 1, we tell the level `yes`.
    yes = set(mine.loc[mine["level"] == "yes", "covariate"])
    keys.loc[keys["covariate"].isin(yes), "level"] = "yes"
    found = keys.merge(mine, how="left", on=list(keys.columns))
    columns = {
        "means": ("share", "mean_b"),
        "means of the reference": ("reference_share", "mean_a"),
        "weighted means": ("weighted_share", "wmean_b"),
        "weighted means of the reference": ("reference_weighted_share", "wmean_a"),
        "differences": ("smd", "smd_before"),
        "weighted differences": ("weighted_smd", "smd_after"),
    }
    return {what: _apart(found[own], said[theirs]) for what, (own, theirs) in columns.items()}


def _risks(said: Block, risks: pd.DataFrame) -> dict[str, float]:
    contrasts = weighted_contrasts(risks)
    theirs = said["contrasts"]
    difference, ratio = (
        contrasts[contrasts["contrast"] == kind] for kind in ("difference", "ratio")
    )
    assert difference["group"].tolist() == _listed(theirs["b"])
    return {
        "risks": _apart(risks["estimate"], said["risk"]),
        "errors of risks": _apart(risks["std_error"], said["se_sandwich_HC0"]),
        "risk differences": _apart(difference["estimate"], theirs["difference"]),
        "errors of differences": _apart(difference["std_error"], theirs["se"]),
        "limits of differences": max(
            _apart(difference["ci_lower"], theirs["lower"]),
            _apart(difference["ci_upper"], theirs["upper"]),
        ),
        "p values": _apart(difference["p_value"], theirs["p"]),
        "risk ratios": _apart(ratio["estimate"], theirs["ratio"]),
        "limits of ratios": max(
            _apart(ratio["ci_lower"], theirs["ratio_lower"]),
            _apart(ratio["ci_upper"], theirs["ratio_upper"]),
        ),
    }


def _listed(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [values]


def _apart(mine: Any, theirs: Any) -> float:
    """How far apart are they at most? Infinite where they are not as many, or one is missing."""
    own, other = np.asarray(mine, dtype=float), np.asarray(theirs, dtype=float)
    if other.ndim and own.shape != other.shape:
        return float("inf")
    apart = np.abs(own - other)
    return float(apart.max()) if apart.size and not np.isnan(apart).any() else float("inf")


def main(folder: Path) -> int:
    """Compare; the exit status says whether all agree."""
    found = deviations(folder)
    for what, apart in found.items():
        print(f"   {what:<60} largest deviation {apart:.1e}")
    return int(max(found.values()) > TOLERANCE)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        raise SystemExit(
            "Say where the reference cases are: python -m tests.reference_weighting FOLDER"
        )
    raise SystemExit(main(Path(sys.argv[1])))
