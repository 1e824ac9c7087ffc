"""Read a figure as the browser gets it: every number and every text in it, and where it stands."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import plotly.graph_objects as go

# How a figure looks, not what it says.
_LOOKS = re.compile(r"font|line|margin|template|hoverlabel|.*(color|width|height|shift|size)")


def contents(figure: go.Figure) -> dict[str, Any]:
    """The figure as it is sent, packed arrays unpacked."""
    return dict(unpacked(json.loads(figure.to_json(engine="json"))))


def unpacked(part: Any) -> Any:
    """Arrays travel as base64 of their bytes: as lists they can be read."""
    if isinstance(part, dict) and {"dtype", "bdata"} <= set(part):
        values = np.frombuffer(base64.b64decode(part["bdata"]), dtype=np.dtype(part["dtype"]))
        shape = [int(length) for length in str(part.get("shape", len(values))).split(",")]
        # What is not a number is None: it equals itself.
        known = [None if np.isnan(value) else value.item() for value in values]
        return np.array(known, dtype=object).reshape(shape).tolist()
    if isinstance(part, dict):
        return {name: unpacked(value) for name, value in part.items()}
    return [unpacked(value) for value in part] if isinstance(part, list) else part


def leaves(part: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a figure with its path, what only concerns the looks left out."""
    if isinstance(part, dict):
        for name, value in part.items():
            if not _LOOKS.fullmatch(name):
                yield from leaves(value, f"{path}.{name}")
    elif isinstance(part, list):
        for value in part:
            yield from leaves(value, path)
    elif part is not None:
        yield path, part
