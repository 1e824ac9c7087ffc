"""Empty, tiny, hidden and broken: designed states, not accidents."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from dashboard.store import Folder
from tests.figures.reading import leaves
from tests.figures.test_recurrence import with_other_outcomes
from tests.made_up import add_release, made_up_episodes
from tests.pages.conftest import Show, Shown


def _sent(page: Shown) -> list[tuple[str, Any]]:
    """All that reaches the browser, but for what is drawn at random (download names) and made anew (widget ids)."""
    parts: list[tuple[str, Any]] = [("said", page.said())]
    parts += [("chart", chart) for chart in page.charts]
    parts += [(kind, str(options)) for kind, options in _options(page)]
    return parts


def _one(cleared: str) -> dict[str, Any]:
    """The only record of a store: milia came back on day 50, or never went."""
    came_back: dict[str, Any] = {
        "cleared_day": 10,
        "recurred_day": 50,
        "recurred_where": "same_site",
    }
    never_went: dict[str, Any] = {"cleared_day": None, "recurred_day": None, "recurred_where": None}
    outcome = came_back if cleared == "yes" else never_went
    outcome |= {"cleared": cleared, "retreated_day": None, "last_seen_day": 400}
    return {**made_up_episodes()[0], **outcome}


def _cells(page: Shown) -> list[str]:
    return [str(said) for table in page.tables for said in table.to_numpy().ravel()]


def _options(page: Shown) -> list[tuple[str, list[str]]]:
    return [
        (str(widget.key), list(widget.options))
        for kind in (page.app.multiselect, page.app.selectbox)
        for widget in kind
    ]


def test_a_cohort_of_nobody(show: Show, made_up_store: Folder) -> None:
    page = show(made_up_store, treatment="Retinoid", from_="December 2025", to="December 2025")
    page = page.choose("site", ["forehead"]).choose("sex", ["male"]).choose("skin_type", ["VI"])
    assert "Nobody in this cohort" in page.said()
    assert "widen the filters" in page.said()
    assert all(not chart.get("data") for chart in page.charts)
    assert "No patients in this cohort" in page.said().replace("*", "")
    for detail in ("Summary", "Clinical detail"):
        page.choose("show", detail)


def test_a_cohort_of_three_patients(show: Show, made_up_store: Folder) -> None:
    page = show(made_up_store, treatment="Rarer ones, together", show="Clinical detail")
    page.read_how_to_read()
    assert "treatment: Electrosurgery" in page.cohort_line
    assert "fewer than 5 patients" in page.cohort_line
    assert "Fewer than 5 patients" in page.said()
    assert "widen the filters" in page.said()
    sidebar = " ".join(text.value for text in page.app.sidebar.markdown)
    assert "**Fewer than 5 patients** in this cohort" in sidebar
    assert all(not chart.get("data") for chart in page.charts)
    assert not any(re.fullmatch(r"(− )?[1-4]", said) for said in _cells(page))


@pytest.mark.parametrize("cleared", ["yes", "no"])
def test_a_store_of_one_record(show: Show, tmp_path: Path, cleared: str) -> None:
    folder = Folder(tmp_path)
    add_release(folder, [_one(cleared)])
    page = show(folder, show="Clinical detail").read_how_to_read()
    assert "widen the filters" in page.said()
    assert "Fewer than 5 patients" in page.said()
    assert not any(re.search(r"\b1\b", said) for said in _cells(page))
    assert not any(chart.get("data") for chart in page.charts)
    page.choose("by", "clinic").choose("unit", "episode").choose("definition", "C")


def test_a_store_of_one_record_that_hides_nothing(show: Show, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    add_release(folder, [_one("yes")])
    page = show(folder, at_least=1, show="Clinical detail")
    assert "1 patient" in page.cohort_line


def test_what_is_too_early_is_said_and_not_drawn_as_a_share(
    show: Show, sample_store: Folder
) -> None:
    """Treated in the last months of the records: nobody can have been followed for three."""
    page = show(sample_store, from_="June 2026", show="Clinical detail")
    assert "Too early to say" in page.said()
    assert "Not adjusted" not in page.said()
    curves, *shares = page.charts
    assert curves["data"]
    assert not any(chart.get("data") for chart in shares)


def test_hiding_nothing_is_said(show: Show, made_up_store: Folder) -> None:
    page = show(made_up_store, at_least=1)
    assert "Small numbers are not hidden" in page.said()
    assert "hidden: too few" not in page.said()
    assert "3" in set(page.tables[0].loc["Electrosurgery"])


def test_records_that_are_not_made_up_are_not_called_so(show: Show, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    add_release(folder, made_up_episodes(), synthetic=False)
    folder.keep_salt(folder.salt())
    page = show(folder)
    assert "SYNTHETIC" not in page.said()
    assert "pseudonymised" in page.cohort_line


@pytest.mark.parametrize("depth", ["Summary", "Clinical detail"])
def test_no_figure_of_a_hidden_group_reaches_the_browser(
    show: Show, made_up_store: Folder, depth: str
) -> None:
    page = show(made_up_store, show=depth)
    table = page.tables[0]
    hidden = [name for name in table.index if str(table.at[name, "Patients"]).startswith("hidden")]
    assert len(hidden) == 2
    assert "Electrosurgery" in hidden
    for chart in page.charts:
        for path, value in leaves(chart):
            if isinstance(value, str) and any(name in value for name in hidden):
                assert value in hidden, f"{path}: {value}"
    for alternative in page.alternatives:
        assert not any(name in alternative for name in hidden)
    for shown in page.tables:
        for name in hidden:
            if name in shown.index:
                rows = shown.loc[[name]].drop(columns="Horizon", errors="ignore")
                assert not any(re.search(r"\d", said) for said in rows.to_numpy().ravel())


@pytest.mark.parametrize("depth", ["Summary", "Clinical detail"])
def test_the_page_is_the_same_whatever_became_of_hidden_patients(
    show: Show, made_up_store: Folder, tmp_path: Path, depth: str
) -> None:
    page = show(made_up_store, show=depth).read_how_to_read()
    folder = Folder(tmp_path)
    add_release(folder, with_other_outcomes(("electrosurgery", "observation")))
    folder.keep_salt(folder.salt())
    assert _sent(show(folder, show=depth).read_how_to_read()) == _sent(page)


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("current.json", "{"),
        ("current.json", '{"release": 99}'),
        ("settings.toml", "min_patients = many"),
        ("settings.toml", "min_patients = 0"),
        ("releases/0001.duckdb", "no database"),
    ],
)
def test_what_is_broken_is_said_in_words(
    show: Show, own_store: Folder, name: str, contents: str
) -> None:
    (own_store.root / name).write_text(contents, encoding="utf-8")
    page = show(own_store)
    assert len(page.app.error) == 1
    said = page.app.error[0].value
    assert said.startswith("**")
    assert re.search(r"Restore|Mend|Give|check", said), said
    assert "Traceback" not in said
    assert page.charts == []
