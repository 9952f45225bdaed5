"""What svglib drew comes in, shapes in points with y down go out, the clinic's colours back in place."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from foldwell.layout.document import Colour, Shape
from foldwell.layout.pictures.svg_source import CleanSvg
from foldwell.layout.pictures.svg_tree import MOST_SHAPES, Report
from foldwell.type.symbols import ROUND, Command

Matrix = tuple[float, float, float, float, float, float]

_SLACK = 0.5  # points that a curve may reach beyond the picture's box before that is called an error
_UNEVEN = 0.02  # how far a scaling may differ in its two directions before a stroke's width has no single value


def shapes_of(drawing: Any, clean: CleanSvg, report: Report) -> tuple[Shape, ...]:
    """The shapes of a reportlab drawing; complaints about what cannot be drawn as shapes go into the report."""
    upright: Matrix = (1.0, 0.0, 0.0, -1.0, 0.0, float(drawing.height))  # svglib draws with y up
    shapes: list[Shape] = []
    for group, matrix in _walk(drawing, upright):
        shapes.extend(_shapes(group, matrix, clean, report))
        if len(shapes) > MOST_SHAPES:
            report.error("svg-size", 1, f"the picture has more than {MOST_SHAPES:,} shapes")
            break
    reach = max((_reach(shape, float(drawing.width), float(drawing.height)) for shape in shapes), default=0.0)
    if not shapes and not report.count:
        report.error("svg-value", 1, "the picture is empty", "is everything in it hidden?")
    if reach > _SLACK:
        hint = "crop it in your drawing program, or make its viewBox larger"
        report.error("svg-outside", 1, f"the picture reaches {reach:.1f} pt beyond its own box", hint)
    return tuple(shapes)


def _walk(group: Any, matrix: Matrix) -> Iterator[tuple[Any, Matrix]]:
    """The leaves of a drawing in drawing order, each with the matrix from its own coordinates to the page's."""
    for child in group.contents:
        if hasattr(child, "contents"):
            yield from _walk(child, _product(matrix, child.transform))
        else:
            yield child, matrix


def _product(outer: Matrix, inner: Matrix) -> Matrix:
    """The matrix that applies `inner` first (ISO 32000-1, 8.3.4, written as columns)."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f


def _shapes(leaf: Any, matrix: Matrix, clean: CleanSvg, report: Report) -> list[Shape]:
    """A leaf as shapes: one, or two where fill and stroke differ in opacity; none where it paints nothing."""
    look = leaf.getProperties()
    commands = tuple(_placed(letter, values, matrix) for letter, values in _outline(leaf))
    fill, stroke = _colour(look.get("fillColor"), clean), _colour(look.get("strokeColor"), clean)
    fill_opacity, stroke_opacity = (round(float(look.get(key) or 0.0), 4) for key in ("fillOpacity", "strokeOpacity"))
    if not commands or (fill is None and stroke is None):
        return []
    even_odd = look.get("fillMode") == 0  # reportlab.pdfgen's FILL_EVEN_ODD
    out = []
    if fill is not None and (stroke is None or fill_opacity != stroke_opacity):
        out.append(Shape(commands, fill, even_odd=even_odd, opacity=fill_opacity))
        fill = None
    if stroke is not None:
        scale = _scale(matrix, report)
        dash = tuple(round(part * scale, 3) for part in look.get("strokeDashArray") or ())
        width = round(float(look["strokeWidth"]) * scale, 3)
        cap, join = int(look.get("strokeLineCap") or 0), int(look.get("strokeLineJoin") or 0)
        out.append(Shape(commands, fill, stroke, width, even_odd, stroke_opacity, dash, cap, join))
    return out


def _colour(stand_in: Any, clean: CleanSvg) -> Colour | None:
    if stand_in is None:
        return None
    red, green, blue = (round(part * 255) for part in (stand_in.red, stand_in.green, stand_in.blue))
    colour: Colour = clean.colours[(red << 16 | green << 8 | blue) - 1]
    return colour


def _scale(matrix: Matrix, report: Report) -> float:
    """How much a matrix widens a stroke; a complaint where that depends on the stroke's direction."""
    a, b, c, d, _, _ = matrix
    first, second = math.hypot(a, b), math.hypot(c, d)
    largest = max(first, second)
    if abs(first - second) > _UNEVEN * largest or abs(a * c + b * d) > _UNEVEN * largest**2:
        hint = "in your drawing program convert strokes to paths"
        report.error("svg-value", 1, "a stroke is stretched more in one direction than in the other", hint)
    return math.sqrt(abs(a * d - b * c))


def _outline(leaf: Any) -> Iterator[Command]:
    """The path of one of reportlab's shapes, in its own coordinates."""
    kind = type(leaf).__name__
    if kind in ("Path", "NoStrokePath"):
        at = 0
        for operator in leaf.operators:
            letter, count = (("M", 2), ("L", 2), ("C", 6), ("Z", 0))[operator]
            yield letter, tuple(leaf.points[at : at + count])
            at += count
    elif kind == "Rect":
        yield from _rounded(leaf.x, leaf.y, leaf.width, leaf.height, leaf.rx or 0.0, leaf.ry or 0.0)
    elif kind == "Circle":
        yield from _rounded(leaf.cx - leaf.r, leaf.cy - leaf.r, 2 * leaf.r, 2 * leaf.r, leaf.r, leaf.r)
    elif kind == "Ellipse":
        yield from _rounded(leaf.cx - leaf.rx, leaf.cy - leaf.ry, 2 * leaf.rx, 2 * leaf.ry, leaf.rx, leaf.ry)
    elif kind == "Line":
        yield from (("M", (leaf.x1, leaf.y1)), ("L", (leaf.x2, leaf.y2)))
    elif kind in ("PolyLine", "Polygon"):
        for at in range(0, len(leaf.points), 2):
            yield "L" if at else "M", (leaf.points[at], leaf.points[at + 1])
        if kind == "Polygon":
            yield "Z", ()
    else:
        raise TypeError(kind)


def _rounded(x: float, y: float, width: float, height: float, rx: float, ry: float) -> Iterator[Command]:
    """A rectangle with corners of an ellipse's quarters; a circle is one that is all corners."""
    if width <= 0 or height <= 0:
        return  # SVG 1.1, 9.2: such a shape is not drawn
    right, below, hx, hy = x + width, y + height, rx * (1 - ROUND), ry * (1 - ROUND)
    yield "M", (x + rx, y)
    if width > 2 * rx:
        yield "L", (right - rx, y)
    if rx and ry:
        yield "C", (right - hx, y, right, y + hy, right, y + ry)
    if height > 2 * ry:
        yield "L", (right, below - ry)
    if rx and ry:
        yield "C", (right, below - hy, right - hx, below, right - rx, below)
    if width > 2 * rx:
        yield "L", (x + rx, below)
    if rx and ry:
        yield "C", (x + hx, below, x, below - hy, x, below - ry)
    if height > 2 * ry and rx and ry:
        yield "L", (x, y + ry)
    if rx and ry:
        yield "C", (x, y + hy, x + hx, y, x + rx, y)
    yield "Z", ()


def _placed(letter: str, values: tuple[float, ...], matrix: Matrix) -> Command:
    a, b, c, d, e, f = matrix
    pairs = zip(values[::2], values[1::2], strict=True)
    return letter, tuple(round(v, 3) + 0.0 for x, y in pairs for v in (a * x + c * y + e, b * x + d * y + f))


def _reach(shape: Shape, width: float, height: float) -> float:
    """How far a shape's path goes beyond the box, in points; a stroke's width is left out of account."""
    reach = 0.0
    at = (0.0, 0.0)
    for letter, values in shape.commands:
        points = [at, *zip(values[::2], values[1::2], strict=True)]
        if _beyond(points, width, height) > _SLACK:  # the handles; the curve itself stays within their hull
            if letter == "C":
                points = [_on_curve(points, step / 16) for step in range(17)]
            reach = max(reach, _beyond(points, width, height))
        at = points[-1]
    return reach


def _beyond(points: list[tuple[float, float]], width: float, height: float) -> float:
    return max(max(-x, x - width, -y, y - height, 0.0) for x, y in points)


def _on_curve(points: list[tuple[float, float]], t: float) -> tuple[float, float]:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points
    k0, k1, k2, k3 = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
    return k0 * x0 + k1 * x1 + k2 * x2 + k3 * x3, k0 * y0 + k1 * y1 + k2 * y2 + k3 * y3
