"""Who is counted: from the records held to those a figure rests on, with the reason for every one left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd

from dashboard.answers.answer import Step
from dashboard.disclosure import SHOWN, Hidden, parts_to_hide, rounded


def attrition(
    held: int,
    in_cohort: int,
    counts: pd.DataFrame,
    reasons: Mapping[str, str],
    unit: str,
    min_patients: int,
    *,
    published: bool = False,
    told: Collection[str] = (),
) -> tuple[tuple[Step, ...], Hidden]:
    """Which steps lead from the records held to those that are eligible?

    Parameters
    ----------
    held
        Episodes in the release.
    in_cohort
        Episodes in the cohort.
    counts
        Columns ``eligibility`` and ``episodes``; ``eligible`` are those who stay, the others are left out.
    reasons
        Code of ``eligibility`` → the reason in words, in the order in which it is told.
    published
        Numbers are told to the nearest 5.
    told
        Codes of ``eligibility`` of which the figures tell the number, small or not.

    Returns
    -------
    steps
        Alternating what is left out and what is left. A number that is small, or would give a small one away, is None.
    hidden
        Which of the parts are hidden.
    """
    by_reason = counts.groupby("eligibility")["episodes"].sum()
    parts = {"outside": held - in_cohort}
    parts |= {name: int(by_reason.get(name, 0)) for name in reasons}
    parts["eligible"] = int(by_reason.get("eligible", 0))
    # How many are counted the figures tell.
    hidden = parts_to_hide(parts, min_patients, told_elsewhere=["eligible"], told=told)

    counted = "patients" if unit == "patient" else "episodes"
    few = parts_to_hide({"held": held}, min_patients)["held"]
    # What is left in the cohort gives away what lies outside it, and the other way round.
    within = next((status for status in (few, hidden["outside"]) if status != SHOWN), SHOWN)
    if within == SHOWN:
        within = parts_to_hide({"in_cohort": in_cohort}, min_patients)["in_cohort"]
    steps = [
        _left("held", "records held", held, few),
        _left_out("outside", "outside the cohort chosen", parts, hidden),
        _left("in_cohort", "in the cohort", in_cohort, within),
        *(_left_out(name, said, parts, hidden) for name, said in reasons.items() if parts[name]),
        _left("eligible", f"{counted} counted", parts["eligible"], hidden["eligible"]),
    ]
    kept = tuple(step for step in steps if step.number != 0 or not step.left_out)
    return tuple(_published(step) for step in kept) if published else kept, hidden


def _published(step: Step) -> Step:
    return step if step.number is None else replace(step, number=int(rounded(step.number)))


def _left_out(name: str, said: str, parts: Mapping[str, int], hidden: Hidden) -> Step:
    return Step(
        name, said, parts[name] if hidden[name] == SHOWN else None, hidden[name], left_out=True
    )


def _left(name: str, said: str, number: int, status: str) -> Step:
    return Step(name, said, number if status == SHOWN else None, status, left_out=False)
