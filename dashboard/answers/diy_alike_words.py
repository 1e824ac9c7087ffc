"""What is said of like patients of a clinic, by what they had tried before. Words that compare come from the gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.answers.diy_alike import NEW_MILIA, OPEN
from dashboard.answers.diy_alike_counts import ARMS, BEFORE
from dashboard.answers.like_for_like_counts import FREE
from dashboard.answers.like_for_like_plain import called, main_day, moved
from dashboard.answers.like_for_like_tables import SET_ASIDE
from dashboard.answers.plain import horizon_in_words, share
from dashboard.answers.timed import main_horizon
from dashboard.disclosure import SHOWN

_DONE = {
    "none": "tried nothing",
    "mechanical": "squeezed or picked",
    "product": "used products",
    "both": "done both",
}
Row = Mapping[Any, Any]


def before_in(answer: Answer) -> Answer:
    """What does an answer say by what had been tried before, read as an answer of *like for like* is?"""
    rows = answer.tables["estimates"]
    main = rows[rows["measure"].eq(FREE.measure) & rows["subgroup"].eq("")]
    main = main[main["group"].isin(ARMS) & main["patients"].notna()]
    sizes = dict(zip(main["group"], main["patients"].astype(int), strict=True))
    return replace(
        answer,
        reference=ARMS[0],
        choices=replace(answer.choices, group_by=BEFORE, reference=""),
        horizon=main_horizon(main, sizes),
    )


def habit_in(answer: Answer, habit: str) -> Answer:
    """What does an answer say by a habit, read as an answer of *like for like* is?"""
    columns = {"estimates": "group_by", "balance": "group_by", "charts": "unit_of_chart"}
    tables = {
        name: table[table["measure"].eq(NEW_MILIA) & table[of].eq(habit)]
        for name, of in columns.items()
        for table in (answer.tables[name],)
    }
    kind = tables["estimates"]["kind"].replace(f"{habit}_{SET_ASIDE}", SET_ASIDE)
    tables["estimates"] = tables["estimates"].assign(kind=kind)
    tables["charts"] = tables["charts"].assign(unit_of_chart="yes")
    return replace(
        answer,
        reference="no",
        choices=replace(answer.choices, group_by=BEFORE, reference=""),
        tables=tables,
        horizon=max(answer.horizons),
    )


def said(answer: Answer, measure: str = FREE.measure) -> str:
    """What may be said of like patients in one outcome, what stays open, who cannot be compared?

    Parameters
    ----------
    answer
        From `before_in`.
    measure
        An outcome of *like for like*.
    """
    if answer.choices.unit == "episode":
        return "Like for like counts each patient once: choose “Patients, each once” to see it."
    rows = differences(answer, measure)
    if not rows:
        return (
            f"Too few of {_NOTHING}, or of the others, to set them side by side: widen the filters."
        )
    day = main_day(measure, answer.horizon, answer.settings)
    if day is None:
        return (
            f"Too early to say: in no group are {answer.settings.min_at_risk} patients followed as far as "
            f"{horizon_in_words(min(answer.horizons))} after the first session."
        )
    lead = f"Among patients alike, {called(measure, day, answer.choices.definition)}"
    claimed = [row for row in rows if _is_claim(row)]
    apart = [row for row in rows if row["status"] == "not_comparable"]
    open_ = [row for row in rows if row not in claimed and row not in apart]
    parts = []
    if claimed:
        told = [_claim(answer, measure, day, row) for row in claimed]
        parts.append(f"{lead}: {'; '.join(told)}.")
    if open_:
        asked = f"whether {_who(*(row['unit_of_chart'] for row in open_))} differ from {_NOTHING} stays open."
        parts.append(_capital(asked) if claimed else f"{lead}: {asked}")
    if apart:
        parts.append(
            f"{_capital(_who(*(row['unit_of_chart'] for row in apart)))} cannot be compared with {_NOTHING}."
        )
    return " ".join(parts)


def said_of_habits(answer: Answer) -> str:
    """What may be said of new milia among like patients with a habit and without, and what stays open?"""
    day = max(answer.horizons)
    table = answer.tables["charts"]
    mine = table["measure"].eq(NEW_MILIA) & table["chart"].eq("difference:overlap")
    rows = table[mine & table["period"].eq(str(day))].to_dict("records")
    if not rows:
        return ""
    told = [_claim_of_habit(answer, day, row) for row in rows if _is_claim(row)]
    if told:
        rest = " Of the other habits it stays open." if len(told) < len(rows) else ""
        said = f"new milia anywhere within {horizon_in_words(day)} of clearance: {'; '.join(told)}.{rest}"
    else:
        said = "whether new milia go with any of these habits stays open."
    return (
        f"Among patients alike, {said} Who has a habit may differ in much else: a difference is no effect of "
        "the habit."
    )


def _claim_of_habit(answer: Answer, day: int, row: Row) -> str:
    habit = row["unit_of_chart"]
    table = habit_in(answer, habit).tables["estimates"]
    pair = table[table["horizon_days"].eq(day) & table["subgroup"].ne("")]
    shares = dict(zip(pair["group"], pair["estimate"], strict=True))
    said = words.value("habit", habit)
    return (
        f"{row['signal']} with {said[:1].lower()}{said[1:]} than without ({share(shares['yes'])} against "
        f"{share(shares['no'])} in 100)"
    )


def moved_by_adjusting(answer: Answer, measure: str) -> str:
    """Which way did adjusting move the differences of an outcome? For the detail."""
    day = main_day(measure, answer.horizon, answer.settings)
    return moved(answer.tables["comparisons"], measure, day, _who)


def missing(row: Row) -> str:
    """May a word be said of a difference, or what is missing? For a table."""
    said = str(row["signal"])
    return said.replace(OPEN, "nothing: ", 1) if said.startswith(OPEN) else said


def differences(answer: Answer, measure: str) -> list[dict[Any, Any]]:
    """Which adjusted differences are told of an outcome, on its main day?"""
    table = answer.tables["charts"]
    day = main_day(measure, answer.horizon, answer.settings)
    mine = table["measure"].eq(measure) & table["chart"].eq("difference:overlap")
    # Where no day is mature, any one tells that there is something to compare.
    rows = table[mine if day is None else mine & table["period"].eq(str(day))]
    return rows.drop_duplicates("unit_of_chart").to_dict("records")


def _is_claim(row: Row) -> bool:
    return row["status"] == SHOWN and not row["signal"].startswith(OPEN)


def _claim(answer: Answer, measure: str, day: int, row: Row) -> str:
    """How is a word said, with both weighted shares?"""
    arm = row["unit_of_chart"]
    table = answer.tables["estimates"]
    pair = table[
        table["measure"].eq(measure)
        & table["horizon_days"].eq(day)
        & table["subgroup"].ne("")
        & table["status"].eq(SHOWN)
    ]
    own = pair[pair["group"].eq(arm) & pair["subgroup"].eq(ARMS[0])]["estimate"].iloc[0]
    other = pair[pair["group"].eq(ARMS[0]) & pair["subgroup"].eq(arm)]["estimate"].iloc[0]
    return (
        f"{row['signal']} among {_who(arm)} than among {_NOTHING} ({share(own)} against {share(other)} "
        "in 100)"
    )


def _who(*arms: str) -> str:
    """How are patients called by what they had tried: "those who had used products or done both"?"""
    done = [_DONE[arm] for arm in arms]
    return f"those who had {', '.join(done[:-1])}{' or ' if done[1:] else ''}{done[-1]}"


_NOTHING = _who(ARMS[0])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
