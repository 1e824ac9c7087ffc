"""Complications counted once more from the CSV files: their rows, plain loops, MEASURES' text. No NumPy,
no pandas, no SQL, and no line of the program."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.answers.recount import NEVER, Row, Spell

# Days for which a patient must have been seen for the recorded share.
LONG = 14


@dataclass(frozen=True)
class Case:
    """One episode in which somebody looked for complications, and those that it had."""

    group: str
    row: Row
    harms: list[Row] = field(default_factory=list)

    @property
    def last_seen(self) -> int:
        """On which day was the patient last seen?"""
        return int(self.row["last_seen_day"])

    @property
    def seen_long(self) -> bool:
        """For long enough?"""
        return self.last_seen >= LONG

    def of(self, kind: str) -> list[Row]:
        """Which of the complications are of this kind?"""
        return [harm for harm in self.harms if kind in ("any", harm["complication"])]

    def spell(self, kind: str) -> Spell:
        """Until which day was the first of this kind watched for, and how did that end?"""
        days = [int(harm["onset_day"] or self.last_seen) for harm in self.of(kind)]
        first = min(days, default=NEVER)
        again = int(self.row["retreated_day"] or NEVER)
        if first <= min(again, self.last_seen):
            return Spell(self.group, first, "event")
        if again <= self.last_seen:
            return Spell(self.group, again, "competing")
        return Spell(self.group, self.last_seen, "censored")

    @property
    def gravest(self) -> int:
        """Which is the grade of the gravest complication? 0: none is graded."""
        return max((int(harm["grade"] or 0) for harm in self.harms), default=0)

    def has(self, kind: str) -> bool:
        """Does the kind of a recorded share hold?"""
        if kind == "grade_not_recorded":
            return bool(self.harms) and self.gravest == 0
        if kind.startswith("grade_"):
            number = int(kind.split("_")[1])
            return self.gravest >= number if kind.endswith("or_more") else self.gravest == number
        if kind.endswith("_not_recorded"):
            said = [harm[kind.removesuffix("_not_recorded")] for harm in self.harms]
            return "yes" not in said and "" in said
        if kind == "unresolved":
            return any(not harm["resolved_day"] for harm in self.harms)
        if kind in ("permanent", "antibiotics"):
            return any(harm[kind] == "yes" for harm in self.harms)
        return bool(self.of(kind))


def cases(
    episodes: Iterable[Row], complications: Iterable[Row], group_by: str = "treatment"
) -> list[Case]:
    """The episodes in which somebody looked, with what came after the start."""
    of_episode: dict[str, list[Row]] = {}
    for harm in complications:
        if harm["present_at_start"] != "yes":
            of_episode.setdefault(harm["episode_key"], []).append(harm)
    return [
        Case(row[group_by] or "not_recorded", row, of_episode.get(row["episode_key"], []))
        for row in episodes
        if row["complications_assessed"] == "yes"
    ]


def by_group(all_cases: Sequence[Case]) -> dict[str, list[Case]]:
    """Group → its cases."""
    groups: dict[str, list[Case]] = {}
    for case in all_cases:
        groups.setdefault(case.group, []).append(case)
    return groups


def delicate(row: Row) -> str:
    """Is the site a delicate one?"""
    if not row["site"]:
        return "not_recorded"
    return "yes" if row["site"] in ("eyelid", "periorbital") else "no"


def pain(rows: Sequence[Row], lowest: int, highest: int) -> tuple[int, int]:
    """How many gave a pain between these numbers, of how many who gave one?"""
    given = [int(row["pain"]) for row in rows if row["pain"]]
    return sum(1 for number in given if lowest <= number <= highest), len(given)


def after_a_retinoid(rows: Sequence[Row]) -> tuple[int, int, int]:
    """Of retinoid courses assessed: clear alone, treated again before clear, assessed."""
    alone = again = assessed = 0
    for row in rows:
        if row["treatment"] != "retinoid" or row["cleared"] not in ("yes", "partial", "no"):
            continue
        assessed += 1
        retreated = int(row["retreated_day"] or NEVER)
        treated = retreated <= int(row["last_seen_day"])
        if row["cleared"] == "yes" and row["cleared_day"]:
            alone += retreated > int(row["cleared_day"])
            again += retreated <= int(row["cleared_day"])
        elif row["cleared"] == "yes":
            alone += not treated
        else:
            again += treated
    return alone, again, assessed
