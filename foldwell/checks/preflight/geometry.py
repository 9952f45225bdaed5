"""Rectangles and matrices of a PDF page: numbers in points with the origin at the lower left come in and go out."""

from __future__ import annotations

import math
from collections.abc import Iterable

from msgspec import Struct

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Box(Struct, frozen=True):
    """A rectangle in points: left, bottom, right, top."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    def grown(self, across: float, along: float | None = None) -> Box:
        """The rectangle with `across` more at the left and right, and `along` (or the same) above and below."""
        more = across if along is None else along
        return Box(self.left - across, self.bottom - more, self.right + across, self.top + more)

    def holds(self, other: Box, slack: float = 0.0) -> bool:
        """Whether the other rectangle lies inside this one, give or take `slack`."""
        return (
            other.left >= self.left - slack
            and other.bottom >= self.bottom - slack
            and other.right <= self.right + slack
            and other.top <= self.top + slack
        )

    def meets(self, other: Box, slack: float = 0.0) -> bool:
        """Whether the two share more than `slack` of width and height."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > slack
            and min(self.top, other.top) - max(self.bottom, other.bottom) > slack
        )

    def common(self, other: Box) -> Box | None:
        """What both cover (a line counts, so that a hairline is not lost), or None."""
        left, bottom = max(self.left, other.left), max(self.bottom, other.bottom)
        right, top = min(self.right, other.right), min(self.top, other.top)
        return Box(left, bottom, right, top) if left <= right and bottom <= top else None

    def upright(self) -> Box:
        """The same with its sides in order: PDF may name any two opposite corners (ISO 32000-1, 7.9.5)."""
        left, right = sorted((self.left, self.right))
        bottom, top = sorted((self.bottom, self.top))
        return Box(left, bottom, right, top)

    def through(self, matrix: Matrix) -> Box:
        """The upright rectangle around this one after the matrix."""
        corners = ((x, y) for x in (self.left, self.right) for y in (self.bottom, self.top))
        return around(through(matrix, *corner) for corner in corners)


def around(points: Iterable[Point]) -> Box:
    """The rectangle around at least one point."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def through(matrix: Matrix, x: float, y: float) -> Point:
    """The point after the matrix (ISO 32000-1, 8.3.3)."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def then(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that does what `first` does and then what `second` does."""
    a, b, c, d, e, f = first
    g, h, i, j, k, l = second  # noqa: E741  # the letters of a 3 × 3 matrix
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l)


def scale(matrix: Matrix) -> float:
    """By how much lengths grow, on average over all directions."""
    a, b, c, d, _, _ = matrix
    return math.sqrt(abs(a * d - b * c))


def turn_points(p0: float, p1: float, p2: float, p3: float) -> list[float]:
    """Where one axis of a Bézier curve turns round, as values on that axis."""
    a, b, c = -p0 + 3 * p1 - 3 * p2 + p3, 2 * (p0 - 2 * p1 + p2), p1 - p0
    if abs(a) < 1e-9:
        times = [-c / b] if abs(b) > 1e-9 else []
    else:
        root = b * b - 4 * a * c
        times = [(-b + sign * math.sqrt(root)) / (2 * a) for sign in (1, -1)] if root >= 0 else []
    return [
        (1 - t) ** 3 * p0 + 3 * (1 - t) ** 2 * t * p1 + 3 * (1 - t) * t * t * p2 + t**3 * p3 for t in times if 0 < t < 1
    ]
