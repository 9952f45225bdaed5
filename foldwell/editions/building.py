"""Building: what somebody asked for comes in, editions are made one after another, finished brochures go out.

`plan` and `run` serve commands that look at one clinic's editions themselves; a `Maker` does the jobs of `build`.
"""

from __future__ import annotations

import difflib
import time
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from msgspec.structs import replace

from foldwell.checks.gate import is_withdrawn, may_leave, notice_for
from foldwell.checks.released import may_go_to_shop
from foldwell.content.models.brochure import Brochure, targets_of
from foldwell.content.read import read_layout
from foldwell.content.today import today
from foldwell.diagnostics import Sink
from foldwell.editions.finished import Finished, FinishedEdition, Imprint, Job, lines_for
from foldwell.editions.press import Press
from foldwell.editions.request import Edition, Listener, Request, Result
from foldwell.editions.uncompressed import hash_objects
from foldwell.editions.workspace import BrochureFile, Workspace

Work = list[Edition]  # and no brochures: a run reads each when its turn comes, so that thousands need no more room


def plan(workspace: Workspace, request: Request, sink: Sink) -> tuple[Press, Work] | None:
    """Read everything that the request needs; None where nothing can be made."""
    chosen = workspace.choose(list(request.brochures), sink)
    press = Press.open(workspace, request.clinic, request.paper, sink)
    if press is None:
        return None
    work: Work = []
    for file in chosen:
        brochure = press.read(file, sink)
        if brochure is not None and not is_withdrawn(brochure, file.called, bool(request.brochures), sink):
            targets = _targets(press, file, brochure, request, sink)
            work.extend(press.editions(file, brochure, request.layout, request.out, targets))
    if not work:
        check_layout_asked(workspace, request, sink)
    return press, work


def _targets(
    press: Press, file: BrochureFile, brochure: Brochure, request: Request, sink: Sink
) -> tuple[str, ...]:  # fmt: skip
    """What is made of a brochure; nothing for the print shop that may not leave the house."""
    targets = targets_of(brochure, request.target)
    if "shop" not in targets:
        return targets
    leaves = may_leave(brochure, today(), request.draft, sink)
    numbered = may_go_to_shop(brochure, file.called, press.releases(file, sink), request.draft, sink)
    return targets if leaves and numbered else tuple(target for target in targets if target != "shop")


def check_layout_asked(workspace: Workspace, request: Request, sink: Sink) -> None:
    """Say why there is nothing to make where a layout was asked for."""
    if request.layout is None:
        return
    names = workspace.layout_names()
    if request.layout not in names:
        near = difflib.get_close_matches(Path(request.layout).stem, names, 1)
        sink.error("no-layout", f"there is no layout `{request.layout}`", None,
                   f"did you mean `{near[0]}`?" if near else f"there are: {', '.join(names) or 'none'}")  # fmt: skip
    elif not sink.failed:
        spec = read_layout(workspace.layout_path(request.layout), workspace.root, Sink())
        other = f", or `{spec.like}:`, which `{request.layout}` is like" if spec is not None and spec.like else ""
        sink.error("no-layout", f"no brochure asked for has the layout `{request.layout}`", None,
                   f"add `{request.layout}:` under `layouts:` in the brochure{other}")  # fmt: skip


def run(press: Press, work: Work, sink: Sink, listen: Listener) -> None:
    """Make the editions and write none of them; one that has errors does not stop the others."""
    number = 0
    for file, group in groupby(work, key=lambda edition: edition.brochure):
        mine = Sink(sources=sink.sources)
        brochure = press.read(file, mine)  # it may have been changed since the work was planned
        for edition in group:
            number += 1
            one = _make(press, brochure, edition, mine)
            size = len(one.pdf) if one.pdf is not None else 0
            listen(Result(edition, one.pages, size, one.seconds, one.folded, size > 0), number, len(work))
        sink.extend(mine.found)


def _make(press: Press, brochure: Brochure | None, edition: Edition, sink: Sink) -> FinishedEdition:
    """One edition; without its bytes where there are errors."""
    begin = time.perf_counter()
    if brochure is not None and edition.target == "shop":
        edition = replace(edition, notice=notice_for(brochure, today()))
    made = press.make(brochure, edition, sink) if brochure is not None else None
    layout = press.layouts[edition.layout]
    paper = press.paper or press.clinic.paper or layout.paper
    objects = (hash_objects(made.pdf) or "") if made is not None else ""
    folded, seconds = layout.fold != "none", time.perf_counter() - begin
    if made is None:
        return FinishedEdition(edition, 0, folded, seconds, None, paper)
    return FinishedEdition(edition, made.pages, folded, seconds, made.pdf, paper, objects)


class Maker:
    """Makes one job after another in this process. Of the presses the latest is kept: jobs of one clinic follow each
    other, and so thousands of clinics need no more room than one."""

    def __init__(self) -> None:
        self._opened: tuple[object, Press | None, Sink] | None = None

    def make(self, job: Job) -> Iterator[Finished]:
        """The brochures of a job, each as soon as it is finished. Nothing is written."""
        press, shared = self._open(job)
        for file in job.files:
            if press is None:
                found = tuple(shared.found)
                yield Finished(job.request, file, (), found, lines_for(found, shared.sources))
            else:
                yield _finish(press, job.request, file, Sink(list(shared.found), dict(shared.sources)))

    def _open(self, job: Job) -> tuple[Press | None, Sink]:
        key = (job.workspace, job.request.clinic, job.request.paper)
        if self._opened is None or self._opened[0] != key:
            sink = Sink()
            self._opened = (key, Press.open(job.workspace, job.request.clinic, job.request.paper, sink), sink)
        return self._opened[1], self._opened[2]


def make_here(jobs: Iterable[Job]) -> Iterator[Finished]:
    """The jobs made by this process alone."""
    maker = Maker()
    for job in jobs:
        yield from maker.make(job)


def _finish(press: Press, request: Request, file: BrochureFile, sink: Sink) -> Finished:
    """One brochure in all editions asked for; `sink` has what there was to say of the clinic."""
    mine = Sink(sources=sink.sources)
    brochure = press.read(file, mine)
    editions: tuple[FinishedEdition, ...] = ()
    if brochure is not None and not is_withdrawn(brochure, file.called, False, mine):
        targets = _targets(press, file, brochure, request, mine)
        work = press.editions(file, brochure, request.layout, request.out, targets)
        editions = tuple(_make(press, brochure, edition, mine) for edition in work)
    sink.extend(mine.found)
    lines = lines_for(sink.found, sink.sources)
    if brochure is None:
        return Finished(request, file, (), tuple(sink.found), lines)
    made = {each.edition.target for each in editions if each.pdf is not None}
    # what was refused must be refused again next time
    whole = not mine.failed and None not in (each.pdf for each in editions)
    whole = whole and (brochure.withdrawn is not None or made == set(targets_of(brochure, request.target)))
    return Finished(
        request, file, editions, tuple(sink.found), lines, Imprint.of(brochure), press.files_of(brochure), whole,
        press.clinic.theme,
    )  # fmt: skip
