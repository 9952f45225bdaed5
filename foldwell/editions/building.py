"""Building: what somebody asked for comes in, editions are made one after another, each result goes to a listener."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from foldwell.content.brochure import Brochure
from foldwell.diagnostics import Sink
from foldwell.editions.press import Edition, Press
from foldwell.editions.workspace import Workspace
from foldwell.editions.writing import write_whole


@dataclass(frozen=True, slots=True)
class Request:
    """What to build: brochures (none named: all), one layout or all, a clinic, a paper, and the folder to write to."""

    brochures: tuple[str, ...] = ()
    layout: str | None = None
    clinic: str | None = None
    paper: str | None = None
    out: Path = Path("out")


@dataclass(frozen=True, slots=True)
class Result:
    """One edition made: its file, pages, bytes, seconds, whether it is folded, and whether it was written."""

    edition: Edition
    pages: int
    size: int
    seconds: float
    folded: bool
    done: bool


Listener = Callable[[Result, int, int], None]


def plan(workspace: Workspace, request: Request, sink: Sink) -> tuple[Press, list[tuple[Brochure, Edition]]] | None:
    """Read everything that the request needs; None where nothing can be made."""
    files = workspace.choose(list(request.brochures), sink)
    press = Press.open(workspace, request.clinic, request.paper, sink)
    if not request.brochures:
        workspace.stray_files(sink)
    if press is None:
        return None
    work: list[tuple[Brochure, Edition]] = []
    for file in files:
        brochure = press.read(file, sink)
        if brochure is not None:
            work.extend((brochure, edition) for edition in press.editions(file, brochure, request.layout, request.out))
    _check_layout_asked(press, request, work, sink)
    return press, work


def _check_layout_asked(press: Press, request: Request, work: list[tuple[Brochure, Edition]], sink: Sink) -> None:
    if request.layout is None or work or sink.failed:
        return
    if request.layout in press.layouts:
        sink.error("no-layout", f"no brochure asked for has the layout `{request.layout}`", None,
                   "add it under `layouts:` in the brochure")  # fmt: skip
    else:
        sink.error("no-layout", f"there is no layout `{request.layout}`", None,
                   f"there are: {', '.join(sorted(press.layouts))}")  # fmt: skip


def run(press: Press, work: list[tuple[Brochure, Edition]], sink: Sink, listen: Listener, *, write: bool) -> None:
    """Make the editions; one that has errors does not stop the others. Without `write` nothing is put on disk."""
    for number, (brochure, edition) in enumerate(work, 1):
        begin = time.perf_counter()
        made = press.make(brochure, edition, sink)
        done = made is not None and (not write or write_whole(edition.path, made.pdf, sink))
        seconds = time.perf_counter() - begin
        folded = press.layouts[edition.layout].fold != "none"
        pages = len(made.document.sheets) if made else 0
        listen(Result(edition, pages, len(made.pdf) if made else 0, seconds, folded, done), number, len(work))
