"""An outline: a document's words and structure with no program's own notions in it, for every peer to set alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, Protocol, Union

from msgspec import Struct
from msgspec.structs import replace


class Words(Struct, frozen=True):
    """A title, a heading, a paragraph, or a paragraph in small type."""

    kind: Literal["title", "h1", "h2", "p", "small"]
    text: str


class Items(Struct, frozen=True):
    """A list: bulleted, numbered, or numbered in small type (the sources)."""

    kind: Literal["bullets", "numbers", "sources"]
    texts: tuple[str, ...]


class Grid(Struct, frozen=True):
    """A table; the first row is its header."""

    rows: tuple[tuple[str, ...], ...]


class Box(Struct, frozen=True):
    """A tinted box with parts in it."""

    parts: tuple[Union[Words, Items], ...]


Part = Union[Words, Items, Grid, Box]


class Page(Struct, frozen=True):
    """A page: its paper in points, its number of columns, and what flows through them."""

    width: float
    height: float
    columns: int
    parts: tuple[Part, ...]


class Outline(Struct, frozen=True):
    """A document of pages in one language."""

    title: str
    language: str
    pages: tuple[Page, ...]

    def texts(self) -> Iterator[str]:
        """All words in order."""
        for page in self.pages:
            for part in page.parts:
                yield from _texts(part)

    def with_paragraph(self, text: str) -> Outline:
        """The outline with one more line of small type at its end: the same work, and nothing that a cache knows."""
        last = self.pages[-1]
        return replace(self, pages=(*self.pages[:-1], replace(last, parts=(*last.parts, Words("small", text)))))


def _texts(part: Part) -> Iterator[str]:
    if isinstance(part, Words):
        yield part.text
    elif isinstance(part, Items):
        yield from part.texts
    elif isinstance(part, Grid):
        yield from (cell for row in part.rows for cell in row)
    else:
        for inner in part.parts:
            yield from _texts(inner)


class Peer(Protocol):
    """A program that sets outlines; `makes` says what kind of PDF comes of it."""

    name: str
    makes: str

    def ready(self, outline: Outline) -> Callable[[], bytes]:
        """What makes the PDF of an outline; the outline is in the program's own language by then."""
        ...
