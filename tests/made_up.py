"""A small store of made-up episodes, made directly, without the intake."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import duckdb

import dashboard
from dashboard import statements
from dashboard.store import Folder
from dashboard.store.deriving import DERIVED
from dashboard.store.ledger import entry_of, sha256_of, write_entry

# Patients by first treatment. Electrosurgery has too few to be shown.
ARMS = {
    "extraction": 120,
    "laser": 90,
    "cryotherapy": 70,
    "peel": 45,
    "retinoid": 24,
    "electrosurgery": 3,
    "observation": 14,
    "diy": 50,
}
# One code holds a comma and a space, one begins like a formula: what a clinic may be called.
CLINICS = ("north", "south", "Hill, St Mary", "=west", None)
UNTIL = dt.date(2026, 9, 1)
_SKIN_TYPES = ("I", "II", "III", "IV", "V", "VI", None)
_SITES = ("eyelid", "periorbital", "cheek", "nose", "forehead", None)
_CLEARED = ("yes", "yes", "yes", "yes", "yes", "partial", "no", "not_assessed", None)
_KINDS = ("hyperpigmentation", "infection", "scar")
# The share that has each kind of complication.
_HARM = {"laser": 0.2, "diy": 0.4, "retinoid": 0.02}
# By which day after the last session the skin is healed.
_HEALING = {"laser": 30, "peel": 25}
# The share of those cleared that recurs.
_RISKS = {"laser": 0.35, "cryotherapy": 0.25, "peel": 0.2, "diy": 0.5}


def made_up_episodes() -> list[dict[str, Any]]:
    """The same episodes every time: each patient's first, and a second for every ninth patient."""
    dice = random.Random(20260901)  # noqa: S311 - not for secrecy
    episodes = []
    for arm, patients in ARMS.items():
        for number in range(patients):
            patient = f"{arm}-{number}"
            episodes.append(_episode(dice, patient, arm, order=1))
            if number % 9 == 8:
                episodes.append(_episode(dice, patient, "extraction", order=2))
    return episodes


def made_up_complications(episodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The complications of these episodes, the same every time: none where nobody looked."""
    dice = random.Random(42)  # noqa: S311 - not for secrecy
    rows = []
    for episode in episodes:
        looked = episode["complications_assessed"] == "yes"
        for kind in _KINDS:
            if dice.random() < _HARM.get(episode["treatment"], 0.1) and looked:
                onset = dice.choice((None, dice.randrange(60)))
                onset = None if onset is None else min(onset, episode["last_seen_day"])
                rows.append(
                    {
                        "episode_key": episode["episode_key"],
                        "complication": kind,
                        "onset_day": onset,
                        "grade": dice.choice((None, 1, 1, 2, 3)),
                        "antibiotics": dice.choice((None, "no", "yes")),
                        "permanent": dice.choice((None, "no", "no", "yes")),
                        "present_at_start": dice.choice((None, "no", "no", "no", "yes")),
                    }
                )
    return rows


def add_release(
    folder: Folder,
    episodes: list[dict[str, Any]],
    number: int = 1,
    *,
    synthetic: bool = True,
    complications: list[dict[str, Any]] | None = None,
) -> None:
    """Build release `number` from rows of the tables and make it the current one."""
    folder.releases.mkdir(parents=True, exist_ok=True)
    path = folder.database(number)
    with duckdb.connect(str(path)) as connection:
        for name in ("types", "episodes", "complications", "limits", "release"):
            connection.execute(statements.schema(name))
        # One transaction: a commit a row would take five seconds.
        connection.execute("begin")
        _insert(connection, "episodes", episodes)
        _insert(connection, "complications", complications or [])
        _name(connection, episodes, number, synthetic=synthetic)
        connection.execute("commit")
        for name in DERIVED:
            connection.execute(statements.schema(name))
        counted = connection.execute(statements.load("release/rows_by_table").sql).fetchall()
        connection.execute("checkpoint")
    tables = {name: {"rows": rows, "fingerprint": mark} for name, rows, mark in counted}
    entry = {
        **entry_of(number, tables, synthetic=synthetic),
        "created": "2026-10-01T08:00:00+00:00",
        "previous": number - 1 or None,
        "sha256": sha256_of(path),
    }
    write_entry(folder, number, entry)
    folder.point_at(number)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        names = ", ".join(row)
        places = ", ".join(f"${name}" for name in row)
        statement = f"insert into {table} ({names}) values ({places})"  # noqa: S608 - our own names
        connection.execute(statement, row)


def _name(
    connection: duckdb.DuckDBPyConnection,
    episodes: list[dict[str, Any]],
    number: int,
    *,
    synthetic: bool,
) -> None:
    clinics = {row.get("clinic") or "" for row in episodes}
    for clinic in sorted(clinics):
        connection.execute("insert into cutoffs values ($1, $2)", [clinic, UNTIL])
    connection.execute(
        "insert into release values ($1, timestamp '2026-10-01 08:00:00', $2, $3)",
        [number, synthetic, dashboard.__version__],
    )


def _episode(dice: random.Random, patient: str, arm: str, order: int) -> dict[str, Any]:
    sure = arm == "electrosurgery"
    cleared = "yes" if sure else dice.choice(_CLEARED)
    last_seen = dice.randrange(42, 700)
    episode: dict[str, Any] = {
        "patient_key": patient,
        "episode_key": f"{patient}-{order}",
        "start_month": dt.date(2024 + dice.randrange(2), dice.randrange(1, 13), 1),
        "treatment": arm,
        "clinic": dice.choice(CLINICS),
        "operator_role": "self" if arm == "diy" else dice.choice(("consultant", "nurse")),
        "site": dice.choice(_SITES),
        "skin_type": dice.choice(_SKIN_TYPES),
        "sex": dice.choice(("female", "male", None)),
        "cleared": cleared,
    }
    if cleared == "yes":
        day = dice.randrange(7, 42)
        episode["cleared_day"] = day
        if dice.random() < _RISKS.get(arm, 0.1):
            episode["recurred_day"] = dice.randrange(day + 1, day + 300)
            episode["recurred_where"] = dice.choice(("same_site", "same_site", "other_site", None))
        elif dice.random() < 0.1:
            episode["retreated_day"] = dice.randrange(day + 1, day + 300)
    outcomes = (episode.get("recurred_day", 0), episode.get("retreated_day", 0))
    episode["last_seen_day"] = max(last_seen, *outcomes)
    return {**episode, **_reported(episode)}


def _reported(episode: dict[str, Any]) -> dict[str, Any]:
    """Healing and what patients say, from dice of their own: outcomes above stay as they are."""
    dice = random.Random(episode["episode_key"])  # noqa: S311 - not for secrecy
    sessions = dice.choice((1, 1, 1, 2, None))
    last_session = 14 if sessions == 2 else 0
    unhealed = dice.choice((None, last_session + dice.randrange(1, 5)))
    healed = last_session + dice.randrange(5, _HEALING.get(episode["treatment"], 15))
    return {
        "sessions": sessions,
        "last_session_day": dice.choice((last_session, None)) if sessions == 2 else None,
        "healing_assessed": dice.choice(("yes", "yes", "yes", "no", None)),
        "last_unhealed_day": unhealed,
        "healed_day": dice.choice((healed, healed, healed, None)),
        "complications_assessed": dice.choice(("yes", "yes", "yes", "no", None)),
        "pain": dice.choice((None, 0, 1, 2, 3, 5, 8)),
        "satisfaction": dice.choice((None, 1, 3, 4, 4, 5)),
        "same_day_discharge": dice.choice(("yes", "yes", "no", None)),
        "technique": dice.choice(("squeezing", "scrub", None))
        if episode["treatment"] == "diy"
        else None,
        **_scored_and_paid(dice, sessions),
    }


def _scored_and_paid(dice: random.Random, sessions: int | None) -> dict[str, Any]:
    """Scores before and after, what the course took and cost, and how the patient was seen again."""
    planned = dice.choice((sessions, sessions, 3))
    reviews = dice.choice((None, 0, 2, 4))
    minutes = dice.choice((None, *(round(10 + 40 * dice.random(), 1) for _ in range(5))))
    cost = dice.choice((None, *(round(15 + 90 * dice.random(), 2) for _ in range(5))))
    return {
        "dlqi_before": dice.choice((None, 1, 3, 4, 6, 9, 14)),
        "dlqi_after": dice.choice((None, 0, 1, 2, 2, 5, 7)),
        "distress_before": dice.choice((None, 2, 4, 5, 8)),
        "distress_after": dice.choice((None, 0, 1, 3, 5)),
        "sessions_planned": planned,
        "chair_minutes": minutes,
        "cost": cost,
        "price": dice.choice((None, None if cost is None else round(2 * cost + 5, 2), 150)),
        "reviews_planned": reviews,
        "reviews_attended": None if reviews is None else dice.randrange(reviews + 1),
        "unplanned_visits": dice.choice((None, 0, 0, 0, 1, 2)),
        "free_redo": dice.choice((None, "no", "no", "no", "yes")),
        "complaint": dice.choice((None, "no", "no", "no", "no", "yes")),
    }
