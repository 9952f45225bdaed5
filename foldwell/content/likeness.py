"""Layouts that are like others: a brochure and the layouts come in; which it has, and what stands where, go out.

A layout that says `like: handout` needs no placement of its own: what a brochure places for the handout stands there.
"""

from __future__ import annotations

from collections.abc import Mapping

from foldwell.content.models.blocks import Block
from foldwell.content.models.brochure import Brochure, Placement
from foldwell.content.models.layout_spec import LayoutSpec


def layouts_of(brochure: Brochure, layouts: Mapping[str, LayoutSpec]) -> list[str]:
    """The names of the layouts that a brochure has: those that it places its sections in, then those that are like one
    of these."""
    own = [name for name in brochure.layouts if name in layouts]
    return own + [name for name, layout in layouts.items() if name not in brochure.layouts and layout.like in own]


def placement_for(brochure: Brochure, name: str, layout: LayoutSpec) -> Placement | None:
    """What a brochure places where in a layout; None where it does not say so for it, nor for the one it is like."""
    return brochure.layouts.get(name) or brochure.layouts.get(layout.like or "")


def is_shown(block: Block, name: str, layout: LayoutSpec | None) -> bool:
    """Whether a layout shows a block: one that is `only` for some stands in those that are like them, too."""
    return block.only is None or name in block.only or (layout is not None and layout.like in block.only)
