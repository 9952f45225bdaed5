"""Columns of a row beside each other come in as slots. Where one stands on a ground, its first line comes to stand
level with that of the column on white paper, and its ground begins as far above it as there is room.
"""

from __future__ import annotations

from collections.abc import Mapping

from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.layout.document import Text
from foldwell.layout.geometry import Slot
from foldwell.layout.grid import Grid
from foldwell.layout.slabs import Galley, Slab
from foldwell.layout.stacking import stack

KEPT = 4.0  # points of white that a ground leaves below the row above it, at least


def level_columns(
    layout: LayoutSpec, slots: list[Slot], galleys: Mapping[str, Galley], grid: Grid, above: float
) -> None:
    """Level the slots of one row that takes what is left of a panel; `above` is the white above the row (points)."""
    plain = [slot for slot in slots if not layout.regions[slot.name].ground]
    wanted = _baseline(plain[0], galleys[plain[0].name].slabs, grid) if plain else None
    if wanted is None:
        return
    for slot in slots:
        spec = layout.regions[slot.name]
        first = next(iter(galleys[slot.name].slabs), None)
        below = _text_below(first) if first is not None and spec.ground else None
        if below is None or first is None:
            continue
        text = wanted - below - (first.box.padding if first.box else 0.0)
        top = min(max(text - spec.padding, slot.y - max(above - KEPT, 0.0)), slot.y)
        slot.y, slot.height, slot.head = top, slot.height + slot.y - top, text - top


def _baseline(slot: Slot, slabs: tuple[Slab, ...], grid: Grid) -> float | None:
    """Where the first baseline of a column on white paper is, or None where it begins with a picture."""
    below = _text_below(slabs[0]) if slabs else None
    places = stack(slabs[:1], 0, slot.rect, grid)
    return places[0].top + below if places and below is not None else None


def _text_below(slab: Slab) -> float | None:
    """How far below a slab's top its text stands; small figures are raised, and do not count."""
    return max((item.baseline for item in slab.items if isinstance(item, Text)), default=None)
