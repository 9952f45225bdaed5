"""`forms`: every form number with its revisions, and what takes whose place, for the paper on the rack."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from foldwell.commands.shared import DONE, PROBLEMS, add_workspace, open_workspace, print_complaints
from foldwell.diagnostics import Sink

if TYPE_CHECKING:  # the machine is imported where there is work for it
    from foldwell.editions.forms import Form


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    forms = commands.add_parser("forms", help="list the form numbers: what is in use, and what comes off the rack")
    forms.add_argument("--format", choices=("text", "json"), default="text", help="text for people, json for programs")
    add_workspace(forms)
    forms.set_defaults(run=run_forms)


def run_forms(options: argparse.Namespace) -> int:
    """`forms`: the list on standard output, complaints on the error stream."""
    from foldwell.editions.forms import forms_of

    sink = Sink()
    found = forms_of(open_workspace(options, sink), sink)
    if options.format == "json":
        print(json.dumps([form.as_json() for form in found], ensure_ascii=False, indent=2))
    else:
        in_use = [form for form in found if form.state in ("in use", "broken")]
        over = [form for form in found if form not in in_use]
        for line in [*_part("in use", in_use), *_part("take from the rack", over)]:
            print(line)
    print_complaints(sink, sys.stderr)
    return PROBLEMS if sink.failed else DONE


def _part(heading: str, forms: list[Form]) -> list[str]:
    lines = [f"{heading}:"] if forms else [f"{heading}: none"]
    for form in forms:
        lines += [f"  {form.number}  {form.title}  ({form.called})", *(f"    {line}" for line in _lines(form))]
    return lines


def _lines(form: Form) -> list[str]:
    """What there is to know of one form: what to keep, what to take away, and all that was released."""
    lines = _standing(form)
    for release in reversed(form.released):
        lines.append(f"revision {release.number}, {release.date.isoformat()}: {' '.join(release.note.text.split())}")
    return lines


def _standing(form: Form) -> list[str]:
    instead = f"hand out {form.replaced_by} instead" if form.replaced_by else "nothing takes its place"
    if form.state == "withdrawn" and form.withdrawal is not None:
        return [f"withdrawn on {form.withdrawal.date.isoformat()}: {form.withdrawal.reason}", instead]
    if form.state == "renumbered":
        return [f"its brochure has another number now: {instead}"]
    if form.state == "gone":
        return ["there is no such brochure any more"]
    if form.state == "broken":
        return ["its file has errors; this is what is on record"]
    older = [str(release.number) for release in form.released[:-1]]  # what was released last is handed out
    lines = []
    if not form.is_released:
        lines.append(f"revision {form.revision}, {form.date.isoformat()}: not released yet")
    if older:
        lines.append(f"take paper of older revisions ({', '.join(older)}) from the rack")
    if form.replaces:
        lines.append(f"takes the place of {', '.join(form.replaces)}")
    return lines
