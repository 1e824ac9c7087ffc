"""SYNTHETIC sample records with a known truth, and the seeded generator that makes them."""

from __future__ import annotations

from sample_data.generate import PATIENTS, SEED, Sample, draw, rewrite, write

__all__ = ["PATIENTS", "SEED", "Sample", "draw", "rewrite", "write"]
