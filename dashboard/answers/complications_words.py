"""What is said about complications: the sentence for the manager and the notes. They describe, and never rank."""

from __future__ import annotations

import pandas as pd

from dashboard import disclosure, words
from dashboard.answers import finding as shared
from dashboard.answers.answer import apart
from dashboard.answers.complications_counts import (
    ANY,
    RECORDED,
    TOPIC,
    AskedOfComplications,
)
from dashboard.answers.finding import (
    NOT_ADJUSTED,
    RANGES,
    Finding,
    largest_said,
    nobody,
    share_said,
)
from dashboard.answers.plain import horizon_in_words

_CAUTION = (
    "those whom an attempt harmed come, and the others hardly do, so the share with a complication looks "
    "too large."
)
_NOT_GIVEN = "intervals of recorded shares, ratios and Fisher's test do not, and are not given"


def sentence(finding: Finding, asked: AskedOfComplications) -> str:
    """What was found, and how sure can one be? A few sentences for the manager; no ranking."""
    if not finding.shown:
        return nobody(finding, "In nobody of this cohort did anybody look for complications")
    if finding.horizon is None:
        return (
            f"Too early to say: in no group are {finding.settings.min_at_risk} patients followed as far "
            f"as {horizon_in_words(min(finding.asked.horizons))} after the first session."
        )
    none = _any(finding.at_horizon("no_event")).set_index("group")["estimate"].to_dict()
    shares, rest = largest_said(
        finding,
        _any(finding.at_horizon(TOPIC)).to_dict("records"),
        lambda row: share_said(finding, row, none),
    )
    return (
        f"With any complication within {horizon_in_words(finding.horizon)} of the first session: "
        f"{shares}.{rest} {_commonest(finding, asked)}{RANGES} {NOT_ADJUSTED}"
    )


def _any(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["kind"].eq(ANY)]


def _commonest(finding: Finding, asked: AskedOfComplications) -> str:
    """Which kind is recorded in most patients of the groups that are compared, all together, and who are these?"""
    # Exact counts, not the table: there a published group has no figure where few of it had the kind.
    seen, hidden = asked.seen["episodes"], asked.hidden_by_time[RECORDED]
    shown = [group for group in seen.index if seen[group] and hidden[group] == disclosure.SHOWN]
    described = apart(finding.choices.group_by)
    # Attempts at home and observation stand for nobody but themselves, and a patient may stand in both.
    alone = shown if len(shown) == 1 or finding.choices.group_by != "treatment" else []
    together = [group for group in shown if group not in described] or alone
    events, of = asked.of_kinds("episodes").loc[together], seen[together]
    if not events.sum().gt(0).any():
        return ""
    kind = str(events.sum().idxmax())
    numbers = [int(events[kind].sum()), int(of.sum())]
    if asked.published:
        if not _can_be_published(events[kind], of):
            return ""
        numbers = [int(number) for number in disclosure.rounded(numbers)]
    counted = "patients" if finding.choices.unit == "patient" else "episodes"
    return (
        f"The kind recorded most often is {words.value('complication', kind).lower()}: in "
        f"{numbers[0]:,} of {numbers[1]:,} {counted} seen for at least {finding.settings.seen_days} days "
        f"{_of_whom(finding, together, shown)}. "
    )


def _can_be_published(events: pd.Series, of: pd.Series) -> bool:
    """May it be told in how many of all groups it was, without giving away a group in which it is hidden?"""
    if not all(disclosure.may_be_added_up(counts) for counts in (events, of - events)):
        return False
    return not disclosure.is_small([events.sum(), (of - events).sum()]).any()


def _of_whom(finding: Finding, together: list[str], shown: list[str]) -> str:
    """Of which groups are the patients that are told of together?"""
    if len(together) == 1:
        return finding.among(together[0])
    if finding.choices.group_by == "treatment":
        return "after any professional treatment shown here"
    left_out = len(together) < len(shown)
    return f"in any group shown here{', those not recorded apart' if left_out else ''}"


def notes(finding: Finding, asked: AskedOfComplications) -> tuple[str, ...]:
    """What must a reader of these figures know besides? One sentence or two each."""
    told = (
        shared.maturity(finding, TOPIC),
        _recorded(finding),
        _without_day(finding, asked),
        shared.hidden(finding),
        _hidden_with_time(asked),
        shared.published(finding),
        shared.attempts(finding, _CAUTION),
        shared.unit(finding, _NOT_GIVEN),
    )
    return tuple(note for note in told if note)


def _recorded(finding: Finding) -> str:
    if not finding.shown:
        return ""
    days = finding.settings.seen_days
    return (
        f"The recorded share is another figure: of those seen for at least {days} days, how many had the "
        "complication at any time on record. Those not seen for so long stand in a column of their own."
    )


def _without_day(finding: Finding, asked: AskedOfComplications) -> str:
    """In how many shown is a complication without its day, and where do these stand?"""
    unknown = asked.outcomes.groupby("group")["onset_unknown"].sum()
    unknown = unknown[[group for group in finding.shown if group in unknown.index]]
    at_home = int(unknown.get("diy", 0))
    number = int(unknown.sum()) - at_home
    unit = "patient" if finding.choices.unit == "patient" else "episode"
    told = [f"{_about(finding, number)} {unit}{'' if number == 1 else 's'}"] if number else []
    told += (
        [f"{_about(finding, at_home)} DIY attempt{'' if at_home == 1 else 's'}"] if at_home else []
    )
    if not told:
        return ""
    return (
        f"In {words.among(told)} a complication has no day of onset: it is placed on the day last seen, by "
        "which it had begun."
    )


def _about(finding: Finding, number: int) -> str:
    """How is a number of patients said, also outside the clinic?"""
    if not finding.asked.published:
        return f"{number:,}"
    if bool(disclosure.is_small(number)):
        return "a few"
    return f"about {float(disclosure.rounded(number)):,.0f}"


def _hidden_with_time(asked: AskedOfComplications) -> str:
    gone = set(asked.hidden_by_time[RECORDED].names) - set(asked.hidden.names)
    if not gone:
        return ""
    return (
        f"The recorded share of {words.count(len(gone), 'group')} is hidden: it, or the share of those not "
        f"seen for {asked.settings.seen_days} days, rests on fewer than {asked.fewest} patients, and each "
        "could be worked out from the other."
    )
