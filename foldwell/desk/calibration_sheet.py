"""A clinic and a paper come in; the two-sided sheet that its printer is measured with goes out.

On the front stand lines at growing distances from each edge, a long cross and a letter A; on the back the same lines,
two scales on which the cross shows through against the light, and the letters B and C, one of which lies behind the A.
What is read off is a `Calibration` (desk/settings.py). Lengths are points, y runs down.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from foldwell.content.composing.story import Form
from foldwell.content.languages import CalibrateWords, interface
from foldwell.content.models.clinic import Clinic
from foldwell.content.models.layout_spec import PAPERS, POINTS, Paper
from foldwell.content.models.located import NOWHERE
from foldwell.content.text.inline import parse_inline
from foldwell.content.text.runs import words_of
from foldwell.content.text.variables import Filled
from foldwell.desk.ladders import ladder
from foldwell.desk.sheet_writing import Column, Pen
from foldwell.diagnostics import Sink
from foldwell.layout.document import INK, Colour, Document, Panel, Rect, Shape, Sheet
from foldwell.layout.pictures.symbols import rectangle
from foldwell.layout.tree import Tree
from foldwell.pdf import paint
from foldwell.type.fonts import FontBook
from foldwell.type.symbols import Command

MM = POINTS["mm"]
REVISED = datetime.date(2026, 11, 22)  # of the sheet's own design: the same clinic gets the same bytes on every day
FRONT, BACK = "front", "back"
EDGES = ("top", "right", "bottom", "left")
COLUMN_EDGE, COLUMN_TOP = 24 * MM, 32 * MM  # text keeps clear of the lines at the edges
CROSS = 30 * MM  # half the length of the long cross; text keeps clear of it
SCALE_AT, SCALE_TO = 15 * MM, 5  # a scale: from the middle, mm each way
SPREAD, TICK = 3.9, 2 * MM  # how much wider its numbers stand; how long its lines are
LETTER_AT, LETTER_SIZE = 21 * MM, 26.0  # letters: how far their middle stands from both edges
THIN, FINE = 0.7, 0.35
QUIET = Colour("ink", 0.45)
GROUND, HEAD = Colour("tint"), Colour("primary-text")


def calibration_sheet(clinic: Clinic, paper: Paper, book: FontBook, sink: Sink, language: str = "en") -> bytes:
    """The sheet as a PDF (PDF/UA-1 and PDF/A-2A) in a language that the program has words in; see `paint`."""
    return paint(calibration_document(clinic, paper, book, sink, language), book)


def calibration_document(clinic: Clinic, paper: Paper, book: FontBook, sink: Sink, language: str) -> Document:
    """The sheet before it is painted: two sides of one panel each."""
    words = interface(language, sink)
    name = words_of(parse_inline(Filled(clinic.name.text, clinic.name), words.language, lambda *_: 0, sink)[0])
    height, width = PAPERS[paper]
    tree = Tree(NOWHERE)
    sides = [_Side(Pen(tree, book, clinic, words.language, sink), words.calibrate, width, height) for _ in range(2)]
    sides[0].front(name, paper)
    sides[1].back()
    sheets = tuple(side.sheet(name) for name, side in zip((FRONT, BACK), sides, strict=True))
    form = Form("CALIBRATION", 1, REVISED, REVISED, draft=False)
    title = f"{words.calibrate.title} ({paper.capitalize() if paper == 'letter' else paper.upper()})"
    return Document(
        sheets, (FRONT, BACK), tree.finish(), (), title, words.calibrate.print, name, words.language, form,
        clinic.colours, "DuplexFlipShortEdge",
    )  # fmt: skip


class _Side(Struct):
    """One side of the sheet while it is drawn."""

    pen: Pen
    words: CalibrateWords
    width: float
    height: float

    def sheet(self, name: str) -> Sheet:
        """The finished side."""
        whole = Rect(0.0, 0.0, self.width, self.height)
        return Sheet(name, self.width, self.height, (Panel(name, whole, whole, tuple(self.pen.items)),))

    def _columns(self) -> tuple[Column, Column]:
        """The columns at the left and the right of the cross."""
        measure = self.width / 2 - COLUMN_EDGE - CROSS - 4 * MM
        left = Column(self.pen, COLUMN_EDGE, COLUMN_TOP, measure)
        return left, Column(self.pen, self.width - COLUMN_EDGE - measure, COLUMN_TOP, measure)

    def front(self, clinic: str, paper: str) -> None:
        """What the sheet is, how it is printed, and the white edges."""
        words, (left, right) = self.words, self._columns()
        left.heading(words.title, "H1", 18.0)
        left.text(f"{clinic} · {words.front}", size=10.0)
        left.gap(8)
        left.text(words.print, bold=True)
        left.gap(14)
        self._measure(left, "3 in (76.2 mm)" if paper == "letter" else "75 mm", 216.0 if paper == "letter" else 75 * MM)
        left.gap(14)
        self._arrow(left)
        with right.box(GROUND):
            right.heading(f"1. {words.edges}", "H2", 13.0)
            right.text(words.edges_how)
            right.gap(6)
            for edge in EDGES:
                right.field(getattr(words, edge), "mm / in")
        right.gap(10)
        right.text(words.keep, size=10.0)
        self._ladders()
        self._letter("A", self.width - LETTER_AT, LETTER_AT)
        middle_x, middle_y = self.width / 2, self.height / 2
        figure = self.pen.figure(words.cross)
        self.pen.draw(figure, _cross(middle_x, middle_y, CROSS, THIN))

    def back(self) -> None:
        """Where the back lies, and how the printer turned the sheet."""
        words, (left, right) = self.words, self._columns()
        left.heading(words.back, "H2", 18.0)
        left.gap(4)
        right.y = left.y
        with left.box(GROUND):
            left.heading(f"2. {words.shift}", "H2", 13.0)
            left.text(words.shift_how)
            left.gap(6)
            left.field(words.shift_right, "mm")
            left.field(words.shift_down, "mm")
        left.gap(14)
        self._arrow(left)
        with right.box(GROUND):
            right.heading(f"3. {words.turn}", "H2", 13.0)
            right.text(words.turn_how)
            right.gap(6)
            right.tick(words.turn_short)
            right.tick(words.turn_long)
        self._ladders()
        self._letter("B", LETTER_AT, LETTER_AT)
        self._letter("C", self.width - LETTER_AT, self.height - LETTER_AT)
        self._scales()

    def _measure(self, column: Column, shown: str, length: float) -> None:
        """A line of known length, which tells whether the printer changes sizes."""
        y = column.y + 5
        ends = [_line(column.x + x, y - 5, column.x + x, y + 5, THIN) for x in (0.0, length)]
        self.pen.draw(None, [*ends, _line(column.x, y, column.x + length, y, THIN)])
        column.gap(14)
        column.text(self.words.size.format(length=shown), size=10.0)

    def _arrow(self, column: Column) -> None:
        """A large arrow to the top edge with its word."""
        figure = self.pen.figure(self.words.arrow)
        x, y = column.x, column.y
        points = ((30, 0), (60, 36), (41, 36), (41, 100), (19, 100), (19, 36), (0, 36))
        path: list[Command] = [("L", (x + right, y + down)) for right, down in points]
        path[0] = ("M", path[0][1])
        self.pen.draw(figure, [Shape((*path, ("Z", ())), fill=HEAD)])
        beside = replace(column, x=x + 72, y=y + 36, measure=column.measure - 72)
        beside.text(self.words.up, size=24.0, bold=True, colour=HEAD)
        column.gap(104)

    def _letter(self, letter: str, x: float, y: float) -> None:
        """A big letter whose middle stands at (x, y), in a frame."""
        half = LETTER_SIZE * 0.8
        self.pen.draw(None, [Shape(rectangle(x - half, y - half, 2 * half, 2 * half, 4.0), stroke=HEAD, width=1.2)])
        paragraph = self.pen.tree.open("P", 0, NOWHERE)
        self.pen.label(paragraph, letter, x, y, LETTER_SIZE, bold=True, colour=HEAD)

    def _ladders(self) -> None:
        for edge in EDGES:
            figure = self.pen.figure(self.words.ruler.format(edge=getattr(self.words, edge)))
            ladder(self.pen, figure, edge, self.width, self.height)

    def _scales(self) -> None:
        """A short cross in the middle, and a scale across each arm of the front's long cross."""
        x, y = self.width / 2, self.height / 2
        self.pen.draw(None, _cross(x, y, 8 * MM, FINE))
        for across, alt in ((True, self.words.scale_right), (False, self.words.scale_down)):
            self._scale(self.pen.figure(alt), partial(_across, x, y, across))

    def _scale(self, figure: int, place: Callable[[float, float], tuple[float, float]]) -> None:
        """Half millimetres, and each whole one led to its number. What shows through on the left of the middle, or
        above it, lies there because the back lies to the right, or low: there the numbers are positive."""
        end = SCALE_TO * MM
        shapes = [_line(*place(-end, 0.0), *place(end, 0.0), FINE)]
        for half in range(1 - 2 * SCALE_TO, 2 * SCALE_TO, 2):
            shapes.append(_line(*place(half / 2 * MM, 0.0), *place(half / 2 * MM, 1.2 * MM), FINE))
        for number in range(-SCALE_TO, SCALE_TO + 1):
            along = -number * MM
            shapes.append(_line(*place(along, 0.0), *place(along, TICK), FINE))
            shapes.append(_line(*place(along, TICK), *place(along * SPREAD, 7 * MM), FINE, QUIET))
            shown = f"{number:+d}".replace("-", "\N{MINUS SIGN}") if number else "0"
            self.pen.label(figure, shown, *place(along * SPREAD, 9 * MM), 8.5)
        self.pen.draw(figure, shapes)


def _cross(x: float, y: float, arm: float, width: float) -> list[Shape]:
    return [_line(x - arm, y, x + arm, y, width), _line(x, y - arm, x, y + arm, width)]


def _across(x: float, y: float, across: bool, along: float, out: float) -> tuple[float, float]:
    """A place on a scale, across the upper arm of the cross or down the right one; `out` leads away from the middle."""
    return (x + along, y - SCALE_AT - out) if across else (x + SCALE_AT + out, y + along)


def _line(x: float, y: float, to_x: float, to_y: float, width: float, colour: Colour = INK) -> Shape:
    return Shape((("M", (x, y)), ("L", (to_x, to_y))), stroke=colour, width=width)
