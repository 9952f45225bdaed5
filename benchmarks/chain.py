"""A chain of clinics as it is timed: their number comes in, `render.py build --clinics` is run on a table of them."""

from __future__ import annotations

import csv
import re
import shutil
import sys
from pathlib import Path

from msgspec import Struct

from benchmarks.foldwell_run import LAYOUTS
from benchmarks.memory import Ran, run_watched

_STREETS = ("Elm", "Harbor", "Mill", "Station", "Orchard", "Church", "Lake", "Park", "River", "Summit")
_TOWNS = ("Sample", "Port Sample", "Anytown", "New Anytown", "Sample Falls", "Mount Sample", "Anytown Heights")
_COLUMNS = ("slug", "name", "phone", "address", "variables.ldn_cost")
_TALLY = re.compile(r"^built (\d+), current (\d+), failed (\d+),", re.MULTILINE)


class Built(Struct, frozen=True):
    """What one build did: how many editions it made and found current, and the process that did so."""

    made: int
    current: int
    ran: Ran


class Chain:
    """A copy of the workspace with a table of clinics; each brochure is made in two layouts for the desk."""

    def __init__(self, root: Path, work: Path, clinics: int) -> None:
        """`root` is the workspace, `work` an empty folder for its copy."""
        self._root, self._copy = root, work / "workspace"
        for name in ("brochures", "layouts", "fonts"):
            shutil.copytree(root / name, self._copy / name)
        for path in (self._copy / "layouts").glob("*.yaml"):
            if path.stem not in LAYOUTS:
                path.unlink()
        self._table = work / "clinics.csv"
        self._rows = [_row(number) for number in range(clinics)]
        self._write_table()
        self.clinics = clinics
        self.brochures = len(list((self._copy / "brochures").glob("*.??.yaml")))
        self.editions = clinics * self.brochures * len(LAYOUTS)

    def build(self, jobs: int) -> Built:
        """Build what is not current, as a process of its own. Raises RuntimeError where not all editions stand."""
        command: list[str | Path] = [
            sys.executable, "render.py", "build", "--clinics", self._table, "--workspace", self._copy,
            "--out", self._out, "--target", "desk", "--jobs", str(jobs),
        ]  # fmt: skip
        ran = run_watched(command, self._root)
        tally = _TALLY.search(ran.printed)
        if tally is None or int(tally[1]) + int(tally[2]) != self.editions or tally[3] != "0":
            raise RuntimeError(f"{self.editions} editions were to be made:\n{ran.printed[-500:]}")
        return Built(int(tally[1]), int(tally[2]), ran)

    def clear(self) -> None:
        """Throw away all that was made."""
        for folder in (self._out, self._copy / ".foldwell"):
            shutil.rmtree(folder, ignore_errors=True)
        self._lock.unlink(missing_ok=True)

    def change_phone(self, round_number: int) -> None:
        """Give the clinic in the middle of the table a number that no clinic had before."""
        self._rows[len(self._rows) // 2]["phone"] = f"(999) 555-01{round_number:02d}"
        self._write_table()

    def lock(self) -> bytes:
        """What was built, as its lock has it: with the SHA-256 of each file."""
        return self._lock.read_bytes()

    def size(self) -> float:
        """The mean size of a file in bytes."""
        sizes = [path.stat().st_size for path in self._out.rglob("*.pdf")]
        return sum(sizes) / len(sizes)

    @property
    def _out(self) -> Path:
        return self._copy / "out"

    @property
    def _lock(self) -> Path:
        return self._copy / "foldwell.lock"

    def _write_table(self) -> None:
        with self._table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, _COLUMNS)
            writer.writeheader()
            writer.writerows(self._rows)


def _row(number: int) -> dict[str, str]:
    """A clinic unlike the others. 555-0100 to 555-0199 are kept for examples in each area."""
    street, town = _STREETS[number % len(_STREETS)], _TOWNS[number % len(_TOWNS)]
    cells = (
        f"{street.lower()}-{number}",
        f"{street} Street Clinic {number + 1}",
        f"({201 + number // 100}) 555-01{number % 100:02d}",
        f"{10 + number} {street} Street | {town}, ST {number:05d}",
        f"about ${20 + number % 50} a month",
    )
    return dict(zip(_COLUMNS, cells, strict=True))
