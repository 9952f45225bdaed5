"""`diff`: two folders, two PDFs or two git revisions come in; what changed goes out, line by line and as a page."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from foldwell.commands.shared import DONE, PROBLEMS, add_workspace, print_complaints
from foldwell.diagnostics import Sink


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    diff = commands.add_parser("diff", help="show what changed between two folders, two PDFs or two git revisions")
    side = "a PDF, a folder of PDFs, a workspace (`.` is this one as it is now), or a git revision of the workspace"
    diff.add_argument("old", metavar="OLD", help=side)
    diff.add_argument("new", metavar="NEW", help="the same, newer")
    diff.add_argument(
        "--out", type=Path, metavar="FILE", help="where the page goes (default: out/diff.html in the workspace)"
    )
    clinic = "for which clinic a workspace or revision is built (default: its own)"
    diff.add_argument("--clinic", metavar="FILE", help=clinic)
    clinics = "for which clinics: `all`, a table of them (CSV), or a folder of their files, as for `build`"
    diff.add_argument("--clinics", metavar="WHICH", help=clinics)
    add_workspace(diff)
    diff.set_defaults(run=run_diff)


def run_diff(options: argparse.Namespace) -> int:
    """`diff`: compare, print a line for each edition that is not the same, write the page."""
    from foldwell.editions.diff import compare, count
    from foldwell.editions.diff_report import line, report, summary_of_all
    from foldwell.editions.diff_sides import Sides
    from foldwell.editions.progress import Progress
    from foldwell.editions.writing import write_whole

    sink = Sink()
    progress = Progress(sys.stderr)
    with tempfile.TemporaryDirectory(prefix="foldwell-diff-", ignore_cleanup_errors=True) as scratch:
        sides = Sides(options.workspace, Path(scratch), options.clinic, options.clinics, progress.show)
        old, new = sides.open(options.old, sink), sides.open(options.new, sink)
        progress.clear()
        if old is None or new is None:
            print_complaints(sink, sys.stderr)
            return PROBLEMS
        total, diffs = count(old, new), []
        for diff in compare(old, new):
            progress.clear()
            diffs.append(diff)
            if diff.state != "same":
                print(line(diff))
            progress.show(len(diffs), total, diff.name)
        progress.clear()
    for problem in (*old.problems, *new.problems):
        print(problem, file=sys.stderr)
    page = options.out or options.workspace / "out" / "diff.html"
    print(summary_of_all(diffs))
    if write_whole(page, report(old, new, diffs).encode("utf-8"), sink):
        print(page)
    print_complaints(sink, sys.stderr)
    broken = old.problems or new.problems or any(diff.state == "unreadable" for diff in diffs)
    return PROBLEMS if sink.failed or broken else DONE
