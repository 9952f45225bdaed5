"""Delivery: a finished brochure comes in; its files are put in their places, and it is kept for the next time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from foldwell.diagnostics import Sink
from foldwell.editions.finished import Finished
from foldwell.editions.kept import Kept, KeptBuild, KeptEdition
from foldwell.editions.lock import Entry, entries_of
from foldwell.editions.request import Result
from foldwell.editions.writing import write_whole


def deliver(finished: Finished, kept: Kept | None, sink: Sink) -> Iterator[Result]:
    """Write each edition in one step, and say how it came out; then remember what came out well in `kept`."""
    sink.sources.update(finished.sources)
    sink.extend(finished.complaints)
    written = True
    entries = entries_of(finished, kept.inputs) if kept is not None else {}
    for each in finished.editions:
        done = each.pdf is not None and write_whole(each.edition.path, each.pdf, sink)
        written = written and done
        size = len(each.pdf) if each.pdf is not None else 0
        entry = entries.get(each.edition.path)
        yield Result(each.edition, each.pages, size, each.seconds, each.folded, done, entry=entry)
    if kept is not None and finished.whole and written:
        _keep(finished, kept, entries)


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
