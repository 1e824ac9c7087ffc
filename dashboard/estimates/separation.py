"""Between which groups does a Cox model have finite hazard ratios?"""

from __future__ import annotations

import numpy as np

from dashboard.estimates.arrays import BoolArray
from dashboard.estimates.counts import Counts


def comparable_with(counts: Counts, reference: str) -> dict[str, str]:
    """Which groups have a finite hazard ratio against the reference, and why not the others?

    Returns
    -------
    dict
        One entry per group other than the reference, in order: an empty text where the hazard
        ratio is finite, else the reason why it is not.

    Notes
    -----
    The partial likelihood of group indicators is bounded by an event of group g on a day on which
    somebody of group h is at risk: it keeps g from being infinitely safer than h. Draw an arrow
    from g to h for each such event. Two groups have a finite hazard ratio exactly if arrows lead
    from each to the other, directly or through further groups (their *class*); with classes
    g above h the ratio runs to infinity, as for an arm without events. It is the condition of Ford
    (1957, doi:10.2307/2308513) for paired comparisons, of which a day's risk set is
    the general form.

    In the limit the likelihood falls apart into one factor per class, so the hazard ratios within
    the reference's class are those of the model fitted to that class alone. They are what R's
    iteration settles on for these groups while the others run away; `not_estimable` is only what
    has no finite value.
    """
    seen = counts.events > 0
    at_risk = (counts.at_risk > 0).astype(float)
    leads = _reachable(seen.astype(float) @ at_risk.T > 0.0)
    mutual = leads & leads.T
    own = counts.index_of(reference)
    return {
        group: "" if mutual[own, index] else _reason(counts, own, index)
        for index, group in enumerate(counts.groups)
        if index != own
    }


def _reachable(arrows: BoolArray) -> BoolArray:
    """From which group do arrows lead to which, in any number of steps?"""
    leads = arrows | np.eye(len(arrows), dtype=bool)
    while True:
        further = leads.astype(float) @ leads.astype(float) > 0.0
        if (further == leads).all():
            return leads
        leads = further


def _reason(counts: Counts, own: int, index: int) -> str:
    events = counts.events.sum(axis=1)
    group, reference = counts.groups[index], counts.groups[own]
    if events.sum() == 0:
        return "no event in any group"
    for name, position in ((reference, own), (group, index)):
        if not counts.exposed[position]:
            return f"nobody in {name} was still observed when the first event came"
        if events[position] == 0:
            return f"no event in {name}: the hazard ratio has no finite value"
    return (
        f"the events of {group} and {reference} fall on days when the other was no longer "
        "observed: the hazard ratio has no finite value"
    )
