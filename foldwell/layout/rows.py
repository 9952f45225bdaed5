"""Rows of a panel: what was set for them and the room there is come in; slots with their places go out."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.layout.document import Rect
from foldwell.layout.folds import PanelPlan
from foldwell.layout.galleys import SetFeature
from foldwell.layout.geometry import Slot, stack_rows
from foldwell.layout.grid import Grid
from foldwell.layout.level import level_columns
from foldwell.layout.makeup import Alike, height_in_columns
from foldwell.layout.slabs import Galley, Slab
from foldwell.layout.standing import Standing


class Rows(Struct, frozen=True):
    """What all rows of a sheet share: the galleys of regions, and the features by panel and kind."""

    layout: LayoutSpec
    grid: Grid
    galleys: Mapping[str, Galley]
    features: Mapping[tuple[str, str], SetFeature]
    standing: Standing

    def stack(self, plan: PanelPlan, slots: list[Slot], bottom: float) -> float:
        """Give the slots of a panel their places, from the top of its live area to `bottom`. By how much the rows are
        too tall together (points), or 0."""
        y, rows = plan.live.y, []
        for row in self.layout.panels[plan.name].rows:
            mine = [slot for slot in slots if slot.row is row]
            height = 0.0 if row.fill else self._height(mine, y)
            rows.append((row, mine, height))
            y += height + row.after
        over = stack_rows(rows, plan.live.y, bottom)
        above = 0.0
        for row, mine, _ in rows:
            if row.fill and row.regions and not row.stacked:
                level_columns(self.layout, mine, self.galleys, self.grid, above)
            above = row.after
        return over

    def last_lines(self, slots: list[Slot]) -> tuple[Slab, ...]:
        """Of a panel's rows that are as tall as what stands in them: what stands in the last and can be shortened."""
        told = (self._lines(slot) for slot in reversed(slots) if not slot.row.fill)
        return next((slabs for slabs in told if slabs), ())

    def _lines(self, slot: Slot) -> tuple[Slab, ...]:
        made = self.features.get((slot.panel.name, slot.name))
        if made:
            return made.feature.lines
        return self.galleys[slot.name].slabs if slot.name in self.galleys else ()

    def _height(self, slots: list[Slot], y: float) -> float:
        """How tall the slots of a row must be, from `y` down; a region that is named twice stands in two columns."""
        height = 0.0
        for name in dict.fromkeys(slot.name for slot in slots):
            mine = [slot for slot in slots if slot.name == name]
            if mine[0].row.feature:
                height = max(height, self.features[mine[0].panel.name, name].feature.height)
                continue
            padding = self.layout.regions[name].padding
            columns = tuple(Rect(slot.x, y, slot.width, 2 * padding).inset(padding) for slot in mine)
            alike = Alike(self.galleys[name].slabs)
            needed = self.standing.again(("height", name), height_in_columns, alike, columns, self.grid) + 2 * padding
            for slot in mine:
                slot.needed = needed
            height = max(height, needed)
        return height
