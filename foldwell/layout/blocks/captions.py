"""Captions: what stands above a table, chart, calendar or pictogram comes in; its lines, alike for all, go out."""

from __future__ import annotations

from msgspec.structs import replace

from foldwell.content.text.runs import Inline
from foldwell.layout.column import Column
from foldwell.layout.document import INK
from foldwell.layout.setting import Setter
from foldwell.layout.slabs import FREE, NEVER, Slab


def caption_above(setter: Setter, caption: Inline, column: Column, element: int | None = None) -> list[Slab]:
    """The lines of a caption, never parted: put into `element`, or into a paragraph of their own."""
    owner, role = (column.element, "P") if element is None else (element, None)
    slabs = setter.paragraph(caption, "label", owner, column.measure, x=column.x, role=role, colour=INK)
    return [replace(slab, break_cost=NEVER if number else FREE) for number, slab in enumerate(slabs)]
