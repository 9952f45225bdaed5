"""The art of calm covers: a seed and a room come in; a still landscape in layers under a sun goes out."""

from __future__ import annotations

from foldwell.layout.covers.forms import Chance, Point, disc, land, leaf, rib, rounded, smooth
from foldwell.layout.document import Colour, Shape
from foldwell.layout.pictures.symbols import rectangle

SKY = Colour("tint")
SUN = Colour("accent")
HALOS = (0.16, 0.28, 0.46)  # of the accent, from the outermost ring to the innermost
FAR, NEAR = 0.2, 0.7  # of the primary: the hills in the haze and those before them


# Of each dome: its middle beside the picture's, its half width, how far down it stands; all in parts.
DOMES = ((0.34, 0.62, 0.0), (-0.36, 0.58, 0.3), (0.1, 0.66, 0.62), (-0.42, 0.5, 0.86))


def landscape(chance: Chance, width: float, height: float) -> tuple[Shape, ...]:
    """Sky, sun, a range of far forms, and one of four foregrounds: rings or light on water, a meadow, leaves."""
    foreground = chance.one_of((_rings, _light, _meadow, _meadow, _leaves, _leaves))
    far = chance.one_of((_swinging, _domes, _slopes))
    sun_x = width * chance.one_of((0.33, 0.5, 0.5, 0.66))
    skyline = height * chance.between(0.43, 0.5)
    radius = width * chance.between(0.12, 0.19)
    sun_y = skyline - radius * chance.between(0.45, 1.3)
    shore = height * chance.between(0.65, 0.72)
    rings = chance.one_of((HALOS, HALOS[:2], HALOS[1:]))
    ring = width * chance.between(0.055, 0.095)
    shapes = [Shape(rounded(rectangle(0, 0, width, height)), fill=SKY)]
    shapes += [
        Shape(disc(sun_x, sun_y, radius + ring * (len(rings) - n)), fill=Colour("accent", strength))
        for n, strength in enumerate(rings)
    ]
    shapes.append(Shape(disc(sun_x, sun_y, radius), fill=SUN))
    shapes += far(chance, width, skyline, shore, height)
    return (*shapes, *foreground(chance, width, shore, height, sun_x))


def _haze(part: float) -> Colour:
    """The colour of what lies at a part of the way from the farthest to the nearest."""
    return Colour("primary", round(FAR + (NEAR - FAR) * part, 2))


def _swinging(chance: Chance, width: float, top: float, shore: float, bottom: float) -> list[Shape]:
    """Three or four ranges of hills, each lower and darker than the one behind it, swinging against each other."""
    count, side = chance.one_of((3, 4)), chance.one_of((-1, 1))
    swing = width * chance.between(0.05, 0.09)
    shapes = []
    for n in range(count):
        part = n / (count - 1)
        base = top + (shore - top) * part * 0.82
        skyline = _skyline(chance, width, base, swing * (1 - 0.5 * part), side if n % 2 else -side)
        shapes.append(Shape(land(skyline, bottom), fill=_haze(part)))
    return shapes


def _skyline(chance: Chance, width: float, base: float, swing: float, side: int) -> list[Point]:
    """Points of a range of hills: up and down in turn, never quite alike."""
    count = chance.one_of((3, 4, 5))
    points = []
    for k in range(count + 1):
        up = 1 if (k % 2 == 0) == (side > 0) else -1
        x = width * (k / count) + (0.0 if k in (0, count) else width * chance.between(-0.04, 0.04))
        points.append((x, base + up * swing * chance.between(0.55, 1.0)))
    return points


def _domes(chance: Chance, width: float, top: float, shore: float, bottom: float) -> list[Shape]:
    """Round hills, one before the other, from the sides towards the middle."""
    side = chance.one_of((-1, 1))
    shapes = []
    for n, (place, wide, lift) in enumerate(DOMES):
        x = width * (0.5 + side * place * chance.between(0.85, 1.1))
        y = top + (shore - top) * lift * 0.95
        across = width * wide
        shapes.append(Shape(disc(x, y + across * 0.62, across, across * 0.66), fill=_haze(n / 3)))
    del bottom
    return shapes


def _slopes(chance: Chance, width: float, top: float, shore: float, bottom: float) -> list[Shape]:
    """Long slopes that fall from one side and the other in turn, as a valley is seen from its end."""
    side = chance.one_of((0, 1))
    shapes = []
    for n in range(4):
        part = n / 3
        high = top - width * 0.1 + (shore - top) * part * 0.86
        fall = width * chance.between(0.2, 0.28)
        line = [(0.0, high), (width * 0.3, high + fall * 0.3), (width * 0.68, high + fall * 0.82), (width, high + fall)]
        if (n + side) % 2:
            line = [(width - x, y) for x, y in reversed(line)]
        shapes.append(Shape(land(line, bottom), fill=_haze(part)))
    return shapes


def _water(width: float, shore: float, bottom: float) -> Shape:
    return Shape(rounded(rectangle(0, shore, width, bottom - shore)), fill=Colour("primary"))


def _rings(chance: Chance, width: float, shore: float, bottom: float, sun_x: float) -> list[Shape]:
    """Still water, with rings that widen from where a drop falls."""
    shapes, depth = [_water(width, shore, bottom)], bottom - shore
    x, y = width * chance.one_of((0.4, 0.5, 0.6)), shore + depth * 0.56
    for across, strength in ((0.62, 0.9), (0.47, 0.8), (0.34, 0.68), (0.22, 0.54), (0.12, 0.34)):
        shapes.append(Shape(disc(x, y, across * width, across * width * 0.3), fill=Colour("primary", strength)))
    shapes.append(Shape(disc(x, y, width * 0.05, width * 0.016), fill=SKY))
    shapes.append(Shape(disc(x, shore + depth * 0.17, width * 0.032), fill=SUN))
    del sun_x
    return shapes


def _light(chance: Chance, width: float, shore: float, bottom: float, sun_x: float) -> list[Shape]:
    """Still water, and the light of the sun lying on it in strokes."""
    shapes, depth = [_water(width, shore, bottom)], bottom - shore
    thick = width * 0.021
    for n in range(7):
        long = width * chance.between(0.9, 1.1) * (0.3 - 0.028 * n)
        x, y = sun_x + width * 0.035 * (-1, 1)[n % 2] * chance.between(0.3, 1.0), shore + depth * (0.12 + n * 0.115)
        colour = Colour("accent", round(1.0 - 0.09 * n, 2))
        shapes.append(Shape(rounded(rectangle(x - long / 2, y, long, thick, thick / 2)), fill=colour))
    return shapes


def _meadow(chance: Chance, width: float, shore: float, bottom: float, sun_x: float) -> list[Shape]:
    """Two near slopes that cross, the front one with furrows that run along it."""
    depth, flip = bottom - shore, sun_x > width / 2 or (sun_x == width / 2 and bool(chance.below(2)))
    lift = depth * chance.between(-0.06, 0.06)
    back = [(0.0, shore + depth * 0.42), (width * 0.4, shore + depth * 0.22), (width, shore - depth * 0.04 + lift)]
    front = [
        (0.0, shore + depth * 0.16 + lift), (width * 0.34, shore + depth * 0.2),
        (width * 0.72, shore + depth * 0.52), (width, shore + depth * 0.62),
    ]  # fmt: skip
    shapes = [(back, bottom, 0.84), (front, bottom, 1.0)]
    made = [Shape(land(_turned(line, width, flip), low), fill=Colour("primary", tone)) for line, low, tone in shapes]
    for n, tone in enumerate((0.8, 0.64, 0.48)):
        line = [(x, y + depth * (0.17 + 0.2 * n) * (1 + 0.25 * x / width)) for x, y in front]
        path = rounded(smooth(_turned(line, width, flip)))
        made.append(Shape(path, stroke=Colour("primary", tone), width=depth * 0.035, cap=1))
    return made


def _turned(line: list[Point], width: float, flip: bool) -> list[Point]:
    """A line, or its mirror image, from left to right."""
    return [(width - x, y) for x, y in reversed(line)] if flip else line


def _leaves(chance: Chance, width: float, shore: float, bottom: float, sun_x: float) -> list[Shape]:
    """Near ground, and a tuft of long leaves that rises before the hills, over against the sun."""
    depth = bottom - shore
    ground = _skyline(chance, width, shore + depth * 0.18, depth * 0.08, 1)
    shapes = [Shape(land(ground, bottom), fill=Colour("primary"))]
    away = 1 if sun_x < width / 2 or (sun_x == width / 2 and chance.below(2)) else -1
    x = width * (0.5 + away * chance.between(0.16, 0.24))
    tones = chance.shuffled((Colour("primary", 0.34), Colour("primary", 0.5), Colour("primary", 0.22), SKY, SUN))
    for n, turn in enumerate((-56, 54, -34, 35, -14, 16)):
        long = depth * (1.0 + 0.34 * (1 - abs(turn) / 56)) * chance.between(0.94, 1.05)
        angle = 90 + turn + chance.between(-4, 4)
        colour = tones[n % len(tones)]
        shapes.append(Shape(leaf(x, bottom + depth * 0.04, long, long * 0.24, angle), fill=colour))
        shapes.append(Shape(rib(x, bottom + depth * 0.04, long, angle), stroke=Colour("primary"), width=0.9, cap=1))
    return shapes
