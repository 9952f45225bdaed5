"""`build`: makes the PDF files, a line for each; complaints go to the error stream."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from foldwell.commands.shared import DONE, PROBLEMS, USAGE, add_what, open_workspace, print_complaints, request_of
from foldwell.diagnostics import Sink

if TYPE_CHECKING:  # the machine is imported where there is work for it
    from foldwell.editions.request import Result

PRINT_SETTINGS = "print with: both sides · flip on short edge · actual size (100 %)"
MOST_JOBS = 256
TABLES = (".csv", ".tsv")
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
    build.add_argument(
        "--clinics", metavar="WHICH",
        help="a set of files for each of many clinics: `all`, a table of them (CSV), or a folder of their files",
    )  # fmt: skip
    build.add_argument(
        "--jobs", type=_count, metavar="N", help="how many processes work on it (default: one a core, where that pays)"
    )
    build.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="let a Dask cluster make them: the scheduler's address, tcp://10.0.0.5:8786",
    )
    build.add_argument("--watch", action="store_true", help="build again whenever a file is saved, until Ctrl-C")
    build.set_defaults(run=run_build)


def _count(typed: str) -> int:
    """What was typed as a number of processes. Raises ArgumentTypeError."""
    if not typed.isdecimal() or not 1 <= int(typed) <= MOST_JOBS:
        message = f"`{typed}` is not a whole number from 1 to {MOST_JOBS}"
        raise argparse.ArgumentTypeError(message)
    return int(typed)


def run_build(options: argparse.Namespace) -> int:
    """`build`: make the files, a line for each, complaints on the error stream; with --watch again and again."""
    if options.scheduler is not None and options.jobs is not None:
        print("with --scheduler its workers do the work\n  = leave out --jobs", file=sys.stderr)
        return USAGE
    if options.clinics is not None and options.clinic is not None and not options.clinics.lower().endswith(TABLES):
        print("--clinics names the clinics already\n  = leave out --clinic; only a table's rows are laid over a clinic",
              file=sys.stderr)  # fmt: skip
        return USAGE
    status = _build(options)
    return _build_when_saved(options, status) if options.watch else status


def _build_when_saved(options: argparse.Namespace, status: int) -> int:
    from foldwell.editions.watching import saved

    workspace = open_workspace(options, Sink())
    others = [Path(name) for name in (options.clinics, options.clinic) if name is not None and Path(name).is_file()]
    try:
        for names in saved(workspace, others):
            if names:
                print(f"\n{', '.join(names[:3])}{', …' if len(names) > 3 else ''} saved")
                status = _build(options)
            print("waiting for a file to be saved; end with Ctrl-C", flush=True)
    except KeyboardInterrupt:
        print()
    return status


def _build(options: argparse.Namespace) -> int:
    from foldwell.editions.batch import Batch, Hands
    from foldwell.editions.clinics import clinics_of
    from foldwell.editions.lock_book import LockBook
    from foldwell.editions.progress import Progress

    begin = time.perf_counter()
    sink = Sink()
    workspace, request = open_workspace(options, sink), request_of(options)
    files = workspace.choose(list(request.brochures), sink)
    if not request.brochures:
        workspace.stray_files(sink)
    clinics = clinics_of(workspace, options.clinics, options.clinic, sink)
    settings: set[str] = set()
    progress = Progress(sys.stderr)

    with LockBook(workspace, request.out, sink) as book:

        def hear(result: Result) -> None:
            book.note(result)
            progress.clear()
            print(_result_line(result))
            settings.update(_settings_for(result))

        def count(done: int, total: int) -> None:
            progress.show(done, total, f"brochures, {total - done} left")

        batch = Batch(workspace, request, sink, hear, count)
        batch.build(files, clinics.paths, Hands(options.jobs, options.scheduler, options.force))
    progress.clear()
    for line in (PRINT_SETTINGS, PAGE_SETTINGS):
        if line in settings:
            print(line)
    print(f"{batch.tally}, {time.perf_counter() - begin:.1f} s", flush=True)
    told = Sink(sources=sink.sources)
    told.extend(clinics.told(sink.found))
    print_complaints(told, sys.stderr)
    return PROBLEMS if sink.failed else DONE


def _settings_for(result: Result) -> set[str]:
    """How to print it."""
    if not result.done or result.edition.target != "desk":
        return set()
    if result.folded:
        return {PRINT_SETTINGS}
    return {PAGE_SETTINGS} if result.pages > 1 else set()


def _result_line(result: Result) -> str:
    name = result.edition.path
    if not result.done:
        return f"{name}  not made, see below{' (what is there is an older one)' if name.exists() else ''}"
    pages = f"{result.pages} page{'s' if result.pages != 1 else ''}"
    time = "unchanged" if result.unchanged else f"{result.seconds:.2f} s"
    return f"{name}  {pages}  {result.size / 1000:.0f} KB  {time}"
