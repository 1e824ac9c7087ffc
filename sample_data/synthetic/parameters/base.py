"""What a parameter of the generator is: a value, its unit, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Generic, Literal, TypeVar

Value = TypeVar("Value")
Basis = Literal["source", "assumption"]


@dataclass(frozen=True)
class Source:
    """A public text that was read; `read` says how much of it."""

    title: str
    where: str
    says: str
    read: str = "excerpt"


@dataclass(frozen=True)
class Parameter(Generic[Value]):
    """One number, or one table of numbers, with what it rests on.

    `basis` is "source" only where the value follows from a text in SOURCES; everything else,
    including what merely sounds plausible, is an "assumption".
    """

    value: Value
    unit: str
    basis: Basis
    note: str
    sources: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        unknown = [name for name in self.sources if name not in SOURCES]
        if unknown or (self.basis == "source") != bool(self.sources):
            raise ValueError(
                f"basis {self.basis!r} with sources {self.sources!r}: a sourced value names "
                "entries of SOURCES, an assumption names none"
            )


SOURCES: Mapping[str, Source] = MappingProxyType(
    {
        "medscape_pediatric_milia": Source(
            "Pediatric Milia (Medscape Reference)",
            "https://emedicine.medscape.com/article/910405-overview",
            "Congenital milia occur in nearly half of healthy newborns, mostly on the face and "
            "often the nose, and typically resolve within weeks; acquired milia tend to persist "
            "without treatment and favour the eyelids, cheeks and forehead.",
        ),
        "entokey_milia": Source(
            "Milia (Ento Key, chapter key points)",
            "https://entokey.com/milia",
            "Congenital milia resolve within weeks to several months; for deeper dermal milia "
            "electrodesiccation, CO2 laser and cryosurgery may be effective.",
        ),
        "kim_er_yag": Source(
            "Kim et al., Analysis of hyperpigmentation and hypopigmentation after Er:YAG laser "
            "skin resurfacing (abstract)",
            "https://pure.korea.ac.kr/en/publications/"
            "analysis-of-hyperpigmentation-and-hypopigmentation-after-eryag-la",
            "190 patients of skin type III and above after full resurfacing: hyperpigmentation in "
            "38.4%, mean onset 3.5 weeks, mean duration 7.2 weeks; hypopigmentation in 13.7%, "
            "mean onset 2 months.",
            "abstract",
        ),
        "wang_retinoid_dermatitis": Source(
            "Wang and Chan, Retinoid dermatitis, Dermatol Sinica 13:135-144, 1995 (abstract)",
            "http://dermatol-sinica.com/web/backissues_2.php?y=1995&n=3&k=787",
            "118 women on tretinoin 0.05%: retinoid dermatitis in 76%, mostly starting within "
            "2 weeks, lasting 1 to 3 weeks.",
            "abstract",
        ),
        "cohen_non_attendance": Source(
            "Cohen and Vardy, Non-attendance in adult dermatological patients, Acta Derm "
            "Venereol 86(4), 2006",
            "doi:10.2340/00015555-0086",
            "Non-attendance at dermatology clinics ranges from 15% to 25%.",
        ),
        "granite_cryotherapy": Source(
            "Cryotherapy (a practice's patient information)",
            "https://www.dralexisgranite.com/medical-treatments/cryotherapy/",
            "Complete healing generally takes 1 to 2 weeks; the face heals faster than the body.",
        ),
        "waskin_electrosurgery": Source(
            "Electrosurgery (a practice's patient information)",
            "https://www.drjennawaskinsurgery.com/removal/electrosurgery",
            "Average healing time is 1 to 3 weeks.",
        ),
        "naples_co2": Source(
            "CO2 laser (a practice's article)",
            "https://www.naples-csc.com/blog/"
            "what-are-some-ways-i-can-improve-the-appearance-of-my-skin-2/",
            "Flaking and crusting after CO2 laser resolve in 5 to 10 days.",
        ),
        "tca_post_peel": Source(
            "Postpeeling care (textbook page on a web site)",
            "https://www.mussenhealth.us/chemical-peels/postpeeling-care.html",
            "Superficial TCA peels flake for up to 4 days; after medium-depth peels "
            "re-epithelialisation is usually complete by day 7 to 10.",
        ),
    }
)


def described(parameters: Mapping[str, object]) -> list[dict[str, Any]]:
    """List every Parameter of a module's namespace, ready for truth.json."""
    return [
        {
            "name": name.lower(),
            "value": _plain(item.value),
            "unit": item.unit,
            "basis": item.basis,
            "note": item.note,
            "sources": list(item.sources),
        }
        for name, item in parameters.items()
        if isinstance(item, Parameter)
    ]


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return value
