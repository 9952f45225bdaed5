"""`release`: gives the words of a brochure a revision number of their own, and keeps on record what was given out."""

from __future__ import annotations

import argparse
import datetime
import sys
from typing import TYPE_CHECKING

from foldwell.commands.shared import DONE, PROBLEMS, add_workspace, open_workspace, print_complaints
from foldwell.diagnostics import Sink

if TYPE_CHECKING:  # the machine is imported where there is work for it
    from foldwell.editions.release import Prepared
    from foldwell.editions.workspace import BrochureFile, Workspace


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    release = commands.add_parser("release", help="stamp a brochure with its next revision number, date and note")
    release.add_argument("brochure", metavar="BROCHURE", help="its name, or its file")
    release.add_argument("--note", required=True, metavar="TEXT", help="what is new, in a line")
    release.add_argument("--date", type=_date, metavar="YYYY-MM-DD", help="the day of the release (default: today)")
    release.add_argument("--dry-run", action="store_true", help="show what would be written, and write nothing")
    add_workspace(release)
    release.set_defaults(run=run_release)


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is no day; write it like 2026-11-22") from None


def run_release(options: argparse.Namespace) -> int:
    """`release`: stamp the brochure, and add to its record and to the page of changes."""
    from foldwell.content.today import today
    from foldwell.editions.release import prepare, write

    sink = Sink()
    workspace = open_workspace(options, sink)
    file = _chosen(workspace, options.brochure, sink)
    prepared = prepare(workspace, file, options.note, options.date or today(), sink) if file is not None else None
    if file is not None and prepared is not None and (options.dry_run or write(prepared, sink)):
        _tell(prepared, file, workspace, options.dry_run)
    print_complaints(sink, sys.stderr)
    return PROBLEMS if sink.failed else DONE


def _chosen(workspace: Workspace, wanted: str, sink: Sink) -> BrochureFile | None:
    """The one brochure that is meant."""
    files = workspace.choose([wanted], sink)
    if len(files) > 1:
        names = " or ".join(file.called for file in files)
        sink.error("which-brochure", f"there are several brochures called `{wanted}`", None,
                   f"each language has releases of its own: say {names}")  # fmt: skip
    return files[0] if len(files) == 1 else None


def _tell(prepared: Prepared, file: BrochureFile, workspace: Workspace, dry: bool) -> None:
    """What was done, or would be."""
    from difflib import unified_diff

    from foldwell.diagnostics import shown_path

    release = prepared.release
    stamped = f"{release.form}, revision {release.number} of {release.date.isoformat()}"
    print(f"{stamped} would be released" if dry else f"{stamped} is released")
    for change in prepared.changes:
        name = shown_path(change.path, workspace.root)
        if not dry:
            print(f"  {name}")
            continue
        before, after = change.before.splitlines(), change.after.splitlines()
        for line in unified_diff(before, after, name, name, n=1, lineterm=""):
            print(line)
    if not dry:
        print(f"now: python render.py build {file.called}")
