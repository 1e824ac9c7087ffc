from __future__ import annotations

import pytest

from dashboard.answers.topics import LATER, TOPICS, topics_named
from dashboard.errors import BadInput

# As the specification has them.
SPECIFIED = {
    *("overview", "clearance", "recurrence", "healing", "complications", "diy"),
    *("like_for_like", "clinics", "trends", "reported", "operations", "quality"),
}


def test_every_topic_is_there_or_yet_to_come_and_never_both() -> None:
    assert {*TOPICS, *LATER} == SPECIFIED
    assert not set(TOPICS) & set(LATER)


def test_a_topic_is_found_by_its_name() -> None:
    assert topics_named("recurrence") == ("recurrence",)


def test_all_are_all_that_are_there() -> None:
    assert topics_named("all") == tuple(TOPICS)


def test_a_topic_yet_to_come_is_told_from_an_unknown_one() -> None:
    with pytest.raises(BadInput, match="“clinics” is not there yet"):
        topics_named("clinics")
    with pytest.raises(BadInput, match="“weather” is not a topic"):
        topics_named("weather")
