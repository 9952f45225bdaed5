"""Generated cover art: a kind of art, a seed and the room for it come in; shapes in the clinic's colours go out.

The same seed gives the same picture for ever; other seeds give others of the same family. Shapes may reach over the
edges of their room: whoever places them cuts them to a window.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from msgspec.structs import replace

from foldwell.layout.covers.forms import Chance, moved
from foldwell.layout.covers.garden import garden
from foldwell.layout.covers.grid import grid, grid_height
from foldwell.layout.covers.landscape import landscape
from foldwell.layout.document import Rect, Shape

SERIES = 1935  # one of many series of pictures, in which the first brochures look least alike; never to be changed

_KINDS: dict[str, Callable[[Chance, float, float], tuple[Shape, ...]]] = {
    "landscape": landscape,
    "grid": grid,
    "garden": garden,
}


@lru_cache(maxsize=64)  # of some 50 kB: a form has the same art for every clinic
def cover_art(kind: str, seed: str, room: Rect, accent: float = 1.0) -> tuple[tuple[Shape, ...], float]:
    """The shapes of a picture of a kind (landscape, grid, garden) in a room, back to front, in the room's own axes of
    points; and the height that the picture takes, which a grid makes of whole squares. What is in the accent has that
    part of its strength."""
    height = grid_height(room.width, room.height) if kind == "grid" else room.height
    shapes = _KINDS[kind](Chance(f"{kind} {SERIES} {seed}"), room.width, height)
    return tuple(_placed(shape, room, accent) for shape in shapes), height


def _placed(shape: Shape, room: Rect, accent: float) -> Shape:
    fill = shape.fill
    if fill is not None and fill.role == "accent":
        fill = replace(fill, strength=round(fill.strength * accent, 3))
    return replace(shape, commands=moved(shape.commands, room.x, room.y), fill=fill)
