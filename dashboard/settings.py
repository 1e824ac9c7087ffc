"""Thresholds, horizons, confidence level and policy: what are they, and where does each come from?

Read from the environment first, then from `settings.toml` in the data folder, then the default below.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from dashboard.errors import BadInput

_MONTH = re.compile(r"(19|20|21)\d\d-(0[1-9]|1[0-2])")
# Fewest patients that a shown figure may rest on. 5 is the usual threshold of clinical registers' small-number rules.
MIN_PATIENTS = 5
# Fewest patients at risk just before a horizon for an estimate to count as mature. With fewer, one more event moves a
# Kaplan-Meier-type curve by ten points or more (Pocock et al. 2002, doi:10.1016/S0140-6736(02)08594-X, advise cutting
# curves where 10-20% remain).
MIN_AT_RISK = 10
# Days at which risks are read: three months, six months, a year.
HORIZONS = (90, 180, 365)
# Time to documented clearance, in days since the first session: the first assessment (by day 42; by day 84 after a
# retinoid, which works slowly), and six months, by which most milia of newborns are gone without treatment.
CLEARANCE_HORIZONS = (42, 84, 180)
# Healing: one, two and four weeks after the last session; restricted means to four and twelve weeks.
HEALING_HORIZONS = (7, 14, 28)
HEALING_MEANS = (28, 84)
# Complications: a month and three months after the first session.
COMPLICATIONS_HORIZONS = (30, 90)
# How long a patient must have been seen for "no complication" to say something: two weeks, by which
# most reactions of the skin have shown themselves; pigment changes take longer.
SEEN_DAYS = 14
# Control charts: fewest months that a centre and limits are worked out from (NHS England, Making Data Count: 12 to 20
# until limits are steady).
FEWEST_MONTHS = 12
# What a target may be set for, in `[targets]`: shares of 0 to 1, and minutes.
TARGETED = (
    "recurrence",
    "not_healed",
    "complications",
    "never_seen",
    "reviews",
    "free_redo",
    "complaint",
    "chair_minutes",
)
# Of every interval.
CONFIDENCE = 0.95
# Policies of disclosure control: MEASURES "Small numbers".
POLICIES = ("clinic", "publication")
# Releases kept beside the current one.
KEEP_RELEASES = 12
# Largest file that the page takes, in megabytes: some 200,000 episodes. The command line takes larger ones.
UPLOAD_MEGABYTES = 50


@dataclass(frozen=True)
class Settings:
    """Which thresholds hold for this data folder?"""

    data: Path
    min_patients: int = MIN_PATIENTS
    min_at_risk: int = MIN_AT_RISK
    horizons: tuple[int, ...] = HORIZONS
    clearance_horizons: tuple[int, ...] = CLEARANCE_HORIZONS
    healing_horizons: tuple[int, ...] = HEALING_HORIZONS
    healing_means: tuple[int, ...] = HEALING_MEANS
    complications_horizons: tuple[int, ...] = COMPLICATIONS_HORIZONS
    seen_days: int = SEEN_DAYS
    # Months from which a chart's centre and limits are worked out anew: something was changed on purpose.
    rebase_months: tuple[str, ...] = ()
    targets: tuple[tuple[str, float], ...] = ()
    confidence: float = CONFIDENCE
    keep_releases: int = KEEP_RELEASES
    upload_megabytes: int = UPLOAD_MEGABYTES

    @property
    def hides(self) -> bool:
        """Are small numbers hidden? (No where `min_patients` is 1: whoever holds the folder turned it off.)"""
        return self.min_patients > 1


def data_folder(given: Path | None = None, environment: Mapping[str, str] = os.environ) -> Path:
    """Where are the records kept: the folder given, `DASHBOARD_DATA`, or `data/`?"""
    return given or Path(environment.get("DASHBOARD_DATA") or "data")


def read_settings(data: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Which settings hold for the data folder `data`?

    Raises
    ------
    BadInput
        If the settings file cannot be read, has a key that is not known, or a value is out of range.
    """
    given = _from_file(data / "settings.toml")
    for key, variable in (
        ("min_patients", "DASHBOARD_MIN_PATIENTS"),
        ("min_at_risk", "DASHBOARD_MIN_AT_RISK"),
    ):
        if environment.get(variable):
            given[key] = (variable, environment[variable])
    return Settings(
        data,
        min_patients=_whole("min_patients", given, MIN_PATIENTS, 1, 1000),
        min_at_risk=_whole("min_at_risk", given, MIN_AT_RISK, 1, 1000),
        keep_releases=_whole("keep_releases", given, KEEP_RELEASES, 1, 1000),
        upload_megabytes=_whole("upload_megabytes", given, UPLOAD_MEGABYTES, 1, 1024),
        seen_days=_whole("seen_days", given, SEEN_DAYS, 0, 365),
        horizons=_horizons("horizons", given, HORIZONS),
        clearance_horizons=_horizons("clearance_horizons", given, CLEARANCE_HORIZONS),
        healing_horizons=_horizons("healing_horizons", given, HEALING_HORIZONS),
        healing_means=_horizons("healing_means", given, HEALING_MEANS),
        complications_horizons=_horizons("complications_horizons", given, COMPLICATIONS_HORIZONS),
        rebase_months=_months("rebase_months", given),
        targets=_targets("targets", given),
    )


def parse_horizons(text: str) -> tuple[int, ...]:
    """Which days does the list `text` ("90,180,365") name? In order, each once.

    Raises
    ------
    BadInput
        If one is not a whole number of days from 1 to 7305, or none is given.
    """
    days = []
    for part in text.split(","):
        word = part.strip()
        if not (word.isascii() and word.isdigit() and 1 <= int(word) <= 7305):
            raise BadInput(
                f"“{word}” is not a horizon.",
                "Give whole days from 1 to 7305, separated by commas: 90,180,365.",
            )
        days.append(int(word))
    if len(set(days)) > 12:
        raise BadInput(f"{len(set(days))} horizons are too many.", "Give twelve at most.")
    return tuple(sorted(set(days)))


def _from_file(path: Path) -> dict[str, tuple[str, object]]:
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(
            f"The settings file {path} cannot be read: {error}.", "Mend it or remove it."
        ) from error
    known = [field.name for field in fields(Settings) if field.name not in ("data", "confidence")]
    for key in table:
        if key not in known:
            raise BadInput(
                f"The settings file {path} has an unknown key “{key}”.",
                f"Known are {', '.join(known)}.",
            )
    return {key: (str(path), value) for key, value in table.items()}


def _whole(
    key: str, given: dict[str, tuple[str, object]], default: int, lowest: int, highest: int
) -> int:
    if key not in given:
        return default
    source, value = given[key]
    text = str(value).strip()
    if isinstance(value, bool) or not (
        text.isascii() and text.isdigit() and lowest <= int(text) <= highest
    ):
        raise BadInput(
            f"{source}: “{value}” cannot be {key}.",
            f"Give a whole number from {lowest} to {highest}.",
        )
    return int(text)


def _horizons(
    key: str, given: dict[str, tuple[str, object]], default: tuple[int, ...]
) -> tuple[int, ...]:
    if key not in given:
        return default
    value = given[key][1]
    return parse_horizons(",".join(map(str, value)) if isinstance(value, list) else str(value))


def _months(key: str, given: dict[str, tuple[str, object]]) -> tuple[str, ...]:
    """Which months does a list name? In order, each once."""
    source, value = given.get(key, ("", []))
    months = value if isinstance(value, list) else [value]
    for month in months:
        if not (isinstance(month, str) and _MONTH.fullmatch(month)):
            raise BadInput(
                f"{source}: “{month}” cannot be one of {key}.", 'Give months such as ["2026-03"].'
            )
    return tuple(sorted(set(months)))


def _targets(key: str, given: dict[str, tuple[str, object]]) -> tuple[tuple[str, float], ...]:
    """Which figures have which target?"""
    source, table = given.get(key, ("", {}))
    if not isinstance(table, dict):
        raise BadInput(f"{source}: “{table}” cannot be {key}.", "Give a table [targets].")
    for name, value in table.items():
        highest = 10_000.0 if name == "chair_minutes" else 1.0
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if name not in TARGETED or not number or not 0.0 <= value <= highest:
            raise BadInput(
                f"{source}: “{name} = {value}” cannot be a target.",
                f"Give a share from 0 to 1 for one of {', '.join(TARGETED[:-1])}, or minutes for "
                f"{TARGETED[-1]}.",
            )
    return tuple(sorted((str(name), float(value)) for name, value in table.items()))
