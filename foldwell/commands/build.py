"""`build`: makes the PDF files, a line for each; complaints go to the error stream."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from foldwell.commands.shared import DONE, PROBLEMS, add_what, open_workspace, print_complaints, request_of
from foldwell.diagnostics import Sink

if TYPE_CHECKING:  # the machine is imported where there is work for it
    from foldwell.editions.kept import Kept
    from foldwell.editions.request import Listener, Request, Result
    from foldwell.editions.workspace import BrochureFile, Workspace

PRINT_SETTINGS = "print with: both sides · flip on short edge · actual size (100 %)"
PAGE_SETTINGS = "print several pages without folds with: both sides · flip on long edge · actual size (100 %)"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    build = commands.add_parser("build", help="make the PDF files (all of them, or the brochures you name)")
    add_what(build)
    build.add_argument("--out", type=Path, metavar="DIR", help="where the PDF files go (default: out in the workspace)")
    build.add_argument(
        "--target", choices=("desk", "email", "shop"),
        help="desk: for your own printer; email: for a phone or a screen reader; shop: for a print shop "
        "(default: what the brochure asks for, else desk and email)",
    )  # fmt: skip
    build.add_argument("--draft", action="store_true", help="let a draft go to the print shop; it says so")
    build.add_argument("--force", action="store_true", help="make everything anew, also what has not changed")
    build.set_defaults(run=run_build)


def run_build(options: argparse.Namespace) -> int:
    """`build`: make the files, a line for each, complaints on the error stream."""
    from foldwell.editions.kept import Kept
    from foldwell.editions.progress import Progress

    sink = Sink()
    workspace, request = open_workspace(options, sink), request_of(options)
    files = workspace.choose(list(request.brochures), sink)
    if not request.brochures:
        workspace.stray_files(sink)
    clinic = workspace.clinic_path(request.clinic, sink)
    kept = Kept(workspace, request, clinic) if clinic is not None else None
    results: list[Result] = []
    progress = Progress(sys.stderr)

    def listen(result: Result, number: int, total: int) -> None:
        progress.clear()
        results.append(result)
        print(_result_line(result))
        progress.show(number, total, result.edition.path.name)

    left: list[BrochureFile] = []
    for file in files:
        build = kept.find(file) if kept is not None and not options.force else None
        if kept is None or build is None:
            left.append(file)
            continue
        for result in kept.give(file, build, sink):
            listen(result, len(results) + 1, len(results) + 1)
    if left or not files:
        _build_anew(workspace, request, left, kept, len(results), sink, listen)
    progress.clear()
    for_desk = [result for result in results if result.done and result.edition.target == "desk"]
    if any(result.folded for result in for_desk):
        print(PRINT_SETTINGS)
    if any(not result.folded and result.pages > 1 for result in for_desk):
        print(PAGE_SETTINGS)
    print_complaints(sink, sys.stderr)
    return PROBLEMS if sink.failed else DONE


def _build_anew(
    workspace: Workspace, request: Request, files: list[BrochureFile], kept: Kept | None, before: int, sink: Sink,
    listen: Listener,
) -> None:  # fmt: skip
    """Make what is not there yet. The machine is imported here, where there is work for it."""
    from foldwell.editions.building import plan, run

    planned = plan(workspace, request, sink, files)
    if planned is not None:
        press, work = planned
        run(press, work, sink, listen, write=True, kept=kept, before=before)


def _result_line(result: Result) -> str:
    name = result.edition.path
    if not result.done:
        return f"{name}  not made, see below{' (what is there is an older one)' if name.exists() else ''}"
    pages = f"{result.pages} page{'s' if result.pages != 1 else ''}"
    time = "unchanged" if result.unchanged else f"{result.seconds:.2f} s"
    return f"{name}  {pages}  {result.size / 1000:.0f} KB  {time}"
