"""What is charted month by month: which figure, what it is called, and how long a month takes to be known."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.answers.plain import horizon_in_words
from dashboard.settings import Settings

SHARE, AMOUNT = "share", "amount"
# Counted are visits, several a patient.
REVIEWS = "reviews"
# The first assessment is due by then, also after a peel or a retinoid: MEASURES, "Clearance".
ASSESSED_DAYS = 84
# Whoever had the last session less than so long before the cut-off may still come; as the derived facts have it.
COURSE_DAYS = 90


@dataclass(frozen=True)
class Item:
    """What is charted?

    Attributes
    ----------
    code
        The name in tables and files: the chart's measure.
    said
        Within a sentence.
    axis
        On the axis of the chart, with what is good.
    of
        What the denominators are.
    good
        Which way is good: -1 down, 1 up, 0 neither.
    horizon
        Days until a month is known.
    kind
        ``share`` or ``amount``.
    """

    code: str
    said: str
    axis: str
    of: str
    good: int
    horizon: int
    kind: str = SHARE

    @property
    def title(self) -> str:
        """What is it called where it stands alone?"""
        return f"{self.said[0].upper()}{self.said[1:]}"


def items(settings: Settings) -> tuple[Item, ...]:
    """What is charted, outcomes first, then operations?"""
    year, healing = settings.horizons[-1], settings.healing_horizons[-1]
    harm = settings.complications_horizons[-1]
    back = f"milia back within {horizon_in_words(year)}"
    open_then = f"not healed by day {healing}"
    return (
        Item("recurrence", back, _low(back), "cleared patients followed so long", -1, year),
        Item("not_healed", open_then, _low(open_then), "wounds followed so long", -1, healing),
        Item(
            "complications",
            "any complication recorded",
            _low("any complication recorded"),
            f"patients seen for {settings.seen_days} days",
            -1,
            harm,
        ),
        Item(
            "never_seen",
            "never followed up",
            _low("never followed up"),
            "patients",
            -1,
            ASSESSED_DAYS,
        ),
        Item(
            REVIEWS, "reviews attended", "Reviews attended (higher is better)", "reviews", 1, year
        ),
        Item("free_redo", "free redos", _low("free redos"), "patients", -1, COURSE_DAYS),
        Item("complaint", "complaints", _low("complaints"), "patients", -1, COURSE_DAYS),
        Item(
            "chair_minutes",
            "chair minutes per patient",
            "Chair minutes per patient",
            "patients",
            0,
            COURSE_DAYS,
            AMOUNT,
        ),
    )


def named(settings: Settings, code: str) -> Item:
    """Which item has this code?"""
    return next(item for item in items(settings) if item.code == code)


def _low(said: str) -> str:
    return f"{said[0].upper()}{said[1:]} (lower is better)"
