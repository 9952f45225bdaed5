"""A laid-out Document, the font book and a target come in, the bytes of a tagged PDF file go out."""

from __future__ import annotations

from itertools import chain, repeat

from foldwell.layout.document import Document
from foldwell.pdf.elements import elements_of
from foldwell.pdf.leaves import Leaf
from foldwell.pdf.links import add_outline, annotation_texts, destination
from foldwell.pdf.marking import TreePlaces
from foldwell.pdf.metadata import add_metadata
from foldwell.pdf.notation import box
from foldwell.pdf.packs import pack
from foldwell.pdf.panels import Ground, PanelPainter, Stretch
from foldwell.pdf.reportlab_parts import Page, TaggedFile
from foldwell.pdf.resources import Resources
from foldwell.pdf.structure import Painted, StructureTree
from foldwell.pdf.structure_objects import PlacedLink
from foldwell.pdf.targets import Target, target_of
from foldwell.type.fonts import FontBook


def paint(document: Document, book: FontBook, target: Target | str = "desk") -> bytes:
    """The PDF file of a document for a target: desk, email, or what `for_shop` gives. The same document gives the same
    bytes.

    Raises ValueError for an unknown target, where pages and structure tree do not hold the same items, and for what
    `shop_complaints` would have told; OSError for a picture that cannot be read.
    """
    return _Painting(document, book, target_of(target)).file_bytes()


class _Painting:
    """What the pages of one file share."""

    def __init__(self, document: Document, book: FontBook, target: Target) -> None:
        self._document = document
        self._book = book
        self._target = target
        self._file = TaggedFile(target.version, target.effort)
        self._elements = elements_of(document.elements)
        self._places = TreePlaces(self._elements)
        self._painted = Painted()
        self._leaves: list[tuple[Page, Leaf]] = []
        self._destinations: dict[int, str] = {}
        self._inks = target.inks(document.colours)
        self._resources = Resources(self._file, book, lambda image: target.picture(image, document.colours))
        self._painter = PanelPainter(book, self._inks, self._resources, self._places)

    def file_bytes(self) -> bytes:
        """Paint all pages and write the file."""
        file, document, target = self._file, self._document, self._target
        for leaf in target.leaves(document, self._book):
            self._leaf(leaf)
        lost = self._places.unclaimed()
        if lost:
            raise ValueError(f"the structure tree holds items that stand on no sheet: {lost}")
        if target.clicks:
            self._annotate()
        self._resources.enter(self._inks)
        tree = StructureTree(file, self._elements, self._painted, [page for page, _ in self._leaves])
        file.set_catalog({"StructTreeRoot": tree.add().ref})
        outline = add_outline(file, document.bookmarks, self._destination) if target.clicks else None
        if outline is not None:
            file.set_catalog({"Outlines": outline, "PageMode": "/UseOutlines"})
        return file.write(add_metadata(file, document, target.claims(document)))

    def _leaf(self, leaf: Leaf) -> None:
        page = self._file.begin_page(leaf.width, leaf.height)
        if not self._target.clicks:
            page.Tabs = None
        if leaf.trim is not None and leaf.bleed is not None:
            page.TrimBox, page.BleedBox = (box(rect, leaf.height) for rect in (leaf.trim, leaf.bleed))
        stretches = self._panels(leaf)
        self._painted.sequences.append(tuple([stretch.sequences for stretch in stretches]))
        if leaf.marks:
            stretches.append(self._painter.paint_marks(leaf.marks, Ground(len(self._leaves), leaf.height)))
        codes = chain.from_iterable([stretch.codes for stretch in stretches])
        page.Contents = f"[{' '.join([self._file.add_code(code).ref for code in codes])}]"
        if any(stretch.see_through for stretch in stretches):
            page.Group = f"<</S/Transparency/CS/{self._inks.space}>>"
        self._leaves.append((page, leaf))

    def _panels(self, leaf: Leaf) -> list[Stretch]:
        """The panels of a page, painted."""
        found: list[Stretch] = []
        sequences = 0
        for panel in leaf.panels:
            stretch = self._painter.paint(panel, Ground(len(self._leaves), leaf.height, sequences))
            self._painted.marks.update(stretch.marks)
            self._painted.placed.update(stretch.placed)
            sequences += len(stretch.sequences)
            found.append(stretch)
        return found

    def _annotate(self) -> None:
        """Enter the annotations of all links, and name them on their pages."""
        file, links, texts = self._file, self._painted.links, list[str]()
        numbers = file.reserve(sum(len(panel.links) for _, leaf in self._leaves for panel in leaf.panels))
        for at, (page, leaf) in enumerate(self._leaves):
            first = len(links)
            for panel in leaf.panels:
                key = len(self._leaves) + len(links)
                texts += annotation_texts(panel, key, leaf.height, self._destination)
                links += map(PlacedLink, [link.element for link in panel.links], repeat(at), numbers[len(links) :])
            page.annotate(numbers[first : len(links)])
        if texts:
            file.enter(pack(numbers, tuple(texts), file.effort))

    def _destination(self, element: int) -> str:
        """Where an element begins."""
        found = self._destinations.get(element)
        if found is None:
            item = self._elements.first_item(element)
            page, leaf = self._leaves[self._painted.marks[item][0]]
            found = self._destinations[element] = destination(page.ref, leaf.height, self._painted.placed[item].rect)
        return found
