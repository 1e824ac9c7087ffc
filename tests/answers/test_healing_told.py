"""Who is counted for healing, what is hidden, and what is said."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard import words
from dashboard.answers import healing
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, Release, open_release
from tests.answers.wounds import QUARTILES, ask, of, wounds

COMPARATIVES = re.compile(
    r"\b(better|worse|best|worst|fewer|more|less|than|safer|longer|shorter|faster|slower|quicker|sooner|later|"
    r"superior|inferior|outperforms?|higher|lower)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def release(made_up_store: Folder) -> Release:
    return open_release(made_up_store)


@pytest.fixture(scope="module")
def settings(made_up_store: Folder) -> Settings:
    return Settings(made_up_store.root)


@pytest.fixture(scope="module")
def plain(release: Release, settings: Settings) -> Answer:
    return healing.answer(release, Cohort(), Choices(), settings)


def test_no_wound_no_healing(plain: Answer) -> None:
    assert not {"retinoid", "observation"} & set(of(plain, "healing")["group"])
    steps = {step.name: step for step in plain.attrition}
    assert {
        "no_wound",
        "method_unknown",
        "last_session_unknown",
        "not_assessed",
        "not_recorded",
    } <= (set(steps))
    assert steps["no_wound"].said == "retinoid, observation and product-only attempts: no wound"


def test_attempts_are_described_last_and_never_compared(
    release: Release, settings: Settings
) -> None:
    plain = healing.answer(release, Cohort(), Choices(), replace(settings, min_patients=1))
    compared = plain.tables["comparisons"]
    assert plain.groups[-1] == "diy"
    assert "diy" not in {*compared["group"], *compared["reference"]}
    assert any("Only squeezing, needles and other tools" in note for note in plain.notes)


def test_those_nobody_looked_at_are_told_apart(plain: Answer) -> None:
    numbers = {step.name: step.number for step in plain.attrition}
    note = next(note for note in plain.notes if "left out, not counted as open" in note)
    assert f"Nobody looked at healing in {numbers['not_assessed']:,};" in note
    assert f"is not recorded in {numbers['not_recorded']:,}:" in note


def test_those_never_seen_healed_are_told(release: Release, settings: Settings) -> None:
    everything = healing.answer(release, Cohort(), Choices(), replace(settings, min_patients=1))
    never = int(everything.tables["curves"]["censored"].sum())
    assert never > 40
    assert any(note.startswith(f"{never:,} patients were last seen") for note in everything.notes)


def test_quartiles_and_means_need_four_times_the_smallest_number(tmp_path: Path) -> None:
    rows = wounds(*[(day, 50) for day in range(2, 21)]) + wounds(
        *[(day, 50) for day in range(2, 22)], treatment="peel"
    )
    answer = ask(tmp_path, rows, min_at_risk=1)
    for measure in ("healing", "restricted_mean"):
        rows_of = of(answer, measure)
        days = rows_of[rows_of["value_unit"].eq("days")]
        assert days.loc[days["group"].eq("laser"), "status"].eq("hidden_small_number").all()
        assert days.loc[days["group"].eq("laser"), "estimate"].isna().all()
        assert days.loc[days["group"].eq("peel"), "status"].eq("shown").all()
    contrasts = answer.tables["comparisons"]
    means = contrasts[contrasts["measure"].eq("restricted_mean")]
    assert means["status"].eq("hidden_small_number").all()
    assert means["estimate"].isna().all()


def test_no_day_is_told_on_which_fewer_than_five_were_open(tmp_path: Path) -> None:
    """24 wounds, 17 last seen on day 3: of the seven left, five heal one a day."""
    ends = [(None, 3)] * 17 + [(day, 50) for day in range(5, 10)] + [(None, 60)] * 2
    answer = ask(tmp_path, wounds(*ends), min_at_risk=1)
    rows = of(answer, "healing").set_index("kind").loc[list(QUARTILES)]
    # Open: 6/7 on day 5, 5/7 on day 6 (6 still open), 4/7, 3/7 on day 8 (4 still open), 2/7.
    assert rows["status"].tolist() == ["shown", "hidden_small_number", "not_reached"]
    assert rows.loc["quantile_25", "estimate"] == 6
    assert rows["estimate"].isna().tolist() == [False, True, True]
    # The upper limit would be a day on which four or fewer were open.
    assert rows["ci_upper"].isna().all()
    told = ask(tmp_path / "all", wounds(*ends), min_at_risk=1, min_patients=1)
    assert of(told, "healing", "median").iloc[0]["estimate"] == 8
    assert of(told, "healing", "quantile_25").iloc[0]["ci_upper"] >= 8


def test_a_cohort_of_three_shows_no_number(release: Release, settings: Settings) -> None:
    cohort = Cohort((("treatment", ("electrosurgery",)),))
    answer = healing.answer(release, cohort, Choices(), settings)
    assert answer.empty
    assert "widen the filters" in answer.sentence
    numbers = answer.tables["estimates"].select_dtypes("number")
    assert numbers.drop(columns="horizon_days").isna().all(axis=None)
    assert answer.tables["curves"].empty


def test_an_empty_cohort_says_so(release: Release, settings: Settings) -> None:
    answer = healing.answer(release, Cohort((("clinic", ("nowhere",)),)), Choices(), settings)
    assert answer.empty
    assert answer.sentence.startswith("Nobody in this cohort")
    assert all(len(table) == 0 for table in answer.tables.values())


@pytest.mark.parametrize("healed", [9, None])
@pytest.mark.parametrize("unit", ["patient", "episode"])
def test_a_store_of_one_record(tmp_path: Path, healed: int | None, unit: str) -> None:
    hiding = ask(tmp_path / "hiding", wounds((healed, 30)), unit=unit)
    assert hiding.empty
    shown = ask(tmp_path / "all", wounds((healed, 30)), unit=unit, min_patients=1, min_at_risk=1)
    assert of(shown, "healing")["patients"].eq(1).all()


def test_published_figures_are_whole_and_no_count_is_small(
    release: Release, settings: Settings
) -> None:
    answer = healing.answer(release, Cohort(), Choices(policy="publication"), settings)
    for shape in ("estimates", "curves"):
        table = answer.tables[shape]
        for column in ("patients", "episodes", "events", "censored", "at_risk"):
            if column in table:
                counts = table[column].dropna().astype(int)
                assert (counts % 5 == 0).all()
                assert not counts.between(1, 7).any()
    days = of(answer, "healing", "median")["estimate"].dropna()
    assert len(days) >= 2
    assert (days % 1 == 0).all()
    assert of(answer, "healing_interval_censored").empty
    assert not any(re.search(r"\b[1-7] patients\b", note) for note in answer.notes)


@pytest.mark.parametrize("unit", ["patient", "episode"])
@pytest.mark.parametrize("group_by", list(words.DIMENSIONS))
def test_what_is_said_never_compares(
    release: Release, settings: Settings, group_by: str, unit: str
) -> None:
    answer = healing.answer(release, Cohort(), Choices(group_by=group_by, unit=unit), settings)
    notes = [note for note in answer.notes if "DIY attempts are those" not in note]
    said = " ".join([answer.sentence, *notes])
    for allowed in (
        r"\d+ more groups? below",
        r"[Ff]ewer than \d+ patients",
        r"\b(fewer|more) than 99?\b",
    ):
        said = re.sub(allowed, "", said)
    # Values of the records ("More than …") are no words of ours.
    said = re.sub(r"“[^”]*”", "", said)
    assert not COMPARATIVES.search(said), COMPARATIVES.findall(said)
    assert "Not adjusted" in answer.sentence or not answer.groups or "Too early" in answer.sentence


def test_the_sentence_says_days_and_shares_as_the_table_has_them(plain: Answer) -> None:
    row = of(plain, "healing", "median", "extraction").iloc[0]
    days = f"day {row['estimate']:g} after extraction"
    assert days in plain.sentence
    at = of(plain, "healing", "cumulative_incidence", "extraction")
    share = at[at["horizon_days"].eq(plain.horizon or 0)].iloc[0]
    assert f"{100 * share['estimate']:.0f} in 100 after extraction" in plain.sentence


def test_the_finding_is_said_at_the_middle_horizon(plain: Answer) -> None:
    assert plain.horizon == 14
    assert "Healed within 14 days: " in plain.sentence


def test_nobody_is_followed_long_enough(tmp_path: Path) -> None:
    answer = ask(tmp_path, wounds(*[(None, 3)] * 24))
    assert "Half healed was not reached after laser." in answer.sentence
    assert answer.horizon is None


def test_a_second_wound_counts_only_where_episodes_do(tmp_path: Path) -> None:
    rows = wounds(*[(8, 20)] * 9)
    again = {
        **rows[0],
        "episode_key": "again",
        "start_month": dt.date(2025, 6, 1),
        "healed_day": 16,
    }
    for unit, number in (("patient", 9), ("episode", 10)):
        answer = ask(tmp_path / unit, [*rows, again], unit=unit, min_patients=1, min_at_risk=1)
        assert of(answer, "healing")["episodes"].eq(number).all()
        assert of(answer, "healing")["patients"].eq(9).all()


def test_a_hidden_share_of_a_group_that_is_shown_is_explained(tmp_path: Path) -> None:
    # One was lost on day 3, and on day 28 two are still open: few, in a group of fifty.
    few = wounds((None, 3), *[(5, 40)] * 47, (30, 40), (31, 40))
    answer = ask(tmp_path / "few", few)
    late = of(answer, "healing", "cumulative_incidence").set_index("horizon_days")["status"]
    assert late.to_dict() == {7: "hidden_small_number", 14: "hidden_small_number"} | {
        28: "hidden_small_number"
    }
    assert answer.groups == ("laser",)
    (note,) = (note for note in answer.notes if "Hidden: too few" in note)
    assert "fewer than 5 wounds of the group were still open" in note
    # Nobody was lost: the shares rest on all, and nothing is to be explained.
    plain = ask(tmp_path / "all", wounds(*[(5, 40)] * 50))
    assert not any("Hidden: too few" in note for note in plain.notes)
