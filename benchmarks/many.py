"""The benchmark of many editions: one run builds every brochure for more and more clinics, and times peers beside it.

`python -m benchmarks.many [--write] [--long] [--rounds N]`; with `--write` the tables in docs/editions.md and
benchmarks/many.json are replaced as well.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from benchmarks.bench import LEAST_ROUNDS, ROOT, entries
from benchmarks.chain import Built, Chain
from benchmarks.foldwell_run import Foldwell
from benchmarks.many_table import Growth, Warm, as_json, as_markdown
from benchmarks.table import into_readme
from benchmarks.timing import Ready, Timing, turn_about

CLINICS, LONG = (1, 10, 100), 1000  # of five brochures in two layouts: 10, 100, 1,000 editions, and 10,000
PROCESSES = (1, 2)
MARK = "many"


def warm(work: Path, rounds: int) -> list[Warm]:
    """One document in a program that is running already: Foldwell and its peers on the same words, turn about."""
    programs = entries(Foldwell(ROOT, work), work, rounds)
    things: dict[str, Callable[[int], Ready]] = {f"{n} changed": entry.changed for n, entry in enumerate(programs)}
    things |= {f"{n} same": entry.same for n, entry in enumerate(programs)}
    times = turn_about(things, rounds)
    return [
        Warm(entry.name, entry.makes, times[f"{n} same"], times[f"{n} changed"], len(entry.same(0)()))
        for n, entry in enumerate(programs)
    ]


def grow(root: Path, work: Path, clinics: int, rounds: int) -> Growth:
    """All brochures of so many clinics: anew by one process and by two, in turn; then again with nothing changed, and
    with one telephone number changed. Raises RuntimeError where what was made is not the same each time."""
    chain = Chain(root, work, clinics)
    anew: dict[int, list[Built]] = {jobs: [] for jobs in PROCESSES}
    again, changed = [], []
    for number in range(rounds):
        locks = set()
        for jobs in PROCESSES if number % 2 == 0 else PROCESSES[::-1]:
            chain.clear()
            anew[jobs].append(_only(chain.build(jobs), chain.editions))
            locks.add(chain.lock())
        if len(locks) != 1:
            raise RuntimeError("one process and two do not make the same files")
        again.append(_only(chain.build(max(PROCESSES)), 0))
        chain.change_phone(number)
        changed.append(_only(chain.build(max(PROCESSES)), chain.editions // chain.clinics))
    alone, shared = (anew[jobs] for jobs in PROCESSES)
    workers = [peak for built in shared for peak in built.ran.workers]
    return Growth(
        chain.clinics, chain.editions, _timing(alone), _timing(shared), _timing(again), _timing(changed),
        changed[-1].made, _most(built.ran.parent for built in alone), _most(built.ran.parent for built in shared),
        max(workers, default=None), chain.size(),
    )  # fmt: skip


def _only(built: Built, made: int) -> Built:
    if built.made != made:
        raise RuntimeError(f"{built.made} editions were made, and {made} had changed")
    return built


def _timing(builds: Sequence[Built]) -> Timing:
    return Timing(tuple(built.ran.seconds for built in builds))


def _most(peaks: Iterable[int | None]) -> int | None:
    return max((peak for peak in peaks if peak is not None), default=None)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it. Returns 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="replace the tables in docs/editions.md, and many.json")
    parser.add_argument("--long", action="store_true", help=f"also {LONG} clinics, once")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each number of clinics")
    parser.add_argument("--clinics", type=int, nargs="+", default=CLINICS, help="other numbers of clinics, to try it")
    options = parser.parse_args(arguments)
    rounds = max(1, options.rounds)
    sizes = [(clinics, rounds) for clinics in sorted(set(options.clinics))] + ([(LONG, 1)] if options.long else [])
    growth = []
    for clinics, times in sizes:
        with tempfile.TemporaryDirectory() as folder:
            growth.append(grow(ROOT, Path(folder), clinics, times))
        print(f"{growth[-1].editions} editions timed", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        programs = warm(Path(folder), LEAST_ROUNDS)
    tables = as_markdown(growth, programs)
    print(tables)
    if options.write:
        (ROOT / "benchmarks" / "many.json").write_text(as_json(growth, programs), encoding="utf-8")
        into_readme(ROOT / "docs" / "editions.md", tables, MARK)
    return 0


if __name__ == "__main__":
    sys.exit(main())
