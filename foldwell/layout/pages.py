"""Pages that repeat: a layout with such a side and a number of pages come in, the layout for so many pages goes out."""

from __future__ import annotations

from itertools import chain

from msgspec.structs import replace

from foldwell.content.identity import by_identity
from foldwell.content.models.layout_spec import LayoutSpec


def page_counts(layout: LayoutSpec) -> range:
    """How many sides the layout may come to, the fewest first; a layout without a side that repeats has one number."""
    fixed = sum(not side.repeats for side in layout.sides)
    return range(fixed, layout.most_pages + 1) if fixed < len(layout.sides) else range(fixed, fixed + 1)


@by_identity(256)  # layouts and numbers of pages
def with_pages(layout: LayoutSpec, count: int) -> LayoutSpec:
    """The layout with its last side, if that repeats, set so often that there are `count` sides. It has one panel.

    The copies of the panel are called `more 2`, `more 3` and so on, by the page that they stand on: no panel that a
    layout names itself has a space in its name.
    """
    *fixed, last = layout.sides
    if not last.repeats:
        return layout
    [panel] = last.panels
    copies = [f"{panel} {page}" for page in range(len(fixed) + 1, count + 1)]
    sides = [replace(last, name=name, panels=[name]) for name in copies]
    order = chain.from_iterable(copies if name == panel else (name,) for name in layout.reading_order)
    panels = {name: spec for name, spec in layout.panels.items() if name != panel}
    panels |= dict.fromkeys(copies, layout.panels[panel])
    return replace(layout, sides=[*fixed, *sides], panels=panels, reading_order=list(order))
