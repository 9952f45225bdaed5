"""Words and shapes for a sheet of the desk's own come in; placed, tagged items go out. Lengths are points, y runs down.

Brochures are laid out by `layout`; a sheet that is measured with needs each mark at a place of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct, field
from msgspec.structs import replace

from foldwell.content.models.clinic import Clinic
from foldwell.content.models.located import NOWHERE
from foldwell.diagnostics import Sink
from foldwell.layout.document import INK, Colour, Drawing, Item, Rect, Shape
from foldwell.layout.line_items import line_items
from foldwell.layout.pictures.symbols import rectangle, symbol_shape
from foldwell.layout.tree import Tree
from foldwell.type.fonts import FontBook
from foldwell.type.glyphs import SetLine, StyledRun
from foldwell.type.paragraph import set_paragraph
from foldwell.type.symbols import Command

SIZE = 11.0
LEADING = 1.3  # parts of the size
PADDING = 10.0
FIELD = 26.0  # room for a number that is written by hand
LABELS = 0.45  # of a field is for its label, or more where that is long
UNIT = 44.0  # of it is for the unit
WIDE = 400.0  # the measure of what stands alone, about its middle


class Pen(Struct):
    """Collects the items of one side; all sides of a sheet share the tree."""

    tree: Tree
    book: FontBook
    clinic: Clinic
    language: str
    sink: Sink
    items: list[Item] = field(default_factory=list)

    def figure(self, alt: str) -> int:
        """A new Figure with its words."""
        return self.tree.open("Figure", 0, NOWHERE, alt=alt)

    def draw(self, element: int | None, shapes: list[Shape], at: int | None = None) -> None:
        """Shapes in the sheet's own axes; without an element they are an artifact. `at` puts them under later items."""
        box = _bounds(shapes)
        moved = tuple(replace(shape, commands=_moved(shape.commands, -box.x, -box.y)) for shape in shapes)
        drawing = Drawing(self.tree.number(element), element, box, moved, NOWHERE)
        self.items.insert(len(self.items) if at is None else at, drawing)

    def label(
        self, element: int, words: str, x: float, y: float, size: float, *, bold: bool = False, colour: Colour = INK
    ) -> None:
        """Words on one line whose middle stands at (x, y), with a space after them that parts them from the next."""
        face = self.book.face(self.clinic.typefaces.text, "bold" if bold else "regular")
        [line] = self._lines(f"{words} ", WIDE, size, bold=bold, align="center")
        self._line(line, element, x - WIDE / 2, y + face.cap_height * size / 2, colour)

    def paragraph(
        self, element: int, words: str, x: float, y: float, measure: float, size: float = SIZE, *, bold: bool = False,
        colour: Colour = INK,
    ) -> float:  # fmt: skip
        """A paragraph whose first line begins at the top left corner (x, y); the y where it ends."""
        for line in self._lines(words, measure, size, bold=bold, align="start"):
            self._line(line, element, x, y + size, colour)
            y += LEADING * size
        return y

    def _lines(self, words: str, measure: float, size: float, *, bold: bool, align: str) -> tuple[SetLine, ...]:
        face = self.book.face(self.clinic.typefaces.text, "bold" if bold else "regular")
        run = StyledRun(words, face.key, size, 0, NOWHERE)
        return set_paragraph([run], measure, align, self.language, self.book, self.sink)

    def _line(self, line: SetLine, element: int, x: float, baseline: float, colour: Colour) -> None:
        self.items += line_items(line, self.tree, element, x, baseline, colour, self.book)


def _bounds(shapes: list[Shape]) -> Rect:
    """The box around all points of some shapes."""
    numbers = [values for shape in shapes for _, values in shape.commands]
    xs, ys = ([number for values in numbers for number in values[axis::2]] for axis in (0, 1))
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _moved(commands: tuple[Command, ...], dx: float, dy: float) -> tuple[Command, ...]:
    return tuple(
        (name, tuple(number + (dy if index % 2 else dx) for index, number in enumerate(values)))
        for name, values in commands
    )


class Column(Struct):
    """A column that is written from top to bottom; `y` is where it has come to."""

    pen: Pen
    x: float
    y: float
    measure: float

    def gap(self, height: float) -> None:
        """Leave room."""
        self.y += height

    def heading(self, words: str, role: str, size: float) -> None:
        """A heading ("H1", "H2") in the clinic's colour."""
        self._write(role, words, size, bold=True, colour=Colour("primary-text"))
        self.gap(2)

    def text(self, words: str, size: float = SIZE, *, bold: bool = False, colour: Colour = INK) -> None:
        """A paragraph."""
        self._write("P", words, size, bold=bold, colour=colour)

    def _write(self, role: str, words: str, size: float, *, bold: bool, colour: Colour) -> None:
        element = self.pen.tree.open(role, 0, NOWHERE)
        self.y = self.pen.paragraph(element, words, self.x, self.y, self.measure, size, bold=bold, colour=colour)

    def field(self, label: str, unit: str) -> None:
        """A label, a line to write on, and the unit."""
        element = self.pen.tree.open("P", 0, NOWHERE)
        baseline, end = self.y + FIELD - 6, self.x + self.measure - UNIT
        self.pen.paragraph(element, f"{label} ", self.x, baseline - SIZE, end - self.x, bold=True)
        begin = max(self.x + LABELS * self.measure, self.pen.items[-1].rect.right + 4)
        self.pen.draw(None, [Shape((("M", (begin, baseline)), ("L", (end, baseline))), stroke=INK, width=0.7)])
        self.pen.paragraph(element, unit, end + 5, baseline - SIZE, UNIT)
        self.y += FIELD

    def tick(self, words: str) -> None:
        """A box to tick and its words."""
        shapes, height = symbol_shape("☐", SIZE * 1.3, INK)
        element = self.pen.tree.open("P", 0, NOWHERE)
        number = self.pen.tree.number(element)
        box = Rect(self.x, self.y + SIZE + 1 - height, SIZE * 1.3, height)
        self.pen.items.append(Drawing(number, element, box, shapes, NOWHERE, actual="☐ "))
        self.y = self.pen.paragraph(element, words, self.x + 20, self.y, self.measure - 20, bold=True) + 6

    @contextmanager
    def box(self, ground: Colour) -> Iterator[None]:
        """A tinted box around what is written meanwhile."""
        top, left, right, under = self.y, self.x, self.x + self.measure, len(self.pen.items)
        self.x, self.y, self.measure = self.x + PADDING, self.y + PADDING, self.measure - 2 * PADDING
        yield
        self.x, self.y, self.measure = left, self.y + PADDING, right - left
        self.pen.draw(None, [Shape(rectangle(left, top, right - left, self.y - top, 5.0), fill=ground)], at=under)
