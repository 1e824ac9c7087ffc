"""The only place that hides a figure: what rests on too few patients, and what would give it away.

Two policies. `clinic` acts on answers: what rests on fewer than `min_patients` patients is blank. It
prevents accidents, not deliberate differencing by somebody who is free to filter. `publication`, for what
leaves the clinic, acts on counts: rounded ones for shares, coarse steps for curves.
"""

from dashboard.disclosure.clinic import (
    QUANTILE_FACTOR,
    count_hidden,
    hide_cells,
    hide_contrasts,
    hide_groups,
    hide_rows,
    hide_thin,
    safe_count,
    stop_curves,
)
from dashboard.disclosure.parts import (
    HIDDEN,
    HIDDEN_TOO,
    HIDING,
    SHOWN,
    Cell,
    Hidden,
    are_plain,
    cells_to_hide,
    parts_to_hide,
)
from dashboard.disclosure.publication import (
    FEWEST,
    Together,
    finished,
    is_small,
    may_be_added_up,
    rounded,
)
from dashboard.disclosure.published_curves import coarse_curve, is_behind

__all__ = [
    "FEWEST",
    "HIDDEN",
    "HIDDEN_TOO",
    "HIDING",
    "QUANTILE_FACTOR",
    "SHOWN",
    "Cell",
    "Hidden",
    "Together",
    "are_plain",
    "cells_to_hide",
    "coarse_curve",
    "count_hidden",
    "finished",
    "hide_cells",
    "hide_contrasts",
    "hide_groups",
    "hide_rows",
    "hide_thin",
    "is_behind",
    "is_small",
    "may_be_added_up",
    "parts_to_hide",
    "rounded",
    "safe_count",
    "stop_curves",
]
