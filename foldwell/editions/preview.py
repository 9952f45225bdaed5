"""Previews: finished editions come in, PNG files of their pages and a picture of the whole shelf go out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, groupby, takewhile
from pathlib import Path

from msgspec import Struct
from PIL import Image

from foldwell.content.models.brochure import Brochure
from foldwell.diagnostics import Sink
from foldwell.editions.building import Work
from foldwell.editions.press import Press
from foldwell.editions.preview_shelf import Column, Shown, column, shelf
from foldwell.editions.rendering import page_pictures, png, png_within
from foldwell.editions.request import Edition
from foldwell.editions.writing import write_whole

LARGEST = 250_000  # bytes of a shelf's picture: a page on the web loads it at once
PER_SHELF = 15  # brochures in one picture: more would be too tall to look at, and to keep in memory


class Look(Struct, frozen=True):
    """How pages are shown: pixels an inch, and whether in grey."""

    dpi: int = 100
    grey: bool = False

    @property
    def suffix(self) -> str:
        """How the names of the files end."""
        return ".grey.png" if self.grey else ".png"

    def of(self, picture: Image.Image) -> Image.Image:
        """The picture as it is looked at. Pillow's weights for grey are a copier's (ISO 32000-1, 10.3.2), to 0.4 %."""
        return picture.convert("L") if self.grey else picture


class Group(Struct, frozen=True):
    """One brochure, and its editions that came out well."""

    brochure: Brochure
    editions: tuple[tuple[Edition, Shown], ...]


def made_groups(press: Press, work: Work, sink: Sink) -> Iterator[Group]:
    """Make the editions, brochure by brochure; one that has errors does not stop the others."""
    for file, group in groupby(work, key=lambda edition: edition.brochure):
        brochure = press.read(file, sink)
        made = [(edition, press.make(brochure, edition, sink)) for edition in group] if brochure is not None else []
        shown = tuple(
            (edition, Shown(edition.layout, press.layouts[edition.layout], one)) for edition, one in made if one
        )
        if brochure is not None and shown:
            yield Group(brochure, shown)


def write_previews(press: Press, work: Work, look: Look, sink: Sink) -> Iterator[Path]:
    """Write each edition's pages where its PDF would go, and beside them `shelf.png`; the files, one by one.

    The sink says why one could not be made or written.
    """
    columns: list[Column] = []
    shelves = 0
    for group in made_groups(press, work, sink):
        for edition, shown in group.editions:
            yield from _write_pages(edition, shown, look, sink)
        columns.append(column(press, [shown for _, shown in group.editions], sink))
        if len(columns) == PER_SHELF:
            shelves += 1
            yield from _write_shelf(press, columns, shelves, work[0].path.parent, look, sink)
            columns.clear()
    if columns:
        yield from _write_shelf(press, columns, shelves + 1, work[0].path.parent, look, sink)


def _write_pages(edition: Edition, shown: Shown, look: Look, sink: Sink) -> Iterator[Path]:
    paths = (edition.beside(f"{number}{look.suffix}") for number in count(1))
    for page, path in zip(page_pictures(shown.made.pdf, look.dpi / 72), paths, strict=False):
        if write_whole(path, png(look.of(page), look.dpi), sink):
            yield path
    for path in takewhile(Path.is_file, paths):  # of pages that are no longer there
        path.unlink()


def _write_shelf(
    press: Press, columns: list[Column], number: int, folder: Path, look: Look, sink: Sink
) -> Iterator[Path]:
    path = folder / f"shelf{'' if number == 1 else f'.{number}'}{look.suffix}"
    if write_whole(path, png_within(look.of(shelf(press, columns)), LARGEST), sink):
        yield path
