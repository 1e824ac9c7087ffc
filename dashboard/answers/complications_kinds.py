"""Each kind of complication on its own clock, from two counts: ends of observation without any, and when each began."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import timed_tables
from dashboard.answers.complications_counts import ANY, TOPIC, AskedOfComplications, moved
from dashboard.answers.timed import Followed, Several, follow

# Between the kind and the group where each group of each kind counts as a group of its own.
_AND = "\x1f"
_PAIR = ["group", "day", "status", "other_group", "other_day", "other_status"]


def rows(asked: AskedOfComplications) -> list[pd.DataFrame]:
    """What share had any complication, and each kind, by each horizon; and the limit where nobody had?

    Rows of ``estimates`` with ``base``: the measure of the topic, then ``no_event``.
    """
    kinds = by_kind(asked)
    if asked.first is None or kinds is None:
        return []
    sizes = asked.sizes
    sizes_of = {
        f"{kind}{_AND}{group}": number for kind in asked.kinds for group, number in sizes.items()
    }
    return [
        *rows_of_any(asked),
        _told_apart(timed_tables.risks(kinds, sizes_of, TOPIC)),
        _told_apart(timed_tables.no_event(kinds, sizes_of, asked.settings)),
    ]


def rows_of_any(asked: AskedOfComplications) -> list[pd.DataFrame]:
    """The same of any complication alone."""
    if asked.first is None:
        return []
    return [
        timed_tables.risks(asked.first, asked.sizes, TOPIC, ANY),
        timed_tables.no_event(asked.first, asked.sizes, asked.settings).assign(kind=ANY),
    ]


def _told_apart(frame: pd.DataFrame) -> pd.DataFrame:
    """Which kind and which group is it?"""
    names = frame["group"].str.split(_AND, n=1)
    return frame.assign(kind=names.str[0], group=names.str[1])


def by_kind(asked: AskedOfComplications) -> Followed | None:
    """What was seen of the first complication of each kind? A group per kind and group; None: nobody was followed.

    Notes
    -----
    Whoever had the kind ends observation on its day, everybody else as if there were no complication:
    with retreatment, or when last seen. So the ends without any are counted once, and for each kind those
    who had it are moved. Days beyond the last horizon are taken as one: no figure is read there.
    """
    last = max(asked.horizons) + 1
    ends = _clipped(asked.ends, last, ["day"]).groupby(["group", "day"], as_index=False).sum()
    harms = asked.run("harms_by_kind_and_day", last_day=last)
    place = [f"{kind}{_AND}{group}" for kind in asked.kinds for group in asked.order]
    several = None if asked.choices.unit == "patient" else _several(asked, last)
    frame = _counts(ends, harms, asked.kinds)
    frame = frame.groupby(["group", "day"], as_index=False).sum()
    return follow(frame, several, place, asked.horizons, asked.settings, published=asked.published)


def _counts(ends: pd.DataFrame, harms: pd.DataFrame, kinds: tuple[str, ...]) -> pd.DataFrame:
    """Ends without any complication, once a kind, and what each complication moves: from its old day to its own."""
    of_kinds = harms.assign(group=harms["kind"] + _AND + harms["group"])
    return pd.concat([_for_each(kinds, ends), moved(of_kinds)], ignore_index=True)


def _for_each(kinds: tuple[str, ...], frame: pd.DataFrame) -> pd.DataFrame:
    """The same rows once a kind."""
    names = [name for name in ("group", "other_group") if name in frame]
    return pd.concat(
        [frame.assign(**{name: f"{kind}{_AND}" + frame[name] for name in names}) for kind in kinds]
    )


def _clipped(frame: pd.DataFrame, last: int, days: list[str]) -> pd.DataFrame:
    return frame.assign(**{name: frame[name].clip(upper=last) for name in days})


def _several(asked: AskedOfComplications, last: int) -> Several:
    """Where episodes are counted: the pairs of one patient's, and the patients at risk, for each kind."""
    watched = {"outcome": "watched", "definition": "A"}
    pairs = _together(
        _for_each(asked.kinds, asked.run("cohort/pairs_by_group_and_day", **watched)),
        asked.run("changed_pairs_by_kind_and_day"),
    )
    patients = _together(
        _for_each(asked.kinds, asked.run("cohort/patients_by_group_and_last_day", **watched)),
        asked.run("changed_patients_by_kind_and_last_day"),
    )
    pairs = _clipped(pairs, last, ["day", "other_day"])
    patients = _clipped(patients, last, ["day"])
    return Several(_summed(pairs, _PAIR, "pairs"), _summed(patients, ["group", "day"], "patients"))


def _together(without: pd.DataFrame, changed: pd.DataFrame) -> pd.DataFrame:
    """The counts without any complication, and what each kind adds to them or takes away."""
    names = [name for name in ("group", "other_group") if name in changed]
    own = changed.assign(**{name: changed["kind"] + _AND + changed[name] for name in names})
    return pd.concat([without, own.drop(columns="kind")], ignore_index=True)


def _summed(frame: pd.DataFrame, by: list[str], number: str) -> pd.DataFrame:
    total = frame.groupby(by, as_index=False).agg({number: "sum"})
    return total[total[number].gt(0)]
