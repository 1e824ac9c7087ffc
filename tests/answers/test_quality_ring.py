"""Who is named: both conditions of the rule, chance, what is hidden, and which way is wanting."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.answers import quality
from dashboard.answers.answer import Choices
from dashboard.answers.quality_items import ATTENDED, COLUMNS
from dashboard.answers.quality_ring import rings
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release

Counts = dict[str, tuple[int, int]]


def _asked(folder: Folder, **choices: Any) -> quality._Asked:
    chosen = Choices(**{"group_by": "clinic", **choices})
    return quality._Asked(open_release(folder), Cohort(), chosen, Settings(folder.root))


def _table(
    counts: Counts, kind: str = "skin_type", measure: str = "quality", error: float = np.nan
) -> pd.DataFrame:
    rows = [
        {
            "measure": measure,
            "kind": kind,
            "group": group,
            "subgroup": "",
            "events": events,
            "episodes": episodes,
            "estimate": events / episodes,
            "std_error": error,
            "ci_lower": np.nan,
            "ci_upper": np.nan,
            "status": "shown",
        }
        for group, (events, episodes) in counts.items()
    ]
    return pd.DataFrame(rows)


def _rung(table: pd.DataFrame, asked: quality._Asked) -> set[tuple[str, str]]:
    told = rings(table, asked)
    if told.empty:
        return set()
    hit = told[told["signal"].eq("ring")]
    return set(zip(hit["unit_of_chart"], hit["chart"], strict=True))


@pytest.mark.parametrize(
    ("counts", "named"),
    [
        # Recorded in 62 of 100, elsewhere in 190 of 200: 38% blank against 5%.
        ({"north": (62, 100), "south": (95, 100), "west": (95, 100)}, {"north"}),
        # As far apart, on so few that the intervals overlap.
        ({"north": (4, 6), "south": (95, 100), "west": (95, 100)}, set()),
        # Apart beyond doubt, by 9 points.
        ({"north": (8600, 10000), "south": (9500, 10000), "west": (9500, 10000)}, set()),
        # By 10 points.
        ({"north": (8500, 10000), "south": (9500, 10000), "west": (9500, 10000)}, {"north"}),
        # Recorded where others leave it blank: nobody to ring about that, but the others.
        ({"north": (100, 100), "south": (40, 100)}, {"south"}),
        # Nobody to be told apart from.
        ({"north": (10, 100)}, set()),
        # Clinics that are not recorded are nobody to ring.
        ({"not_recorded": (10, 100), "south": (95, 100), "west": (95, 100)}, set()),
    ],
)
def test_both_conditions_must_hold(made_up_store: Folder, counts: Counts, named: set[str]) -> None:
    assert {clinic for clinic, _ in _rung(_table(counts), _asked(made_up_store))} == named


def test_of_what_is_not_asked_more_is_wanting(made_up_store: Folder) -> None:
    counts = {"north": (60, 100), "south": (5, 100), "west": (5, 100)}
    table = _table(counts, "diy_not_asked", "not_asked")
    told = rings(table, _asked(made_up_store)).set_index("unit_of_chart")
    assert told["signal"].to_dict() == {"north": "ring", "south": "", "west": ""}
    assert list(told.loc["north", ["value", "centre", "events"]]) == [0.6, 0.05, 60]


def test_missed_reviews_ring_by_the_error_of_patients_not_of_reviews(
    made_up_store: Folder,
) -> None:
    counts = {"north": (41, 100), "south": (76, 100), "west": (76, 100)}
    asked = _asked(made_up_store)
    assert _rung(_table(counts, ATTENDED, "follow_up", error=0.03), asked) == {("north", ATTENDED)}
    assert _rung(_table(counts, ATTENDED, "follow_up", error=0.2), asked) == set()


def test_what_is_hidden_names_nobody(made_up_store: Folder) -> None:
    table = _table({"north": (62, 100), "south": (95, 100), "west": (95, 100)})
    table["status"] = table["status"].mask(table["group"].eq("north"), "hidden_small_number")
    told = rings(table, _asked(made_up_store))
    assert set(told["unit_of_chart"]) == {"south", "west"}
    assert set(told["signal"]) == {""}


@pytest.mark.parametrize(
    ("counts", "elsewhere"),
    [
        # 3, 5 and none wanting in the others: 8 of 300, told as 10 of 300.
        (
            {"north": (60, 100), "south": (97, 100), "west": (95, 100), "east": (100, 100)},
            {"north": 0.03, "east": 0.17},
        ),
        # Recorded in few: 2 and 7 of 90, beside 80 of 100.
        (
            {"north": (20, 100), "south": (2, 50), "west": (7, 40), "east": (80, 100)},
            {"north": 0.53, "east": 0.84},
        ),
        # Of a single hidden group, and of two that cannot but have 7 each, the sum would tell.
        ({"north": (60, 100), "south": (97, 100), "east": (100, 100)}, {}),
        ({"north": (60, 100), "south": (93, 100), "west": (93, 100), "east": (100, 100)}, {}),
        # The others have 6 in all.
        ({"north": (60, 100), "south": (97, 100), "west": (97, 100)}, {}),
        # Nothing hidden, but the others of the north have none: told.
        ({"north": (60, 100), "south": (100, 100)}, {"north": 0.0, "south": 0.4}),
    ],
)
def test_published_others_are_all_others_or_are_not_told(
    made_up_store: Folder, counts: Counts, elsewhere: dict[str, float]
) -> None:
    told = rings(_table(counts), _asked(made_up_store, policy="publication"))
    centres = dict(zip(told["unit_of_chart"], told["centre"], strict=True)) if len(told) else {}
    assert centres == elsewhere
    if "north" in centres:
        assert told.set_index("unit_of_chart").loc["north", "signal"] == "ring"


@pytest.mark.parametrize(
    ("recorded", "of", "told", "signal"),
    [
        # 101 of 1,007 are 10.03 points; 100 of 1,005 would be 9.95.
        (906, 1007, (1005, 100, 0.1), "ring"),
        # 98 of 1,000 are 9.8 points; 100 of 1,000 would be 10.
        (902, 1000, (1000, 100, 0.1), ""),
    ],
)
def test_published_figures_are_judged_exactly_and_told_rounded(
    made_up_store: Folder, recorded: int, of: int, told: tuple[float, ...], signal: str
) -> None:
    counts = {"north": (recorded, of), "south": (1000, 1000), "west": (1000, 1000)}
    table = rings(_table(counts), _asked(made_up_store, policy="publication"))
    row = table.set_index("unit_of_chart").loc["north"]
    assert tuple(row[["denominator", "events", "value"]]) == told
    assert (row["centre"], row["signal"]) == (0.0, signal)


def test_whoever_is_rung_inside_is_rung_in_what_is_published(sample_store: Folder) -> None:
    """Milia en plaque: at most clinics, 1 to 7 of few have no DLQI; published, none but those without any was left."""
    cohort = Cohort((("milia_type", ("en_plaque",)),))
    release, settings = open_release(sample_store), Settings(sample_store.root)
    inside, outside = (
        quality.answer(release, cohort, Choices(group_by="clinic", policy=policy), settings)
        for policy in ("clinic", "publication")
    )
    keys = ["chart", "unit_of_chart"]
    exact, told = (
        table[table["measure"].eq("ring")].set_index(keys)
        for table in (inside.tables["charts"], outside.tables["charts"])
    )
    assert set(told.index[told["signal"].eq("ring")]) == {
        ("dlqi_before", "C08"),
        ("dlqi_before", "C12"),
        ("diy_not_asked", "C09"),
    }
    assert (told["centre"] - exact["centre"].reindex(told.index)).abs().max() < 0.05
    assert "at home (between 80 and 100; elsewhere 5)" in outside.sentence
    estimates = outside.tables["estimates"]
    shown = estimates[estimates["status"].eq("shown") & estimates["subgroup"].eq("")]
    assert set(told.index) <= set(zip(shown["kind"], shown["group"], strict=True))


def test_where_episodes_are_counted_nobody_is_named(made_up_store: Folder) -> None:
    table = _table({"north": (62, 100), "south": (95, 100), "west": (95, 100)})
    assert rings(table, _asked(made_up_store, unit="episode")).empty


def test_chance_alone_names_somebody_on_one_page_in_twenty_at_most(made_up_store: Folder) -> None:
    """All clinics do the same; small ones too, where 10 points are soon reached. 300 pages of 20 figures each."""
    dice = np.random.default_rng(5)
    asked = _asked(made_up_store)
    sizes = {"a": 20, "b": 40, "c": 60, "d": 150, "e": 300}
    items = [item.name for item in COLUMNS[1:21]]
    named = 0
    for _ in range(300):
        table = pd.concat(
            [
                _table(
                    {name: (int(dice.binomial(size, share)), size) for name, size in sizes.items()},
                    item,
                )
                for item, share in zip(items, dice.uniform(0.4, 0.98, len(items)), strict=True)
            ],
            ignore_index=True,
        )
        named += bool(_rung(table, asked))
    assert named <= 15


def test_the_planted_faults_of_the_sample_are_found_and_nothing_else(sample_store: Folder) -> None:
    """`sample_data/synthetic/parameters/clinics.py` says which clinics leave what blank."""
    answer = quality.answer(
        open_release(sample_store),
        Cohort(),
        Choices(group_by="clinic"),
        Settings(sample_store.root),
    )
    charts = answer.tables["charts"]
    hit = charts[charts["signal"].eq("ring")]
    assert set(zip(hit["unit_of_chart"], hit["chart"], strict=True)) == {
        ("C11", "skin_type"),
        ("C09", "diy_not_asked"),
        ("C05", "healing_not_assessed"),
        *(
            (clinic, column)
            for clinic in ("C08", "C10", "C12")
            for column in ("dlqi_before", "dlqi_after")
        ),
    }
