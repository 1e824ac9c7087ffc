from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dashboard.errors import BadInput
from dashboard.intake.files.form import Form
from dashboard.intake.files.workbook import convert_workbook
from tests.intake.books import ERROR, NOT_CALCULATED, Raw, Sheet, Value, book, unzipped, zipped
from tests.intake.taking import Taking

HEADER = ["patient_key", "start_month", "treatment", "last_seen_day"]
KNOWN = frozenset(HEADER)
RECORD: list[Value] = ["a", "2026-01", "laser", 30]


def text_of(folder: Path, content: bytes, form: Form | None = None) -> list[str]:
    """Which lines does the workbook become?"""
    path, target = folder / "book.xlsx", folder / "plain.csv"
    path.write_bytes(content)
    convert_workbook(path, target, form or Form(), KNOWN)
    return target.read_text(encoding="utf-8").splitlines()


def test_a_workbook_is_taken_in_like_the_same_records_as_text(take: Taking) -> None:
    rows: list[list[Value]] = [
        [*HEADER, "price", "deep"],
        [*RECORD, 12.5, True],
        [None] * 6,
        ["b", "2026-13", "peel", 0, 0.1 + 0.2, False],
        ["c", "2026-02", "peel", 0, 0.1 + 0.2, False],
        ["", "  ", None, None, None, None],
    ]
    by_book = take(book(Sheet(rows)))
    by_text = take("""
        patient_key,start_month,treatment,last_seen_day,price,deep
        a,2026-01,laser,30,12.5,yes
        ,,,,,
        b,2026-13,peel,0,0.3,no
        c,2026-02,peel,0,0.3,no
        ,  ,,,,
        """)
    assert by_book.episodes == by_text.episodes
    assert by_book.rejects == by_text.rejects
    assert by_book.rejects[0]["line"] == 4
    (file,) = by_book.summary.files
    assert (file.format, file.encoding, file.delimiter) == ("xlsx", "", "")
    assert (file.sheet, file.header_rows) == ("Sheet1", 1)
    assert (file.read, file.accepted, file.rejected, file.blank) == (5, 2, 1, 2)


def test_cells_are_written_as_they_are_meant(tmp_path: Path) -> None:
    cells: list[Value] = [
        1.0, 1e15, -2.5, 1 / 3, True, False, dt.date(2026, 3, 17),
        dt.datetime.fromisoformat("2026-03-17T14:30"), 'say "a, b"', "two\nlines", ERROR, NOT_CALCULATED,
        Raw('t="str"', "<f>A1</f><v>kept</v>"), Raw("", "<f>1+1</f><v>2</v>"),
        Raw('t="d"', "<v>2026-03-04</v>"), Raw('s="2"', "<v>0.25</v>"), " é ",
    ]  # fmt: skip
    names: list[Value] = [f"n{at}" for at in range(len(cells))]
    lines = "\n".join(text_of(tmp_path, book(Sheet([names, cells]))))
    _, _, row = lines.partition("\n")
    assert row == (
        '1,1e+15,-2.5,0.333333333333333,yes,no,2026-03-17,2026-03-17 14:30:00,"say ""a, b""",'
        '"two\nlines",,,kept,2,2026-03-04,06:00:00, é '
    )


def test_errors_and_formulas_without_a_result_are_blank_and_told(take: Taking) -> None:
    rows: list[list[Value]] = [
        [*HEADER, "lesions", "pain"],
        [*RECORD, ERROR, NOT_CALCULATED],
        ["b", "2026-02", "peel", 3, Raw('t="str"', "<f>B1</f><v></v>"), NOT_CALCULATED],
        [ERROR, ERROR, ERROR, ERROR, ERROR, ERROR],
    ]
    taken = take(book(Sheet(rows)))
    assert [one["lesions"] for one in taken.episodes] == [None, None]
    assert taken.summary.files[0].blank == 1
    told = [note for note in taken.summary.notes if note.startswith("“episodes.csv”: ")]
    assert "7 cells with an error" in told[0]
    assert "2 cells with a formula whose result is not stored" in told[1]


def test_dates_of_cells_need_no_declared_order(take: Taking) -> None:
    rows: list[list[Value]] = [
        ["Pat", "Visit", "What", "Review"],
        ["a", dt.date(2026, 3, 4), "laser", dt.datetime.fromisoformat("2026-04-05T09:15")],
        ["b", dt.date(2024, 2, 29), "peel", dt.date(2024, 3, 1)],
    ]
    profile = """
        [episodes]
        day_zero = { from = "Visit", date = true }
        [episodes.columns]
        patient_key = "Pat"
        treatment = "What"
        start_month = { from = "Visit", date = true }
        last_seen_day = { from = "Review", date = true }
        """
    taken = take(book(Sheet(rows)), profile=profile)
    assert [one["last_seen_day"] for one in taken.episodes] == [32, 1]
    assert [one["start_month"] for one in taken.episodes] == [
        dt.date(2026, 3, 1),
        dt.date(2024, 2, 1),
    ]


def test_the_system_of_1904_is_known(tmp_path: Path) -> None:
    parts = unzipped(book(Sheet([["day", "x"], [dt.date(2026, 3, 17), 1]])))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"<sheets>", b'<workbookPr date1904="1"/><sheets>'
    )
    assert text_of(tmp_path, zipped(parts))[1] == "2030-03-18,1"


@pytest.mark.parametrize("declared", [None, 2])
def test_two_header_rows_are_joined(take: Taking, declared: int | None) -> None:
    rows: list[list[Value]] = [
        ["patient_key", "start", None, "treatment", "seen"],
        [None, "year", "month", None, "last day"],
        ["a", 2026, "2026-01", "laser", 3],
    ]
    profile = """
        [episodes.columns]
        start_month = "start month"
        last_seen_day = "seen last day"
        """
    profile = f"header_rows = {declared}\n{profile}" if declared else profile
    taken = take(book(Sheet(rows, merged=["B1:C1", "A1:A2"])), profile=profile)
    assert taken.episodes[0]["last_seen_day"] == 3
    assert taken.summary.files[0].header_rows == 2
    assert any("two rows" in note for note in taken.summary.notes) == (declared is None)


def test_titles_above_the_header_are_passed_over_and_told(take: Taking) -> None:
    rows: list[list[Value]] = [
        ["Export of 2026"],
        ["by clinic"],
        [],
        [*HEADER],
        [*RECORD],
        ["", "x"],
    ]
    taken = take(book(Sheet(rows, merged=["A1:D1"])))
    (file,) = taken.summary.files
    assert (file.read, file.accepted, file.rejected, file.blank) == (2, 1, 1, 0)
    assert {one["line"] for one in taken.rejects} == {6}
    assert any(
        "2 rows above the header were taken for a title" in one for one in taken.summary.notes
    )


def test_a_declared_header_may_begin_with_one_name_alone(tmp_path: Path) -> None:
    rows: list[list[Value]] = [["Patient"], ["key", "month"], ["a", "2026-01"]]
    form = Form(header_rows=2)
    assert text_of(tmp_path, book(Sheet(rows)), form) == ["Patient key,month", "a,2026-01"]
    titled = book(Sheet([["Export"], *rows], merged=["A1:B1"]))
    assert text_of(tmp_path, titled, form) == ["Patient key,month", "a,2026-01"]


def test_records_may_begin_far_down_and_to_the_right(take: Taking) -> None:
    rows: list[list[Value]] = [[None, None, *HEADER], [None, None, *RECORD], [None, None, "x"]]
    taken = take(book(Sheet(rows, first=57)))
    assert len(taken.episodes) == 1
    assert {one["line"] for one in taken.rejects} == {59}
    assert taken.summary.files[0].mapped["patient_key"] == "column 3 (“patient_key”)"


def test_values_merged_downwards_belong_to_each_record(take: Taking) -> None:
    rows: list[list[Value]] = [
        [*HEADER, "clinic"],
        ["a", "2026-01", "laser", 3, "north"],
        ["a", "2026-02", "peel", 4, None],
        ["b", "2026-03", "peel", 5, None],
        ["Cheeks only", None, None, None, None],
    ]
    taken = take(book(Sheet(rows, merged=["E2:E4", "A5:E5"])))
    assert [one["clinic"] for one in taken.episodes] == ["north"] * 3
    assert taken.summary.files[0].rejected == 1
    assert any("2 cells got the value of the merged cell" in one for one in taken.summary.notes)


def test_the_sheet_whose_columns_are_known_best_is_read_and_told(take: Taking) -> None:
    sheets = {
        "Read me": Sheet([["This workbook", "holds"], ["an", "export"]]),
        "Data": Sheet([[*HEADER], [*RECORD]]),
        "Old": Sheet([[*HEADER, "lesions"], [*RECORD, 1]], state="hidden"),
    }
    taken = take(book(sheets))
    assert taken.summary.files[0].sheet == "Data"
    assert any("Not read: “Read me”" in note for note in taken.summary.notes)
    hidden = take(book(sheets), profile='sheet = "old"')
    assert [one["lesions"] for one in hidden.episodes] == [1]


def test_two_tables_may_come_from_one_workbook(take: Taking) -> None:
    whole = book({
        "A": Sheet([[*HEADER, "episode_key"], [*RECORD, "k"]]),
        "B": Sheet([["episode_key", "complication"], ["k", "scar"]]),
    })  # fmt: skip
    for profile in (None, '[episodes]\nsheet = "A"\n[complications]\nsheet = "B"\n'):
        taken = take(whole, whole, profile=profile)
        assert [one["complication"] for one in taken.complications] == ["scar"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (book({"A": Sheet([[*HEADER], [*RECORD]]), "B": Sheet([[*HEADER]])}), "“A”, “B”"),
        (book(Sheet([])), "no records"),
        (book(Sheet([[*HEADER]], state="veryHidden")), "no records"),
        (book(Sheet([[f"n{at}" for at in range(1001)]])), "1,001 columns"),
        (book(Sheet([["a", "a "], ["x", "y"]])), "same name"),
        (book(Sheet([[*HEADER], [Raw("", "<v>")]])), "damaged"),
    ],
)
def test_a_workbook_that_cannot_be_meant_is_refused(
    take: Taking, content: bytes, message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        take(content)


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(take: Taking) -> None:
    with pytest.raises(BadInput, match=r"no sheet “Visits”.*“Sheet1”"):
        take(book(Sheet([[*HEADER]])), profile='sheet = "Visits"')


def test_rows_the_reader_passes_over_refuse_the_workbook(tmp_path: Path) -> None:
    parts = unzipped(book(Sheet([["x", "y"], [1, 2], [3, 4]])))
    name = "xl/worksheets/sheet1.xml"
    # A comment of XML: the count of the bytes sees a row, the reader does not.
    parts[name] = parts[name].replace(
        b"</sheetData>",
        b'<!--<row r="9"><c r="A9"><v>9</v></c></row><row r="10"><c r="A10"><v>9</v></c></row>--></sheetData>',
    )
    with pytest.raises(BadInput, match="two independent counts"):
        text_of(tmp_path, zipped(parts))


@pytest.mark.parametrize(
    ("whole", "broken"),
    [(b"<v>2</v>", b"<v>2</v"), (b"<v>2</v>", b"<v>&#1;2</v>"), (b"</sheetData>", b"")],
    ids=["a tag that does not end", "a character that cannot be", "an end that is missing"],
)
def test_a_sheet_that_is_no_well_formed_xml_is_refused(
    tmp_path: Path, whole: bytes, broken: bytes
) -> None:
    """The reader goes on behind the fault, and takes for a value what it finds there."""
    parts = unzipped(book(Sheet([["x", "y"], [1, 2], [3, 4]])))
    name = "xl/worksheets/sheet1.xml"
    assert whole in parts[name]
    parts[name] = parts[name].replace(whole, broken)
    with pytest.raises(BadInput, match="damaged"):
        text_of(tmp_path, zipped(parts))
