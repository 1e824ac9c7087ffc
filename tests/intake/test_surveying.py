"""What is told of a file that nobody has described: nothing of people, and both readings of a date."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.intake.files.recognising import recognise, survey
from dashboard.intake.files.surveying import MOST_VALUES, date_formats, doubtful
from dashboard.intake.mapping import Draft, Filled, in_our_terms

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
            "patient_key": Filled("Pat ID"),
            "start_month": Filled("Visit", date="%d/%m/%Y"),
            "last_seen_day": Filled("Visit", date="%d/%m/%Y"),
            "treatment": Filled("Procedure", {"deroofing": "extraction"}),
            "price": Filled("Fee"),
        },
    )
    trial = in_our_terms(file, names, draft)
    assert trial.columns == ("start_month", "treatment", "last_seen_day", "clinic", "price")
    assert len(trial.rows) == 10
    assert trial.rows[0][:4] == ("2026-02", "extraction", "0", "north")
    # Of those that nobody recoded: on which line, and why.
    assert [(line, column) for line, column, _ in trial.rejected] == [
        (line, "treatment") for line in range(3, 22, 2)
    ]
    assert CANARY not in str(trial)
