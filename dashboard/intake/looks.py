"""What does something that names people look like, as a column's name and as a value?

Patterns are in the database's dialect (RE2), so that it can look at all values at once; Python's
reads them alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from dashboard.intake.months import today
from dashboard.intake.names_of_people import GIVEN_NAMES

# A full date so many years back is no treatment date but somebody's birthday.
_YEARS_BACK = 10
_LONGEST_SHOWN_NAME = 40

_PERSON = (
    "patient|client|pt|contact|next of kin|nok|first|fore|given|christian|middle|last|family|sur|"
    "full|maiden|legal|preferred|mother s|father s|parent|operator|doctor|dr|surgeon|consultant|"
    "nurse|gp|clinician|staff"
)
_NAMES = (
    (
        "a name",
        rf"(^| )({_PERSON}) ?names?( |$)|^names?$|(^| )(surnames?|forenames?|initials)( |$)",
    ),
    ("an e-mail address", r"(^| )e ?mails?( |$)"),
    ("a phone number", r"(^| )((tele)?phones?|tel|mobile|cellphone|fax)( |$)"),
    ("an address", r"(^| )(post ?codes?|zip ?codes?|zip|postal|address|addr|street)( |$|[0-9])"),
    ("a date of birth", r"(^| )(dob|d o b|birth ?(date|day)|date of birth|born)( |$)"),
    ("a record number", r"(^| )(nhs|mrn|chi|ssn|passport|national insurance|social security)( |$)"),
    ("a record number", r"(^| )(hospital|record|insurance|medicare) ?(number|no|num|nr)( |$)"),
    ("free text", r"(^| )(notes?|comments?|remarks?|free ?text|narrative|letter)( |$)"),
    ("a photo", r"(^| )(photos?|photographs?|pictures?|selfies?)( |$)"),
)
# What the values of a column seem to be, by kind.
KINDS = {
    "email": "e-mail addresses",
    "phone": "phone numbers",
    "postcode": "postcodes",
    "birth": "dates of birth",
    "nhs": "NHS numbers",
    "person": "names of people",
    "given_name": "names of people",
    "name_shape": "names of people",
    "long_text": "long free text",
}
# Kinds that tell somebody's name only where there are several, mostly different ones.
PERHAPS_NAMES = ("given_name", "name_shape")


@cache
def patterns() -> Mapping[str, str]:
    """Which pattern tells values of each kind? (`nhs` has a check digit instead.)"""
    day, year = r"[0-9]{1,2}[/. -]([0-9]{1,2}|[A-Za-z]{3,9})[/. -]", _birth_years(today())
    names = "|".join(GIVEN_NAMES)
    return {
        "email": r"^[^@\s]+@[^@\s]+\.[A-Za-z]{2,}$",
        "phone": r"^(\+|00[1-9]|\(?0[1-9])[ ()./-]*([0-9][ ()./-]*){8,13}$"
        r"|^\(?[2-9][0-9]{2}\)?[ .-][0-9]{3}[ .-][0-9]{4}$",
        "postcode": r"(?i)^([A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}|GIR ?0AA)$",
        "birth": rf"^({day}({year})|({year})[/. -][0-9]{{1,2}}[/. -][0-9]{{1,2}})([ T].*)?$",
        "person": r"(?i)^(mr|mrs|ms|miss|mx|dr|prof|sir|dame|lady)[. ] ?[a-zà-ÿ]"
        rf"|^({names})[ .][a-zà-ÿ' -]*[a-zà-ÿ]{{2,}}$|^[a-zà-ÿ'-]{{2,}}, ?({names})( |\.|$)",
        "given_name": rf"(?i)^([0-9a-zà-ÿ'’-]+[ ,._]+){{0,3}}({names})([ ,._]+[0-9a-zà-ÿ'’-]*){{0,3}}$",
        "name_shape": "|".join(_shapes()),
        "long_text": r"^(\S+\s+){7,}\S",
    }


def single_patterns() -> Mapping[str, str]:
    """Which patterns tell even a single value? Two capitalised words alone may be anything."""
    return {kind: pattern for kind, pattern in patterns().items() if kind not in PERHAPS_NAMES}


def named_like(name: str) -> str | None:
    """As what does a column of this name look ("a name", "a phone number", …)? None: as nothing."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.strip())
    words = " ".join(re.sub(r"[^0-9a-zà-ÿ]+", " ", words.casefold()).split())
    return next((what for what, pattern in _NAMES if re.search(pattern, words)), None)


def label(names: tuple[str, ...], index: int) -> str:
    """How is their column called in a message: by number, and by name where that names nobody?

    In a file without a header the "names" are somebody's record.
    """
    name = names[index]
    return f"column {index + 1} (“{name}”)" if name and _is_safe(name) else f"column {index + 1}"


def _is_safe(name: str) -> bool:
    if len(name) > _LONGEST_SHOWN_NAME or not name.isprintable() or re.search("[0-9]{5}", name):
        return False
    return not any(re.search(pattern, name) for pattern in single_patterns().values())


def _shapes() -> tuple[str, ...]:
    """How are names written, whoever's they are? Words all in capitals alone may be a code."""
    large, small = "A-ZÀ-ÞĀ-ɏ", "a-zà-ÿĀ-ɏ"
    word = f"[{large}][{large}{small}'’-]*[{small}]"
    surname = f"[{large}][{large}'’-]+"
    either, initial = f"({word}|{surname})", rf"[{large}]\.?"
    return (
        f"^({word},? {either}|{surname},? {word})( {either}){{0,2}}$",  # SMITH John, John Smith
        f"^{word}( {initial}){{1,2}} {either}$",  # John Q Smith
        rf"^({initial} ?){{0,2}}[{large}](\. ?| ){either}$",  # J. Smith, JQ Smith
        f"^({word},? {initial}( ?{initial}){{0,2}}|{surname},? {initial}( {initial})?)$",  # Smith J
    )


def _birth_years(now: date) -> str:
    last = now.year - _YEARS_BACK
    long, short = range(1900, last + 1), range(now.year - 99, last + 1)
    return "|".join([*(str(year) for year in long), *(f"{year % 100:02}" for year in short)])
