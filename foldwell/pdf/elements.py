"""A document's elements come in; what can be told of the structure tree before anything is painted goes out.

The elements are looked at in boughs, some dozens that follow each other. Where layout hands on the very same elements,
a bough stays the same object, and with it all that is made of it; where it hands on all of them, so does the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from foldwell.content.identity import Made
from foldwell.layout.document import Element

BOUGH = 48  # elements: the fewer, the less is written anew for a changed one, and the larger is the file
CELLS = frozenset({"TD", "TH"})  # an empty cell keeps its column's place
ROLES = frozenset({
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "Private",
    "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead",
    "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT",
    "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form",
})  # fmt: skip  # the standard types of 14.8.4; another would need a role map

Place = tuple[int, int, str]  # an item's element, its position among the element's kids, and the element's role


class Bough(Struct, frozen=True, eq=False):
    """Elements that follow each other, the first of them with the index `start`; their items' places by number; and the
    indexes of the figures and notes among them."""

    start: int
    elements: tuple[Element, ...]
    places: Mapping[int, Place]
    figures: tuple[int, ...]
    notes: tuple[int, ...]


class Elements:
    """The elements of a document, and where the tree places each item. Raises ValueError for an item that it holds
    twice."""

    def __init__(self, elements: Sequence[Element], boughs: tuple[Bough, ...]) -> None:
        self.boughs = boughs
        self.places: dict[int, Place] = {}
        for bough in boughs:
            self.places.update(bough.places)
        if len(self.places) != sum(len(bough.places) for bough in boughs):
            raise ValueError("the structure tree holds an item twice")
        self._elements = elements
        self._first: dict[int, int | None] = {}
        self._kept: dict[frozenset[int], tuple[int, ...]] = {}

    def __len__(self) -> int:
        return len(self._elements)

    def __getitem__(self, index: int) -> Element:
        return self._elements[index]

    def items(self, index: int) -> Iterator[int]:
        """The numbers of all items of an element and of those under it, in reading order."""
        for kind, kid in self._elements[index].kids:
            if kind == "i":
                yield kid
            else:
                yield from self.items(kid)

    def first_item(self, index: int) -> int:
        """The number of the item that an element begins with. Raises ValueError for one with nothing in it."""
        if index not in self._first:
            self._first[index] = next(self.items(index), None)
        first = self._first[index]
        if first is None:
            raise ValueError(f"nothing was painted for element {index} ({self._elements[index].span})")
        return first

    def kept(self, linked: frozenset[int]) -> tuple[int, ...]:
        """The root, and the elements that hold something, be it a link, with the empty cells of rows that do."""
        if linked not in self._kept:
            self._kept = {linked: self._filled(linked)}
        return self._kept[linked]

    def _filled(self, linked: frozenset[int]) -> tuple[int, ...]:
        kept: list[int] = []
        self._fill(0, linked, kept)
        return tuple(sorted(kept))

    def _fill(self, index: int, linked: frozenset[int], kept: list[int]) -> bool:
        """Whether an element holds something; if so, it is kept with what is under it. This is a method, since a
        function that calls itself from within another is a cycle, and holds all these elements until one is sought."""
        place = len(kept)
        kept.append(index)
        filled = index in linked
        for kind, kid in self._elements[index].kids:
            filled = (self._fill(kid, linked, kept) if kind == "e" else True) or filled
        if not filled and index != 0 and self._elements[index].role not in CELLS:
            del kept[place:]
        return filled


_boughs: Made[Bough] = Made(192)  # of some 20 kB with their elements: all sheets of a clinic
_trees: Made[Elements] = Made(64)


def elements_of(elements: tuple[Element, ...]) -> Elements:
    """A document's elements. Raises ValueError for a role of no standard, and for an item that the tree holds twice."""
    return _trees.recall(lambda: Elements(elements, _boughs_of(elements)), (elements,))


def _boughs_of(elements: tuple[Element, ...]) -> tuple[Bough, ...]:
    return tuple([_bough(elements, start) for start in range(0, len(elements), BOUGH)])


def _bough(elements: tuple[Element, ...], start: int) -> Bough:
    mine = elements[start : start + BOUGH]
    return _boughs.recall(lambda: _looked_at(mine, start), mine, start)


def _looked_at(elements: tuple[Element, ...], start: int) -> Bough:
    figures, notes = (
        tuple([index for index, element in enumerate(elements, start) if element.role == role])
        for role in ("Figure", "Note")
    )
    return Bough(start, elements, _places(elements, start), figures, notes)


def _places(elements: tuple[Element, ...], start: int) -> dict[int, Place]:
    places: dict[int, Place] = {}
    for index, element in enumerate(elements, start):
        if element.role not in ROLES:
            raise ValueError(f"{element.role!r} ({element.span}) is not a standard structure type")
        for position, (kind, number) in enumerate(element.kids):
            if kind == "i":
                if number in places:
                    raise ValueError(f"the structure tree holds item {number} twice ({element.span})")
                places[number] = (index, position, element.role)
    return places
