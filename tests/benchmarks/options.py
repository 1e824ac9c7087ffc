"""What the empty page and whoever measures it must both know."""

from __future__ import annotations

# As many values as the sites of the sample records.
OPTIONS = [f"Value {number}" for number in range(1, 11)]
# The environment variable with the file of the charts drawn beforehand.
CHARTS = "EMPTY_PAGE_CHARTS"
