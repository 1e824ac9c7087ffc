"""The tables of like for like: every figure is the answer's, rounded; what is hidden or not comparable is a word."""

from __future__ import annotations

import pytest

from dashboard.answers.answer import Answer
from dashboard.answers.like_for_like_plain import OUTCOMES_SAID
from dashboard.cohort import Cohort
from dashboard.store import Folder
from dashboard.tables import like_for_like as tables
from tests.answers.alike import ask, difference, share

_ARMS = ["Peel", "Laser", "Cryotherapy", "Retinoid", "Electrosurgery", "Combination"]


@pytest.fixture(scope="module")
def answer(sample_store: Folder) -> Answer:
    return ask(sample_store)


@pytest.fixture(scope="module")
def small(made_up_store: Folder) -> Answer:
    return ask(made_up_store)


def _plain(text: object) -> str:
    return str(text).replace("\u00a0", " ").replace("\u2060", "")


def test_shares_stand_beside_each_other(answer: Answer) -> None:
    table = tables.shares(answer, "failure_free")
    assert list(table.index) == _ARMS
    assert table.index.name == "Compared with Extraction"
    laser = table.loc["Laser"].map(_plain)
    assert laser["Among like patients"].startswith(f"{share(answer, 'laser', 'extraction'):.0%} (")
    assert laser["Extraction, alike"].startswith(f"{share(answer, 'extraction', 'laser'):.0%} (")
    crude = difference(answer, "laser", "crude")["estimate"]
    adjusted = difference(answer, "laser", "overlap")["estimate"]
    assert laser["Difference as recorded, points"].startswith(f"−{-100 * crude:.1f} (")
    assert laser["Difference among like, points"].startswith(f"+{100 * adjusted:.1f} (")


def test_sizes_say_who_was_compared(answer: Answer) -> None:
    table = tables.sizes(answer, "failure_free")
    assert list(table.index) == _ARMS
    assert set(table["Set aside"]) == {"none"}
    assert table.loc["Laser", "Set aside, extraction"] == "13"
    assert table.loc["Laser", "Patients, extraction"] == "1,838"
    assert set(table["Largest difference left"]) == {"0.00"}


def test_second_opinions_and_e_values_have_a_row_an_arm(answer: Answer) -> None:
    opinions = tables.second_opinions(answer, "failure_free")
    assert list(opinions.index) == _ARMS
    assert list(tables.e_values(answer, "failure_free").index) == _ARMS
    healing = tables.second_opinions(answer, "healing")
    # A retinoid leaves no wound that could heal.
    assert list(healing.index) == [arm for arm in _ARMS if arm != "Retinoid"]
    assert "Hazard ratio of healing, case mix in the model" in healing.columns
    assert len(tables.differences(answer, "failure_free")) == 3 * len(_ARMS)


def test_balance_has_both_arms_before_and_after(answer: Answer) -> None:
    table = tables.balance(answer, "failure_free", "laser")
    assert "Skin type: Type II" in table.index
    row = table.loc["Deep: yes"]
    assert row["Laser, weighted"] == row["Extraction, weighted"]
    assert row["Laser"] != row["Extraction"]
    assert row["Difference left, SD"] in ("+0.00", "−0.00")
    assert "hidden: too few" in table.to_numpy().ravel()


def test_not_comparable_is_a_word_with_its_reason(sample_store: Folder) -> None:
    darkest = ask(sample_store, Cohort((("skin_type", ("VI",)),)))
    reasons = tables.reasons(darkest, "failure_free")
    assert len(reasons)
    shares, sizes = (made(darkest, "failure_free") for made in (tables.shares, tables.sizes))
    for arm in reasons.index:
        assert shares.loc[arm, "Among like patients"] == "not comparable"
        assert shares.loc[arm, "Difference among like, points"] == "not comparable"
        assert "_" not in reasons.loc[arm, "Why"]
        assert sizes.loc[arm, "Effective size"] == "not comparable"


@pytest.mark.parametrize("measure", OUTCOMES_SAID)
def test_no_table_has_a_hidden_group_or_a_bare_nan(small: Answer, measure: str) -> None:
    made = [
        tables.shares(small, measure),
        tables.sizes(small, measure),
        tables.differences(small, measure),
        tables.second_opinions(small, measure),
        tables.e_values(small, measure),
    ]
    for table in made:
        assert "Electrosurgery" not in table.index
        assert not table.map(lambda said: "nan" in str(said)).any().any()
