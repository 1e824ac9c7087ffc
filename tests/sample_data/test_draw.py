"""Drawing with other seeds and other switches."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from sample_data import columns, draw
from sample_data.synthetic.allocation import CASE_MIX
from sample_data.synthetic.dice import Dice, pick_by_row, spread
from sample_data.synthetic.levels import ARMS


@pytest.mark.parametrize("seed", [1, 2, 2**40])
def test_other_seeds_give_other_records_of_the_same_kind(seed: int) -> None:
    sample = draw(seed, 600)
    assert list(sample.episodes) == columns.names(columns.EPISODES)
    assert list(sample.complications) == columns.names(columns.COMPLICATIONS)
    assert sample.episodes["patient_key"].nunique() == 600
    assert len(sample.episodes) > 700
    assert set(sample.complications["episode_key"]) <= set(sample.episodes["episode_key"])


def test_the_same_seed_gives_the_same_records() -> None:
    one, other = draw(5, 300), draw(5, 300)
    pd.testing.assert_frame_equal(one.episodes, other.episodes)
    pd.testing.assert_frame_equal(one.complications, other.complications)
    assert not one.episodes.equals(draw(6, 300).episodes)


def test_without_gaps_the_whole_case_mix_is_recorded() -> None:
    episodes = draw(3, 600, with_gaps=False).episodes
    care = episodes[episodes["treatment"] != "diy"]
    assert care[list(CASE_MIX)].notna().all(axis=None)
    assert not care["diy_before"].isin(["not_asked", "declined"]).any()


def test_without_hidden_severity_the_case_mix_alone_decides() -> None:
    world = draw(3, 4_000, unmeasured_severity=False).world
    hidden = draw(3, 4_000).world
    severity = world.patients["severity"]
    laser = ARMS.index("laser")
    assert abs(severity[world.arms == laser].mean()) < 0.15
    assert severity[hidden.arms == laser].mean() > 0.3
    groups = [world.patients[name] for name in CASE_MIX]
    spreads = pd.Series(world.chances[:, laser]).groupby(groups, observed=True).agg(np.ptp)
    assert spreads.max() < 1e-12


def test_without_informative_loss_nobody_comes_back_for_an_outcome() -> None:
    plain = draw(3, 2_000, informative_loss=False).episodes
    usual = draw(3, 2_000).episodes
    assert usual["unplanned_visits"].sum() > plain["unplanned_visits"].sum()
    assert usual["last_seen_day"].sum() > plain["last_seen_day"].sum()


def test_allocation_probabilities_add_up() -> None:
    chances = draw(4, 1_000).world.chances
    np.testing.assert_allclose(chances.sum(axis=1), 1.0, atol=1e-12)
    assert (chances >= 0).all()


def test_dice_are_the_distributions_they_claim() -> None:
    dice = Dice(1, "test")
    n = 200_000
    normal = dice.normal(n)
    assert abs(normal.mean()) < 0.01
    assert abs(normal.std() - 1) < 0.01
    assert abs(dice.exponential(n).mean() - 1) < 0.01
    days = dice.between(3, 5, n)
    assert {3, 4, 5} == set(days.tolist())
    assert abs((days == 4).mean() - 1 / 3) < 0.01


def test_picking_follows_the_weights_of_its_row() -> None:
    luck = np.array([0.0, 0.49, 0.51, 0.99, 0.2])
    rows = np.array([0, 0, 0, 0, 1])
    picked = pick_by_row(luck, ("a", "b", "c"), np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 2.0]]), rows)
    assert list(picked) == ["a", "a", "b", "b", "c"]
    assert spread(np.array([0.0, 0.999]), 2, 4).tolist() == [2, 4]


def test_stages_do_not_disturb_each_other() -> None:
    assert Dice(1, "one").uniform(3).tolist() != Dice(1, "two").uniform(3).tolist()
    assert Dice(1, "one").uniform(3).tolist() == Dice(1, "one").uniform(3).tolist()


def test_the_generator_loads_nothing_of_the_dashboard() -> None:
    code = "import sample_data, sys; print(any(m.startswith('dashboard') for m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
