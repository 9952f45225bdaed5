"""Building: what somebody asked for comes in, editions are made one after another, each result goes to a listener."""

from __future__ import annotations

import time
from dataclasses import replace
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path

from foldwell.checks.gate import may_leave, notice_for
from foldwell.content.brochure import Brochure, targets_of
from foldwell.content.read import named_files
from foldwell.content.today import today
from foldwell.diagnostics import Sink
from foldwell.editions.kept import Kept, KeptBuild, KeptEdition
from foldwell.editions.press import Made, Press
from foldwell.editions.request import Edition, Listener, Request, Result
from foldwell.editions.workspace import BrochureFile, Workspace
from foldwell.editions.writing import write_whole

Work = list[Edition]  # and no brochures: a run reads each when its turn comes, so that thousands need no more room


def plan(
    workspace: Workspace, request: Request, sink: Sink, files: list[BrochureFile] | None = None
) -> tuple[Press, Work] | None:
    """Read everything that the request, or those of its `files` that are still to be made, needs; None where nothing
    can be made."""
    chosen = workspace.choose(list(request.brochures), sink)
    press = Press.open(workspace, request.clinic, request.paper, sink)
    if press is None:
        return None
    work: Work = []
    for file in chosen if files is None else files:
        brochure = press.read(file, sink)
        if brochure is not None:
            targets = _targets(brochure, request, sink)
            work.extend(press.editions(file, brochure, request.layout, request.out, targets))
    if files is None or len(files) == len(chosen):  # what is made already has the layout that was asked for
        _check_layout_asked(press, request, work, sink)
    return press, work


def _targets(brochure: Brochure, request: Request, sink: Sink) -> tuple[str, ...]:
    """What is made of a brochure; nothing for the print shop that may not leave the house."""
    targets = targets_of(brochure, request.target)
    if "shop" in targets and not may_leave(brochure, today(), request.draft, sink):
        return tuple(target for target in targets if target != "shop")
    return targets


def _check_layout_asked(press: Press, request: Request, work: Work, sink: Sink) -> None:
    if request.layout is None or work:
        return
    names = press.workspace.layout_names()
    if request.layout not in names:
        near = get_close_matches(Path(request.layout).stem, names, 1)
        sink.error("no-layout", f"there is no layout `{request.layout}`", None,
                   f"did you mean `{near[0]}`?" if near else f"there are: {', '.join(names) or 'none'}")  # fmt: skip
    elif not sink.failed:
        spec = press.layouts.get(request.layout)
        other = f", or `{spec.like}:`, which `{request.layout}` is like" if spec is not None and spec.like else ""
        sink.error("no-layout", f"no brochure asked for has the layout `{request.layout}`", None,
                   f"add `{request.layout}:` under `layouts:` in the brochure{other}")  # fmt: skip


def run(
    press: Press, work: Work, sink: Sink, listen: Listener, *, write: bool, kept: Kept | None = None, before: int = 0
) -> None:
    """Make the editions; one that has errors does not stop the others. Without `write` nothing is put on disk.

    What came out well is remembered in `kept`. `before` results were listened to already.
    """
    number, total = before, before + len(work)
    for file, group in groupby(work, key=lambda edition: edition.brochure):
        editions = list(group)
        mine = Sink(sources=sink.sources)
        brochure = press.read(file, mine)  # what there was to say of it is kept with what is made
        made: list[tuple[Edition, Made]] = []
        for edition in editions:
            number += 1
            result, one = _make(press, brochure, edition, mine, write)
            if one is not None:
                made.append((edition, one))
            listen(result, number, total)
        sink.extend(mine.found)
        if kept is not None and brochure is not None and len(made) == len(editions) and not mine.failed:
            targets = {edition.target for edition in editions}
            if targets == set(targets_of(brochure, kept.target)):  # what was refused must be refused again next time
                _keep(kept, press, brochure, made, mine)


def _make(
    press: Press, brochure: Brochure | None, edition: Edition, sink: Sink, write: bool
) -> tuple[Result, Made | None]:
    """One edition; nothing of a brochure that was broken since the work was planned."""
    begin = time.perf_counter()
    if brochure is not None and edition.target == "shop":
        edition = replace(edition, notice=notice_for(brochure, today()))
    made = press.make(brochure, edition, sink) if brochure is not None else None
    done = made is not None and (not write or write_whole(edition.path, made.pdf, sink))
    seconds = time.perf_counter() - begin
    folded = press.layouts[edition.layout].fold != "none"
    return Result(edition, made.pages if made else 0, len(made.pdf) if made else 0, seconds, folded, done), made


def _keep(kept: Kept, press: Press, brochure: Brochure, made: list[tuple[Edition, Made]], sink: Sink) -> None:
    editions = tuple(
        KeptEdition(
            edition.layout, edition.target, edition.path.name, one.pages,
            press.layouts[edition.layout].fold != "none", one.pdf,
        )
        for edition, one in made
    )  # fmt: skip
    build = KeptBuild(editions, (*press.complaints, *sink.found), brochure.review_by)
    shop = press.clinic.print
    profile = (shop.profile,) if shop is not None and shop.profile is not None else ()
    kept.keep(made[0][0].brochure, build, (*named_files(brochure), *named_files(press.clinic), *profile))
