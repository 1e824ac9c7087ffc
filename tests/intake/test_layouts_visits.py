"""Visits become episodes, and follow-ups outcomes, by the rules that docs/profiles.md states."""

from __future__ import annotations

from typing import Any

import pytest

from tests.intake.taking import Taken, Taking

PROFILE = """
    hash = ["patient_key"]
    [episodes.visits]
    date = { from = "Date", date = "%Y-%m-%d" }
    kind = { from = "Type", recode = { FU = "review", walk = "unplanned", dna = "missed" } }
    result = { from = "Milia", recode = { back = "same_site", new = "elsewhere" } }
    skin = "Skin"
    key = "No"
    [episodes.columns]
    patient_key = "Pat"
    site = "Site"
    treatment = "Done"
    lesions = "Count"
    pain = "Pain"
    price = "Fee"
    satisfaction = "Happy"
    complaint = "Complaint"
    [complications]
    day_zero = "episode"
    [complications.columns]
    episode_key = "Visit"
    complication = "What"
    onset_day = { from = "On", date = "%Y-%m-%d" }
"""
HEADER = "No,Pat,Date,Site,Type,Done,Milia,Skin,Count,Pain,Fee,Happy,Complaint"


def visits(*lines: str) -> str:
    """Visits as `patient date site type treatment result skin`, numbered from 1; `-` is blank."""
    rows = [HEADER]
    for number, line in enumerate(lines, 1):
        cells = ["" if cell == "-" else cell for cell in line.split()]
        rows.append(",".join([f"v{number}", *cells, *[""] * (12 - len(cells))]))
    return "\n".join(rows) + "\n"


def of(taken: Taken, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(one[name] for name in names) for one in taken.episodes]


def test_a_course_of_care_is_made_of_its_visits(take: Taking) -> None:
    taken = take(
        visits(
            "p 2026-01-20 cheek consultation - - - 9",
            "p 2026-02-01 cheek session laser - open 7 3 10.50 - no",
            "p 2026-02-15 cheek session - partial open - 6 10.25 2 yes",
            "p 2026-02-20 cheek walk - - open",
            "p 2026-03-10 cheek FU - clear healed - - - 5",
            "p 2026-04-10 cheek dna - - -",
            "p 2026-08-01 cheek FU - new -",
            "p 2026-09-01 cheek FU - back -",
        ),
        profile=PROFILE,
    )
    (one,) = taken.episodes
    days = {name: value for name, value in one.items() if name.endswith("_day")}
    assert {name: value for name, value in days.items() if value is not None} == {
        "last_seen_day": 212,
        "last_session_day": 14,
        "cleared_day": 37,
        "last_unhealed_day": 19,
        "healed_day": 37,
        "recurred_day": 212,
        "new_elsewhere_day": 181,
    }
    expected = {
        "treatment": "laser",
        "site": "cheek",
        "cleared": "yes",
        "healing_assessed": "yes",
        "recurred_where": "same_site",
        "sessions": 2,
        "lesions": 9,
        "pain": 6,
        "price": 20.75,
        "satisfaction": 5,
        "complaint": "yes",
        "reviews_attended": 3,
        "reviews_planned": 4,
        "unplanned_visits": 1,
        "episode_order": 1,
    }
    assert {name: one[name] for name in expected} == expected
    assert f"{one['start_month']:%Y-%m}" == "2026-02"
    (file,) = taken.summary.files
    assert (file.read, file.accepted, file.made, file.layout) == (8, 8, 1, "visits")
    assert taken.counts() == {}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # A day more than the gap begins another course; the gap itself does not.
        (["2026-01-01 cheek session peel", "2026-04-01 cheek session peel"], [(2, None)]),
        (["2026-01-01 cheek session peel", "2026-04-02 cheek session peel"], [(1, 91), (1, None)]),
        # A review in between bridges it, a missed one does not.
        (
            [
                "2026-01-01 cheek session peel",
                "2026-03-01 cheek FU",
                "2026-04-02 cheek session peel",
            ],
            [(2, None)],
        ),
        (
            [
                "2026-01-01 cheek session peel",
                "2026-03-01 cheek dna",
                "2026-04-02 cheek session peel",
            ],
            [(1, 91), (1, None)],
        ),
        # Another treatment, another site.
        (["2026-01-01 cheek session peel", "2026-02-01 cheek session laser"], [(1, 31), (1, None)]),
        (["2026-01-01 cheek session peel", "2026-02-01 nose session peel"], [(1, None), (1, None)]),
        # Cleared, or back: whatever is done then is another treatment.
        (
            [
                "2026-01-01 cheek session peel",
                "2026-02-01 cheek FU - clear",
                "2026-02-11 cheek session peel",
            ],
            [(1, 41), (1, None)],
        ),
        (
            ["2026-01-01 cheek session peel clear", "2026-02-01 cheek session peel"],
            [(1, 31), (1, None)],
        ),
        (
            ["2026-01-01 cheek session peel", "2026-02-01 cheek session peel back"],
            [(1, 31), (1, None)],
        ),
        # Partly clear: the course goes on.
        (["2026-01-01 cheek session peel partial", "2026-02-01 cheek session peel"], [(2, None)]),
    ],
)
def test_when_a_session_begins_another_course(
    take: Taking, lines: list[str], expected: list[tuple[int, int | None]]
) -> None:
    taken = take(visits(*(f"p {line}" for line in lines)), profile=PROFILE)
    assert of(taken, "sessions", "retreated_day") == expected


def test_the_gap_may_be_another(take: Taking) -> None:
    text = visits("p 2026-01-01 cheek session peel", "p 2026-02-01 cheek session peel")
    profile = PROFILE.replace("[episodes.columns]", "gap = 30\n    [episodes.columns]", 1)
    assert of(take(text, profile=profile), "sessions") == [(1,), (1,)]


@pytest.mark.parametrize(
    ("lines", "cleared", "recurred"),
    [
        ([], "not_assessed", (None, None)),
        (["2026-03-01 - FU - - open"], "not_assessed", (None, None)),
        # By day 42: clear at once, else as last seen. Day 42 is 12 February, day 43 the next.
        (["2026-02-12 - FU - partial"], "partial", (None, None)),
        (["2026-02-12 - FU - not_clear", "2026-02-13 - FU - clear"], "no", (None, None)),
        (["2026-01-11 - FU - not_clear", "2026-02-12 - FU - partial"], "partial", (None, None)),
        (["2026-02-12 - FU - partial", "2026-02-12 - FU - not_clear"], "no", (None, None)),
        # Nobody looked by then: the first who did.
        (["2026-02-13 - FU - clear", "2026-03-13 - FU - not_clear"], "yes", (71, "same_site")),
        (["2026-02-01 - FU - clear", "2026-03-02 - FU - new"], "yes", (60, "other_site")),
        (
            ["2026-02-01 - FU - clear", "2026-03-02 - FU - unclassifiable"],
            "yes",
            (60, "unclassifiable"),
        ),
        # Seen again on the day of clearance is no recurrence; without a clearance it is kept.
        (["2026-02-01 - FU - clear", "2026-02-01 - FU - back"], "yes", (None, None)),
        (["2026-02-01 - FU - back"], "not_assessed", (31, "same_site")),
    ],
)
def test_what_became_of_a_course(
    take: Taking, lines: list[str], cleared: str, recurred: tuple[int | None, str | None]
) -> None:
    taken = take(
        visits("p 2026-01-01 - session extraction", *(f"p {line}" for line in lines)),
        profile=PROFILE,
    )
    assert of(taken, "cleared", "recurred_day", "recurred_where") == [(cleared, *recurred)]


def test_retinoids_are_assessed_by_day_84(take: Taking) -> None:
    lines = ["p 2026-01-01 - session retinoid", "p 2026-03-26 - FU - clear"]
    assert of(take(visits(*lines), profile=PROFILE), "cleared", "cleared_day") == [("yes", 84)]


def test_what_a_session_says_of_a_recurrence_belongs_to_the_course_before(take: Taking) -> None:
    taken = take(
        visits(
            "p 2026-01-01 nose session peel",
            "p 2026-02-01 nose FU - clear",
            "p 2026-05-01 nose session laser back",
            "p 2026-05-21 nose FU - clear",
        ),
        profile=PROFILE,
    )
    names = ("treatment", "recurred_day", "retreated_day", "last_seen_day", "cleared_day")
    assert of(taken, *names) == [("peel", 120, 120, 120, 31), ("laser", None, None, 20, 20)]


def test_every_visit_is_accounted_for(take: Taking) -> None:
    taken = take(
        visits(
            "p 2026-01-01 nose session peel",
            "p 2026-01-01 nose session peel",
            "p 2026-02-30 nose FU - clear",
            "q 2026-01-01 nose session magic",
            "q 2026-02-01 nose FU - clear",
            "r 2026-02-01 nose FU - clear",
            "- 2026-02-01 nose FU - clear",
            "p 2026-02-01 nose huh - clear",
            "p 2026-02-02 nose FU - cured",
        ).replace("v2,", "v1,"),
        profile=PROFILE,
    )
    (file,) = taken.summary.files
    assert (file.read, file.accepted, file.rejected, file.repeated, file.made) == (9, 3, 6, 1, 1)
    assert sorted((one["line"], one["rule"]) for one in taken.rejects) == [
        (4, "visit_date_impossible"),
        (5, "treatment_unknown"),
        (6, "treatment_unknown"),
        (7, "without_session"),
        (8, "required_missing"),
        (9, "kind_unknown"),
    ]
    assert taken.counts()["result_unknown", "result"] == 1
    assert of(taken, "sessions", "reviews_attended") == [(1, 1)]


def test_complications_name_a_visit_and_are_counted_from_day_0(take: Taking) -> None:
    taken = take(
        visits(
            "p 2026-01-01 nose session peel",
            "p 2026-02-01 nose FU - clear",
            "q 2026-03-01 - session peel",
        ),
        "Visit,What,On\nv2,scar,2026-01-31\nv3,swelling,2026-03-02\nv9,scar,2026-03-02\n",
        profile=PROFILE,
    )
    first, second = taken.episodes
    found = {(one["episode_key"], one["onset_day"]) for one in taken.complications}
    assert found == {(first["episode_key"], 30), (second["episode_key"], 1)}
    assert [(one["line"], one["rule"]) for one in taken.rejects] == [(4, "without_episode")]


def test_complications_told_at_visits_begin_at_the_first_of_them(take: Taking) -> None:
    profile = PROFILE[: PROFILE.index("    [complications]")]
    taken = take(
        visits(
            "p 2026-01-01 nose session peel - swelling",
            "p 2026-02-01 nose FU - clear swelling;scar",
            "p 2026-03-01 nose FU - clear scar",
        ),
        profile=profile.replace('skin = "Skin"', "")
        + """
    [[complications.in_episodes]]
    split = "Skin"
    columns.complication = "Skin"
    """,
    )
    found = [(one["complication"], one["onset_day"]) for one in taken.complications]
    assert found == [("swelling", 0), ("scar", 31)]
    assert {one["episode_key"] for one in taken.complications} == {taken.episodes[0]["episode_key"]}
