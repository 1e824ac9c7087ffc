"""The answer to "what becomes of attempts at home": a store worked by hand, whom it asks, what is said."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from dashboard import words
from dashboard.answers.answer import SHAPES, Answer
from dashboard.answers.diy_counts import METHODS, attempts_in, class_of, treated_in
from dashboard.cohort import Cohort
from dashboard.errors import BadInput
from dashboard.store import Folder
from tests.answers.attempts import ask, by_hand, of, rows
from tests.answers.test_recurrence import COMPARATIVES
from tests.house.test_words import COMPARES


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    return ask(by_hand().at(tmp_path_factory.mktemp("worked")), at_least=1)


@pytest.fixture(scope="module")
def plain(made_up_store: Folder) -> Answer:
    return ask(made_up_store)


@pytest.mark.parametrize(
    ("measure", "group", "kind", "events", "total"),
    [
        ("diy", "squeezing", "any", 6, 16),
        ("diy", "squeezing", "permanent", 6, 16),
        ("diy", "squeezing", "antibiotics", 0, 16),
        ("diy", "scrub", "any", 8, 8),
        ("diy", "scrub", "antibiotics", 8, 8),
        # A blank is no "no": whether it stays is not recorded.
        ("diy", "scrub", "permanent_not_recorded", 8, 8),
        # What was there before is counted against nobody; where nobody looked nothing is known.
        ("diy", "needle_or_pin", "any", 0, 9),
        ("assessment", "needle_or_pin", "not_assessed", 5, 14),
        ("diy", "not_recorded", "any", 0, 7),
        ("all_attempts", "diy", "any", 14, 40),
        ("inflamed", "mechanical", "inflamed", 6, 11),
        ("inflammation_known", "product", "not_recorded", 8, 8),
        ("inflammation_known", "not_asked", "not_recorded", 20, 20),
    ],
)
def test_worked_by_hand(
    worked: Answer, measure: str, group: str, kind: str, events: int, total: int
) -> None:
    row = of(worked, measure, group=group, kind=kind)
    assert (row["events"], row["episodes"]) == (events, total)
    assert row["estimate"] == pytest.approx(events / total)
    assert row["status"] == "shown"


def test_pathways_worked_by_hand(worked: Answer) -> None:
    told = {
        (row["group"], row["subgroup"]): (row["events"], row["episodes"])
        for row in rows(worked, "pathway")
        if row["events"]
    }
    assert told == {
        ("squeezing", "laser"): (6, 16),
        ("squeezing", "extraction"): (4, 16),
        ("squeezing", "earlier"): (1, 16),
        ("squeezing", "none"): (5, 16),
        ("needle_or_pin", "none"): (14, 14),
        ("scrub", "extraction"): (8, 8),
        ("not_recorded", "none"): (7, 7),
    }


def test_new_milia_anywhere_by_habit_worked_by_hand(worked: Answer) -> None:
    creams = {
        row["group"]: row for row in rows(worked, "new_milia", kind="heavy_cream", horizon_days=365)
    }
    assert (creams["yes"]["events"], creams["yes"]["episodes"]) == (6, 12)
    assert creams["yes"]["estimate"] == pytest.approx(0.5)
    assert (creams["no"]["events"], creams["no"]["estimate"]) == (0, 0.0)
    assert "not_recorded" not in creams
    spf = rows(worked, "new_milia", kind="daily_spf", horizon_days=365)
    assert [(row["group"], row["events"]) for row in spf] == [("not_recorded", 6)]
    # Seen at another site: no recurrence at the site, by the definition chosen.
    back = of(worked, "recurrence", group="not_asked", horizon_days=365)
    assert back["events"] == 0


def test_every_attempt_can_be_counted(tmp_path: Path) -> None:
    answer = ask(by_hand().at(tmp_path), at_least=1, unit="episode")
    row = of(answer, "diy", group="scrub", kind="any")
    assert (row["events"], row["episodes"], row["patients"]) == (8, 12, 12)
    assert pd.isna(row["ci_lower"])
    # Pathways are of first attempts all the same.
    assert of(answer, "pathway", group="scrub", subgroup="extraction")["episodes"] == 8
    assert "first attempts at home" not in answer.sentence
    assert any("Episodes are counted" in note for note in answer.notes)


def test_the_table_has_its_shape_and_the_main_measure_first(plain: Answer) -> None:
    assert list(plain.tables) == ["estimates", "comparisons", "balance", "charts"]
    for name, table in plain.tables.items():
        assert tuple(table.columns) == SHAPES[name]
        assert set(table["topic"]) <= {"diy"}
    assert plain.tables["estimates"]["measure"].iloc[0] == plain.topic == "diy"


def test_groups_are_the_methods_whatever_is_chosen(made_up_store: Folder, plain: Answer) -> None:
    other = ask(made_up_store, group_by="site", reference="cheek")
    pd.testing.assert_frame_equal(other.tables["estimates"], plain.tables["estimates"])
    assert (other.groups, other.sentence) == (plain.groups, plain.sentence)
    assert (other.choices.group_by, other.choices.reference) == ("site", "cheek")
    assert any("changes nothing here" in note for note in other.notes)
    assert not any("changes nothing here" in note for note in plain.notes)


def test_a_reference_that_is_no_value_is_refused(made_up_store: Folder) -> None:
    with pytest.raises(BadInput, match="not a value of site"):
        ask(made_up_store, group_by="site", reference="laser")


@pytest.mark.parametrize("unit", ["patient", "episode"])
def test_what_is_said_describes_and_never_compares(made_up_store: Folder, unit: str) -> None:
    answer = ask(made_up_store, unit=unit)
    said = " ".join([answer.sentence, *answer.notes])
    said = re.sub(r"more groups?|[Ff]ewer than", "", said)
    assert not COMPARATIVES.search(said), COMPARATIVES.findall(said)
    assert not COMPARES.search(said), COMPARES.findall(said)
    assert "Not adjusted" in answer.sentence
    assert "people who later came to a clinic" in answer.sentence


def test_the_sentence_says_the_share_of_all_and_of_methods(worked: Answer) -> None:
    assert worked.sentence.startswith(
        "A complication is on record after 35 in 100 of 40 first attempts at home (between 22 and 50): "
        "38 in 100 after squeezing (between 18 and 61)"
    )


def test_a_filter_of_treatments_that_leaves_attempts_out_says_so(made_up_store: Folder) -> None:
    answer = ask(made_up_store, Cohort((("treatment", ("laser", "peel")),)))
    assert answer.empty
    assert "leaves attempts at home out" in answer.sentence
    assert len(answer.tables["estimates"]) == 0


def test_attempts_alone_have_no_outcomes_of_those_treated(made_up_store: Folder) -> None:
    answer = ask(made_up_store, Cohort((("treatment", ("diy",)),)))
    assert answer.groups
    measures = set(answer.tables["estimates"]["measure"])
    assert measures == {"diy", "assessment", "all_attempts", "pathway"}


def test_which_cohorts_are_asked() -> None:
    both = Cohort((("site", ("nose",)), ("treatment", ("diy", "laser", "observation"))))
    assert attempts_in(both).values("treatment") == ("diy",)
    assert treated_in(both).values("treatment") == ("laser",)
    assert attempts_in(both).values("site") == treated_in(both).values("site") == ("nose",)
    assert set(treated_in(Cohort()).values("treatment")) == set(words.PROFESSIONAL)
    for own in METHODS.values():
        assert all(class_of(method) in METHODS for method in own)
    assert class_of("not_recorded") == "not_recorded"


def test_nobody(made_up_store: Folder) -> None:
    answer = ask(made_up_store, Cohort((("sex", ("other",)),)))
    assert answer.empty
    assert answer.sentence == (
        "In this cohort there is no attempt at home after which anybody looked for complications: widen the filters."
    )
    assert len(answer.tables["estimates"]) == 0
