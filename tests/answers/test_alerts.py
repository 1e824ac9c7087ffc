"""What is new on the charts since the release before: which signals, said how, with which caution."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dashboard import store
from dashboard.answers import alerts, overview
from dashboard.answers.answer import SHAPES, Choices
from dashboard.answers.trends import charts_of
from dashboard.answers.trends_items import items
from dashboard.answers.trends_signals import CONCERN, main_chart, recent_signals
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, Release, open_release
from tests.answers.months import STEADY, Counted, period, release, rows

_SETTINGS = Settings(Path())


@pytest.fixture
def follow(monkeypatch: pytest.MonkeyPatch) -> dict[Release, Release | None]:
    """Release → the one before it."""
    order: dict[Release, Release | None] = {}
    monkeypatch.setattr(store, "before", order.get)
    monkeypatch.setattr(store, "before_by_other_rules", lambda _: None)
    return order


def new(asked: Counted) -> pd.DataFrame:
    return alerts.signals_since(asked, Cohort(), Choices(), _SETTINGS)


def said(asked: Counted) -> list[str]:
    charts = charts_of(asked, Cohort(), Choices(), _SETTINGS)
    found = [
        alerts._alert(signal, main_chart(charts, item.code))
        for item in items(_SETTINGS)
        for signal in recent_signals(charts, item)
    ]
    return [f"{alert.state}: {alert.said} {alert.caution}" for alert in found]


def test_a_signal_of_the_latest_month_is_new_once(follow: dict[Release, Release | None]) -> None:
    first = release(rows(STEADY))
    second = release(rows([*STEADY, 25]))
    third = release(rows([*STEADY, 25, 8]))
    follow.update({second: first, third: second})
    found = new(second)
    assert tuple(found.columns) == SHAPES["charts"]
    assert found[found["chart"].eq("p")]["period"].tolist() == [period(30)]
    assert found[found["chart"].eq("p")]["signal"].tolist() == ["outside_limits_above"]
    assert new(third).empty


def test_a_run_that_only_goes_on_is_no_news(follow: dict[Release, Release | None]) -> None:
    before = release(rows([*STEADY[:20], *[12] * 7]))
    now = release(rows([*STEADY[:20], *[12] * 9]))
    follow[now] = before
    assert "run_above" in " ".join(new(before)["signal"])
    assert "run_above" not in " ".join(new(now)["signal"])


def test_of_a_new_run_the_latest_month_is_told(follow: dict[Release, Release | None]) -> None:
    now = release(rows([*STEADY[:20], *[11] * 9]))
    follow[now] = release(rows(STEADY[:20]))
    runs = new(now)
    assert runs.loc[runs["signal"].eq("run_above"), "period"].tolist() == [period(28)]


def test_without_a_release_before_the_latest_year_is_told(
    follow: dict[Release, Release | None],
) -> None:
    old = release(rows([25 if place == 3 else events for place, events in enumerate(STEADY)]))
    late = release(rows([25 if place == 28 else events for place, events in enumerate(STEADY)]))
    assert new(old)[lambda table: table["chart"].eq("p")].empty
    assert period(28) in new(late)["period"].tolist()
    assert alerts.since(late, 1).startswith("There is no release before this one")
    assert alerts.since(late, 0).startswith("No signal within")
    follow[late] = old
    assert alerts.since(late, 1) == f"New since release {old.number} of 1 October 2026."
    assert alerts.since(late, 0).startswith("No new signal since")


def test_a_release_of_other_rules_is_named(
    follow: dict[Release, Release | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    late = release(rows(STEADY))
    assert follow.get(late) is None
    monkeypatch.setattr(store, "before_by_other_rules", lambda _: 4)
    assert alerts.since(late, 1).startswith("Release 4 was worked out by other rules: signals of")


def test_hidden_and_recent_months_raise_no_alert(follow: dict[Release, Release | None]) -> None:
    sizes = [*[40] * 30, 3]
    hidden = release(rows([*STEADY, 3], sizes))
    recent = release(rows([*STEADY, 40], early=1))
    follow.update({hidden: release(rows(STEADY)), recent: release(rows(STEADY))})
    assert period(30) not in new(hidden)["period"].tolist()
    assert new(recent).empty


def test_an_alert_says_what_it_means_and_where_the_data_are_thin() -> None:
    many = said(release(rows([30] * 24 + [80], 200)))
    assert many[0].startswith(
        f"{CONCERN}: Milia back within 12 months, in January 2025: a point above"
    )
    assert "(40 in 100; the centre is 16 in 100)" in many[0]
    assert many[0].endswith(" ")
    few = said(release(rows([1, 0, 1] * 5 + [9], 20)))
    assert "had 20 cleared patients followed so long: so few that a single one" in few[0]
    assert "The limits come from 16 months only." in few[0]


def test_the_overview_has_the_alerts_as_rows_of_charts(sample_store: Folder) -> None:
    asked = open_release(sample_store)
    settings = Settings(sample_store.root)
    answer = overview.answer(asked, Cohort(), Choices(), settings)
    table = answer.tables["charts"]
    assert tuple(table.columns) == SHAPES["charts"]
    assert set(table["topic"]) <= {"overview"}
    assert len(alerts.alerts(answer, asked)) == len(table)
