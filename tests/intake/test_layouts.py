"""Records that are no rows of ours: complications and attempts told in a record of an episode."""

from __future__ import annotations

import pytest

from dashboard.errors import BadInput
from tests.intake.taking import Taking

WIDE = """
    Pat;Begun;Done;Seen;Reactions;Day;Grade
    1;03/02/2026;laser;30;PIH; 12;2
    2;05/02/2026;laser;30;"swelling; PIH ";"1;20";1
    3;06/02/2026;peel;30;none;;
    4;07/02/2026;peel;30;"PIH/bruise;PIH";"3;4";
    5;07/02/2026;magic;30;PIH;3;
    6;08/02/2026;peel;30;PIH;soon;9
"""
WIDE_PROFILE = """
    delimiter = "semicolon"
    [episodes.columns]
    patient_key = "Pat"
    start_month = { from = "Begun", date = "%d/%m/%Y" }
    treatment = "Done"
    last_seen_day = "Seen"
    complications_assessed = { from = "Reactions", otherwise = "yes" }

    [[complications.in_episodes]]
    split = ["Reactions", "Day"]
    separator = [";", "/"]
    [complications.in_episodes.columns]
    complication = { from = "Reactions", recode = { PIH = "hyperpigmentation", none = "" } }
    onset_day = "Day"
    grade = "Grade"
"""


def told(rows: list[dict[str, object]], *names: str) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


def test_a_cell_of_several_complications_gives_a_row_for_each(take: Taking) -> None:
    taken = take(WIDE, profile=WIDE_PROFILE)
    keys = {str(one["patient_key"]): one["episode_key"] for one in taken.episodes}
    patients = {key: patient for patient, key in keys.items()}
    found = [
        (patients[one["episode_key"]], one["complication"], one["onset_day"], one["grade"])
        for one in taken.complications
    ]
    assert found == [
        ("1", "hyperpigmentation", 12, 2),
        ("2", "swelling", 1, 1),
        ("2", "hyperpigmentation", 20, 1),
        # Two days for three complications: none of them is guessed.
        ("4", "hyperpigmentation", None, None),
        ("6", "hyperpigmentation", None, None),
    ]
    assert [one["complications_assessed"] for one in taken.episodes] == ["yes"] * 5
    assert taken.counts() == {
        ("treatment_unknown", "treatment"): 1,
        ("complication_unknown", "complication"): 1,
        ("of_rejected_episode", "episode_key"): 1,
        ("identical_rows", "episode_key"): 1,
        ("number_outside_range", "onset_day"): 3,
        ("number_outside_range", "grade"): 1,
    }
    told_off = {(one["line"], one["rule"], one["value"]) for one in taken.rejects}
    assert told_off == {
        (5, "complication_unknown", "bruise"),
        (6, "treatment_unknown", "magic"),
        (6, "of_rejected_episode", "withheld"),
    }
    own, besides = taken.summary.files
    assert (own.read, own.accepted, own.rejected, own.layout) == (6, 5, 1, "")
    assert (besides.kind, besides.layout) == ("complications", "besides")
    assert (besides.read, besides.accepted, besides.rejected, besides.made) == (8, 6, 2, 5)


def test_columns_of_their_own_give_a_complication_each(take: Taking) -> None:
    taken = take(
        """
        Pat,Begun,Done,Seen,PIH,PIH from,Scar,Swelling grade
        1,2026-02-03,laser,30,yes,2026-02-20,,2
        2,2026-02-04,laser,30,NO,,14/03/2026,0
        3,2026-02-05,laser,30,?,,,
        4,2026-02-06,laser,30,Y,2026-02-31,,12
        """,
        profile="""
        blanks = ["?"]
        [episodes]
        day_zero = { from = "Begun", date = "%Y-%m-%d" }
        [episodes.columns]
        patient_key = "Pat"
        start_month = { from = "Begun", date = "%Y-%m-%d" }
        treatment = "Done"
        last_seen_day = "Seen"
        [[complications.in_episodes]]
        [complications.in_episodes.columns]
        complication = { constant = "hyperpigmentation", where = "PIH", is = ["yes", "y"] }
        onset_day = { from = "PIH from", date = "%Y-%m-%d" }
        [[complications.in_episodes]]
        [complications.in_episodes.columns]
        complication = { from = "Scar", otherwise = "scar" }
        onset_day = { from = "Scar", date = "%d/%m/%Y" }
        permanent = { constant = "yes" }
        [[complications.in_episodes]]
        [complications.in_episodes.columns]
        complication = { from = "Swelling grade", recode = { 0 = "" }, otherwise = "swelling" }
        grade = "Swelling grade"
        """,
    )
    assert told(taken.complications, "complication", "onset_day", "grade", "permanent") == [
        ("hyperpigmentation", 17, None, None),
        ("swelling", None, 2, None),
        ("scar", 38, None, "yes"),
        ("hyperpigmentation", None, None, None),
        ("swelling", None, None, None),
    ]
    by_month = {one["episode_key"]: one["patient_key"] for one in taken.episodes}
    assert [by_month[one["episode_key"]] for one in taken.complications] == list("11244")
    # A complication of day 38 was seen on day 38.
    assert told(taken.episodes, "last_seen_day") == [(30,), (38,), (30,), (30,)]
    assert taken.summary.files[0].ignored == ()


ATTEMPTS = """
    Pat,First visit,Done,Seen,Skin,Tried,How,When tried,Inflamed after
    1,2026-02-03,laser,30,II,yes,needle,11/2025,no
    2,2026-02-04,peel,30,IV,no,,,
    1,2026-08-20,peel,10,II,yes,needle,11/2025,no
    3,2026-02-05,peel,30,I,yes,spoon,,
    4,2026-02-06,magic,30,I,yes,scrub,01/2026,
"""
ATTEMPTS_PROFILE = """
    hash = ["patient_key"]
    [episodes]
    day_zero = { from = "First visit", date = "%Y-%m-%d" }
    [episodes.columns]
    patient_key = "Pat"
    start_month = { from = "First visit", date = "%Y-%m-%d" }
    treatment = "Done"
    last_seen_day = "Seen"
    skin_type = "Skin"
    clinic = { constant = "north" }
    diy_before = { from = "How", recode = { needle = "mechanical", scrub = "product", "" = "none" } }
    [[episodes.also]]
    same = ["clinic", "skin_type"]
    day_zero = { from = "When tried", date = "%m/%Y" }
    [episodes.also.columns]
    treatment = { constant = "diy", where = "Tried", is = "yes" }
    operator_role = { constant = "self" }
    technique = { from = "How", recode = { needle = "needle_or_pin" } }
    start_month = { from = "When tried", date = "%m/%Y" }
    last_seen_day = { from = "First visit", date = "%Y-%m-%d" }
"""


def test_attempts_told_in_an_episode_become_episodes(take: Taking) -> None:
    taken = take(ATTEMPTS, profile=ATTEMPTS_PROFILE)
    names = ("treatment", "technique", "skin_type", "clinic", "last_seen_day", "diy_before")
    assert told(taken.episodes, *names) == [
        ("laser", None, "II", "north", 30, "mechanical"),
        ("peel", None, "IV", "north", 30, "none"),
        ("peel", None, "II", "north", 10, "mechanical"),
        ("peel", None, "I", "north", 30, None),
        ("diy", "needle_or_pin", "II", "north", 94, None),
        ("diy", "scrub", "I", "north", 36, None),
    ]
    first, *_, attempt, _ = taken.episodes
    assert first["patient_key"] == attempt["patient_key"]
    assert f"{attempt['start_month']:%Y-%m}" == "2025-11"
    assert len({one["episode_key"] for one in taken.episodes}) == 6
    own, besides = taken.summary.files
    assert (own.read, own.accepted, own.rejected, own.made) == (5, 4, 1, 4)
    # Told twice by patient 1, kept once; patient 3 does not say when.
    assert (besides.read, besides.accepted, besides.rejected, besides.repeated) == (4, 3, 1, 1)
    assert {(one["line"], one["column_name"]) for one in taken.rejects} == {
        (5, "start_month"),
        (5, "last_seen_day"),
        (6, "treatment"),
    }


def test_of_several_tellings_the_first_visit_after_the_attempt_counts(take: Taking) -> None:
    header, first, _, later, *_ = ATTEMPTS.strip().splitlines()
    before = first.replace("2026-02-03", "2025-10-03")
    for order in ((first, later, before), (later, before, first)):
        taken = take("\n".join((header, *order)).replace("    ", ""), profile=ATTEMPTS_PROFILE)
        (attempt,) = [one for one in taken.episodes if one["treatment"] == "diy"]
        assert attempt["last_seen_day"] == 94
        assert taken.summary.files[1].repeated == 2
        assert taken.rejects == []


def test_complications_may_be_counted_from_day_0_of_their_episode(take: Taking) -> None:
    profile = """
        hash = ["episode_key"]
        [episodes]
        day_zero = { from = "Begun", date = "%Y-%m-%d" }
        [episodes.columns]
        episode_key = "Case"
        patient_key = "Pat"
        start_month = { from = "Begun", date = "%Y-%m-%d" }
        treatment = "Done"
        last_seen_day = "Seen"
        [complications]
        day_zero = "episode"
        [complications.columns]
        episode_key = "Case no"
        complication = { from = "Code", recode = { C04 = "hyperpigmentation", C01 = "swelling" } }
        onset_day = { from = "Noted", date = "%d.%m.%Y" }
    """
    taken = take(
        "Case,Pat,Begun,Done,Seen\nk1,1,2026-02-03,laser,30\nk2,2,2026-03-01,laser,30\n",
        "Case no;Code;Noted\nk2;c04;11.03.2026\nk1;C01;03.02.2026\nk3;C01;03.02.2026\nk1;C99;\n",
        profile=profile,
    )
    assert told(taken.complications, "complication", "onset_day") == [
        ("hyperpigmentation", 10),
        ("swelling", 0),
    ]
    assert {(one["line"], one["rule"]) for one in taken.rejects} == {
        (4, "without_episode"),
        (5, "complication_unknown"),
    }
    with pytest.raises(BadInput, match="known only while both are imported"):
        take(None, "Case no;Code;Noted\nk2;c04;11.03.2026\n", profile=profile)


@pytest.mark.parametrize(
    ("profile", "message"),
    [
        ("[episodes.visits]\n[episodes.follow_up]", "both .episodes.visits. and"),
        ("[episodes.visits]", "has no “date”"),
        ('[episodes.visits]\ndate = "x"', "has no “kind”"),
        ('[episodes.visits]\ndate = "x"\nkind = "y"', "date is no date"),
        ("[episodes.visits]\ngap = 0", "gap is “0”"),
        ("[episodes.visits]\ngap = true", "gap is “True”"),
        ("[episodes.visits]\nday = 1", "“day”, which is not known"),
        ("[episodes]\nvisits = 1", "visits. is “1”"),
        ('[episodes.follow_up]\nday = "FU"', "no numbered “day”"),
        ('[episodes.follow_up]\nday = "FU{n}"', "neither “result” nor “skin”"),
        ('[episodes.follow_up]\nday = "FU{n}"\nskin = "S{n}"', "needs the column “FU1”"),
        ('[episodes.follow_up]\nday = { from = "F{n}", date = true }\nskin = "x"', "no day_zero"),
        ("[episodes]\nalso = 1", "not a list of sections"),
        ("[[episodes.also]]", "does not say what fills “treatment”"),
        ('[[episodes.also]]\nsame = ["shoe"]\ncolumns.treatment = "x"', "“same” names “shoe”"),
        ('[[episodes.also]]\nsame = ["episode_key"]\ncolumns.treatment = "x"', "“episode_key”"),
        ('[[episodes.also]]\nsplit = "x"\ncolumns.treatment = "x"', "“split”, which is not known"),
        ('[[episodes.also]]\ncolumns.treatment = "nope"', "needs the column “nope”"),
        (
            '[[episodes.also]]\ncolumns = { treatment = "x", healed_day = { from = "x", date = true } }',
            "healed_day is taken from a date",
        ),
        ("[[complications.in_episodes]]", "does not say what fills “complication”"),
        ('[[complications.in_episodes]]\ncolumns.shoe = "x"', "“shoe”, which is not known"),
        (
            '[[complications.in_episodes]]\ncolumns = { complication = "x", episode_key = "x" }',
            "fills “episode_key”",
        ),
        (
            '[[complications.in_episodes]]\nseparator = ""\ncolumns.complication = "x"',
            "empty “separator”",
        ),
        (
            '[[complications.in_episodes]]\nsplit = "y"\ncolumns.complication = "x"',
            "split needs the column “y”",
        ),
        (
            '[[complications.in_episodes]]\ncolumns = { complication = "x", onset_day = { from = "x", date = true } }',
            "onset_day is taken from a date",
        ),
        (
            '[episodes]\ndrop = "x"\n[[complications.in_episodes]]\ncolumns.complication = "x"',
            "both drops and uses the column “x”",
        ),
        ('[episodes]\nday_zero = "episode"', "day_zero is “episode”"),
        ('[episodes]\nday_zero = { from = "x", date = "%m/%Y" }', "has no day"),
        ('[complications]\nday_zero = "episode"', "but .episodes. has no day_zero"),
        ('[episodes.columns]\nsite = { constant = "x", otherwise = "y" }', "changes a constant"),
    ],
)
def test_what_is_wrong_with_a_layout_is_named(take: Taking, profile: str, message: str) -> None:
    export = "patient_key,start_month,treatment,last_seen_day,x\na,2026-01,laser,3,1\n"
    with pytest.raises(BadInput, match=message) as fault:
        take(export, profile=profile)
    assert fault.value.remedy


def test_complications_are_not_told_twice(take: Taking) -> None:
    with pytest.raises(BadInput, match="and a file of them is given"):
        take(WIDE, "episode_key,complication\nk,scar\n", profile=WIDE_PROFILE)
