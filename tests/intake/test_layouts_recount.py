"""Courses of care and outcomes counted by the database are those counted visit by visit."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from tests.intake.taking import Taking

PROFILE = """
    [episodes.visits]
    date = { from = "on", date = "%Y-%m-%d" }
    kind = "kind"
    result = "result"
    skin = "skin"
    [episodes.columns]
    patient_key = "who"
    site = "place"
    treatment = "done"
"""
COLUMNS = (
    "treatment", "sessions", "last_session_day", "last_seen_day", "cleared", "cleared_day",
    "healed_day", "last_unhealed_day", "recurred_day", "recurred_where", "new_elsewhere_day",
    "retreated_day", "reviews_attended",
)  # fmt: skip
GAP = 90


@dataclass
class Course:
    """A course of care, and what was seen in it: (day, result) and (day, skin)."""

    start: date
    treatment: str
    sessions: list[int] = field(default_factory=list)
    results: list[tuple[int, str]] = field(default_factory=list)
    skins: list[tuple[int, str]] = field(default_factory=list)
    reviews: int = 0
    retreated: int | None = None
    closed: bool = False


def drawn(seed: int) -> list[tuple[str, str, date, str, str, str, str]]:
    draw = random.Random(seed)  # noqa: S311 - the same for the same seed
    visits = []
    for who in ("a", "b", "c"):
        for place in ("nose", "cheek"):
            on = date(2024, 1, 1) + timedelta(days=draw.randrange(300))
            visits.append((who, place, on, "session", draw.choice(["peel", "laser"]), "", ""))
            for _ in range(draw.randrange(9)):
                on += timedelta(days=draw.choice([0, 3, 30, 42, 60, 91, 200]))
                kind = draw.choice(["session", "review", "review", "missed"])
                results = ["", "clear", "partial", "not_clear", "same_site", "elsewhere"]
                result = draw.choice(results) if kind != "missed" else ""
                skin = draw.choice(["", "open", "healed"]) if kind == "review" else ""
                done = draw.choice(["peel", "laser"]) if kind == "session" else ""
                visits.append((who, place, on, kind, done, result, skin))
    # Alike visits of one day would be kept once.
    return sorted(dict.fromkeys(visits), key=lambda one: one[2])


def courses(visits: list[tuple[Any, ...]]) -> list[Course]:
    """Group the visits of one patient at one site, one after the other."""
    found: list[Course] = []
    seen: date | None = None
    for _, _, on, kind, done, result, skin in visits:
        before = found[-1] if found else None
        if kind == "session" and _begins(before, seen, on, done, result):
            if before is not None:
                before.retreated = (on - before.start).days
                if result == "same_site":
                    before.results.append((before.retreated, result))
            found.append(Course(on, done))
        now = found[-1]
        day = (on - now.start).days
        if kind == "session":
            now.sessions.append(day)
        if result and not (kind == "session" and result == "same_site"):
            now.results.append((day, result))
        if skin:
            now.skins.append((day, skin))
        now.reviews += kind == "review"
        if result == "clear" or (kind != "session" and result == "same_site"):
            now.closed = True
        if kind != "missed":
            seen = on
    return found


def _begins(before: Course | None, seen: date | None, on: date, done: str, result: str) -> bool:
    """Is this session the first of another course?"""
    if before is None or seen is None or (on - seen).days > GAP:
        return True
    return before.treatment != done or before.closed or result == "same_site"


def outcome(course: Course) -> tuple[Any, ...]:
    """Read the outcomes of a course off its observations."""
    by = 84 if course.treatment == "peel" else 42
    clear = min((day for day, what in course.results if what == "clear"), default=None)
    order = ["clear", "partial", "not_clear"]
    states = sorted((day, order.index(what)) for day, what in course.results if what in order)
    in_time = [(day, what) for day, what in states if day <= by]
    told = "not_assessed"
    if states:
        state = (
            0 if clear is not None and clear <= by else (in_time[-1] if in_time else states[0])[1]
        )
        told = ["yes", "partial", "no"][state]
    again = [
        (day, "same_site" if what in order else what)
        for day, what in course.results
        if (clear is None or day > clear)
        and (what in ("same_site", "elsewhere") or (clear is not None and what != "clear"))
    ]
    same = min((day for day, what in again if what == "same_site"), default=None)
    other = min((day for day, what in again if what == "elsewhere"), default=None)
    last = max(course.sessions)
    healed = min(
        (day for day, what in course.skins if what == "healed" and day > last), default=None
    )
    opened = [
        day for day, what in course.skins if what == "open" and (healed is None or day < healed)
    ]
    where = "same_site" if same is not None else None if other is None else "other_site"
    return (
        course.treatment,
        len(set(course.sessions)),
        last,
        max([day for day, _ in (*course.results, *course.skins)], default=0),
        told,
        clear,
        healed,
        max(opened, default=None),
        same if same is not None else other,
        where,
        other if same is not None else None,
        course.retreated,
        course.reviews,
    )


@pytest.mark.parametrize("seed", range(25))
def test_the_database_counts_like_a_person_would(take: Taking, seed: int) -> None:
    visits = drawn(seed)
    lines = [
        f"{who},{place},{on},{kind},{done},{result},{skin}"
        for who, place, on, kind, done, result, skin in visits
    ]
    taken = take("\n".join(["who,place,on,kind,done,result,skin", *lines]) + "\n", profile=PROFILE)
    expected = {}
    for who in "abc":
        for place in ("nose", "cheek"):
            own = courses([one for one in visits if one[:2] == (who, place)])
            expected[who, place] = [outcome(course) for course in own]
    found: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    # Their order within a month is told; the months themselves go first.
    rows = sorted(taken.episodes, key=lambda one: (one["start_month"], one["episode_order"]))
    for one in rows:
        told = tuple(one[name] for name in COLUMNS)
        found.setdefault((one["patient_key"], one["site"]), []).append(told)
    assert {rule.severity for rule in taken.summary.rules} <= {"repair", "blank"}
    assert {name: sorted(map(str, own)) for name, own in found.items()} == {
        name: sorted(map(str, _as_checked(own))) for name, own in expected.items()
    }


def _as_checked(own: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Outcomes after the rules on records: seen at least until the last day that is named."""
    days = [
        COLUMNS.index(name) for name in COLUMNS if name.endswith("_day") and "session" not in name
    ]
    return [
        (*one[:3], max(one[index] for index in days if one[index] is not None), *one[4:])
        for one in own
    ]
