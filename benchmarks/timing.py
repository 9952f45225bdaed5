"""Timing: things to do come in, the median time of each goes out, measured turn about so that drift hits all alike."""

from __future__ import annotations

import gc
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct


class Timing(Struct, frozen=True):
    """Times of one thing in seconds, one for each round, in order."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle time, which a machine's hiccups do not move."""
        return statistics.median(self.seconds)

    @property
    def spread(self) -> tuple[float, float]:
        """The quickest and the slowest."""
        return min(self.seconds), max(self.seconds)

    def ratio(self, other: Timing) -> float:
        """The median of this thing's time over the other's, round by round: a slow spell of the machine cancels out."""
        return statistics.median(mine / theirs for mine, theirs in zip(self.seconds, other.seconds, strict=True))


Ready = Callable[[], object]


def turn_about(things: Mapping[str, Callable[[int], Ready]], rounds: int) -> dict[str, Timing]:
    """Do each thing once for warmth, then all of them `rounds` times in turn, every other round backwards.

    Each thing is handed the number of the round (-1 for the warm-up), so that it can vary its words, and gives what is
    to be timed: to get ready counts for nothing. Garbage is collected between the things and not during them, the same
    for all.
    """
    for thing in things.values():
        thing(-1)()
    seconds: dict[str, list[float]] = {name: [] for name in things}
    for number in range(rounds):
        order = list(things) if number % 2 == 0 else list(things)[::-1]
        for name in order:
            seconds[name].append(_timed(things[name](number)))
    return {name: Timing(tuple(values)) for name, values in seconds.items()}


def _timed(thing: Ready) -> float:
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        thing()
        return time.perf_counter() - start
    finally:
        gc.enable()


def process(command: Sequence[str | Path], folder: Path) -> Callable[[int], Ready]:
    """A whole process as a thing to time, from its start to its end. Raises CalledProcessError when it fails."""

    def run() -> None:
        subprocess.run([str(part) for part in command], cwd=folder, check=True, capture_output=True)  # noqa: S603  # our own commands

    return lambda _: run
