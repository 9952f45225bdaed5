"""A laid-out Document, the font book and a target come in, the bytes of a tagged PDF file go out."""

from __future__ import annotations

from foldwell.layout.document import Document, Drawing, Image, Link, Panel
from foldwell.pdf.content_stream import GraphicsStates, PageCode
from foldwell.pdf.embedded_fonts import FontsInUse
from foldwell.pdf.leaves import Leaf
from foldwell.pdf.links import add_annotation, add_outline, finish_annotations
from foldwell.pdf.marking import PAGE, Run, TreePlaces, placed, placed_items, runs
from foldwell.pdf.metadata import add_metadata
from foldwell.pdf.notation import box, text_string
from foldwell.pdf.pictures import Picture, add_picture
from foldwell.pdf.reportlab_parts import Page, Part, TaggedFile, compressed_stream
from foldwell.pdf.structure import Painted, Spot, StructureTree
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
        self._tree = StructureTree(self._file, document.elements)
        self._places = TreePlaces(document)
        self._painted = Painted()
        self._links: list[tuple[Link, Panel]] = []
        self._fonts = FontsInUse(book)
        self._states = GraphicsStates()
        self._pictures: dict[Picture, tuple[str, Part]] = {}
        self._inks = target.inks(document.colours)

    def file_bytes(self) -> bytes:
        """Paint all pages and write the file."""
        file, painted, target = self._file, self._painted, self._target
        for leaf in target.leaves(self._document, self._book):
            self._leaf(leaf)
        lost = self._places.unclaimed()
        if lost:
            raise ValueError(f"the structure tree holds items that stand on no sheet: {lost}")
        finish_annotations(painted, self._links, self._spot)
        self._fonts.embed(file)
        pictures = {name: part.ref for name, part in self._pictures.values()}
        file.set_resources(self._states.entries, pictures, self._inks.spaces)
        file.set_catalog({"StructTreeRoot": self._tree.add(painted).ref})
        outline = add_outline(file, self._document.bookmarks, self._spot) if target.clicks else None
        if outline is not None:
            file.set_catalog({"Outlines": outline.ref, "PageMode": "/UseOutlines"})
        return file.write(add_metadata(file, self._document, target.claims(self._document)))

    def _spot(self, element: int) -> Spot:
        return self._tree.first_spot(element, self._painted)

    def _leaf(self, leaf: Leaf) -> None:
        page = self._file.begin_page(leaf.width, leaf.height)
        if leaf.trim is not None and leaf.bleed is not None:
            page.TrimBox, page.BleedBox = (box(rect, leaf.height) for rect in (leaf.trim, leaf.bleed))
        code = PageCode(leaf.height, self._fonts, self._states, self._inks)
        sequences: list[int] = []
        for run in runs(placed_items(leaf.panels, self._book), self._places):
            self._run(run, page, code, sequences)
        if leaf.marks:
            marks = [placed(item, 0.0, 0.0, self._book) for item in leaf.marks]
            self._run(Run(None, PAGE, items=marks), page, code, sequences)
        self._painted.sequences.append(sequences)
        if self._target.clicks:
            for panel in leaf.panels:
                for link in panel.links:
                    add_annotation(self._file, page, self._painted, link)
                    self._links.append((link, panel))
        else:
            page.Tabs = None
        page.Contents = compressed_stream(code.finish(), self._target.effort)
        if code.see_through:
            page.Group = f"<</S/Transparency/CS/{self._inks.space}>>"

    def _run(self, run: Run, page: Page, code: PageCode, sequences: list[int]) -> None:
        if run.element is None:
            code.begin_mark("Artifact", f"<<{run.artifact}>>")
        else:
            tag = self._document.elements[run.element].role if run.actual is None else "Span"
            actual = "" if run.actual is None else f"/ActualText{text_string(run.actual)}"
            code.begin_mark(tag, f"<</MCID {len(sequences)}{actual}>>")
        for on_sheet in run.items:
            item, dx, dy, spelling, _ = on_sheet
            if isinstance(item, Image):
                picture = self._target.picture(item, self._document.colours)
                seen = picture.alpha is not None
                code.picture(self._resource(picture), on_sheet.rect, see_through=seen, clip=item.clip)
            elif isinstance(item, Drawing):
                code.drawing(item, dx, dy)
            elif spelling is not None:
                code.text(item, spelling, dx, dy)
            if run.element is not None:
                self._painted.spots[item.number] = Spot(page, len(sequences), on_sheet)
        code.end_mark()
        if run.element is not None:
            sequences.append(run.element)

    def _resource(self, picture: Picture) -> str:
        if picture not in self._pictures:
            self._pictures[picture] = (f"I{len(self._pictures) + 1}", add_picture(self._file, picture))
        return self._pictures[picture][0]
