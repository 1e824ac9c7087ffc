"""Which columns are taken for identity, which are not, and that their values are never repeated."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from dashboard.errors import BadInput
from dashboard.intake.faults import LooksLikeIdentity, UnreadableFile
from dashboard.intake.looks import label, named_like
from tests.intake.taking import Taking

CANARY = "Kanarienvogel"
draw = random.Random(7)  # noqa: S311 - drawn for variety


def nhs_number() -> str:
    while True:
        digits = [draw.randrange(10) for _ in range(9)]
        check = -sum(digit * (10 - place) for place, digit in enumerate(digits)) % 11
        if check < 10:
            return "".join(map(str, [*digits, check]))


def export(values: list[str], name: str = "extra") -> str:
    rows = "".join(f'p{index},2026-01,laser,3,"{one}"\n' for index, one in enumerate(values))
    return f"patient_key,start_month,treatment,last_seen_day,{name}\n{rows}"


@pytest.mark.parametrize(
    "name",
    [
        "Name", "Patient name", "PatientName", "patient_name", "Surname", "FORENAME", "First Name",
        "e-mail", "Email address", "Phone", "tel", "Mobile no", "Postcode", "post code", "ZIP",
        "Address line 1", "DOB", "Date of Birth", "dateOfBirth", "birth_date", "NHS number",
        "NHS No.", "MRN", "Hospital number", "Notes", "clinical notes", "Comment", "photo",
        "Operator name", "Initials",
    ],
)  # fmt: skip
def test_names_of_columns_that_name_people(name: str) -> None:
    assert named_like(name)


@pytest.mark.parametrize(
    "name",
    [
        "patient_key", "id", "Patient ID", "clinic", "Clinic name", "product name", "treatment",
        "status", "number", "size", "race", "gender", "operator_role", "site", "telangiectasia",
        "birthmark", "notable", "dental", "zipper", "retinol", "filename", "age", "burn_type",
    ],
)  # fmt: skip
def test_names_of_columns_that_do_not(name: str) -> None:
    assert named_like(name) is None


KINDS: dict[str, tuple[list[str], Callable[[int], str]]] = {
    "e-mail addresses": ([], lambda index: f"someone{index}@example.org"),
    "phone numbers": (["07700 900123", "+44 20 7946 0018", "(01632) 960 001"], lambda _: "020 7946 0999"),
    "postcodes": (["SW1A 1AA", "M1 1AE", "b338th"], lambda index: f"CR{index % 10} 6XH"),
    "dates of birth": (["1985-03-12", "12/03/1972", "1 Jan 1990", "12.03.85"], lambda _: "1999-12-31"),
    "NHS numbers": (["943 476 5919"], lambda _: nhs_number()),
    "names of people": (["Mr Jones", "Smith, Anna", "john Okafor"], lambda index: f"Alice Nr{chr(97 + index)}"),
    "long free text": ([], lambda index: f"she came {index} times and each time it was the left eye"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_values_that_look_like_identity_refuse_the_file(take: Taking, kind: str) -> None:
    some, more = KINDS[kind]
    values = [*some, *(more(index) for index in range(16 - len(some))), "-", "-", "-", "", ""]
    with pytest.raises(LooksLikeIdentity, match=rf"Column 5 \(“extra”\) seems to hold {kind}"):
        take(export(values))
    with pytest.raises(LooksLikeIdentity):
        take(export(values).replace("patient_key", "key", 1).replace("extra", "patient_key"))
    assert take(export([*values, "-", "-"])).summary.files[0].accepted


def test_many_different_pairs_of_words_are_names(take: Taking) -> None:
    letters = "bcdfghjklm"
    values = [f"Xa{one}e Zo{two}i" for one in letters for two in letters]
    with pytest.raises(LooksLikeIdentity, match="names of people"):
        take(export(values))
    assert take(export(["North Wing", "South Wing"] * 50)).summary.files[0].accepted


HARMLESS: dict[str, Callable[[int], str]] = {
    "hashes": lambda _: f"{draw.getrandbits(128):032x}",
    "short hashes": lambda _: f"{draw.getrandbits(40):010X}",
    "numbers": str,
    "padded numbers": lambda index: f"{index:08}",
    "prefixed numbers": lambda index: f"P-{index:06}",
    "ten digits": lambda _: str(draw.randrange(10**9, 10**10)),
    "recent days": lambda index: f"2024-05-{index % 28 + 1:02}",
    "recent times": lambda index: f"{index % 28 + 1:02}/05/2025 10:30",
}


@pytest.mark.parametrize("kind", HARMLESS)
def test_keys_and_recent_dates_are_no_identity(take: Taking, kind: str) -> None:
    keys = [HARMLESS[kind](index) for index in range(40)]
    assert take(export(keys)).summary.files[0].accepted == 40
    as_keys = export(keys).replace("patient_key", "x", 1).replace("extra", "patient_key")
    assert take(as_keys).summary.files[0].accepted == 40


def test_clinics_are_no_people(take: Taking) -> None:
    names = [f"Harley Wing{chr(97 + one)}" for one in range(20)]
    assert take(export(names, "clinic")).summary.files[0].accepted == 20


@pytest.mark.parametrize(
    ("profile", "column"),
    [
        ('[episodes]\ndrop = ["Patient Name"]', "patient name"),
        ('not_identifying = ["Patient Name"]', "patient name"),
        ('[episodes]\ndrop = ["extra"]', "extra"),
        ('not_identifying = ["extra"]', "extra"),
        ('hash = "episode_key"\n[episodes.columns]\nepisode_key = "NHS no"', "NHS no"),
    ],
)
def test_a_profile_may_drop_convert_or_vouch(take: Taking, profile: str, column: str) -> None:
    values = [f"{CANARY}{index}@example.org" for index in range(5)]
    taken = take(export(values, column), profile=profile)
    assert taken.summary.files[0].accepted == 5
    assert CANARY not in taken.everything()
    assert taken.summary.not_identifying == (
        ("Patient Name",) if "vouch" in profile else taken.summary.not_identifying
    )


def test_what_is_vouched_for_is_told(take: Taking) -> None:
    taken = take(export(["a@b.cd"]), profile='not_identifying = ["extra"]')
    assert taken.summary.not_identifying == ("extra",)


def test_a_file_without_a_header_does_not_show_its_first_row(take: Taking) -> None:
    with pytest.raises(UnreadableFile, match="no column for patient_key") as fault:
        take(f"{CANARY},{CANARY}2,1985-03-12,laser\nb,2026-01,laser,3\n")
    assert CANARY not in str(fault.value)
    assert "1985" not in str(fault.value)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("burn_type", "column 1 (“burn_type”)"),
        ("", "column 1"),
        ("x" * 41, "column 1"),
        ("a@b.cd", "column 1"),
        ("943 476 5919", "column 1"),
        ("Smith, John", "column 1"),
        ("07700 900123", "column 1"),
        ("a\tb", "column 1"),
        ("12345", "column 1"),
    ],
)
def test_names_of_columns_are_shown_where_that_is_safe(name: str, shown: str) -> None:
    assert label((name,), 0) == shown


HIDDEN = f"""
    patient_key,start_month,treatment,last_seen_day,episode_key,ward,Patient name,dob
    {CANARY}1,2026-01,laser,30,{CANARY}2,{CANARY}3,{CANARY}4,01/01/1980
    {CANARY}1,2026-13,laser,x,{CANARY}5,{CANARY}3,{CANARY}4,01/01/1980
    {CANARY}1,2026-01,,30,{CANARY}2,{CANARY}3,{CANARY}4,01/01/1980
    {CANARY}1,2026-01,laser,30,{CANARY}6,{CANARY}3
    {CANARY}1,2026-01,laser,30,{CANARY}6\0,{CANARY}3,{CANARY}4,01/01/1980
    {CANARY}1,2026-01,laser,30,{CANARY}7{"x" * 300},{CANARY}3,{CANARY}4,01/01/1980
    """
DROPS = '[episodes]\ndrop = ["Patient name", "DOB"]'


def test_no_value_of_a_key_or_an_ignored_column_is_ever_shown(take: Taking) -> None:
    complications = f"episode_key,complication\n{CANARY}9,scar\n{CANARY}2,\n{CANARY}5,scar\n"
    taken = take(HIDDEN, complications, profile=DROPS)
    assert taken.summary.files[0].rejected == 6
    assert taken.summary.files[1].rejected == 3
    assert CANARY not in taken.everything()
    assert "1980" not in taken.everything()
    assert {one["value"] for one in taken.rejects if one["column_name"] == "episode_key"} == {
        "withheld"
    }


BROKEN: dict[str, Callable[[str], str | bytes]] = {
    "identity": lambda text: text,
    "required column missing": lambda text: text.replace("treatment", "cure", 1),
    "column twice": lambda text: text.replace("ward", "episode_key", 1),
    "quote left open": lambda text: text + f'a,"{CANARY}',
    "quote closed inside": lambda text: text + f'a,"{CANARY}" {CANARY}',
    "latin-1": lambda text: text.encode() + CANARY.encode() + b"\xff",
    "other delimiter": lambda text: CANARY + text.replace(",", "|"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_no_message_shows_what_is_in_the_file(take: Taking, kind: str) -> None:
    with pytest.raises(BadInput) as fault:
        take(BROKEN[kind](HIDDEN.replace("    ", "").lstrip()))
    assert CANARY not in str(fault.value)
    assert fault.value.__suppress_context__


def test_a_single_value_that_looks_like_identity_is_withheld(take: Taking) -> None:
    taken = take(
        """
        patient_key,start_month,treatment,last_seen_day
        a,2026-01,laser,3
        b,2026-01,someone@example.org,3
        c,2026-01,Mrs Canary,3
        d,2026-01,a rather long word that goes on beyond what is shown of it,3
        """
    )
    assert [one["value"] for one in taken.rejects] == ["withheld"] * 3
    shown = take("patient_key,start_month,treatment,last_seen_day\na,2026-01," + "x" * 99 + ",3\n")
    assert shown.rejects[0]["value"] == "x" * 60 + "…"


def test_a_value_from_a_column_called_like_identity_is_withheld(take: Taking) -> None:
    taken = take(
        "patient_key,treatment,last_seen_day,born\na,laser,3,30/02/2020\n",
        profile='[episodes.columns]\nstart_month = { from = "born", date = "%d/%m/%Y" }',
    )
    assert [one["value"] for one in taken.rejects] == ["withheld"]
