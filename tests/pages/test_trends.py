"""The page of control charts, and the alerts that lead to it from the overview."""

from __future__ import annotations

from dashboard.store import Folder
from tests.pages.conftest import Show

PAGE = "trends"


def test_the_page_answers_its_question_chart_by_chart(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page=PAGE)
    assert page.app.title[0].value == "Is anything changing from month to month?"
    assert "rdinary variation" in page.said()
    assert page.tables[0].index.name == "Outcome"
    assert len(page.tables[0]) == 8
    assert len(page.charts) == 2
    assert "SYNTHETIC" in page.said()
    page.choose("chart", "reviews")
    assert len(page.charts) == 1, "no CUSUM beside Laney's chart"


def test_a_month_is_looked_into_by_treatment(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page=PAGE, show="Clinical detail")
    assert "Laney" in page.said()
    assert not [table for table in page.tables if table.index.name == "Treatment"]
    page.choose("month", "2025-03")
    assert "Extraction" in page.table("Treatment").index
    # Another chart may not have that month: it is forgotten, and nothing breaks.
    page.choose("chart", "chair_minutes")
    assert "Minutes" in page.table("Treatment").columns


def test_a_link_opens_a_chart_and_a_month(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page=PAGE, chart="Never followed up", month="March 2025")
    assert "Never followed up (lower is better), month by month" in page.alternatives[0]
    assert "Never followed up" in page.table("Treatment").columns


def test_a_chart_of_few_events_says_that_the_rules_are_silent(
    show: Show, sample_store: Folder
) -> None:
    said = "one without any is nothing unusual"
    page = show(sample_store, page=PAGE, treatment="Extraction", chart="Not healed by day 28")
    captions = [caption.value for caption in page.app.caption]
    assert [each for each in captions if each.startswith("Not healed by day 28:") and said in each]
    page.choose("chart", "complications")
    assert not [each.value for each in page.app.caption if said in each.value]


def test_few_patients_are_said_to_be_few(show: Show, made_up_store: Folder) -> None:
    page = show(made_up_store, page=PAGE, at_least=500)
    assert "No month of this cohort has enough patients to be charted: widen" in page.said()
    assert page.charts == []


def test_the_overview_says_what_is_new_and_leads_to_its_chart(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store, page="")
    assert "Signals" in [header.value for header in page.app.header]
    assert "latest 12 settled months" in page.said()
