"""Completeness counted once more from the CSV files, column by column, as docs/measures/quality.md has it.

Plain loops; no NumPy, no pandas, no SQL, and no line of the program.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from tests.answers.recount import Row, care, reach

Harms = dict[str, list[Row]]
_ADULT = ("16_24", "25_34", "35_44", "45_54", "55_64", "65_plus")
_PRODUCTS = ("scrub", "acne_product", "exfoliant", "unadvised_retinoid")
_EVERYBODY = "clinic age_band sex skin_type milia_type site cleared complications_assessed"
_SEEN_BY_CLINIC = (
    "persisted deep clustered spreading inflamed_at_start diy_before earlier_professional referral_reason "
    "heavy_cream daily_spf gentle_exfoliation nightly_cleansing guided_retinol"
)
_PROFESSIONAL = (
    "operator_role sessions_planned sessions same_day_discharge pain distress_before reviews_planned "
    "unplanned_visits chair_minutes price cost free_redo complaint"
)
_OF_HARMS = ("onset_day", "grade", "antibiotics", "permanent")


def anybody(row: Row) -> bool:
    del row
    return True


def professional(row: Row) -> bool:
    return care(row) == "professional"


def seen(row: Row) -> bool:
    return int(row["last_seen_day"]) > 0


def wound(row: Row) -> bool:
    if row["treatment"] == "diy":
        return row["technique"] not in _PRODUCTS
    return row["treatment"] not in ("retinoid", "observation")


APPLIES: dict[str, Callable[[Row], bool]] = {
    **dict.fromkeys(_EVERYBODY.split(), anybody),
    **dict.fromkeys(_SEEN_BY_CLINIC.split(), lambda row: row["treatment"] != "diy"),
    **dict.fromkeys(_PROFESSIONAL.split(), professional),
    "lesions": anybody,
    "secondary_cause": lambda row: row["milia_type"] == "secondary",
    "technique": lambda row: row["treatment"] not in ("combination", "observation"),
    "last_session_day": lambda row: professional(row) and int(row["sessions"] or 0) > 1,
    "cleared_day": lambda row: row["cleared"] == "yes",
    "healing_assessed": wound,
    "healed_day": lambda row: wound(row) and row["healing_assessed"] == "yes",
    "recurred_where": lambda row: row["recurred_day"] != "",
    "dlqi_before": lambda row: professional(row) and row["age_band"] in _ADULT,
    "dlqi_after": lambda row: professional(row) and row["age_band"] in _ADULT and seen(row),
    "distress_after": lambda row: professional(row) and seen(row),
    "satisfaction": lambda row: row["treatment"] != "diy" and seen(row),
    "reviews_attended": lambda row: professional(row) and int(row["reviews_planned"] or 0) > 0,
}
# Kind → (to which episodes it applies, in which the answer is that nobody asked).
UNASKED: dict[str, tuple[Callable[[Row], bool], Callable[[Row], bool]]] = {
    "diy_not_asked": (
        lambda row: row["treatment"] != "diy" and row["diy_before"] != "",
        lambda row: row["diy_before"] == "not_asked",
    ),
    "clearance_not_assessed": (
        lambda row: row["cleared"] != "",
        lambda row: row["cleared"] == "not_assessed",
    ),
    "healing_not_assessed": (
        lambda row: wound(row) and row["healing_assessed"] != "",
        lambda row: row["healing_assessed"] == "no",
    ),
    "complications_not_assessed": (
        lambda row: row["complications_assessed"] != "",
        lambda row: row["complications_assessed"] == "no",
    ),
    "never_followed": (lambda row: reach(row) >= 84, lambda row: not seen(row)),
}


def recorded(row: Row, column: str) -> bool:
    if column == "lesions":
        return row["lesions"] != "" or row["lesion_band"] != ""
    return row[column] != ""


def completeness(rows: Iterable[Row], harms: Harms) -> dict[str, tuple[int, int]]:
    """Column → (episodes in which it is recorded, episodes to which it applies)."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        for column, applies in APPLIES.items():
            if applies(row):
                counts[column][0] += recorded(row, column)
                counts[column][1] += 1
        own = harms.get(row["episode_key"], [])
        for column in _OF_HARMS:
            if own:
                counts[column][0] += all(harm[column] != "" for harm in own)
                counts[column][1] += 1
        for kind, (applies, unasked) in UNASKED.items():
            if applies(row):
                counts[kind][0] += unasked(row)
                counts[kind][1] += 1
    return {name: (k, n) for name, (k, n) in counts.items()}


def reviews(rows: Iterable[Row]) -> list[tuple[int, int]]:
    """(Attended, planned) of each patient with a review planned of whom both are recorded."""
    told = []
    for row in rows:
        if professional(row) and row["reviews_attended"] != "" and int(row["reviews_planned"] or 0):
            planned = int(row["reviews_planned"])
            told.append((min(int(row["reviews_attended"]), planned), planned))
    return told


_WIDER = {
    "under_1": "under 16",
    "1_15": "under 16",
    "16_24": "16-34",
    "25_34": "16-34",
    "35_44": "35-54",
    "45_54": "35-54",
    "55_64": "55 and over",
    "65_plus": "55 and over",
}


def alike(
    rows: Iterable[Row], *, quarters: bool = False, wider: bool = False, clinic: bool = True
) -> tuple[int, int, int]:
    """(Smallest group, patients in groups under 5, patients): each patient in the smallest group of any episode."""
    groups: dict[tuple[str, ...], set[str]] = defaultdict(set)
    of_patient: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for row in rows:
        year, month = row["start_month"].split("-")
        when = f"{year} Q{(int(month) - 1) // 3}" if quarters else row["start_month"]
        age = _WIDER.get(row["age_band"], "") if wider else row["age_band"]
        place = row["clinic"] if clinic else ""
        group = (place, age, row["sex"], row["skin_type"], row["milia_type"], when)
        groups[group].add(row["patient_key"])
        of_patient[row["patient_key"]].add(group)
    sizes = [min(len(groups[group]) for group in own) for own in of_patient.values()]
    return min(sizes), sum(size < 5 for size in sizes), len(sizes)
