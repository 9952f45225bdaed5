"""Releasing: a brochure and what is new in it come in; the files that give its words a number of their own go out.

Three files change: the brochure's own YAML says which revision it is, a record keeps what was released under which
number with the hash of its words, and a page tells people of all releases. A number that nobody has been given yet is
kept; one that was released before is raised by one.
"""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from textwrap import indent
from typing import Any

from msgspec import Struct

from foldwell.checks.gate import is_withdrawn
from foldwell.content.models.brochure import Brochure
from foldwell.content.models.releases import Release, Releases
from foldwell.content.models.validate import model_of, validate
from foldwell.content.read import read_brochure, read_releases
from foldwell.content.reading.load import load_text
from foldwell.content.reading.nodes import plain
from foldwell.content.review import is_reviewed, words_hash
from foldwell.diagnostics import Sink, shown_path
from foldwell.editions.changes_page import CHANGES, is_ours, page
from foldwell.editions.workspace import BrochureFile, Workspace
from foldwell.editions.writing import write_whole
from foldwell.editions.yaml_editing import with_scalars

_HEAD = """\
# What was released as {called}, the oldest first. `python render.py release` adds to this file.

releases:
"""
_DASH = re.compile(r"^( *)- ", re.MULTILINE)  # where the items of the list begin


class Change(Struct, frozen=True):
    """A file that a release writes, and its text before and after; there may be none before."""

    path: Path
    before: str
    after: str


class Prepared(Struct, frozen=True):
    """A release that has been thought through, but of which nothing is written."""

    release: Release
    changes: tuple[Change, ...]


def prepare(
    workspace: Workspace, file: BrochureFile, note: str, date: datetime.date, sink: Sink
) -> Prepared | None:  # fmt: skip
    """The release of a brochure as it stands; None after complaints."""
    brochure = read_brochure(file.path, workspace.root, sink)
    records = _records(workspace, sink)
    note = " ".join(note.split())
    if brochure is None or records is None or sink.failed:
        return None
    last = records[file.called].last(brochure.form) if file.called in records else None
    if not _may_be_released(brochure, file, last, note, date, sink):
        return None
    number = brochure.revision.number if last is None else max(brochure.revision.number, last.number + 1)
    title = " ".join(brochure.title.text.split())
    values = {"form": brochure.form, "number": number, "date": date, "note": note, "title": title}
    release = model_of(Release, values | {"words": words_hash(brochure)})
    stamped = _stamped(workspace, file, release, sink)
    recorded = _recorded(workspace, file, release, sink)
    if stamped is None or recorded is None:
        return None
    change, record = recorded
    changed = _page(workspace, records | {file.called: record}, sink)
    return Prepared(release, (stamped, change, changed)) if changed is not None and not sink.failed else None


def write(prepared: Prepared, sink: Sink) -> bool:
    """Put the files in their places. The brochure comes first: a release that broke off there is done again, with the
    same number."""
    return all(write_whole(change.path, change.after.encode(), sink) for change in prepared.changes)


def _records(workspace: Workspace, sink: Sink) -> dict[str, Releases] | None:
    """The records of all brochures, also of those that are gone, by what commands call them; None after complaints."""
    found = {}
    for path in workspace.releases_paths():
        record = read_releases(path, workspace.root, sink)
        if record is not None:
            found[path.stem] = record
    return None if sink.failed else found


def _may_be_released(
    brochure: Brochure, file: BrochureFile, last: Release | None, note: str, date: datetime.date, sink: Sink
) -> bool:
    if is_withdrawn(brochure, file.called, True, sink):
        return False
    if not note or not note.isprintable():
        wrong = "holds characters that cannot be shown" if note else "has no words"
        sink.error("release-note", f"the note {wrong}", None,
                   'say in a line what is new: --note "New number of the poison line"')  # fmt: skip
    if last is not None and last.words == words_hash(brochure):
        given_out = f"revision {last.number} was released on {last.date.isoformat()}"
        sink.error(
            "release-unchanged", f"no word has changed since {given_out}", brochure.revision.place("number"),
            "there is nothing to release: a number stands for words, and for another picture or look `build` is enough",
        )  # fmt: skip
    elif last is not None and date < last.date:
        sink.error("release-date", f"revision {last.number} was released later, on {last.date.isoformat()}", None,
                   "give a later --date, or leave it out for today")  # fmt: skip
    if not is_reviewed(brochure, sink):
        sink.note(
            "draft", "no clinician has reviewed these words, and the sheets say so", brochure.place("reviewed_by"),
            "`check` prints what a reviewer writes there; the number stays the same",
        )  # fmt: skip
    return not sink.failed


def _stamped(workspace: Workspace, file: BrochureFile, release: Release, sink: Sink) -> Change | None:
    """The brochure's file with its new revision. What came of the editing is read again: nothing else has changed."""
    path = file.path.resolve()
    before = path.read_bytes().decode("utf-8")
    values = {"number": str(release.number), "date": release.date.isoformat(), "note": release.note.text}
    after = with_scalars(before, {("revision", name): value for name, value in values.items()})
    old, new = _said(before), _said(after)
    if isinstance(old, dict) and isinstance(new, dict):
        new["revision"]["note"] = new["revision"]["note"].strip()
        if new == old | {"revision": old["revision"] | values}:
            return Change(path, before, after)
    sink.error("release-edit", "the revision of this file cannot be rewritten without touching what stands around it",
               None, f"write by hand into {shown_path(path, workspace.root)}: number {release.number}, "
               f"date {release.date.isoformat()}, and the note; then release it again")  # fmt: skip
    return None


def _said(text: str) -> Any:
    """All that a YAML text says, without places; None where it cannot be read."""
    node = load_text(text, "", Sink())
    return None if node is None else plain(node)


def _recorded(
    workspace: Workspace, file: BrochureFile, release: Release, sink: Sink
) -> tuple[Change, Releases] | None:  # fmt: skip
    """The record with the release at its end."""
    path = workspace.releases_path(file).resolve()
    before = path.read_bytes().decode("utf-8") if path.is_file() else ""
    begun = before or _HEAD.format(called=file.called)
    newline = "\r\n" if "\r\n" in begun else "\n"
    begun += "" if begun.endswith(newline) else newline
    dash = _DASH.search(begun)
    after = begun + indent(_entry(release), dash[1] if dash else "  ").replace("\n", newline)
    mine = Sink()  # what it finds in a text that nobody has written is no use to anybody
    node = load_text(after, shown_path(path, workspace.root), mine)
    record = validate(node, Releases, mine) if node is not None else None
    if not mine.failed and record is not None and record.last(release.form) == record.releases[-1]:
        return Change(path, before, after), record
    sink.error("release-record", f"nothing can be added to {shown_path(path, workspace.root)}", None,
               "write each release there as an item of a list, and nothing below the last")  # fmt: skip
    return None


def _entry(release: Release) -> str:
    note, title = (json.dumps(prose.text, ensure_ascii=False) for prose in (release.note, release.title))
    return f"""\
- form: {release.form}
  number: {release.number}
  date: {release.date.isoformat()}
  note: {note}
  title: {title}
  words: {release.words}
"""


def _page(workspace: Workspace, records: dict[str, Releases], sink: Sink) -> Change | None:
    """The page of all releases, made anew from the records."""
    path = workspace.brochures / CHANGES
    before = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
    if before and not is_ours(before):
        sink.error("changes-page", f"{shown_path(path, workspace.root)} is a page that somebody else wrote", None,
                   "rename it: this is where releases are listed")  # fmt: skip
        return None
    return Change(path, before, page(records))
