"""The body of a sheet: galleys and features come in; what stands on each panel above its foot goes out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.content.models.theme import theme_of
from foldwell.diagnostics import Diagnostic, Sink, Span
from foldwell.layout import features
from foldwell.layout.flow import Frame
from foldwell.layout.folds import SidePlan
from foldwell.layout.galleys import SetFeature, joined, moved_feature
from foldwell.layout.geometry import chains_of, slots_of
from foldwell.layout.grid import Grid
from foldwell.layout.makeup import Alike, filled_in, make_up
from foldwell.layout.rows import Rows
from foldwell.layout.setting import Terms, colour_of
from foldwell.layout.sheets import Contents
from foldwell.layout.slabs import Galley
from foldwell.layout.stacking import Place
from foldwell.layout.standing import Standing
from foldwell.layout.verdict import Overflow, is_torn, note_breaks, note_empty, overflow_of, too_tall


class Paper(Struct, frozen=True):
    """What one attempt is laid out on: the sides of the sheet, the folder of the pictures, the direction of reading."""

    sides: tuple[SidePlan, ...]
    files: Path
    rtl: bool


class Body(Struct, frozen=True):
    """What stands on each panel, by its name; what was too much, whether a panel ends where it should not (`torn`), and
    what is to be told of that."""

    contents: Mapping[str, Contents]
    overflows: tuple[Overflow, ...]
    torn: bool
    complaints: tuple[Diagnostic, ...]


def body_of(
    standing: Standing, layout: LayoutSpec, paper: Paper, terms: Terms, grid: Grid, galleys: Mapping[str, Galley],
    set_features: Mapping[tuple[str, str], SetFeature], bottoms: Mapping[str, float], span: Span,
) -> Body:  # fmt: skip
    """Galleys by their regions, and features by panel and kind, put on panels that text may fill down to `bottoms`."""
    return _MakingUp(standing, layout, paper, terms, grid, galleys, set_features, span).body(bottoms)


class _MakingUp:
    """Puts one body together. Use `body`, once."""

    def __init__(
        self, standing: Standing, layout: LayoutSpec, paper: Paper, terms: Terms, grid: Grid,
        galleys: Mapping[str, Galley], set_features: Mapping[tuple[str, str], SetFeature], span: Span,
    ) -> None:  # fmt: skip
        self._standing, self._layout, self._terms, self._grid = standing, layout, terms, grid
        self._galleys, self._features, self._span = galleys, set_features, span
        self._plans = {plan.name: plan for side in paper.sides for plan in side.panels}
        self._slots = slots_of(layout, self._plans, paper.rtl)
        self._contents = {name: Contents() for name in self._plans}
        self._overflows: list[Overflow] = []
        self._torn, self._sink = False, Sink()

    def body(self, bottoms: Mapping[str, float]) -> Body:
        """All of it."""
        self._stack(bottoms)
        self._decorate()
        self._flow()
        self._put_features(after_text=True)
        return Body(self._contents, tuple(self._overflows), self._torn, tuple(self._sink.found))

    def _stack(self, bottoms: Mapping[str, float]) -> None:
        """Places for the rows of all panels, above the feet."""
        rows = Rows(self._layout, self._grid, self._galleys, self._features, self._standing)
        for name in self._layout.reading_order:
            mine = [slot for slot in self._slots if slot.panel.name == name]
            over = rows.stack(self._plans[name], mine, bottoms[name])
            if over > 0:
                last = rows.last_lines(mine)
                self._overflows.append(too_tall(name, last, over, self._terms.leading, self._span))

    def _decorate(self) -> None:
        """What lies under the text: fields of colour, features that stand above it, the grounds of regions."""
        edge = self._layout.margins.edge if self._layout.fold == "none" else 0.0
        for name, plan in self._plans.items():
            spec, safe = self._layout.panels[name], self._layout.safe
            fields = self._standing.again(("fields", name), features.fields, spec, plan.rect, safe, edge)
            self._contents[name].fields.append(fields)
        self._put_features(after_text=False)
        for slot in (slot for slot in self._slots if not slot.row.feature):
            if tint := self._layout.regions[slot.name].ground:
                parts = (slot.rect, colour_of(tint), self._span, theme_of(self._layout).corners)
                ground = self._standing.again(("ground", slot.name, slot.panel.name), features.ground, *parts)
                self._contents[slot.panel.name].items.append((ground,))

    def _flow(self) -> None:
        chains = chains_of(self._layout)
        followed = {after for name in self._galleys for after in chains[name][1:2]}
        for region in [name for name in self._galleys if name not in followed]:
            names = [name for name in chains[region] if name in self._galleys]
            frames, first = self._frames(names)
            galley = joined(self._galleys[name] for name in names)
            slabs, pages = galley.slabs, self._layout.sides[-1].repeats
            filled = self._standing.again(("filled", region), filled_in, Alike(slabs), frames, self._grid, first, pages)
            for number, (frame, places) in enumerate(zip(frames, filled.frames, strict=True)):
                if places:
                    self._make_up(("made up", region, number), frame, places, galley)
            overflow = overflow_of(frames, slabs, filled, self._grid)
            if overflow:
                self._overflows.append(overflow)
            else:
                self._torn |= is_torn(slabs, filled)
                note_breaks(slabs, filled, self._sink)
                note_empty(frames, slabs, filled, self._stretched(), self._sink)

    def _stretched(self) -> set[str]:
        """The regions that take what is left of a panel; the others are as tall as what stands in them."""
        return {slot.name for slot in self._slots if slot.row.fill and not slot.row.stacked}

    def _frames(self, names: list[str]) -> tuple[tuple[Frame, ...], tuple[int, ...]]:
        """The frames of a region and of those that it runs on into; for each slab, the first frame it may stand in."""
        frames: list[Frame] = []
        first: list[int] = []
        for name in names:
            spec = self._layout.regions[name]
            mine = [slot for slot in self._slots if name in slot.regions]
            begin = 0 if any(slot.row.stacked for slot in mine) else len(frames)
            first.extend([begin] * len(self._galleys[name].slabs))
            for slot in (slot for slot in mine if slot.name == name):
                frames.append(Frame(slot.panel.name, slot.inside(spec.padding), name, spec.balance))
        return tuple(frames), tuple(first)

    def _make_up(self, place: tuple[str, str, int], frame: Frame, places: tuple[Place, ...], galley: Galley) -> None:
        """What stands in a frame, put on its panel."""
        mine = slice(places[0].index, places[-1].index + 1)
        parts = (galley.slabs[mine], galley.lifts[mine], frame.rect.x, self._terms)
        items, links = self._standing.again(place, make_up, places, *parts)
        self._contents[frame.panel].items.append(items)
        self._contents[frame.panel].links.append(links)

    def _put_features(self, *, after_text: bool) -> None:
        """Features on their panels: those that stand after text are put after it, so that items keep their order."""
        for slot in (slot for slot in self._slots if slot.row.feature):
            rows, contents = self._layout.panels[slot.panel.name].rows, self._contents[slot.panel.name]
            if any(row.regions for row in rows[: rows.index(slot.row)]) is after_text:
                made, place = self._features[slot.panel.name, slot.name], ("put", slot.name, slot.panel.name)
                dy = slot.y if slot.name == "emergency" else 0.0  # it was set in the axes of its own row
                items, links = self._standing.again(place, moved_feature, made.feature, dy, made.lift)
                contents.fields.append(made.feature.fields)
                contents.items.append(items)
                contents.links.append(links)
