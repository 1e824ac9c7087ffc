from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dashboard.errors import BadInput
from dashboard.intake.files.parquet import convert_parquet
from tests.intake.taking import Taking


def parquet(folder: Path, select: str) -> bytes:
    """Which bytes hold what this statement selects?"""
    path = folder / "given.parquet"
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"copy ({select}) to '{path}' (format parquet)")
    return path.read_bytes()


def test_it_is_taken_in_like_the_same_records_as_text(take: Taking, tmp_path: Path) -> None:
    by_parquet = take(
        parquet(
            tmp_path,
            """
            select * from (values
                ('a', '2026-01', 'laser', 30::double, 12.5::decimal(9, 2), true),
                ('b', '2026-13', 'peel', 0::double, null, false),
                (null, null, '  ', 'nan'::double, null, null),
                ('c', '2026-02', 'peel', 7::double, 3, null))
            as rows (patient_key, start_month, treatment, last_seen_day, price, deep)
            """,
        )
    )
    by_text = take("""
        patient_key,start_month,treatment,last_seen_day,price,deep
        a,2026-01,laser,30,12.50,yes
        b,2026-13,peel,0,,no
        ,,  ,,,
        c,2026-02,peel,7,3.00,
        """)
    assert by_parquet.episodes == by_text.episodes
    # Records of a table without lines are told by their number.
    assert [one["line"] for one in by_parquet.rejects] == [2]
    (file,) = by_parquet.summary.files
    assert (file.format, file.header_rows, file.delimiter) == ("parquet", 0, "")
    assert (file.read, file.accepted, file.rejected, file.blank) == (4, 2, 1, 1)


def test_every_type_becomes_text(tmp_path: Path) -> None:
    content = parquet(
        tmp_path,
        """
        select date '2026-03-04' as a, timestamp '2026-03-04 00:00:00' as b,
            timestamp '2026-03-04 05:06:07' as c, timestamptz '2026-03-04 00:00:00+00' as d,
            time '05:06:07' as e, 0.1::float as f, 'inf'::double as g, 2::utinyint as h,
            'say "a, b"' || chr(10) as i, 'x'::enum('x') as j, null::integer as k, 5::hugeint as l
        """,
    )
    path, target = tmp_path / "x.parquet", tmp_path / "plain.csv"
    path.write_bytes(content)
    origin = convert_parquet(path, target)
    header, _, row = target.read_text(encoding="utf-8").partition("\n")
    assert header == "a,b,c,d,e,f,g,h,i,j,k,l"
    assert row == (
        '"2026-03-04","2026-03-04","2026-03-04 05:06:07","2026-03-04","05:06:07","0.1","inf","2",'
        '"say ""a, b""\n","x",,"5"\n'
    )
    assert (origin.rows, origin.first_row) == (1, 1)


@pytest.mark.parametrize(
    ("select", "message"),
    [
        ("select 1 as a, [1, 2] as visits", "Column 2 .“visits”. is nested"),
        ("select {'a': 1} as visits", "nested"),
        ("select map(['a'], [1]) as visits", "nested"),
        ("select 'x'::blob as photo", "Column 1 .“photo”. holds binary"),
        ('select 1 as a, 2 as "A "', "Columns 1 and 2 have the same name"),
        ("select " + ", ".join(f"1 as a{at}" for at in range(1001)), "1,001 columns"),
    ],
)
def test_columns_that_are_no_plain_values_are_refused_by_name(
    take: Taking, tmp_path: Path, select: str, message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        take(parquet(tmp_path, select))


def test_a_damaged_file_is_refused(take: Taking, tmp_path: Path) -> None:
    content = parquet(tmp_path, "select 'a' as patient_key, range as price from range(1000)")
    for damaged in (content[:-20], content[:200] + content[260:], b"PAR1rest", b"PAR1" * 50):
        with pytest.raises(BadInput, match=r"Parquet|opened|columns|reliably|no column"):
            take(damaged)


def test_a_name_with_wild_cards_means_one_file(take: Taking, tmp_path: Path) -> None:
    content = parquet(tmp_path, "select 'a' as x")
    folder = tmp_path / "[a]*"
    folder.mkdir()
    with pytest.raises(BadInput, match="no column for"):
        Taking(take.connection, folder)(content)
