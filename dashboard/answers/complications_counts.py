"""What was asked of whom about complications: the counts of its queries, and which of them are hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import pandas as pd

from dashboard import disclosure
from dashboard.answers import timed_tables
from dashboard.answers.asked import NOT_COUNTED, Asked
from dashboard.answers.timed import Followed
from dashboard.disclosure import Hidden, parts_to_hide

TOPIC = "complications"
QUESTION = "How often is there a complication?"
# Measures: the share recorded among those seen long enough, among the others, and complications a patient.
RECORDED, SEEN_LESS, NUMBER = "recorded", "seen_less", "number"
# By what the counts are split besides the group.
_SPLIT = ("skin_type", "delicate_site", "site")
_ENDS = {"events": "event", "competing": "competing", "censored": "censored"}
# The kind of a row that speaks of any complication.
ANY = "any"


@dataclass(frozen=True)
class AskedOfComplications(Asked):
    """What was asked of whom; eligible is in whom somebody looked for complications."""

    topic: ClassVar[str] = TOPIC
    question: ClassVar[str] = QUESTION
    reasons: ClassVar[Mapping[str, str]] = {
        **NOT_COUNTED,
        "not_assessed": "nobody looked for complications",
        "not_recorded": "whether anybody looked is not recorded",
    }

    @property
    def usual_horizons(self) -> tuple[int, ...]:
        """On which days is the risk read, unless others are asked for?"""
        return self.settings.complications_horizons

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Which kinds of complication do the records know, in the order of their closed list?"""
        lists = self.release.run("release/labels_by_list")
        return tuple(lists.loc[lists["list"].eq("complication"), "value"])

    @cached_property
    def first(self) -> Followed | None:
        """What was seen of the first complication, whichever it was, since the first session?"""
        harms = self.run("harms_by_day")
        frame = pd.concat([self.ends, moved(harms)], ignore_index=True)
        frame = frame.groupby(["group", "day"], as_index=False).sum()
        # From some days everybody was moved.
        return self.followed(TOPIC, frame=frame[frame[list(_ENDS)].sum(axis=1).gt(0)])

    @cached_property
    def ends(self) -> pd.DataFrame:
        """When and how would observation end if there were no complications? `dashboard.estimates.counts`."""
        return self.run("cohort/events_by_group_and_day", outcome="watched", definition="A")

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """How many had a complication, how grave, among those seen long enough and the others?"""
        return self._split_by("").drop(columns="subgroup")

    @cached_property
    def seen(self) -> pd.DataFrame:
        """The same of those seen for at least as many days as the settings ask for, by group."""
        return self._of(self.outcomes["seen"])

    @cached_property
    def seen_less(self) -> pd.DataFrame:
        """The same of those seen for less, by group."""
        return self._of(~self.outcomes["seen"])

    def _of(self, chosen: pd.Series) -> pd.DataFrame:
        rows = self.outcomes[chosen].drop(columns="seen").set_index("group")
        return rows.loc[[group for group in self.order if group in rows.index]]

    def of_kinds(self, column: str) -> pd.DataFrame:
        """Of each kind, how many ``episodes``, ``permanent`` ones or ``complications`` of those seen long enough?

        A row a group, a column a kind.
        """
        table = self._by_kind.pivot(index="group", columns="kind", values=column)
        return table.reindex(index=self.seen.index, columns=list(self.kinds)).fillna(0)

    @cached_property
    def _by_kind(self) -> pd.DataFrame:
        return self.run("episodes_by_group_and_kind", seen_days=self.settings.seen_days)

    def cells(self, subgroup_by: str) -> pd.DataFrame:
        """How many of each subgroup of a group had a complication, of those seen long enough?"""
        cells = self._split_by(subgroup_by)
        return cells[cells["seen"]].drop(columns="seen")

    def _split_by(self, subgroup_by: str) -> pd.DataFrame:
        """The numbers by group, ``subgroup`` (empty where the groups are not split) and ``seen``."""
        by = ["group", "subgroup", "seen"]
        counted = self._by_skin_and_site
        subgroup = counted[subgroup_by] if subgroup_by else ""
        numbers = [name for name in counted if name not in ("group", "seen", *_SPLIT)]
        table = counted.assign(subgroup=subgroup).groupby(by, as_index=False)[numbers].sum()
        if self.choices.unit == "patient":
            return table.assign(patients=table["episodes"])
        patients = self._patients_by_subgroup
        patients = patients[patients["subgroup_by"].eq(subgroup_by)]
        return table.merge(patients.drop(columns="subgroup_by"), on=by)

    @cached_property
    def delicate(self) -> dict[str, str]:
        """Site → is it delicate?"""
        told = self._by_skin_and_site.drop_duplicates("site")
        return dict(zip(told["site"], told["delicate_site"], strict=True))

    @cached_property
    def _by_skin_and_site(self) -> pd.DataFrame:
        return self.run("episodes_by_group_skin_and_site", seen_days=self.settings.seen_days)

    @cached_property
    def _patients_by_subgroup(self) -> pd.DataFrame:
        return self.run("patients_by_group_and_subgroup", seen_days=self.settings.seen_days)

    @cached_property
    def hidden_by_time(self) -> dict[str, Hidden]:
        """Of which groups are those seen long enough hidden, and of which the others, by measure?

        Both together are those counted, who are shown: where one part is small the other gives it away.
        """
        long, short = dict(self.hidden.status), dict(self.hidden.status)
        for group in self.shown:
            sizes = {
                name: int(rows["patients"].get(group, 0))
                for name, rows in ((RECORDED, self.seen), (SEEN_LESS, self.seen_less))
            }
            parts = parts_to_hide(sizes, self.fewest)
            long[group], short[group] = parts[RECORDED], parts[SEEN_LESS]
        return {RECORDED: Hidden(long), NUMBER: Hidden(long), SEEN_LESS: Hidden(short)}

    @cached_property
    def compared_recorded(self) -> tuple[str, ...]:
        """Which groups are compared by their recorded shares, the reference first?"""
        gone = self.hidden_by_time[RECORDED].names
        return tuple(
            group for group in self.compared if group in self.seen.index and group not in gone
        )

    def disclosed(self, table: pd.DataFrame) -> pd.DataFrame:
        """How does a table look once small numbers are hidden?"""
        timed = (
            self.hidden_by_time
            if table["measure"].isin((RECORDED, NUMBER, SEEN_LESS)).any()
            else {}
        )
        return timed_tables.disclosed(table, self, timed)

    def contrasts_disclosed(self, table: pd.DataFrame, estimates: pd.DataFrame) -> pd.DataFrame:
        """How do comparisons look once those are blank of which either side is hidden?"""
        return disclosure.hide_contrasts(self.disclosed(table), estimates)


def moved(harms: pd.DataFrame) -> pd.DataFrame:
    """What do complications move, from the day on which observation would have ended to their own? Rows to add."""
    rows = harms[["group", "day"]].copy()
    for column, status in _ENDS.items():
        rows[column] = harms["episodes"].where(harms["status"].eq(status), 0)
    return rows
