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
from foldwell.pdf.spelling import Spelt
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


def demands_of(items: Iterable[PlacedItem]) -> Demands:
    """What some items call for."""
    fonts, images = [], []
    for item, _, _, spelling, _ in items:
        if isinstance(item, Image):
            images.append(item)
        elif isinstance(item, Text) and spelling is not None and spelling.rows:
            fonts.append(FontDemand(item.face, spelling.own, spelling.odd))
    return Demands(_by_face(fonts), tuple(images))


def joined_demands(parts: Sequence[Demands]) -> Demands:
    """What several parts of a panel call for."""
    fonts = _by_face(chain.from_iterable([part.fonts for part in parts]))
    return Demands(fonts, tuple(chain.from_iterable([part.images for part in parts])))


def _by_face(demands: Iterable[FontDemand]) -> tuple[FontDemand, ...]:
    """One demand for each face, in order of first use."""
    own: dict[str, int] = {}
    odd: dict[str, dict[Spelt, None]] = {}
    for demand in demands:
        own[demand.face] = own.get(demand.face, 0) | demand.own
        if demand.odd:
            odd.setdefault(demand.face, {}).update(dict.fromkeys(demand.odd))
    return tuple([FontDemand(face, bits, tuple(odd.get(face, ()))) for face, bits in own.items()])
