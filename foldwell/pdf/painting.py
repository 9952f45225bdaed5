"""A laid-out Document, the font book and a target come in, the bytes of a tagged PDF file go out."""

from __future__ import annotations

from foldwell.layout.document import Document, Panel
from foldwell.pdf.content_stream import PageCode
from foldwell.pdf.elements import elements_of
from foldwell.pdf.leaves import Leaf
from foldwell.pdf.links import add_outline, annotation_texts, destination
from foldwell.pdf.marking import PAGE, Run, TreePlaces, placed
from foldwell.pdf.metadata import add_metadata
from foldwell.pdf.notation import box
from foldwell.pdf.packs import pack
from foldwell.pdf.panels import Ground, PanelPainter
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
        self._pages: list[Page] = []
        self._clickable: list[tuple[Panel, int]] = []
        self._inks = target.inks(document.colours)
        self._resources = Resources(self._file, book, lambda image: target.picture(image, document.colours))
        self._painter = PanelPainter(book, self._inks, self._resources, self._places)

    def file_bytes(self) -> bytes:
        """Paint all pages and write the file."""
        file, document = self._file, self._document
        for leaf in self._target.leaves(document, self._book):
            self._leaf(leaf)
        lost = self._places.unclaimed()
        if lost:
            raise ValueError(f"the structure tree holds items that stand on no sheet: {lost}")
        self._annotate()
        self._resources.enter(self._inks)
        tree = StructureTree(file, self._elements, self._painted, self._pages)
        file.set_catalog({"StructTreeRoot": tree.add().ref})
        outline = add_outline(file, document.bookmarks, self._destination) if self._target.clicks else None
        if outline is not None:
            file.set_catalog({"Outlines": outline, "PageMode": "/UseOutlines"})
        return file.write(add_metadata(file, document, self._target.claims(document)))

    def _leaf(self, leaf: Leaf) -> None:
        page = self._file.begin_page(leaf.width, leaf.height)
        if leaf.trim is not None and leaf.bleed is not None:
            page.TrimBox, page.BleedBox = (box(rect, leaf.height) for rect in (leaf.trim, leaf.bleed))
        painted, sequences, codes, see_through = self._painted, 0, [], False
        panels = []
        for panel in leaf.panels:
            mine = self._painter.paint(panel, Ground(len(self._pages), leaf.height, sequences))
            painted.marks.update(mine.marks)
            painted.rects.update(mine.rects)
            panels.append(mine.sequences)
            sequences += len(mine.sequences)
            codes.append(mine.code)
            see_through = see_through or mine.see_through
            self._clickable.append((panel, len(self._pages)))
        if leaf.marks:
            marks = self._marks(leaf)
            codes.append(marks.finish())
            see_through = see_through or marks.see_through
        painted.sequences.append(tuple(panels))
        self._pages.append(page)
        page.Contents = f"[{' '.join([self._file.add_code(code).ref for code in codes])}]"
        if see_through:
            page.Group = f"<</S/Transparency/CS/{self._inks.space}>>"

    def _marks(self, leaf: Leaf) -> PageCode:
        """The marks of production, above all panels."""
        code = PageCode(leaf.height, self._resources.fonts, self._resources.states, self._inks)
        marks = [placed(item, 0.0, 0.0, self._book) for item in leaf.marks]
        self._painter.run(Run(None, PAGE, items=marks), code, 0)
        return code

    def _annotate(self) -> None:
        """Enter the annotations of all links, and name them on their pages."""
        file, links = self._file, self._painted.links
        if not self._target.clicks:
            for page in self._pages:
                page.Tabs = None
            return
        first = len(self._pages)
        texts: list[str] = []
        numbers = file.reserve(sum(len(panel.links) for panel, _ in self._clickable))
        for panel, number in self._clickable:
            page = self._pages[number]
            for link in panel.links:
                annotation = numbers.start + len(links)
                links.append(PlacedLink(link.element, number, annotation))
                page.Annots.append(f"{annotation} 0 R")
            texts += annotation_texts(panel, first + len(texts), page.pageheight, self._destination)
        if texts:
            file.enter(pack(numbers, texts, file.effort))

    def _destination(self, element: int) -> str:
        """Where an element begins."""
        item = self._elements.first_item(element)
        page = self._pages[self._painted.marks[item][0]]
        return destination(page.ref, page.pageheight, self._painted.rects[item])
