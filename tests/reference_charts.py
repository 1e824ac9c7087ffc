"""Do control charts, CUSUM and funnels agree with R? Compared block by block with R's `spc_*`.

`python -m tests.reference_charts FOLDER` compares the whole answers, real series included, which are
kept outside the repository; `tests/estimates/test_reference_charts.py` those that were made for it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dashboard.estimates import run_rules
from dashboard.estimates.arrays import FloatArray
from dashboard.estimates.control_charts import (
    ControlChart,
    laney_chart,
    moving_ranges,
    p_chart,
    range_limit,
    xmr_chart,
)
from dashboard.estimates.cusum import cusum, cusum_weights
from dashboard.estimates.funnel import (
    binomial_limits,
    overdispersed_limits,
    ratio_limits,
)
from dashboard.estimates.observed_expected import expected_by_share, observed_to_expected
from dashboard.estimates.overdispersion import overdispersion, share_scores

TOLERANCE = 1e-9
LEVELS = {"95": 0.95, "998": 0.998}
Block = dict[str, Any]
Found = Iterator[tuple[str, float]]

# The series that R was given, by the name of its block: events and patients, or values.
_MADE: dict[str, list[float]] = {"constant_series": [5.0] * 12, "two_points": [3.0, 7.0]}


def shares(said: Block, events: Any, patients: Any, baseline: Any = None) -> Found:
    """How far is a p chart, Laney's chart and what the rules say?"""
    plain, laney = p_chart(events, patients, baseline), laney_chart(events, patients, baseline)
    yield "centre", apart(plain.centre, said["centre"])
    yield "values", apart(plain.value, said["p"])
    yield "sigma", apart(plain.sigma, said["sigma"])
    yield "limits", apart([plain.lower_limit, plain.upper_limit], [said["lcl"], said["ucl"]])
    theirs = said["laney_d2_1.128"]
    yield "sigma z", apart(laney.sigma_z, theirs["sigma_z"])
    yield (
        "Laney's limits",
        apart([laney.lower_limit, laney.upper_limit], [theirs["lcl"], theirs["ucl"]]),
    )
    yield from rules(said["rules"], plain)


def amounts(said: Block, values: Any) -> Found:
    """How far is an XmR chart?"""
    baseline = np.arange(len(values)) < said["baseline_points"]
    chart = xmr_chart(values, baseline)
    yield "mean", apart(chart.centre, said["mean"])
    yield (
        "natural limits",
        apart([chart.lower_limit[0], chart.upper_limit[0]], said["natural_limits_2.66"]),
    )
    yield "moving ranges", apart(moving_ranges(values)[1:], np.atleast_1d(said["moving_ranges"]))
    limit = range_limit(np.asarray(values, dtype=float)[baseline])
    yield "limit of the ranges", apart(limit, said["mr_upper_limit_3.267"])
    yield from rules(said["rules"], chart)


def rules(said: Block, chart: ControlChart) -> Found:
    """Do the rules find R's patterns? Of other lengths than ours, by the lengths themselves."""
    found = run_rules.signals(chart)
    yield "outside the limits", _ends(found[run_rules.OUTSIDE], said["beyond_limits"])
    yield "six points", _ends(found[run_rules.TREND], said["trend6_points_at"])
    yield "two of three", _ends(found[run_rules.NEAR], said["two_of_three_at"])
    for length in (8, 9):
        ends = run_rules.one_side(chart.value, chart.centre, length)
        yield f"{length} on one side", _ends(ends, said[f"run{length}_at"])
    seven = np.flatnonzero(np.asarray(said["run_length"]) >= 7) + 1
    yield "7 on one side", _ends(found[run_rules.RUN], seven.tolist())


def path(said: Block, happened: Any, patients: Any, rate: Any, *, restart: bool = True) -> Found:
    """How far is a CUSUM, with or without a threshold?"""
    weights = cusum_weights(happened, patients, rate, said["odds_ratio"])
    yield "weights", apart(weights, said["weights"])
    mine = cusum(weights, said["h"], restart=restart)
    yield "path", apart(mine.path, said["S"])
    yield "signals", _ends(mine.signals, said["signals"])


def funnel(said: Block) -> Found:
    """How far are a funnel's limits and its overdispersion?"""
    units, centre = said["units"], said["centre"]
    n = np.array(units["n"], dtype=float)
    found = overdispersion(share_scores(units["events"], n, centre))
    yield "z", apart(share_scores(units["events"], n, centre), units["z"])
    yield "phi", apart(found.phi, said["overdispersion"]["phi_winsorised"])
    yield "units", apart(found.units, said["overdispersion"]["I"])
    variance = centre * (1.0 - centre) / n
    for told, level in LEVELS.items():
        limits = binomial_limits(n, centre, level)
        yield f"limits {told}", _limits(limits, units, "exact_interpolated", told)
        plain = overdispersed_limits(centre, variance, 1.0, level)
        yield f"normal limits {told}", _limits(plain, units, "normal", told)
        wide = overdispersed_limits(centre, variance, found.factor, level)
        yield f"overdispersed limits {told}", _limits(wide, units, "normal_overdispersed", told)


def grid(said: Block) -> Found:
    """How far are exact limits of units of all sizes?"""
    for centre, units in said.items():
        for told, level in LEVELS.items():
            limits = binomial_limits(units["n"], float(centre), level)
            yield f"centre {centre}, {told}", _limits(limits, units, "exact_interpolated", told)


def ratios(said: Block, rows: pd.DataFrame) -> Found:
    """How far are observed and expected events, their limits and their funnel?"""
    mix = ["age", "sex", "stage", "arm"]
    counts = rows.assign(group=rows["unit"].astype(str), stage=rows["sev"].astype(str))
    by = counts.groupby(["group", *mix])["complication"].agg(patients="size", events="sum")
    table = expected_by_share(by.reset_index(), mix).table.set_index("group")
    units = said["units"]
    table = table.loc[units["unit"]]
    yield "observed", apart(table["observed"], units["observed"])
    yield "expected", apart(table["expected"], units["expected"])
    mine = observed_to_expected(units["observed"], units["expected"])
    theirs = [units["smr"], units["smr_exact_lower"], units["smr_exact_upper"]]
    yield "ratios and their limits", apart(mine, theirs)
    for told, level in LEVELS.items():
        limits = ratio_limits(units["expected"], level)
        yield f"funnel of ratios {told}", _limits(limits, units, "funnel", told, high=np.inf)


def everything(folder: Path) -> Found:
    """How far is what, with the real series of a folder?"""
    charts, sums, funnels = (
        json.loads((folder / "expected" / f"spc_{name}.json").read_text("utf-8"))["results"]
        for name in ("charts", "cusum", "funnel")
    )
    juice, years, surgery = (
        pd.read_csv(folder / "data" / f"{name}.csv")
        for name in ("orangejuice_pchart", "rotterdam_by_year", "surgical_hospitals")
    )
    first = juice[juice["phase1"] == 1]
    for name, frame, baseline in (
        ("orangejuice_phase1", first, None),
        ("orangejuice_all_limits_from_phase1", juice, juice["phase1"] == 1),
        ("rotterdam_by_year", years, None),
        ("surgical_hospitals", surgery.rename(columns={"deaths": "events"}), None),
    ):
        yield from named(name, shares(charts[name], frame["events"], frame["n"], baseline))
    flow = pd.read_csv(folder / "data" / "nile_xmr.csv")["flow"].tolist()
    deaths = pd.read_csv(folder / "data" / "ldeaths_xmr.csv")["deaths"].tolist()
    for name, values in (("nile", flow), ("nile_baseline_first_25", flow), ("ldeaths", deaths)):
        yield from named(name, amounts(charts["xmr"][name], values))
    jasa = sums["jasa"]
    for name in ("up", "up_h3_reset", "up_h2_reset", "up_h2_no_reset", "down", "risk_adjusted"):
        rate, restart = jasa[name].get("p", jasa["p0"]), not name.endswith("no_reset")
        found = path(jasa[name], jasa["y"], np.ones(jasa["n"]), rate, restart=restart)
        yield from named(f"jasa {name}", found)
    for name in ("surgical_hospitals", "rotterdam_years", "zero_and_small_units"):
        yield from named(name, funnel(funnels[name]))
    yield from made(charts, sums, funnels, pd.read_csv(folder / "data" / "big_synthetic.csv"))


def made(charts: Block, sums: Block, funnels: Block, rows: pd.DataFrame) -> Found:
    """How far is what on the series that were made for this project?"""
    blocks = rows["complication"].to_numpy().reshape(-1, 500)
    name = "big_synthetic_blocks_of_500"
    yield from named(name, shares(charts[name], blocks.sum(axis=1), np.full(len(blocks), 500)))
    for name, values in _MADE.items():
        yield from named(name, amounts(charts["xmr"][name], values))
    unit = sums["big_synthetic_unit7"]
    happened = rows.loc[rows["unit"] == 7, "complication"].to_numpy()
    yield "unit 7, events", apart(happened.sum(), unit["events"])
    up = path(unit["up"], happened, np.ones(unit["n"]), unit["p0"])
    yield from named("unit 7", up)
    single = sums["bernoulli_weights"]
    own = cusum_weights([1, 0], [1, 1], single["p0"], single["R"])
    yield "one patient's weights", apart(own, [single["w_event"], single["w_nonevent"]])
    for name in ("big_synthetic_units", "zero_and_small_units"):
        yield from named(name, funnel(funnels[name]))
    none = binomial_limits([5, 500], 0.0)
    yield "no event anywhere", apart(np.ravel(none), funnels["centre_zero"]["limits"])
    yield from named("limits", grid(funnels["limit_grid"]))
    yield from named("units", ratios(funnels["big_synthetic_smr"], rows))


def named(name: str, found: Found) -> Found:
    """The same, said of this series."""
    return ((f"{name}: {what}", distance) for what, distance in found)


def apart(mine: Any, theirs: Any) -> float:
    """How far apart are they at most? Infinite where they are not as many, or one is missing."""
    own, other = np.asarray(mine, dtype=float), np.asarray(theirs, dtype=float)
    if own.shape != other.shape:
        return float("inf")
    distance = np.abs(own - other)
    return float(distance.max(initial=0.0)) if not np.isnan(distance).any() else float("inf")


def _ends(found: Any, theirs: Any) -> float:
    """0 where the patterns end at the same points, counted from 1; else infinite."""
    mine = (np.flatnonzero(found) + 1).tolist()
    return 0.0 if mine == np.atleast_1d(theirs).tolist() else float("inf")


def _limits(mine: Any, units: Block, kind: str, told: str, high: float = 1.0) -> float:
    """R leaves normal limits as they are; ours end where no value can lie."""
    theirs: list[FloatArray] = [
        np.clip(np.array(units[f"{kind}_{side}_{told}"], dtype=float), 0.0, high)
        for side in ("lower", "upper")
    ]
    return apart(mine, theirs)


def main(folder: Path) -> int:
    """Compare; the exit status says whether all agree."""
    found = dict(everything(folder))
    for what, distance in found.items():
        print(f"   {what:<66} largest deviation {distance:.1e}")
    return int(max(found.values()) > TOLERANCE)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        raise SystemExit(
            "Say where the reference cases are: python -m tests.reference_charts FOLDER"
        )
    raise SystemExit(main(Path(sys.argv[1])))
