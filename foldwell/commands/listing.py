"""`list`: what is in the workspace."""

from __future__ import annotations

import argparse
import sys

from foldwell.commands.shared import DONE, PROBLEMS, add_workspace, open_workspace, print_complaints
from foldwell.diagnostics import Sink


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    listing = commands.add_parser("list", help="list the brochures, layouts, themes and clinics that are there")
    add_workspace(listing)
    listing.set_defaults(run=run_list)


def run_list(options: argparse.Namespace) -> int:
    """`list`: what is in the workspace."""
    from foldwell.content.read import read_layout, read_theme

    sink = Sink()
    workspace = open_workspace(options, sink)
    print("brochures:")
    for file in workspace.brochure_files():
        print(f"  {file.name}  ({file.language})")
    print("layouts:")
    for name in workspace.layout_names():
        layout = read_layout(workspace.layout_path(name), workspace.root, sink)
        print(f"  {name}  ({layout.title})" if layout is not None else f"  {name}")
    print("themes:")
    for name in workspace.theme_names():
        theme = read_theme(workspace.theme_path(name), workspace.root, sink)
        print(f"  {name}  ({theme.title})" if theme is not None else f"  {name}")
    print("clinics:")
    for path in workspace.clinic_files():
        print(f"  {workspace.clinic_slug(path) or 'clinic'}")
    workspace.stray_files(sink)
    print_complaints(sink, sys.stderr)
    return PROBLEMS if sink.failed else DONE
