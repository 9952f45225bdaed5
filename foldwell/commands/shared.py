"""What several commands do alike: opening the workspace, the options that say what to make, printing complaints."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from foldwell.diagnostics import Failed, Severity, Sink, render

if TYPE_CHECKING:  # the machine is imported by the command that needs it: `--help` answers at once
    from foldwell.editions.request import Request
    from foldwell.editions.workspace import Workspace

DONE, PROBLEMS, USAGE, FAULT, STOPPED = 0, 1, 2, 3, 130


class Once(argparse.Action):
    """Takes the value of an option once: of two addresses or two layouts, one would be lost in silence."""

    twice = "this stands here twice; write it once"
    _taken = False

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: object, option: str | None = None
    ) -> None:
        """Keep the value. Raises ArgumentError where the option was there before."""
        if option is not None and self._taken:
            raise argparse.ArgumentError(self, self.twice)
        self._taken = True
        setattr(namespace, self.dest, values)


def add_workspace(parser: argparse.ArgumentParser) -> None:
    """The option that names the workspace."""
    parser.add_argument(
        "--workspace", type=Path, default=Path(), metavar="DIR",
        help="the folder with brochures/, layouts/ and fonts/ (default: this folder)",
    )  # fmt: skip


def add_what(parser: argparse.ArgumentParser, how_many: str = "*") -> None:
    """The options that say which editions are meant."""
    default = " (default: all)" if how_many == "*" else ""
    parser.add_argument("brochures", nargs=how_many, metavar="BROCHURE", help=f"its name, or its file{default}")
    parser.add_argument("--layout", metavar="NAME", help="only this layout, for example trifold")
    parser.add_argument("--clinic", metavar="FILE", help="another clinic's file, or its name in brochures/clinics/")
    paper = "another paper than the clinic's own"
    parser.add_argument("--paper", type=str.lower, choices=("letter", "a4"), help=paper)
    add_workspace(parser)


def request_of(options: argparse.Namespace) -> Request:
    """What the options ask to be made."""
    from foldwell.editions.request import Request

    out = getattr(options, "out", None) or options.workspace / "out"
    target, draft = getattr(options, "target", None), getattr(options, "draft", False)
    return Request(tuple(options.brochures), options.layout, target, options.clinic, options.paper, out, draft)


def open_workspace(options: argparse.Namespace, sink: Sink) -> Workspace:
    """The workspace that was named. Raises Failed after saying what is wrong with it."""
    from foldwell.editions.workspace import Workspace

    workspace = Workspace.open(options.workspace, sink)
    if workspace is None:
        print_complaints(sink, sys.stderr)
        raise Failed
    return workspace


def print_complaints(sink: Sink, stream: TextIO) -> None:
    """All complaints in the order of the files, and how many are errors."""
    for complaint in sink.in_order():
        print(render(complaint, sink.sources), file=stream)
    errors = sum(complaint.severity is Severity.ERROR for complaint in sink.found)
    if errors:
        print(f"{errors} error{'s' if errors > 1 else ''}", file=stream)
