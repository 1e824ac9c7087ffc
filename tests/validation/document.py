"""What the campaign found, as docs/validation.md: first in plain words, then in tables."""

from __future__ import annotations

import datetime as dt
import platform
from collections.abc import Mapping, Sequence
from itertools import pairwise

import duckdb
import numpy as np

import dashboard
from dashboard import words
from dashboard.answers.like_for_like_plain import OUTCOMES_SAID
from sample_data.synthetic.parameters import follow_up
from tests.benchmarks.machine import describe
from tests.validation.claims import FALSE_CLAIMS, claimed
from tests.validation.drawing import ADJUSTED, CRUDE, Drawn
from tests.validation.judging import BIAS, COVERAGE, Judged, added, judged, missed
from tests.validation.reading import reading
from tests.validation.share import Share
from tests.validation.worlds import ARMS, DRAWS, MEASURES, WORLDS, World, population

Draws = Mapping[str, Sequence[Drawn]]


def written(draws: Draws, size: int) -> str:
    """The whole document."""
    found = {world.name: judged(draws[world.name], world) for world in WORLDS}
    sections = [
        _head(draws, size),
        reading(found, {world.name: claimed(draws[world.name], world) for world in WORLDS}),
        _criteria(draws),
        _how(draws, size),
        *(_world(world, found[world.name]) for world in WORLDS if world.whole),
        _added(found),
        _claims(draws),
        _limits(),
    ]
    return "\n".join(sections)


def _head(draws: Draws, size: int) -> str:
    made = sum(map(len, draws.values()))
    return f"""# Does the page tell the truth where the truth is known?

Written by `make validate` on {dt.datetime.now(dt.UTC):%d %B %Y}: {made} draws of {size:,} patients. Software \
{dashboard.__version__}, DuckDB {duckdb.__version__}, NumPy {np.__version__}, Python \
{platform.python_version()}; {describe()}. The records are SYNTHETIC: no effect of a treatment in them is real.
"""


def _criteria(draws: Draws) -> str:
    faults = [fault for world in WORLDS for fault in missed(draws[world.name], world)]
    wanted = f"""## Is it as good as promised?

Promised, wherever every confounder is recorded: a bias of the adjusted difference below {100 * BIAS:.0f} percentage
point, and intervals that may hold the truth in {COVERAGE:.0%} of draws (Wilson's 95% interval reaches that far; more is
no fault). Promised everywhere: an order that the truth contradicts is claimed in at most {FALSE_CLAIMS:.1%} of draws.
"""
    if not faults:
        return f"{wanted}\n**Every criterion is met.**\n"
    lines = "\n".join(f"- {fault}" for fault in faults)
    return f"{wanted}\n**{words.count(len(faults), 'criterion is', 'criteria are')} missed:**\n\n{lines}\n"


def _how(draws: Draws, size: int) -> str:
    rows = [
        f"| `{world.name}` | {world.said.lower()} | {len(draws[world.name])} | "
        f"{_seeds(draws[world.name])} | {_fewest(draws[world.name])} |"
        for world in WORLDS
    ]
    listed = "\n".join(rows)
    made = max(map(len, draws.values()))
    fewer = f" Planned are {DRAWS} draws; there was time for {made}." if made < DRAWS else ""
    return f"""## How it was done

Each draw makes the files of {size:,} patients, imports them, and asks *Like for like* with its usual choices: the
picture's differences, the sentence and the notes are what is judged. Seeds were fixed beforehand; the n-th draws of all
worlds share seed, patients and luck. The truth is that of `truth.json`: {population():,} patients, each under every
treatment with the same luck and nobody lost, weighted to the patients for whom both treatments were in question (for
recurrence: to those among the cleared). It has a chance error of its own, about 0.1 points. A bias is what a page is
off beyond the luck of its draw: beyond what the same patients show, weighed by the true chances of their treatment and
seen for ever, with nobody lost and nothing estimated. That is the truth on average over draws, so taking it off changes
no bias and makes it surer; how lucky these draws were stands beside it, and both together are how far off the figures
were. Two worlds are judged; the others, drawn less often, say what one fault adds to the one before.{fewer}

| world | what is wrong in it | draws | seeds | smallest arm: all, cleared |
|---|---|---|---|---|
{listed}
"""


def _seeds(draws: Sequence[Drawn]) -> str:
    return f"{draws[0]['seed']}–{draws[-1]['seed']}"


def _fewest(draws: Sequence[Drawn]) -> str:
    fewest = [min(min(each["patients"][name].values()) for each in draws) for name in MEASURES]
    return ", ".join(map(str, fewest))


def _world(world: World, found: Sequence[Judged]) -> str:
    parts = [f"## {world.said} (`{world.name}`)\n"]
    for measure in MEASURES:
        rows = {(one.arm, one.adjustment): one for one in found if one.measure == measure}
        lines = "\n".join(_row(rows[arm, CRUDE], rows[arm, ADJUSTED]) for arm in ARMS)
        parts.append(f"""*{OUTCOMES_SAID[measure]}*, 12 months, difference with extraction in percentage points:

| treatment | truth | luck | crude: bias | coverage | adjusted: bias | varies by | says | coverage (95% interval) |
|---|---|---|---|---|---|---|---|---|
{lines}
""")
    return "\n".join(parts)


def _row(crude: Judged, adjusted: Judged) -> str:
    cells = [
        words.value("treatment", crude.arm),
        _points(crude.truth),
        _bias(*adjusted.luck),
        _bias(crude.bias, crude.error),
        _percent(crude.covered),
        _bias(adjusted.bias, adjusted.error),
        f"{100 * adjusted.spread:.2f}",
        f"{100 * adjusted.told:.2f}",
        _between(adjusted.covered),
    ]
    return f"| {' | '.join(cells)} |"


def _added(found: Mapping[str, Sequence[Judged]]) -> str:
    grown = [added(found[one.name], found[other.name]) for one, other in pairwise(WORLDS)]
    lines = "\n".join(
        f"| {OUTCOMES_SAID[at[0][0].measure]} | {words.value('treatment', at[0][0].arm)} | "
        + " | ".join(_bias(bias, error) for _, bias, error in at)
        + " |"
        for at in zip(*grown, strict=True)
    )
    more = round(100 * follow_up.ASSESSMENT_IF_NOT_CLEAR.value)
    back = round(100 * follow_up.RETURNS_AFTER_RECURRENCE.value)
    return f"""## What each fault adds to the adjusted bias

In percentage points, seed by seed, the luck of a draw taken off.

| outcome | treatment | outcomes bring some back | values are missing | hidden severity |
|---|---|---|---|---|
{lines}

Loss tells something in these records: of those not clear {more} in 100 more come to be assessed, and of those whose
milia come back after the last review they attend {back} in 100 come once more. The curves take loss for chance, so they
count too many failures in every arm, and most where most fail.
"""


def _claims(draws: Draws) -> str:
    lines = []
    for world in (world for world in WORLDS if world.whole):
        for each in claimed(draws[world.name], world):
            of = ", ".join(words.value("treatment", arm).lower() for arm in each.arms) or "–"
            lines.append(
                f"| `{world.name}` | {OUTCOMES_SAID[each.measure]} | {each.claims} | "
                f"{each.anything.count} of {each.anything.of} | {each.contradicted.count} | "
                f"{_between(each.contradicted)} | {of} |"
            )
    table = "\n".join(lines)
    return f"""## What the page claims

The sentence speaks of the headline, the notes of the others. A claim is false where the true difference goes the other
way.

| world | outcome | claims | draws with one | with a false one | share (95% interval) | of |
|---|---|---|---|---|---|---|
{table}
"""


def _limits() -> str:
    judged_at_once = (
        len(ARMS) * len(MEASURES) * sum(world.recorded and world.whole for world in WORLDS)
    )
    return f"""## What this cannot tell

- How strong hidden severity is in real clinics: in these records it is an assumption.
- What happens where the choice of treatment follows no logit model of the case mix: here it does, as the page supposes.
- A claim with the wrong sign is false however small the true difference is.
- The truth of `as_drawn` weighs by chances of treatment that know the hidden severity, which the page cannot: part of
  its bias is that the page speaks of slightly other patients.
- The sentence names three treatments at most: what would be claimed of a fourth is not looked at.
- {judged_at_once} coverages are judged at once: of as many that are right, one in forty would miss by chance.
"""


def _points(value: float) -> str:
    return f"{100 * value:+.1f}"


def _bias(bias: float, error: float) -> str:
    return f"{100 * bias:+.2f} ± {100 * error:.2f}"


def _percent(share: Share) -> str:
    return f"{share.value:.1%}"


def _between(share: Share) -> str:
    lower, upper = share.limits
    return f"{share.value:.1%} ({lower:.1%}–{upper:.1%})"
