"""What if like patients had been treated differently?"""

from __future__ import annotations

import streamlit as st

from dashboard import words
from dashboard.answers import like_for_like as topic
from dashboard.answers.answer import Answer
from dashboard.answers.like_for_like_plain import OUTCOMES_SAID, moved_in
from dashboard.figures import like_for_like as figures
from dashboard.figures import like_for_like_balance as alike
from dashboard.figures.theme import Mode
from dashboard.tables import like_for_like as tables
from dashboard.widgets import counts_below, reading
from dashboard.widgets.topic import Parts, chart, show


def page() -> None:
    """The page that compares like with like."""
    shown = ("weighting", "definition", "reference")
    show(Parts(topic.answer, _pictures, _figures, _detail, choices=shown, anything=_anything))


def _anything(answer: Answer) -> bool:
    """Is any treatment compared with another?"""
    return any(tables.arms(answer, measure) for measure in OUTCOMES_SAID)


def _pictures(answer: Answer, mode: Mode, detail: bool) -> None:  # noqa: FBT001 - of the page's parts
    with st.container(horizontal=True, vertical_alignment="bottom"):
        measure = st.selectbox(
            "Outcome",
            list(OUTCOMES_SAID),
            format_func=OUTCOMES_SAID.__getitem__,
            key="outcome",
            bind="query-params",
            width=290,
        )
        arms = tables.arms(answer, measure)
        if arms:
            st.selectbox(
                "Look closer at",
                arms,
                format_func=lambda arm: words.value("treatment", arm),
                key="pair",
                bind="query-params",
                width=190,
            )
    if not arms:
        st.caption(
            "No two treatments have enough patients with this outcome: choose another outcome, or widen the filters."
        )
        return
    differences = figures.prepare_differences(answer, measure)
    chart(
        "differences",
        figures.draw_differences(differences, mode),
        figures.describe_differences(differences),
    )
    moved = moved_in(answer, measure)
    # Of the headline the sentence on top says it.
    if moved and moved not in answer.sentence:
        st.markdown(moved)
    arm = _arm(arms)
    balance = alike.prepare_balance(answer, measure, arm, by_level=False)
    st.header("Who got which treatment", anchor=False)
    if balance.between:
        st.caption(f"{balance.between}: how far apart what was recorded of their patients is.")
    chart("balance", alike.draw_balance(balance, mode), alike.describe_balance(balance))
    if detail:
        _closer(answer, mode, measure, arm)


def _closer(answer: Answer, mode: Mode, measure: str, arm: str) -> None:
    """The overlap and the weighted curves of one pair."""
    overlap = alike.prepare_overlap(answer, measure, arm)
    st.header("Do the two groups overlap?", anchor=False)
    chart("overlap", alike.draw_overlap(overlap, mode), alike.describe_overlap(overlap))
    if overlap.hidden:
        st.caption(
            f"{words.count(overlap.hidden, 'bar')} hidden: fewer than {answer.settings.min_patients} "
            "patients, or the number could be worked out from the others."
        )
    curves = figures.prepare_curves(answer, measure, arm)
    if curves.groups:
        st.header("Weighted curves", anchor=False)
        chart(
            "curves",
            figures.draw_curves(curves, mode),
            f"{curves.labels.axis}, over time, weighted to patients alike: "
            f"{words.among([words.value('treatment', group) for group in curves.groups])}.",
        )
        counts_below.show(curves, mode, all_counts=False)
    levels = alike.prepare_balance(answer, measure, arm, by_level=True)
    st.header("The case mix, level by level", anchor=False)
    chart("levels", alike.draw_balance(levels, mode), alike.describe_balance(levels))


def _figures(answer: Answer) -> None:
    measure = st.session_state["outcome"]
    reading.table(
        tables.shares(answer, measure),
        f"{OUTCOMES_SAID[measure]}: as recorded (not adjusted), and among like patients; 95% intervals",
    )


def _detail(answer: Answer) -> None:
    measure = st.session_state["outcome"]
    arms = tables.arms(answer, measure)
    if not arms:
        return
    reading.table(
        tables.sizes(answer, measure),
        "Who was compared: the effective size is how many patients of equal weight would say as much",
    )
    reasons = tables.reasons(answer, measure)
    if not reasons.empty:
        reading.table(reasons, "Not comparable, and why")
    reading.table(
        tables.differences(answer, measure),
        "Among like patients: differences by each horizon; p corrected by Holm's method over the pairs",
    )
    opinions = tables.second_opinions(answer, measure)
    if not opinions.empty:
        reading.table(
            opinions,
            "A second opinion: cause-specific Cox model with the case mix beside the treatment",
        )
    st.markdown(
        "The *E-value* says how strongly something that nobody wrote down would have to go with both the "
        "treatment and the outcome (as a risk ratio) to explain the figure away; 1 means that nothing is needed."
    )
    reading.table(tables.e_values(answer, measure), "Risk ratios and E-values")
    reading.table(
        tables.balance(answer, measure, _arm(arms)),
        "The case mix before and after weighting; differences in standard deviations",
        narrow=True,
    )


def _arm(arms: list[str]) -> str:
    """Which pair does the reader look closer at?"""
    chosen = str(st.session_state.get("pair") or "")
    return chosen if chosen in arms else next(iter(arms), "")
