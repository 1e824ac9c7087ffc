"""Which clinic is newly outside since the release before: said once, with its figures, a link and a caution."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dashboard import store
from dashboard.answers import alerts, clinics_alerts
from dashboard.answers.answer import SHAPES, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Release
from tests.answers.clinics_made import Counted, Group, alike, ask, release

_SETTINGS = Settings(Path())
WITHIN, OUTSIDE = (40, 38, 42, 45, 41, 39), (40, 38, 42, 80, 41, 39)


@pytest.fixture(autouse=True)
def follow(monkeypatch: pytest.MonkeyPatch) -> dict[Release, Release | None]:
    """Release → the one before it; none, unless a test says so."""
    order: dict[Release, Release | None] = {}
    monkeypatch.setattr(store, "before", order.get)
    return order


def new(asked: Counted, group_by: str = "treatment") -> pd.DataFrame:
    return clinics_alerts.signals_since(asked, Cohort(), Choices(group_by=group_by), _SETTINGS)


def test_a_clinic_newly_outside_is_told_once(follow: dict[Release, Release | None]) -> None:
    first, second, third = alike(WITHIN), alike(OUTSIDE), alike(OUTSIDE)
    follow.update({second: first, third: second})
    found = new(second)
    assert tuple(found.columns) == SHAPES["charts"]
    assert found["unit_of_chart"].tolist() == ["Elm"]
    assert found["signal"].tolist() == ["outside_limits_above"]
    assert new(third).empty
    assert new(first).empty


def test_who_crosses_to_the_other_side_is_news(follow: dict[Release, Release | None]) -> None:
    below = alike((40, 38, 42, 8, 41, 39))
    follow[below] = alike(OUTSIDE)
    assert new(below)["signal"].tolist() == ["outside_limits_below"]


def test_alerts_are_of_clinics_whatever_the_overview_is_grouped_by(
    follow: dict[Release, Release | None],
) -> None:
    asked = alike(OUTSIDE)
    follow[asked] = None
    assert new(asked, group_by="treatment").equals(new(asked, group_by="clinic"))
    assert len(new(asked)) == 1, "all that stand outside, where there is no release before"


def test_small_and_unrecorded_clinics_raise_no_alert() -> None:
    parts = [Group(name, 200, harmed=40) for name in ("Ash", "Beech", "Cedar", "Fir")]
    asked = release(*parts, Group("Elm", 4, harmed=4), Group("not_recorded", 200, harmed=100))
    assert not set(new(asked)["unit_of_chart"]) & {"Elm", "not_recorded"}


def test_an_alert_says_the_figures_leads_to_the_clinic_and_what_to_look_at_first() -> None:
    asked = alike(OUTSIDE)
    (row,) = (each for _, each in new(asked).iterrows())
    told = alerts._of_clinic(ask(asked), asked, row)
    assert told.state == "▲\u00a0a clinic to look into"
    assert told.said == (
        "Elm, any complication recorded: 80 observed, 46.7 expected (ratio 1.71, 1.36 to 2.13), above what "
        "chance and case mix would explain."
    )
    assert told.meaning.startswith("Look first at how it was recorded")
    assert told.page == "clinics"
    assert told.where == (("funnel", "Any complication recorded"), ("closer", "Elm"))
    assert told.caution == "It is set beside 6 clinics only, of which it is one."


def test_where_few_are_expected_the_caution_says_so() -> None:
    asked = alike((4, 4, 4, 24, 4, 4))
    (row,) = (each for _, each in new(asked).iterrows())
    told = alerts._of_clinic(ask(asked), asked, row)
    assert told.caution.startswith("Only 7.3 were expected among 200: a few patients make the")


def test_among_very_many_records_clinics_are_not_watched_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, follow: dict[Release, Release | None]
) -> None:
    asked = alike(OUTSIDE)
    follow[asked] = None
    assert "clinic" in alerts.since(asked, 0)
    monkeypatch.setattr(clinics_alerts, "MOST_WATCHED", asked.about.episodes - 1)
    assert new(asked).empty
    assert tuple(new(asked).columns) == SHAPES["charts"]
    assert alerts.since(asked, 0).endswith("clinics are not watched here: see the page Clinics.")
    assert "no clinic outside" not in alerts.since(asked, 0)
