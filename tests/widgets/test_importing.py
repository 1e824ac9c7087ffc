"""What the import page decides by itself, and what it leaves to a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.intake.files.recognising import Recognised, Surveyed
from dashboard.intake.layouts.layouts import Rows
from dashboard.intake.mapping import (
    THERE,
    numbered,
    of_attempts,
    of_follow_ups,
    of_harms,
    of_visits,
    ours,
    roles,
)
from dashboard.intake.recipes import Recipe
from dashboard.widgets.importing import columns, dates, files, home, rows, values
from dashboard.widgets.importing.harms import Harms
from dashboard.widgets.importing.parts import Meant, Part
from dashboard.widgets.importing.recognised import Looked
from dashboard.widgets.reading import as_label


def _looked(*surveyed: Surveyed, names: tuple[str, ...] = ("Age",)) -> Looked:
    found = Recognised("csv", "utf-8", "comma", "point", (), "", (), 1, names, 3, 0, 0, ())
    return Looked(Path("export.csv"), {}, found, surveyed)


def test_nothing_is_guessed_where_day_and_month_may_change_places() -> None:
    assert dates._other_order(("%d/%m/%Y", "%m/%d/%Y"))
    assert not dates._other_order(("%d/%m/%Y", "%d/%m/%y"))
    assert dates._in_words("02/03/2026", "%d/%m/%Y") == "2 March 2026"
    assert dates._in_words("02/03/2026", "%m/%d/%Y") == "3 February 2026"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("%d/%m/%Y", "31/12/2026 (day first)"),
        ("%m/%d/%Y", "12/31/2026 (month first)"),
        ("%Y-%m-%d", "2026-12-31 (year first)"),
        ("%b %Y", "Dec 2026 (month first)"),
    ],
)
def test_a_format_is_shown_as_a_date(form: str, said: str) -> None:
    assert dates._example(form) == said


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        ({"34": 1, "7": 2}, True),
        ({"25_34": 3, "35_44": 1}, False),
        # The first two bands of lesions and a blank word would still be bands.
        ({"34": 1, "N/A": 2}, True),
        ({"young": 1}, False),
        (None, True),
    ],
)
def test_exact_ages_are_banded_and_bands_are_not(
    told: dict[str, int] | None, *, counted: bool
) -> None:
    age = next(one for one in ours("episodes") if one.name == "age_band")
    part = Part(_looked(Surveyed(None, told)), (age,), {"age_band": 0})
    assert values._is_counted(age, part) is counted


def test_a_file_keeps_its_name_and_no_path() -> None:
    assert files._safe("../../etc/pass*wd.csv") == "pass_wd.csv"
    assert files._safe(".hidden") == "hidden"
    assert files._safe("Our export (June).xlsx") == "Our export (June).xlsx"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("column 3 (“Visit”)", "column 3 (“Visit”)"),
        ("![x](http://a.b/c)", "  x (http:\u2060//a.b/c)"),
        ("two_words _here_", "two_words  here "),
        (":red[danger]", ":\u2060red danger "),
    ],
)
def test_a_label_is_text(text: str, label: str) -> None:
    assert as_label(text) == label


PLAIN = Surveyed(None)


def test_complications_in_cells_are_cut_and_say_that_somebody_looked() -> None:
    looked = _looked(PLAIN, PLAIN, names=("Reactions", "Days"))
    part = Part(looked, of_harms(), {"complication": 0, "onset_day": 1})
    harms = Harms((part,), ("Reactions", "Days"), (";",), blank="no")
    meant = [Meant(recode={"complication": {"PIH": "hyperpigmentation", "none": ""}})]
    assert harms.rows(meant) == (
        Rows(
            {
                "complication": (
                    Recipe("Reactions", recode=(("PIH", "hyperpigmentation"), ("none", ""))),
                ),
                "onset_day": (Recipe("Days"),),
            },
            split=("Reactions", "Days"),
            separators=(";",),
        ),
    )
    assert harms.assessed() == (Recipe("Reactions", recode=(("", "no"),), otherwise="yes"),)


def test_a_column_for_each_says_by_a_tick_or_a_day_that_it_was_there() -> None:
    looked = _looked(PLAIN, PLAIN, PLAIN, names=("PIH", "PIH since", "Scar on"))
    offered = (*of_harms(), *roles())
    pih = Part(looked, offered, {THERE: 0, "onset_day": 1}, "hyperpigmentation")
    scar = Part(looked, offered, {"onset_day": 2}, "scar")
    meant = [
        Meant({"onset_day": "%d/%m/%Y"}, {THERE: {"x": "yes", "-": "no"}}),
        Meant({"onset_day": "%d/%m/%Y"}),
    ]
    first, second = Harms((pih, scar)).rows(meant)
    assert first.columns["complication"] == (
        Recipe(constant="hyperpigmentation", where="PIH", values=("x", "yes")),
    )
    assert first.columns["onset_day"] == (Recipe("PIH since", date="%d/%m/%Y"),)
    assert second.columns["complication"][0].otherwise == "scar"
    # Blank in all of them says nothing, unless a person says so.
    assert Harms((pih, scar)).assessed() == ()
    told = [(one.source, one.recode) for one in Harms((pih, scar), blank="yes").assessed()]
    assert told == [("PIH", ()), ("PIH since", ()), ("Scar on", (("", "yes"),))]


def test_every_kind_of_visit_in_the_file_is_named() -> None:
    looked = _looked(Surveyed(None, {"T": 5, "Missed": 2, "review": 1}), names=("Type",))
    part = Part(looked, of_visits(), {"kind": 0})
    filled = rows.with_kinds(part, {"kind": Recipe("Type", recode=(("T", "session"),))})
    pairs = (("T", "session"), ("review", "review"), ("missed", "missed"))
    assert filled["kind"].recode == pairs
    assert rows.with_kinds(None, {}) == {}


def test_an_attempt_at_home_is_followed_up_to_the_first_visit() -> None:
    looked = _looked(PLAIN, PLAIN, names=("Tried", "When tried"))
    part = Part(looked, of_attempts(), {"tried_at_all": 0, "tried_when": 1})
    meant = Meant({"tried_when": "%m/%Y"}, {"tried_at_all": {"Y": "yes", "N": "no"}})
    for name in ("start_month", "visit_date"):
        seen = Recipe("First visit", date="%Y-%m-%d")
        (told,) = home.rows([part], [meant], {name: seen, "site": Recipe("Area")})
        assert told.day_zero == Recipe("When tried", date="%m/%Y")
        assert told.columns["last_seen_day"] == (seen,)
        assert told.columns["treatment"] == (
            Recipe(constant="diy", where="Tried", values=("Y", "yes")),
        )
    assert home.rows([], [], {"start_month": Recipe("Month")}) == ()


def test_a_value_may_say_that_nothing_was_tried() -> None:
    looked = _looked(PLAIN, PLAIN, names=("Tried", "How"))
    tried, how, *_ = of_attempts()
    alone = Part(looked, of_attempts(), {"tried_how": 1})
    beside = Part(looked, of_attempts(), {"tried_at_all": 0, "tried_how": 1})
    assert values._nothing(how, alone) == "nothing was tried"
    assert values._nothing(how, beside) == values._nothing(tried, beside) == "not recorded"
    assert values._left(tried) == "counts as no attempt"


def test_numbered_columns_are_looked_at_together() -> None:
    dated = Surveyed(None, None, ("%d/%m/%Y", "%m/%d/%Y"), "02/03/2026")
    later = Surveyed(None, None, ("%d/%m/%Y",))
    empty = Surveyed(None, {})
    assert rows._merged([dated, later, empty]).formats == ("%d/%m/%Y",)
    assert rows._merged([later, dated]).doubtful == "02/03/2026"
    told = rows._merged([Surveyed(None, {"clear": 2, "back": 1}), Surveyed(None, {"back": 4})])
    assert told.values == {"back": 5, "clear": 2}
    assert rows._merged([later, Surveyed("names of people")]).withheld == "names of people"
    names = ("FU1_date", "FU1_result", "Pat", "FU2_date", "FU2_result")
    looked = _looked(*[PLAIN] * 5, names=names)
    together = rows._together(looked, numbered(names))
    assert together.called(0) == "column 1 (“FU1_date”) and 1 more"
    part = Part(together, of_follow_ups(), {"visit_day": 0})
    assert rows.columns_of(part, looked) == (0, 3)


def test_what_nobody_chose_is_dropped_where_it_would_be_taken() -> None:
    names = ("Surname", "Site", "price", "Colour", "Case")
    surveyed = [Surveyed("a name"), PLAIN, PLAIN, PLAIN, Surveyed("record numbers")]
    looked = _looked(*surveyed, names=names)
    assert columns.dropped(looked, ours("episodes"), {"price", "Case"}) == ("Surname", "Site")
