"""Growing the structure tree: blocks open elements and number their items; `finish` gives the frozen elements.

A section is grown as a tree of its own and grafted on, so that one that was set before need not be grown again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from foldwell.diagnostics import Span
from foldwell.layout.document import Bookmark, Element

Attribute = tuple[str, str, "str | float | tuple[float, ...]"]


@dataclass(slots=True)
class _Growing:
    role: str
    parent: int | None
    span: Span
    kids: list[tuple[str, int]] = field(default_factory=list)
    title: str | None = None
    alt: str | None = None
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True, slots=True)
class Growth:
    """A finished tree that can be grafted onto another: elements (0 is the root), how many items it has, and names."""

    elements: tuple[Element, ...]
    items: int
    anchors: tuple[tuple[str, int], ...]
    bookmarks: tuple[Bookmark, ...]


class Tree:
    """The tree while it grows, in reading order. Element 0 is the Document."""

    def __init__(self, span: Span) -> None:
        self._elements: list[_Growing | Element] = [_Growing("Document", None, span)]
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
        index = len(self._elements)
        self._elements.append(_Growing(role, parent, span, [], title, alt, attributes))
        self._kids(parent).append(("e", index))
        return index

    def _kids(self, element: int) -> list[tuple[str, int]]:
        growing = self._elements[element]
        assert isinstance(growing, _Growing)  # noqa: S101  # what was grafted on is finished
        return growing.kids

    def number(self, element: int | None) -> int:
        """The number of the next item; content is entered under its element, an artifact under none."""
        number = self._next_item
        self._next_item += 1
        if element is not None:
            self._kids(element).append(("i", number))
        return number

    def graft(self, growth: Growth) -> tuple[int, int]:
        """Put a finished tree under the root, after all that is there. What its elements' and its items' numbers are
        to be raised by."""
        up, on = len(self._elements) - 1, self._next_item
        raised = {"e": up, "i": on}
        self._kids(0).extend((kind, number + raised[kind]) for kind, number in growth.elements[0].kids)
        for e in growth.elements[1:]:
            parent = e.parent + up if e.parent else 0
            kids = tuple([(kind, number + raised[kind]) for kind, number in e.kids])
            self._elements.append(Element(e.role, parent, kids, e.span, e.title, e.alt, attributes=e.attributes))
        self._next_item += growth.items
        self.anchors.update((name, element + up) for name, element in growth.anchors)
        self.bookmarks.extend(Bookmark(mark.title, mark.depth, mark.element + up) for mark in growth.bookmarks)
        return up, on

    def growth(self) -> Growth:
        """The tree as it stands, to be grafted onto others."""
        return Growth(self.finish(), self._next_item, tuple(self.anchors.items()), tuple(self.bookmarks))

    def finish(self) -> tuple[Element, ...]:
        """The elements, frozen."""
        return tuple([
            e if isinstance(e, Element)
            else Element(e.role, e.parent, tuple(e.kids), e.span, e.title, e.alt, attributes=e.attributes)
            for e in self._elements
        ])  # fmt: skip
