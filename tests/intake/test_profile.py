"""What a profile can say, and what is said about one that is wrong."""

from __future__ import annotations

import contextlib
import hmac
import random
from textwrap import dedent

import pytest

from dashboard.errors import BadInput
from dashboard.intake.faults import AmbiguousDates, BadProfile
from tests.intake.taking import SALT, Taking

EXPORT = """
    Pat;Begun;Done;Arm;Seen;State;When;Count;Room;Nothing
    007;03/02/2026;deroofing;A;17/03/2026;1;40;12;r1;
    008;28/02/2026;CryoPen;B;28/02/2026;0;;-;r2;x
    009;15/02/2026;unheard of;?;01/03/2026;2;14;0;r1;N/A
"""
PROFILE = """
    name = "Little system"
    delimiter = "semicolon"
    blanks = ["N/A", "-", "?"]
    hash = "patient_key"

    [episodes]
    drop = ["Room"]
    day_zero = { from = "Begun", date = "%d/%m/%Y" }

    [episodes.columns]
    patient_key = "pat"
    episode_key = "Pat"
    start_month = { from = "Begun", date = "%d/%m/%Y" }
    treatment = { from = "Done", recode = { deroofing = "extraction", cryopen = "cryotherapy" } }
    last_seen_day = { from = "Seen", date = "%d/%m/%Y" }
    clinic = { constant = "north" }
    cleared = { constant = "yes" }
    cleared_day = { constant = 1 }
    recurred_day = { from = "When", where = "State", is = [1] }
    retreated_day = { from = "When", where = "State", is = "2" }
    lesions = { from = "Count", blanks = ["0"] }
    sex = { from = "Arm", recode = { A = "female", B = "" } }
    deep = { from = "Nothing", recode = { "" = "no", x = "yes" } }
    site = ["Nothing", { constant = "cheek" }]
"""


def minimal(columns: str = "", section: str = "", top: str = "") -> str:
    return f"{top}\n[episodes]\n{section}\n[episodes.columns]\n{columns}\n"


def test_a_profile_says_what_their_columns_mean(take: Taking) -> None:
    taken = take(EXPORT, profile=PROFILE)
    first, second = taken.episodes
    expected = hmac.new(SALT, b"patient_key\x00007", "sha256").hexdigest()[:32]
    assert (first["patient_key"], first["episode_key"]) == (expected, "007")
    assert str(first["start_month"]) == "2026-02-01"
    assert [one["treatment"] for one in taken.episodes] == ["extraction", "cryotherapy"]
    assert [one["last_seen_day"] for one in taken.episodes] == [42, 1]
    assert [one["clinic"] for one in taken.episodes] == ["north", "north"]
    assert [one["recurred_day"] for one in taken.episodes] == [40, None]
    assert [one["retreated_day"] for one in taken.episodes] == [None, None]
    assert [one["lesions"] for one in taken.episodes] == [12, None]
    assert [one["lesion_band"] for one in taken.episodes] == ["6_15", None]
    assert [one["sex"] for one in taken.episodes] == ["female", None]
    assert [one["deep"] for one in taken.episodes] == ["no", "yes"]
    assert first["site"] == "cheek"
    assert second["site"] is None
    (rejected,) = taken.rejects
    assert (rejected["line"], rejected["value"]) == (4, "unheard of")
    assert taken.summary.hashed
    assert taken.summary.profile_name == "Little system"
    assert taken.summary.files[0].ignored == ("column 9 (“Room”)",)
    assert taken.summary.files[0].mapped["site"] == "column 10 (“Nothing”), constant"


def test_our_own_columns_need_no_profile(take: Taking) -> None:
    taken = take(
        "Patient_Key , start_month,TREATMENT,last_seen_day,shoe\na,2026-01,laser,3,42\n",
        profile=minimal('clinic = { constant = "north" }'),
    )
    assert taken.episodes[0]["treatment"] == "laser"
    assert taken.summary.files[0].ignored == ("column 5 (“shoe”)",)


def test_a_dropped_column_of_our_name_is_not_taken(take: Taking) -> None:
    taken = take(
        "patient_key,start_month,treatment,last_seen_day,pain\na,2026-01,laser,3,4\n",
        profile=minimal(section='drop = ["Pain"]'),
    )
    assert taken.episodes[0]["pain"] is None


def test_exact_ages_and_counts_are_banded(take: Taking) -> None:
    ages = ["0", "0.9", "1", "15", "16", "64", "65", "-1", "old", "25_34", ""]
    body = "".join(f"p{index},2026-01,laser,3,{age},{age}\n" for index, age in enumerate(ages))
    taken = take(
        f"patient_key,start_month,treatment,last_seen_day,Age,Milia\n{body}",
        profile=minimal(
            'age_band = { from = "Age", band = true }\nlesion_band = { from = "Milia", band = true }'
        ),
    )
    expected = ["under_1", "under_1", "1_15", "1_15", "16_24", "55_64", "65_plus", None, None]
    assert [one["age_band"] for one in taken.episodes] == [*expected, "25_34", None]
    expected = [None, None, "1", "6_15", "16_50", "over_50", "over_50", None, None, None, None]
    assert [one["lesion_band"] for one in taken.episodes] == expected
    assert taken.counts()["choice_outside_list", "age_band"] == 2


def test_impossible_dates_break_the_rules_of_their_column(take: Taking) -> None:
    taken = take(
        """
        patient_key,treatment,begun,seen,again
        a,laser,2026-02-28,2026-03-01,2026-02-30
        b,laser,2026-02-30,2026-03-01,
        c,laser,2026-02-28,2026-02-27,
        d,laser,2026-02-28,5,
        e,laser,,2026-03-01,
        """,
        profile=minimal(
            """
            start_month = { from = "begun", date = "%Y-%m-%d" }
            last_seen_day = { from = "seen", date = "%Y-%m-%d" }
            retreated_day = { from = "again", date = "%Y-%m-%d" }
            """,
            'day_zero = { from = "begun", date = "%Y-%m-%d" }',
        ),
    )
    assert [one["last_seen_day"] for one in taken.episodes] == [1]
    assert taken.counts() == {
        ("number_outside_range", "retreated_day"): 1,
        ("start_month_impossible", "start_month"): 1,
        ("last_seen_day_impossible", "last_seen_day"): 4,
        ("required_missing", "start_month"): 1,
    }
    shown = {(one["line"], one["column_name"]): one["value"] for one in taken.rejects}
    assert shown[3, "start_month"] == "2026-02-30 (not a date)"
    assert shown[4, "last_seen_day"] == "-1"
    assert shown[5, "last_seen_day"] == "5 (not a date)"


@pytest.mark.parametrize(
    ("begun", "seen", "months", "days"),
    [
        (
            ["2026-02-03", "2026-02-13"],
            ["2026-02-04 09:30", "2026-03-13T10:00:00.5Z"],
            [2, 2],
            [1, 28],
        ),
        (["13.02.2026", "14-02-2026"], ["2/14/2026", "2/15/2026"], [2, 2], [1, 1]),
        (["05/05/2026", "05/05/2026"], ["2026/05/06", "2026/5/7"], [5, 5], [1, 2]),
    ],
)
def test_undeclared_dates_that_have_one_reading_are_read(
    take: Taking, begun: list[str], seen: list[str], months: list[int], days: list[int]
) -> None:
    pairs = zip(begun, seen, strict=True)
    body = "".join(f"p{index},laser,{one},{two}\n" for index, (one, two) in enumerate(pairs))
    taken = take(f"patient_key,treatment,begun,seen\n{body}", profile=UNDECLARED)
    assert [one["start_month"].month for one in taken.episodes] == months
    assert [one["last_seen_day"] for one in taken.episodes] == days


UNDECLARED = minimal(
    """
    start_month = { from = "begun", date = true }
    last_seen_day = { from = "seen", date = true }
    """,
    'day_zero = { from = "begun", date = true }',
)


@pytest.mark.parametrize(
    ("begun", "message"),
    [
        (["13/02/2026", "03/04/2026"], "“03/04/2026” .* 3 April 2026 or 4 March 2026"),
        (["13/02/2026", "02/14/2026"], "more than one way"),
        (["2026-02-03", "14/02/2026"], "more than one way"),
        (["03.04.26", "13.02.26"], "“03.04.26” .* 3 April 26 or 4 March 26"),
    ],
)
def test_undeclared_dates_in_doubt_refuse_the_file(
    take: Taking, begun: list[str], message: str
) -> None:
    body = "".join(f"p{one},laser,{one},2026-05-01\n" for one in begun)
    with pytest.raises(AmbiguousDates, match=message):
        take(f"patient_key,treatment,begun,seen\n{body}", profile=UNDECLARED)


@pytest.mark.parametrize("column", ["start_month", "recurred_day"])
def test_dates_in_our_own_columns_are_not_guessed_either(take: Taking, column: str) -> None:
    values = {"start_month": "2026-01", "recurred_day": "9"} | {column: "03/04/2026"}
    text = f"a,laser,3,{values['start_month']},{values['recurred_day']}\n"
    with pytest.raises(AmbiguousDates, match="3 April 2026 or 4 March 2026"):
        take(f"patient_key,treatment,last_seen_day,start_month,recurred_day\n{text}")


def test_complications_have_a_section_of_their_own(take: Taking) -> None:
    taken = take(
        "patient_key,start_month,treatment,last_seen_day,episode_key\na,2026-01,laser,30,k1\n",
        "Visit|x;Case;Trouble;On;Begun\n1;k1;PIH;2026-01-05;2026-01-01\n",
        profile="""
        hash = ["episode_key"]
        [complications]
        day_zero = { from = "Begun", date = true }
        [complications.columns]
        episode_key = "Case"
        complication = { from = "Trouble", recode = { PIH = "hyperpigmentation" } }
        onset_day = { from = "On", date = true }
        """,
    )
    (found,) = taken.complications
    assert found["episode_key"] == taken.episodes[0]["episode_key"] != "k1"
    assert (found["complication"], found["onset_day"]) == ("hyperpigmentation", 4)


@pytest.mark.parametrize(
    ("profile", "message"),
    [
        ("name = ", "not TOML"),
        ("colour = 1", "“colour”, which is not known"),
        ('delimiter = "|"', "“delimiter” is “|”"),
        ('synthetic = "yes"', "“synthetic” is “yes”"),
        ('until = "2026-13"', "“until” of the profile is “2026-13”"),
        ('hash = ["clinic"]', "“hash” names “clinic”"),
        ("blanks = [true]", "“blanks” holds “True”"),
        ("episodes = 1", "“episodes” is not a section"),
        ("[episodes]\ncolumns = 1", "“columns” of .episodes. is not a section"),
        ("[episodes]\nrename = 1", "“rename”, which is not known"),
        (minimal('colour = "x"'), "“colour”, which is not known"),
        (minimal("site = 1"), r"\[episodes.columns\] site is “1”"),
        (minimal("site = []"), "is an empty list"),
        (minimal('site = { form = "x" }'), "“form”, which is not known"),
        (minimal('site = { from = "x", constant = "y" }'), "either “from” or “constant”"),
        (minimal("site = {}"), "either “from” or “constant”"),
        (minimal('site = { from = "x", where = "y" }'), "only one of “where” and “is”"),
        (minimal('site = { constant = "x", blanks = ["y"] }'), "changes a constant"),
        (minimal('site = { from = "x", date = true }'), "no day and no month"),
        (minimal('sessions = { from = "x", band = true }'), "has no bands"),
        (minimal('age_band = { from = "x", band = 1 }'), "“band” is “1”"),
        (minimal('start_month = { from = "x", date = "%d/%Y" }'), "“date” is “%d/%Y”"),
        (minimal('start_month = { from = "x", date = "%d/%m/%Q" }'), "“date” is"),
        (minimal('start_month = { from = "x", date = "%d/%m/%Y%" }'), "“date” is"),
        (minimal('healed_day = { from = "x", date = true }'), "has no day_zero"),
        (minimal(section='day_zero = "x"'), "day_zero is no date column"),
        (minimal('site = { from = "x", recode = 1 }'), "“recode” is “1”"),
        (minimal('site = { from = "x", recode = { a = "cheek", A = "nose" } }'), "“A” twice"),
        (minimal('site = "x"', 'drop = ["X"]'), "both drops and uses the column “x”"),
        (minimal('site = "y"'), "needs the column “y”, which the file does not have"),
        (minimal('site = { from = "x", where = "z", is = 1 }'), "needs the column “z”"),
    ],
)
def test_what_is_wrong_with_a_profile_is_named(take: Taking, profile: str, message: str) -> None:
    export = "patient_key,start_month,treatment,last_seen_day,x\na,2026-01,laser,3,1\n"
    with pytest.raises(BadInput, match=message) as fault:
        take(export, profile=profile)
    assert fault.value.remedy


def test_a_profile_that_cannot_be_read_is_told(take: Taking) -> None:
    export = "patient_key,start_month,treatment,last_seen_day\na,2026-01,laser,3\n"
    with pytest.raises(BadProfile, match="not in UTF-8"):
        take(export, profile=b"name = '\xff'")


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_profile_is_refused_or_used(take: Taking, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - the same for the same seed
    text = dedent(PROFILE)
    for _ in range(draw.randrange(1, 4)):
        start = draw.randrange(len(text))
        damage = draw.choice(["", '"', "[", "}", "=", "\n", "9" * 5000, "true", "%", "\ud7ff", "#"])
        text = text[:start] + damage + text[start + draw.randrange(8) :]
    with contextlib.suppress(BadInput):
        take(EXPORT, profile=text)


def test_a_column_to_drop_that_is_not_there_is_told(take: Taking) -> None:
    export = "patient_key,start_month,treatment,last_seen_day\na,2026-01,laser,3\n"
    taken = take(export, profile=minimal(section='drop = ["Surname"]'))
    assert "The profile drops “surname”, which “episodes.csv” does not have." in taken.summary.notes
