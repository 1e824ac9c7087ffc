"""Which rules were broken at which clinic and in which month; and no code of a clinic that may be anything."""

from __future__ import annotations

from tests.intake.taking import Taking

# Line by line: fine; pain beyond its range, twice; no treatment; a month that there is not; a repeated record.
EPISODES = """
    patient_key,start_month,treatment,last_seen_day,episode_key,clinic,pain
    a,2026-01,laser,30,k1,north,3
    a,2026-01,laser,30,k2,north,99
    b,2026-02,peel,40,k3,north,77
    c,2026-02,,40,k4,south,
    d,2026-02,peel,40,k5,south,
    e,2026-19,peel,40,k6,Jane Doe,
    f,2026-03,peel,40,k7,,
    f,2026-03,peel,40,k7,,
    """
COMPLICATIONS = """
    episode_key,complication,onset_day,grade
    k1,scar,10,9
    k3,scar,10,
    nobody,scar,10,
    """


def test_records_and_broken_rules_are_counted_by_clinic_and_month(take: Taking) -> None:
    tallies = take(EPISODES, COMPLICATIONS, until="2026-06").summary.tallies
    assert tallies.episodes == {
        "north": {"2026-01": 2, "2026-02": 1},
        "south": {"2026-02": 2},
        "": {"": 1, "2026-03": 2},
    }
    assert tallies.patients == {
        "north": {"2026-01": 1, "2026-02": 1},
        "south": {"2026-02": 2},
        "": {"": 1, "2026-03": 1},
    }
    # a comes twice to the north; e and f have no clinic that is told.
    assert tallies.patients_by_clinic == {"north": 2, "south": 2, "": 2}
    assert tallies.patients_in_all == 6
    assert tallies.broken == {
        "episodes.number_outside_range": {"north": {"2026-01": 1, "2026-02": 1}},
        "episodes.required_missing": {"south": {"2026-02": 1}},
        "episodes.start_month_impossible": {"": {"": 1}},
        "episodes.identical_rows": {"": {"2026-03": 1}},
        "complications.number_outside_range": {"north": {"2026-01": 1}},
        "complications.without_episode": {"": {"": 1}},
    }


def test_they_add_up_to_the_counts_by_rule(take: Taking) -> None:
    taken = take(EPISODES, COMPLICATIONS, until="2026-06")
    by_rule = {
        name: sum(number for months in clinics.values() for number in months.values())
        for name, clinics in taken.summary.tallies.broken.items()
    }
    # Each of these rules is broken in one column of a record only.
    assert by_rule == {f"{rule.kind}.{rule.rule}": rule.count for rule in taken.summary.rules}


def test_a_clinic_that_no_accepted_record_names_is_not_told(take: Taking) -> None:
    taken = take(EPISODES, until="2026-06")
    assert "Jane Doe" not in taken.everything()


def test_complications_alone_take_the_clinic_of_the_stored_episode(take: Taking) -> None:
    take.connection.execute(
        "insert into episodes (patient_key, start_month, treatment, last_seen_day, episode_key, clinic) "
        "values ('z', '2026-01-01', 'peel', 50, 'k1', 'stored')"
    )
    tallies = take(None, COMPLICATIONS).summary.tallies
    assert tallies.broken["complications.number_outside_range"] == {"stored": {"2026-01": 1}}
    assert (tallies.episodes, tallies.patients_in_all) == ({}, 0)
