"""The committed files, read as anybody would read them, and the same sample drawn anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import sample_data
from sample_data import Sample, columns

FOLDER = Path(sample_data.__file__).parent


def read(name: str, wanted: tuple[columns.Column, ...]) -> pd.DataFrame:
    """Read one file as text, and turn its number columns into numbers."""
    table = pd.read_csv(FOLDER / name, dtype=str, keep_default_na=False, na_values=[""])
    for column in wanted:
        if column.kind in ("integer", "number"):
            table[column.name] = pd.to_numeric(table[column.name])
    return table


@pytest.fixture(scope="session")
def folder() -> Path:
    return FOLDER


@pytest.fixture(scope="session")
def episodes() -> pd.DataFrame:
    return read("episodes.csv", columns.EPISODES)


@pytest.fixture(scope="session")
def complications() -> pd.DataFrame:
    return read("complications.csv", columns.COMPLICATIONS)


@pytest.fixture(scope="session")
def truth() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="session")
def redrawn() -> Sample:
    return sample_data.draw()


@pytest.fixture(scope="session")
def first_care(episodes: pd.DataFrame) -> pd.DataFrame:
    """Each patient's first professional episode."""
    care = episodes[~episodes["treatment"].isin(["diy", "observation"])]
    order = ["patient_key", "start_month", "episode_order", "episode_key"]
    return care.sort_values(order).drop_duplicates("patient_key")
