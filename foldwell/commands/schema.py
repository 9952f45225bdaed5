"""`schema`: JSON Schema of the five kinds of file, for editors that complete and check."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from foldwell.commands.shared import DONE, PROBLEMS, print_complaints
from foldwell.diagnostics import Sink


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    schema = commands.add_parser("schema", help="print what a YAML file may say, for editors that complete and check")
    kinds = ("brochure", "clinic", "layout", "theme", "fonts")
    schema.add_argument("kind", nargs="?", choices=kinds, help="default: all five")
    schema.add_argument(
        "--out", type=Path, metavar="DIR", help="write one file for each kind into this folder instead of printing"
    )
    schema.set_defaults(run=run_schema)


def run_schema(options: argparse.Namespace) -> int:
    """`schema`: JSON Schema of the five kinds of file."""
    from foldwell.content.models.schema import json_schemas
    from foldwell.editions.writing import write_whole

    schemas = json_schemas()
    wanted = {options.kind: schemas[options.kind]} if options.kind else schemas
    if options.out is None:
        print(json.dumps(wanted[options.kind] if options.kind else wanted, ensure_ascii=False, indent=2))
        return DONE
    sink = Sink()
    for kind, content in wanted.items():
        path = options.out / f"{kind}.schema.json"
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        if write_whole(path, text.encode(), sink):
            print(path)
    print_complaints(sink, sys.stderr)
    return PROBLEMS if sink.failed else DONE
