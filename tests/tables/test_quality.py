"""The tables say what the answer says: whom to ring, shares on a scale, months, imports, who stands out."""

from __future__ import annotations

import pytest

from dashboard.answers import quality
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from dashboard.tables import quality as tables
from dashboard.tables import quality_imports, shades
from tests.store.keeping import Keeper


def _ask(folder: Folder, by: str = "clinic") -> Answer:
    settings = Settings(folder.root)
    return quality.answer(open_release(folder), Cohort(), Choices(group_by=by), settings)


@pytest.fixture(scope="module")
def sampled(sample_store: Folder) -> Answer:
    return _ask(sample_store)


@pytest.fixture(scope="module")
def made_up(made_up_store: Folder) -> Answer:
    return _ask(made_up_store, "treatment")


def test_calls_say_the_clinic_the_figure_and_that_of_the_others(sampled: Answer) -> None:
    calls = tables.calls(sampled)
    assert calls.index.tolist() == ["C05", "C08", "C08", "C09", "C10", "C10", "C11", "C12", "C12"]
    (skin,) = calls.loc[["C11"]].to_dict("records")
    assert skin["What"] == "Skin type"
    assert skin["Missing"].replace("\u2060", "") == "45% (39–52)"
    assert (skin["Elsewhere"], skin["Of how many"]) == ("8%", "219")


@pytest.mark.parametrize("heading", list(tables.HEADINGS))
def test_every_cell_is_written_and_its_shade_follows_from_what_is_wanting(
    sampled: Answer, heading: str
) -> None:
    shaded = tables.heat(sampled, heading)
    estimates = sampled.tables["estimates"]
    items = {item.label: item for item in tables.HEADINGS[heading]}
    assert set(shaded.table.index) <= set(items)
    for levels, (label, said) in zip(shaded.levels, shaded.table.iterrows(), strict=True):
        for level, clinic, text in zip(levels, shaded.table.columns, said, strict=True):
            chosen = estimates["kind"].eq(items[str(label)].name) & estimates["group"].eq(clinic)
            (row,) = estimates[chosen & estimates["subgroup"].eq("")].to_dict("records")
            if row["status"] != "shown":
                assert (level, text[:6]) == (0, "hidden")
                continue
            assert float(text.rstrip("%")) == pytest.approx(100 * row["estimate"], abs=0.5)
            wanting = 1 - row["estimate"] if items[str(label)].of_all else row["estimate"]
            edges = [0.0, *tables.STEPS, 1.01]
            assert level == 0 if wanting == 0 else edges[level - 1] <= wanting < edges[level]


def test_a_column_that_applies_to_nobody_of_a_group_is_a_dash(made_up: Answer) -> None:
    done = tables.heat(made_up, "What was done")
    assert done.table.at["Minutes in the chair", "DIY attempt"] == "–"
    place = done.table.index.get_loc("Minutes in the chair")
    assert done.levels[place][list(done.table.columns).index("DIY attempt")] == 0


def test_a_hidden_group_is_said_in_words(made_up: Answer) -> None:
    shaded = tables.heat(made_up, "Who was treated").table
    assert shaded.at["Skin type", "Electrosurgery"] == "hidden: too few"


def test_nearly_all_is_not_all(sampled: Answer) -> None:
    """Of 670 patients of C01 the number of milia is blank in few; of 338 of C05 the sex in one."""
    estimates = sampled.tables["estimates"]
    rows = estimates[estimates["estimate"].between(0.995, 1.0, inclusive="left")]
    row = rows[rows["kind"].eq("sex")].iloc[0]
    said = tables.heat(sampled, "Who was treated").table.at["Sex", row["group"]]
    assert said == f"{100 * row['estimate']:.1f}%"


def test_intervals_stand_in_the_detail(sampled: Answer) -> None:
    said = str(tables.with_intervals(sampled, "Who was treated").at["Skin type", "C11"])
    assert said.replace("\u2060", "") == "55% (48–61) of 219"


def test_never_followed_up_by_treatment(sampled: Answer) -> None:
    table = tables.never(sampled)
    assert table.index.name == "Treatment"
    assert table.index[0] == "Extraction"
    assert table.at["Extraction", "C01"] == "5.8%"


def test_months_are_said_with_their_cut_off(sampled: Answer) -> None:
    months = quality_imports.months(sampled)
    assert list(months.loc["C01"]) == ["36", "September 2026", "October 2025"]


def test_who_stands_out_is_told_with_what_would_help(sampled: Answer) -> None:
    table = tables.anonymity(sampled)
    assert table.index[0].startswith("As stored")
    assert table.iloc[0].tolist() == ["fewer than 5", "4,500", "100%"]
    assert table.iloc[-1].tolist() == ["fewer than 5", "2,075", "46%"]


def test_imports_and_rules_are_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("imports")
    keeper = Keeper(Folder(place / "data"), place)
    rows = "".join(
        f"p{number},2026-01,peel,20,e{number},north,{'99' if number < 4 else '3'}\n"
        for number in range(30)
    )
    keeper.bring("patient_key,start_month,treatment,last_seen_day,episode_key,clinic,pain\n" + rows)
    answer = _ask(keeper.folder)
    assert list(quality_imports.imports(answer).loc["Release 1"])[1:] == ["30", "30", "0", "0"]
    (rule,) = quality_imports.rules(answer).to_dict("records")
    assert rule == {
        "Rule": "Number outside range (pain)",
        "What was done": "Set blank",
        "How often": "4",
    }
    whole = quality_imports.violations(answer, by_month=False)
    assert list(whole.loc["north"]) == ["Number outside range", "Release 1", "4", "30"]
    monthly = quality_imports.violations(answer, by_month=True)
    assert next(iter(monthly.loc["north"])) == "January 2026"


def test_a_rule_is_read_in_words() -> None:
    assert quality_imports.rule_in_words("episodes.identical_rows") == "Identical rows"
    said = quality_imports.rule_in_words("complications.grade.number_outside_range")
    assert said == "Number outside range (grade), complications"


@pytest.mark.parametrize(("share", "level"), [(0.0, 0), (0.01, 1), (0.05, 2), (0.3, 4), (1.0, 5)])
def test_a_shade_begins_at_its_step(share: float, level: int) -> None:
    assert shades.level(share, tables.STEPS) == level


def test_the_scale_is_said() -> None:
    said = [text for _, text in shades.scale(tables.STEPS)]
    assert said == [
        "none",
        "under 5%",
        "5 up to 10%",
        "10 up to 25%",
        "25 up to 50%",
        "50% and over",
    ]
