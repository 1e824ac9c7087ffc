"""When are two tables the same: every value to the last bit, missing text as good as empty text?"""

from __future__ import annotations

import pandas as pd


def assert_same(again: pd.DataFrame, table: pd.DataFrame) -> None:
    """Columns, types and values must agree."""
    assert list(again.dtypes) == list(table.dtypes)
    pd.testing.assert_frame_equal(_without_missing_text(again), _without_missing_text(table))
    for name, kind in table.dtypes.items():
        if kind == "float64":
            assert [float(x).hex() for x in again[name]] == [float(x).hex() for x in table[name]]


def _without_missing_text(table: pd.DataFrame) -> pd.DataFrame:
    filled = table.copy()
    for name, kind in table.dtypes.items():
        if kind == "str":
            filled[name] = table[name].fillna("")
    return filled
