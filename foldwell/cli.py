"""The command line: words typed by a person come in, one function a command runs, an exit status goes out.

0 done · 1 the content has problems · 2 wrong usage · 3 a fault of the program's own · 130 stopped with Ctrl-C
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from foldwell import __version__
from foldwell.diagnostics import Failed, Severity, Sink, render

if TYPE_CHECKING:  # the machine is imported by the command that needs it: `--help` answers at once
    from foldwell.editions.kept import Kept
    from foldwell.editions.request import Listener, Request, Result
    from foldwell.editions.workspace import BrochureFile, Workspace

DONE, PROBLEMS, USAGE, FAULT, STOPPED = 0, 1, 2, 3, 130
PRINT_SETTINGS = "print with: both sides · flip on short edge · actual size (100 %)"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    _speak_utf8()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for plugins takes 20 ms, and we have none
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except Failed:
        return PROBLEMS
    except KeyboardInterrupt:
        print("\nstopped; files that were finished are whole", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:  # the reader of our output went away (`| head`)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as fault:  # a last line of defence; everything expected is a Diagnostic
        if os.environ.get("FOLDWELL_DEBUG"):
            traceback.print_exc()
        print(
            f"fault: Foldwell itself went wrong ({type(fault).__name__}: {fault}); no file was damaged.\n"
            "  = run it again with FOLDWELL_DEBUG=1 in the environment and send what it prints to the makers",
            file=sys.stderr,
        )
        return FAULT
    return status


def _speak_utf8() -> None:
    """UTF-8 unless the environment says otherwise; what an encoding cannot carry is escaped, never a crash."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            wanted = None if os.environ.get("PYTHONIOENCODING") else "utf-8"
            stream.reconfigure(encoding=wanted, errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="foldwell",
        description="Makes a clinic's brochures and handouts as PDF files, ready to print, fold and e-mail.",
        epilog="Most days you need one line:  python render.py build",
    )
    parser.add_argument("--version", action="version", version=f"foldwell {__version__}")
    commands = parser.add_subparsers(title="what it can do", metavar="COMMAND", required=True)
    _add_build(commands)
    _add_check(commands)
    _add_proof(commands)
    listing = commands.add_parser("list", help="list the brochures, layouts and clinics that are there")
    _add_workspace(listing)
    listing.set_defaults(run=list_workspace)
    new = commands.add_parser("new", help="start a new brochure that builds at once, to be filled with your words")
    new.add_argument("name", help="small letters, figures and hyphens, for example flu-shot")
    new.add_argument("--language", default="en", help="its language (default: en)")
    _add_workspace(new)
    new.set_defaults(run=new_brochure)
    schema = commands.add_parser("schema", help="print what a YAML file may say, for editors that complete and check")
    schema.add_argument("kind", nargs="?", choices=("brochure", "clinic", "layout", "fonts"), help="default: all four")
    schema.add_argument("--out", type=Path, help="write one file for each kind into this folder instead of printing")
    schema.set_defaults(run=print_schema)
    return parser


def _add_build(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    build = commands.add_parser("build", help="make the PDF files (all of them, or the brochures you name)")
    _add_what(build)
    build.add_argument("--out", type=Path, metavar="DIR", help="where the PDF files go (default: out in the workspace)")
    build.add_argument("--force", action="store_true", help="make everything anew, also what has not changed")
    build.set_defaults(run=build_editions)


def _add_proof(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    proof = commands.add_parser("proof", help="make a picture of the printed and folded piece, to show before printing")
    _add_what(proof, how_many="+")
    proof.add_argument("--out", type=Path, metavar="DIR", help="where the pictures go (default: out in the workspace)")
    proof.set_defaults(run=proof_editions)


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = commands.add_parser("check", help="say what is wrong without writing any file")
    _add_what(check)
    check.add_argument("--format", choices=("text", "json"), default="text", help="text for people, json for programs")
    check.set_defaults(run=check_editions, out=None)


def _add_workspace(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--workspace", type=Path, default=Path(), metavar="DIR",
        help="the folder with brochures/, layouts/ and fonts/ (default: this folder)",
    )  # fmt: skip


def _add_what(parser: argparse.ArgumentParser, how_many: str = "*") -> None:
    default = " (default: all)" if how_many == "*" else ""
    parser.add_argument("brochures", nargs=how_many, metavar="BROCHURE", help=f"its name, or its file{default}")
    parser.add_argument("--layout", metavar="NAME", help="only this layout, for example trifold")
    parser.add_argument("--clinic", metavar="FILE", help="another clinic's file, or its name in brochures/clinics/")
    parser.add_argument("--paper", choices=("letter", "a4"), help="another paper than the clinic's own")
    _add_workspace(parser)


def build_editions(options: argparse.Namespace) -> int:
    """`build`: make the files, a line for each, complaints on the error stream."""
    from foldwell.editions.kept import Kept, KeptBuild
    from foldwell.editions.progress import Progress

    sink = Sink()
    workspace, request = _workspace(options, sink), _request(options)
    files = workspace.choose(list(request.brochures), sink)
    if not request.brochures:
        workspace.stray_files(sink)
    clinic = workspace.clinic_path(request.clinic, sink)
    kept = Kept(workspace, request, clinic) if clinic is not None else None
    found: list[tuple[BrochureFile, KeptBuild]] = []
    if kept is not None and not options.force:
        found = [(file, build) for file in files if (build := kept.find(file)) is not None]
    results: list[Result] = []
    progress = Progress(sys.stderr)

    def listen(result: Result, number: int, total: int) -> None:
        progress.clear()
        results.append(result)
        print(_result_line(result))
        progress.show(number, total, result.edition.path.name)

    ready = [result for file, build in found if kept for result in kept.give(file, build, sink)]
    for number, result in enumerate(ready, 1):
        listen(result, number, len(ready))
    left = [file for file in files if file not in {file for file, _ in found}]
    if left or not files:
        _build_anew(workspace, request, left, kept, len(ready), sink, listen)
    progress.clear()
    if any(result.folded and result.done for result in results):
        print(PRINT_SETTINGS)
    _print_complaints(sink, sys.stderr)
    return PROBLEMS if sink.failed else DONE


def _build_anew(
    workspace: Workspace, request: Request, files: list[BrochureFile], kept: Kept | None, before: int, sink: Sink,
    listen: Listener,
) -> None:  # fmt: skip
    """Make what is not there yet. The machine is imported here, where there is work for it."""
    from foldwell.editions.building import plan, run

    planned = plan(workspace, request, sink, files)
    if planned is not None:
        press, work = planned
        run(press, work, sink, listen, write=True, kept=kept, before=before)


def _request(options: argparse.Namespace) -> Request:
    from foldwell.editions.request import Request

    out = options.out or options.workspace / "out"
    return Request(tuple(options.brochures), options.layout, options.clinic, options.paper, out)


def _result_line(result: Result) -> str:
    name = result.edition.path
    if not result.done:
        return f"{name}  not made, see below"
    pages = f"{result.pages} page{'s' if result.pages != 1 else ''}"
    time = "unchanged" if result.unchanged else f"{result.seconds:.2f} s"
    return f"{name}  {pages}  {result.size / 1000:.0f} KB  {time}"


def proof_editions(options: argparse.Namespace) -> int:
    """`proof`: a picture of each edition as it looks printed and folded, and no PDF."""
    from foldwell.editions.building import plan
    from foldwell.editions.proof import write_proof

    sink = Sink()
    workspace = _workspace(options, sink)
    planned = plan(workspace, _request(options), sink)
    if planned is not None:
        press, work = planned
        for brochure, edition in work:
            written = write_proof(press, brochure, edition, sink)
            if written is not None:
                print(written)
    _print_complaints(sink, sys.stderr)
    return PROBLEMS if sink.failed else DONE


def check_editions(options: argparse.Namespace) -> int:
    """`check`: everything that `build` would complain about and what a reviewer must look at; no files."""
    from foldwell.checks.reviewing import note_for_reviewer
    from foldwell.editions.building import plan, run

    sink = Sink()
    workspace = _workspace(options, sink)
    planned = plan(workspace, _request(options), sink)
    if planned is not None:
        press, work = planned
        for brochure in {id(brochure): brochure for brochure, _ in work}.values():
            note_for_reviewer(brochure, sink)
        run(press, work, sink, lambda result, number, total: None, write=False)
    if options.format == "json":
        print(json.dumps([complaint.as_json() for complaint in sink.in_order()], ensure_ascii=False, indent=2))
    else:
        _print_complaints(sink, sys.stdout)
        if not sink.found:
            print("nothing to complain of")
    return PROBLEMS if sink.failed else DONE


def list_workspace(options: argparse.Namespace) -> int:
    """`list`: what is in the workspace."""
    sink = Sink()
    workspace = _workspace(options, sink)
    print("brochures:")
    for file in workspace.brochure_files():
        print(f"  {file.name}  ({file.language})")
    print("layouts:")
    for name in workspace.layout_names():
        print(f"  {name}")
    print("clinics:")
    for path in [workspace.brochures / "clinic.yaml", *sorted((workspace.brochures / "clinics").glob("*.yaml"))]:
        if path.is_file():
            print(f"  {workspace.clinic_slug(path) or 'clinic'}")
    workspace.stray_files(sink)
    _print_complaints(sink, sys.stderr)
    return DONE


def new_brochure(options: argparse.Namespace) -> int:
    """`new`: a valid brochure to fill with words."""
    from foldwell.editions.scaffold import scaffold

    sink = Sink()
    workspace = _workspace(options, sink)
    path = scaffold(workspace, options.name, options.language, sink)
    _print_complaints(sink, sys.stderr)
    if path is None:
        return PROBLEMS
    print(f"{path} is there: write your words into it, then\n  python render.py build {options.name}")
    return DONE


def print_schema(options: argparse.Namespace) -> int:
    """`schema`: JSON Schema of the four kinds of file."""
    from foldwell.content.schema import json_schemas
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
    _print_complaints(sink, sys.stderr)
    return PROBLEMS if sink.failed else DONE


def _workspace(options: argparse.Namespace, sink: Sink) -> Workspace:
    from foldwell.editions.workspace import Workspace

    workspace = Workspace.open(options.workspace, sink)
    if workspace is None:
        _print_complaints(sink, sys.stderr)
        raise Failed
    return workspace


def _print_complaints(sink: Sink, stream: TextIO) -> None:
    for complaint in sink.in_order():
        print(render(complaint, sink.sources), file=stream)
    errors = sum(complaint.severity is Severity.ERROR for complaint in sink.found)
    if errors:
        print(f"{errors} error{'s' if errors > 1 else ''}", file=stream)
