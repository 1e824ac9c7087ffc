"""What follows from what a reader supposes about who comes to a clinic."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.answers.answer import Answer
from dashboard.answers.diy_supposed import AFTER_HARM, HARMED, OTHERWISE, suppose
from tests.answers.attempts import Store, ask, by_hand


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    return ask(by_hand().at(tmp_path_factory.mktemp("worked")), at_least=1)


def test_a_supposition_is_said_with_what_is_on_record(worked: Answer) -> None:
    found = suppose(worked, 20, (35, 35), (10, 10))
    assert found.would_be_seen == pytest.approx((7 / 15, 7 / 15))
    assert found.seen is not None
    assert found.seen.share == pytest.approx(14 / 40)
    assert found.sentence == (
        "Suppose an attempt harms 20 in 100 of all who try, 35 in 100 come to a clinic after a harm, and 10 in 100 "
        "after an attempt without one. Then 47 in 100 of those who come would be harmed. On record are 35 in 100 "
        "(between 22 and 50). With this attendance that fits true shares of 8 to 23 in 100."
    )


def test_where_nothing_may_be_told_the_supposition_stands_alone(tmp_path: Path) -> None:
    answer = ask(Store().tried(3, "a", "squeezing").at(tmp_path))
    found = suppose(answer, HARMED, AFTER_HARM, OTHERWISE)
    assert found.seen is None
    assert found.fits is None
    assert found.sentence.endswith("of those who come would be harmed.")


def test_the_course_runs_from_none_to_all(worked: Answer) -> None:
    true, low, high = suppose(worked, HARMED, AFTER_HARM, OTHERWISE).course()
    assert (true[0], low[0], high[0]) == (0.0, 0.0, 0.0)
    assert (true[-1], low[-1], high[-1]) == (1.0, 1.0, 1.0)
    assert ((low <= high) & (low >= true - 1e-12)).all()
