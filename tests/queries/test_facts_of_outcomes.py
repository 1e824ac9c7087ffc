"""What follows for clearance, healing and complications: worked by hand, one line an episode."""

from __future__ import annotations

from tests.queries import spec

# From day 0 until clear is documented.
CLEARANCE = """
treatment   | cleared      | cleared_day | retreated_day | retreated_while_clear | last_seen_day | day | status    | why
retinoid    | yes          | 40          |               |                       | 200           | 40  | event     | documented clear
retinoid    | yes          | 40          | 90            |                       | 200           | 40  | event     | treated later
retinoid    | yes          | 40          | 30            |                       | 200           | 30  | competing | treated before it was clear
retinoid    | yes          | 40          | 40            |                       | 200           | 40  | competing | treated on that day
retinoid    | yes          | 40          | 40            | yes                   | 200           | 40  | event     | clear was documented first
retinoid    | partial      | 40          |               |                       | 200           | 200 | censored  | partly clear is not clear
retinoid    | no           |             | 60            |                       | 200           | 60  | competing | not clear, treated again
observation | not_assessed |             |               |                       | 80            | 80  | censored  | nobody looked
observation |              |             |               |                       | 80            | 80  | censored  | blank
observation | yes          |             |               |                       | 80            |     |           | clear on an unknown day: left out
"""

# Days since the last session.
HEALING = """
treatment  | technique  | sessions | last_session_day | healing_assessed | last_unhealed_day | healed_day | retreated_day | last_seen_day | state                | day | status   | open | why
extraction |            | 1        |                  | yes              | 3                 | 8          |               | 100           | eligible             | 8   | event    | 3    | one session: counted from day 0
extraction |            | 2        | 20               | yes              | 24                | 30         |               | 100           | eligible             | 10  | event    | 4    | counted from the second session
extraction |            | 2        | 20               | yes              | 15                | 30         |               | 100           | eligible             | 10  | event    | 0    | seen open before the last session says nothing
extraction |            | 2        |                  | yes              |                   | 30         |               | 100           | last_session_unknown |     |          |      | no day to count from
extraction |            |          |                  | yes              |                   |            |               | 50            | eligible             | 50  | censored | 0    | never seen healed
extraction |            | 1        |                  | yes              |                   | 30         | 20            | 50            | eligible             | 20  | censored | 0    | treated again before
extraction |            | 1        |                  | yes              |                   | 20         | 20            | 50            | eligible             | 20  | event    | 0    | healed on the day of the next treatment
extraction |            | 1        |                  | no               |                   | 30         |               | 50            | not_assessed         |     |          |      | nobody looked
extraction |            | 1        |                  |                  |                   | 30         |               | 50            | not_recorded         |     |          |      | blank
retinoid   |            | 1        |                  | yes              |                   | 30         |               | 50            | no_wound             |     |          |      | a cream makes no wound
observation |           | 1        |                  | yes              |                   | 30         |               | 50            | no_wound             |     |          |      | nothing was done
diy        | scrub      | 1        |                  | yes              |                   | 30         |               | 50            | no_wound             |     |          |      | a product
diy        | squeezing  | 1        |                  | yes              |                   | 30         |               | 50            | eligible             | 30  | event    | 0    | squeezed
diy        |            | 1        |                  | yes              |                   | 30         |               | 50            | method_unknown       |     |          |      | how is not known
"""

HARMS = """
treatment  | retreated_day | last_seen_day | complications_assessed
laser      |               | 100           | yes
laser      | 50            | 100           | no
laser      |               | 10            |
"""
_RECORDED = """
insert into complications by name
select * from (values
    ('e01', 'scar', null, null, 3, null, 'yes', null),
    ('e01', 'swelling', 2, 9, 1, 'no', 'no', 'no'),
    ('e01', 'swelling', 20, null, 2, 'yes', null, null),
    ('e01', 'erythema', 0, null, 5, 'yes', 'yes', 'yes'),
    ('e02', 'hsv', 60, 70, null, null, null, null)
) as rows (episode_key, complication, onset_day, resolved_day, grade, antibiotics, permanent, present_at_start)
"""


def _compared(table: str, columns: dict[str, str]) -> None:
    header, *lines = [line.split("|") for line in table.strip().splitlines()]
    keep = [place for place, name in enumerate(header) if name.strip() not in {*columns, "why"}]
    recorded = "\n".join("|".join(line[place] for place in keep) for line in (header, *lines))
    with spec.release(recorded) as connection:
        got = connection.execute(
            f"select {', '.join(columns.values())} from facts order by episode"  # noqa: S608
        ).fetchall()
    rows = spec.rows(table)
    said = [tuple(None if value is None else str(value) for value in row) for row in got]
    assert {row["why"]: row_got for row, row_got in zip(rows, said, strict=True)} == {
        row["why"]: tuple(row[name] for name in columns) for row in rows
    }


def test_time_to_documented_clearance() -> None:
    _compared(CLEARANCE, {"day": "clearance_day", "status": "clearance_status"})


def test_healing_counts_from_the_last_session() -> None:
    columns = {"state": "healing_state", "day": "healing_day", "status": "healing_status"}
    _compared(HEALING, {**columns, "open": "unhealed_day"})


def test_complications_by_episode_and_kind() -> None:
    with spec.release(HARMS, complications=_RECORDED) as connection:
        kinds = connection.execute("from harms order by episode, kind").fetchall()
        facts = connection.execute(
            "select complications_state, watched_day, watched_status, harm_day, onset_unknown, "
            "complications, worst_grade, permanent, antibiotics, unresolved from facts order by episode"
        ).fetchall()
    # What was there at the start is not counted; without a day a complication began when last seen.
    assert kinds == [
        (1, "scar", 100, True, 1, 3, True, False, True, False, True),
        (1, "swelling", 2, False, 2, 2, False, True, True, True, False),
        (2, "hsv", 60, False, 1, 0, False, False, False, True, True),
    ]
    assert facts == [
        ("eligible", 100, "censored", 2, True, 3, 3, True, True, True),
        ("not_assessed", 50, "competing", 60, False, 1, 0, False, False, False),
        ("not_recorded", 10, "censored", None, False, 0, 0, False, False, False),
    ]
