"""How often are the milia gone? Which queries and estimates answer it, and what is said about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import pandas as pd

from dashboard import disclosure
from dashboard.answers import clearance_words, timed_contrasts, timed_tables
from dashboard.answers.answer import Answer, Choices, Tables
from dashboard.answers.asked import NOT_COUNTED, Asked
from dashboard.answers.clearance_time import TIME, medians, sizes_of
from dashboard.answers.shares import share_contrasts, shares
from dashboard.answers.timed import Followed, main_horizon
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Release

TOPIC = "clearance"
QUESTION = "How often are the milia gone?"
PERSISTENCE = "persistence"
ASSESSMENT = "assessment"

# Outcome of the records → kind of the answer: the parts of those assessed, and of those counted.
_ASSESSED = {"yes": "cleared", "partial": "partial", "no": "not_cleared"}
_UNKNOWN = ("not_assessed", "not_recorded")
_RETREATED = "retreated_before_clear"
# Rows of which any one could be worked out from the others and their total, so that none is hidden alone.
_TOGETHER = (
    ((TOPIC, "cleared"), (TOPIC, "partial"), (TOPIC, "not_cleared")),
    # Persistent are those partly and not clear, which are all but those cleared, and those treated again.
    ((PERSISTENCE, PERSISTENCE), (PERSISTENCE, _RETREATED)),
    ((TOPIC, "cleared"), (PERSISTENCE, PERSISTENCE), (PERSISTENCE, _RETREATED)),
    tuple((ASSESSMENT, kind) for kind in ("assessed", *_UNKNOWN)),
)


@dataclass(frozen=True)
class _Asked(Asked):
    """What was asked of whom; eligible is whose clearance was assessed."""

    topic: ClassVar[str] = TOPIC
    question: ClassVar[str] = QUESTION
    reasons: ClassVar[Mapping[str, str]] = {
        **NOT_COUNTED,
        "not_assessed": "clearance not assessed",
        "not_recorded": "clearance not recorded",
    }
    reasons_told: ClassVar[tuple[str, ...]] = _UNKNOWN

    @property
    def usual_horizons(self) -> tuple[int, ...]:
        """On which days is the share documented clear read, where that is followed over time?"""
        return self.settings.clearance_horizons

    @cached_property
    def counted(self) -> dict[str, int]:
        """How many patients of each group are counted, assessed or not?"""
        return self.patients({"eligible", *_UNKNOWN})

    @cached_property
    def hidden(self) -> disclosure.Hidden:
        """Which groups are hidden: too few assessed, or too few at all?

        Everywhere alike: those assessed, not assessed and not recorded add up to those counted, so one
        of the measures would give away what another hides.
        """
        by_size = disclosure.parts_to_hide(self.sizes, self.fewest)
        by_number = disclosure.parts_to_hide(self.counted, self.fewest)
        return disclosure.Hidden(
            {
                group: by_size[group] if group in by_size.names else by_number[group]
                for group in self.counted
            }
        )

    @cached_property
    def counts(self) -> pd.DataFrame:
        """How many of each group had which outcome? A row a group, a column an outcome."""
        frame = self.run("episodes_by_group_and_outcome")
        table = frame.pivot(index="group", columns="outcome", values="episodes")
        table = table.reindex(columns=[*_ASSESSED, *_UNKNOWN]).fillna(0).astype(int)
        table[_RETREATED] = frame.groupby("group")[_RETREATED].sum()
        return table.loc[[group for group in self.order if group in table.index]]

    @cached_property
    def following(self) -> Followed | None:
        """When was clear documented after a retinoid, or under observation?"""
        return self.followed(TOPIC)

    @cached_property
    def hidden_following(self) -> disclosure.Hidden:
        """Which groups are hidden where clearance is followed over time?"""
        if self.following is None:
            return self.hidden
        by_size = disclosure.parts_to_hide(sizes_of(self.following), self.fewest)
        return disclosure.Hidden({**by_size.status, **self._hidden_already})

    @property
    def _hidden_already(self) -> dict[str, str]:
        return {group: self.hidden[group] for group in self.hidden.names}

    def disclosed(self, table: pd.DataFrame) -> pd.DataFrame:
        """How does a table look once small numbers are hidden?"""
        timed = {TIME: self.hidden_following} if table["measure"].eq(TIME).any() else {}
        told = timed_tables.disclosed(table, self, timed, _TOGETHER)
        if not self.published or "kind" not in told or "patients" not in told:
            return told
        # Those counted less those assessed are those of whom it is not known: small, they must not be told.
        few = told["kind"].eq("assessed") & told["status"].isin(disclosure.HIDING)
        whole = told["measure"].eq(ASSESSMENT) & told["group"].isin(told.loc[few, "group"])
        told[["patients", "episodes"]] = told[["patients", "episodes"]].mask(whole)
        return told


def answer(
    release: Release,
    cohort: Cohort,
    choices: Choices,
    settings: Settings,
    *,
    pseudonymised: bool = False,
) -> Answer:
    """How often are the milia gone at the first assessment, by group, and how sure can one be?

    Parameters
    ----------
    release, cohort
        Which records, and which of them.
    choices
        Grouping, unit, reference, horizons of the time to clearance (those of `settings` where empty),
        policy. The definition of a recurrence plays no part.

    Returns
    -------
    Answer
        ``estimates``: of those assessed the shares cleared, partly and not cleared (measure
        ``clearance``), those in whom the milia persisted, and those treated again before they were
        clear (``persistence``); of those counted the shares assessed, not assessed and not recorded
        (``assessment``); where a retinoid was given or the milia were observed, the cumulative
        incidence of documented clearance (``time_to_clearance``). ``curves``: ``time_to_clearance``.
        ``comparisons``: differences, ratios and Fisher's test of the shares cleared and persistent.

    Raises
    ------
    BadInput
        If a choice is not known, or the reference is not a value of the dimension.
    """
    asked = _Asked(release, cohort, choices, settings)
    tables = Tables(
        {
            "estimates": lambda: asked.disclosed(_estimates(asked)),
            "curves": lambda: asked.disclosed(_curves(asked)),
            "comparisons": lambda: disclosure.hide_contrasts(
                asked.disclosed(_comparisons(asked)), tables["estimates"]
            ),
        }
    )
    finding = _finding(asked, tables["estimates"])
    return asked.answered(
        sentence=clearance_words.sentence(finding),
        notes=clearance_words.notes(finding),
        pseudonymised=pseudonymised,
        tables=tables,
    )


def headline(
    release: Release, cohort: Cohort, choices: Choices, settings: Settings
) -> pd.DataFrame:
    """What share of each group is cleared? Only what the overview tells of ``estimates``."""
    asked = _Asked(release, cohort, choices, settings)
    rows = [shares(_counted(asked)[TOPIC], asked, TOPIC)]
    return asked.disclosed(timed_tables.table("estimates", rows, asked))


def _counted(asked: _Asked) -> dict[str, pd.DataFrame]:
    """How many of how many? Measure → rows for `shares`, kinds in the order in which they are told."""
    table = asked.counts
    assessed = table[list(_ASSESSED)].sum(axis=1)
    everybody = assessed + table[list(_UNKNOWN)].sum(axis=1)
    persistent = table["partial"] + table["no"] + table[_RETREATED]

    def rows(
        kinds: Mapping[str, pd.Series], of: pd.Series, patients: dict[str, int]
    ) -> pd.DataFrame:
        frames = [
            pd.DataFrame({"kind": kind, "events": events, "episodes": of})
            for kind, events in kinds.items()
        ]
        frame = pd.concat(frames).rename_axis("group").reset_index()
        return frame.assign(patients=frame["group"].map(patients).fillna(0))

    return {
        TOPIC: rows(
            {kind: table[outcome] for outcome, kind in _ASSESSED.items()}, assessed, asked.sizes
        ),
        PERSISTENCE: rows(
            {PERSISTENCE: persistent, _RETREATED: table[_RETREATED]}, assessed, asked.sizes
        ),
        ASSESSMENT: rows(
            {"assessed": assessed, **{kind: table[kind] for kind in _UNKNOWN}},
            everybody,
            asked.counted,
        ),
    }


def _estimates(asked: _Asked) -> pd.DataFrame:
    rows = [shares(counts, asked, measure) for measure, counts in _counted(asked).items()]
    if asked.following is not None:
        sizes = sizes_of(asked.following)
        rows.append(timed_tables.risks(asked.following, sizes, TIME))
        rows.append(medians(asked.following, sizes, asked))
    return timed_tables.table("estimates", rows, asked)


def _curves(asked: _Asked) -> pd.DataFrame:
    followed = asked.following
    rows = [] if followed is None else [timed_tables.curve(followed, TIME, asked)]
    return timed_tables.table("curves", rows, asked)


def _comparisons(asked: _Asked) -> pd.DataFrame:
    """How do the shares differ? Empty where fewer than two groups may be compared."""
    rows = []
    for measure, kind in ((TOPIC, "cleared"), (PERSISTENCE, PERSISTENCE)):
        counts = _counted(asked)[measure]
        told = counts[counts["kind"].eq(kind)]
        rows.append(share_contrasts(told, asked.compared, asked, measure))
    return timed_contrasts.table(rows, asked)


def _finding(asked: _Asked, estimates: pd.DataFrame) -> clearance_words.Finding:
    """What the words are made of; the horizon is that of the time to clearance."""
    timed = estimates[estimates["measure"].eq(TIME) & estimates["horizon_days"].notna()]
    sizes = {} if asked.following is None else sizes_of(asked.following)
    shown = {
        group: size for group, size in sizes.items() if group not in asked.hidden_following.names
    }
    return clearance_words.Finding(
        asked, estimates, horizon=main_horizon(timed, shown), steps=asked.steps()[0]
    )
