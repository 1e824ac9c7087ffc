"""The example exports as a person maps them on the import page: drafts, made without the shipped profiles."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.intake.layouts.layouts import Rows
from dashboard.intake.mapping import THERE, Draft, OneEach, OwnFile, attempts, kinds, ours
from dashboard.intake.recipes import Recipe

_DAY_FIRST = "%d/%m/%Y"
_DOTS = "%d.%m.%Y"
_ISO = "%Y-%m-%d"


def _said(source: str, meant: Mapping[str, str]) -> Recipe:
    return Recipe(source, recode=tuple(meant.items()))


def _dated(source: str, form: str) -> Recipe:
    return Recipe(source, date=form)


def _ours(source: str, name: str, meant: Mapping[str, str] | None = None) -> Recipe:
    """Values of our column, written with spaces and in capitals here and there; and others."""
    allowed = next(one.allowed for one in ours("episodes") if one.name == name)
    spaced = {value.replace("_", " "): value for value in allowed}
    return _said(source, {**spaced, **(meant or {})})


_RIVERSIDE_TREATMENTS = {
    f"{code}{number}": treatment
    for code, treatment in (
        ("EX", "extraction"),
        ("PL", "peel"),
        ("LS", "laser"),
        ("CR", "cryotherapy"),
        ("RT", "retinoid"),
        ("HF", "electrosurgery"),
        ("CO", "combination"),
    )
    for number in (1, 2, 3)
}
_ZONES = (
    "eyelid",
    "periorbital",
    "cheek",
    "nose",
    "forehead",
    "chin",
    "other_face",
    "several_face",
    "body",
)
_RESULTS = (
    "clear",
    "partial",
    "not_clear",
    "same_site",
    "elsewhere",
    "unclassifiable",
    "retreated",
)

RIVERSIDE = Draft(
    name="Riverside, by hand",
    form={"delimiter": "comma"},
    clinic="C03",
    until="2026-09",
    blanks=("N/A", "?", "-"),
    drop=("DOB", "Postcode"),
    visits={
        "visit_date": _dated("VisitDate", _DOTS),
        "kind": _said(
            "VisitType", {"T": "session", "R": "review", "U": "unplanned", "DNA": "missed"}
        ),
        "result": _said("Outcome", {str(at): one for at, one in enumerate(_RESULTS)}),
        "skin": _said("Skin", {"o": "open", "h": "healed"}),
        "visit_key": Recipe("VisitID"),
    },
    columns={
        "patient_key": Recipe("ClientID"),
        "site": _said("Zone", {f"Z{at:02}": site for at, site in enumerate(_ZONES, 1)}),
        "treatment": _said("TxCode", _RIVERSIDE_TREATMENTS),
        "technique": _ours("Probe", "technique"),
        "skin_type": _ours("FST", "skin_type"),
        "sex": _said("Sex", {"f": "female", "m": "male", "x": "other"}),
        "age_band": Recipe("AgeY", band=True),
        "chair_minutes": Recipe("Minutes"),
        "price": Recipe("Charge"),
        "pain": Recipe("NRS"),
        "satisfaction": Recipe("Stars"),
        "complaint": _said("Cmpl", {"1": "yes"}),
    },
    complications=OwnFile(
        form={"delimiter": "semicolon"},
        drop=("Comment",),
        columns={
            "episode_key": Recipe("VisitID"),
            "complication": _said(
                "CxCode", {f"C{at:02}": one for at, one in enumerate(kinds(), 1)}
            ),
            "onset_day": _dated("DateNoted", _DOTS),
            "resolved_day": _dated("DateResolved", _DOTS),
            "grade": Recipe("Sev"),
        },
    ),
    synthetic=True,
)

_REACTIONS = {
    "none": "",
    "nil": "",
    "PIH": "hyperpigmentation",
    "redness": "erythema",
    "retinoid burn": "retinoid_irritation",
    **{one.replace("_", " "): one for one in kinds()},
}

HIGH_STREET = Draft(
    name="High Street, by hand",
    form={"encoding": "windows-1252", "delimiter": "semicolon"},
    clinic="C01",
    until="2026-09",
    blanks=("N/A", "?"),
    drop=("Surname", "E-mail", "Notes"),
    columns={
        "patient_key": Recipe("Pat No"),
        "episode_key": Recipe("Case"),
        "start_month": _dated("Treated on", _DAY_FIRST),
        "treatment": _ours(
            "Procedure",
            "treatment",
            {
                "Deroofing": "extraction",
                "Chem. peel": "peel",
                "CryoPen": "cryotherapy",
                "Retinoid cream": "retinoid",
                "Hyfrecation": "electrosurgery",
                "Combined": "combination",
            },
        ),
        "technique": _ours("Device", "technique"),
        "operator_role": _ours("By", "operator_role"),
        "age_band": Recipe("Age", band=True),
        "sex": _said("Sex", {"F": "female", "M": "male", "X": "other"}),
        "skin_type": _ours("Fitzpatrick", "skin_type"),
        "milia_type": _ours("Type", "milia_type"),
        "site": _ours(
            "Area",
            "site",
            {
                "Eyelid L": "eyelid",
                "Eyelid R": "eyelid",
                "Around eye": "periorbital",
                "Cheek L": "cheek",
                "Cheek R": "cheek",
                "Face, other": "other_face",
                "Face, several": "several_face",
            },
        ),
        "lesions": Recipe("Milia", blanks=("0",)),
        "persisted": _ours("Since", "persisted"),
        "deep": _said("Deep?", {"Y": "yes", "N": "no"}),
        "diy_before": _ours("Tried at home", "diy_before"),
        "sessions": Recipe("Sessions"),
        "last_session_day": _dated("Last session", _DAY_FIRST),
        "retreated_day": _dated("Done again on", _DAY_FIRST),
        "complications_assessed": (Recipe("Reactions", recode=(("", "no"),), otherwise="yes"),),
        "pain": Recipe("Pain /10"),
        "price": Recipe("Fee (£)"),
    },
    follow_up={
        "visit_day": _dated("FU{n}_date", _DAY_FIRST),
        "result": _said(
            "FU{n}_result",
            {
                "clear": "clear",
                "some left": "partial",
                "no change": "not_clear",
                "back": "same_site",
                "new elsewhere": "elsewhere",
                "back ?where": "unclassifiable",
            },
        ),
        "skin": _said("FU{n}_skin", {"open": "open", "healed": "healed"}),
    },
    harms=(
        Rows(
            {
                "complication": (_said("Reactions", _REACTIONS),),
                "onset_day": (Recipe("Reaction days"),),
                "grade": (Recipe("Reaction grades"),),
            },
            split=("Reactions", "Reaction days", "Reaction grades"),
            separators=(";", " / "),
        ),
    ),
    synthetic=True,
)


def _each(kind: str, **filled: Recipe) -> Rows:
    return OneEach(kind, filled, ("x", "yes")).rows()


def _since(name: str) -> Recipe:
    return _dated(f"Complications {name} since", _ISO)


def _outcome(name: str) -> Recipe:
    return _dated(f"Outcome {name}", _ISO)


DERMASOFT = Draft(
    name="Dermasoft, by hand",
    form={"header_rows": 2},
    clinic="C06",
    until="2026-09",
    blanks=("N/A", "?", "-"),
    drop=("Client Full name", "Client Mobile"),
    columns={
        "patient_key": Recipe("Client ID"),
        "episode_key": Recipe("Course No"),
        "start_month": _dated("Course Start", _ISO),
        "operator_role": _ours("Course By", "operator_role"),
        "age_band": Recipe("Client Age", band=True),
        "sex": _ours("Client Sex", "sex"),
        "skin_type": _ours("Client Skin", "skin_type"),
        "site": _ours("Course Area", "site"),
        "treatment": _ours(
            "Course Method", "treatment", {"Cryo": "cryotherapy", "Diathermy": "electrosurgery"}
        ),
        "technique": _ours("Course Device", "technique"),
        "lesions": Recipe("Course Milia"),
        "inflamed_at_start": _ours("Course Red", "inflamed_at_start"),
        "sessions": Recipe("Course Sessions"),
        "last_session_day": _dated("Course Last", _ISO),
        "last_seen_day": _outcome("Last review"),
        "cleared": _ours("Outcome Clear?", "cleared"),
        "cleared_day": _outcome("Clear on"),
        "healing_assessed": _ours("Outcome Wound seen?", "healing_assessed"),
        "healed_day": _outcome("Healed on"),
        "recurred_day": _outcome("Back on"),
        "recurred_where": _ours("Outcome Back where", "recurred_where"),
        "retreated_day": _outcome("Redone on"),
        "dlqi_before": Recipe("Outcome DLQI 1"),
        "dlqi_after": Recipe("Outcome DLQI 2"),
        "complications_assessed": _ours("Complications Checked?", "complications_assessed"),
    },
    also=(
        attempts(
            {
                "tried_at_all": _said("Before Tried?", {"yes": "yes", "no": "no", "not asked": ""}),
                "tried_how": _ours("Before Tried how", "technique"),
                "tried_when": _dated("Before Tried when", "%m/%Y"),
                "tried_result": _ours("Before Result", "cleared"),
            },
            _dated("Course Start", _ISO),
        ),
    ),
    harms=(
        _each(
            "hyperpigmentation", **{THERE: Recipe("Complications PIH"), "onset_day": _since("PIH")}
        ),
        _each(
            "infection",
            **{THERE: Recipe("Complications Infection"), "onset_day": _since("Infection")},
        ),
        _each("erythema", onset_day=_since("Redness")),
        _each("bruising", onset_day=_since("Bruised")),
        _each("inflammation", onset_day=_since("Inflamed")),
        _each("bleeding", grade=_said("Complications Bleeding grade", {"0": ""})),
        _each(
            "scar",
            grade=_said("Complications Scar grade", {"0": ""}),
            permanent=_said("Complications Scar permanent", {"yes": "yes", "no": "no"}),
        ),
    ),
    synthetic=True,
)
