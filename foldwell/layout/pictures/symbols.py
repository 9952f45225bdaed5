"""Drawn characters and icons as shapes: a character or a callout's kind and a size come in, shapes go out.

Coordinates count from the top left corner of the drawing's rectangle, y down, in points.
"""

from __future__ import annotations

from math import cos, pi, sin

from foldwell.layout.document import PAPER, Colour, Shape
from foldwell.type.symbols import ROUND, Command, circle, symbol

TALL = 1.0  # em: the height of a drawn character's rectangle above the baseline


def symbol_shape(char: str, size: float, colour: Colour) -> tuple[tuple[Shape, ...], float]:
    """The shapes of a drawn character, and how far its rectangle reaches above the baseline (points)."""
    drop = TALL * size
    shapes = []
    for part in symbol(char).parts:
        commands = tuple(
            (name, tuple(drop - n * size if i % 2 else n * size for i, n in enumerate(numbers)))
            for name, numbers in part.commands
        )
        if part.filled:
            shapes.append(Shape(commands, fill=colour, even_odd=True))
        else:
            shapes.append(Shape(commands, stroke=colour, width=part.stroke * size, cap=1, join=1))
    return tuple(shapes), drop


def level_line(length: float, colour: Colour, width: float) -> Shape:
    """A line from the corner of its rectangle to the right; all in points."""
    return Shape((("M", (0.0, 0.0)), ("L", (length, 0.0))), stroke=colour, width=width)


def _polygon(corners: int, centre: float, radius: float, turn: float) -> tuple[Command, ...]:
    places = [
        (centre + radius * cos(turn + 2 * pi * k / corners), centre + radius * sin(turn + 2 * pi * k / corners))
        for k in range(corners)
    ]
    return (("M", places[0]), *(("L", place) for place in places[1:]), ("Z", ()))


def rectangle(x: float, y: float, width: float, height: float, radius: float = 0.0) -> tuple[Command, ...]:
    """A rectangle, with rounded corners where `radius` (points) is more than nothing."""
    right, bottom = x + width, y + height
    if radius <= 0:
        return (("M", (x, y)), ("L", (right, y)), ("L", (right, bottom)), ("L", (x, bottom)), ("Z", ()))
    r = min(radius, width / 2, height / 2)
    k = r * (1 - ROUND)
    return (
        ("M", (x + r, y)), ("L", (right - r, y)), ("C", (right - k, y, right, y + k, right, y + r)),
        ("L", (right, bottom - r)), ("C", (right, bottom - k, right - k, bottom, right - r, bottom)),
        ("L", (x + r, bottom)), ("C", (x + k, bottom, x, bottom - k, x, bottom - r)),
        ("L", (x, y + r)), ("C", (x, y + k, x + k, y, x + r, y)), ("Z", ()),
    )  # fmt: skip


def _stroke(points: tuple[float, ...], size: float) -> Shape:
    """A white line through points given in parts of the size."""
    pairs = [(points[i] * size, points[i + 1] * size) for i in range(0, len(points), 2)]
    commands = (("M", pairs[0]), *(("L", pair) for pair in pairs[1:]))
    return Shape(commands, stroke=PAPER, width=size * 0.12, cap=1, join=1)


def callout_icon(kind: str, size: float, colour: Colour) -> tuple[Shape, ...]:
    """The icon of a callout in a square of `size` points: each kind has an outline of its own, so that it is told
    apart without colour: stop an octagon, warning a triangle, info a circle with an i, tip a circle with a tick."""
    middle, dot = size / 2, size * 0.075
    if kind == "stop":
        ground = _polygon(8, middle, middle, pi / 8)
        return Shape(ground, fill=colour), _stroke((0.3, 0.5, 0.7, 0.5), size)
    if kind == "warning":
        ground = (("M", (middle, 0.02 * size)), ("L", (size, 0.94 * size)), ("L", (0.0, 0.94 * size)), ("Z", ()))
        point = Shape(circle(middle, 0.79 * size, dot), fill=PAPER)
        return (
            Shape(ground, fill=colour, stroke=colour, width=size * 0.04, join=1),
            _stroke((0.5, 0.36, 0.5, 0.62), size),
            point,
        )
    ground = circle(middle, middle, middle)
    if kind == "info":
        point = Shape(circle(middle, 0.27 * size, dot), fill=PAPER)
        return Shape(ground, fill=colour), point, _stroke((0.5, 0.46, 0.5, 0.75), size)
    return Shape(ground, fill=colour), _stroke((0.3, 0.53, 0.45, 0.67, 0.71, 0.36), size)
