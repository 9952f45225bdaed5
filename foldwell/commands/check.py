"""`check`: everything that `build` would complain about, what a reviewer must look at, and form numbers that two
brochures bear; no files.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from foldwell.commands.shared import DONE, PROBLEMS, add_what, open_workspace, print_complaints, request_of
from foldwell.diagnostics import Sink

if TYPE_CHECKING:  # the machine is imported where there is work for it
    from foldwell.editions.request import Result


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    check = commands.add_parser("check", help="say what is wrong without writing any file")
    add_what(check)
    check.add_argument("--format", choices=("text", "json"), default="text", help="text for people, json for programs")
    check.set_defaults(run=run_check, out=None)


def run_check(options: argparse.Namespace) -> int:
    """`check`: everything that `build` would complain about and what a reviewer must look at; no files."""
    from foldwell.checks.brand import check_brand
    from foldwell.checks.grey import check_grey
    from foldwell.checks.reviewing import note_for_reviewer
    from foldwell.checks.texture import check_texture
    from foldwell.editions.building import plan, run
    from foldwell.editions.forms import forms_of

    sink = Sink()
    workspace = open_workspace(options, sink)
    planned = plan(workspace, request_of(options), sink)
    if planned is not None:
        press, work = planned
        check_brand(press.clinic, press.layouts, sink)
        check_grey(press.clinic, press.layouts, sink)

        def note(result: Result, _number: int, _total: int) -> None:
            brochure = press.read(result.edition.brochure, sink)
            if brochure is not None:
                note_for_reviewer(brochure, sink)
                laid_out = press.lay_out(brochure, result.edition, Sink()) if result.done else None  # it is remembered
                if laid_out is not None:
                    check_texture(laid_out[1], result.edition.layout, sink)

        run(press, work, sink, note)
    if not options.brochures:  # of one alone it cannot be said whether another bears its number
        forms_of(workspace, sink)
    if options.format == "json":
        print(json.dumps([complaint.as_json() for complaint in sink.in_order()], ensure_ascii=False, indent=2))
    else:
        print_complaints(sink, sys.stdout)
        if not sink.found:
            print("nothing to complain of")
    return PROBLEMS if sink.failed else DONE
