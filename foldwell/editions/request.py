"""What passes between the command line and the builders: requests go in, results come out. Light to import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from foldwell.editions.workspace import BrochureFile

if TYPE_CHECKING:
    from foldwell.editions.lock import Entry


class Request(Struct, frozen=True):
    """What to build: brochures (none named: all), one layout or all, one target (desk, email, shop) or those that each
    brochure asks for, a clinic, a paper, and the folder to write to. `draft` lets drafts go to the print shop."""

    brochures: tuple[str, ...] = ()
    layout: str | None = None
    target: str | None = None
    clinic: str | None = None
    paper: str | None = None
    out: Path = Path("out")
    draft: bool = False


class Edition(Struct, frozen=True):
    """One PDF: which brochure, layout and target, and its file. `notice` is what the sheet must say of itself besides,
    where it leaves the house (checks/gate.py)."""

    brochure: BrochureFile
    layout: str
    target: str
    path: Path
    notice: Literal["expired"] | None = None

    def beside(self, ending: str) -> Path:
        """The file of another kind that goes with it: `flu.en.trifold.proof.png` beside `flu.en.trifold.desk.pdf`."""
        return self.path.with_name(f"{self.path.name.removesuffix(f'{self.target}.pdf')}{ending}")


class Result(Struct, frozen=True):
    """What became of one edition: pages, bytes, seconds, whether it is folded, whether its file stands (`done`),
    whether that took no work because nothing had changed, and its `entry` for the lock, where it was built."""

    edition: Edition
    pages: int
    size: int
    seconds: float
    folded: bool
    done: bool
    unchanged: bool = False
    entry: Entry | None = None


Listener = Callable[[Result, int, int], None]  # a result, its number, and how many there are
