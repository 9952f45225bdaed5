"""Stacking: slabs and a rectangle come in; their places under each other go out, text on the sheet's baseline grid."""

from __future__ import annotations

from msgspec import Struct

from foldwell.layout.document import Rect
from foldwell.layout.grid import SLACK, Grid
from foldwell.layout.slabs import Box, Slab

SQUEEZE = 0.6  # a space may shrink to this part of itself to meet the grid
TOLERANCE = 0.15  # of a line: how much nearer it may come to the one above, besides


class Place(Struct, frozen=True):
    """A slab's top on its panel, and where what stands in the frame down to it ends."""

    index: int
    top: float
    bottom: float


def stack(slabs: tuple[Slab, ...], start: int, frame: Rect, grid: Grid, limit: int | None = None) -> list[Place]:
    """Slabs from `start` on, put under each other until the frame is full (or slab `limit` is reached)."""
    places: list[Place] = []
    y = frame.y
    before: Slab | None = None
    for index in range(start, len(slabs) if limit is None else limit):
        slab = slabs[index]
        top, bottom = _put(slab, before, y, frame.y, grid)
        padding = slab.box.padding if slab.box else 0.0
        if bottom + padding > frame.bottom + SLACK:
            break
        places.append(Place(index, top, bottom + padding))
        y, before = bottom, slab
    return places


def _put(slab: Slab, before: Slab | None, y: float, frame_top: float, grid: Grid) -> tuple[float, float]:
    """Top and bottom of a slab under another; the first of a frame has no space above it."""
    gap = 0.0 if before is None else _gap(before, slab)
    same_box = before is not None and slab.box is not None and before.box is slab.box
    if not same_box:
        y += before.box.padding if before is not None and before.box else 0.0
        padding = slab.box.padding if slab.box else 0.0
    else:
        padding = 0.0
    if before is None and slab.what == "space":
        return frame_top, frame_top
    top = y + gap + padding
    if before is None:
        top = grid.hung(slab, top, frame_top)
    least = y + SQUEEZE * gap + padding - (TOLERANCE * slab.height if before is not None else 0.0)
    if before is not None and slab.clear:
        clear = y - before.foot + slab.clear - slab.ink
        top, least = max(top, clear), max(least, clear)
    if slab.grid != "none":
        top = grid.meet(top + slab.baseline, least + slab.baseline, slab.grid) - slab.baseline
    return top, top + slab.height


def _gap(before: Slab, slab: Slab) -> float:
    """The space between two slabs: the larger of what both want; below a heading what the heading wants down to the
    first ink, for it belongs to what follows."""
    if before.what == "heading":
        return before.after - slab.ink
    return max(before.after, slab.before)


def height_of(slabs: tuple[Slab, ...], rect: Rect, grid: Grid) -> float:
    """How tall the slabs are when set from the top of `rect`, however low it is (points)."""
    if not slabs:
        return 0.0
    places = stack(slabs, 0, Rect(rect.x, rect.y, rect.width, 1e6), grid)
    return places[-1].bottom - rect.y


def boxed(places: tuple[Place, ...], slabs: tuple[Slab, ...]) -> list[tuple[Box, list[Place]]]:
    """Boxes, each with the places in a row whose slabs stand in it; there is a slab for each place."""
    groups: list[tuple[Box, list[Place]]] = []
    open_box: Box | None = None
    for place, slab in zip(places, slabs, strict=True):
        box = slab.box
        if box is not None and box is open_box:
            groups[-1][1].append(place)
        elif box is not None:
            groups.append((box, [place]))
        open_box = box
    return groups
