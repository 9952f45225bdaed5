"""`proof`: a picture of each edition as it looks printed and folded, and a paper dummy of each folded sheet."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from msgspec.structs import replace

from foldwell.commands.shared import DONE, PROBLEMS, add_what, open_workspace, print_complaints, request_of
from foldwell.diagnostics import Sink


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    proof = commands.add_parser(
        "proof", help="make a picture of the printed and folded piece, and a paper dummy to fold"
    )
    add_what(proof, how_many="+")
    proof.add_argument("--out", type=Path, metavar="DIR", help="where they go (default: out in the workspace)")
    proof.set_defaults(run=run_proof)


def run_proof(options: argparse.Namespace) -> int:
    """`proof`: a picture of each edition as it looks printed and folded, and a paper dummy of each folded sheet."""
    from foldwell.editions.building import plan
    from foldwell.editions.proof import write_proof

    sink = Sink()
    workspace = open_workspace(options, sink)
    planned = plan(workspace, replace(request_of(options), target="desk"), sink)
    if planned is not None:
        press, work = planned
        for edition in work:
            brochure = press.read(edition.brochure, sink)
            for written in write_proof(press, brochure, edition, sink) if brochure is not None else ():
                print(written)
    print_complaints(sink, sys.stderr)
    return PROBLEMS if sink.failed else DONE
