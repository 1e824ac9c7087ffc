from __future__ import annotations

import csv
import io
import math
import struct
from contextlib import suppress
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.answers.answer import SHAPES, Answer
from dashboard.errors import BadInput
from dashboard.exports.csv import (
    csv_to_table,
    neutralised,
    restored,
    rows_to_csv,
    table_to_csv,
)
from tests.exports.sameness import assert_same

FORMULA_SIGNS = "=+-@＝＋－＠"  # noqa: RUF001 - the full-width forms are meant
BREAKS = "\t\r\n"

texts = st.one_of(
    st.text(),
    st.builds(
        "".join,
        st.lists(st.sampled_from([*FORMULA_SIGNS, *BREAKS, *"' \";,x1", "\u00a0", "\u3000"])),
    ),
)
floats = st.one_of(st.none(), st.floats(allow_nan=False))
whole = st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1))


def parsed(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def is_dangerous(cell: str) -> bool:
    """Said again, in other words than the program's: what would a spreadsheet run?"""
    rest = cell.lstrip()
    leading = cell[: len(cell) - len(rest)]
    return any(sign in leading for sign in BREAKS) or rest[:1] in [*FORMULA_SIGNS]


def as_bits(value: float) -> bytes:
    return struct.pack("<d", value)


@given(st.lists(st.tuples(texts, floats, whole), max_size=8), st.tuples(texts, texts, texts))
def test_what_is_written_is_read_back_and_nothing_runs(
    rows: list[tuple[str, float | None, int | None]], header: tuple[str, str, str]
) -> None:
    table = pd.DataFrame(
        {
            0: pd.Series([row[0] for row in rows], dtype="object"),
            1: pd.Series([row[1] for row in rows], dtype="float64"),
            2: pd.Series([row[2] for row in rows], dtype="Int64"),
        }
    )
    table.columns = pd.Index(header)

    names, *cells = parsed(table_to_csv(table))

    assert [restored(name) for name in names] == list(header)
    assert not any(is_dangerous(name) for name in names)
    assert len(cells) == len(rows)
    for (text, number, count), (text_cell, number_cell, count_cell) in zip(
        rows, cells, strict=True
    ):
        assert not is_dangerous(text_cell)
        assert restored(text_cell) == text
        assert text_cell in {text, f"'{text}"}
        assert (as_bits(float(number_cell)) if number_cell else None) == (
            None if number is None else as_bits(number)
        )
        assert count_cell == ("" if count is None else str(count))


@given(texts)
@example("'=1")
@example("''=1")
@example("' =1")
def test_neutralising_can_be_undone_and_changes_nothing_else(text: str) -> None:
    written = neutralised(text)

    assert restored(written) == text
    assert not is_dangerous(written)
    if not is_dangerous(text.lstrip("'")) and text.isprintable():
        assert written == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("-3", "'-3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        ("  =1", "'  =1"),
        ("\u00a0=1", "'\u00a0=1"),
        ("\u200b=1", "'\u200b=1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("\uff1d1", "'\uff1d1"),
        ("\uff0b1", "'\uff0b1"),
        ("\uff0d1", "'\uff0d1"),
        ("\uff201", "'\uff201"),
        ("extraction", "extraction"),
        ("a=1", "a=1"),
        ("O'Hara", "O'Hara"),
        ("", ""),
    ],
)
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str, written: str) -> None:
    assert neutralised(text) == written


def test_the_bytes_are_utf8_with_a_mark_crlf_and_rfc_4180_quotes() -> None:
    table = pd.DataFrame({"name": ['say "no"', "two\nlines", "plain, with comma", "Ärztin"]})

    assert table_to_csv(table) == (
        b'\xef\xbb\xbfname\r\n"say ""no"""\r\n"two\nlines"\r\n'
        b'"plain, with comma"\r\n\xc3\x84rztin\r\n'
    )
    assert table_to_csv(table, bom=False) == table_to_csv(table)[3:]


def test_numbers_stay_numbers_and_blanks_stay_blank() -> None:
    table = pd.DataFrame(
        {
            "float": [0.1 + 0.2, -1.5, None, 1e-300],
            "whole": pd.Series([1, -2, None, 10**15], dtype="Int64"),
            "text": pd.Series(["-1", None, "", "x"], dtype="str"),
            "said": [True, False, True, False],
        }
    )

    assert parsed(table_to_csv(table))[1:] == [
        ["0.30000000000000004", "1", "'-1", "true"],
        ["-1.5", "-2", "", "false"],
        ["", "", "", "true"],
        ["1e-300", "1000000000000000", "x", "false"],
    ]


def test_rows_are_written_like_tables() -> None:
    rows = [("=cmd", 1, None), (None, 2.5, "b")]

    assert parsed(rows_to_csv(("@a", "b", "c"), rows)) == [
        ["'@a", "b", "c"],
        ["'=cmd", "1", ""],
        ["", "2.5", "b"],
    ]


def test_a_file_name_that_is_no_text_does_not_stop_an_export() -> None:
    assert rows_to_csv(("file",), [("a\udcff.csv",)], bom=False) == b"file\r\na\\udcff.csv\r\n"


def test_a_table_without_rows_is_its_header() -> None:
    table = pd.DataFrame({name: [] for name in SHAPES["charts"]})

    assert table_to_csv(table, bom=False) == (",".join(SHAPES["charts"]) + "\r\n").encode()


def test_every_table_of_an_answer_comes_back_the_same(answer: Answer) -> None:
    for shape, table in answer.tables.items():
        assert_same(csv_to_table(table_to_csv(table), shape, "table"), table)


def test_a_clinic_called_like_a_formula_is_neutral_in_the_file_and_itself_again_after(
    answer_by_clinic: Answer,
) -> None:
    data = table_to_csv(answer_by_clinic.tables["estimates"])
    place = SHAPES["estimates"].index("group")

    assert "'=west" in {row[place] for row in parsed(data)}
    assert "=west" in set(csv_to_table(data, "estimates", "table")["group"])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"a,b\r\n1,2\r\n", "other columns"),
        (b"\xff\xfe", "not a CSV file in UTF-8"),
        (b'"a\r\n', "not a CSV file in UTF-8"),
        (b"a,b\r\n1\r\n", "rows of different length"),
        (b"a\x00,b\r\n", "other columns"),
    ],
)
def test_what_is_not_such_a_table_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        csv_to_table(data, "estimates", "some.csv")


@pytest.mark.parametrize(("column", "cell"), [("events", "2.5"), ("estimate", "x")])
def test_text_in_the_place_of_a_number_is_refused(answer: Answer, column: str, cell: str) -> None:
    table = answer.tables["estimates"].astype("object")
    table[column] = cell

    with pytest.raises(BadInput, match=f"column {column} holds something that is not a number"):
        csv_to_table(table_to_csv(table), "estimates", "some.csv")


@given(st.binary(max_size=300))
def test_no_bytes_whatever_make_the_reader_fail_otherwise(data: bytes) -> None:
    header = ",".join(SHAPES["balance"]).encode()
    for attempt in (data, header + b"\r\n" + data):
        with suppress(BadInput):
            csv_to_table(attempt, "balance", "some.csv")


def test_floats_of_the_answer_are_not_rounded(answer: Answer) -> None:
    estimates = answer.tables["estimates"]
    place = SHAPES["estimates"].index("estimate")
    cells = [row[place] for row in parsed(table_to_csv(estimates))[1:]]

    values: Any = estimates["estimate"].to_numpy()
    assert [float(cell) if cell else math.nan for cell in cells] == pytest.approx(
        list(values), abs=0, nan_ok=True
    )
    assert np.isfinite(values).sum() > 10
