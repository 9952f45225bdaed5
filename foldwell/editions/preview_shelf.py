"""The shelf: brochures in their editions come in, one picture of all of them goes out, as one sees it passing a rack.

Each brochure has a column. Its cover stands on a shelf; under the shelf follow its title, what it is made as, and every
page at a quarter of the size in which pages are looked at on a screen. Lengths are pixels of the picture.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace
from PIL import Image, ImageChops

from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.diagnostics import Sink, Span
from foldwell.editions.press import Made, Press
from foldwell.editions.preview_table import BOARD, Paper, on_table
from foldwell.editions.rendering import page_pictures
from foldwell.layout.document import Colour, Document, Fit, Item, Panel, Rect, Sheet
from foldwell.layout.line_items import line_items
from foldwell.layout.tree import Tree
from foldwell.pdf import paint
from foldwell.type.glyphs import SetLine, StyledRun
from foldwell.type.paragraph import set_paragraph

COLUMN = 275  # as wide as a letter sheet on its side at 25 dots an inch
WIDER = 11 / 8.5  # how much wider than upright a letter sheet is on its side
BETWEEN = 12  # the pages of one brochure
GAP, MARGIN = 50, 56  # between columns; around them
MOST = 5  # columns side by side
FINER = 3
TITLE, LINE = 20.5, 15.0  # sizes of the type
TITLE_LEADING, LINE_LEADING = 1.14, 1.35  # parts of the size
UNDER_SHELF, AFTER_TITLE, AFTER_LINE = 30, 4, 18
QUIET = Colour("ink", 0.72)


class Shown(Struct, frozen=True):
    """A finished edition and what its layout is called and says."""

    name: str
    layout: LayoutSpec
    made: Made


class Column(Struct, frozen=True):
    """One brochure: its cover, its pages in rows, and the lines of its title and of what it is made as."""

    document: Document
    cover: Image.Image
    rows: tuple[tuple[Image.Image, ...], ...]
    title: tuple[SetLine, ...]
    line: tuple[SetLine, ...]

    @property
    def words_height(self) -> float:
        """From the top of the title to the first page."""
        words = len(self.title) * TITLE * TITLE_LEADING + len(self.line) * LINE * LINE_LEADING
        return words + AFTER_TITLE + AFTER_LINE

    @property
    def rows_height(self) -> int:
        """Of all pages, with the room between them."""
        return sum(max(page.height for page in row) + BETWEEN for row in self.rows) - BETWEEN


def front(made: Made, scale: float, finer: int = FINER) -> Image.Image:
    """The panel that is read first, `scale` pixels a point: a cover, or the first page of what is not folded."""
    panel = next(made.document.panels())
    number = next(n for n, sheet in enumerate(made.document.sheets) if panel in sheet.panels)
    page = page_pictures(made.pdf, scale * finer)[number]
    box = (panel.rect.x, panel.rect.y, panel.rect.right, panel.rect.bottom)
    return page.crop([round(edge * scale) * finer for edge in box]).reduce(finer)  # type: ignore[arg-type]  # four numbers in a list


def column(press: Press, editions: Sequence[Shown], sink: Sink, *, first_pages: bool = False) -> Column:
    """What the shelf shows of one brochure; its cover is that of the first edition that is folded.

    With `first_pages` only the first page is there of what is not folded.
    """
    first = next((shown for shown in editions if shown.layout.fold != "none"), editions[0]).made
    cover = front(first, COLUMN / next(first.document.panels()).rect.width)
    wide = [shown for shown in editions if _is_wide(shown)]
    tall = [shown for shown in editions if not _is_wide(shown)]
    small = [page for shown in tall for page in _pages(shown, (COLUMN - BETWEEN) // 2, first_pages)]
    if len(small) == 1:  # it has the width of two, so it is shown on the scale of the others
        small = _pages(tall[0], COLUMN / WIDER, first_pages)
    rows = (
        *((page,) for shown in wide for page in _pages(shown, COLUMN, first_pages)),
        *(tuple(small[at : at + 2]) for at in range(0, len(small), 2)),
    )
    document, typefaces = first.document, press.clinic.typefaces
    made_as = ", ".join(shown.name.replace("-", " ") for shown in editions)
    face = press.book.face(typefaces.display, "bold", sink=sink).key
    title = _set(press, document, document.title, face, TITLE, sink)
    face = press.book.face(typefaces.text, sink=sink).key
    return Column(
        document, cover, rows, title, _set(press, document, f"{document.form.form} · {made_as}", face, LINE, sink)
    )


def _is_wide(shown: Shown) -> bool:
    sheet = shown.made.document.sheets[0]
    return sheet.width > sheet.height


def _pages(shown: Shown, measure: float, first_page: bool) -> list[Image.Image]:
    """Its pages, `measure` wide; with `first_page` only that of what is not folded."""
    pages = page_pictures(shown.made.pdf, measure / shown.made.document.sheets[0].width, FINER)
    return pages[:1] if first_page and shown.layout.fold == "none" else pages


def _set(press: Press, document: Document, words: str, face: str, size: float, sink: Sink) -> tuple[SetLine, ...]:
    run = StyledRun(words, face, size, 0, document.elements[0].span)
    return set_paragraph((run,), float(COLUMN), "start", document.language, press.book, sink)


def shelf(press: Press, columns: Sequence[Column]) -> Image.Image:
    """The picture: at most MOST brochures side by side, as many on each shelf as on the others, or one fewer."""
    count = math.ceil(len(columns) / math.ceil(len(columns) / MOST))
    rows = [columns[at : at + count] for at in range(0, len(columns), count)]
    place = _Places(press)
    y = MARGIN
    for row in rows:
        y = place.row(row, y) + MARGIN
    size = (2 * MARGIN + count * COLUMN + (count - 1) * GAP, y)
    picture = on_table(size, place.papers, place.boards)
    return ImageChops.multiply(picture, place.words(columns[0].document, size))


class _Places(Struct):
    """Where everything goes; the words are collected as items of a document that our own renderer paints."""

    press: Press
    papers: list[Paper] = field(default_factory=list)
    boards: list[int] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    tree: Tree = field(default_factory=lambda: Tree(Span("shelf", 1, 1)))

    def row(self, columns: Sequence[Column], top: int) -> int:
        """Place the brochures of one shelf from `top` down; the y beneath them."""
        board = top + max(column.cover.height for column in columns)
        self.boards.append(board)
        under = board + BOARD + UNDER_SHELF
        pages = under + round(max(column.words_height for column in columns))
        for number, column in enumerate(columns):
            x = MARGIN + number * (COLUMN + GAP)
            self.papers.append(Paper(column.cover, x, board - column.cover.height))
            self._write(column, x, under)
            y = pages
            for row in column.rows:
                for place, page in enumerate(row):
                    self.papers.append(Paper(page, x + place * (page.width + BETWEEN), y))
                y += max(page.height for page in row) + BETWEEN
        return pages + max(column.rows_height for column in columns)

    def _write(self, column: Column, x: float, y: float) -> None:
        for lines, size, leading, colour in (
            (column.title, TITLE, TITLE_LEADING, Colour("primary")),
            (column.line, LINE, LINE_LEADING, QUIET),
        ):
            element = self.tree.open("P", 0, column.document.elements[0].span)
            for line in lines:
                self.items += line_items(line, self.tree, element, x, y + size, colour, self.press.book)
                y += leading * size
            y += AFTER_TITLE

    def words(self, like: Document, size: tuple[int, int]) -> Image.Image:
        """All words on white, one pixel a point."""
        whole = Rect(0.0, 0.0, float(size[0]), float(size[1]))
        sheet = Sheet("shelf", whole.width, whole.height, (Panel("shelf", whole, whole, tuple(self.items)),))
        document = replace(
            like, sheets=(sheet,), reading_order=("shelf",), elements=self.tree.finish(), bookmarks=(), duplex=None,
            fit=Fit(),
        )  # fmt: skip
        return page_pictures(paint(document, self.press.book), 1.0, FINER)[0]
