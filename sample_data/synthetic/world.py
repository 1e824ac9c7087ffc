"""Everything that is true before anything is written down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sample_data.synthetic import allocation, attempts, community, luck, patients
from sample_data.synthetic.dice import Flags, Floats
from sample_data.synthetic.levels import ARMS
from sample_data.synthetic.outcomes import Arms


@dataclass(frozen=True)
class World:
    """The attenders, the hidden community they came from, and how each was allotted."""

    community: community.Community
    patients: pd.DataFrame
    chances: Floats  # (n_patients, arms): the true allocation probabilities
    arms: Arms  # what each patient got, as a position in ARMS
    luck: luck.Luck

    @property
    def treated(self) -> Flags:
        """Who had a course of care, and not advice alone."""
        return ~self.patients["advice_only"].to_numpy(dtype=bool)

    @property
    def comparable(self) -> Flags:
        """Who could have had any of the professional treatments: treated, and not newborn."""
        return self.treated & (self.patients["milia_type"] != "neonatal").to_numpy()

    @property
    def professional(self) -> Flags:
        """Who did have a professional treatment."""
        return self.treated & (self.arms != ARMS.index("observation"))


def create(seed: int, n_patients: int, *, unmeasured_severity: bool) -> World:
    """Draw a community, its attenders, and the treatment of each."""
    everybody = community.draw(seed, n_patients)
    came = patients.complete(seed, everybody.attenders(n_patients))
    came = attempts.plan(seed, came)
    chances = allocation.probabilities(came, unmeasured_severity=unmeasured_severity)
    arms = np.asarray(allocation.allot(seed, chances).codes, dtype=np.int64)
    return World(everybody, came, chances, arms, luck.draw(seed, n_patients))
