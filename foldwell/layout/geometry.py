"""Geometry of panels: a layout and the folded sheet come in, slots for features and regions go out."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from foldwell.content.identity import by_identity
from foldwell.content.models.layout_spec import LayoutSpec, Row
from foldwell.layout.document import Rect
from foldwell.layout.folds import PanelPlan


class Slot(Struct):
    """A row's part of a panel: a region or a feature with its place across; `stack_rows` gives it its place down, and
    `head` is its padding above the first line where that is not the region's own. `needed` is how tall it has to be for
    what stands in it where the row may be taller than that."""

    panel: PanelPlan
    row: Row
    name: str
    x: float
    width: float
    y: float = 0.0
    height: float = 0.0
    head: float | None = None
    needed: float | None = None

    @property
    def regions(self) -> list[str]:
        """The regions that stand in it, one after another; none of a feature."""
        return self.row.regions if self.row.stacked else [] if self.row.feature else [self.name]

    @property
    def rect(self) -> Rect:
        """Where it lies on its panel."""
        return Rect(self.x, self.y, self.width, self.height)

    def inside(self, padding: float) -> Rect:
        """Where the text of a region with so much padding (points) runs in it."""
        head = padding if self.head is None else self.head
        whole = self.height if self.needed is None else min(self.needed, self.height)
        width, height = self.width - 2 * padding, whole - head - padding
        return Rect(self.x + padding, self.y + head, width, height)


def slots_of(layout: LayoutSpec, plans: dict[str, PanelPlan], rtl: bool) -> list[Slot]:
    """All slots in reading order, with their widths. Right-to-left languages get the columns of a row mirrored."""
    found: list[Slot] = []
    for name in layout.reading_order:
        plan = plans[name]
        for row in layout.panels[name].rows:
            if row.feature or row.stacked:
                found.append(Slot(plan, row, row.feature or row.regions[0], plan.live.x, plan.live.width))
            else:
                found.extend(_columns(plan, row, rtl))
    return found


def _columns(plan: PanelPlan, row: Row, rtl: bool) -> Iterator[Slot]:
    shares = row.shares or [1.0] * len(row.regions)
    room = plan.live.width - row.gap * (len(row.regions) - 1)
    x = plan.live.x
    for region, share in zip(row.regions, shares, strict=True):
        width = room * share / sum(shares)
        yield Slot(plan, row, region, plan.live.x + plan.live.right - x - width if rtl else x, width)
        x += width + row.gap


def chain_of(layout: LayoutSpec, region: str) -> list[str]:
    """The region and those that it runs on into."""
    chain = [region]
    while (following := following_of(layout, chain[-1])) and following not in chain:
        chain.append(following)
    return chain


@by_identity(64)  # layouts: all of a workspace's, in the themes of its clinics
def chains_of(layout: LayoutSpec) -> dict[str, list[str]]:
    """The chain of each region: see `chain_of`."""
    return {name: chain_of(layout, name) for name in layout.regions}


def following_of(layout: LayoutSpec, region: str) -> str | None:
    """The region that takes what does not fit in this one, or that is stacked under it in the same rows."""
    rows = (row for panel in layout.panels.values() for row in panel.rows if row.stacked and region in row.regions)
    stacked = next((row.regions for row in rows), [region])
    after = stacked[stacked.index(region) + 1 :]
    return after[0] if after else layout.regions[region].runs_on


def measure_of(layout: LayoutSpec, region: str, slots: list[Slot]) -> float:
    """The measure that a region's text is set to (points): the narrowest of the slots that it may run through.

    Text is broken into lines once, before it is known on which panel a line will stand.
    """
    together = {region}.union(*(chain for chain in chains_of(layout).values() if region in chain))
    return min(slot.width - 2 * layout.regions[slot.name].padding for slot in slots if slot.name in together)


def stack_rows(rows: list[tuple[Row, list[Slot], float]], top: float, bottom: float) -> float:
    """Give the slots of a panel's rows their places from top to bottom: a row is as tall as what stands in it, and the
    one with `fill` takes what is left. Returns by how much the rows are too tall together (points), or 0."""
    wanted = sum((0.0 if row.fill else height) + row.after for row, _, height in rows)
    rest = bottom - top - wanted
    y = top
    for row, slots, height in rows:
        given = max(rest, 0.0) if row.fill else height
        for slot in slots:
            slot.y, slot.height = y, given
        y += given + row.after
    return max(-rest, 0.0)
