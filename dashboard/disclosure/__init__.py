"""The only place that hides a figure: what rests on too few patients, and what would give it away.

Two policies. `clinic` acts on answers: what rests on fewer than `min_patients` patients is blank. It
prevents accidents, not deliberate differencing by somebody who is free to filter. `publication` acts on
counts, before anything is estimated from them: for what leaves the clinic.
"""

from dashboard.disclosure.clinic import (
    HIDDEN,
    HIDDEN_TOO,
    HIDING,
    QUANTILE_FACTOR,
    SHOWN,
    Hidden,
    count_hidden,
    hide_groups,
    hide_thin,
    parts_to_hide,
    safe_count,
    stop_curves,
)
from dashboard.disclosure.publication import (
    FEWEST,
    coarse_counts,
    finished,
    is_small,
    rounded,
)

__all__ = [
    "FEWEST",
    "HIDDEN",
    "HIDDEN_TOO",
    "HIDING",
    "QUANTILE_FACTOR",
    "SHOWN",
    "Hidden",
    "coarse_counts",
    "count_hidden",
    "finished",
    "hide_groups",
    "hide_thin",
    "is_small",
    "parts_to_hide",
    "rounded",
    "safe_count",
    "stop_curves",
]
