"""Two sides come in; what changed in each edition goes out, one edition after another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from msgspec import Struct
from pypdfium2 import PdfiumError

from foldwell.checks.blocks import Reading, read_blocks
from foldwell.checks.reading import UnreadablePdf
from foldwell.editions.diff_pages import PagePair, compare_pages
from foldwell.editions.diff_sides import Side
from foldwell.editions.diff_words import WordChanges, compare_words

MOST = 16_000_000  # bytes of pictures in one report: mail boxes and browsers take that

State = Literal["same", "changed", "inside", "added", "removed", "unreadable"]


class EditionDiff(Struct, frozen=True):
    """What became of one edition.

    `inside` means other bytes that read and look the same; `added` and `removed`, that it is on one side only. `left`
    tells that there was no more room for its pictures.
    """

    name: str
    state: State
    words: WordChanges | None = None
    pages: tuple[PagePair, ...] = ()
    language: str = ""
    left: bool = False
    problem: str = ""

    @property
    def differing(self) -> int:
        """How many pages do not look the same."""
        return sum(pair.differs for pair in self.pages)


def compare(old: Side, new: Side) -> Iterator[EditionDiff]:
    """What changed in each edition of either side, by name. Two single files are compared whatever they are called."""
    pairs = _paired(old, new)
    room = MOST
    for name, (before, after) in pairs.items():
        if before is None or after is None:
            yield EditionDiff(name, "added" if before is None else "removed")
            continue
        diff = _compare_files(name, before, after, pictures=room > 0)
        room -= sum(len(shown.data) for pair in diff.pages for shown in (pair.before, pair.after) if shown)
        yield diff


def count(old: Side, new: Side) -> int:
    """How many editions there are to compare."""
    return len(_paired(old, new))


def _paired(old: Side, new: Side) -> dict[str, tuple[Path | None, Path | None]]:
    if _is_file(old) and _is_file(new):
        [before], [(name, after)] = old.files.values(), new.files.items()
        return {name: (before, after)}
    return {name: (old.files.get(name), new.files.get(name)) for name in sorted({*old.files, *new.files})}


def _is_file(side: Side) -> bool:
    return not side.built and len(side.files) == 1 and Path(side.name).is_file()


def _compare_files(name: str, before: Path, after: Path, *, pictures: bool) -> EditionDiff:
    try:
        old, new = before.read_bytes(), after.read_bytes()
    except OSError as refusal:
        return EditionDiff(name, "unreadable", problem=f"{refusal.filename}: {refusal.strerror or refusal}")
    if old == new:
        return EditionDiff(name, "same")
    readings = []
    for path, data in ((before, old), (after, new)):
        try:
            readings.append(read_blocks(data))
        except UnreadablePdf as fault:
            return EditionDiff(name, "unreadable", problem=f"{path}: {fault}")
    was, now = readings
    words = compare_words(was, now)
    try:
        pages = tuple(compare_pages(old, new, _by_page(was), _by_page(now), pictures))
    except PdfiumError as fault:
        return EditionDiff(name, "unreadable", problem=f"{before} or {after} cannot be drawn: {fault}")
    differs = any(pair.differs for pair in pages)
    state: State = "changed" if words or differs else "inside"
    return EditionDiff(name, state, words, pages, now.language, left=differs and not pictures)


def _by_page(reading: Reading) -> list[tuple[str, ...]]:
    """The words of each page."""
    pages: list[list[str]] = [[] for _ in range(reading.pages)]
    for block in reading.blocks:
        pages[block.place.page - 1] += block.words
    return [tuple(words) for words in pages]
