"""The rules of the records: closed lists, ranges, and what has to hold between columns."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sample_data import columns
from sample_data.synthetic.levels import TECHNIQUES

SCHEMA = Path(__file__).resolve().parents[2] / "queries" / "schema"
CUT_OFF = np.datetime64("2026-09-30")
CHILDREN = ["under_1", "1_15"]
OUTCOME_DAYS = [
    "last_session_day",
    "cleared_day",
    "last_unhealed_day",
    "healed_day",
    "recurred_day",
    "new_elsewhere_day",
    "retreated_day",
]


def both(episodes: pd.DataFrame, one: str, other: str) -> pd.DataFrame:
    """The episodes that have both values."""
    return episodes[episodes[one].notna() & episodes[other].notna()]


def with_episodes(complications: pd.DataFrame, episodes: pd.DataFrame) -> pd.DataFrame:
    return complications.merge(episodes, on="episode_key", how="left", validate="many_to_one")


@pytest.mark.parametrize("column", columns.EPISODES, ids=lambda column: column.name)
def test_values_of_episodes(column: columns.Column, episodes: pd.DataFrame) -> None:
    check_values(column, episodes[column.name])


@pytest.mark.parametrize("column", columns.COMPLICATIONS, ids=lambda column: column.name)
def test_values_of_complications(column: columns.Column, complications: pd.DataFrame) -> None:
    check_values(column, complications[column.name])


def check_values(column: columns.Column, values: pd.Series) -> None:
    if column.required:
        assert values.notna().all()
    said = values.dropna()
    if column.kind == "choice":
        assert set(said) <= set(column.values)
    elif column.kind == "month":
        assert said.str.fullmatch(r"20\d\d-(0[1-9]|1[0-2])").all()
    elif column.kind in ("integer", "number"):
        assert (said == said.round()).all()
        assert column.low is None or (said >= column.low).all()
        assert column.high is None or (said <= column.high).all()


def test_the_closed_lists_are_those_of_the_schema() -> None:
    types = (SCHEMA / "types.sql").read_text(encoding="utf-8")
    enums = {
        name: set(re.findall(r"'(\w+)'", body))
        for name, body in re.findall(r"create type (\w+) as enum \((.*?)\);", types, re.DOTALL)
    }
    named = [c for c in (*columns.EPISODES, *columns.COMPLICATIONS) if c.name in enums]
    assert len(named) >= 15
    for column in named:
        assert set(column.values) == enums[column.name], column.name


def test_techniques_belong_to_their_treatment(episodes: pd.DataFrame) -> None:
    for treatment, names in TECHNIQUES.items():
        used = episodes.loc[episodes["treatment"] == treatment, "technique"].dropna()
        assert set(used) == set(names), treatment


def test_nothing_lies_beyond_the_cut_off(
    episodes: pd.DataFrame, complications: pd.DataFrame
) -> None:
    first = episodes["start_month"].to_numpy().astype("datetime64[M]").astype("datetime64[D]")
    left = (CUT_OFF - first).astype(int)
    for name in ("last_seen_day", *OUTCOME_DAYS):
        assert (episodes[name].fillna(0).to_numpy() <= left).all(), name
    rows = with_episodes(complications, episodes.assign(left=left))
    for name in ("onset_day", "resolved_day"):
        assert (rows[name].fillna(0) <= rows["left"]).all()


def test_nothing_is_seen_after_the_last_day_seen(
    episodes: pd.DataFrame, complications: pd.DataFrame
) -> None:
    for name in OUTCOME_DAYS:
        assert (episodes[name].fillna(0) <= episodes["last_seen_day"]).all(), name
    rows = with_episodes(complications, episodes)
    for name in ("onset_day", "resolved_day"):
        assert (rows[name].fillna(0) <= rows["last_seen_day"]).all(), name


def test_recurrence_comes_after_clearance(episodes: pd.DataFrame) -> None:
    seen = episodes[episodes["recurred_day"].notna()]
    assert len(seen) > 300
    assert (seen["recurred_day"] > seen["cleared_day"]).all()
    assert (seen["cleared"] == "yes").all()
    where = episodes[episodes["recurred_where"].notna()]
    assert where["recurred_day"].notna().all()
    elsewhere = episodes[episodes["new_elsewhere_day"].notna()]
    assert (elsewhere["new_elsewhere_day"] > elsewhere["cleared_day"]).all()
    assert elsewhere["recurred_where"].dropna().eq("same_site").all()


def test_clearance_and_its_day(episodes: pd.DataFrame) -> None:
    unassessed = episodes[episodes["cleared"] == "not_assessed"]
    assert unassessed["cleared_day"].isna().all()
    clear = episodes[(episodes["cleared"] == "yes") & (episodes["treatment"] != "diy")]
    latest = clear["treatment"].isin(["peel", "retinoid"]).map({True: 91, False: 49})
    assert (clear["cleared_day"].fillna(0) <= latest).all()
    retreated = both(clear, "retreated_day", "cleared_day")
    assert (retreated["retreated_day"] > retreated["cleared_day"]).all()


def test_healing_comes_after_the_last_session_and_the_last_open_day(
    episodes: pd.DataFrame,
) -> None:
    healed = both(episodes, "healed_day", "last_unhealed_day")
    assert (healed["healed_day"] > healed["last_unhealed_day"]).all()
    after = both(episodes, "healed_day", "last_session_day")
    assert (after["healed_day"] > after["last_session_day"]).all()
    unlooked = episodes[episodes["healing_assessed"] != "yes"]
    assert unlooked[["healed_day", "last_unhealed_day"]].isna().all(axis=None)
    woundless = episodes[episodes["treatment"].isin(["retinoid", "observation"])]
    assert woundless["healed_day"].isna().all()


def test_what_only_some_can_have(episodes: pd.DataFrame) -> None:
    causes = episodes[episodes["secondary_cause"].notna()]
    assert (causes["milia_type"] == "secondary").all()
    scored = episodes[episodes["dlqi_before"].notna() | episodes["dlqi_after"].notna()]
    assert scored["age_band"].notna().all()
    assert not scored["age_band"].isin(CHILDREN).any()
    newborn = episodes[episodes["milia_type"] == "neonatal"]
    assert (newborn["age_band"] == "under_1").all()
    attempts = episodes["treatment"] == "diy"
    assert (episodes.loc[attempts, "operator_role"].dropna() == "self").all()
    assert (episodes.loc[~attempts, "operator_role"] != "self").all()


def test_lesion_bands_hold_the_lesions(episodes: pd.DataFrame) -> None:
    counted = both(episodes, "lesions", "lesion_band")
    tops = {"1": 1, "2_5": 5, "6_15": 15, "16_50": 50, "over_50": 10_000}
    lows = {"1": 1, "2_5": 2, "6_15": 6, "16_50": 16, "over_50": 51}
    assert (counted["lesions"] <= counted["lesion_band"].map(tops)).all()
    assert (counted["lesions"] >= counted["lesion_band"].map(lows)).all()
    assert (episodes["lesions"].isna() & episodes["lesion_band"].notna()).any()


def test_sessions(episodes: pd.DataFrame) -> None:
    single = episodes[episodes["sessions"] == 1]
    assert (single["last_session_day"].dropna() == 0).all()
    done = both(episodes, "sessions", "sessions_planned")
    assert (done["sessions"] <= done["sessions_planned"]).all()
    assert (episodes["reviews_attended"].dropna() <= episodes["reviews_planned"].dropna()).all()


def test_episodes_are_numbered_within_the_month(episodes: pd.DataFrame) -> None:
    grouped = episodes.groupby(["patient_key", "start_month"])["episode_order"]
    for order in (grouped.min(), grouped.max() - grouped.count() + 1):
        assert (order == 1).all()
    assert not episodes.duplicated(["patient_key", "start_month", "episode_order"]).any()


def test_complications_have_their_episode_and_their_order(
    episodes: pd.DataFrame, complications: pd.DataFrame
) -> None:
    rows = with_episodes(complications, episodes)
    assert rows["treatment"].notna().all()
    assert (rows["complications_assessed"] == "yes").all()
    over = both(complications, "onset_day", "resolved_day")
    assert (over["resolved_day"] >= over["onset_day"]).all()
    assert not complications.duplicated(["episode_key", "complication", "present_at_start"]).any()
    early = rows[rows["present_at_start"] == "yes"]
    assert len(early) > 20
    assert (early["onset_day"] == 0).all()


def test_no_two_episodes_say_the_same(episodes: pd.DataFrame) -> None:
    assert not episodes.drop(columns="episode_key").duplicated().any()


def test_gaps_of_real_life(episodes: pd.DataFrame) -> None:
    care = episodes[episodes["treatment"] != "diy"]
    assert 0.02 < (care["last_seen_day"] == 0).mean() < 0.15
    assert (care["diy_before"] == "declined").any()
    assert (care.loc[care["clinic"] == "C09", "diy_before"] == "not_asked").all()
    assert not ((episodes["clinic"] == "C09") & (episodes["treatment"] == "diy")).any()
    missing = care["skin_type"].isna().groupby(care["clinic"]).mean()
    assert missing["C11"] > 0.3 > missing.drop("C11").max()
    wound = care[~care["treatment"].isin(["retinoid", "observation"])]
    looked = (wound["healing_assessed"] == "yes").groupby(wound["clinic"]).mean()
    assert looked["C05"] < 0.4 < looked.drop("C05").min()
    asked = care["dlqi_before"].notna().groupby(care["clinic"]).mean()
    assert asked[["C08", "C10", "C12"]].max() == 0 < asked.drop(["C08", "C10", "C12"]).min()
