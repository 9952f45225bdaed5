"""An edge of a sheet comes in; lines at growing distances from it, with their numbers, are drawn.

What a printer leaves white shows at once: the lines nearest to the edge are missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from foldwell.content.models.layout_spec import POINTS
from foldwell.desk.sheet_writing import Pen
from foldwell.layout.document import INK, Colour, Shape

MM, INCH = POINTS["mm"], POINTS["in"]
MOST_MM, MOST_SIXTEENTHS = 12, 8  # common printers leave 4 to 5 mm; more than half an inch is none to print with
MM_STEP, INCH_STEP, GAP = 5 * MM, 7 * MM, 6 * MM  # along the edge
STEM_TO, NUMBER_AT = 13.6 * MM, 16.8 * MM  # from the edge
SIZE = 7.5
LINE, STEM = 0.7, 0.3
PALE = Colour("ink", 0.35)


def ladder(pen: Pen, figure: int, edge: str, width: float, height: float) -> None:
    """Draw the lines of one edge ("top", "right", "bottom" or "left"), in mm and in sixteenths of an inch from 0 on."""
    length = width if edge in ("top", "bottom") else height

    def place(along: float, depth: float) -> tuple[float, float]:
        x, y = (along, depth) if edge in ("top", "bottom") else (depth, along)
        return (width - x if edge == "right" else x), (height - y if edge == "bottom" else y)

    shapes = []
    for along, step, depth, shown, bold in _rungs(length):
        if not bold:
            middle = along + step / 2
            shapes.append(_line(place(along + 1.5, depth), place(along + step - 1.5, depth), LINE, INK))
            shapes.append(_line(place(middle, depth), place(middle, STEM_TO), STEM, PALE))
        pen.label(figure, shown, *place(along + step / 2, NUMBER_AT), SIZE, bold=bold)
    pen.draw(figure, shapes)


def _rungs(length: float) -> Iterator[tuple[float, float, float, str, bool]]:
    """Where each line begins along the edge, its room there, its distance from the edge, its number; units are bold."""
    whole = (MOST_MM + 2) * MM_STEP + GAP + (MOST_SIXTEENTHS + 2) * INCH_STEP
    along = (length - whole) / 2
    yield along, MM_STEP, 0.0, "mm", True
    for number in range(MOST_MM + 1):
        yield along + (number + 1) * MM_STEP, MM_STEP, number * MM, str(number), False
    along += (MOST_MM + 2) * MM_STEP + GAP
    yield along, INCH_STEP, 0.0, "in", True
    for number in range(MOST_SIXTEENTHS + 1):
        yield along + (number + 1) * INCH_STEP, INCH_STEP, number * INCH / 16, f"{number / 16 + 1e-9:.2f}", False


def _line(begin: tuple[float, float], end: tuple[float, float], width: float, colour: Colour) -> Shape:
    return Shape((("M", begin), ("L", end)), stroke=colour, width=width)
