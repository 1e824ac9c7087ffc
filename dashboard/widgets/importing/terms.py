"""How do the first records read in our terms? A table, and beneath it what could not be taken and why."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.intake.mapping import Draft, in_our_terms
from dashboard.widgets import reading
from dashboard.widgets.importing.columns import title
from dashboard.widgets.importing.recognised import Looked


def show(looked: Looked, draft: Draft) -> None:
    """Show what the draft makes of the first records.

    Raises
    ------
    BadInput
        If it is not enough to read them.
    """
    trial = in_our_terms(looked.path, looked.recognised.names, draft)
    if trial.rows:
        first, *others = [title(name) for name in trial.columns]
        table = pd.DataFrame(
            [row[1:] for row in trial.rows],
            columns=others,
            index=pd.Index([row[0] for row in trial.rows], name=first),
        )
        reading.table(table, "The first records, as they would be stored; keys are not shown")
    for line, column, why in trial.rejected:
        st.caption(reading.as_text(f"Line {line}, {column.replace('_', ' ')}: {why}"))
