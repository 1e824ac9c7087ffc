"""What is asked of the records' quality: each item, what it is called, and how a sentence says that it is wanting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

TOPIC = "quality"
NOT_ASKED = "not_asked"
FOLLOW_UP = "follow_up"
DUPLICATES = "duplicates"
NEVER, ATTENDED = "never_followed", "reviews_attended_of_planned"


@dataclass(frozen=True)
class Item:
    """One figure a group.

    Attributes
    ----------
    name
        The column of the records, or what `queries/quality` calls it.
    measure
        Where it stands in ``estimates``.
    label
        What it is called in a table.
    wanting
        How a sentence says what share is wanting: "skin type is blank in {share}".
    of_all
        Is the share that is told one of what is there (so that what is wanting is the rest)?
    """

    name: str
    measure: str
    label: str
    wanting: str
    of_all: bool = False


def _columns(**labels: str) -> tuple[Item, ...]:
    return tuple(
        Item(
            name,
            TOPIC,
            label,
            f"{label if label.isupper() or label[:4].isupper() else label[0].lower() + label[1:]} "
            "is blank in {share}",
            of_all=True,
        )
        for name, label in labels.items()
    )


# In the order of the page: heading → its columns.
SECTIONS: Mapping[str, tuple[Item, ...]] = {
    "Who was treated": _columns(
        clinic="Clinic",
        age_band="Age",
        sex="Sex",
        skin_type="Skin type",
        milia_type="Kind of milia",
        secondary_cause="Cause of secondary milia",
        site="Site",
        lesions="Number of milia",
        persisted="How long present",
        deep="Deep",
        clustered="Clustered",
        spreading="Spreading",
        inflamed_at_start="Inflamed at the start",
        diy_before="Tried at home before",
        earlier_professional="Earlier treatments",
        referral_reason="Reason for coming",
        heavy_cream="Habit: heavy creams",
        daily_spf="Habit: sun protection",
        gentle_exfoliation="Habit: gentle exfoliation",
        nightly_cleansing="Habit: cleansing at night",
        guided_retinol="Habit: guided retinol",
    ),
    "What came of it": _columns(
        cleared="Clearance",
        cleared_day="Day of clearance",
        recurred_where="Where milia came back",
        healing_assessed="Whether healing was looked at",
        healed_day="Day of healing",
        onset_day="Complication: first day",
        grade="Complication: grade",
        antibiotics="Complication: antibiotics",
        permanent="Complication: permanent",
        complications_assessed="Whether complications were looked for",
    ),
    "What patients said": _columns(
        pain="Pain",
        dlqi_before="DLQI before",
        dlqi_after="DLQI after",
        distress_before="Distress before",
        distress_after="Distress after",
        satisfaction="Satisfaction",
    ),
    "What was done": _columns(
        technique="Technique",
        operator_role="Treated by",
        sessions_planned="Sessions planned",
        sessions="Sessions done",
        last_session_day="Day of the last session",
        same_day_discharge="Home on the same day",
        reviews_planned="Reviews planned",
        reviews_attended="Reviews attended",
        unplanned_visits="Unplanned visits",
        chair_minutes="Minutes in the chair",
        price="Price",
        cost="Cost",
        free_redo="Free redo",
        complaint="Complaint",
    ),
}
COLUMNS = tuple(item for items in SECTIONS.values() for item in items)
# Recorded, as an answer that was not sought.
UNASKED = (
    Item("diy_not_asked", NOT_ASKED, "Attempts at home: not asked", "{share} were not asked about attempts at home"),
    Item("clearance_not_assessed", NOT_ASKED, "Clearance: not assessed", "clearance was not assessed in {share}"),
    Item("healing_not_assessed", NOT_ASKED, "Healing: not looked at", "healing was not looked at in {share}"),
    Item(
        "complications_not_assessed",
        NOT_ASKED,
        "Complications: not looked for",
        "complications were not looked for in {share}",
    ),
)  # fmt: skip
FOLLOWED = (
    Item(ATTENDED, FOLLOW_UP, "Reviews attended, of those planned", "{share} planned reviews were missed", of_all=True),
    Item(NEVER, FOLLOW_UP, "Never followed up", "{share} were never followed up"),
)  # fmt: skip
ALIKE = Item("alike", DUPLICATES, "Alike but for the key", "{share} have another record alike")
# All on which a clinic may be rung, in the order in which a sentence says them where they are equal.
JUDGED = (*FOLLOWED, *COLUMNS, *UNASKED, ALIKE)
BY_NAME: Mapping[tuple[str, str], Item] = {(item.measure, item.name): item for item in JUDGED}
