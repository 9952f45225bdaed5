"""`verify`: proves that the files in a folder are those that `foldwell.lock` says were built."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from foldwell.commands.shared import DONE, PROBLEMS, add_workspace, open_workspace, print_complaints
from foldwell.diagnostics import Sink

SAYS = {
    "same-objects": "as built, but compressed otherwise (by another computer's zlib)",
    "differs": "is not what was built: changed, damaged, or made elsewhere",
    "missing": "is missing",
    "unreadable": "cannot be read",
    "foreign": "is not in the lock: nobody knows what it was made from",
}


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    verify = commands.add_parser("verify", help="prove that the PDF files are what was built")
    verify.add_argument("out", nargs="?", type=Path, metavar="OUT", help="the folder of PDF files (default: out)")
    add_workspace(verify)
    verify.set_defaults(run=run_verify)


def run_verify(options: argparse.Namespace) -> int:
    """`verify`: a line for each file that is not as it was built, and a summary; 1 where there is one."""
    from foldwell.editions.lock import NAME, Lock, path_of
    from foldwell.editions.verifying import verify

    sink = Sink()
    workspace = open_workspace(options, sink)
    lock = Lock.read(workspace, sink)
    out = options.out or options.workspace / "out"
    if not path_of(workspace).exists():
        hint = "`python render.py build` writes it"
        sink.error("lock", f"there is no {NAME} here: nothing was built yet", None, hint)
    elif not out.is_dir():
        sink.error("verify", f"there is no folder {out}", None, "name the folder of PDF files: `verify out`")
    if sink.failed:
        print_complaints(sink, sys.stderr)
        return PROBLEMS
    found = list(verify(lock, out))
    for each in found:
        if each.verdict != "same":
            print(f"{out / each.file}  {SAYS[each.verdict]}")
    counts = Counter(each.good for each in found)
    print(f"{counts[True]} of {len(found)} files are what {NAME} says")
    if counts[False]:
        print("  = `python render.py build` puts right what is different or missing; foreign files are yours to remove")
    return PROBLEMS if counts[False] else DONE
