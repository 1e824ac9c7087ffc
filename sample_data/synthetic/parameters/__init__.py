"""Every number that the generator uses, each marked as taken from a source or assumed."""

from __future__ import annotations

from typing import Any

from sample_data.synthetic.parameters import (
    allocation,
    base,
    case_mix,
    clinics,
    community,
    examination,
    follow_up,
    harms,
    outcomes,
    reported,
)

TABLES = {
    "case_mix": case_mix,
    "examination": examination,
    "community": community,
    "clinics": clinics,
    "allocation": allocation,
    "outcomes": outcomes,
    "harms": harms,
    "follow_up": follow_up,
    "reported_and_gaps": reported,
}


def every_parameter() -> list[dict[str, Any]]:
    """List all parameters with table, value, unit, basis and note, for truth.json."""
    return [
        {"table": name, **item}
        for name, module in TABLES.items()
        for item in base.described(vars(module))
    ]


def every_source() -> dict[str, dict[str, str]]:
    """List the public texts that were read, and how much of each."""
    return {
        name: {"title": s.title, "where": s.where, "says": s.says, "read": s.read}
        for name, s in base.SOURCES.items()
    }
