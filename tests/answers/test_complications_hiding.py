"""What the complications answer hides: small groups, few seen for less, cells of a table, published counts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from dashboard.answers.answer import Answer
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, Release, open_release
from tests.answers.test_complications import ask, episode, of, of_store, plain, release, settings

__all__ = ["plain", "release", "settings"]

HIDING = ("hidden_small_number", "hidden_with_another")
_DELICATE = {"eyelid": "yes", "periorbital": "yes", "not_recorded": "not_recorded"}
FIGURES = [
    "patients",
    "episodes",
    "events",
    "competing",
    "estimate",
    "std_error",
    "ci_lower",
    "ci_upper",
]


def test_a_group_of_three_is_hidden_with_another_everywhere(plain: Answer) -> None:
    assert "electrosurgery" in plain.hidden_groups
    assert len(plain.hidden_groups) >= 2
    for table in plain.tables.values():
        touched = table["group"].isin(plain.hidden_groups)
        if "reference" in table:
            touched |= table["reference"].isin(plain.hidden_groups)
        numbers = (
            table[touched].select_dtypes("number").drop(columns="horizon_days", errors="ignore")
        )
        assert numbers.isna().all(axis=None)
    subgroups = plain.tables["estimates"].query("subgroup != ''")
    assert not subgroups["group"].isin(plain.hidden_groups).any()


def test_few_who_were_seen_for_less_are_hidden_with_those_seen_for_longer(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    episodes = [episode(number) for number in range(40)]
    episodes += [episode(number, last_seen_day=3) for number in range(40, 43)]
    episodes += [episode(number, treatment="laser") for number in range(50, 90)]
    episodes += [episode(n, treatment="laser", last_seen_day=3) for n in range(90, 97)]
    answer = ask(of_store(folder, episodes, []), Settings(folder.root))
    small = {m: of(answer, m, "any", "extraction").iloc[0] for m in ("recorded", "seen_less")}
    assert small["seen_less"]["status"] == "hidden_small_number"
    assert small["recorded"]["status"] == "hidden_with_another"
    assert pd.isna(small["recorded"]["episodes"])
    assert of(answer, "recorded", "any", "laser")["episodes"].tolist() == [40]
    assert of(answer, "seen_less", "any", "laser")["episodes"].tolist() == [7]
    # The figure on the clock stays, no limit of the recorded share does.
    assert of(answer, "complications", "any", "extraction")["episodes"].tolist() == [43, 43]
    late = of(answer, "no_event", group="extraction")
    assert late["horizon_days"].notna().all()
    assert answer.tables["comparisons"].query("measure == 'recorded'").empty
    assert any("recorded share of 1 group is hidden" in note for note in answer.notes)


def test_a_hidden_cell_cannot_be_worked_out(release: Release, settings: Settings) -> None:
    answer = ask(release, settings)
    everything = ask(release, replace(settings, min_patients=1))
    for subgroup_by in ("skin_type", "delicate_site", "site"):
        rows = answer.tables["estimates"].query(f"subgroup_by == '{subgroup_by}' and kind == 'any'")
        known = everything.tables["estimates"].query(
            f"subgroup_by == '{subgroup_by}' and kind == 'any'"
        )
        sizes = known.set_index(["group", "subgroup"])["patients"]
        for _, cells in rows.groupby("group"):
            hidden = cells[cells["status"].isin(HIDING)]
            assert hidden[FIGURES].isna().all(axis=None)
            shown = cells[~cells["status"].isin(HIDING)]
            assert (shown["patients"] >= 5).all()
            joint = sum(
                sizes[group, sub]
                for group, sub in zip(hidden["group"], hidden["subgroup"], strict=True)
            )
            assert hidden.empty or (len(hidden) >= 2 and joint >= 5) or shown.empty
    assert answer.tables["estimates"].query("subgroup != ''")["status"].isin(HIDING).any()


_COHORTS: list[tuple[str, dict[str, str]]] = [
    ("treatment", {}),
    ("treatment", {"clinic": "C01"}),
    ("treatment", {"clinic": "C07"}),
    ("lesion_band", {"clinic": "C05"}),
    ("clinic", {"treatment": "laser"}),
]


@pytest.mark.parametrize(("by", "chosen"), _COHORTS)
def test_a_site_cannot_be_worked_out_from_whether_sites_are_delicate(
    sample_store: Folder, by: str, chosen: dict[str, str]
) -> None:
    cohort = Cohort(tuple((name, (value,)) for name, value in chosen.items()))
    answer = ask(open_release(sample_store), Settings(sample_store.root), cohort, group_by=by)
    rows = answer.tables["estimates"].query("measure == 'recorded' and kind == 'any'")
    looked = 0
    for group, of_group in rows.groupby("group"):
        split = {name: part.set_index("subgroup") for name, part in of_group.groupby("subgroup_by")}
        sites, delicate = split.get("site"), split.get("delicate_site")
        total = split[""]["patients"].iloc[0]
        if sites is None or delicate is None or pd.isna(total):
            continue
        hidden = sites.index[sites["status"].isin(HIDING)].tolist()
        class_of = {site: _DELICATE.get(site, "no") for site in sites.index}
        sums, values, low, high = [[1.0] * len(hidden)], [], [], []
        shown = sites["patients"].fillna(0)
        values.append(float(total - shown.sum()))
        for kind, cell in delicate.iterrows():
            if cell["status"] not in HIDING:
                mine = [float(class_of[site] == kind) for site in hidden]
                sums.append(mine)
                values.append(
                    float(
                        cell["patients"] - sum(shown[s] for s in shown.index if class_of[s] == kind)
                    )
                )
        for site in hidden:
            small = sites.loc[site, "status"] == HIDING[0]
            low.append(1 if small else 5)
            high.append(4 if small else total)
        for place, site in enumerate(hidden):
            looked += 1
            goal = np.zeros(len(hidden))
            goal[place] = 1.0
            bounds = list(zip(low, high, strict=True))
            ends = [
                linprog(sign * goal, A_eq=sums, b_eq=values, bounds=bounds).fun for sign in (1, -1)
            ]
            assert -ends[1] - ends[0] >= 1.0, (group, site)
    assert looked


@pytest.mark.parametrize("by", ["treatment", "skin_type"])
def test_published_counts_are_none_or_large_and_round(
    release: Release, settings: Settings, by: str
) -> None:
    answer = ask(release, settings, group_by=by, policy="publication")
    for table in answer.tables.values():
        for name in ("patients", "episodes", "events", "competing", "censored", "at_risk"):
            if name in table:
                told = table[name].dropna().astype(int)
                assert (told % 5 == 0).all()
                assert ((told == 0) | (told >= 8)).all()
    said = " ".join([answer.sentence, *answer.notes])
    assert "For publication" in said
    assert not answer.tables["estimates"]["kind"].eq("grade_1").any()


@pytest.mark.parametrize("how", [{}, {"group_by": "clinic"}, {"unit": "episode"}])
def test_a_cohort_of_three_shows_no_number(
    release: Release, settings: Settings, how: dict[str, Any]
) -> None:
    answer = ask(release, settings, Cohort((("treatment", ("electrosurgery",)),)), **how)
    assert answer.empty
    assert not any(digit in answer.sentence for digit in "123")
    numbers = answer.tables["estimates"].select_dtypes("number").drop(columns="horizon_days")
    assert numbers.isna().all(axis=None)


@pytest.mark.parametrize("how", [{}, {"unit": "episode"}, {"policy": "publication"}])
def test_a_store_of_one_record(tmp_path: Path, how: dict[str, Any]) -> None:
    folder = Folder(tmp_path)
    harms = [{"episode_key": "e1", "complication": "scar", "onset_day": 9}]
    release = of_store(folder, [episode(1)], harms)
    assert ask(release, Settings(folder.root), **how).empty
    alone = ask(release, Settings(folder.root, min_patients=1, min_at_risk=1), **how)
    assert alone.groups == (() if how.get("policy") else ("extraction",))
    assert all(len(table) >= 0 for table in alone.tables.values())
