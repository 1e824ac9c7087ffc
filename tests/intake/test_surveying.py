"""What is told of a file that nobody has described: nothing of people, and both readings of a date."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.intake.files.recognising import closeness, recognise, survey, survey_cut
from dashboard.intake.files.surveying import MOST_VALUES, date_formats, doubtful, marks
from dashboard.intake.mapping import Draft, in_our_terms
from dashboard.intake.recipes import Recipe

CANARY = "Qxzaniel"


@pytest.mark.parametrize(
    ("values", "formats"),
    [
        (["31/12/2025", "02/03/2026"], ["%d/%m/%Y"]),
        (["12/31/2025", "02/03/2026"], ["%m/%d/%Y"]),
        (["01/02/2026", "02/03/2026"], ["%d/%m/%Y", "%m/%d/%Y"]),
        (["31.12.25"], ["%d.%m.%y"]),
        (["2026-02-03", "2025-12-31"], ["%Y-%m-%d"]),
        (["3 Feb 2026", "31 Dec 2025"], ["%d %b %Y"]),
        (["2026-02", "2025-12"], ["%Y-%m"]),
        (["31/12/2025 14:30", "02/03/2026 09:05"], ["%d/%m/%Y %H:%M"]),
        (["12", "7", "365"], []),
        (["cheek", "nose"], []),
        ([], []),
    ],
)
def test_formats_are_those_in_which_the_dates_can_be_read(
    values: list[str], formats: list[str]
) -> None:
    assert date_formats(values) == formats


def test_one_odd_value_in_ten_does_not_hide_the_dates() -> None:
    assert date_formats([*(f"{day}/12/2025" for day in range(13, 31)), "?"]) == ["%d/%m/%Y"]


@pytest.mark.parametrize(
    ("values", "form", "value"),
    [
        (["31/12/2025", "02/03/2026"], "%d/%m/%Y", "02/03/2026"),
        (["31/12/2025", "03/03/2026"], "%d/%m/%Y", ""),
        (["2026-02-03"], "%Y-%m-%d", ""),
    ],
)
def test_a_date_of_two_readings_is_shown(values: list[str], form: str, value: str) -> None:
    assert doubtful(values, [form]) == value


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (["PIH; swelling", "scar"], [";"]),
        (["PIH, swelling", "scar / PIH", "N/A"], [" / "]),
        (["PIH, swelling"], [","]),
        (["PIH/swelling", "N/A"], ["/"]),
        (["PIH + scar", "PIH+scar"], [" + "]),
        (["N/A", "n/a", "scar"], []),
    ],
)
def test_what_stands_between_several_in_a_cell(values: list[str], found: list[str]) -> None:
    assert marks(values) == found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Names of people, an e-mail address under a harmless name, codes, dates and free numbers."""
    rows = [
        f"{n};{CANARY} {n};{CANARY.lower()}{n}@example.org;{['deroofing', 'CryoPen'][n % 2]};"
        f"{n % 28 + 1}/02/2026;{n}"
        for n in range(100)
    ]
    path = tmp_path / "export.csv"
    header = "Pat ID;Surname;Colour;Procedure;Visit;Fee"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_nothing_is_told_of_what_looks_like_identity(file: Path) -> None:
    told = survey(file)
    assert told[1].withheld == "a name"
    assert told[2].withheld == "e-mail addresses"
    assert {(one.values, one.formats, one.doubtful) for one in told[1:3]} == {(None, (), "")}
    assert CANARY.lower() not in str(told).lower()


def test_values_of_a_closed_list_are_counted(file: Path) -> None:
    told = survey(file)
    assert told[3].values == {"CryoPen": 50, "deroofing": 50}
    assert told[4].formats == ("%d/%m/%Y",)
    # More different values than any list of ours has.
    assert told[5].values is None
    assert MOST_VALUES < 100


def test_the_first_records_read_in_our_terms(file: Path) -> None:
    names = recognise(file).names
    draft = Draft(
        form={"delimiter": "semicolon"},
        drop=("Surname", "Colour"),
        clinic="north",
        columns={
            "patient_key": Recipe("Pat ID"),
            "start_month": Recipe("Visit", date="%d/%m/%Y"),
            "last_seen_day": Recipe("Visit", date="%d/%m/%Y"),
            "treatment": Recipe("Procedure", recode=(("deroofing", "extraction"),)),
            "price": Recipe("Fee"),
        },
    )
    trial = in_our_terms(file, names, draft)["episodes"]
    assert trial.columns == ("start_month", "treatment", "last_seen_day", "clinic", "price")
    assert len(trial.rows) == 10
    assert trial.rows[0][:4] == ("2026-02", "extraction", "0", "north")
    # Of those that nobody recoded: on which line, and why.
    assert [(line, column) for line, column, _ in trial.rejected] == [
        (line, "treatment") for line in range(3, 22, 2)
    ]
    assert CANARY not in str(trial)


def test_cells_are_cut_and_nothing_is_told_of_people_in_them(tmp_path: Path) -> None:
    names = ["Abigail Stone", "Benjamin Frost", "Charlotte Ashe", "Daniel Gray", "Eleanor Birch"]
    rows = [
        f"k{n};PIH | {['scar', ' swelling'][n % 2]};{names[n % 5]} | {names[(n + 1) % 5]};3 | 1"
        for n in range(50)
    ]
    path = tmp_path / "export.csv"
    path.write_text("\n".join(["Key;Reactions;Seen by;Days", *rows]) + "\n", encoding="utf-8")
    told = survey_cut(path, [1, 2, 3], ["|"])
    assert told[1].values == {"PIH": 50, "scar": 25, "swelling": 25}
    assert told[2].withheld == "names of people"
    assert told[2].values is None
    assert told[3].values == {"1": 50, "3": 50}
    with pytest.raises(ValueError, match="mark"):
        survey_cut(path, [1], [])


def test_visits_are_told_from_courses_by_how_close_they_are(tmp_path: Path) -> None:
    # Patient a: days 0, 30 and 200; patient b: twice on a day; patient c: days 0 and 91; one is no date.
    rows = "a,01/01/2026 a,31/01/2026 a,20/07/2026 b,01/01/2026 b,01/01/2026 c,01/01/2026 c,02/04/2026 d,?"
    path = tmp_path / "export.csv"
    path.write_text("\n".join(["Pat,Seen", *rows.split()]) + "\n", encoding="utf-8")
    assert closeness(path, 0, 1, "%d/%m/%Y") == pytest.approx(2 / 7)
