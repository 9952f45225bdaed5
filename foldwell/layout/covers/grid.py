"""The art of clear covers: a seed and a room come in; a strict grid of circles, quarters and squares goes out."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from foldwell.layout.covers.forms import Chance, Commands, disc, half, quarter, rounded, spandrel
from foldwell.layout.document import Colour, Shape
from foldwell.layout.pictures.symbols import rectangle

MODULE = 74.0  # points: about how large the squares are
FEWEST, MOST = 3, 6  # columns
FULL, ACCENT, DEEP, MIDDLE, PALE = (
    Colour("primary"), Colour("accent"), Colour("primary", 0.72), Colour("primary", 0.42), Colour("primary", 0.15),
)  # fmt: skip


class _Tile(Struct, frozen=True):
    """A square of the grid: its ground, and a form on it."""

    ground: Colour | None
    form: str = ""
    colour: Colour | None = None


QUIET = (
    _Tile(PALE, "quarter", MIDDLE), _Tile(None), _Tile(None, "quarter", MIDDLE), _Tile(PALE, "circle", MIDDLE),
    _Tile(PALE, "corner", MIDDLE), _Tile(None), _Tile(PALE, "half", DEEP),
)  # fmt: skip
LOUD = (
    _Tile(PALE, "quarter", FULL), _Tile(PALE, "corner", DEEP), _Tile(None, "half", FULL), _Tile(FULL, "circle", PALE),
)  # fmt: skip
BRIGHT = (_Tile(PALE, "quarter", ACCENT), _Tile(None, "circle", ACCENT), _Tile(MIDDLE, "half", ACCENT))


def _columns(width: float) -> int:
    return min(max(round(width / MODULE), FEWEST), MOST)


def grid_height(width: float, most: float) -> float:
    """How tall a grid of whole squares is that fits into `most` points."""
    module = width / _columns(width)
    return module * max(int(most / module + 0.01), 1)


def grid(chance: Chance, width: float, height: float) -> tuple[Shape, ...]:
    """Rows of square modules: one large form on a solid field, a few small ones around it, and room left white."""
    columns = _columns(width)
    module = width / columns
    rows = max(round(height / module), 1)
    large = min(columns - 1, rows, 2 if columns < 5 else 3)
    column = chance.one_of((0, columns - large))
    row = chance.one_of((0, rows - large, (rows - large) // 2))
    shapes = _large(chance, column * module, row * module, large * module)
    taken = {(column + i, row + j) for i in range(large) for j in range(large)}
    free = [(i, j) for j in range(rows) for i in range(columns) if (i, j) not in taken]
    for (i, j), tile in zip(free, _tiles(chance, len(free)), strict=True):
        shapes += _drawn(chance, tile, i * module, j * module, module)
    return tuple(shapes)


def _tiles(chance: Chance, count: int) -> list[_Tile]:
    """What stands on the small squares: one in eight is bright, a quarter loud, the rest quiet, in the seed's order."""
    bright, loud = max(count // 8, 1), count // 4
    quiet = chance.shuffled(QUIET)
    found = [BRIGHT[(chance.below(3) + n) % 3] for n in range(bright)]
    found += [LOUD[n % 4] for n in map(int, chance.shuffled(range(loud)))]
    found += [quiet[n % len(quiet)] for n in range(count - len(found))]
    return chance.shuffled(found[:count])


def _large(chance: Chance, x: float, y: float, size: float) -> list[Shape]:
    """The one loud thing: a great circle, quarter, ring or pair of halves on a solid field."""
    field = Shape(rounded(rectangle(x, y, size, size)), fill=FULL)
    middle_x, middle_y, radius = x + size / 2, y + size / 2, size / 2
    make: Callable[[], list[Shape]] = chance.one_of((
        lambda: [Shape(disc(middle_x, middle_y, radius), fill=ACCENT)],
        lambda: _arcs(chance.below(4), x, y, size),
        lambda: _halves(chance.below(2), x, y, size),
        lambda: [Shape(disc(middle_x, middle_y, radius * part), fill=colour) for part, colour in RINGS],
    ))  # fmt: skip
    return [field, *make()]


RINGS = ((1.0, ACCENT), (0.68, FULL), (0.36, MIDDLE))
ARCS = ((1.0, ACCENT), (0.7, FULL), (0.4, MIDDLE))


def _arcs(corner: int, x: float, y: float, size: float) -> list[Shape]:
    """Quarters of circles about one corner, each on the larger one."""
    shapes = []
    for part, colour in ARCS:
        inner = size * part
        at_x = x + (size - inner if corner in (1, 2) else 0.0)
        at_y = y + (size - inner if corner in (2, 3) else 0.0)
        shapes.append(Shape(quarter(at_x, at_y, inner, corner), fill=colour))
    return shapes


def _halves(turn: int, x: float, y: float, size: float) -> list[Shape]:
    """Two half circles, back to back or one above the other facing the same way."""
    if turn:
        return [
            Shape(half(x, y, size, 0), fill=ACCENT), Shape(half(x, y + size / 2, size, 0), fill=MIDDLE),
        ]  # fmt: skip
    return [Shape(half(x, y, size, 0), fill=MIDDLE), Shape(half(x, y + size / 2, size, 2), fill=ACCENT)]


def _drawn(chance: Chance, tile: _Tile, x: float, y: float, size: float) -> list[Shape]:
    shapes = [Shape(rounded(rectangle(x, y, size, size)), fill=tile.ground)] if tile.ground else []
    if tile.colour:
        shapes.append(Shape(_form(tile.form, chance.below(4), x, y, size), fill=tile.colour))
    return shapes


def _form(form: str, turn: int, x: float, y: float, size: float) -> Commands:
    if form == "quarter":
        return quarter(x, y, size, turn)
    if form == "corner":
        return spandrel(x, y, size, turn)
    if form == "half":
        return half(x, y + (size / 2 if turn in (0, 1) else 0.0), size, 0 if turn in (0, 1) else 2)
    return disc(x + size / 2, y + size / 2, size * (0.5 if turn % 2 else 0.34))
