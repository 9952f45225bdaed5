"""The benchmark's button: one run times Foldwell and its peers on the same words and prints a table of the medians.

`python -m benchmarks.bench [--write] [--rounds N]`; with `--write` the table in README.md is replaced as well.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from benchmarks.foldwell_run import BROCHURE, LAYOUTS, Foldwell
from benchmarks.outline import Outline, Peer
from benchmarks.platypus_peer import Platypus
from benchmarks.table import Row, as_json, as_markdown, into_readme
from benchmarks.timing import Ready, process, turn_about
from benchmarks.typst_peer import Typst
from benchmarks.weasyprint_peer import WeasyPrint, html, style

ROOT = Path(__file__).parents[1]
FAMILY = "Atkinson Hyperlegible"
LEAST_ROUNDS = 15


class Entry(Struct, frozen=True):
    """A program as it is timed: `same` makes one document again and again, `changed` has a new line in each round. Each
    gets ready for a round, and gives what is timed in it."""

    name: str
    makes: str
    same: Callable[[int], Callable[[], bytes]]
    changed: Callable[[int], Callable[[], bytes]]
    cold: Callable[[int], Ready] | None
    again: Callable[[int], Ready] | None = None


def foldwell_entry(foldwell: Foldwell, work: Path) -> Entry:
    """Foldwell, and its command as a whole process: everything made anew, and with nothing changed since."""
    command: list[str | Path] = [sys.executable, "render.py", "build", BROCHURE, "--out", work / "out"]
    command += ["--workspace", foldwell.workspace.root, "--target", "desk"]
    anew, again = process([*command, "--force"], ROOT), process(command, ROOT)

    def changed(number: int) -> Callable[[], bytes]:
        foldwell.change(number)
        return foldwell.build

    return Entry("Foldwell", "PDF/UA-1, PDF/A-2A", lambda _: foldwell.build, changed, anew, again)


def peer_entry(peer: Peer, sheet: Outline, rounds: int, cold: Callable[[int], Ready] | None = None) -> Entry:
    """A peer that sets the outline, with one more line in each round where it is to be changed."""
    outlines = {number: sheet.with_paragraph(f"Round {number}") for number in range(-1, rounds)}
    same = peer.ready(sheet)
    return Entry(peer.name, peer.makes, lambda _: same, lambda number: peer.ready(outlines[number]), cold)


def entries(foldwell: Foldwell, work: Path, rounds: int) -> list[Entry]:
    """Foldwell and its peers, fonts read, ready to set the same words; `work` takes the files of cold starts."""
    sheet = foldwell.outline(LAYOUTS[0])
    fonts = foldwell.font_files
    pages = _html_files(foldwell, work)
    weasyprint = process([sys.executable, "-m", "benchmarks.weasyprint_peer", *pages], ROOT)
    return [
        foldwell_entry(foldwell, work),
        peer_entry(Typst(fonts, FAMILY, tagged=True), sheet, rounds),
        peer_entry(Typst(fonts, FAMILY, tagged=False), sheet, rounds),
        peer_entry(WeasyPrint(fonts, sheet, tagged=True), sheet, rounds, weasyprint),
        peer_entry(WeasyPrint(fonts, sheet, tagged=False), sheet, rounds),
        peer_entry(Platypus(fonts), sheet, rounds),
    ]


def _html_files(foldwell: Foldwell, work: Path) -> list[Path]:
    """Both sheets as finished HTML: WeasyPrint's cold start is spared the reading of YAML."""
    files = []
    for layout in LAYOUTS:
        sheet = foldwell.outline(layout)
        files.append(work / f"{layout}.html")
        files[-1].write_text(html(sheet, style(sheet, foldwell.font_files)), encoding="utf-8")
    return files


def measure(foldwell: Foldwell, programs: list[Entry], rounds: int) -> list[Row]:
    """All timings of all programs, in the order of the programs."""
    warm: dict[str, Callable[[int], Ready]] = {}
    for number, entry in enumerate(programs):
        warm[f"{number} changed"] = entry.changed
    for number, entry in enumerate(programs):
        warm[f"{number} same"] = entry.same
    made = foldwell.make()
    warm["read back"] = lambda _: lambda: foldwell.read_back(made)
    times = turn_about(warm, rounds)
    starts = {f"{n} cold": entry.cold for n, entry in enumerate(programs) if entry.cold}
    starts |= {f"{n} again": entry.again for n, entry in enumerate(programs) if entry.again}
    times |= turn_about(starts, max(LEAST_ROUNDS, rounds // 2))
    return [
        Row(
            entry.name, entry.makes, times[f"{n} same"], times[f"{n} changed"], times["read back"] if n == 0 else None,
            times.get(f"{n} cold"), times.get(f"{n} again"), len(entry.same(0)()),
        )
        for n, entry in enumerate(programs)
    ]  # fmt: skip


def main() -> int:
    """Run it. Returns 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="replace the table in README.md")
    parser.add_argument("--rounds", type=int, default=31, help=f"rounds of the warm timings (at least {LEAST_ROUNDS})")
    options = parser.parse_args()
    rounds = max(LEAST_ROUNDS, options.rounds)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        foldwell = Foldwell(ROOT, work)
        rows = measure(foldwell, entries(foldwell, work, rounds), rounds)
    (ROOT / "benchmarks" / "results.json").write_text(as_json(rows), encoding="utf-8")
    table = as_markdown(rows)
    print(table)
    if options.write:
        into_readme(ROOT / "README.md", table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
