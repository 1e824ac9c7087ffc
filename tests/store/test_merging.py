"""What an import changes, and what stays: each case counted by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.errors import BadInput
from dashboard.store.building import SAMPLE
from tests.store.keeping import COMPLICATIONS, EPISODES, Keeper

HARMS = "select episode_key, complication from complications order by all"


def _with(old: str, new: str, text: str = EPISODES) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


def test_into_an_empty_folder_all_are_new(keeper: Keeper) -> None:
    built = keeper.bring(EPISODES, COMPLICATIONS)
    assert built.number == 1
    assert built.changes == {"new": 4}
    assert keeper.rows("select episode_key, patient_key, pain from episodes order by all") == [
        ("a1", "anna", 2),
        ("a2", "anna", None),
        ("b1", "ben", 5),
        ("c1", "cleo", None),
    ]
    assert keeper.rows(HARMS) == [("a1", "scar"), ("a1", "swelling"), ("b1", "pain")]


def test_the_same_files_again_change_nothing(keeper: Keeper) -> None:
    keeper.bring(EPISODES, COMPLICATIONS)
    before = keeper.rows("select * from facts order by all")
    again = keeper.bring(EPISODES, COMPLICATIONS)
    assert again.number == 2
    assert again.changes == {"unchanged": 4}
    assert keeper.rows("select * from facts order by all") == before


def test_one_changed_value_is_one_changed_episode(keeper: Keeper) -> None:
    keeper.bring(EPISODES)
    again = keeper.bring(_with("no,,5", "no,,6"))
    assert again.changes == {"changed": 1, "unchanged": 3}
    assert keeper.rows("select pain from episodes where episode_key = 'b1'") == [(6,)]


def test_a_value_that_was_recorded_and_is_blank_now_is_a_change(keeper: Keeper) -> None:
    keeper.bring(EPISODES)
    assert keeper.bring(_with("no,,5", "no,,")).changes == {"changed": 1, "unchanged": 3}
    assert keeper.rows("select pain from episodes where episode_key = 'b1'") == [(None,)]


def test_what_is_not_in_the_file_stays(keeper: Keeper) -> None:
    keeper.bring(EPISODES)
    later = """
        patient_key,start_month,treatment,last_seen_day,episode_key
        dora,2026-05,peel,10,d1
        ben,2026-02,extraction,80,b1
    """
    assert keeper.bring(later).changes == {"new": 1, "changed": 1}
    assert keeper.rows("select count(*) from episodes") == [(5,)]
    # An episode is replaced as a whole: what its new row does not record is not recorded.
    assert keeper.rows("select clinic, pain from episodes where episode_key = 'b1'") == [
        (None, None)
    ]


def test_an_added_complication_changes_its_episode(keeper: Keeper) -> None:
    keeper.bring(EPISODES, COMPLICATIONS)
    more = COMPLICATIONS + "    a2,bruising,1,1\n"
    assert keeper.bring(EPISODES, more).changes == {"changed": 1, "unchanged": 3}
    assert len(keeper.rows(HARMS)) == 4


def test_a_complication_that_is_gone_changes_its_episode(keeper: Keeper) -> None:
    keeper.bring(EPISODES, COMPLICATIONS)
    fewer = _with("    b1,pain,0,1\n", "", COMPLICATIONS)
    assert keeper.bring(EPISODES, fewer).changes == {"changed": 1, "unchanged": 3}
    assert keeper.rows(HARMS) == [("a1", "scar"), ("a1", "swelling")]


def test_a_complication_of_another_grade_changes_its_episode(keeper: Keeper) -> None:
    keeper.bring(EPISODES, COMPLICATIONS)
    other = _with("b1,pain,0,1", "b1,pain,0,2", COMPLICATIONS)
    assert keeper.bring(EPISODES, other).changes == {"changed": 1, "unchanged": 3}
    assert keeper.rows("select grade from complications where episode_key = 'b1'") == [(2,)]


def test_episodes_alone_leave_the_stored_complications(keeper: Keeper) -> None:
    keeper.bring(EPISODES, COMPLICATIONS)
    assert keeper.bring(EPISODES).changes == {"unchanged": 4}
    assert len(keeper.rows(HARMS)) == 3
    assert keeper.bring(_with("no,,5", "no,,6")).changes == {"changed": 1, "unchanged": 3}
    assert len(keeper.rows(HARMS)) == 3


def test_complications_alone_replace_those_of_the_episodes_they_name(keeper: Keeper) -> None:
    keeper.bring(EPISODES, COMPLICATIONS)
    alone = """
        episode_key,complication,onset_day,grade
        a1,infection,3,2
    """
    built = keeper.bring(None, alone)
    assert built.changes == {"changed": 1}
    assert keeper.rows(HARMS) == [("a1", "infection"), ("b1", "pain")]
    assert keeper.rows("select count(*) from episodes") == [(4,)]


def test_complications_alone_that_say_the_same_change_nothing(keeper: Keeper) -> None:
    keeper.bring(EPISODES, COMPLICATIONS)
    assert keeper.bring(None, COMPLICATIONS).changes == {"unchanged": 2}
    assert len(keeper.rows(HARMS)) == 3


LAST_SEEN = "select last_seen_day from episodes where episode_key = 'a1'"


def test_an_episode_was_seen_until_the_last_day_of_its_complications(keeper: Keeper) -> None:
    late = _with("a1,scar,60,2", "a1,scar,120,2", COMPLICATIONS)
    keeper.bring(EPISODES, late)
    assert keeper.rows(LAST_SEEN) == [(120,)]
    # The file says day 90; the complication of day 120 stays, and so nothing has changed.
    assert keeper.bring(EPISODES).changes == {"unchanged": 4}
    assert keeper.rows(LAST_SEEN) == [(120,)]
    # With the complications of before it is day 90 again.
    assert keeper.bring(EPISODES, COMPLICATIONS).changes == {"changed": 1, "unchanged": 3}
    assert keeper.rows(LAST_SEEN) == [(90,)]


def test_complications_alone_may_show_that_an_episode_was_seen_later(keeper: Keeper) -> None:
    keeper.bring(EPISODES)
    alone = """
        episode_key,complication,onset_day,resolved_day
        a1,infection,3,150
    """
    assert keeper.bring(None, alone).changes == {"changed": 1}
    assert keeper.rows(LAST_SEEN) == [(150,)]


def test_replace_starts_from_empty(keeper: Keeper) -> None:
    keeper.bring(EPISODES, COMPLICATIONS)
    only_ben = "\n".join(line for line in EPISODES.splitlines() if "anna" not in line)
    built = keeper.bring(only_ben, replace=True)
    assert built.changes == {"new": 2}
    assert keeper.rows("select episode_key from episodes order by all") == [("b1",), ("c1",)]
    assert keeper.rows(HARMS) == []


def test_a_dry_run_counts_and_changes_nothing(keeper: Keeper) -> None:
    keeper.bring(EPISODES)
    before = keeper.names()
    built = keeper.bring(_with("no,,5", "no,,6"), dry_run=True)
    assert built.number is None
    assert built.changes == {"changed": 1, "unchanged": 3}
    assert keeper.names() == before
    assert keeper.folder.current() == 1


def test_a_first_dry_run_keeps_no_salt(keeper: Keeper) -> None:
    assert keeper.bring(dry_run=True).changes == {"new": 4}
    assert not keeper.folder.pseudonymised


def _cutoffs(keeper: Keeper) -> dict[str, str]:
    rows = keeper.rows("select clinic, until_month from cutoffs")
    return {clinic: f"{month:%Y-%m}" for clinic, month in rows}


def test_of_each_clinics_cut_off_the_later_stays(keeper: Keeper) -> None:
    keeper.bring(EPISODES, until="2026-06")
    assert _cutoffs(keeper) == {"north": "2026-06", "south": "2026-06", "": "2026-06"}
    of_north = "\n".join(line for line in EPISODES.splitlines() if "ben" not in line)
    keeper.bring(of_north, until="2026-08")
    assert _cutoffs(keeper) == {"north": "2026-08", "south": "2026-06", "": "2026-08"}
    keeper.bring(EPISODES, until="2026-07")
    assert _cutoffs(keeper) == {"north": "2026-08", "south": "2026-07", "": "2026-08"}


def test_a_stored_cut_off_that_stays_is_told_with_what_mends_it(keeper: Keeper) -> None:
    keeper.bring(EPISODES, until="2026-06")
    of_north = "\n".join(line for line in EPISODES.splitlines() if "ben" not in line)
    assert not any(
        "cut-off" in note for note in keeper.bring(of_north, until="2026-08").summary.notes
    )
    for dry_run in (True, False):
        built = keeper.bring(EPISODES, until="2026-07", dry_run=dry_run)
        (note,) = [one for one in built.summary.notes if "cut-off" in one]
        assert "from now on: August 2026 (clinic not recorded, “north”)." in note
        assert "--replace" in note
    assert _cutoffs(keeper) == {"north": "2026-08", "south": "2026-07", "": "2026-08"}


def test_a_month_that_was_mistyped_never_becomes_the_cut_off(keeper: Keeper) -> None:
    mistyped = _with("2026-02,extraction", "2094-02,extraction")
    assert keeper.bring(mistyped, until=None).summary.files[0].rejected == 1
    keeper.bring(EPISODES, until="2026-06")
    assert set(_cutoffs(keeper).values()) == {"2026-06"}


def test_complications_alone_never_reach_beyond_the_cut_off(keeper: Keeper) -> None:
    keeper.bring(EPISODES, until="2026-06")
    late = "episode_key,complication,onset_day\na1,scar,181\na1,infection,3\n"
    assert keeper.bring(None, late, until=None).summary.files[0].rejected == 1
    assert keeper.rows(HARMS) == [("a1", "infection")]
    assert keeper.rows(LAST_SEEN) == [(90,)]
    keeper.bring(None, late, until="2026-07")
    assert keeper.rows(LAST_SEEN) == [(181,)]
    assert _cutoffs(keeper) == {"north": "2026-07", "south": "2026-06", "": "2026-06"}


def test_reach_follows_the_cut_off_of_the_clinic(keeper: Keeper) -> None:
    keeper.bring(EPISODES, until="2026-06")
    keeper.bring(EPISODES, until="2026-08")
    ((reach,),) = keeper.rows("select recurrence_reach from facts where treatment = 'laser'")
    assert reach == (dt.date(2026, 8, 31) - dt.date(2026, 1, 1)).days - 30


@pytest.mark.parametrize("first_is_synthetic", [True, False])
def test_synthetic_records_are_never_mixed_with_others(
    keeper: Keeper, *, first_is_synthetic: bool
) -> None:
    keeper.bring(EPISODES, synthetic=first_is_synthetic)
    other = """
        patient_key,start_month,treatment,last_seen_day,episode_key
        dora,2026-05,peel,10,d1
    """
    built = keeper.bring(other, synthetic=not first_is_synthetic)
    assert built.replaced_sample
    assert built.changes == {"new": 1}
    assert keeper.rows("select episode_key from episodes") == [("d1",)]
    assert keeper.rows("select synthetic from release") == [(not first_is_synthetic,)]


def test_a_profile_that_says_synthetic_is_believed(keeper: Keeper) -> None:
    keeper.bring(EPISODES)
    made_up = "synthetic = true\n"
    built = keeper.bring(EPISODES, profile=made_up)
    assert built.replaced_sample
    assert built.changes == {"new": 4}
    assert keeper.rows("select synthetic from release") == [(True,)]
    assert keeper.bring(EPISODES, profile=made_up).changes == {"unchanged": 4}


def test_the_shipped_sample_is_known_by_its_contents(keeper: Keeper) -> None:
    keeper.bring((SAMPLE / "episodes.csv").read_bytes())
    assert keeper.rows("select synthetic from release") == [(True,)]


def test_a_refused_file_leaves_everything_as_it_was(keeper: Keeper) -> None:
    keeper.bring(EPISODES)
    before = {name: (keeper.folder.root / name).read_bytes() for name in keeper.names()}
    with pytest.raises(BadInput):
        keeper.bring("what,is,this\n1,2,3\n")
    assert {name: (keeper.folder.root / name).read_bytes() for name in keeper.names()} == before
