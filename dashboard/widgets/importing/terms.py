"""How do the first records read in our terms? A table, and beneath it what could not be taken and why."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.intake.mapping import Trial, harms_in_our_terms, in_our_terms
from dashboard.widgets import reading
from dashboard.widgets.importing.columns import title
from dashboard.widgets.importing.mapped import Mapped

_LINES = 5


def show(mapped: Mapped) -> None:
    """Show what the draft makes of the first records.

    Raises
    ------
    BadInput
        If it is not enough to read them.
    """
    episodes, draft, own = mapped.episodes, mapped.draft, mapped.own
    trials = in_our_terms(episodes.path, episodes.names, draft)
    _show(trials["episodes"], "The first records, as they would be stored; keys are not shown")
    harms = trials["complications"]
    if own is not None:
        harms = harms_in_our_terms(episodes.path, episodes.names, draft, own.path, own.names)
    _show(harms, "The first complications, as they would be stored; keys are not shown")


def _show(trial: Trial, caption: str) -> None:
    if trial.rows:
        first, *others = [title(name) for name in trial.columns]
        table = pd.DataFrame(
            [row[1:] for row in trial.rows],
            columns=others,
            # A month is not to be broken where the line is.
            index=pd.Index([row[0].replace("-", "\u2011") for row in trial.rows], name=first),
        )
        reading.table(table, caption)
    # For one reason, as where a value is still to be recoded, there may be many.
    lines: dict[tuple[str, str], list[int]] = {}
    for line, column, why in trial.rejected:
        lines.setdefault((column, why), []).append(line)
    for (column, why), several in lines.items():
        st.caption(reading.as_text(f"{_listed(several)}, {title(column).lower()}: {why}"))


def _listed(lines: list[int]) -> str:
    shown = ", ".join(str(line) for line in lines[:_LINES])
    more = f" and {len(lines) - _LINES} more" if len(lines) > _LINES else ""
    return f"Line{'s' if len(lines) > 1 else ''} {shown}{more}"
