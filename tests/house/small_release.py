"""A release of a few records in memory, built from `queries/schema/` alone."""

from __future__ import annotations

import duckdb

from dashboard import statements
from dashboard.store.deriving import DERIVED

# Every care, a repeated patient, both ends of eligibility, a blank in each kind of column.
_EPISODES = """
insert into episodes by name
select * from (values
    ('a', date '2026-01-01', 'laser', 200, 'a1', 'north', 'eyelid', 'yes', 10, 90, 'same_site'),
    ('a', date '2026-03-01', 'laser', 120, 'a2', 'north', 'cheek', 'yes', 20, null, null),
    ('b', date '2026-01-01', 'peel', 60, 'b1', 'south', null, 'no', null, null, null),
    ('c', date '2026-02-01', 'diy', 30, 'c1', null, 'nose', 'yes', 5, 15, null),
    ('d', date '2026-02-01', 'observation', 0, 'd1', 'south', 'body', null, null, null, null)
) as rows (
    patient_key, start_month, treatment, last_seen_day, episode_key, clinic, site, cleared,
    cleared_day, recurred_day, recurred_where
)
"""
_REST = """
update episodes set complications_assessed = 'yes' where patient_key in ('a', 'b');
update episodes set reviews_planned = 2, reviews_attended = 1 where patient_key = 'b';
insert into complications (episode_key, complication, onset_day) values ('a1', 'scar', 12);
insert into cutoffs
select clinic, date '2026-09-01' from (values ('north'), ('south'), ('')) as clinics (clinic);
insert into release values (1, timestamp '2026-10-01 12:00:00', true, '0.1.0');
create table accepted_episodes as select * from episodes where patient_key <> 'd';
create table accepted_complications as select * from complications;
create table this_import as select true as brought_complications;
"""


def small_release() -> duckdb.DuckDBPyConnection:
    """A release of five episodes, with the tables that an import puts beside it."""
    connection = duckdb.connect(":memory:")
    for name in ("types", "episodes", "complications", "limits", "release"):
        connection.execute(statements.schema(name))
    connection.execute(_EPISODES)
    connection.execute(_REST)
    for name in DERIVED:
        connection.execute(statements.schema(name))
    return connection
