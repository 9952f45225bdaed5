"""Drawn characters: a sign such as ☐ or ✓ comes in, its advance and its paths go out.

The text faces have none of these signs, so they are drawn, all with one stroke. Lengths are in em, y counts upwards
from the baseline. The signs stand a little taller than capitals (0.67 em in Atkinson Hyperlegible) and hang below the
baseline by as much.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, pi, sin
from types import MappingProxyType

from msgspec import Struct

# One step of a path, here and in what is laid out, where y counts down.
Command = tuple[str, tuple[float, ...]]  # ("M", (x, y)), ("L", …), ("C", (x1, y1, x2, y2, x, y)), ("Z", ())
Path = tuple[Command, ...]

STROKE = 0.07  # the stem of Atkinson Hyperlegible Regular is 0.08 em; signs look a little heavier than letters
MIDDLE = 0.335  # half the height of capitals: every sign is centred on it
ROUND = 0.5522847498  # control points of a quarter circle as a cubic curve


class SymbolPart(Struct, frozen=True):
    """One path: filled by the even-odd rule, or stroked `stroke` em wide with round caps and joins."""

    commands: Path
    filled: bool = False
    stroke: float = STROKE


class SymbolShape(Struct, frozen=True):
    """A sign: how wide it is with the space at its sides, and its paths."""

    advance: float
    parts: tuple[SymbolPart, ...]


def is_symbol(char: str) -> bool:
    """Whether the character can be drawn."""
    return char in SYMBOLS


def symbol(char: str) -> SymbolShape:
    """The sign's shape. Raises KeyError for a character that is not in `SYMBOLS`."""
    return SYMBOLS[char]


def _line(*numbers: float, close: bool = False) -> Path:
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    ends: Path = (("Z", ()),) if close else ()
    return (("M", points[0]), *(("L", point) for point in points[1:]), *ends)


def _curve(x: float, y: float, *bends: tuple[float, float, float, float, float, float]) -> Path:
    return (("M", (x, y)), *(("C", bend) for bend in bends))


def ellipse(cx: float, cy: float, rx: float, ry: float) -> Path:
    """An ellipse as four cubic curves."""
    kx, ky = rx * ROUND, ry * ROUND
    return (
        ("M", (cx + rx, cy)),
        ("C", (cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry)),
        ("C", (cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy)),
        ("C", (cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry)),
        ("C", (cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy)),
        ("Z", ()),
    )


def circle(cx: float, cy: float, radius: float) -> Path:
    """The same with one radius."""
    return ellipse(cx, cy, radius, radius)


def _placed(path: Path, scale: float, dx: float, dy: float) -> Path:
    return tuple(
        (name, tuple(n * scale + (dy if index % 2 else dx) for index, n in enumerate(numbers)))
        for name, numbers in path
    )


def _turned(path: Path, degrees: float, cx: float, cy: float) -> Path:
    """The path turned counter-clockwise about a point."""
    c, s = cos(degrees * pi / 180), sin(degrees * pi / 180)

    def turn(x: float, y: float) -> tuple[float, float]:
        return cx + (x - cx) * c - (y - cy) * s, cy + (x - cx) * s + (y - cy) * c

    return tuple(
        (name, tuple(n for x, y in zip(numbers[::2], numbers[1::2], strict=True) for n in turn(x, y)))
        for name, numbers in path
    )


def _signs(advance: float, *paths: Path, filled: bool = False) -> SymbolShape:
    return SymbolShape(advance, tuple(SymbolPart(path, filled) for path in paths))


_BOX = _line(0.09, -0.015, 0.79, -0.015, 0.79, 0.685, 0.09, 0.685, close=True)
_TICK = _line(0.08, 0.31, 0.3, 0.08, 0.74, 0.62)
_TICK_IN_BOX = _line(0.25, 0.33, 0.39, 0.18, 0.64, 0.5)
_CROSS = (_line(0.1, 0.06, 0.64, 0.61), _line(0.1, 0.61, 0.64, 0.06))
_CROSS_IN_BOX = (_line(0.27, 0.165, 0.61, 0.505), _line(0.27, 0.505, 0.61, 0.165))
_ARROW = (_line(0.09, MIDDLE, 0.86, MIDDLE), _line(0.6, MIDDLE + 0.25, 0.86, MIDDLE, 0.6, MIDDLE - 0.25))
_SIX = _curve(
    0.5, 0.98, (0.25, 0.88, 0.02, 0.6, 0.02, 0.32), (0.02, 0.12, 0.15, 0, 0.33, 0), (0.51, 0, 0.64, 0.13, 0.64, 0.31),
    (0.64, 0.49, 0.51, 0.62, 0.33, 0.62), (0.17, 0.62, 0.05, 0.52, 0.02, 0.36),
)  # fmt: skip

_TWO = _curve(
    0.03, 0.74, (0.04, 0.9, 0.16, 1, 0.32, 1), (0.5, 1, 0.62, 0.89, 0.62, 0.73), (0.62, 0.5, 0.3, 0.3, 0.02, 0)
)
_THREE = _curve(
    0.04, 0.86, (0.11, 0.95, 0.2, 1, 0.32, 1), (0.48, 1, 0.6, 0.91, 0.6, 0.77), (0.6, 0.62, 0.48, 0.54, 0.28, 0.54),
    (0.5, 0.54, 0.64, 0.43, 0.64, 0.27), (0.64, 0.1, 0.5, 0, 0.31, 0), (0.17, 0, 0.07, 0.05, 0, 0.15),
)  # fmt: skip
_FIVE_BOWL = _curve(
    0.07, 0.55, (0.14, 0.61, 0.22, 0.63, 0.31, 0.63), (0.52, 0.63, 0.64, 0.5, 0.64, 0.32), (0.64, 0.13, 0.5, 0, 0.3, 0),
    (0.17, 0, 0.07, 0.05, 0, 0.14),
)  # fmt: skip
_DIGITS: tuple[tuple[Path, ...], ...] = (  # 1 to 9, 1 high and about 0.66 wide
    (_line(0.12, 0.8, 0.42, 1, 0.42, 0),),
    (_TWO, _line(0.02, 0, 0.65, 0)),
    (_THREE,),
    (_line(0.5, 0, 0.5, 1, 0, 0.28, 0.68, 0.28),),
    (_line(0.58, 1, 0.11, 1, 0.07, 0.55), _FIVE_BOWL),
    (_SIX,),
    (_line(0.01, 1, 0.64, 1, 0.24, 0),),
    (ellipse(0.33, 0.77, 0.25, 0.23), ellipse(0.33, 0.27, 0.31, 0.27)),
    (_turned(_SIX, 180, 0.33, 0.5),),
)


def _arrow(degrees: float) -> SymbolShape:
    return _signs(0.95, *(_turned(path, degrees, 0.475, MIDDLE) for path in _ARROW))


def _circled(digit: int) -> SymbolShape:
    height = 0.4
    inner = (_placed(path, height, 0.45 - 0.33 * height, MIDDLE - height / 2) for path in _DIGITS[digit - 1])
    ring = SymbolPart(circle(0.45, MIDDLE, 0.385), stroke=0.055)
    return SymbolShape(0.9, (ring, *(SymbolPart(path, stroke=0.06) for path in inner)))


def _star() -> Path:
    points = []
    for corner in range(10):
        radius = 0.42 if corner % 2 == 0 else 0.17
        angle = pi / 2 + corner * pi / 5
        points += [0.44 + radius * cos(angle), MIDDLE - 0.02 + radius * sin(angle)]
    return _line(*points, close=True)


def _telephone() -> SymbolShape:
    handset: Path = (
        ("M", (0.06, 0.46)), ("C", (0.06, 0.62, 0.24, 0.7, 0.5, 0.7)), ("C", (0.76, 0.7, 0.94, 0.62, 0.94, 0.46)),
        ("L", (0.94, 0.4)), ("L", (0.73, 0.4)), ("L", (0.73, 0.5)), ("C", (0.58, 0.55, 0.42, 0.55, 0.27, 0.5)),
        ("L", (0.27, 0.4)), ("L", (0.06, 0.4)), ("Z", ()),
    )  # fmt: skip
    body: Path = (
        ("M", (0.36, 0.46)), ("L", (0.64, 0.46)), ("L", (0.66, 0.38)), ("C", (0.8, 0.3, 0.86, 0.2, 0.86, 0.0)),
        ("L", (0.14, 0.0)), ("C", (0.14, 0.2, 0.2, 0.3, 0.34, 0.38)), ("Z", ()),
    )  # fmt: skip
    return SymbolShape(1.0, (SymbolPart(handset, filled=True), SymbolPart(body + circle(0.5, 0.2, 0.1), filled=True)))


def _envelope() -> SymbolShape:
    outline = _line(0.07, 0.04, 0.93, 0.04, 0.93, 0.63, 0.07, 0.63, close=True)
    return _signs(1.0, outline, _line(0.1, 0.58, 0.5, 0.28, 0.9, 0.58))


def _all() -> dict[str, SymbolShape]:
    tick, cross = _signs(0.82, _TICK), _signs(0.74, *_CROSS)
    signs = {
        "☐": _signs(0.88, _BOX),
        "☑": _signs(0.88, _BOX, _TICK_IN_BOX),
        "☒": _signs(0.88, _BOX, *_CROSS_IN_BOX),
        "✓": tick,
        "✔": tick,
        "✗": cross,
        "✘": cross,
        "→": _arrow(0),
        "↑": _arrow(90),
        "←": _arrow(180),
        "↓": _arrow(270),
        "•": _signs(0.42, circle(0.21, MIDDLE, 0.11), filled=True),
        "★": _signs(0.88, _star(), filled=True),
        "☆": _signs(0.88, _star()),
        "☎": _telephone(),
        "✉": _envelope(),
    }
    return signs | {chr(0x2460 + digit - 1): _circled(digit) for digit in range(1, 10)}  # ① to ⑨


SYMBOLS: Mapping[str, SymbolShape] = MappingProxyType(_all())
