"""Which of their columns and values are ours? Suggestions, and the profile that a person makes of them.

Nothing here changes a record: a suggestion is shown, a person takes it or not, and what comes of it is a
profile (`Draft`), the same file that the command line reads.
"""

from __future__ import annotations

from dashboard.intake.mapping.columns import Suggestion, suggest_columns
from dashboard.intake.mapping.draft import Draft, OwnFile
from dashboard.intake.mapping.harms import (
    KIND,
    TELLING,
    THERE,
    OneEach,
    kinds,
    roles,
    suggest_harms,
)
from dashboard.intake.mapping.home import HOW, TRIED, WHEN, attempts, is_told, of_attempts
from dashboard.intake.mapping.numbered import Numbered, numbered
from dashboard.intake.mapping.ours import (
    Ours,
    needed,
    of_follow_ups,
    of_harms,
    of_visits,
    our_columns,
    ours,
)
from dashboard.intake.mapping.trial import Trial, harms_in_our_terms, in_our_terms
from dashboard.intake.mapping.values import means_blank, suggest_values

__all__ = [
    "HOW",
    "KIND",
    "TELLING",
    "THERE",
    "TRIED",
    "WHEN",
    "Draft",
    "Numbered",
    "OneEach",
    "Ours",
    "OwnFile",
    "Suggestion",
    "Trial",
    "attempts",
    "harms_in_our_terms",
    "in_our_terms",
    "is_told",
    "kinds",
    "means_blank",
    "needed",
    "numbered",
    "of_attempts",
    "of_follow_ups",
    "of_harms",
    "of_visits",
    "our_columns",
    "ours",
    "roles",
    "suggest_columns",
    "suggest_harms",
    "suggest_values",
]
