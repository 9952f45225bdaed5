"""Growing the structure tree: blocks open elements and number their items; `finish` gives the frozen elements."""

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
    actual: str | None = None
    attributes: list[Attribute] = field(default_factory=list)


class Tree:
    """The tree while it grows, in reading order. Element 0 is the Document."""

    def __init__(self, span: Span) -> None:
        self._elements = [_Growing("Document", None, span)]
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
        actual: str | None = None,
        attributes: tuple[Attribute, ...] = (),
    ) -> int:
        """A new element under `parent`, after all that it holds so far; its index."""
        index = len(self._elements)
        grown = _Growing(role, parent, span, title=title, alt=alt, actual=actual, attributes=list(attributes))
        self._elements.append(grown)
        self._elements[parent].kids.append(("e", index))
        return index

    def number(self, element: int | None) -> int:
        """The number of the next item; content is entered under its element, an artifact under none."""
        number = self._next_item
        self._next_item += 1
        if element is not None:
            self._elements[element].kids.append(("i", number))
        return number

    def finish(self) -> tuple[Element, ...]:
        """The elements, frozen."""
        return tuple(
            Element(e.role, e.parent, tuple(e.kids), e.span, e.title, e.alt, e.actual, tuple(e.attributes))
            for e in self._elements
        )
