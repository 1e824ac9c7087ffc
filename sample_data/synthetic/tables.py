"""Small helpers for columns in which a value may be absent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sample_data.synthetic.dice import Days, Flags


def optional(values: Days, known: Flags) -> pd.Series:
    """Whole numbers where known, blank elsewhere."""
    return pd.Series(values).astype("Int64").where(pd.Series(known))


def text_where(value: str, known: Flags) -> pd.Series:
    """The same text where known, blank elsewhere."""
    return pd.Series(np.full(len(known), value)).where(pd.Series(known))


def stack(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put tables under each other as plain objects, so that differing lists of levels agree."""
    plain = [
        frame.astype({c: object for c in frame if isinstance(frame[c].dtype, pd.CategoricalDtype)})
        for frame in frames
    ]
    return pd.concat(plain, ignore_index=True)
