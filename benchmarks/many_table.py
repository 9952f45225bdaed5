"""The tables of many editions: what was measured comes in, Markdown for people and JSON for programs go out."""

from __future__ import annotations

import datetime
import json
import platform
import zlib
from collections.abc import Sequence
from importlib.metadata import version

from msgspec import Struct

from benchmarks.table import line, machine, numbers, shown
from benchmarks.timing import Timing
from foldwell import __version__

_GROWTH = (
    "editions", "clinics", "one process", "each", "each further one", "two processes", "times as fast",
    "nothing changed", "one number changed", "built then", "memory, one process", "two: the first",
    "two: each worker", "a file",
)  # fmt: skip
_WARM = (
    "program", "makes", "nothing changed", "a line changed", "Foldwell ÷ it, nothing changed",
    "Foldwell ÷ it, a line changed", "trifold",
)  # fmt: skip
_PACKAGES = ("reportlab", "uharfbuzz", "msgspec", "pikepdf", "pypdfium2")


class Growth(Struct, frozen=True):
    """So many editions: times of whole processes, how many a changed telephone number cost, the most memory in bytes
    (None where the system does not tell), and the mean size of a file in bytes."""

    clinics: int
    editions: int
    alone: Timing
    shared: Timing
    again: Timing
    changed: Timing
    built_then: int
    memory_alone: int | None
    memory_parent: int | None
    memory_worker: int | None
    size: float

    @property
    def each(self) -> float:
        """Seconds for an edition by one process, its start included."""
        return self.alone.median / self.editions

    def further(self, fewer: Growth) -> float:
        """Seconds for each edition beyond those of a smaller run: without the start."""
        return (self.alone.median - fewer.alone.median) / (self.editions - fewer.editions)


class Warm(Struct, frozen=True):
    """One document in a running program; `size` in bytes."""

    name: str
    makes: str
    same: Timing
    changed: Timing
    size: int


def as_markdown(growth: Sequence[Growth], programs: Sequence[Warm]) -> str:
    """A table of the growth and one of the programs; the last one's ratios are Foldwell's time over the program's."""
    lines = [line(_GROWTH), line(["---:"] * len(_GROWTH))]
    lines += [line(_growth_cells(each, fewer)) for each, fewer in zip(growth, [None, *growth], strict=False)]
    rounds = ", ".join(f"{each.editions:,}: {len(each.alone.seconds)}" for each in growth)
    lines += ["", f"Whole processes, medians; rounds of {rounds}.", ""]
    lines += [line(_WARM), line(["---", "---", *["---:"] * (len(_WARM) - 2)])]
    lines += [line(_warm_cells(each, programs[0])) for each in programs]
    note = f"Medians of {len(programs[0].same.seconds)} rounds, turn about, in the same run: {machine()}, "
    named = ", ".join(f"{name} {number}" for name, number in versions().items())
    return "\n".join([*lines, "", f"{note}{named}."])


def _growth_cells(each: Growth, fewer: Growth | None) -> list[str]:
    further = "" if fewer is None else f"{each.further(fewer) * 1000:.1f} ms"
    return [
        f"{each.editions:,}", f"{each.clinics:,}", _seconds(each.alone), f"{each.each * 1000:.1f} ms", further,
        _seconds(each.shared), f"{each.alone.ratio(each.shared):.2f}", _seconds(each.again), _seconds(each.changed),
        f"{each.built_then}", _megabytes(each.memory_alone), _megabytes(each.memory_parent),
        _megabytes(each.memory_worker), f"{each.size / 1000:.0f} kB",
    ]  # fmt: skip


def _warm_cells(each: Warm, first: Warm) -> list[str]:
    ratios = (first.same.ratio(each.same), first.changed.ratio(each.changed))
    times = (shown(each.same), shown(each.changed), *(f"{ratio:.2g}" for ratio in ratios))
    return [each.name, each.makes, *times, f"{each.size / 1000:.0f} kB"]


def as_json(growth: Sequence[Growth], programs: Sequence[Warm]) -> str:
    """The same with the quickest and slowest times in milliseconds, memory in bytes, and the versions."""
    found = {
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "machine": machine(),
        "system": platform.platform(),
        "versions": versions(),
        "growth": [
            {
                "editions": each.editions,
                "clinics": each.clinics,
                "one_process_ms": numbers(each.alone),
                "one_process_each_ms": round(each.each * 1000, 3),
                "two_processes_ms": numbers(each.shared),
                "two_processes_times_as_fast": round(each.alone.ratio(each.shared), 3),
                "nothing_changed_ms": numbers(each.again),
                "one_number_changed_ms": numbers(each.changed),
                "one_number_changed_built": each.built_then,
                "memory_one_process_bytes": each.memory_alone,
                "memory_two_processes_first_bytes": each.memory_parent,
                "memory_two_processes_worker_bytes": each.memory_worker,
                "mean_file_bytes": round(each.size),
            }
            for each in growth
        ],
        "warm": [
            {
                "name": each.name,
                "makes": each.makes,
                "same_ms": numbers(each.same),
                "changed_ms": numbers(each.changed),
                "foldwell_to_it_same": round(programs[0].same.ratio(each.same), 4),
                "foldwell_to_it_changed": round(programs[0].changed.ratio(each.changed), 4),
                "trifold_bytes": each.size,
            }
            for each in programs
        ],
    }
    return json.dumps(found, indent=2) + "\n"


def versions() -> dict[str, str]:
    """What it ran on; the peers' versions stand in their names."""
    ours = {"Python": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION, "Foldwell": __version__}
    return ours | {name: version(name) for name in _PACKAGES}


def _seconds(timing: Timing) -> str:
    return f"{timing.median:.2f} s"


def _megabytes(memory: int | None) -> str:
    return "" if memory is None else f"{memory / 1e6:.0f} MB"
