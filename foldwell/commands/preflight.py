"""`preflight`: PDF files for the print shop come in, ours or not; what a press would do wrong with them goes out."""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from foldwell.commands.shared import DONE, PROBLEMS

if TYPE_CHECKING:  # reading PDF files takes a library that other commands do without
    from foldwell.checks.preflight import Limits, Report

_LENGTH = re.compile(r"(\d+(?:\.\d+)?|\.\d+) ?(in|mm|pt)")
_POINTS = {"in": 72.0, "mm": 72 / 25.4, "pt": 1.0}


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's words."""
    parser = commands.add_parser("preflight", help="say whether a PDF file is fit for the print shop")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.pdf", help="a PDF file, made by any program")
    parser.add_argument(
        "--folds", type=_lengths, default=(), metavar="LENGTHS",
        help="where it is folded, from the left of the first page: 3.625in,7.3125in (default: at its fold marks)",
    )  # fmt: skip
    parser.add_argument("--ink-limit", type=_percent, metavar="PERCENT", help="most ink of all plates together (300)")
    parser.add_argument("--bleed", type=_length, metavar="LENGTH", help="bleed that is wanted (0.125in, or 3mm on A4)")
    parser.add_argument("--pages", type=_count, metavar="N", help="how many pages it should have")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text for people, json for programs")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Judge each file; 1 where one has errors or cannot be read."""
    from foldwell.checks.preflight import preflight

    limits, status = _limits(options), DONE
    found: list[dict[str, object]] = []
    for path in options.files:
        try:
            report = preflight(path, limits)
        except OSError as fault:
            print(_unread(path, fault), file=sys.stderr)
            status = PROBLEMS
            continue
        status = PROBLEMS if report.failed else status
        if options.format == "text":
            _print(report, path)
        found += [finding.as_json(str(path)) for finding in report.findings]
    if options.format == "json":
        print(json.dumps(found, ensure_ascii=False, indent=2))
    return status


def _limits(options: argparse.Namespace) -> Limits:
    from foldwell.checks.preflight import Limits

    limits = Limits(folds=options.folds, bleed=options.bleed, pages=options.pages)
    return limits if options.ink_limit is None else replace(limits, ink=options.ink_limit)


def _print(report: Report, path: Path) -> None:
    for finding in report.findings:
        print(finding.as_text(str(path)))
    pages = f"{report.pages} page{'' if report.pages == 1 else 's'}"
    verdict = "not fit for print" if report.failed else "fit for print"
    print(f"{path}: {report.standard}, {pages}: {verdict}" if report.pages else f"{path}: {verdict}")
    if path.name.endswith((".desk.pdf", ".email.pdf")):
        print("  = the print shop has a file of its own: `python render.py build --target shop` makes it")


def _unread(path: Path, fault: OSError) -> str:
    """Why a file was not judged, and what to do."""
    if path.is_dir():
        why, hint = "this is a folder", "name the PDF files in it"
    elif not path.exists():
        why, hint = "there is no such file", "see that its name and folder are right"
    else:
        why, hint = fault.strerror or str(fault), "see that you may open it"
    return f"{path}: error[file]: this file cannot be read: {why}\n  = {hint}"


def _length(text: str) -> float:
    found = _LENGTH.fullmatch(text.strip())
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no length: write for example 0.125in, 3mm or 9pt")
    return float(found[1]) * _POINTS[found[2]]


def _lengths(text: str) -> tuple[float, ...]:
    return tuple(_length(part) for part in text.split(","))


def _percent(text: str) -> float:
    found = re.fullmatch(r"(\d{1,3}(?:\.\d+)?) ?%?", text.strip())
    if found is None or not 0 < float(found[1]) <= 400:
        raise argparse.ArgumentTypeError(f"{text!r} is no ink limit: write a number up to 400, for example 300")
    return float(found[1])


def _count(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 10_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of pages")
    return int(text)
