"""What came when, as rows of ``charts``: months of data by clinic, and the rules that records broke at each import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from dashboard import disclosure, words
from dashboard.answers.asked import Asked
from dashboard.answers.timed import NOT_MATURE
from dashboard.disclosure import HIDDEN, SHOWN, cells_to_hide, parts_to_hide
from dashboard.store import Import

MONTHS, CUT_OFF, TOO_RECENT = "months", "cut_off", "too_recent"
VIOLATIONS, IMPORTS = "violations", "imports"
# All months of an import together.
ALL_MONTHS = "all"
_ACCOUNT = ("read", "accepted", "rejected", "repeated")


def months(asked: Asked) -> pd.DataFrame:
    """In which months did episodes begin at each clinic, and which months are too recent for the last horizon?

    Chart ``months``: a row a clinic and month, ``denominator`` the episodes counted, ``value`` the days from the
    month to the clinic's cut-off; ``not_mature`` where these are no more than the horizon. ``cut_off``: a row a
    clinic, ``period`` its cut-off, ``value`` the months with records. ``too_recent``: ``period`` the first month
    that is, ``value`` how many are.
    """
    frame = asked.run("episodes_by_clinic_and_month")
    horizon = max(asked.settings.horizons)
    rows: list[dict[str, Any]] = []
    # What clinics have is told only where they are shown.
    sizes = {str(clinic): int(part["patients"].sum()) for clinic, part in frame.groupby("clinic")}
    clinics = parts_to_hide(sizes, asked.fewest)
    # Clinics and months both add up to numbers told elsewhere: as for the months of operations.
    cells = cells_to_hide(
        {
            (str(clinic), f"{month:%Y-%m}"): int(patients)
            for clinic, month, patients in zip(
                frame["clinic"], frame["start_month"], frame["patients"], strict=True
            )
        },
        asked.fewest,
        clinics.names,
    )
    for clinic, part in frame.groupby("clinic"):
        period = [f"{month:%Y-%m}" for month in part["start_month"]]
        late = part["reach"].lt(horizon).to_numpy()
        status = np.where(late, NOT_MATURE, SHOWN)
        named = {"measure": MONTHS, "unit_of_chart": clinic}
        whole = clinics[str(clinic)]
        rows += [
            {
                **named,
                "chart": MONTHS,
                "period": month,
                "denominator": number,
                "value": reach,
                "status": told if cells[str(clinic), month] == SHOWN else cells[str(clinic), month],
            }
            for month, number, reach, told in zip(
                period, part["episodes"], part["reach"], status, strict=True
            )
            if whole == SHOWN
        ]
        until = f"{part['until_month'].iloc[0]:%Y-%m}"
        cut = {**named, "status": whole, "denominator": part["episodes"].sum()}
        rows.append({**cut, "chart": CUT_OFF, "period": until, "value": len(part)})
        first = next((month for month, recent in zip(period, late, strict=True) if recent), "")
        rows.append({**cut, "chart": TOO_RECENT, "period": first, "value": late.sum()})
    return pd.DataFrame(rows)


def violations(imports: tuple[Import, ...], asked: Asked) -> pd.DataFrame:
    """Which rules did the records of each clinic break, at each import?

    A row a rule, clinic and import, for ``all`` months; and one a month, of the last import that brought
    records of the clinic. ``denominator``: the episodes that came; ``events``: the records that break the
    rule, no row where none did; ``value``: their share, where they are episodes; ``signal``: the import.
    """
    latest = {clinic: one for one in imports if one.tallies for clinic in one.tallies["episodes"]}
    rows: list[dict[str, Any]] = []
    for one in imports:
        if one.tallies is not None:
            by_month = {clinic for clinic, last in latest.items() if last is one}
            rows += _of_import(one, one.tallies, by_month, asked)
    return pd.DataFrame(rows)


def _of_import(
    one: Import, tallies: Mapping[str, Any], by_month: set[str], asked: Asked
) -> list[dict[str, Any]]:
    hidden_clinics = parts_to_hide(tallies["patients_by_clinic"], asked.fewest)
    rows = []
    for rule, by_clinic in tallies["broken"].items():
        for clinic in tallies["episodes"]:
            broken = by_clinic.get(clinic, {})
            whole = hidden_clinics[clinic]
            if not broken and whole == SHOWN:
                continue
            named = {
                "measure": VIOLATIONS,
                "chart": rule,
                "unit_of_chart": clinic or words.NOT_RECORDED,
                "signal": f"release {one.number}",
            }
            came = tallies["episodes"][clinic]
            rows.append(
                {
                    **named,
                    "period": ALL_MONTHS,
                    "denominator": sum(came.values()),
                    "events": sum(broken.values()),
                    "status": whole,
                }
            )
            if whole == SHOWN and clinic in by_month:
                hidden = parts_to_hide(tallies["patients"][clinic], asked.fewest)
                # A hidden month has its row whether or not a record broke the rule.
                rows += [
                    {
                        **named,
                        "period": month or words.NOT_RECORDED,
                        "denominator": came[month],
                        "events": broken.get(month, 0),
                        "status": hidden[month],
                    }
                    for month in came
                    if broken.get(month, 0) or month in hidden.names
                ]
    return rows


def imported(imports: tuple[Import, ...], asked: Asked) -> pd.DataFrame:
    """What became of the records at each import, and how often was each rule broken?

    Charts ``read``, ``accepted``, ``rejected``, ``repeated`` and each rule and column: ``period`` the release,
    ``denominator`` the records read, ``signal`` what was done about the rule (reject, blank, repair, warn).
    """
    rows = []
    for one in imports:
        # Where patients were not counted at the import, its records stand for them.
        patients = one.read if one.tallies is None else int(one.tallies["patients_in_all"])
        few = 0 < patients < asked.fewest
        named = {
            "measure": IMPORTS,
            "period": f"release {one.number}",
            "unit_of_chart": one.created,
            "denominator": one.read,
            "status": HIDDEN if few else SHOWN,
        }
        rows += [{**named, "chart": name, "events": getattr(one, name)} for name in _ACCOUNT]
        rows += [
            {
                **named,
                "chart": f"{rule.kind}.{rule.column}.{rule.rule}".replace("..", "."),
                "events": rule.count,
                "signal": rule.severity,
            }
            for rule in one.rules
        ]
    return pd.DataFrame(rows)


def disclosed(rows: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    """How do rows of ``charts`` look once what may not be told is blank, and shares are worked out from the rest?"""
    if rows.empty:
        return rows
    status = rows["status"].where(rows["status"].isin(disclosure.HIDING), SHOWN)
    counted = [name for name in ("denominator", "events") if name in rows]
    if asked.published:
        small = np.any(disclosure.is_small(rows[counted].astype(float)), axis=1)
        if "events" in rows:
            rest = rows["denominator"].astype(float) - rows["events"].astype(float)
            small = small | disclosure.is_small(rest.fillna(0.0))
        status = status.mask(status.eq(SHOWN) & pd.Series(small, index=rows.index), HIDDEN)
    # What is marked as hidden counts as blank already.
    told = rows.assign(status=rows["status"].mask(rows["status"].isin(disclosure.HIDING), SHOWN))
    table = disclosure.hide_rows(told, status.tolist())
    if asked.published:
        for name in counted:
            table[name] = disclosure.rounded(table[name].astype(float))
    if "events" in table:
        # Complications are no part of the episodes.
        part = table["events"].astype(float) / table["denominator"].astype(float).replace(
            0.0, np.nan
        )
        part = part.mask(table["chart"].str.startswith("complications."))
        table["value"] = part.round(2) if asked.published else part
    return table
