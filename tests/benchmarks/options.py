"""The filter of the empty page: as many values as the sites of the sample records."""

from __future__ import annotations

OPTIONS = [f"Value {number}" for number in range(1, 11)]
