"""Which signals an outcome has, of frequent and of rare ones, and in which order they are said; chance alone."""

from __future__ import annotations

import numpy as np

from dashboard.answers import trends_signals
from dashboard.answers.trends_items import named
from dashboard.estimates.control_charts import share_chart
from dashboard.estimates.cusum import cusum, cusum_weights, in_control_threshold
from dashboard.estimates.rare_events import signals_of_shares
from tests.answers.months import STEADY, ask, chart, period, release, rows, state, with_


def test_a_signal_in_the_right_direction_is_an_improvement() -> None:
    answer = ask(release(rows([*STEADY[:23], *[5] * 7])))
    assert "run_below" in chart(answer)["signal"][period(29)]
    assert state(answer) == trends_signals.IMPROVED
    attended = ask(release(rows([*STEADY[:23], *[5] * 7], item="reviews")))
    assert state(attended, "reviews") == trends_signals.CONCERN, "of reviews more is better"


def test_an_old_signal_stays_on_the_chart_and_leaves_the_sentence() -> None:
    answer = ask(release(rows(with_(3, 24))))
    assert "outside_limits_above" in chart(answer)["signal"][period(3)]
    assert state(answer) == trends_signals.ORDINARY


def test_small_lasting_changes_add_up_in_the_cusum() -> None:
    told = chart(ask(release(rows([*STEADY[:24], *[13] * 6]))), "recurrence", "cusum")
    assert "cusum_above" in told["signal"].iloc[24:].tolist()
    assert set(told["signal"].iloc[:20]) == {""}
    assert told["value"].ge(0).all()
    fewer = chart(ask(release(rows([*STEADY[:24], *[2] * 6], item="reviews"))), "reviews", "cusum")
    assert "cusum_below" in fewer["signal"].iloc[24:].tolist()


def by_chance(rate: float, charts: int) -> float:
    """On what part of charts of a process that never changes does a signal stand, CUSUM included?"""
    draw = np.random.default_rng(11)
    late = slice(-trends_signals.RECENT, None)
    found = []
    for _ in range(charts):
        patients = draw.poisson(100, 33)
        events = draw.binomial(patients, rate)
        chart = share_chart(events, patients)
        any_ = any(ends[late].any() for ends in signals_of_shares(chart, events, patients).values())
        if chart.chart == "p" and not any_:
            limit = in_control_threshold(chart.centre, tuple(patients.tolist()))
            path = cusum(cusum_weights(events, patients, chart.centre), limit)
            any_ = bool(path.signals[late].any())
        found.append(any_)
    return float(np.mean(found))


def test_chance_alone_signals_as_seldom_as_the_notes_say() -> None:
    assert 0.1 < by_chance(0.2, 100) < 0.24
    assert "one chart in six" in ask(release(rows(STEADY))).notes[0]
    assert by_chance(0.01, 100) < 0.1, "one in fifteen, as the documents say of rare events"


# One event in 34 months of about 40 patients, as extraction has of wounds not healed.
_ONE = [int(place == 12) for place in range(34)]


def test_one_event_in_34_months_is_no_signal_and_neither_are_months_without_any() -> None:
    answer = ask(release(rows(_ONE, item="not_healed")))
    told = answer.tables["charts"]
    assert set(told["signal"]) == {""}
    above = chart(answer, "not_healed").loc[period(12)]
    assert above["value"] > above["upper_limit"], "else it shows nothing"
    assert state(answer, "not_healed") == trends_signals.ORDINARY
    (note,) = [note for note in answer.notes if "usual month" in note]
    assert note.startswith("Of not healed by day 28 fewer than 3 events")
    assert "CUSUM" in note


def test_an_extraordinary_month_of_a_rare_outcome_is_a_signal() -> None:
    answer = ask(release(rows([*_ONE[:30], 0, 4, 0, 0], item="complaint")))
    told = chart(answer, "complaint")["signal"]
    assert told[told.ne("")].to_dict() == {period(31): "outside_limits_above"}
    assert state(answer, "complaint") == trends_signals.CONCERN


def test_a_rare_outcome_that_becomes_frequent_is_found_by_the_cusum() -> None:
    answer = ask(release(rows([*_ONE[:24], 1, 1, 0, 1, 1, 1, 1, 1], item="complaint")))
    assert set(chart(answer, "complaint")["signal"]) == {""}
    assert "cusum_above" in set(chart(answer, "complaint", "cusum")["signal"])
    assert answer.sentence.startswith("1 outcome shows a signal to look into: complaints, in ")
    assert "small changes upwards that have added up" in answer.sentence


def test_what_is_frequent_is_judged_as_before_and_no_note_says_otherwise() -> None:
    answer = ask(release(rows([*STEADY[:23], *[5] * 7])))
    assert "run_below" in chart(answer)["signal"][period(29)]
    assert not [note for note in answer.notes if "usual month" in note]
    published = ask(release(rows(STEADY, 60)), policy="publication")
    assert [note for note in published.notes if note.startswith("Of rare outcomes fewer than 3")]


def test_a_signal_to_look_into_is_not_dropped_for_a_later_improvement() -> None:
    events = [*STEADY[:20], 24, 9, 8, *[5] * 7]
    answer = ask(release(rows(events), rows([*STEADY[:23], *[5] * 7], item="never_seen")))
    told = chart(answer)["signal"]
    assert "outside_limits_above" in told[period(20)]
    assert "run_below" in told[period(29)]
    kind, signal = trends_signals.variation(
        answer.tables["charts"], named(answer.settings, "recurrence")
    )
    assert kind == trends_signals.CONCERN
    assert signal is not None
    assert signal.period == period(20)
    assert answer.sentence == (
        "1 outcome shows a signal to look into: milia back within 12 months, in September 2024: a point above the "
        "limits. 1 outcome shows a signal of improvement: never followed up, in June 2025: 7 months in a row below "
        "the centre."
    )
