"""What passes between the command line and the builders: requests go in, results come out. Light to import."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from foldwell.editions.workspace import BrochureFile


@dataclass(frozen=True, slots=True)
class Request:
    """What to build: brochures (none named: all), one layout or all, a clinic, a paper, and the folder to write to."""

    brochures: tuple[str, ...] = ()
    layout: str | None = None
    clinic: str | None = None
    paper: str | None = None
    out: Path = Path("out")


@dataclass(frozen=True, slots=True)
class Edition:
    """One PDF: which brochure, layout and target, and its file."""

    brochure: BrochureFile
    layout: str
    target: str
    path: Path


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one edition: pages, bytes, seconds, whether it is folded, whether its file stands (`done`), and
    whether that took no work because nothing had changed."""

    edition: Edition
    pages: int
    size: int
    seconds: float
    folded: bool
    done: bool
    unchanged: bool = False


Listener = Callable[[Result, int, int], None]  # a result, its number, and how many there are
