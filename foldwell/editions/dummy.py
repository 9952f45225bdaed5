"""The paper dummy: a laid-out document and its fold come in, a document to print, fold and number off by hand goes out.

Each panel says where it comes in reading, what it is called, which side of the sheet it is on, where its top is and how
the edge at its right is folded. It is for the people who make the brochure, so it speaks English as the commands do.
"""

from __future__ import annotations

from msgspec.structs import replace

from foldwell.content.models.clinic import ClinicColour
from foldwell.diagnostics import Sink, Span
from foldwell.layout.document import INK, Bookmark, Document, Drawing, Fit, Item, Panel, Rect, Shape, Sheet
from foldwell.layout.folding import Bend, mirrored
from foldwell.layout.folds import KINDS, is_front_right
from foldwell.layout.line_items import line_items
from foldwell.layout.pictures.symbols import rectangle
from foldwell.layout.tree import Tree
from foldwell.type.fonts import FontBook
from foldwell.type.glyphs import StyledRun
from foldwell.type.paragraph import set_paragraph

HAIRLINE, LINE = 0.5, 1.0  # points
ARROW = 26.0  # points: how tall the arrow is that points to the top
NUMBER, NAME, SMALL = 130.0, 18.0, 12.0  # points: sizes of the type; a number is smaller where a panel is narrow
LEADING = 1.3  # em
SIDES = ("front of the sheet", "back of the sheet")
DASHES = {"valley": (7.0, 5.0), "mountain": (12.0, 4.0, 2.0, 4.0)}
WAYS = {"valley": "valley, towards you", "mountain": "mountain, away from you"}
OTHER_WAY = {"valley": "mountain", "mountain": "valley"}
HOW_TO = "Print on both sides in actual size, turn on the {edge} edge, and fold in the order of the numbers."


def paper_dummy(document: Document, fold: str, family: str, book: FontBook) -> Document:
    """The dummy of a document with the layout's `fold`, set in a font family of the book, black on white."""
    return _Dummy(document, fold, family, book).document()


def folds_of_side(document: Document, fold: str, side: int) -> dict[int, tuple[int, str]]:
    """For each fold line of a side of the sheet, from the left, counted from 0: which fold it is, counted from 1, and
    its way as one looks at that side, `valley` or `mountain`. Side 0 is the outside."""
    kind = KINDS[fold]
    outside = [panel.name for panel in document.sheets[0].panels]
    bends: tuple[Bend, ...] = kind.bends
    if not is_front_right(outside, document.reading_order):
        bends = mirrored(bends, kind.panels)
    if side == 1:
        return {bend.line: (number, bend.way) for number, bend in enumerate(bends, 1)}
    return {kind.panels - 2 - bend.line: (number, OTHER_WAY[bend.way]) for number, bend in enumerate(bends, 1)}


class _Dummy:
    """Grows the dummy's structure tree panel by panel in reading order. Use `document`, once."""

    def __init__(self, document: Document, fold: str, family: str, book: FontBook) -> None:
        self._of, self._book = document, book
        self._span: Span = document.elements[0].span
        self._tree = Tree(self._span)
        self._face, self._bold = (book.face(family, weight, False).key for weight in ("regular", "bold"))
        self._large = min(NUMBER, *(0.6 * panel.rect.width for panel in document.panels()))
        self._folds = [folds_of_side(document, fold, side) for side in range(len(document.sheets))]

    def document(self) -> Document:
        """The dummy, laid out."""
        panels = {}
        for number, name in enumerate(self._of.reading_order, 1):
            side, place, panel = self._find(name)
            panels[name] = self._panel(number, side, place, panel)
        sheets = tuple(
            replace(sheet, panels=tuple(panels[panel.name] for panel in sheet.panels), items=self._lines(side, sheet))
            for side, sheet in enumerate(self._of.sheets)
        )
        form, ink = self._of.form, ClinicColour(screen="#000000", cmyk=(0, 0, 0, 100))
        return replace(
            self._of, sheets=sheets, elements=self._tree.finish(), bookmarks=tuple(self._tree.bookmarks),
            title=f"Paper dummy of {form.form}", subject="Panels in reading order, and how to fold them",
            language="en", colours=replace(self._of.colours, ink=ink), fit=Fit(),
        )  # fmt: skip

    def _find(self, name: str) -> tuple[int, int, Panel]:
        return next(
            (side, place, panel)
            for side, sheet in enumerate(self._of.sheets)
            for place, panel in enumerate(sheet.panels)
            if panel.name == name
        )

    def _panel(self, number: int, side: int, place: int, panel: Panel) -> Panel:
        section = self._tree.open("Sect", 0, self._span)
        items: list[Item] = [self._arrow(panel.rect.width / 2, panel.live.y)]
        y = panel.live.y + ARROW + 4
        if number == 1:
            heading = self._tree.open("H1", section, self._span)
            y = self._write(items, f"Paper dummy of {self._of.form.form}", heading, SMALL, y, panel)
        heading = self._tree.open("H2", section, self._span)
        self._tree.bookmarks.append(Bookmark(f"{number} {panel.name}", 0, heading))
        y = max(y, panel.live.y + ARROW + 4 + SMALL * LEADING)
        y = self._write(items, f"{number} ", heading, self._large, y, panel)
        y = self._write(items, panel.name, heading, NAME, y, panel)
        for words in self._words(number, side, place):
            paragraph = self._tree.open("P", section, self._span)
            y = self._write(items, words, paragraph, SMALL, y + SMALL, panel)
        return Panel(panel.name, panel.rect, panel.live, tuple(items))

    def _words(self, number: int, side: int, place: int) -> list[str]:
        found = [SIDES[side]]
        if place in self._folds[side]:
            fold, way = self._folds[side][place]
            found.append(f"Right edge: fold {fold}, {WAYS[way]}")
        if number == 1 and self._of.duplex is not None:
            found.append(HOW_TO.format(edge="short" if "Short" in self._of.duplex else "long"))
        return found

    def _write(self, items: list[Item], words: str, element: int, size: float, y: float, panel: Panel) -> float:
        """Words centred on the panel from `y` down; the y below them (points)."""
        face = self._face if size == SMALL else self._bold
        run = StyledRun(words, face, size, 0, self._span)
        sink = Sink()  # names and numbers in Latin letters, which every text face has
        metrics = self._book.by_key(face)
        for line in set_paragraph((run,), panel.live.width, "center", "en", self._book, sink):
            items += line_items(line, self._tree, element, panel.live.x, y + metrics.ascent * size, INK, self._book)
            y += LEADING * size
        return y

    def _arrow(self, x: float, y: float) -> Drawing:
        """Points to the top of the panel, which the reader of a screen knows without it."""
        wing = ARROW / 3
        path = (
            ("M", (wing, ARROW)), ("L", (wing, 0.0)), ("M", (0.0, wing)), ("L", (wing, 0.0)), ("L", (2 * wing, wing)),
        )  # fmt: skip
        rect = Rect(x - wing, y, 2 * wing, ARROW)
        shape = Shape(path, stroke=INK, width=2 * LINE, cap=1, join=1)
        return Drawing(self._tree.number(None), None, rect, (shape,), self._span)

    def _lines(self, side: int, sheet: Sheet) -> tuple[Drawing, ...]:
        """The sheet's outline and its fold lines, dashed for a valley, dashed and dotted for a mountain."""
        whole = Rect(0.0, 0.0, sheet.width, sheet.height)
        half = HAIRLINE / 2
        outline = rectangle(half, half, sheet.width - HAIRLINE, sheet.height - HAIRLINE)
        shapes = [Shape(outline, stroke=INK, width=HAIRLINE)]
        for place, x in enumerate(sheet.folds):
            _, way = self._folds[side][place]
            path = (("M", (x, 0.0)), ("L", (x, sheet.height)))
            shapes.append(Shape(path, stroke=INK, width=LINE, dash=DASHES[way]))
        return (Drawing(self._tree.number(None), None, whole, tuple(shapes), self._span),)
