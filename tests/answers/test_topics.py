from __future__ import annotations

import pytest

from dashboard.answers.topics import TOPICS, topics_named
from dashboard.errors import BadInput

# As the specification has them.
SPECIFIED = {
    *("overview", "clearance", "recurrence", "healing", "complications", "diy"),
    *("like_for_like", "clinics", "trends", "reported", "operations", "quality"),
}


def test_every_topic_of_the_specification_is_there_and_no_other() -> None:
    assert set(TOPICS) == SPECIFIED


def test_a_topic_is_found_by_its_name() -> None:
    assert topics_named("recurrence") == ("recurrence",)


def test_all_are_all_that_are_there() -> None:
    assert topics_named("all") == tuple(TOPICS)


def test_an_unknown_topic_is_named_with_those_there_are() -> None:
    with pytest.raises(BadInput, match=r"“weather” is not a topic.*overview, .*clinics, .*all"):
        topics_named("weather")
