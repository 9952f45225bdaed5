"""`editions`: every edition and how it stands: current, stale and why, expired, broken, or not built."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from foldwell.commands.shared import DONE, PROBLEMS, add_workspace, open_workspace, print_complaints
from foldwell.diagnostics import Sink

if TYPE_CHECKING:  # the machine is imported where there is work for it
    from foldwell.editions.standing import Standing

STATES = ("current", "stale", "expired", "broken", "not-built", "withdrawn", "left-over")


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    editions = commands.add_parser("editions", help="list every edition: what is current, stale, expired or broken")
    editions.add_argument("--state", choices=STATES, help="only those that stand so")
    editions.add_argument(
        "--clinics", metavar="WHICH", help="also clinics of a table or a folder that have changed since the last build"
    )
    editions.add_argument("--out", type=Path, metavar="DIR", help="where the PDF files are (default: out)")
    editions.add_argument(
        "--format", choices=("text", "json"), default="text", help="text for people, json for programs"
    )
    add_workspace(editions)
    editions.set_defaults(run=run_editions)


def run_editions(options: argparse.Namespace) -> int:
    """`editions`: the list on standard output; 1 where one of those listed is broken."""
    from foldwell.editions.clinics import clinics_of
    from foldwell.editions.standing import standings

    sink = Sink()
    workspace = open_workspace(options, sink)
    out = options.out or options.workspace / "out"
    more = clinics_of(workspace, options.clinics, None, sink).paths if options.clinics else ()
    found = [each for each in standings(workspace, out, sink, more) if options.state in (None, *each.states)]
    if options.format == "json":
        print(json.dumps([each.as_json() for each in found], ensure_ascii=False, indent=2))
    else:
        for line in _table(found):
            print(line)
    print_complaints(sink, sys.stderr)
    return PROBLEMS if sink.failed or any("broken" in each.states for each in found) else DONE


def _table(found: list[Standing]) -> list[str]:
    """A line for each edition, and how many stand how."""
    files = max((len(each.file) for each in found), default=0)
    states = max((len(_states(each)) for each in found), default=0)
    lines = [f"{each.file:{files}}  {_states(each):{states}}  {'; '.join(each.why)}".rstrip() for each in found]
    counts = [(state, sum(state in each.states for each in found)) for state in STATES]
    told = ", ".join(f"{count} {state.replace('-', ' ')}" for state, count in counts if count)
    plural = "" if len(found) == 1 else "s"
    return [*lines, f"{len(found)} edition{plural}{': ' if told else ''}{told}"]


def _states(standing: Standing) -> str:
    return ", ".join(state.replace("-", " ") for state in standing.states)
