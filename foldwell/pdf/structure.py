"""Elements and where their items were painted come in, the structure tree's objects go out (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct, field

from foldwell.content.identity import Made
from foldwell.pdf.elements import Bough, Elements
from foldwell.pdf.marking import PlacedItem
from foldwell.pdf.notation import numbers
from foldwell.pdf.packs import Pack
from foldwell.pdf.panels import Mark
from foldwell.pdf.reportlab_parts import Page, Part, TaggedFile
from foldwell.pdf.structure_objects import Numbering, PlacedLink, Standing, identifier, packed


class Painted(Struct):
    """What painting the pages found out: each item's mark and its place on the page, panel by panel the element of each
    of a page's sequences, and the links in order of painting."""

    marks: dict[int, Mark] = field(default_factory=dict)
    placed: dict[int, PlacedItem] = field(default_factory=dict)
    sequences: list[tuple[tuple[int, ...], ...]] = field(default_factory=list)
    links: list[PlacedLink] = field(default_factory=list)


_packs: Made[Pack] = Made(192)  # of some 15 kB: all sheets of a clinic


class StructureTree:
    """The structure tree of one file, when all is painted."""

    def __init__(self, file: TaggedFile, elements: Elements, painted: Painted, pages: Sequence[Page]) -> None:
        self._file = file
        self._elements = elements
        self._painted = painted
        self._pages = pages

    def add(self) -> Part:
        """Enter the tree into the file; the root is handed back for the catalog."""
        file, links, sequences = self._file, tuple(self._painted.links), tuple(self._painted.sequences)
        root = file.add()
        kept = self._elements.kept(frozenset([link.element for link in links]))
        first = file.reserve(len(kept)).start
        pages = tuple([page.ref for page in self._pages])
        numbering = _numbering(root.number, first, len(self._elements), kept, pages)
        for bough in self._elements.boughs:
            file.enter(self._packed(bough, numbering))
        parents = file.add(_parents(numbering, sequences, links))
        root.body = (
            f"<</Type/StructTreeRoot/K {numbering.ref(0)}/ParentTree {parents.ref}"
            f"/ParentTreeNextKey {len(sequences) + len(links)}{self._identified(numbering)}>>"
        )
        return root

    def _packed(self, bough: Bough, numbering: Numbering) -> Pack:
        standing, effort = self._standing(bough), self._file.effort
        things, values = (bough, numbering), (standing, effort)
        return _packs.recall(lambda: packed(bough, numbering, standing, effort), things, values)

    def _standing(self, bough: Bough) -> Standing:
        marks, end = self._painted.marks, bough.start + len(bough.elements)
        links = tuple([link for link in self._painted.links if bough.start <= link.element < end])
        boxes = tuple([(index, self._box(index)) for index in bough.figures])
        return Standing(tuple([marks[item] for item in bough.places]), links, boxes)

    def _box(self, index: int) -> str:
        """The rectangle around all that an element shows on its first page, in the page's coordinates."""
        painted = self._painted
        items = list(self._elements.items(index))
        if not items:
            return ""
        page, _ = painted.marks[items[0]]
        height = self._pages[page].pageheight
        rects = [painted.placed[item].rect for item in items if painted.marks[item][0] == page]
        left, right = min(rect.x for rect in rects), max(rect.right for rect in rects)
        top, foot = min(rect.y for rect in rects), max(rect.bottom for rect in rects)
        return numbers(left, height - foot, right, height - top)

    def _identified(self, numbering: Numbering) -> str:
        """The tree of identifiers, which a file has where an element has one (table 322)."""
        notes = tuple([index for bough in self._elements.boughs for index in bough.notes if numbering.numbers[index]])
        if not notes:
            return ""
        return f"/IDTree<</Kids[{self._file.add(_identifiers(numbering, notes)).ref}]>>"


@lru_cache(maxsize=64)
def _numbering(root: int, first: int, count: int, kept: tuple[int, ...], pages: tuple[str, ...]) -> Numbering:
    numbered = dict(zip(kept, range(first, first + len(kept)), strict=True))
    return Numbering(root, tuple([numbered.get(index, 0) for index in range(count)]), pages)


@lru_cache(maxsize=64)
def _parents(
    numbering: Numbering, sequences: tuple[tuple[tuple[int, ...], ...], ...], links: tuple[PlacedLink, ...]
) -> str:
    """From a page's sequences, and from each annotation, back to the elements (14.7.4.4)."""
    rows = [
        f"{page}[{' '.join([numbering.ref(index) for panel in panels for index in panel])}]"
        for page, panels in enumerate(sequences)
    ]
    rows += [f"{key} {numbering.ref(link.element)}" for key, link in enumerate(links, len(sequences))]
    return f"<</Nums[{' '.join(rows)}]>>"


@lru_cache(maxsize=64)
def _identifiers(numbering: Numbering, notes: tuple[int, ...]) -> str:
    rows = sorted((identifier(index), numbering.ref(index)) for index in notes)
    return f"<</Limits[{rows[0][0]}{rows[-1][0]}]/Names[{''.join(map(''.join, rows))}]>>"
