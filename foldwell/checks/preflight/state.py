"""The graphics state of a page's code (ISO 32000-1, 8.4) and the path under construction, as they stand at a moment."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from foldwell.checks.preflight.colours import GRAY, Paint
from foldwell.checks.preflight.faces import Face
from foldwell.checks.preflight.geometry import SAME, Box, Matrix, Point, around, through, turn_points
from foldwell.checks.preflight.objects import PdfObject

BLACK = Paint(GRAY, ((0.0,),))  # what code begins with (ISO 32000-1, table 52)


class State(Struct):
    """What `q` keeps and `Q` brings back."""

    matrix: Matrix
    clip: Box
    fill: Paint = BLACK
    stroke: Paint = BLACK
    fill_pattern: PdfObject = None
    stroke_pattern: PdfObject = None
    line_width: float = 1.0
    line_cap: int = 0
    fill_overprint: bool = False
    stroke_overprint: bool = False
    overprint_mode: int = 0
    fill_opacity: float = 1.0
    stroke_opacity: float = 1.0
    blend: str = "Normal"
    masked: bool = False
    face: Face | None = None
    size: float = 0.0
    letter_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    text_mode: int = 0

    def copy(self) -> State:
        """The same again, to be changed on its own."""
        return replace(self)

    def effects(self, opacity: float) -> tuple[str, ...]:
        """The transparency that something painted now would have, in words."""
        found = []
        if opacity < 1:
            found.append(f"an opacity of {100 * opacity:.0f} %")
        if self.blend not in ("Normal", "Compatible"):
            found.append(f"the blend mode {self.blend}")
        if self.masked:
            found.append("a soft mask")
        return tuple(found)


class Path(Struct):
    """The path under construction: the rectangle around it on the page, and where the pen is."""

    box: Box | None = None
    start: Point = (0.0, 0.0)
    at: Point = (0.0, 0.0)

    def move(self, matrix: Matrix, x: float, y: float) -> None:
        """Begin a part. A part of which nothing follows is not painted and does not count."""
        self.start = self.at = through(matrix, x, y)

    def line(self, matrix: Matrix, x: float, y: float) -> None:
        """A straight line."""
        end = through(matrix, x, y)
        self._add(self.at, end)
        self.at = end

    def curve(self, matrix: Matrix, one: Point, two: Point, end: Point) -> None:
        """A Bézier curve."""
        self._bend(through(matrix, *one), through(matrix, *two), through(matrix, *end))

    def curve_from_pen(self, matrix: Matrix, two: Point, end: Point) -> None:
        """A Bézier curve whose first handle is where the pen is."""
        self._bend(self.at, through(matrix, *two), through(matrix, *end))

    def _bend(self, one: Point, two: Point, end: Point) -> None:
        """As far as the curve really reaches, which is less than its handles do."""
        xs, ys = (turn_points(self.at[axis], one[axis], two[axis], end[axis]) for axis in (0, 1))
        self._add(self.at, end, *((x, end[1]) for x in xs), *((end[0], y) for y in ys))
        self.at = end

    def rectangle(self, matrix: Matrix, x: float, y: float, width: float, height: float) -> None:
        """A whole rectangle."""
        corners = [through(matrix, x + dx, y + dy) for dx in (0, width) for dy in (0, height)]
        self._add(*corners)
        self.start = self.at = corners[0]

    def close(self) -> None:
        """Back to where the part began."""
        self.at = self.start

    def _add(self, *points: Point) -> None:
        box = around(points)
        if self.box is None:
            self.box = box
        else:
            mine = self.box
            self.box = Box(
                min(mine.left, box.left),
                min(mine.bottom, box.bottom),
                max(mine.right, box.right),
                max(mine.top, box.top),
            )


class TextPlace(Struct):
    """Where text goes on, between BT and ET."""

    matrix: Matrix = SAME
    line: Matrix = SAME
