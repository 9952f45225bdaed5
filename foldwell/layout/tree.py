"""Growing the structure tree: blocks open elements and number their items; `finish` gives the frozen elements.

A block is grown as a tree of its own and grafted on, so that one that was set before need not be grown again.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field

from foldwell.diagnostics import Span
from foldwell.layout.document import ARTIFACT, Bookmark, Element

Attribute = tuple[str, str, "str | float | tuple[float, ...]"]
Lift = tuple[int, int]  # what the numbers of elements and those of items are raised by


class _Growing(Struct):
    role: str
    parent: int | None
    span: Span
    kids: list[tuple[str, int]] = field(default_factory=list)
    title: str | None = None
    alt: str | None = None
    attributes: tuple[Attribute, ...] = ()

    def finished(self) -> Element:
        return Element(
            self.role, self.parent, tuple(self.kids), self.span, self.title, self.alt, attributes=self.attributes
        )


_UNFINISHED = Element("", None, (), Span("", 0, 0))


class Growth(Struct, frozen=True):
    """A finished tree that can be grafted onto another: elements (0 is the root), how many items it has, and names."""

    elements: tuple[Element, ...]
    items: int
    anchors: tuple[tuple[str, int], ...]
    bookmarks: tuple[Bookmark, ...]


def raised(growth: Growth, lift: Lift, onto: int = 0) -> Growth:
    """A tree as it is grafted onto the element `onto` of another: its numbers are raised, and `onto` is its root."""
    up, on = lift
    by = {"e": up, "i": on}
    elements = [
        Element(
            e.role, e.parent + up if e.parent else onto, tuple([(kind, number + by[kind]) for kind, number in e.kids]),
            e.span, e.title, e.alt, attributes=e.attributes,
        )
        for e in growth.elements
    ]  # fmt: skip
    return Growth(
        tuple(elements),
        growth.items,
        tuple([(name, element + up) for name, element in growth.anchors]),
        tuple([Bookmark(mark.title, mark.depth, mark.element + up) for mark in growth.bookmarks]),
    )


class Tree:
    """The tree while it grows, in reading order. Element 0 is the Document, or stands for the element that the tree is
    grafted onto. The numbers of the others `begin` where those of that tree end, if that is known."""

    def __init__(self, span: Span, begin: Lift = (0, 0)) -> None:
        self._up, self._on = begin
        self._elements = [_UNFINISHED]
        self._growing = {0: _Growing("Document", None, span)}  # what stands in the place of the unfinished ones
        self._next_item = 0
        self.anchors: dict[str, int] = {}
        self.bookmarks: list[Bookmark] = []

    def open(
        self,
        role: str,
        parent: int,
        span: Span,
        *,
        title: str | None = None,
        alt: str | None = None,
        attributes: tuple[Attribute, ...] = (),
    ) -> int:
        """A new element under `parent`, after all that it holds so far; its index."""
        self._growing[len(self._elements)] = _Growing(role, parent, span, [], title, alt, attributes)
        index = self._up + len(self._elements)
        self._elements.append(_UNFINISHED)
        self._kids(parent).append(("e", index))
        return index

    def _kids(self, element: int) -> list[tuple[str, int]]:
        place = element and element - self._up
        growing = self._growing.get(place)
        if growing is None:  # it was grafted on, and grows again
            e = self._elements[place]
            growing = _Growing(e.role, e.parent, e.span, list(e.kids), e.title, e.alt, e.attributes)
            self._growing[place] = growing
        return growing.kids

    def number(self, element: int | None) -> int:
        """The number of the next item, which is entered under its element; an artifact is not counted."""
        if element is None:
            return ARTIFACT
        number = self._on + self._next_item
        self._next_item += 1
        self._kids(element).append(("i", number))
        return number

    @property
    def lift(self) -> Lift:
        """What the numbers of a tree that is grafted on next are raised by."""
        return self._up + len(self._elements) - 1, self._on + self._next_item

    def graft(self, growth: Growth, onto: int = 0) -> None:
        """Put a finished tree, `raised` by `lift`, under the element `onto`, after all that is there."""
        root, *others = growth.elements
        if root.kids:
            self._kids(onto).extend(root.kids)
        self._elements.extend(others)
        self._next_item += growth.items
        self.anchors.update(growth.anchors)
        self.bookmarks.extend(growth.bookmarks)

    def growth(self) -> Growth:
        """The tree as it stands, to be grafted onto others."""
        return Growth(self.finish(), self._next_item, tuple(self.anchors.items()), tuple(self.bookmarks))

    def finish(self, kept: Callable[[int, Element], Element] | None = None) -> tuple[Element, ...]:
        """The elements, frozen. `kept` may give another object for one that grew here, by its index: an equal one."""
        found = list(self._elements)
        for index, growing in self._growing.items():
            element = growing.finished()
            found[index] = kept(index, element) if kept else element
        return tuple(found)
