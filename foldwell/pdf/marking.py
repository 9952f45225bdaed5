"""A page's items come in, runs of items that share one marked-content sequence go out (ISO 32000-1, 14.6).

Items of one element that follow each other, on the page as in the structure tree, share a sequence. What belongs to no
element is an artifact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from msgspec import Struct, field

from foldwell.layout.document import Document, Drawing, Item, Panel, Rect, Sheet, Text
from foldwell.pdf.elements import Elements, Place
from foldwell.pdf.spelling import Spelling, spelling
from foldwell.type.fonts import FontBook

PAGE = "/Type/Page"  # fold ticks and other marks of production
PAGINATION = "/Type/Pagination"  # running matter
LAYOUT = "/Type/Layout"  # tints, rules, ornaments
_NOWHERE: Place = (-1, -1, "")


class PlacedItem(NamedTuple):
    """An item on the sheet: where its panel's corner stands, how a text is spelt, and what is read instead of it."""

    item: Item
    dx: float
    dy: float
    spelling: Spelling | None = None
    actual: str | None = None

    @property
    def rect(self) -> Rect:
        """The item's rectangle on the sheet."""
        return self.item.rect.moved(self.dx, self.dy)


class Run(Struct):
    """Items of one sequence: those of an element, or artifacts of one kind; `actual` is read instead of them."""

    element: int | None
    artifact: str = ""
    actual: str | None = None
    items: list[PlacedItem] = field(default_factory=list)


class Claims(NamedTuple):
    """Items by their numbers, and where the structure tree places them."""

    numbers: tuple[int, ...]
    places: tuple[Place, ...]


def joined_claims(parts: Sequence[Claims]) -> Claims:
    """The items of several parts of a panel."""
    return Claims(*(tuple(chain.from_iterable(each)) for each in zip(*parts, strict=True)))


class TreePlaces:
    """Where each numbered item stands in the structure tree."""

    def __init__(self, elements: Elements) -> None:
        self._elements = elements
        self._places = elements.places

    def role(self, element: int) -> str:
        """An element's role."""
        return self._elements[element].role

    def position(self, item: Item) -> int:
        """The item's position among its element's kids. Raises ValueError where it is not there."""
        element, position, _ = self._places.get(item.number, _NOWHERE)
        if element != item.element:
            raise misplaced(item)
        return position

    def claims(self, items: Iterable[Item]) -> Claims:
        """Where the tree places those of some items that it holds."""
        numbers = tuple([item.number for item in items if item.element is not None])
        return Claims(numbers, tuple([self._places[number] for number in numbers]))

    def hold(self, claims: Claims) -> bool:
        """Whether the tree places some items where another one did."""
        return tuple(map(self._places.get, claims.numbers)) == claims.places


def misplaced(item: Item) -> ValueError:
    """An item that the pages and the tree do not both hold once."""
    return ValueError(f"item {item.number} ({item.span}) is not once under element {item.element} of the tree")


def panels_in_order(document: Document, sheet: Sheet) -> list[Panel]:
    """A sheet's panels in the document's reading order."""
    rank = {name: index for index, name in enumerate(document.reading_order)}
    return sorted(sheet.panels, key=lambda panel: rank[panel.name])


def placed(item: Item, dx: float, dy: float, book: FontBook) -> PlacedItem:
    """An item of a panel whose corner stands at (dx, dy)."""
    if isinstance(item, Text):
        how = spelling(item, book.by_key(item.face))
        return PlacedItem(item, dx, dy, how, how.actual)
    return PlacedItem(item, dx, dy, None, item.actual if isinstance(item, Drawing) else None)


def runs(items: Iterable[PlacedItem], places: TreePlaces) -> Iterator[Run]:
    """Items joined to runs, in order of painting.

    What has ActualText is a run of its own: a Span inside the element's sequence would say the same (14.9.4), but
    poppler takes the Span's end for the end of the sequence.
    """
    run = Run(None)
    expected = -1
    for item in items:
        element = item.item.element
        if element is None:
            artifact, actual = PAGINATION if isinstance(item.item, Text) else LAYOUT, None
            joins = run.artifact == artifact
        else:
            artifact, actual = "", item.actual
            position = places.position(item.item)
            joins = run.element == element and position == expected and run.actual is None and actual is None
            expected = position + 1
        if not joins:
            if run.items:
                yield run
            run = Run(element, artifact, actual)
        run.items.append(item)
    if run.items:
        yield run
