"""Attempts at home, and which people come to a clinic afterwards.

This layer is hidden: the records hold only those who came. Because people come more often after
a harm than after a success, the share harmed among them is larger than the true share.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sample_data.synthetic import people
from sample_data.synthetic.dice import (
    Dice,
    Flags,
    Floats,
    Levels,
    categorical,
    effect,
    expit,
    logit,
)
from sample_data.synthetic.levels import (
    DARKER_SKIN,
    DELICATE_SITES,
    DIY_CLASSES,
    DIY_METHODS,
    MECHANICAL_METHODS,
)
from sample_data.synthetic.parameters import community as par

# Enough people for the wanted number of attenders: about one in five comes.
PEOPLE_PER_ATTENDER = 7


@dataclass(frozen=True)
class Community:
    """Everybody with milia (one row each), and who of them came to a clinic."""

    members: pd.DataFrame
    attends: Flags

    def attenders(self, n: int) -> pd.DataFrame:
        """Return the first n who came."""
        came = self.members[self.attends]
        if len(came) < n:
            raise RuntimeError(f"only {len(came)} of the {n} attenders wanted came; draw more")
        return came.iloc[:n].reset_index(drop=True)


def draw(seed: int, n_attenders: int) -> Community:
    """Draw a community large enough for n attenders, its attempts and its attendance."""
    n = n_attenders * PEOPLE_PER_ATTENDER + 200
    members = people.with_milia(seed, n)
    dice = Dice(seed, "community")
    tries = dice.chance(par.TRIES_AT_HOME.value, n) & (members["age_band"] != "under_1").to_numpy()
    first = _attempt(dice, members, tries)
    again = tries & ~first["harm"].to_numpy() & ~first["success"].to_numpy()
    second = _attempt(dice, members, again & dice.chance(par.SECOND_ATTEMPT.value, n))
    members = pd.concat([members, first.add_suffix("_1"), second.add_suffix("_2")], axis=1)
    members["diy_before"] = _diy_class(members)
    members["diy_harm"] = members["harm_1"] | members["harm_2"]
    members["diy_success"] = members["success_1"] | members["success_2"]
    return Community(members, dice.chance(_attendance(members, tries), n))


def _attempt(dice: Dice, members: pd.DataFrame, tries: Flags) -> pd.DataFrame:
    n = len(members)
    levels = ("none", *DIY_METHODS)
    method = dice.pick(levels, par.METHOD.value, n)
    attempt = pd.DataFrame({"method": categorical(np.where(tries, method.codes, 0), levels)})
    odds = logit(effect(attempt["method"], par.HARM.value))
    odds += par.HARM_DARKER_SKIN.value * members["skin_type"].isin(DARKER_SKIN).to_numpy()
    odds += par.HARM_DELICATE_SITE.value * members["site"].isin(DELICATE_SITES).to_numpy()
    harm = dice.chance(expit(odds), n)
    success = dice.chance(effect(attempt["method"], par.SUCCESS.value), n)
    return attempt.assign(harm=harm, success=success & ~harm)


def _diy_class(members: pd.DataFrame) -> Levels:
    methods = members[["method_1", "method_2"]]
    tried = (methods != "none").to_numpy()
    by_hand = methods.isin(MECHANICAL_METHODS).to_numpy()
    mechanical, product = by_hand.any(axis=1), (tried & ~by_hand).any(axis=1)
    return categorical(mechanical.astype(np.int8) + 2 * product.astype(np.int8), DIY_CLASSES)


def _attendance(members: pd.DataFrame, tries: Flags) -> Floats:
    chance = par.ATTENDS.value
    return np.select(
        [~tries, members["diy_harm"].to_numpy(), members["diy_success"].to_numpy()],
        [chance["never_tried"], chance["harmed"], chance["went_well"]],
        chance["no_effect"],
    )
