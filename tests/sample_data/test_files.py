"""The committed files: made from the seed, of the size and the form that was promised."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import sample_data
from sample_data import Sample, columns
from sample_data.dictionary import data_dictionary

MAIN_ARMS = ["extraction", "laser", "peel", "cryotherapy"]


@pytest.mark.parametrize("name", ["episodes.csv", "complications.csv"])
def test_the_seed_makes_the_committed_bytes(
    name: str, folder: Path, redrawn: Sample, tmp_path: Path
) -> None:
    sample_data.write(redrawn, tmp_path)
    assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_the_truth_of_this_sample_is_the_committed_one(
    redrawn: Sample, truth: dict[str, Any]
) -> None:
    assert truth["this_sample"] == redrawn.truth()


def test_the_dictionary_is_the_committed_one_and_has_every_column(folder: Path) -> None:
    written = (folder / "data_dictionary.md").read_text(encoding="utf-8")
    assert written == data_dictionary()
    for column in (*columns.EPISODES, *columns.COMPLICATIONS):
        assert f"| `{column.name}`" in written


def test_sizes(episodes: pd.DataFrame) -> None:
    assert 5_400 <= len(episodes) <= 6_600
    assert episodes["patient_key"].nunique() == 4_500
    assert episodes["clinic"].nunique() == 12
    months = sorted(episodes["start_month"].unique())
    assert (len(months), months[0], months[-1]) == (36, "2023-10", "2026-09")


def test_every_main_arm_has_350_patients(first_care: pd.DataFrame) -> None:
    counts = first_care["treatment"].value_counts()
    assert (counts[MAIN_ARMS] >= 350).all()
    assert (counts[["retinoid", "electrosurgery", "combination"]] >= 100).all()


def test_observation_is_for_newborns(episodes: pd.DataFrame) -> None:
    observed = episodes[episodes["treatment"] == "observation"]
    assert len(observed) >= 120
    assert observed["milia_type"].dropna().eq("neonatal").all()
    assert observed["age_band"].dropna().eq("under_1").all()
    newborn = episodes[episodes["milia_type"] == "neonatal"]
    assert (newborn["treatment"] == "observation").mean() > 0.85


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("episodes.csv", columns.EPISODES), ("complications.csv", columns.COMPLICATIONS)],
)
def test_form_of_the_files(name: str, wanted: tuple[columns.Column, ...], folder: Path) -> None:
    content = (folder / name).read_bytes()
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert not content.startswith(b"\xef\xbb\xbf")
    header = content.decode("utf-8").split("\n", 1)[0]
    assert header.split(",") == columns.names(wanted)


def test_keys_are_random_hex_that_no_spreadsheet_takes_for_a_number(
    episodes: pd.DataFrame,
) -> None:
    assert episodes["episode_key"].is_unique
    for key in (*episodes["patient_key"], *episodes["episode_key"]):
        assert re.fullmatch(r"[a-f][0-9a-f]{15}", key)


def test_every_column_says_something(episodes: pd.DataFrame, complications: pd.DataFrame) -> None:
    for table in (episodes, complications):
        empty = [name for name in table if table[name].notna().sum() == 0]
        assert not empty


def test_files_and_readme_say_synthetic(folder: Path, truth: dict[str, Any]) -> None:
    assert "SYNTHETIC" in (folder / "README.md").read_text(encoding="utf-8")
    assert "SYNTHETIC" in (folder / "data_dictionary.md").read_text(encoding="utf-8")
    assert truth["synthetic"].startswith("SYNTHETIC")
