"""The sidebar: which patients a page speaks of, from widgets or from a link."""

from __future__ import annotations

import datetime as dt

from dashboard.cohort import Cohort
from dashboard.store import Folder
from dashboard.widgets import cohort
from tests.made_up import add_release, made_up_episodes
from tests.pages.conftest import Show, Shown


def _size(page: Shown) -> str:
    return next(text.value for text in page.app.sidebar.markdown if "in this cohort" in text.value)


def test_a_filter_changes_the_cohort_and_keeps_the_pages_choices(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store).choose("by", "site").choose("show", "Clinical detail")
    page = page.choose("definition", "C").choose("treatment", ["laser", "peel"])
    assert "Laser or Peel" in page.cohort_line
    assert page.app.selectbox(key="by").value == "site"
    assert page.app.selectbox(key="definition").value == "C"
    assert page.app.segmented_control(key="show").value == "Clinical detail"
    assert page.tables[0].index.name == "Site"


def test_the_number_of_patients_is_always_in_view(show: Show, sample_store: Folder) -> None:
    page = show(sample_store)
    everybody = _size(page)
    assert everybody == "**4,500 patients** in this cohort"
    assert _size(page.choose("treatment", ["laser"])) != everybody


def test_reset_brings_everything_back(show: Show, sample_store: Folder) -> None:
    page = show(sample_store)
    fresh = page.said()
    assert page.app.button[0].disabled
    page = page.choose("treatment", ["laser"]).choose("clinic", ["C01"]).choose("from", "2025-01")
    assert not page.app.button[0].disabled
    page.app.button[0].click().run()
    assert page.sound().said() == fresh


def test_a_link_is_opened_as_it_was_left(show: Show, sample_store: Folder) -> None:
    page = show(
        sample_store,
        treatment=["Laser", "Peel"],
        skin_type="Type II",
        from_="March 2024",
        to="March 2026",
        by="Site",
        definition="Anywhere",
        unit="All episodes",
        show="Clinical detail",
    )
    assert len(page.app.warning) == 0
    for expected in ("Laser or Peel", "skin type: Type II", "treated March 2024 to March 2026"):
        assert expected in page.cohort_line
    assert "episodes counted" in page.cohort_line
    assert page.app.selectbox(key="definition").value == "C"


def test_values_that_the_records_do_not_know_are_named(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, site=["Moon", "Eyelid"], treatment="Sorcery", from_="May 1066")
    assert len(page.app.sidebar.warning) == 1
    warning = page.said()
    for unknown in ("site “Moon”", "treatment “Sorcery”", "from “May 1066”"):
        assert unknown in warning
    assert "site “Eyelid”" not in warning
    assert "site: Eyelid" in page.cohort_line


def test_months_the_wrong_way_round_are_said(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, from_="March 2026", to="March 2024")
    assert any("run backwards" in text.value for text in page.app.sidebar.warning)
    assert "treated from March 2026 on" in page.cohort_line


def test_values_of_few_patients_stand_together_as_other(show: Show, made_up_store: Folder) -> None:
    """A filter for a value that three patients have would show who they are."""
    page = show(made_up_store)
    options = page.app.multiselect(key="treatment").options
    assert "Electrosurgery" not in options
    assert "Rarer ones, together" in options


def test_a_value_called_other_is_not_mixed_up_with_the_rest(show: Show, tmp_path: object) -> None:
    """*Other* is a value of its own for sex; blanks of two patients stand together under another name."""
    folder = Folder(tmp_path)  # type: ignore[arg-type]
    rows = []
    for number, episode in enumerate(made_up_episodes()):
        sex = None if number < 2 else ("other" if number % 3 == 0 else "female")
        rows.append({**episode, "sex": sex})
    add_release(folder, rows)
    page = show(folder)
    options = page.app.multiselect(key="sex").options
    assert len(set(options)) == len(options) == 3

    page = page.choose("sex", ["other"])
    assert "sex: Other" in page.cohort_line
    assert "Not recorded" not in page.cohort_line


def test_a_clinics_code_is_text(show: Show, tmp_path: object) -> None:
    """Whatever a clinic calls itself: no markup, no link, no formula."""
    folder = Folder(tmp_path)  # type: ignore[arg-type]
    name = "[x](https://example.org) *A* :red[B] $C$"
    rows = [
        {**episode, "clinic": name, "start_month": dt.date(2024, 1, 1)}
        for episode in made_up_episodes()
    ]
    add_release(folder, rows)
    page = show(folder, by="Clinic", clinic=name, show="Clinical detail")
    for element in (*page.app.markdown, *page.app.caption, *page.app.warning):
        for markup in ("](https", " *A*", ":red[", "$C$"):
            assert markup not in element.value, element.value


def test_every_filter_is_a_dimension_and_stands_once() -> None:
    names = (*cohort.FIRST, *cohort.MORE)
    assert len(set(names)) == len(names)
    assert set(names) >= {"treatment", "site", "milia_type", "skin_type", "age_band", "sex"}
    assert set(names) >= {"lesion_band", "diy_before", "clinic", "operator_role"}
    assert Cohort().in_words() == "All records"
