"""Which machine was measured on, how long did it take, how much memory? No name, no path."""

from __future__ import annotations

import os
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil


def describe() -> str:
    """How large is this machine?"""
    gigabytes = psutil.virtual_memory().total / 1e9
    return f"{os.cpu_count()} cores, {gigabytes:.0f} GB of memory"


def peak_megabytes() -> float:
    """What was the most memory that this process ever held, in megabytes?"""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


@dataclass(frozen=True)
class Times:
    """How long did it take: seconds on the clock, and of the processors, medians of several runs?"""

    seconds: float
    processor_seconds: float


def timed(calls: dict[str, Callable[[], object]], runs: int) -> dict[str, Times]:
    """How long does each call take? They take turns, so that a busy machine disturbs all alike.

    A first round, not counted, warms up.
    """
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
    for number in range(runs + 1):
        for name, call in calls.items():
            clock, processors = time.perf_counter(), time.process_time()
            call()
            if number:
                taken[name].append((time.perf_counter() - clock, time.process_time() - processors))
    return {
        name: Times(*(statistics.median(column) for column in zip(*runs_of, strict=True)))
        for name, runs_of in taken.items()
    }
