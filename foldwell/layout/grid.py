"""The baseline grid of a sheet: a layout's styles come in; where baselines may stand goes out."""

from __future__ import annotations

from math import ceil

from msgspec import Struct

from foldwell.diagnostics import Span
from foldwell.layout.matter import Matter, set_apart
from foldwell.layout.setting import Setter, Terms
from foldwell.layout.slabs import Slab

SLACK = 0.01


class Grid(Struct, frozen=True):
    """The baseline grid of a sheet: the first baseline (y on the panel) and the leading between lines, in points.

    Where a frame begins at `top`, the text of a box that begins it stands on `title`, the first baseline of headings:
    its ground rises out of the frame for that, but no more than `rise`.
    """

    first: float
    leading: float
    top: float = 0.0
    title: float = 0.0
    rise: float = 0.0

    def hung(self, slab: Slab, top: float, frame_top: float) -> float:
        """Where a slab with a box stands (y of its top) that begins a frame and would stand at `top`."""
        if slab.box is None or abs(frame_top - self.top) > SLACK:
            return top
        return min(top, max(self.title - slab.baseline, top - min(self.rise, slab.box.padding)))

    def meet(self, wanted: float, least: float, which: str) -> float:
        """The baseline on the grid that is nearest to `wanted`, and not above `least`."""
        step = self.leading if which == "line" else self.leading / 2
        baseline = self.first + round((wanted - self.first) / step) * step
        if baseline < least - SLACK:
            baseline = self.first + ceil((least - self.first - SLACK) / step) * step
        return baseline


def set_grid(terms: Terms, span: Span) -> Matter[Grid]:
    """The sheet's grid. What keeps to it hangs from the top of the live area, headings by their own baseline."""
    return set_apart(terms, span, _grid_of)


def _grid_of(setter: Setter) -> Grid:
    layout = setter.layout
    looks = [setter.look(name) for name, style in layout.styles.items() if style.grid != "none"]
    top = layout.margins.top
    if not looks:
        return Grid(top, setter.leading)
    first = top + max(look.baseline + look.lift for look in looks)
    title = first - setter.look("h2").lift
    return Grid(first, setter.leading, top, title, max(top - layout.safe, 0.0))
