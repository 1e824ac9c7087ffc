"""SYNTHETIC exports of three invented clinic systems, as messy as real ones are, and their generator.

Each is made from a part of the sample records, written beside it in our own columns (`clean/`): what
the system records, and nothing else. Imported with its profile, an export gives the same records.
"""

from __future__ import annotations

from pathlib import Path

from sample_data.exports import dermasoft, high_street, riverside
from sample_data.exports.records import Records, read_sample, write_clean

FOLDER = Path(__file__).resolve().parent
SYSTEMS = {"high_street": high_street, "riverside": riverside, "dermasoft": dermasoft}

__all__ = ["FOLDER", "SYSTEMS", "Records", "dermasoft", "high_street", "rewrite", "riverside"]


def rewrite(folder: Path = FOLDER) -> None:
    """Write the exports, and the clean files they are made from, anew."""
    sample = read_sample()
    (folder / "clean").mkdir(parents=True, exist_ok=True)
    for name, system in SYSTEMS.items():
        records = system.clean(sample)
        write_clean(records, folder / "clean", name)
        for file, content in system.export(records).items():
            (folder / file).write_bytes(content)
