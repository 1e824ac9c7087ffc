"""How many patients are alike: by hand on few records, in the ledger at each import, and as it is brought forward."""

from __future__ import annotations

import pytest

from dashboard.store import Folder, open_release, read_entry
from dashboard.store.anonymity import DETAILS, Alike, of_ledger, summed
from tests.store.keeping import Keeper

# Six women of the north in January, one of whom came again in March; a man, and a woman of another quarter.
EPISODES = (
    "patient_key,start_month,treatment,last_seen_day,episode_key,clinic,sex,age_band\n"
    + "".join(
        f"{patient},{month},peel,10,{patient}{month},north,{sex},{age}\n"
        for patient, month, sex, age in (
            *((f"w{number}", "2026-01", "female", "25_34") for number in range(6)),
            ("w0", "2026-03", "female", "25_34"),
            ("m", "2026-01", "male", "25_34"),
            ("v", "2026-02", "female", "16_24"),
        )
    )
)


def test_a_patient_is_in_the_smallest_group_of_any_episode(keeper: Keeper) -> None:
    keeper.bring(EPISODES)
    kept = of_ledger(read_entry(keeper.folder, 1))
    assert kept is not None
    assert tuple(kept) == tuple(DETAILS)
    # w0 stands alone in March, m and v as well; the other five are six alike with w0.
    assert kept["as_stored"] == Alike(smallest=1, patients=8, in_small=3)
    # By quarter w0's two episodes are in the group of six.
    assert kept["quarters"] == Alike(smallest=1, patients=8, in_small=2)
    # With wider ages v would join them, but for the month; with both only m stands out.
    assert kept["wider_ages"] == Alike(smallest=1, patients=8, in_small=3)
    assert kept["quarters_and_wider_ages"] == Alike(smallest=1, patients=8, in_small=1)
    assert kept["without_clinic"] == kept["as_stored"]


def test_the_release_counts_what_the_ledger_says(keeper: Keeper) -> None:
    keeper.bring(EPISODES)
    rows = open_release(keeper.folder).run("quality/patients_by_detail_and_size")
    assert summed(rows.itertuples(index=False, name=None)) == of_ledger(
        read_entry(keeper.folder, 1)
    )


def test_it_is_of_the_whole_release_not_of_the_file(keeper: Keeper) -> None:
    keeper.bring(EPISODES)
    keeper.bring(EPISODES.replace("\nm,", "\nn,").replace(",m2026", ",n2026"))
    kept = of_ledger(read_entry(keeper.folder, 2))
    assert kept is not None
    # m of the first file and n of the second are two men alike.
    assert kept["as_stored"].patients == 9
    assert kept["quarters_and_wider_ages"] == Alike(smallest=2, patients=9, in_small=2)


def test_forgetting_the_salt_and_bringing_forward_count_it_too(keeper: Keeper) -> None:
    keeper.bring(EPISODES, forget_salt=True)
    forgot = of_ledger(read_entry(keeper.folder, 1))
    assert forgot is not None
    assert forgot["as_stored"] == Alike(smallest=1, patients=8, in_small=3)


def test_a_ledger_of_an_earlier_version_has_none(made_up_store: Folder) -> None:
    assert of_ledger(read_entry(made_up_store, 1)) is None


def test_without_records_there_is_nothing_to_say() -> None:
    assert summed([]) == {}
    assert summed([("as_stored", 4, 8), ("as_stored", 5, 10)]) == {"as_stored": Alike(4, 18, 8)}


@pytest.mark.parametrize("detail", list(DETAILS))
def test_telling_less_never_makes_more_patients_stand_out(keeper: Keeper, detail: str) -> None:
    keeper.bring(EPISODES)
    kept = of_ledger(read_entry(keeper.folder, 1)) or {}
    assert kept[detail].in_small <= kept["as_stored"].in_small
    assert kept["all_three"].in_small <= kept[detail].in_small
    assert {one.patients for one in kept.values()} == {8}
