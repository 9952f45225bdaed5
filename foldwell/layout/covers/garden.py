"""The art of warm covers: a seed and a room come in; leaves, petals or pebbles on the brand's own colour go out."""

from __future__ import annotations

from math import cos, pi, radians, sin

from foldwell.layout.covers.forms import Chance, disc, leaf, pebble, rib, rounded
from foldwell.layout.document import Colour, Shape

GROUND = Colour("primary-field")  # what the shapes stand on
ACCENT, APRICOT, CREAM = Colour("accent"), Colour("accent", 0.55), Colour("tint")
MIST, HAZE = Colour("primary", 0.3), Colour("primary", 0.62)


def garden(chance: Chance, width: float, height: float) -> tuple[Shape, ...]:
    """One of four growths: a fan of leaves, a twig, a flower that leaves the page, pebbles."""
    return tuple(chance.one_of((_fan, _twig, _flower, _pebbles))(chance, width, height))


def _fan(chance: Chance, width: float, height: float) -> list[Shape]:
    """Leaves that spread from one point at the foot, the long ones in the middle and behind."""
    count = chance.one_of((7, 9))
    x, y = width * chance.one_of((0.5, 0.5, 0.3, 0.7)), height * 0.94
    spread = chance.between(112, 132)
    colours = [MIST, ACCENT, HAZE, CREAM, APRICOT]
    start = chance.below(len(colours))
    shapes: list[Shape] = []
    order = sorted(range(count), key=lambda k: -abs(k - (count - 1) / 2))
    for n, k in enumerate(order):
        angle = 90 + (k - (count - 1) / 2) * (spread / (count - 1))
        long = height * (0.92 - 0.075 * abs(k - (count - 1) / 2)) * chance.between(0.94, 1.0)
        long = min(long, width * 0.62 / max(abs(cos(radians(angle))), 0.2))
        colour = colours[(start + n) % len(colours)]
        shapes += _leaf(x, y, long, long * 0.3, angle, colour, 0.0)
    return shapes


def _leaf(x: float, y: float, long: float, wide: float, angle: float, colour: Colour, bend: float) -> list[Shape]:
    """A leaf with its midrib in the colour of the ground."""
    return [
        Shape(leaf(x, y, long, wide, angle, bend), fill=colour),
        Shape(rib(x, y, long, angle, bend), stroke=GROUND, width=1.2, cap=1),
    ]


def _twig(chance: Chance, width: float, height: float) -> list[Shape]:
    """A twig that rises across the field, with leaves at both sides and a bud."""
    side = chance.one_of((-1, 1))
    x0, y0 = width * (0.5 - side * 0.2), height * 0.98
    x1, y1 = width * (0.5 + side * 0.16), height * 0.1
    bow = width * 0.22 * -side
    stem = rounded((("M", (x0, y0)), ("C", (x0 + bow * 0.4, y0 - height * 0.35, x1 + bow, y1 + height * 0.35, x1, y1))))
    shapes = [Shape(stem, stroke=MIST, width=2.0, cap=1)]
    colours = chance.shuffled((ACCENT, APRICOT, CREAM, HAZE, MIST))
    for n in range(5):
        t = 0.16 + n * 0.165
        x, y = _on(t, (x0, y0), (x0 + bow * 0.4, y0 - height * 0.35), (x1 + bow, y1 + height * 0.35), (x1, y1))
        long = height * (0.4 - 0.045 * n)
        for turn in (-1, 1):
            angle = 90 + turn * (52 - 5 * n) - side * 10
            shapes += _leaf(x, y, long, long * 0.4, angle, colours[(n * 2 + (turn > 0)) % 5], 0.06 * turn)
    shapes.append(Shape(disc(x1, y1, width * 0.045), fill=ACCENT))
    return shapes


def _on(t: float, *points: tuple[float, float]) -> tuple[float, float]:
    """The point of a cubic curve at `t`."""
    parts = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    return sum(p * x for p, (x, _) in zip(parts, points)), sum(p * y for p, (_, y) in zip(parts, points))  # noqa: B905  # as many of both


def _flower(chance: Chance, width: float, height: float) -> list[Shape]:
    """A great flower that leaves the page at a corner, and a small one below it."""
    side = chance.one_of((-1, 1))
    x, y = width * (0.5 + side * chance.between(0.14, 0.3)), height * chance.between(0.3, 0.42)
    shapes = _bloom(chance, x, y, height * 0.52, chance.one_of((9, 11)), (MIST, ACCENT, CREAM))
    small_x, small_y = width * (0.5 - side * 0.27), height * 0.8
    return shapes + _bloom(chance, small_x, small_y, height * 0.17, 8, (HAZE, APRICOT, ACCENT))


def _bloom(
    chance: Chance, x: float, y: float, radius: float, petals: int, colours: tuple[Colour, Colour, Colour]
) -> list[Shape]:
    outer, inner, heart = colours
    turn = chance.between(0, 360 / petals)
    shapes: list[Shape] = []
    for ring, (size, colour) in enumerate(((1.0, outer), (0.68, inner))):
        for k in range(petals):
            angle = turn + (k + ring * 0.5) * 360 / petals
            shapes += _leaf(x, y, radius * size, radius * size * 3.4 / petals, angle, colour, 0.0)
    shapes.append(Shape(disc(x, y, radius * 0.2), fill=heart))
    for k in range(petals):
        angle = 2 * pi * k / petals
        dot = disc(x + radius * 0.115 * cos(angle), y + radius * 0.115 * sin(angle), radius * 0.018)
        shapes.append(Shape(dot, fill=GROUND))
    return shapes


def _pebbles(chance: Chance, width: float, height: float) -> list[Shape]:
    """Stones laid on each other in balance, a sun behind them."""
    side = chance.one_of((-1, 1))
    sun = width * chance.between(0.2, 0.3)
    sun_x = width * (0.5 - side * chance.between(0.08, 0.2))
    shapes = [Shape(disc(sun_x, height * 0.32, sun), fill=HAZE)]
    colours = chance.shuffled((ACCENT, CREAM, MIST, APRICOT))
    count = chance.one_of((4, 5, 6))
    narrower = 0.86 - 0.02 * count
    tall = height * 0.8 * (1 - narrower) / (1 - narrower**count) / 2  # of the lowest: all stand on four fifths
    across = width * 0.39
    down = min(tall, across * 0.52)
    y = height * 0.97
    for n in range(count):
        y -= down
        shift = width * (0.5 + side * 0.05 + 0.035 * (1 if n % 2 else -1) * chance.between(0.4, 1.0))
        shapes.append(Shape(pebble(chance, shift, y, across, down, chance.between(-4, 4)), fill=colours[n % 4]))
        y -= down * 0.95
        across, down = across * narrower, down * narrower
    return shapes
