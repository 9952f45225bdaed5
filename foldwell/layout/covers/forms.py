"""What generated cover art is made of: numbers drawn from a seed, and paths of soft and strict forms.

A form's measures in points come in, path commands go out; x runs right and y down from the art's top left corner. All
coordinates are rounded to hundredths of a point, so that every machine draws the very same picture.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from math import cos, pi, radians, sin
from typing import TypeVar

from foldwell.layout.pictures.symbols import rectangle
from foldwell.type.symbols import ROUND, Command, ellipse

Commands = tuple[Command, ...]
Point = tuple[float, float]
Choice = TypeVar("Choice")

_STEPS = 10_000  # a drawn number is one of so many


class Chance:
    """Numbers that look drawn by chance and are always the same for a seed: SHA-256 of the seed and a count, so that no
    release of Python and no machine draws others."""

    def __init__(self, seed: str) -> None:
        self._seed, self._count = seed, 0

    def below(self, limit: int) -> int:
        """A whole number from 0 to `limit` - 1."""
        self._count += 1
        digest = hashlib.sha256(f"{self._seed}/{self._count}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % limit

    def between(self, low: float, high: float) -> float:
        """A number from `low` to `high`."""
        return low + (high - low) * self.below(_STEPS + 1) / _STEPS

    def one_of(self, choices: Sequence[Choice]) -> Choice:
        """One of some things."""
        return choices[self.below(len(choices))]

    def shuffled(self, things: Sequence[Choice]) -> list[Choice]:
        """The things in another order."""
        left, found = list(things), []
        while left:
            found.append(left.pop(self.below(len(left))))
        return found


def rounded(commands: Sequence[Command]) -> Commands:
    """The path with its numbers rounded to hundredths of a point."""
    return tuple((letter, tuple(round(number, 2) + 0.0 for number in numbers)) for letter, numbers in commands)


def moved(commands: Sequence[Command], dx: float, dy: float) -> Commands:
    """The path shifted."""
    if not dx and not dy:
        return tuple(commands)
    shift = (dx, dy)
    return rounded([(letter, tuple(n + shift[i % 2] for i, n in enumerate(numbers))) for letter, numbers in commands])


def disc(x: float, y: float, across: float, down: float | None = None) -> Commands:
    """A circle of the radius `across`, or an ellipse, about a point."""
    return rounded(ellipse(x, y, across, across if down is None else down))


def quarter(x: float, y: float, size: float, corner: int) -> Commands:
    """A quarter of a circle that fills a square: its centre stands in a corner (0 top left, then clockwise)."""
    centre, begin, curve, _ = _quarter(x, y, size, corner)
    return rounded((("M", centre), ("L", begin), ("C", curve), ("Z", ())))


def spandrel(x: float, y: float, size: float, corner: int) -> Commands:
    """What such a quarter leaves of its square."""
    _, begin, curve, opposite = _quarter(x, y, size, corner)
    return rounded((("M", opposite), ("L", begin), ("C", curve), ("Z", ())))


def _quarter(x: float, y: float, size: float, corner: int) -> tuple[Point, Point, tuple[float, ...], Point]:
    """The centre of a quarter, where its curve begins, the curve, and the corner over against the centre."""
    corners = [(x, y), (x + size, y), (x + size, y + size), (x, y + size)]
    centre, (ax, ay), (ox, oy), (bx, by) = corners[corner:] + corners[:corner]
    one = (ax + (ox - ax) * ROUND, ay + (oy - ay) * ROUND)
    two = (bx + (ox - bx) * ROUND, by + (oy - by) * ROUND)
    return centre, (ax, ay), (*one, *two, bx, by), (ox, oy)


def half(x: float, y: float, size: float, side: int) -> Commands:
    """Half of a circle `size` points wide with its box's corner at (x, y): its round side up (0) or down (2)."""
    r, up = size / 2, side == 0
    flat, tip = (y + r, y) if up else (y, y + r)
    bend = flat + (tip - flat) * ROUND
    return rounded((
        ("M", (x, flat)), ("C", (x, bend, x + r - r * ROUND, tip, x + r, tip)),
        ("C", (x + r + r * ROUND, tip, x + size, bend, x + size, flat)), ("Z", ()),
    ))  # fmt: skip


def smooth(points: Sequence[Point], *, closed: bool = False) -> list[Command]:
    """A curve through points without a corner (Catmull and Rom's spline as cubic curves)."""
    count = len(points)
    order = [k % count if closed else min(max(k, 0), count - 1) for k in range(-1, count + 2)]
    along = [points[k] for k in order]
    commands: list[Command] = [("M", points[0])]
    for i in range(count if closed else count - 1):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = along[i : i + 4]
        handles = (x1 + (x2 - x0) / 6, y1 + (y2 - y0) / 6, x2 - (x3 - x1) / 6, y2 - (y3 - y1) / 6)
        commands.append(("C", (*handles, x2, y2)))
    return [*commands, ("Z", ())] if closed else commands


def land(points: Sequence[Point], bottom: float) -> Commands:
    """What lies under a skyline, down to `bottom`."""
    right, left = points[-1][0], points[0][0]
    return rounded([*smooth(points), ("L", (right, bottom)), ("L", (left, bottom)), ("Z", ())])


def _along(x: float, y: float, length: float, angle: float) -> Callable[[float, float], Point]:
    """Points beside a line from (x, y): how far along it in parts of its length, how far to its left in points."""
    right, up = cos(radians(angle)), sin(radians(angle))
    return lambda along, across: (
        x + along * length * right - across * up,
        y - along * length * up - across * right,
    )


def leaf(x: float, y: float, length: float, width: float, angle: float, bend: float = 0.0) -> Commands:
    """A pointed leaf on its stalk at (x, y). `angle` is in degrees, 0 to the right and 90 upwards; `bend` shifts its
    belly sideways, in parts of its length."""
    at = _along(x, y, length, angle)
    belly, lean = width * 0.66, bend * length
    tip = at(1.0, lean)
    return rounded((
        ("M", at(0.0, 0.0)),
        ("C", (*at(0.22, belly + lean * 0.4), *at(0.72, belly + lean), *tip)),
        ("C", (*at(0.78, -belly + lean), *at(0.22, -belly + lean * 0.4), *at(0.0, 0.0))),
        ("Z", ()),
    ))  # fmt: skip


def rib(x: float, y: float, length: float, angle: float, bend: float = 0.0) -> Commands:
    """The midrib of such a leaf, from near its stalk to near its tip."""
    at, lean = _along(x, y, length, angle), bend * length
    return rounded((("M", at(0.0, 0.0)), ("C", (*at(0.3, lean * 0.2), *at(0.6, lean * 0.6), *at(0.86, lean * 0.9)))))


def pebble(chance: Chance, x: float, y: float, across: float, down: float, tilt: float = 0.0) -> Commands:
    """A stone worn round about (x, y): an ellipse that is not quite one, turned by `tilt` degrees."""
    corners, turn = 11, radians(tilt)
    points = []
    for k in range(corners):
        swell, angle = chance.between(0.97, 1.03), 2 * pi * k / corners
        a, b = across * swell * cos(angle), down * swell * sin(angle)
        points.append((x + a * cos(turn) - b * sin(turn), y + a * sin(turn) + b * cos(turn)))
    return rounded(smooth(points, closed=True))


def window(shape: str, width: float, height: float, radius: float) -> Commands:
    """The outline that pictures are cut to: `arch`, `circle`, `round` (corners of `radius` points) or `plain`."""
    middle = width / 2
    if shape == "arch" and height > middle:
        k = middle * (1 - ROUND)
        return rounded((
            ("M", (0.0, height)), ("L", (0.0, middle)), ("C", (0.0, k, k, 0.0, middle, 0.0)),
            ("C", (width - k, 0.0, width, k, width, middle)), ("L", (width, height)), ("Z", ()),
        ))  # fmt: skip
    if shape == "circle":
        return disc(middle, height / 2, min(width, height) / 2)
    return rounded(rectangle(0.0, 0.0, width, height, 0.0 if shape == "plain" else radius))
