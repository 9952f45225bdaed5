"""Delivery: a finished brochure comes in; its files are put in their places, with what the lock says of them, and it is
kept for the next time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from foldwell.diagnostics import Sink, shown_path
from foldwell.editions.finished import Finished
from foldwell.editions.inputs import Inputs
from foldwell.editions.kept import Kept, KeptBuild, KeptEdition
from foldwell.editions.lock import Entry
from foldwell.editions.request import Result
from foldwell.editions.writing import write_whole


def deliver(finished: Finished, kept: Kept | None, sink: Sink) -> Iterator[Result]:
    """Write each edition in one step, and say how it came out; then remember what came out well in `kept`."""
    sink.sources.update(finished.sources)
    sink.extend(finished.complaints)
    written = True
    entries = _entries(finished, kept.inputs) if kept is not None else {}
    for each in finished.editions:
        done = each.pdf is not None and write_whole(each.edition.path, each.pdf, sink)
        written = written and done
        size = len(each.pdf) if each.pdf is not None else 0
        entry = entries.get(each.edition.path)
        yield Result(each.edition, each.pages, size, each.seconds, each.folded, done, entry=entry)
    if kept is not None and finished.whole and written:
        _keep(finished, kept, entries)


def _entries(finished: Finished, inputs: Inputs) -> dict[Path, Entry]:
    """The entries of a finished brochure's editions, by the files that they go to; those that could not be made have no
    hashes. None for a brochure that could not be read."""
    said, file, root = finished.imprint, finished.file, inputs.brochures.parent
    if said is None:
        return {}
    clinic = Path(finished.request.clinic or inputs.brochures / "clinic.yaml")
    clinic_file = shown_path(clinic, root) if clinic.resolve().is_relative_to(root.resolve()) else ""
    entries = {}
    for each in finished.editions:
        name = each.edition.path.relative_to(finished.request.out)
        made_of = inputs.of(file.path, each.edition.layout, finished.theme, finished.pictures)
        entries[each.edition.path] = Entry(
            name.as_posix(), file.name, file.language, each.edition.layout, each.edition.target,
            "" if name.parent == Path() else name.parent.as_posix(), clinic_file, each.paper, said.form,
            said.revision, said.review_by, said.words, made_of,
            hashlib.sha256(each.pdf).hexdigest() if each.pdf is not None else "", each.objects, each.pages,
        )  # fmt: skip
    return entries


def _keep(finished: Finished, kept: Kept, entries: Mapping[Path, Entry]) -> None:
    editions = tuple(
        KeptEdition(
            each.edition.layout, each.edition.target, each.edition.path.name, each.pages, each.folded, each.pdf,
            entries[each.edition.path],
        )
        for each in finished.editions
        if each.pdf is not None
    )  # fmt: skip
    if finished.imprint is not None:
        build = KeptBuild(editions, finished.complaints, finished.imprint.review_by)
        kept.keep(finished.file, build, finished.pictures)
