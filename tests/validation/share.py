"""How often was it so, and how sure is that?"""

from __future__ import annotations

import math
from dataclasses import dataclass

from dashboard.estimates.proportions import wilson
from dashboard.settings import CONFIDENCE


@dataclass(frozen=True)
class Share:
    """How many of how many, between Wilson's limits?"""

    count: int
    of: int

    @property
    def value(self) -> float:
        """Which share is that? Blank of nothing."""
        return self.count / self.of if self.of else math.nan

    @property
    def limits(self) -> tuple[float, float]:
        """Between which limits does it lie?"""
        interval = wilson(self.count, self.of, CONFIDENCE)
        return float(interval.lower[0]), float(interval.upper[0])
