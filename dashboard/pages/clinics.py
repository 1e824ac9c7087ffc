"""Do clinics differ by more than chance and their patients explain?"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard import words
from dashboard.answers import clinics as topic
from dashboard.answers.answer import Answer
from dashboard.answers.clinics_told import CRUDE, INDIRECT
from dashboard.answers.clinics_words import WHY_NOT
from dashboard.figures import clinics as figures
from dashboard.figures import clinics_mix
from dashboard.figures.theme import Mode
from dashboard.tables import clinics as tables
from dashboard.widgets import one_of, pointing, reading
from dashboard.widgets.topic import Parts, chart, show


def page() -> None:
    """The page of clinics and operator roles."""
    show(
        Parts(
            topic.answer,
            _pictures,
            _figures,
            _detail,
            choices=("units", "definition"),
            heading="The figures",
        )
    )


def _pictures(answer: Answer, mode: Mode, detail: bool) -> None:  # noqa: FBT001 - of the page's parts
    del detail
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = one_of.choose("Outcome", one_of.OUTCOME, tables.main_outcomes(answer), 300)
        order = one_of.choose("Sort", one_of.ORDER, tables.ORDERS, 140)
        units = tables.choosable(answer)
        unit = one_of.choose("Look closer at", one_of.UNIT, units, 200)
    reading.table(
        tables.summary(answer, order),
        "Observed / expected from the case mix",
        narrow=True,
    )
    st.caption(
        "○ within what chance and case mix explain · △ ▽ between the 95% and the 99.8% limits · ▲ ▼ outside, above "
        f"or below · – not judged: too early, not recorded, or too few for limits. {WHY_NOT}"
    )
    item = tables.outcome_of(answer, code).item
    st.header(item.title, anchor=False)
    prepared = figures.prepare(answer, item, INDIRECT, unit)
    _funnel(prepared, mode, units)
    if unit:
        _closer(answer, mode, unit)
    plain = figures.prepare(answer, item, CRUDE, unit)
    st.header(f"Not adjusted: {item.said}", anchor=False)
    chart("as_it_is", figures.draw(plain, mode), figures.describe(plain))


def _funnel(prepared: figures.Funnel, mode: Mode, units: Mapping[str, str]) -> None:
    """Observed over expected, where there is anything to set side by side."""
    if prepared.rows.empty:
        st.caption(
            "Nothing to set side by side: expected numbers take two or more with enough patients. Widen the filters."
        )
        return
    pointing.chart(
        "against_expected",
        figures.draw(prepared, mode),
        figures.describe(prepared),
        chooses=one_of.UNIT,
        among=units,
    )
    st.caption(
        "Click a point to open its panel here; small ones together and those not recorded have none. "
        "A point outside the broken lines is one that chance and case mix would hardly explain (99.8%; dotted: 95%). "
        "Small units lie farther apart by chance alone, so the lines open to the left. Hollow circle: too early to "
        "judge; △ ▽ between the dotted and the broken lines."
    )


def _closer(answer: Answer, mode: Mode, unit: str) -> None:
    """A unit's own panel: its figures beside those of all together, its case mix beside the others'."""
    name = words.value(answer.choices.group_by, unit)
    st.header(reading.as_text(name), anchor=False)
    reading.table(
        tables.own(answer, unit), f"{name}: its figures beside those of all together", narrow=True
    )
    mix = clinics_mix.prepare(tables.mix_rows(answer, unit), name)
    st.subheader("Who comes here, beside who comes to the others", anchor=False)
    chart("case_mix", clinics_mix.draw(mix, mode), clinics_mix.describe(mix))
    st.caption(
        "Levels of the case mix that lie widest apart, in standard deviations; all of them in the clinical detail."
    )


def _figures(answer: Answer) -> None:
    code, order = (st.session_state[key] for key in (one_of.OUTCOME, one_of.ORDER))
    title = tables.outcome_of(answer, code).item.title
    reading.table(
        tables.figures(answer, code, order),
        f"{title}: the share of those of whom it is known, and against what the case mix lets expect; 95% intervals",
        narrow=True,
    )


def _detail(answer: Answer) -> None:
    code, order, unit = (
        st.session_state[key] for key in (one_of.OUTCOME, one_of.ORDER, one_of.UNIT)
    )
    reading.table(
        tables.crude(answer, code, order),
        f"{tables.outcome_of(answer, code).item.title}: the shares that are not adjusted, with limits of chance",
        narrow=True,
    )
    reading.table(
        tables.figures(answer, "healed", order),
        "How fast wounds heal: healed, against what the hazard of the case mix lets expect. Where nearly all heal, "
        "more may be expected than there are wounds: who waits on is expected to heal again and again",
        narrow=True,
    )
    reading.table(
        tables.spreads(answer), "Is the variance between units beyond chance (overdispersion)?"
    )
    if unit:
        reading.table(
            tables.case_mix(answer, unit),
            f"{words.value(answer.choices.group_by, unit)}: case mix, level by level",
        )
    st.markdown(
        "**Expected**: milia back, Breslow's cumulative hazard of a cause-specific Cox model (Efron) at each patient's "
        "own follow-up up to the horizon; shares, a logistic model; both of all units together, main effects of the "
        "case mix, without unit or treatment. Observed and expected agree in total. **Intervals**: exact Poisson; "
        "expected taken as known. **Limits**: exact, interpolated (binomial of shares, Poisson of ratios); where "
        "K φ is above the 95% quantile of χ² with K degrees of freedom, normal with φ times the variance, φ the mean "
        "of z², winsorised at the 10th and the 90th percentile."
    )
