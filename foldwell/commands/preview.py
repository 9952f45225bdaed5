"""`preview`: pictures of the pages and of the whole shelf, and the gallery in docs/."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from msgspec.structs import replace

from foldwell.commands.shared import DONE, PROBLEMS, USAGE, add_what, open_workspace, print_complaints, request_of
from foldwell.diagnostics import Sink

DPI, COARSEST, FINEST = 100, 20, 600


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    preview = commands.add_parser("preview", help="make pictures of the pages, and one of the whole shelf")
    add_what(preview)
    preview.add_argument(
        "--out", type=Path, metavar="DIR", help="where they go (default: out/preview in the workspace)"
    )
    preview.add_argument(
        "--dpi", type=_dpi, metavar="N", help=f"pixels an inch, {COARSEST} to {FINEST} (default: {DPI})"
    )
    preview.add_argument("--grey", "--gray", action="store_true", help="in grey, as an office copier shows them")
    preview.add_argument(
        "--gallery", type=Path, metavar="DIR",
        help="write instead a page that shows every brochure and the YAML that made it, with its pictures",
    )  # fmt: skip
    preview.set_defaults(run=run_preview)


def _dpi(typed: str) -> int:
    """What was typed as a whole number within the bounds. Raises ArgumentTypeError."""
    if not typed.isdecimal() or not COARSEST <= int(typed) <= FINEST:
        message = f"`{typed}` is not a whole number from {COARSEST} to {FINEST}"
        raise argparse.ArgumentTypeError(message)
    return int(typed)


def run_preview(options: argparse.Namespace) -> int:
    """`preview`: write the pictures, a line for each; complaints on the error stream."""
    if options.gallery is not None and (
        options.brochures or options.layout or options.out or options.dpi or options.grey
    ):
        print("--gallery shows every brochure in every layout, in pictures of its own\n"
              "  = leave out the names, --layout, --out, --dpi and --grey", file=sys.stderr)  # fmt: skip
        return USAGE
    from foldwell.editions.building import plan
    from foldwell.editions.preview import Look, write_previews
    from foldwell.editions.preview_gallery import write_gallery

    sink = Sink()
    workspace = open_workspace(options, sink)
    out = options.out or workspace.root / "out" / "preview"
    planned = plan(workspace, replace(request_of(options), target="desk", out=out), sink)
    if not options.brochures:
        workspace.stray_files(sink)
    if planned is not None:
        press, work = planned
        if options.gallery is not None:
            written = write_gallery(press, work, options.gallery, sink)
        else:
            written = write_previews(press, work, Look(options.dpi or DPI, options.grey), sink)
        for path in written:
            print(path)
    print_complaints(sink, sys.stderr)
    return PROBLEMS if sink.failed else DONE
