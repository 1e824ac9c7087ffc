"""The charts of quality: who came back, and the months of data of each clinic up to its cut-off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.answers.quality_charts import MONTHS
from dashboard.answers.quality_items import ATTENDED, FOLLOW_UP, NEVER
from dashboard.cohort import month_in_words
from dashboard.figures import intervals, theme

_AXES = {
    ATTENDED: "Reviews attended, of those planned<br>(higher is better)",
    NEVER: "Never followed up, of those whose first<br>assessment was due (lower is better)",
}
# Status of a month → what the legend calls it.
_LOOKS = {
    "shown": "Records, long enough ago",
    "not_mature": "Records, too recent for the horizon",
    "hidden": "Too few patients to be told",
}
# A row in pixels, and how much of it a month fills; how much of a month's width its bar fills, in milliseconds.
_ROW, _TALL = 26, 0.6
_WIDE = 0.6 * 30 * 86_400_000


@dataclass(frozen=True, eq=False)
class Months:
    """What is drawn: ``clinic``, ``month`` (YYYY-MM), ``look``; and when the records of each clinic end."""

    rows: pd.DataFrame
    cut_offs: dict[str, str]
    horizon: int


def prepare_shares(answer: Answer, kind: str) -> intervals.Intervals:
    """What do the dots draw: reviews attended, or those never followed up?"""
    return intervals.prepare(
        intervals.without_horizon(answer.tables["estimates"], FOLLOW_UP, kind),
        answer.groups,
        answer.choices.group_by,
        _AXES[kind],
    )


def draw_shares(prepared: intervals.Intervals, mode: theme.Mode) -> go.Figure:
    """How do they look?"""
    return intervals.draw(prepared, mode)


def prepare_months(answer: Answer) -> Months:
    """In which months has each clinic records, and which of them are too recent for the last horizon?"""
    table = answer.tables["charts"]
    own = table[table["measure"].eq(MONTHS)]
    months = own[own["chart"].eq(MONTHS)]
    look = months["status"].where(months["status"].isin(list(_LOOKS)), "hidden")
    rows = pd.DataFrame(
        {"clinic": months["unit_of_chart"], "month": months["period"], "look": look}
    ).reset_index(drop=True)
    cut = own[own["chart"].eq("cut_off") & own["status"].eq("shown")]
    cut_offs = dict(zip(cut["unit_of_chart"], cut["period"], strict=True))
    return Months(rows, cut_offs, max(answer.settings.horizons))


def describe_months(prepared: Months) -> str:
    """What does the chart say to somebody who cannot see it?"""
    said = []
    for clinic, rows in prepared.rows.groupby("clinic", sort=False):
        late = rows.loc[rows["look"].eq("not_mature"), "month"]
        recent = f", too recent from {month_in_words(late.min())} on" if len(late) else ""
        first, last = month_in_words(rows["month"].min()), month_in_words(rows["month"].max())
        name = words.value("clinic", str(clinic))
        said.append(f"{name} {first} to {last}, {len(rows)} months with records{recent}")
    if not said:
        return "Months of data by clinic. Nothing can be shown."
    return f"Months of data by clinic. {'; '.join(said)}."


def draw_months(prepared: Months, mode: theme.Mode) -> go.Figure:
    """How does it look?"""
    clinics = list(prepared.cut_offs)
    if prepared.rows.empty or not clinics:
        return theme.nothing(mode)
    ground = theme.GROUNDS[mode]
    place = {clinic: number for number, clinic in enumerate(clinics)}
    traces = []
    for look, name in _LOOKS.items():
        rows = prepared.rows[prepared.rows["look"].eq(look)]
        if len(rows):
            places = [place[clinic] for clinic in rows["clinic"]]
            traces.append(
                {
                    "name": name,
                    "x": [f"{month}-01" for month in rows["month"]],
                    **_mark(look, places, ground.text),
                    "hovertemplate": f"%{{x|%B %Y}}: {name.lower()}<extra></extra>",
                }
            )
    layout = theme.layout(
        mode,
        _ROW * len(clinics) + 116,
        margin={"l": 112, "r": 24, "t": 64, "b": 46},
        barmode="overlay",
        xaxis=theme.axis(
            mode,
            type="date",
            title="Month of the first session",
            nticks=6,
            # A short stroke a quarter.
            minor={"dtick": "M3", "ticks": "outside", "ticklen": 4, "tickcolor": ground.quiet},
        ),
        yaxis=theme.names_axis(
            mode, [theme.on_lines(words.value("clinic", clinic)) for clinic in clinics]
        ),
        showlegend=True,
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1.0,
            "xanchor": "left",
            "yanchor": "bottom",
            "itemclick": False,
            "itemdoubleclick": False,
            "font": {"size": 12, "color": ground.text},
            "bgcolor": "rgba(0,0,0,0)",
        },
    )
    return theme.figure(traces, layout)


def _mark(look: str, places: list[int], colour: str) -> dict[str, Any]:
    """How is a month drawn? As a bar that narrows with the window, filled or hollow; one of few as a small cross."""
    if look == "hidden":
        cross = theme.hidden_mark(colour)
        return {"type": "scatter", "mode": "markers", "y": places, "marker": cross}
    filled = look == "shown"
    return {
        "type": "bar",
        "y": [_TALL] * len(places),
        "base": [place - _TALL / 2 for place in places],
        "width": _WIDE,
        "marker": {
            "color": colour if filled else "rgba(0,0,0,0)",
            "line": {"width": 0 if filled else 1, "color": colour},
        },
    }
