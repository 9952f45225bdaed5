"""`new`: a valid brochure to fill with words."""

from __future__ import annotations

import argparse
import sys

from foldwell.commands.shared import DONE, PROBLEMS, add_workspace, open_workspace, print_complaints
from foldwell.diagnostics import Sink


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    new = commands.add_parser("new", help="start a new brochure that builds at once, to be filled with your words")
    new.add_argument("name", metavar="NAME", help="small letters, figures and hyphens, for example flu-shot")
    new.add_argument("--language", default="en", metavar="CODE", help="its language, such as es (default: en)")
    add_workspace(new)
    new.set_defaults(run=run_new)


def run_new(options: argparse.Namespace) -> int:
    """`new`: a valid brochure to fill with words."""
    from foldwell.editions.scaffold import scaffold

    sink = Sink()
    workspace = open_workspace(options, sink)
    path = scaffold(workspace, options.name, options.language, sink)
    print_complaints(sink, sys.stderr)
    if path is None:
        return PROBLEMS
    print(f"{path} is there: write your words into it, then\n  python render.py build {options.name}")
    return DONE
