"""Which outcomes of clinics are set beside what their case mix lets expect, and how each is counted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.answers import trends_items
from dashboard.answers.trends_items import Item
from dashboard.settings import Settings

RECURRENCE, NOT_HEALED, HEALED = "recurrence", "not_healed", "healed"
COMPLICATIONS, NEVER_SEEN = "complications", "never_seen"
EVERYBODY = "counted"
_COUNTED = {
    RECURRENCE: "recurrence",
    NOT_HEALED: "healing",
    HEALED: "healing",
    COMPLICATIONS: EVERYBODY,
    NEVER_SEEN: EVERYBODY,
}
# What is charted month by month on the page “Over time” as well, and called there the same.
MAIN = (RECURRENCE, NOT_HEALED, COMPLICATIONS, NEVER_SEEN)


@dataclass(frozen=True)
class Outcome:
    """Which outcome, and how is it counted?

    Attributes
    ----------
    item
        What it is called, of whom it is told, and its horizon.
    by_hazard
        Expected is what the hazard of the case mix brings while a patient is followed; else a share of those
        of whom it is known.
    main
        Signals, and stands in the summary. How fast wounds heal stands beside in the detail.
    """

    item: Item
    by_hazard: bool
    main: bool = True

    @property
    def code(self) -> str:
        """Which measure is it in the tables?"""
        return self.item.code

    @property
    def counted(self) -> str:
        """What does the query count it as: one scan for each?"""
        return _COUNTED[self.code]

    @property
    def timed(self) -> bool:
        """Does a clock run?"""
        return self.counted != EVERYBODY


def outcomes(settings: Settings, horizon: int) -> tuple[Outcome, ...]:
    """Which outcomes are there, with milia back by this horizon? Those that signal first."""
    own = replace(settings, horizons=(horizon,))
    days = settings.healing_horizons[-1]
    healed = Item(
        HEALED,
        f"wounds healed, day by day to day {days}",
        "Wounds healed, against expected (higher is better)",
        "wounds",
        1,
        days,
    )
    return (
        *(Outcome(trends_items.named(own, code), code == RECURRENCE) for code in MAIN),
        Outcome(healed, by_hazard=True, main=False),
    )
