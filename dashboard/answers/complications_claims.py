"""What clinics promise, beside what the records say: pain, scars, home the same day, a retinoid first."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard import disclosure
from dashboard.answers import complications_shares
from dashboard.answers.complications_counts import RECORDED, AskedOfComplications
from dashboard.answers.shares import shares
from dashboard.disclosure import parts_to_hide

CLAIM = "claim"
# Kind → the number with it, the number who could have it, and their patients, as the query counts them.
_ANSWERED: Mapping[str, tuple[str, str, str]] = {
    "painless": ("painless", "pain_given", "pain_patients"),
    "pain_4_or_more": ("pain_4_or_more", "pain_given", "pain_patients"),
    "same_day": ("same_day", "discharge_given", "discharge_patients"),
    "cleared_alone": ("cleared_alone", "retinoid_assessed", "retinoid_patients"),
    "treated_again": ("treated_again", "retinoid_assessed", "retinoid_patients"),
}
# Kind of those who gave no answer → those who gave one, of all whom the question concerns.
_UNANSWERED: Mapping[str, tuple[str, str, str]] = {
    "pain_not_recorded": ("pain_given", "episodes", "pain_patients"),
    "same_day_not_recorded": ("discharge_given", "episodes", "discharge_patients"),
    "clearance_not_assessed": ("retinoid_assessed", "retinoid", "retinoid_patients"),
}


def rows(asked: AskedOfComplications) -> list[pd.DataFrame]:
    """Rows of ``estimates`` with ``base``: what the records say to each promise, and how many say nothing."""
    answers = _answers(asked).set_index("group")
    # Of the groups of this page: a group in which nobody looked for complications is not one of them.
    answers = answers.loc[[group for group in asked.sizes if group in answers.index]]
    if answers.empty:
        return []
    told = [_row(asked, answers, kind, *names) for kind, names in _ANSWERED.items()]
    told += [_unanswered(asked, answers, kind, *names) for kind, names in _UNANSWERED.items()]
    return [*told, *_scars(asked)]


def _answers(asked: AskedOfComplications) -> pd.DataFrame:
    """Who gave which answer? Patients are counted apart from episodes only where one may have several."""
    answers = asked.run("answers_by_group")
    if asked.choices.unit == "episode":
        return answers.merge(asked.run("patients_by_group"), on="group")
    once = {
        "patients": "episodes",
        "pain_patients": "pain_given",
        "discharge_patients": "discharge_given",
        "retinoid_patients": "retinoid_assessed",
    }
    return answers.assign(**{patients: answers[number] for patients, number in once.items()})


def _row(
    asked: AskedOfComplications,
    answers: pd.DataFrame,
    kind: str,
    events: str,
    of: str,
    patients: str,
) -> pd.DataFrame:
    counts = pd.DataFrame(
        {
            "group": answers.index,
            "kind": kind,
            "events": answers[events].to_numpy(dtype=float),
            "episodes": answers[of].to_numpy(),
            "patients": answers[patients].to_numpy(),
        }
    )
    return _hidden(asked, shares(counts, asked, CLAIM), answers[patients])


def _unanswered(
    asked: AskedOfComplications,
    answers: pd.DataFrame,
    kind: str,
    given: str,
    of: str,
    patients: str,
) -> pd.DataFrame:
    """How many gave no answer? Not told where so few gave one that these are hidden."""
    counts = pd.DataFrame(
        {
            "group": answers.index,
            "kind": kind,
            "events": (answers[of] - answers[given]).to_numpy(dtype=float),
            "episodes": answers[of].to_numpy(),
            # Of all whom it concerns; where several episodes of a patient count, a safe lower limit.
            "patients": answers[[of, "patients"]].min(axis=1).to_numpy(),
        }
    )
    return _hidden(asked, shares(counts, asked, CLAIM), answers[patients])


def _hidden(asked: AskedOfComplications, rows: pd.DataFrame, given: pd.Series) -> pd.DataFrame:
    """Which groups gave too few answers? They are blank."""
    parts = parts_to_hide({str(group): int(n) for group, n in given.items()}, asked.fewest)
    return disclosure.hide_groups(rows, parts)


def _scars(asked: AskedOfComplications) -> list[pd.DataFrame]:
    """What stands to scars: any, and those recorded as permanent, of those seen long enough?"""
    counted = complications_shares.recorded(asked)
    scars = counted[counted["kind"].eq("scar")]
    permanent = complications_shares.permanent_scars(asked)
    hidden = asked.hidden_by_time[RECORDED]
    told = [
        disclosure.hide_groups(shares(counts, asked, CLAIM), hidden)
        for counts in (scars, permanent)
    ]
    return [*told, complications_shares.limits(permanent, asked)]
