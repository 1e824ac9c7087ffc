from __future__ import annotations

import pytest

from dashboard.errors import BadInput
from tests.intake.malformed import malformed_file
from tests.intake.taking import Taking

SEEDS = range(40)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_malformed_file_is_refused_or_accounted_for(take: Taking, seed: int) -> None:
    complications = malformed_file(seed + 1000, "complications") if seed % 4 == 0 else None
    try:
        taken = take(malformed_file(seed), complications)
    except BadInput:
        return
    # `take` has held the account to its balance; no rejected record is without its reason.
    assert all(reject["message"] for reject in taken.rejects)


def test_a_seed_always_makes_the_same_file() -> None:
    assert malformed_file(3) == malformed_file(3)
    assert len({malformed_file(seed) for seed in SEEDS}) > len(SEEDS) // 2
