"""What follows from the records: worked by hand, one line an episode, as a clinician would read it."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard import statements, words
from dashboard.answers.like_for_like_cells import CASE_MIX, MOST_LEVELS
from tests.queries import spec

# What is recorded, and what must follow: state, then the day and end of observation since clearance by definition A.
RECURRENCE = """
treatment  | cleared      | cleared_day | recurred_day | recurred_where | new_elsewhere_day | retreated_day | retreated_while_clear | last_seen_day | state                  | day | status    | why
extraction | yes          | 10          | 100          | same_site      |                   |               |                       | 400           | eligible               | 90  | event     | seen again at the same site
extraction | yes          | 10          |              |                |                   |               |                       | 400           | eligible               | 390 | censored  | never seen again with milia
extraction | yes          | 10          |              |                |                   |               |                       | 10            | eligible               | 0   | censored  | last seen on the day of clearance
extraction | yes          | 10          | 100          | same_site      |                   | 60            |                       | 400           | eligible               | 50  | competing | treated again before it came back
extraction | yes          | 10          | 100          | same_site      |                   | 100           |                       | 400           | eligible               | 90  | event     | both on one day: a recurrence
extraction | yes          | 10          | 100          | same_site      |                   | 130           |                       | 400           | eligible               | 90  | event     | treated because it came back
extraction | yes          | 10          | 100          | other_site     |                   |               |                       | 400           | eligible               | 390 | censored  | elsewhere: does not end observation
extraction | yes          | 10          | 100          |                |                   |               |                       | 400           | eligible               | 390 | censored  | site not told: no event by A
extraction | yes          | 10          | 100          | other_site     |                   | 200           |                       | 400           | eligible               | 190 | competing | elsewhere, then treated again
extraction | yes          | 10          |              |                | 80                | 400           |                       | 400           | eligible               | 390 | competing | treated on the last day seen
extraction | yes          | 10          |              |                |                   | 10            |                       | 400           | retreated_before_clear |     |           | treated on the day of clearance: persistence
extraction | yes          | 10          |              |                |                   | 10            | yes                   | 400           | eligible               | 0   | competing | clear was documented first
extraction | yes          | 10          |              |                |                   | 10            | no                    | 400           | retreated_before_clear |     |           | clear was not documented first
extraction | yes          | 10          |              |                |                   | 5             | yes                   | 400           | retreated_before_clear |     |           | treated before clearance, whatever is said
extraction | yes          |             | 100          | same_site      |                   |               |                       | 400           | cleared_without_day    |     |           | cleared on an unknown day
extraction | partial      | 10          |              |                |                   |               |                       | 400           | not_cleared            |     |           | partly clear
extraction | no           |             |              |                |                   |               |                       | 400           | not_cleared            |     |           | not clear
extraction | not_assessed | 10          |              |                |                   |               |                       | 400           | not_assessed           |     |           | nobody looked
extraction |              | 10          | 100          | same_site      |                   |               |                       | 400           | not_recorded           |     |           | clearance blank: kept, not eligible
"""

# From day 0 by definition A: the day and end of observation for failure.
FAILURE = """
treatment  | cleared      | cleared_day | recurred_day | recurred_where | retreated_day | retreated_while_clear | last_seen_day | day | status    | why
extraction | yes          | 10          | 100          | same_site      |               |                       | 400           | 100 | event     | came back
extraction | yes          | 10          |              |                |               |                       | 400           | 400 | censored  | clear and stayed so
extraction | yes          | 10          |              |                | 60            |                       | 400           | 60  | competing | treated again while clear
extraction | yes          | 10          | 60           | same_site      | 60            |                       | 400           | 60  | event     | both on one day: a recurrence
extraction | yes          | 10          |              |                | 10            |                       | 400           | 10  | event     | treated again on the day of clearance: a failure
extraction | yes          | 10          |              |                | 10            | yes                   | 400           | 10  | competing | clear was documented first
extraction | yes          | 30          |              |                | 20            |                       | 400           | 20  | event     | treated again before clearance
extraction | no           |             |              |                |               |                       | 400           | 42  | event     | not clear at the first assessment
extraction | partial      |             |              |                |               |                       | 30            | 30  | event     | partly clear, last seen before day 42
extraction | no           |             |              |                | 20            |                       | 400           | 20  | event     | treated again before the assessment
peel       | no           |             |              |                |               |                       | 400           | 84  | event     | a peel is assessed by day 84
retinoid   | no           |             |              |                |               |                       | 60            | 60  | event     | a retinoid by day 84, last seen earlier
extraction | not_assessed |             |              |                |               |                       | 200           | 200 | censored  | nobody looked
extraction |              |             |              |                |               |                       | 200           | 200 | censored  | clearance blank
extraction | yes          |             |              |                |               |                       | 200           |     |           | cleared on an unknown day: left out
"""


def _expected(line: dict[str, str | None], names: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(int(line[name]) if name == "day" and line[name] else line[name] for name in names)  # type: ignore[arg-type]


def _recorded(table: str) -> str:
    """The table without the columns that say what must follow."""
    header, *lines = [line.split("|") for line in table.strip().splitlines()]
    keep = [
        place
        for place, name in enumerate(header)
        if name.strip() not in ("state", "day", "status", "why")
    ]
    return "\n".join("|".join(line[place] for place in keep) for line in (header, *lines))


def test_recurrence_by_the_definition_of_the_same_site() -> None:
    with spec.release(_recorded(RECURRENCE)) as connection:
        got = connection.execute(
            "select recurrence_state, recurrence_day_a, recurrence_status_a from facts order by patient"
        ).fetchall()
    order = sorted(range(len(got)), key=lambda place: f"p{place + 1}")
    lines = spec.rows(RECURRENCE)
    assert {lines[place]["why"]: found for place, found in zip(order, got, strict=True)} == {
        line["why"]: _expected(line, ("state", "day", "status")) for line in lines
    }


def test_failure_from_the_first_session() -> None:
    with spec.release(_recorded(FAILURE)) as connection:
        got = connection.execute(
            "select failure_day_a, failure_status_a from facts order by patient"
        ).fetchall()
    order = sorted(range(len(got)), key=lambda place: f"p{place + 1}")
    lines = spec.rows(FAILURE)
    assert {lines[place]["why"]: found for place, found in zip(order, got, strict=True)} == {
        line["why"]: _expected(line, ("day", "status")) for line in lines
    }


@pytest.mark.parametrize(
    ("where", "elsewhere", "expected"),
    [
        ("same_site", None, {"a": 90, "b": 90, "c": 90}),
        ("unclassifiable", None, {"a": None, "b": 90, "c": 90}),
        (None, None, {"a": None, "b": 90, "c": 90}),
        ("other_site", None, {"a": None, "b": None, "c": 90}),
        ("same_site", "40", {"a": 90, "b": 90, "c": 30}),
        ("same_site", "5", {"a": 90, "b": 90, "c": 90}),
        ("same_site", "200", {"a": 90, "b": 90, "c": 90}),
    ],
)
def test_the_three_definitions(
    where: str | None, elsewhere: str | None, expected: dict[str, int | None]
) -> None:
    table = f"cleared | cleared_day | recurred_day | recurred_where | new_elsewhere_day | last_seen_day\nyes | 10 | 100 | {where or ''} | {elsewhere or ''} | 400"
    with spec.release(table) as connection:
        row = connection.execute(
            "select recurrence_day_a, recurrence_status_a, recurrence_day_b, recurrence_status_b, recurrence_day_c, recurrence_status_c from facts"
        ).fetchone()
    assert row is not None
    got = {
        name: day if status == "event" else None
        for name, day, status in zip("abc", row[::2], row[1::2], strict=True)
    }
    assert got == expected


def test_c_counts_a_milium_seen_only_elsewhere() -> None:
    with spec.release(
        "cleared | cleared_day | new_elsewhere_day | last_seen_day\nyes | 10 | 80 | 400"
    ) as connection:
        assert connection.execute(
            "select recurrence_day_c, recurrence_status_c, recurrence_status_a from facts"
        ).fetchall() == [(70, "event", "censored")]


def test_the_first_professional_episode_and_the_first_attempt_count() -> None:
    table = """
    patient_key | treatment   | start_month | episode_order | episode_key
    anna        | diy         | 2024-12-01  |               | a0
    anna        | laser       | 2025-02-01  | 2             | a2
    anna        | extraction  | 2025-02-01  | 1             | a1
    anna        | diy         | 2025-03-01  |               | a3
    ben         | observation | 2025-01-01  |               | b0
    ben         | peel        | 2025-04-01  |               | b2
    ben         | peel        | 2025-04-01  |               | b1
    """
    with spec.release(table) as connection:
        got = connection.execute(
            "select patient, care, treatment, first_of_patient from facts order by patient, start_month, care"
        ).fetchall()
    first = {(patient, care, treatment) for patient, care, treatment, flag in got if flag}
    assert first == {
        (1, "professional", "extraction"),
        (1, "attempt", "diy"),
        (2, "observation", "observation"),
        (2, "professional", "peel"),
    }
    assert sum(flag for *_, flag in got) == 4


def test_reach_runs_to_the_last_day_of_the_clinics_own_cut_off() -> None:
    with spec.release(
        "cleared | cleared_day | last_seen_day | start_month\nyes | 10 | 20 | 2026-01-01",
        until="2026-09-01",
    ) as connection:
        reach = connection.execute("select recurrence_reach from facts").fetchone()
    assert reach == ((dt.date(2026, 9, 30) - dt.date(2026, 1, 1)).days - 10,)


def test_delicate_sites_are_the_eyelid_and_around_the_eye() -> None:
    with spec.release("site\neyelid\nperiorbital\ncheek") as connection:
        got = dict(connection.execute("select site, delicate_site from facts").fetchall())
    assert got == {"eyelid": "yes", "periorbital": "yes", "cheek": "no"}


def test_whatever_cases_are_grouped_by_is_one_kind_of_label() -> None:
    """Else the choice among them would be text again, and be counted by at half the speed."""
    of_clinics = "treatment | clinic\nextraction | Zeta\npeel | alpha\nlaser |\n"
    with spec.release(of_clinics) as connection:
        kinds = dict(
            connection.execute(
                "select column_name, data_type from duckdb_columns() where table_name = 'facts'"
            ).fetchall()
        )
        (labels,) = connection.execute("select enum_range(null::group_label)").fetchone() or ((),)
    assert {kinds[name] for name in words.DIMENSIONS} == {kinds["treatment"]}
    assert kinds["treatment"].startswith("ENUM")
    assert list(labels) == sorted(labels)
    assert {"Zeta", "alpha", "not_recorded", "2025", "extraction"} <= {*labels}


def test_the_number_of_a_case_mix_has_the_places_of_its_ten_values() -> None:
    """Six bits a column: of each closed list the place, from 1 on; 0 for a blank."""
    table = "treatment | " + " | ".join(CASE_MIX) + "\nlaser | "
    blank, told = " | ".join("" for _ in CASE_MIX), ["primary", "body", "2_5", "over_12_months"]
    told += ["no", "VI", "65_plus", "other", "both", "yes"]
    with spec.release(table + blank + "\nlaser | " + " | ".join(told)) as connection:
        (none,), (number,) = connection.execute(
            "select case_mix from facts order by episode"
        ).fetchall()
        lists = connection.execute(statements.load("release/labels_by_list").sql).df()
    known = lists.groupby("list")["value"].apply(list).to_dict()
    known |= dict.fromkeys(("deep", "inflamed_at_start"), known["yes_no"])
    places = [number >> 6 * (9 - at) & 63 for at in range(10)]
    assert none == 0
    assert [known[name][at - 1] for name, at in zip(CASE_MIX, places, strict=True)] == told
    assert max(len(known[name]) for name in CASE_MIX) <= MOST_LEVELS
