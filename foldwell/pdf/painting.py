"""A laid-out Document, the font book and a target come in, the bytes of a tagged PDF file go out."""

from __future__ import annotations

from foldwell.layout.document import Document
from foldwell.pdf.elements import elements_of
from foldwell.pdf.leaves import Leaf
from foldwell.pdf.links import add_outline, annotated
from foldwell.pdf.marking import TreePlaces
from foldwell.pdf.metadata import add_metadata
from foldwell.pdf.notation import box
from foldwell.pdf.painted import PageRef, Painted, painted_of
from foldwell.pdf.panels import Ground, PanelPainter, Stretch
from foldwell.pdf.reportlab_parts import Page, TaggedFile
from foldwell.pdf.resources import Resources
from foldwell.pdf.structure import add_tree
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
        self._leaves: list[tuple[Page, Leaf]] = []
        self._stretches: list[list[Stretch]] = []  # page by page
        self._inks = target.inks(document.colours)
        self._resources = Resources(self._file, book, lambda image: target.picture(image, document.colours))
        self._painter = PanelPainter(book, self._inks, self._resources, self._places)

    def file_bytes(self) -> bytes:
        """Paint all pages and write the file."""
        file, document, target = self._file, self._document, self._target
        for leaf in target.leaves(document, self._book):
            self._leaf(leaf)
        painted = painted_of(self._elements, self._stretches)
        pages = tuple([PageRef(page.ref, leaf.height) for page, leaf in self._leaves])
        links = self._annotate(painted, pages) if target.clicks else ()
        self._resources.enter(self._inks)
        file.set_catalog({"StructTreeRoot": add_tree(file, painted, links, pages)})
        outline = add_outline(file, document.bookmarks, painted, pages) if target.clicks else None
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
        if leaf.marks:
            stretches.append(self._painter.paint_marks(leaf.marks, Ground(len(self._leaves), leaf.height)))
        page.Contents = f"[{' '.join([self._file.add_code(stretch.code).ref for stretch in stretches])}]"
        if any(stretch.see_through for stretch in stretches):
            page.Group = f"<</S/Transparency/CS/{self._inks.space}>>"
        self._leaves.append((page, leaf))
        self._stretches.append(stretches)

    def _panels(self, leaf: Leaf) -> list[Stretch]:
        """The panels of a page, painted."""
        found: list[Stretch] = []
        sequences = 0
        for panel in leaf.panels:
            mine = self._painter.paint(panel, Ground(len(self._leaves), leaf.height, sequences))
            sequences += sum([len(stretch.sequences) for stretch in mine])
            found += mine
        return found

    def _annotate(self, painted: Painted, pages: tuple[PageRef, ...]) -> tuple[PlacedLink, ...]:
        """Enter the annotations of all links, and name them on their pages; where each link is."""
        file, panels = self._file, [leaf.panels for _, leaf in self._leaves]
        counts = [sum([len(panel.links) for panel in page]) for page in panels]
        numbers = file.reserve(sum(counts))
        made = annotated(panels, numbers, painted, pages, file.effort)
        if made.pack is not None:
            file.enter(made.pack)
        for (page, _), count in zip(self._leaves, counts, strict=True):
            page.annotate(numbers[:count])
            numbers = numbers[count:]
        return made.links
