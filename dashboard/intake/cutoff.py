"""Up to which month do the records of an import speak?"""
# ruff: noqa: S608 - composed from the closed lists of days.

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from dashboard import statements
from dashboard.intake.columns import COMPLICATION_DAYS, OUTCOME_DAYS
from dashboard.intake.months import last_day, month_of, today, written
from dashboard.intake.profile import Profile

GIVEN, OF_PROFILE, OF_FILE = "given", "profile", "latest day in the file"


@dataclass(frozen=True)
class Declared:
    """Which month was declared beforehand, and by whom? None: it is to be found in the records."""

    month: date | None
    source: str

    @property
    def last_day(self) -> date:
        """After which day does none of its records begin, or name a day? Where no month was declared: today."""
        return last_day(self.month) if self.month else today()


def declared(given: str | None, profile: Profile) -> Declared:
    """Does the import, or else the profile, say up to which month the records speak?

    Raises
    ------
    BadInput
        If it is no month.
    """
    if given is not None:
        return Declared(month_of(given, "“--until”"), GIVEN)
    if profile.until is not None:
        return Declared(month_of(profile.until, "“until” of the profile"), OF_PROFILE)
    return Declared(None, OF_FILE)


def make_latest_days(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `latest_days`: the last day on which an outcome or a complication was seen."""
    outcomes = ", ".join(f"typed.{day}" for day in OUTCOME_DAYS)
    harms = ", ".join(f"max({day})" for day in COMPLICATION_DAYS)
    connection.execute(
        f"create or replace temp table latest_days as "
        f"select typed.record, greatest({outcomes}, harms.day) as day from typed_episodes as typed "
        f"left join (select episode_key, greatest({harms}) as day "
        f"from accepted_complications group by episode_key) as harms using (episode_key)"
    )


def raise_last_seen(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise `last_seen_day` to the latest of these days, where that is later."""
    connection.execute(
        "update typed_episodes set last_seen_day = latest_days.day from latest_days "
        "where latest_days.record = typed_episodes.record "
        "and latest_days.day > typed_episodes.last_seen_day"
    )


def cutoffs(connection: duckdb.DuckDBPyConnection, cutoff: Declared) -> dict[str, str]:
    """Up to which month (`YYYY-MM`) does each clinic of accepted records speak? "": no clinic.

    An import speaks of one time, so a file's latest day holds for all its clinics; also for those of
    stored episodes that complications were brought for. Of complications alone no day is the
    latest: where no month was declared, what is stored holds.
    """
    month = cutoff.month
    if month is None:
        ((month,),) = connection.execute(
            statements.load("intake/latest_days_by_import").sql
        ).fetchall()
    if month is None:
        return {}
    clinics = connection.execute(
        "select coalesce(clinic, '') as clinic from accepted_episodes "
        "union select coalesce(clinic, '') from episodes where episode_key in "
        "(select episode_key from accepted_complications) "
        "and episode_key not in (select episode_key from accepted_episodes) order by clinic"
    ).fetchall()
    return {clinic: written(month) for (clinic,) in clinics}
