"""What the panels of a file call for comes in; the names that stand for it in operators go out (ISO 32000-1, 7.8.3).

Fonts and pictures get their names, and odd characters their codes, in the order in which the pages call for them. A
panel that was painted for another file can be used again where it gets the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from foldwell.layout.document import Image, Text
from foldwell.pdf.colour import Inks
from foldwell.pdf.content_stream import GraphicsStates
from foldwell.pdf.embedded_fonts import FontDemand, FontsInUse, NamedFont
from foldwell.pdf.marking import PlacedItem
from foldwell.pdf.pictures import Picture, add_picture
from foldwell.pdf.reportlab_parts import Part, TaggedFile
from foldwell.pdf.spelling import Spelt, odd
from foldwell.type.fonts import FontBook


class NamedPicture(NamedTuple):
    """A picture's name in operators, and whether what lies under it shows through."""

    resource: str
    see_through: bool


class Demands(NamedTuple):
    """What the items of a panel call for, in order of first use."""

    fonts: tuple[FontDemand, ...]
    images: tuple[Image, ...]


class Names(NamedTuple):
    """What a file gives to a panel for its demands."""

    fonts: tuple[NamedFont, ...]
    pictures: tuple[NamedPicture, ...]


class Resources:
    """The resources of one file, which all its pages share."""

    def __init__(self, file: TaggedFile, book: FontBook, read: Callable[[Image], Picture]) -> None:
        self._file = file
        self._read = read
        self._pictures: dict[Picture, tuple[str, Part]] = {}
        self.fonts = FontsInUse(book)
        self.states = GraphicsStates()

    def names(self, demands: Demands) -> Names:
        """The names for a panel; raises OSError for a picture that cannot be read."""
        pictures = tuple(map(self.picture, demands.images)) if demands.images else ()
        return Names(tuple(map(self.fonts.meet, demands.fonts)), pictures)

    def picture(self, image: Image) -> NamedPicture:
        """The name of a picture, which may have changed since the panel was laid out."""
        picture = self._read(image)
        if picture not in self._pictures:
            self._pictures[picture] = (f"I{len(self._pictures) + 1}", add_picture(self._file, picture))
        return NamedPicture(self._pictures[picture][0], picture.alpha is not None)

    def enter(self, inks: Inks) -> None:
        """Enter all that was called for into the file."""
        self.fonts.embed(self._file)
        pictures = {name: part.ref for name, part in self._pictures.values()}
        self._file.set_resources(self.states.entries, pictures, inks.spaces)


def demands_of(items: Iterable[PlacedItem], book: FontBook) -> Demands:
    """What some items call for."""
    spelt: dict[str, list[frozenset[Spelt]]] = {}
    odd_ones: dict[str, list[Spelt]] = {}
    images = []
    for item, _, _, spelling, _ in items:
        if isinstance(item, Image):
            images.append(item)
        elif isinstance(item, Text) and spelling is not None and spelling.rows:
            spelt.setdefault(item.face, []).append(spelling.spelt)
            if spelling.usual is None:
                odd_ones.setdefault(item.face, []).extend(odd(spelling, book.by_key(item.face)))
    fonts = [
        FontDemand(face, frozenset().union(*parts), tuple(dict.fromkeys(odd_ones.get(face, ()))))
        for face, parts in spelt.items()
    ]
    return Demands(tuple(fonts), tuple(images))


def joined_demands(parts: Sequence[Demands]) -> Demands:
    """What several parts of a panel call for."""
    fonts: dict[str, list[FontDemand]] = {}
    for demand in chain.from_iterable([part.fonts for part in parts]):
        fonts.setdefault(demand.face, []).append(demand)
    joined = [
        FontDemand(
            face, frozenset().union(*[each.spelt for each in mine]),
            tuple(dict.fromkeys(chain.from_iterable([each.odd for each in mine]))),
        )
        for face, mine in fonts.items()
    ]  # fmt: skip
    return Demands(tuple(joined), tuple(chain.from_iterable([part.images for part in parts])))
