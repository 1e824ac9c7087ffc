"""Numbered follow-up columns of an episode become its outcomes."""

from __future__ import annotations

from tests.intake.taking import Taking
from tests.intake.test_layouts import told

FOLLOW_UPS = """
    [episodes]
    day_zero = { from = "Begun", date = "%d/%m/%Y" }
    [episodes.follow_up]
    day = { from = "FU{n}_date", date = "%d/%m/%Y" }
    result = { from = "FU{n}_result", recode = { ok = "clear", back = "same_site", redo = "retreated" } }
    [episodes.columns]
    patient_key = "Pat"
    start_month = { from = "Begun", date = "%d/%m/%Y" }
    treatment = "Done"
    """


def test_numbered_follow_ups_tell_the_outcomes(take: Taking) -> None:
    taken = take(
        """
        Pat,Begun,Done,FU1_date,FU1_result,FU2_date,FU2_result,FU3_date,FU3_result
        a,03/02/2026,laser,17/03/2026,ok,12/05/2026,ok,12/08/2026,back
        b,03/02/2026,laser,17/03/2026,partial,01/04/2026,redo,,
        c,03/02/2026,laser,,,,,,
        d,03/02/2026,laser,30/02/2026,ok,17/03/2026,great,,ok
        e,03/02/2026,magic,17/03/2026,ok,,,,
        """,
        profile=FOLLOW_UPS,
    )
    names = ("last_seen_day", "cleared", "cleared_day", "recurred_day", "retreated_day")
    assert told(taken.episodes, *names, "reviews_attended") == [
        (190, "yes", 42, 190, None, 3),
        (57, "partial", None, None, 57, 2),
        (0, "not_assessed", None, None, None, 0),
        (0, "not_assessed", None, None, None, 1),
    ]
    assert taken.counts() == {
        ("treatment_unknown", "treatment"): 1,
        ("follow_up_day_impossible", "visit_day"): 2,
        ("result_unknown", "result"): 1,
    }
    assert {one["healing_assessed"] for one in taken.episodes} == {None}
    (file,) = taken.summary.files
    assert (file.read, file.accepted, file.rejected, file.layout) == (5, 4, 1, "follow-ups")


def test_what_the_profile_says_of_a_column_goes_before_the_rules(take: Taking) -> None:
    taken = take(
        "Pat,Begun,Done,Seen,FU1_date,FU1_result\na,03/02/2026,laser,99,17/03/2026,ok\n",
        profile=FOLLOW_UPS + 'last_seen_day = "Seen"\n',
    )
    assert told(taken.episodes, "last_seen_day", "cleared_day") == [(99, 42)]
