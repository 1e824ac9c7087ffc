"""The community: people with milia, before any of them tries or attends anything."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.synthetic.dice import Days, Dice, Flags, Levels, categorical, effect
from sample_data.synthetic.levels import (
    AGE_BANDS,
    LESION_BAND_TOPS,
    LESION_BANDS,
    MILIA_TYPES,
    PERSISTED,
    SEXES,
    SITES,
    SKIN_TYPES,
)
from sample_data.synthetic.parameters import case_mix as mix
from sample_data.synthetic.parameters import examination


def with_milia(seed: int, n: int) -> pd.DataFrame:
    """Draw n people with milia: age, sex, skin, and the milia as an examiner would find them."""
    dice = Dice(seed, "people")
    people = pd.DataFrame({"age_band": dice.pick(AGE_BANDS, mix.AGE_BAND.value, n)})
    people["sex"] = dice.pick(SEXES, mix.SEX.value, n)
    people["skin_type"] = dice.pick(SKIN_TYPES, mix.SKIN_TYPE.value, n)
    people["milia_type"] = _milia_type(dice, people["age_band"])
    people["site"] = dice.pick_given(SITES, people["milia_type"], mix.SITE.value)
    lesions = _lesions(dice, people["milia_type"])
    people["lesions"] = lesions
    people["lesion_band"] = lesion_band(lesions)
    people["persisted"] = dice.pick_given(PERSISTED, people["milia_type"], mix.PERSISTED.value)
    lasting = (people["persisted"] == "over_12_months").to_numpy()
    deep = (
        effect(people["milia_type"], examination.DEEP.value)
        + examination.DEEP_IF_LONG_STANDING.value * lasting
    )
    people["deep"] = yes_no(dice.chance(deep, n))
    return people


def yes_no(flags: Flags) -> Levels:
    """Write a flag as the records do."""
    return categorical(flags.astype(np.int8), ("no", "yes"))


def lesion_band(lesions: Days) -> Levels:
    """Put counts of milia into the records' bands."""
    return categorical(np.searchsorted(np.array(LESION_BAND_TOPS), lesions), LESION_BANDS)


def _milia_type(dice: Dice, age_band: pd.Series) -> Levels:
    later = dice.pick(MILIA_TYPES, mix.MILIA_TYPE.value, len(age_band))
    newborn = (age_band == "under_1").to_numpy()
    return categorical(np.where(newborn, MILIA_TYPES.index("neonatal"), later.codes), MILIA_TYPES)


def _lesions(dice: Dice, milia_type: pd.Series) -> Days:
    middle = effect(milia_type, mix.LESIONS_MEDIAN.value)
    count = middle * np.exp(mix.LESIONS_SPREAD.value * dice.normal(len(milia_type)))
    return np.clip(np.rint(count), 1, 150).astype(np.int64)
