"""Building: what somebody asked for comes in, editions are made one after another, each result goes to a listener."""

from __future__ import annotations

import time
from itertools import groupby

from foldwell.content.brochure import Brochure
from foldwell.content.story import picture_files
from foldwell.diagnostics import Sink
from foldwell.editions.kept import Kept, KeptBuild, KeptEdition
from foldwell.editions.press import Made, Press
from foldwell.editions.request import Edition, Listener, Request, Result
from foldwell.editions.workspace import BrochureFile, Workspace
from foldwell.editions.writing import write_whole

Work = list[tuple[Brochure, Edition]]


def plan(
    workspace: Workspace, request: Request, sink: Sink, files: list[BrochureFile] | None = None
) -> tuple[Press, Work] | None:
    """Read everything that the request, or some of its files, needs; None where nothing can be made."""
    if files is None:
        files = workspace.choose(list(request.brochures), sink)
    press = Press.open(workspace, request.clinic, request.paper, sink)
    if press is None:
        return None
    work: Work = []
    for file in files:
        brochure = press.read(file, sink)
        if brochure is not None:
            work.extend((brochure, edition) for edition in press.editions(file, brochure, request.layout, request.out))
    _check_layout_asked(press, request, work, sink)
    return press, work


def _check_layout_asked(press: Press, request: Request, work: Work, sink: Sink) -> None:
    if request.layout is None or work or sink.failed:
        return
    if request.layout in press.layouts:
        sink.error("no-layout", f"no brochure asked for has the layout `{request.layout}`", None,
                   "add it under `layouts:` in the brochure")  # fmt: skip
    else:
        sink.error("no-layout", f"there is no layout `{request.layout}`", None,
                   f"there are: {', '.join(sorted(press.layouts))}")  # fmt: skip


def run(
    press: Press, work: Work, sink: Sink, listen: Listener, *, write: bool, kept: Kept | None = None, before: int = 0
) -> None:
    """Make the editions; one that has errors does not stop the others. Without `write` nothing is put on disk.

    What came out well is remembered in `kept`. `before` results were listened to already.
    """
    number, total = before, before + len(work)
    for _, group in groupby(work, key=lambda pair: pair[1].brochure.path):
        pairs = list(group)
        mine = Sink(sources=sink.sources)
        press.read(pairs[0][1].brochure, mine)
        made: list[tuple[Edition, Made]] = []
        for brochure, edition in pairs:
            number += 1
            result, one = _make(press, brochure, edition, mine, write)
            if one is not None:
                made.append((edition, one))
            listen(result, number, total)
        sink.extend(mine.found)
        if kept is not None and len(made) == len(pairs) and not mine.failed:
            _keep(kept, press, made, mine)


def _make(press: Press, brochure: Brochure, edition: Edition, sink: Sink, write: bool) -> tuple[Result, Made | None]:
    begin = time.perf_counter()
    made = press.make(brochure, edition, sink)
    done = made is not None and (not write or write_whole(edition.path, made.pdf, sink))
    seconds = time.perf_counter() - begin
    folded = press.layouts[edition.layout].fold != "none"
    pages = len(made.document.sheets) if made else 0
    return Result(edition, pages, len(made.pdf) if made else 0, seconds, folded, done), made


def _keep(kept: Kept, press: Press, made: list[tuple[Edition, Made]], sink: Sink) -> None:
    editions = tuple(
        KeptEdition(
            edition.layout, edition.target, edition.path.name, len(one.document.sheets),
            press.layouts[edition.layout].fold != "none", one.pdf,
        )
        for edition, one in made
    )  # fmt: skip
    pictures = [name for _, one in made for name in picture_files(one.story)]
    kept.keep(made[0][0].brochure, KeptBuild(editions, (*press.complaints, *sink.found)), pictures)
