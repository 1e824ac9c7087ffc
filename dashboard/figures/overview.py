"""The three outcomes side by side, one row a group."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.answers.answer import Answer
from dashboard.answers.plain import horizon_in_words
from dashboard.figures import intervals, theme

# Outcome → what its axis says.
OUTCOMES = {
    "recurrence": "Milia back within {when}<br>(lower is better)",
    "healing": "Days until half were healed<br>(lower is better)",
    "complications": "A complication within {when}<br>(lower is better)",
}


def prepare(answer: Answer, outcome: str) -> intervals.Intervals:
    """What do the dots of one outcome draw?"""
    table = answer.tables["estimates"]
    rows = table[table["measure"].eq(outcome)]
    days = rows["horizon_days"].dropna()
    when = horizon_in_words(int(days.iloc[0])) if len(days) else ""
    unit = "days" if outcome == "healing" else "proportion"
    title = OUTCOMES[outcome].format(when=when)
    # A group without the figure (retinoids make no wound) keeps its row: the charts stand side by side.
    lacking = [group for group in answer.groups if group not in set(rows["group"])]
    blank = pd.DataFrame({"group": lacking, "status": intervals.LACKING})
    rows = pd.concat([rows, blank], ignore_index=True) if lacking else rows
    none = table[table["measure"].eq("no_event") & table["kind"].eq(outcome)]
    return intervals.prepare(
        rows,
        answer.groups,
        answer.choices.group_by,
        title,
        limits=dict(zip(none["group"], none["estimate"], strict=True)),
        unit=unit,
    )


def draw(prepared: intervals.Intervals, mode: theme.Mode) -> go.Figure:
    """How do they look?"""
    return intervals.draw(prepared, mode)
