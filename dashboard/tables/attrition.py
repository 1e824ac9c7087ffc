"""Who was counted, from the records held to those a figure rests on."""

from __future__ import annotations

import pandas as pd

from dashboard.answers.answer import Answer


def attrition(answer: Answer) -> pd.DataFrame:
    """Who was counted, and who was left out, for which reason?"""
    lines = []
    for step in answer.attrition:
        said = (
            f"fewer than {answer.settings.min_patients}"
            if step.status == "hidden_small_number"
            else "hidden with another"
        )
        written = said if step.number is None else f"{step.number:,}"
        lines.append(
            (
                f"left out: {step.said}" if step.left_out else step.said.capitalize(),
                written if not step.left_out or step.number is None else f"− {written}",
            )
        )
    return pd.DataFrame(
        {"Number": [written for _, written in lines]},
        index=pd.Index([name for name, _ in lines], name="Step"),
    )
