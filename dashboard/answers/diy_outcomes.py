"""What became of those whom a clinic treated: by what they had tried at home before."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from dashboard.answers import clearance, complications, recurrence
from dashboard.answers.answer import Answer
from dashboard.answers.diy_counts import TOPIC, AskedOfTreated
from dashboard.answers.diy_shares import CONSEQUENCES
from dashboard.answers.remembered import remembered

_TOPICS: Mapping[str, Callable[..., Answer]] = {
    "clearance": clearance.answer,
    "recurrence": recurrence.answer,
    "complications": complications.answer,
}
# Topic → measure and kind of the rows that stand here, exactly as on the page of the topic.
_FIGURES = {
    "clearance": (("clearance", "cleared"),),
    "recurrence": (("recurrence", "cumulative_incidence"), ("no_event", "upper_limit")),
    "complications": (
        *(("complications", "any"), ("no_event", "any"), ("no_event", "antibiotics")),
        *(
            ("recorded", kind)
            for name in CONSEQUENCES[:1]
            for kind in (name, f"{name}_not_recorded")
        ),
    ),
}
# So that the limits of two topics are told apart.
_LIMIT_OF = {"upper_limit": "recurrence", "any": "complications", "antibiotics": "antibiotics"}


def of_topics(asked: AskedOfTreated) -> list[pd.DataFrame]:
    """What do the pages of the outcomes say of these groups? Their own rows: the figures cannot disagree."""
    return [
        _chosen(
            remembered(answer, asked.release, asked.cohort, asked.choices, asked.settings), topic
        )
        for topic, answer in _TOPICS.items()
    ]


def _chosen(answer: Answer, topic: str) -> pd.DataFrame:
    table = answer.tables["estimates"]
    wanted = pd.MultiIndex.from_frame(table[["measure", "kind"]]).isin(_FIGURES[topic])
    rows = table[wanted & table["subgroup"].eq("")].assign(topic=TOPIC)
    limit = rows["measure"].eq("no_event")
    return rows.assign(kind=rows["kind"].where(~limit, rows["kind"].map(_LIMIT_OF)))
