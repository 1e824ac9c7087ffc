"""The account of an import, its cut-off, its encodings, and that nothing stored is touched."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from dashboard.errors import BadInput, StoreFault
from dashboard.intake.summary import ImportRequest
from dashboard.intake.take import take_in
from tests.intake.taking import SALT, Taking

EPISODES = """
    patient_key,start_month,treatment,last_seen_day,episode_key,clinic
    a,2026-01,laser,30,k1,north
    b,2026-03,laser,40,k2,south
    c,2026-02,laser,0,k3,
    """
COMPLICATIONS = """
    episode_key,complication,onset_day,resolved_day
    k1,scar,10,
    """


def store(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "insert into episodes (patient_key, start_month, treatment, last_seen_day, episode_key) "
        "values ('z', '2026-01-01', 'peel', 5, 'k1'), ('z', '2026-01-01', 'peel', 5, 'stored')"
    )


def test_the_summary_can_be_written_to_a_ledger(take: Taking) -> None:
    taken = take(EPISODES, COMPLICATIONS, until="2026-06")
    told = json.loads(json.dumps(taken.summary.to_dict()))
    first, second = told["files"]
    assert (first["name"], first["kind"], first["read"]) == ("episodes.csv", "episodes", 3)
    assert (first["encoding"], first["delimiter"]) == ("utf-8", "comma")
    assert first["bytes"] == (take.folder / "episodes.csv").stat().st_size
    assert len(first["sha256"]) == 64
    assert second["kind"] == "complications"
    assert told["until_from"] == "given"
    assert told["hashed"] is False


def test_the_cut_off_is_given_or_the_profile_s_or_the_latest_day(take: Taking) -> None:
    given = take(EPISODES, until="2026-06", profile='until = "2026-05"').summary
    assert (given.cutoffs, given.until_from) == (
        {"": "2026-06", "north": "2026-06", "south": "2026-06"},
        "given",
    )
    profiled = take(EPISODES, profile='until = "2026-05"').summary
    assert (profiled.cutoffs["north"], profiled.until_from) == ("2026-05", "profile")
    found = take(EPISODES).summary
    assert (found.cutoffs["north"], found.until_from) == ("2026-04", "latest day in the file")
    later = take(EPISODES, COMPLICATIONS.replace("10", "200")).summary
    assert later.cutoffs["south"] == "2026-07"


def test_without_a_cut_off_nothing_lies_after_today(take: Taking) -> None:
    # Today is the last day of 2026: the 60th day counted from the first of November.
    taken = take(
        """
        patient_key,start_month,treatment,last_seen_day,recurred_day
        a,2094-02,laser,30,
        b,2026-11,laser,60,
        c,2026-11,laser,61,
        d,2026-11,laser,10,61
        """
    )
    assert [one["patient_key"] for one in taken.episodes] == ["b"]
    told = [(one["column_name"], one["value"], one["rule"]) for one in taken.rejects]
    assert told == [
        ("start_month", "2094-02-01", "after_cutoff"),
        ("last_seen_day", "61", "after_cutoff"),
        ("recurred_day", "61", "after_cutoff"),
    ]
    assert all("after today" in one["message"] for one in taken.rejects)
    assert taken.summary.cutoffs == {"": "2026-12"}


def test_without_a_cut_off_no_complication_lies_after_today(take: Taking) -> None:
    harms = "episode_key,complication,onset_day\nk1,scar,364\nk1,pain,365\n"
    taken = take(EPISODES, harms)
    assert [one["complication"] for one in taken.complications] == ["scar"]
    assert taken.counts()["after_cutoff", "onset_day"] == 1


def test_a_cut_off_that_is_yet_to_come_is_told(take: Taking) -> None:
    assert any(
        "2090-01, is yet to come" in one for one in take(EPISODES, until="2090-01").summary.notes
    )
    assert not any("yet to come" in one for one in take(EPISODES, until="2026-01").summary.notes)


@pytest.mark.parametrize("until", ["2026-6", "2026-13", "June", "", "0000-01"])
def test_a_cut_off_that_is_no_month_is_refused(take: Taking, until: str) -> None:
    with pytest.raises(BadInput, match="“--until” is"):
        take(EPISODES, until=until)


def test_stored_episodes_may_have_complications(
    take: Taking, connection: duckdb.DuckDBPyConnection
) -> None:
    store(connection)
    alone = take(None, "episode_key,complication,onset_day\nstored,scar,3\nnone,scar,3\n")
    assert [one["episode_key"] for one in alone.complications] == ["stored"]
    assert alone.episodes == []
    assert (alone.summary.cutoffs, alone.summary.until_from) == ({}, "")
    late = take(None, "episode_key,complication,onset_day\nstored,scar,60\n", until="2026-02")
    assert late.counts() == {("after_cutoff", "onset_day"): 1}
    both = take(EPISODES.replace("laser,30", "magic,30"), COMPLICATIONS + "    stored,scar,1,\n")
    assert [one["episode_key"] for one in both.complications] == ["stored"]
    assert ("of_rejected_episode", "episode_key") in both.counts()


# k1, of the clinic north, began in January; of stored episodes the import says nothing.
STORED = """
    insert into episodes (patient_key, start_month, treatment, last_seen_day, episode_key, clinic) values
    ('z', '2026-01-01', 'peel', 5, 'of_north', 'north'), ('z', '2026-01-01', 'peel', 5, 'of_none', null),
    ('z', '2026-01-01', 'peel', 5, 'of_south', 'south');
    insert into cutoffs values ('north', '2026-03-01'), ('', '2026-02-01'), ('south', '2026-01-01')
"""


def test_complications_alone_lie_before_the_stored_cut_off_of_their_clinic(
    take: Taking, connection: duckdb.DuckDBPyConnection
) -> None:
    connection.execute(STORED)
    # Days from the first of January to the last of March, February and January.
    last = {"of_north": 89, "of_none": 58, "of_south": 30}
    rows = [f"{key},scar,{day}\n{key},pain,{day + 1}" for key, day in last.items()]
    text = "\n".join(["episode_key,complication,onset_day", *rows, ""])
    alone = take(None, text)
    assert {one["episode_key"]: one["onset_day"] for one in alone.complications} == last
    assert alone.counts() == {("after_cutoff", "onset_day"): 3}
    assert alone.summary.cutoffs == {}
    # A month that is given goes before it, for each of their clinics.
    later = take(None, text, until="2026-04")
    assert len(later.complications) == 6
    assert later.summary.cutoffs == dict.fromkeys(("", "north", "south"), "2026-04")


def test_complications_beside_episodes_lie_before_what_either_says_of_the_clinic(
    take: Taking, connection: duckdb.DuckDBPyConnection
) -> None:
    connection.execute(STORED)
    # The last day of this import lies in February: for the south that is later than what is stored.
    episodes = EPISODES.replace("b,2026-03,laser,40,k2,south\n", "").replace("laser,30", "laser,45")
    harms = """
        episode_key,complication,onset_day
        of_north,scar,89
        of_north,pain,90
        of_south,scar,58
        of_south,pain,59
        """
    taken = take(episodes, harms)
    assert {one["episode_key"]: one["onset_day"] for one in taken.complications} == {
        "of_north": 89,
        "of_south": 58,
    }
    assert taken.summary.cutoffs == dict.fromkeys(("", "north", "south"), "2026-02")


def test_nothing_that_is_stored_is_touched_and_nothing_is_left_behind(
    take: Taking, connection: duckdb.DuckDBPyConnection
) -> None:
    store(connection)
    before = connection.execute("from episodes order by all").fetchall()
    take(EPISODES, COMPLICATIONS)
    assert connection.execute("from episodes order by all").fetchall() == before
    temporary = "select table_name from duckdb_tables() where temporary order by all"
    assert connection.execute(temporary).fetchall() == [
        ("accepted_complications",),
        ("accepted_episodes",),
        ("rejected_records",),
    ]
    views = "select view_name from duckdb_views() where temporary and not internal"
    assert connection.execute(views).fetchall() == []
    with pytest.raises(BadInput):
        take("nothing\n")
    assert take.rows("accepted_episodes") == take.rows("rejected_records") == []


def test_what_is_accepted_has_the_types_of_what_is_stored(
    take: Taking, connection: duckdb.DuckDBPyConnection
) -> None:
    take(EPISODES, COMPLICATIONS)
    for table in ("episodes", "complications"):
        stored = connection.execute(f"describe {table}").fetchall()
        accepted = connection.execute(f"describe accepted_{table}").fetchall()
        assert [row[:2] for row in accepted] == [row[:2] for row in stored]
        connection.execute(f"insert into {table} from accepted_{table}")


def test_records_that_cannot_be_parsed_are_rejected_one_by_one(take: Taking) -> None:
    taken = take(
        b"patient_key,start_month,treatment,last_seen_day\n"
        b"a,2026-01,laser,3\n"
        b"b,2026-01,laser\n"
        b"\n"
        b"c,2026-01,laser,3,4\n"
        b"d,2026-01,la\0ser,3\n"
        b'"e\n",2026-01,laser,3\n'
        b" , ,,\n" + b"f,2026-01,laser," + b"9" * 5_000_000 + b"\n"
        b"g,2026-01,laser,"
    )
    (file,) = taken.summary.files
    assert (file.read, file.accepted, file.rejected, file.blank) == (9, 2, 5, 2)
    assert [(one["line"], one["rule"]) for one in taken.rejects] == [
        (6, "nul_byte"),
        (10, "record_too_long"),
        (3, "field_count"),
        (5, "field_count"),
        (11, "required_missing"),
    ]
    assert "it has 3, the header 4" in taken.rejects[2]["message"]
    assert taken.counts()["field_count", ""] == 2
    assert [one["patient_key"] for one in taken.episodes] == ["a", "e"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends(
    take: Taking, encoding: str, delimiter: str, ending: str
) -> None:
    rows = [
        ["patient_key", "start_month", "treatment", "last_seen_day", '"of\nno use"'],
        ["éa", "2026-01", " laser ", "3", '""'],
        [f'"b{delimiter}c"', "2026-01", '"\tlaser\n"', "4\u00a0", "x"],
    ]
    text = ending.join(delimiter.join(row) for row in rows)
    taken = take(text.encode(encoding))
    # White space around a value is no part of it; a key may hold the delimiter, but no tab.
    keys = ["éa"] if delimiter == "\t" else ["éa", f"b{delimiter}c"]
    assert [one["patient_key"] for one in taken.episodes] == keys
    assert {one["treatment"] for one in taken.episodes} == {"laser"}
    (file,) = taken.summary.files
    assert file.encoding == ("utf-8" if encoding == "utf-8" else "utf-8 with byte order mark")
    assert file.read == 2


def test_a_header_alone_gives_no_records(take: Taking) -> None:
    taken = take("patient_key,start_month,treatment,last_seen_day\n")
    assert taken.summary.files[0].read == 0
    assert taken.summary.notes[0] == "“episodes.csv” holds a header but no records."
    assert taken.summary.cutoffs == {}


def test_keys_that_are_missing_are_derived_and_stay_the_same(take: Taking) -> None:
    text = """
    patient_key,start_month,treatment,last_seen_day,episode_key,episode_order
    a,2026-01,laser,3,,
    a,2026-01,laser,3,,2
    b,2026-01,laser,3,k,
    """
    first, second = take(text), take(text)
    keys = [one["episode_key"] for one in first.episodes]
    assert keys == [one["episode_key"] for one in second.episodes]
    assert len(set(keys)) == 3
    other = take(text, salt=b"another")
    assert {one["episode_key"] for one in other.episodes} & set(keys) == {"k"}


def test_no_file_at_all_is_refused(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(BadInput, match="nothing to import"):
        take_in(connection, ImportRequest(None), SALT)


def test_a_database_that_gives_up_is_no_fault_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "episodes.csv"
    path.write_text("patient_key,start_month,treatment,last_seen_day\na,2026-01,laser,3\n")
    with duckdb.connect() as empty, pytest.raises(StoreFault, match="CatalogException"):
        take_in(empty, ImportRequest(path), SALT)
