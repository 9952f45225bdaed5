"""The line breakers' button: Foldwell's breaks are weighed against an exhaustive reference and against TeX.

`python -m benchmarks.line_breaking [--write]` prints a table of squared raggedness. The same words give the
same numbers on every machine. With `--write` the table in docs/inside.md is replaced as well.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from unittest.mock import patch

from msgspec import Struct
from msgspec.structs import replace

from benchmarks.line_breaking_paragraphs import Given, on_the_ladder, paragraphs_of, workspace
from benchmarks.line_breaking_reference import Cost, all_that_counts, best_breaks, raggedness, total
from benchmarks.line_breaking_tex import NoTex, tex_breaks
from benchmarks.table import into_readme
from foldwell.type.breaking import break_lines

ROOT = Path(__file__).parents[1]
INSIDE, MARK = ROOT / "docs" / "inside.md", "line-breaking"
NOTHING = 1e-6  # costs that differ by less are the same: TeX rounds lengths to 1/65536 pt
SHORT = 0.2  # parts of the measure; a last line below it looks left over
Breaks = Callable[[Sequence[Given]], list[list[int]]]
_HEADS = ("paragraphs", "what is weighed", "Foldwell", "reference", "TeX", "Foldwell : reference", "Foldwell : TeX",
          "worse than TeX", "a word alone, Foldwell : TeX", "short last line, Foldwell : TeX")  # fmt: skip


class Breaker(Struct, frozen=True):
    """A program's breaks of some paragraphs: their cost one by one, lines in all, and how their last lines look."""

    costs: tuple[float, ...]
    lines: int
    alone: int
    short: int

    @property
    def cost(self) -> float:
        """The sum."""
        return sum(self.costs)

    def over(self, other: Breaker) -> float:
        """The ratio of the sums."""
        return self.cost / other.cost

    def worse(self, other: Breaker) -> list[float]:
        """By how much, for each paragraph that costs more than the other's."""
        return [mine - its for mine, its in zip(self.costs, other.costs, strict=True) if mine > its + NOTHING]


class Row(Struct, frozen=True):
    """The same paragraphs set by all, under one cost."""

    paragraphs: str
    weighed: str
    foldwell: Breaker
    reference: Breaker
    tex: Breaker | None


def plainly(paragraphs: Sequence[Given]) -> list[list[int]]:
    """Foldwell's breaks where it is asked for nothing but the least raggedness, as TeX is."""
    with patch.multiple("foldwell.type.breaking", ONE_WORD=0.0, SHORT_LAST=0.0, TWO_HYPHENS=0.0):
        return [
            break_lines([replace(chunk, penalty=0.0) for chunk in given.chunks], given.measure) for given in paragraphs
        ]


def as_set(paragraphs: Sequence[Given]) -> list[list[int]]:
    """Foldwell's breaks as they are in the brochures."""
    return [break_lines(given.chunks, given.measure) for given in paragraphs]


def weighed(paragraphs: Sequence[Given], breaks: Iterable[list[int]], cost: Cost) -> Breaker:
    """A program's breaks under a cost."""
    costs, lines, alone, short = [], 0, 0, 0
    for given, ends in zip(paragraphs, breaks, strict=True):
        costs.append(total(given, ends, cost))
        lines += len(ends)
        last = given.chunks[ends[-2] :]
        alone += len(last) == 1 and last[0].inner <= 0
        short += sum(box.width + box.space for box in last) - last[-1].space < SHORT * given.measure
    return Breaker(tuple(costs), lines, alone, short)


def compare(name: str, paragraphs: Sequence[Given], tex: Breaks | None) -> list[Row]:
    """The paragraphs under both costs; `tex` is left out where it cannot be asked."""
    by_tex = tex(paragraphs) if tex is not None else None
    ways: list[tuple[str, Breaks, Cost]] = [
        ("raggedness alone", plainly, raggedness), ("all that Foldwell counts", as_set, all_that_counts)
    ]  # fmt: skip
    return [
        Row(
            name, what, weighed(paragraphs, foldwell(paragraphs), cost),
            weighed(paragraphs, [best_breaks(given, cost) for given in paragraphs], cost),
            weighed(paragraphs, by_tex, cost) if by_tex is not None else None,
        )
        for what, foldwell, cost in ways
    ]  # fmt: skip


def price_of_last_lines(paragraphs: Sequence[Given]) -> float:
    """How much more ragged the brochures' paragraphs are for the sake of their last lines (a ratio)."""
    set_so = weighed(paragraphs, as_set(paragraphs), raggedness)
    return set_so.over(weighed(paragraphs, plainly(paragraphs), raggedness))


def as_markdown(rows: Iterable[Row]) -> str:
    """A table with a row for each set of paragraphs and each cost."""
    lines = [_line(_HEADS), _line(["---", "---", *["---:"] * (len(_HEADS) - 2)])]
    for row in rows:
        ours, tex = row.foldwell, row.tex
        cells = [f"{len(ours.costs)} {row.paragraphs}", row.weighed, f"{ours.cost:.1f}", f"{row.reference.cost:.1f}"]
        ratio = f"{ours.over(row.reference):.4f}"
        if tex is None:
            lines.append(_line([*cells, "", ratio, "", "", f"{ours.alone} :", f"{ours.short} :"]))
            continue
        worse = ours.worse(tex)
        told = f"{len(worse)}, by at most {max(worse):.2f}" if worse else "0"
        last = [f"{ours.alone} : {tex.alone}", f"{ours.short} : {tex.short}"]
        lines.append(_line([*cells, f"{tex.cost:.1f}", ratio, f"{ours.over(tex):.4f}", told, *last]))
    return "\n".join(lines)


def as_json(rows: Iterable[Row]) -> str:
    """The same sums for programs; without the costs of each paragraph."""
    found: list[dict[str, object]] = []
    for row in rows:
        breakers = {"foldwell": row.foldwell, "reference": row.reference, "tex": row.tex}
        sums = {name: _sums(breaker) for name, breaker in breakers.items() if breaker is not None}
        about: dict[str, object] = {
            "paragraphs": row.paragraphs,
            "weighed": row.weighed,
            "count": len(row.foldwell.costs),
        }
        found.append(about | sums)
    return json.dumps(found, indent=2) + "\n"


def _sums(breaker: Breaker) -> dict[str, float]:
    return {"cost": round(breaker.cost, 4), "lines": breaker.lines, "alone": breaker.alone, "short": breaker.short}


def main() -> int:
    """Run it. Returns 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="replace the table in docs/inside.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        real = paragraphs_of(workspace(ROOT, work / "workspace"))
        tex: Breaks | None = lambda given: tex_breaks(given, work)  # noqa: E731  # a name for what may be missing
        try:
            tex_breaks([], work)
        except NoTex as reason:
            print(f"without TeX: {reason}", file=sys.stderr)
            tex = None
        rows = [*compare("of the brochures", real, tex), *compare("on the ladder", on_the_ladder(real), tex)]
    table = as_markdown(rows)
    price = price_of_last_lines(real)
    note = f"For the sake of their last lines the brochures are set {price:.2f} times as ragged as they could be."
    print(f"{table}\n\n{note}")
    (ROOT / "benchmarks" / "line_breaking.json").write_text(as_json(rows), encoding="utf-8")
    if options.write:
        into_readme(INSIDE, f"{table}\n\n{note}", MARK)
    return 0


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    sys.exit(main())
