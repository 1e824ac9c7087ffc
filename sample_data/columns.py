"""The columns of the two tables: order, type, allowed values, meaning.

The order is the order in the CSV files, and data_dictionary.md is written from here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from sample_data.synthetic import levels

Kind = Literal["text", "month", "integer", "number", "choice"]
YES_NO = ("yes", "no")


@dataclass(frozen=True)
class Column:
    """One column of a table; `low` and `high` bound numbers, both included."""

    name: str
    kind: Kind
    meaning: str
    values: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    required: bool = False


def _choice(name: str, values: tuple[str, ...], meaning: str) -> Column:
    return Column(name, "choice", meaning, values)


def _flag(name: str, meaning: str) -> Column:
    return Column(name, "choice", meaning, YES_NO)


def _day(name: str, meaning: str) -> Column:
    return Column(name, "integer", meaning + " (days since the first session)", low=0)


def _required(column: Column) -> Column:
    return replace(column, required=True)


def _count(name: str, meaning: str, low: int = 0, high: int | None = None) -> Column:
    return Column(name, "integer", meaning, low=low, high=high)


TECHNIQUES = tuple(name for names in levels.TECHNIQUES.values() for name in names)

EPISODES: tuple[Column, ...] = (
    Column("patient_key", "text", "random key of the patient", required=True),
    Column("start_month", "month", "month of the first session", required=True),
    _required(_choice("treatment", (*levels.ARMS, "diy"), "what was planned first: the arm")),
    _required(_day("last_seen_day", "last day outcomes were assessed; 0 = never seen again")),
    Column("episode_key", "text", "random key of the episode", required=True),
    _count("episode_order", "order of a patient's episodes within a month", 1),
    _choice("clinic", levels.CLINICS, "the clinic that recorded the episode"),
    _choice("operator_role", (*levels.OPERATORS, "self"), "who did it; self on DIY attempts"),
    _choice("age_band", levels.AGE_BANDS, "age at day 0, years"),
    _choice("sex", levels.SEXES, "sex"),
    _choice("skin_type", levels.SKIN_TYPES, "Fitzpatrick type"),
    _choice("milia_type", levels.MILIA_TYPES, "type of the milia"),
    _choice("secondary_cause", levels.SECONDARY_CAUSES, "only where milia_type is secondary"),
    _choice("site", levels.SITES, "treated site; eyelid and periorbital are the delicate ones"),
    _count("lesions", "milia counted at day 0", 1),
    _choice("lesion_band", levels.LESION_BANDS, "the same in bands"),
    _choice("persisted", levels.PERSISTED, "how long the milia had been there"),
    _flag("deep", "deep on examination"),
    _flag("clustered", "grouped on examination"),
    _flag("spreading", "still increasing on examination"),
    _flag("inflamed_at_start", "red, sore or infected at day 0"),
    _choice(
        "diy_before",
        (*levels.DIY_CLASSES, "declined", "not_asked"),
        "attempts at home before this episode",
    ),
    _count("earlier_professional", "professional treatments of these milia before day 0"),
    _choice(
        "referral_reason",
        (
            "persistent",
            "spreading",
            "distress",
            "delicate_site",
            "diagnosis",
            "after_diy",
            "cosmetic",
        ),
        "why the patient came",
    ),
    _flag("heavy_cream", "uses a heavy cream, at day 0"),
    _flag("daily_spf", "uses sun protection every day, at day 0"),
    _flag("gentle_exfoliation", "exfoliates gently, at day 0"),
    _flag("nightly_cleansing", "cleanses every night, at day 0"),
    _flag("guided_retinol", "uses retinol under guidance, at day 0"),
    _choice("technique", TECHNIQUES, "how; a closed list for each treatment, see below"),
    _count("sessions_planned", "sessions planned", 1),
    _count("sessions", "sessions done", 1),
    _day("last_session_day", "day of the last session; 0 where one session was done"),
    _flag("same_day_discharge", "went home the same day"),
    _choice(
        "cleared",
        ("yes", "partial", "no", "not_assessed"),
        "clearance at the first assessment (six weeks; twelve for peel and retinoid)",
    ),
    _day("cleared_day", "first day on which clear was documented"),
    _flag("healing_assessed", "whether anybody looked at healing"),
    _day("last_unhealed_day", "last day seen with open or crusted skin"),
    _day("healed_day", "first day seen healed, after the last session"),
    _day("recurred_day", "first day a milium was seen again after clearance"),
    _choice(
        "recurred_where",
        ("same_site", "other_site", "unclassifiable"),
        "where; blank = unclassifiable",
    ),
    _day("new_elsewhere_day", "first new milium at another site, where both happened"),
    _day("retreated_day", "first day of another treatment of this site"),
    _flag("complications_assessed", "whether anybody looked for complications"),
    _count("pain", "worst pain, numeric rating scale", 0, 10),
    _count("dlqi_before", "Dermatology Life Quality Index before, age 16 and over", 0, 30),
    _count("dlqi_after", "the same after", 0, 30),
    _count("distress_before", "distress before", 0, 10),
    _count("distress_after", "the same after", 0, 10),
    _count("satisfaction", "satisfaction", 1, 5),
    _count("reviews_planned", "reviews due before the cut-off"),
    _count("reviews_attended", "reviews attended"),
    _count("unplanned_visits", "visits nobody had planned"),
    Column("chair_minutes", "number", "minutes in the chair, all sessions together", low=0),
    Column("price", "number", "paid by the patient, in the one currency", low=0),
    Column("cost", "number", "direct cost to the clinic, in the one currency", low=0),
    _flag("free_redo", "treated again free of charge"),
    _flag("complaint", "a complaint was made"),
)

COMPLICATIONS: tuple[Column, ...] = (
    Column("episode_key", "text", "an episode that exists", required=True),
    _required(_choice("complication", levels.COMPLICATIONS, "what it was")),
    _day("onset_day", "first day"),
    _day("resolved_day", "day it was over; blank = not resolved when last seen"),
    _count("grade", "CTCAE v5 generic grade", 1, 5),
    _flag("antibiotics", "antibiotics were given"),
    _flag("permanent", "judged permanent"),
    _flag("present_at_start", "there at day 0 already: counted against no treatment"),
)


def names(columns: tuple[Column, ...]) -> list[str]:
    """The names, in the order of the file."""
    return [column.name for column in columns]
