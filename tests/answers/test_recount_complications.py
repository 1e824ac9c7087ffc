"""The complications answer on the sample records, recounted from the files without the program."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from dashboard.answers import complications
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.answers import recount
from tests.answers import recount_complications as again
from tests.answers.recount import Row
from tests.answers.recount_complications import Case

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"
HORIZONS = (30, 90)
# What is asked: filter, grouping, unit.
QUESTIONS = {
    "by treatment": ((), "treatment", "patient"),
    "by skin type": ((), "skin_type", "patient"),
    "eyelids": ((("site", ("eyelid", "periorbital")),), "treatment", "patient"),
    "all episodes": ((), "treatment", "episode"),
}
ALL = pytest.mark.parametrize("name", QUESTIONS)
KINDS = ("hyperpigmentation", "scar", "infection", "secondary_milia")
RECORDED = (
    *("any", *KINDS, "permanent", "antibiotics", "unresolved", "grade_2_or_more"),
    *("grade_3_or_more", "grade_1", "grade_2", "grade_5", "grade_not_recorded"),
    *("permanent_not_recorded", "antibiotics_not_recorded"),
)
Ask = Callable[[str], Answer]


@cache
def _rows(name: str) -> list[Row]:
    """The episodes that count, assessed or not."""
    filters, group_by, unit = QUESTIONS[name]
    rows = recount.read(SAMPLE / "episodes.csv")
    if unit == "patient":
        rows = recount.firsts(rows)
    if group_by != "treatment":
        rows = [row for row in rows if recount.care(row) == "professional"]
    return [row for row in rows if all(row[column] in kept for column, kept in filters)]


@cache
def _cases(name: str) -> dict[str, list[Case]]:
    harms = recount.read(SAMPLE / "complications.csv")
    return again.by_group(again.cases(_rows(name), harms, QUESTIONS[name][1]))


@pytest.fixture(scope="module")
def answer_to(sample_store: Folder) -> Ask:
    # Nothing hidden, so that everything can be compared.
    settings = Settings(sample_store.root, min_patients=1, min_at_risk=1)
    release = open_release(sample_store)

    @cache
    def ask(name: str) -> Answer:
        filters, group_by, unit = QUESTIONS[name]
        choices = Choices(group_by=group_by, unit=unit)
        return complications.answer(release, Cohort(filters), choices, settings)

    return ask


def _of(answer: Answer, measure: str, kind: str = "", subgroup_by: str = "") -> pd.DataFrame:
    table = answer.tables["estimates"]
    chosen = table["measure"].eq(measure) & table["subgroup_by"].eq(subgroup_by)
    return table[chosen & table["kind"].eq(kind)] if kind else table[chosen]


@ALL
@pytest.mark.parametrize("kind", ["any", *KINDS])
def test_every_cumulative_incidence(name: str, kind: str, answer_to: Ask) -> None:
    rows = _of(answer_to(name), "complications", kind)
    cases = _cases(name)
    compared = 0
    for row in rows.to_dict("records"):
        spells, horizon = [case.spell(kind) for case in cases[row["group"]]], row["horizon_days"]
        assert row["episodes"] == len(spells)
        assert row["events"] == recount.ended(spells, "event", horizon)
        assert row["competing"] == recount.ended(spells, "competing", horizon)
        if row["status"] == "shown":
            wanted = recount.incidence(spells, horizon)
            assert row["estimate"] == pytest.approx(wanted, rel=0, abs=1e-9)
            compared += 1
    assert len(rows) == len(cases) * len(HORIZONS)
    assert compared >= 0.9 * len(rows)
    assert rows["events"].sum() > 0


@ALL
@pytest.mark.parametrize("kind", RECORDED)
def test_every_recorded_share(name: str, kind: str, answer_to: Ask) -> None:
    rows = _of(answer_to(name), "recorded", kind).set_index("group")
    for group, cases in _cases(name).items():
        seen = [case for case in cases if case.seen_long]
        k = sum(case.has(kind) for case in seen)
        assert (rows.at[group, "events"], rows.at[group, "episodes"]) == (k, len(seen))
        assert rows.at[group, "estimate"] == pytest.approx(k / len(seen), rel=0, abs=1e-12)


@ALL
def test_those_seen_for_less(name: str, answer_to: Ask) -> None:
    rows = _of(answer_to(name), "seen_less").set_index("group")
    for group, cases in _cases(name).items():
        less = [case for case in cases if not case.seen_long]
        told = (rows.at[group, "events"], rows.at[group, "episodes"]) if less else (0, 0)
        assert told == (sum(bool(case.harms) for case in less), len(less))


@ALL
@pytest.mark.parametrize("kind", ["any", "scar"])
def test_complications_a_patient(name: str, kind: str, answer_to: Ask) -> None:
    rows = _of(answer_to(name), "number", kind).set_index("group")
    for group, cases in _cases(name).items():
        seen = [case for case in cases if case.seen_long]
        number = sum(len(case.of(kind)) for case in seen)
        assert rows.at[group, "events"] == number
        assert rows.at[group, "estimate"] == pytest.approx(number / len(seen))


@pytest.mark.parametrize("name", ["by treatment", "all episodes"])
@pytest.mark.parametrize("subgroup_by", ["skin_type", "delicate_site", "site"])
@pytest.mark.parametrize("kind", ["any", "hyperpigmentation"])
def test_every_cell_of_a_subgroup(name: str, subgroup_by: str, kind: str, answer_to: Ask) -> None:
    if kind != "any" and subgroup_by != "skin_type":
        assert _of(answer_to(name), "recorded", kind, subgroup_by).empty
        return
    rows = _of(answer_to(name), "recorded", kind, subgroup_by)
    told = {
        (row["group"], row["subgroup"]): (row["events"], row["episodes"])
        for row in rows.to_dict("records")
    }
    counted: dict[tuple[str, str], tuple[int, int]] = {}
    for group, cases in _cases(name).items():
        for case in cases:
            row = case.row
            known = again.delicate(row) if subgroup_by == "delicate_site" else row[subgroup_by]
            if case.seen_long:
                k, n = counted.get((group, known or "not_recorded"), (0, 0))
                counted[group, known or "not_recorded"] = (k + case.has(kind), n + 1)
    # A cell in which nobody is has no row: it is unknown, not zero.
    assert told == counted


@ALL
def test_what_stands_beside_the_promises(name: str, answer_to: Ask) -> None:
    claims = _of(answer_to(name), "claim")
    told = {
        (row["kind"], row["group"]): (row["events"], row["episodes"])
        for row in claims.to_dict("records")
    }
    group_by = QUESTIONS[name][1]
    for group, cases in _cases(name).items():
        rows = [row for row in _rows(name) if (row[group_by] or "not_recorded") == group]
        home = [row["same_day_discharge"] for row in rows if row["same_day_discharge"]]
        alone, treated, assessed = again.after_a_retinoid(rows)
        seen = [case for case in cases if case.seen_long]
        scars = [harm for case in seen for harm in case.of("scar")]
        permanent = {harm["episode_key"] for harm in scars if harm["permanent"] == "yes"}
        expected = {
            "painless": again.pain(rows, 0, 1),
            "pain_4_or_more": again.pain(rows, 4, 10),
            "same_day": (home.count("yes"), len(home)),
            "cleared_alone": (alone, assessed),
            "treated_again": (treated, assessed),
            "scar": (len({harm["episode_key"] for harm in scars}), len(seen)),
            "permanent_scar": (len(permanent), len(seen)),
            "same_day_not_recorded": (len(rows) - len(home), len(rows)),
        }
        for kind, (k, n) in expected.items():
            assert told.get((kind, group), (0, 0)) == ((k, n) if n else (0, 0)), (kind, group)


def test_the_attrition_counts_those_in_whom_nobody_looked(answer_to: Ask) -> None:
    told = {step.name: step.number for step in answer_to("by treatment").attrition}
    looked = [row["complications_assessed"] for row in _rows("by treatment")]
    assert told["eligible"] == looked.count("yes")
    assert told.get("not_assessed", 0) == looked.count("no")
    assert told.get("not_recorded", 0) == looked.count("")


def test_the_note_counts_those_without_a_day(answer_to: Ask) -> None:
    without = {
        group: sum(any(not harm["onset_day"] for harm in case.harms) for case in cases)
        for group, cases in _cases("by treatment").items()
    }
    at_home = without.pop("diy")
    said = (
        f"In {sum(without.values())} patients and {at_home} DIY attempts a complication has no day"
    )
    assert any(said in note for note in answer_to("by treatment").notes)
    assert at_home > 0
