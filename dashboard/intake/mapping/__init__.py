"""Which of their columns and values are ours? Suggestions, and the profile that a person makes of them.

Nothing here changes a record: a suggestion is shown, a person takes it or not, and what comes of it is a
profile (`Draft`), the same file that the command line reads.
"""

from __future__ import annotations

from dashboard.intake.mapping.columns import Suggestion, suggest_columns
from dashboard.intake.mapping.draft import Draft, Filled
from dashboard.intake.mapping.ours import Ours, needed, our_columns, ours
from dashboard.intake.mapping.trial import Trial, in_our_terms
from dashboard.intake.mapping.values import means_blank, suggest_values

__all__ = [
    "Draft",
    "Filled",
    "Ours",
    "Suggestion",
    "Trial",
    "in_our_terms",
    "means_blank",
    "needed",
    "our_columns",
    "ours",
    "suggest_columns",
    "suggest_values",
]
