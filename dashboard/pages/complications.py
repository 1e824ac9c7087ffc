"""How often is there a complication?"""

from __future__ import annotations

import streamlit as st

from dashboard import words
from dashboard.answers import complications as topic
from dashboard.answers.answer import Answer
from dashboard.figures import complications as figures
from dashboard.figures import intervals
from dashboard.figures.theme import Mode
from dashboard.tables import comparisons
from dashboard.tables import complications as tables
from dashboard.tables import complications_detail as details
from dashboard.widgets import counts_below, reading, shaded
from dashboard.widgets.topic import Parts, chart, show

_PIGMENT = ("hyperpigmentation", "hypopigmentation", "scar")


def page() -> None:
    """The complications page."""
    show(Parts(topic.answer, _pictures, _figures, _detail))


def _pictures(answer: Answer, mode: Mode, detail: bool) -> None:  # noqa: FBT001 - of the page's parts
    within = figures.prepare_at_horizon(answer)
    recorded = figures.prepare_recorded(answer)
    left, right = st.columns([3, 2])
    with left:
        chart("within", figures.draw_dots(within, mode), intervals.describe(within))
    with right:
        chart("recorded", figures.draw_dots(recorded, mode), intervals.describe(recorded))
    if detail:
        curves = figures.prepare_curves(answer)
        chart(
            "curves",
            figures.draw_curves(curves, mode),
            "Share with a first complication over time, one curve a group. "
            + intervals.describe(within),
        )
        counts_below.show(curves, mode, all_counts=True)


def _figures(answer: Answer) -> None:
    reading.table(tables.risks(answer), "Any complication, with 95% intervals")
    st.header("Which complications", anchor=False)
    shaded.show(tables.kinds(answer), "Share with each kind; intervals are in the clinical detail")
    none = tables.not_seen(answer)
    if none:
        st.caption(f"Not seen in any group shown: {none}.")
    milia = tables.new_milia(answer)
    if not milia.empty:
        st.header("Does the treatment bring new milia?", anchor=False)
        reading.table(milia, "New milia where a peel, a laser or cryotherapy had wounded the skin")
    _promises(answer)


def _promises(answer: Answer) -> None:
    """What clinics say, in quotation marks, and what stands beside it."""
    st.header("What clinics say, and what is on record", anchor=False)
    reading.table(
        details.claims(answer), "Shares of those who answered, with 95% intervals", narrow=True
    )
    softened = details.retinoid(answer)
    if not softened.empty:
        reading.table(softened, "Retinoid courses of which clearance was assessed")
    st.caption(
        "What the records cannot say: how small a scar is, or whether it fades; what pain one person "
        "would call painless; what the other treatment after a retinoid was, and whether an extraction then "
        "went more easily."
    )


def _detail(answer: Answer) -> None:
    reading.table(
        tables.kinds_with_intervals(answer),
        "Each kind within the horizon, 95% intervals; none (≤ 0.7%): nobody, and with 95% confidence at most so many",
        narrow=True,
    )
    reading.table(
        tables.kinds_recorded(answer),
        "Each kind as recorded, of those seen long enough, 95% intervals",
        narrow=True,
    )
    reading.table(
        details.grades(answer), "The gravest complication on record, CTCAE grade", narrow=True
    )
    reading.table(details.consequences(answer), "What it led to, as recorded", narrow=True)
    st.markdown(
        "Comparisons are **not adjusted** for the case mix. Differences of recorded shares are by "
        "Newcombe's method, ratios by Miettinen and Nurminen's, p by Fisher's exact test, corrected by "
        "Holm's method over all pairs of the groups shown and all kinds."
    )
    reading.table(
        comparisons.differences(answer, kind="any"), "Any complication: differences by each horizon"
    )
    kind = st.selectbox(
        "Compare the recorded share of",
        details.comparable(answer),
        format_func=details.kind_in_words,
        key="complication",
        bind="query-params",
        width=300,
    )
    reading.table(
        comparisons.shares(answer, "recorded", kind),
        f"{details.kind_in_words(kind)}: recorded shares, not adjusted",
    )
    _subgroups(answer)
    reading.table(details.without_answer(answer), "How many gave no answer")


def _subgroups(answer: Answer) -> None:
    """Tables in which an empty cell is unknown, never zero."""
    st.markdown("By subgroup: where nobody is, the share is *unknown*, which is not zero.")
    for name in ("skin_type", "delicate_site", "site"):
        if name != answer.choices.group_by:
            said = words.dimension(name).lower()
            reading.table(
                details.subgroups(answer, name),
                f"Any complication as recorded, by {said}",
                narrow=True,
            )
    if answer.choices.group_by != "skin_type":
        for kind in _PIGMENT:
            said = words.value("complication", kind)
            reading.table(
                details.subgroups(answer, "skin_type", kind),
                f"{said} as recorded, by skin type",
                narrow=True,
            )
