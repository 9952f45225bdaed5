"""The stretches that a file's pages are painted in come in; where the items of its structure tree stand goes out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from foldwell.content.identity import Made
from foldwell.layout.document import Rect
from foldwell.pdf.elements import Elements
from foldwell.pdf.marking import PlacedItem, misplaced
from foldwell.pdf.panels import Mark, Stretch


class PageRef(NamedTuple):
    """A page as other objects name it, and its height (points)."""

    ref: str
    height: float


class Painted:
    """Where the pages hold what the tree holds, and the element of each of a page's sequences. Raises ValueError where
    an item of the tree is painted twice or not at all."""

    def __init__(self, elements: Elements, pages: Sequence[Sequence[Stretch]]) -> None:
        self.elements = elements
        self.marks: dict[int, Mark] = {}
        self._placed: dict[int, PlacedItem] = {}
        numbers: list[int] = []
        for stretch in chain.from_iterable(pages):
            self.marks.update(stretch.marks)
            self._placed.update(stretch.placed)
            numbers.extend(stretch.claims.numbers)
        self.sequences = tuple([tuple([index for part in page for index in part.sequences]) for page in pages])
        self._check(numbers)

    def _check(self, numbers: list[int]) -> None:
        if len(numbers) != len(self.marks):
            twice = next(number for number in numbers if numbers.count(number) > 1)
            raise misplaced(self._placed[twice].item)
        lost = self.elements.places.keys() - self.marks.keys()
        if lost:
            raise ValueError(f"the structure tree holds items that stand on no sheet: {sorted(lost)}")

    def beginning(self, element: int) -> tuple[int, Rect]:
        """The number of the page that an element begins on, and the rectangle of its first item there."""
        item = self.elements.first_item(element)
        return self.marks[item][0], self._placed[item].rect

    def extent(self, element: int) -> tuple[int, Rect] | None:
        """The number of the page that an element begins on, and the rectangle around all that it shows there; None
        where it shows nothing."""
        items = list(self.elements.items(element))
        if not items:
            return None
        page, _ = self.marks[items[0]]
        rects = [self._placed[item].rect for item in items if self.marks[item][0] == page]
        left, top = min(rect.x for rect in rects), min(rect.y for rect in rects)
        right, foot = max(rect.right for rect in rects), max(rect.bottom for rect in rects)
        return page, Rect(left, top, right - left, foot - top)


_painted: Made[Painted] = Made(64)  # of some 40 kB: the sheets of a clinic


def painted_of(elements: Elements, pages: Sequence[Sequence[Stretch]]) -> Painted:
    """What stands where on pages of these stretches; the very same while all that holds content does."""
    telling = [[stretch for stretch in page if stretch.sequences] for page in pages]
    things = (elements, *chain.from_iterable(telling))
    return _painted.recall(lambda: Painted(elements, telling), things, tuple(map(len, telling)))
