"""Does the page tell the truth where the truth is known? `python -m tests.validation.validate`.

Draws sets of records from the generator, asks the page of each, and writes docs/validation.md: bias, coverage,
false claims. The exit status is 1 where a criterion is missed. Each draw is kept as soon as it is done: with
`--keep`, a campaign that was stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tests.validation.document import written
from tests.validation.drawing import Drawn, draw, is_of
from tests.validation.judging import missed
from tests.validation.worlds import DRAWS, WORLDS, World

RESULT = Path(__file__).resolve().parents[2] / "docs" / "validation.md"
# Fixed before anything was drawn. The n-th draws of all worlds have the same seed, so the same patients and luck.
FIRST_SEED = 20_270_000
# So many that also of the cleared every arm has about 200 or more: one in 37 patients has the rarest treatment.
SIZE = 12_500
_KEPT = "draws.jsonl"
Draws = dict[str, list[Drawn]]
Wanted = tuple[World, int]


def main() -> int:
    """Draw what is not drawn yet, write down what came of it, and say so."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="milia-validate-") as usual:
        draws = campaign(
            arguments.draws, arguments.size, arguments.keep or Path(usual), arguments.processes
        )
    arguments.out.write_text(written(draws, arguments.size), encoding="utf-8")
    faults = [fault for world in WORLDS for fault in missed(draws[world.name], world)]
    print("\n".join(faults) or "Every criterion is met.")
    return 1 if faults else 0


def campaign(
    draws: int, size: int, keep: Path, processes: int, worlds: Sequence[World] = WORLDS
) -> Draws:
    """What came of the draws of each world, by its name and in the order of the seeds?

    Parameters
    ----------
    draws, size
        Draws of a whole world, and patients in each.
    keep
        The folder of the draws done: those of this size and software are not drawn again.
    processes
        1 draws in this one.
    """
    wanted = [
        (world, FIRST_SEED + number)
        for number in range(draws)
        for world in worlds
        if number < world.draws(draws)
    ]
    keep.mkdir(parents=True, exist_ok=True)
    kept = _kept(keep / _KEPT)
    found = {
        (world.name, seed): drawn
        for world, seed in wanted
        for drawn in kept
        if is_of(drawn, world, seed, size)
    }
    left = [(world, seed) for world, seed in wanted if (world.name, seed) not in found]
    with (keep / _KEPT).open("a", encoding="utf-8") as file:
        for number, drawn in enumerate(_drawn(left, size, processes), start=1):
            file.write(f"{json.dumps(drawn)}\n")
            file.flush()
            found[drawn["world"], drawn["seed"]] = drawn
            print(f"{number} of {len(left)}: {drawn['world']}, seed {drawn['seed']}", flush=True)
    return {
        world.name: [found[one.name, seed] for one, seed in wanted if one is world]
        for world in worlds
    }


def _kept(path: Path) -> list[Drawn]:
    """Which draws are done? A line that a kill left half written is none, and is ended."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        path.write_text("".join(lines[:-1]), encoding="utf-8")
        lines.pop()
    return [json.loads(line) for line in lines]


def _drawn(wanted: list[Wanted], size: int, processes: int) -> Iterator[Drawn]:
    """What comes of each draw, as it is done?"""
    if processes == 1:
        for world, seed in wanted:
            yield draw(world, seed, size)
        return
    # Whoever starts several processes wants no threads besides.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=fresh) as pool:
        for done in as_completed(pool.submit(draw, *each, size) for each in wanted):
            yield done.result()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=DRAWS, help="sets of records in a whole world")
    parser.add_argument("--size", type=int, default=SIZE, help="patients in each")
    parser.add_argument("--keep", type=Path, help="a folder in which the draws done stay")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, default=RESULT, help="the document")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
