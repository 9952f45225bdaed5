"""The table: timings come in, Markdown for people and JSON for programs go out."""

from __future__ import annotations

import datetime
import json
import os
import platform
from pathlib import Path

from msgspec import Struct

from benchmarks.timing import Timing

_HEADS = (
    "program", "makes", "warm, nothing changed", "warm, a line changed", "ratio", "read-back", "cold, both files anew",
    "cold, nothing changed", "trifold",
)  # fmt: skip


class Row(Struct, frozen=True):
    """What was measured of one program; `size` is the trifold's, in bytes."""

    name: str
    makes: str
    same: Timing
    changed: Timing
    read_back: Timing | None
    cold: Timing | None
    again: Timing | None
    size: int


def as_markdown(rows: list[Row]) -> str:
    """A table with one row for each program; the ratio compares the changed-line column with the first row's."""
    lines = [line(_HEADS), line(["---", "---", *["---:"] * (len(_HEADS) - 2)])]
    for row in rows:
        timings = (shown(row.same), shown(row.changed), f"{row.changed.ratio(rows[0].changed):.2f}")
        starts = (shown(row.cold), shown(row.again))
        size = f"{row.size / 1000:.0f} kB"
        lines.append(line([row.name, row.makes, *timings, shown(row.read_back), *starts, size]))
    rounds = len(rows[0].same.seconds)
    note = f"Medians of {rounds} rounds, turn about, in one run: {machine()}, Python {platform.python_version()}."
    return "\n".join([*lines, "", note])


def as_json(rows: list[Row]) -> str:
    """The same with the quickest and slowest times, in milliseconds."""
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    found = {
        "date": today,
        "machine": machine(),
        "python": platform.python_version(),
        "programs": [
            {
                "name": row.name,
                "makes": row.makes,
                "trifold_bytes": row.size,
                "warm_same_ms": numbers(row.same),
                "warm_changed_ms": numbers(row.changed),
                "read_back_ms": numbers(row.read_back),
                "cold_both_files_anew_ms": numbers(row.cold),
                "cold_nothing_changed_ms": numbers(row.again),
            }
            for row in rows
        ],
    }
    return json.dumps(found, indent=2) + "\n"


def into_readme(readme: Path, table: str, mark: str = "bench") -> None:
    """Put the table between its marks. Raises ValueError where the marks are missing."""
    opening, closing = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    text = readme.read_text(encoding="utf-8")
    before, begin, rest = text.partition(opening)
    _, end, after = rest.partition(closing)
    if not begin or not end:
        raise ValueError(f"{readme.name} has no {opening} … {closing}")
    readme.write_text(f"{before}{opening}\n{table}\n{closing}{after}", encoding="utf-8")


def machine() -> str:
    """The processor and the number of cores, as the system names them."""
    name = platform.processor() or platform.machine()
    facts = Path("/proc/cpuinfo")
    if facts.exists():
        models = [
            line.partition(":")[2].strip() for line in facts.read_text().splitlines() if line.startswith("model name")
        ]
        name = models[0] if models else name
    return f"{name}, {os.cpu_count()} cores, {platform.system()}"


def line(cells: tuple[str, ...] | list[str]) -> str:
    """A line of a table."""
    return "| " + " | ".join(cells) + " |"


def shown(timing: Timing | None) -> str:
    """The median in milliseconds."""
    return "" if timing is None else f"{timing.median * 1000:.1f} ms"


def numbers(timing: Timing | None) -> dict[str, float] | None:
    """The median and the spread in milliseconds."""
    if timing is None:
        return None
    low, high = timing.spread
    return {
        "median": round(timing.median * 1000, 3),
        "least": round(low * 1000, 3),
        "most": round(high * 1000, 3),
        "rounds": len(timing.seconds),
    }
