"""The truth about attempts at home, which no clinic sees."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sample_data.synthetic.community import Community
from sample_data.synthetic.dice import Flags
from sample_data.synthetic.levels import DIY_METHODS

DIGITS = 5


def of_community(drawn: Community) -> dict[str, Any]:
    """How often do attempts at home do harm, and how often among those who then came?"""
    members, came = drawn.members, drawn.attends
    return {
        "community": _attempts(members),
        "attenders": _attempts(members[came]),
        "people_with_milia": len(members),
        "attenders_drawn": int(came.sum()),
        "attendance": {
            "after_harm": _share(came, members["diy_harm"].to_numpy()),
            "after_success": _share(
                came, (members["diy_success"] & ~members["diy_harm"]).to_numpy()
            ),
            "all": _share(came, np.ones(len(members), dtype=bool)),
        },
    }


def _attempts(people: pd.DataFrame) -> dict[str, Any]:
    tried = (people["method_1"] != "none").to_numpy()
    harmed = people["harm_1"].to_numpy()
    return {
        "share_who_tried": round(float(tried.mean()), DIGITS),
        "harmed_by_first_attempt": _share(harmed, tried),
        "harmed_by_any_attempt": _share(people["diy_harm"].to_numpy(), tried),
        "cleared_by_first_attempt": _share(people["success_1"].to_numpy(), tried),
        "harmed_by_method": {
            method: _share(harmed, (people["method_1"] == method).to_numpy())
            for method in DIY_METHODS
        },
    }


def _share(flags: Flags, among: Flags) -> float:
    return round(float(flags[among].mean()), DIGITS)
