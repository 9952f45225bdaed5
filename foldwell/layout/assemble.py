"""One attempt: a story, a layout and how far to tighten come in; a Document, and what was too much, goes out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from foldwell.content.clinic import Clinic
from foldwell.content.layout_spec import LayoutSpec
from foldwell.content.story import Story, words_of
from foldwell.diagnostics import Sink, Span
from foldwell.layout import features
from foldwell.layout.column import Column
from foldwell.layout.document import Document, Drawing, Field, Fit, Item, Link, Panel, Rect, Shape, Sheet
from foldwell.layout.flow import Frame, Grid, Place, columns_height, fill
from foldwell.layout.folds import PanelPlan, SidePlan, fold_ticks
from foldwell.layout.geometry import Slot, chain_of, measure_of, slots_of, stack_rows
from foldwell.layout.sections import set_section
from foldwell.layout.setting import Setter, Terms, colour_of
from foldwell.layout.slabs import Box, PendingLink, Slab, moved_item, moved_link
from foldwell.layout.symbols import rectangle
from foldwell.layout.tree import Tree
from foldwell.layout.verdict import Overflow, note_breaks, note_empty, overflow_of, too_tall
from foldwell.type.fonts import FontBook

BAR = 3.5  # points: the bar at a callout's side
FOOTER_GAP = 8.0  # points between the text and the running lines
RADIUS = 5.0  # points: the corners of callouts and grounds


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one attempt came to: the document, what was too much, and the complaints that hold for it alone."""

    document: Document
    overflows: tuple[Overflow, ...]
    sink: Sink


@dataclass(frozen=True, slots=True)
class Paper:
    """What one attempt is laid out on: the sides of the sheet, the folder of the pictures, the direction of reading."""

    sides: tuple[SidePlan, ...]
    files: Path
    rtl: bool


class Assembly:
    """Builds one document in reading order. Use `attempt`, once."""

    def __init__(
        self, story: Story, layout: LayoutSpec, clinic: Clinic, book: FontBook, fit: Fit, paper: Paper
    ) -> None:
        self._story, self._layout, self._colours, self._paper = story, layout, clinic.colours, paper
        self._sink = Sink()
        self._tree = Tree(story.span)
        self._terms = Terms(layout, clinic.typefaces, book, story.language, paper.rtl, fit)
        self._setter = Setter(self._terms, self._sink, self._tree)
        self._plans = {plan.name: plan for side in paper.sides for plan in side.panels}
        self._items: dict[str, list[Item]] = {name: [] for name in self._plans}
        self._links: dict[str, list[PendingLink]] = {name: [] for name in self._plans}
        self._fields: dict[str, tuple[Field, ...]] = {}
        self._slabs: dict[str, tuple[Slab, ...]] = {}
        self._grafts: dict[str, list[tuple[int, int]]] = {}  # for each slab of a region: see Tree.graft
        self._features: dict[str, features.Feature] = {}
        self._overflows: list[Overflow] = []
        looks = (self._setter.look(name) for name, style in layout.styles.items() if style.grid != "none")
        hang = max((look.baseline for look in looks), default=0.0)
        self._grid = Grid(layout.margins.top + hang, self._setter.leading)

    def attempt(self) -> Attempt:
        """Lay everything out once."""
        slots = slots_of(self._layout, self._plans, self._paper.rtl)
        self._build(slots)
        for name in self._layout.reading_order:
            self._stack(self._plans[name], slots)
        self._decorate(slots)
        self._flow(slots)
        self._footers()
        return Attempt(self._document(), tuple(self._overflows), self._sink)

    def _build(self, slots: list[Slot]) -> None:
        """Features and the slabs of regions, made in reading order, so that the structure tree grows in it."""
        for slot in slots:
            if slot.row.feature:
                make = features.cover if slot.row.feature == "cover" else features.head
                made = make(self._setter, self._story, slot.panel.live, self._paper.files)
                self._features[slot.panel.name] = made
            elif slot.name not in self._slabs:
                self._slabs[slot.name] = self._region(slot.name, measure_of(self._layout, slot.name, slots))

    def _region(self, name: str, measure: float) -> tuple[Slab, ...]:
        story, spec = self._story.region(name), self._layout.regions[name]
        column = Column(0, 0.0, measure, spec.text, spec.heading, self._paper.files)
        slabs: list[Slab] = []
        grafts = self._grafts.setdefault(name, [])
        for section in story.sections if story else ():
            made = set_section(section, self._terms, column)
            graft = self._tree.graft(made.growth)
            self._sink.extend(made.complaints)
            slabs.extend(made.slabs)
            grafts.extend([graft] * len(made.slabs))
        return tuple(slabs)

    def _stack(self, plan: PanelPlan, slots: list[Slot]) -> None:
        """Places for the rows of one panel."""
        y, rows = plan.live.y, []
        for row in self._layout.panels[plan.name].rows:
            mine = [slot for slot in slots if slot.panel is plan and slot.row is row]
            height = 0.0 if row.fill else self._height(mine, y)
            rows.append((row, mine, height))
            y += height + row.after
        over = stack_rows(rows, plan.live.y, self._text_bottom(plan))
        if over > 0:
            told = [self._slabs.get(slot.name, ()) for row, mine, _ in rows for slot in mine if not row.fill]
            slabs = next((slabs for slabs in reversed(told) if slabs), ())
            self._overflows.append(too_tall(plan.name, slabs, over, self._setter.leading, self._story.span))

    def _text_bottom(self, plan: PanelPlan) -> float:
        """Where text ends: at the bottom of the live area, or above the running lines where these need more room."""
        what = self._layout.panels[plan.name].footer
        height = features.footer_height(self._setter, self._story, what, plan.live.width)
        return min(plan.live.bottom, plan.rect.height - self._layout.safe - height - FOOTER_GAP * (height > 0))

    def _height(self, slots: list[Slot], y: float) -> float:
        """How tall the slots of a row must be, from `y` down; a region that is named twice stands in two columns."""
        height = 0.0
        for name in dict.fromkeys(slot.name for slot in slots):
            mine = [slot for slot in slots if slot.name == name]
            if mine[0].row.feature:
                height = max(height, self._features[mine[0].panel.name].height)
                continue
            padding = self._layout.regions[name].padding
            columns = tuple(_inset(Rect(slot.x, y, slot.width, 2 * padding), padding) for slot in mine)
            height = max(height, columns_height(self._slabs[name], columns, self._grid) + 2 * padding)
        return height

    def _flow(self, slots: list[Slot]) -> None:
        followed = {self._layout.regions[name].runs_on for name in self._slabs}
        for region in [name for name in self._slabs if name not in followed]:
            chain = [name for name in chain_of(self._layout, region) if name in self._slabs]
            frames, first = self._frames(chain, slots)
            slabs = tuple(slab for name in chain for slab in self._slabs[name])
            grafts = [graft for name in chain for graft in self._grafts[name]]
            filled = fill(slabs, frames, self._grid, tuple(first))
            for frame, places in zip(frames, filled.frames, strict=True):
                self._put(frame, places, slabs, grafts)
            overflow = overflow_of(frames, slabs, filled, self._grid)
            if overflow:
                self._overflows.append(overflow)
            else:
                note_breaks(slabs, filled, self._sink)
                note_empty(frames, slabs, filled, self._stretched(slots), self._sink)

    def _stretched(self, slots: list[Slot]) -> set[str]:
        """The regions that take what is left of a panel; the others are as tall as what stands in them."""
        return {slot.name for slot in slots if slot.row.fill}

    def _frames(self, chain: list[str], slots: list[Slot]) -> tuple[tuple[Frame, ...], list[int]]:
        """The frames of a region and of those that it runs on into; for each slab, the first frame it may stand in."""
        frames: list[Frame] = []
        first: list[int] = []
        for name in chain:
            spec = self._layout.regions[name]
            first.extend([len(frames)] * len(self._slabs[name]))
            for slot in (slot for slot in slots if slot.name == name and not slot.row.feature):
                frames.append(Frame(slot.panel.name, _inset(slot.rect, spec.padding), name, spec.balance))
        return tuple(frames), first

    def _put(
        self, frame: Frame, places: tuple[Place, ...], slabs: tuple[Slab, ...], grafts: list[tuple[int, int]]
    ) -> None:
        """Boxes first, then the items, moved from the slab's corner to their place on the panel."""
        items, x = self._items[frame.panel], frame.rect.x
        for box, group in _boxed(places, slabs):
            top = group[0].top - box.padding
            rect = Rect(x + box.x, top, box.width, group[-1].bottom - top)
            items.append(self._box(box, rect, slabs[group[0].index].span))
        for place in places:
            slab, (up, on) = slabs[place.index], grafts[place.index]
            items.extend([moved_item(item, x, place.top, up, on) for item in slab.items])
            self._links[frame.panel].extend(moved_link(link, x, place.top, up) for link in slab.links)

    def _box(self, box: Box, rect: Rect, span: Span) -> Drawing:
        shapes = [Shape(rectangle(0, 0, rect.width, rect.height, RADIUS), fill=box.ground)]
        if box.bar:
            x = rect.width - BAR if self._paper.rtl else 0.0
            shapes.append(Shape(rectangle(x, 0, BAR, rect.height, BAR / 2), fill=box.bar))
        return Drawing(self._tree.number(None), None, rect, tuple(shapes), span)

    def _decorate(self, slots: list[Slot]) -> None:
        for name, plan in self._plans.items():
            self._fields[name] = features.fields(self._layout.panels[name], plan.rect, self._layout.safe)
        for slot in slots:
            if slot.row.feature:
                made = self._features[slot.panel.name]
                self._items[slot.panel.name].extend(made.items)
                self._links[slot.panel.name].extend(made.links)
            elif tint := self._layout.regions[slot.name].ground:
                ground = features.ground(self._setter, slot.rect, colour_of(tint), self._story, RADIUS)
                self._items[slot.panel.name].append(ground)

    def _footers(self) -> None:
        """Running lines at the foot of the panels that have them."""
        for name, plan in self._plans.items():
            bottom = plan.rect.height - self._layout.safe
            section = self._features[name].section if name in self._features else None
            what = self._layout.panels[name].footer
            made = features.footer(self._setter, self._story, what, plan.live, bottom, section)
            self._items[name].extend(made.items)

    def _document(self) -> Document:
        story, sheets = self._story, tuple(self._sheet(side) for side in self._paper.sides)
        duplex = None
        if len(sheets) > 1:
            duplex = "DuplexFlipShortEdge" if self._layout.orientation == "landscape" else "DuplexFlipLongEdge"
        return Document(
            sheets, tuple(self._layout.reading_order), self._tree.finish(), tuple(self._tree.bookmarks),
            words_of(story.title), story.subject, words_of(story.clinic), story.language, story.form,
            self._colours, duplex, self._setter.fit,
        )  # fmt: skip

    def _sheet(self, side: SidePlan) -> Sheet:
        panels = tuple(
            Panel(
                plan.name, plan.rect, plan.live, tuple(self._items[plan.name]),
                tuple(self._link(link) for link in self._links[plan.name]), self._fields[plan.name],
            )
            for plan in side.panels
        )  # fmt: skip
        live = side.panels[0].live
        marks = tuple(self._tick(tick) for tick in fold_ticks(side, live.y, live.bottom, self._layout.safe))
        return Sheet(side.name, side.width, side.height, panels, marks, side.folds, self._layout.safe)

    def _link(self, link: PendingLink) -> Link:
        target = self._tree.anchors.get(link.key) if link.key else None
        return Link(link.rect, link.element, link.address, target, link.description)

    def _tick(self, tick: Rect) -> Drawing:
        shape = Shape((("M", (0.0, 0.0)), ("L", (0.0, tick.height))), stroke=colour_of("ink 40%"), width=0.5)
        return Drawing(self._tree.number(None), None, tick, (shape,), self._story.span)


def _inset(rect: Rect, by: float) -> Rect:
    return Rect(rect.x + by, rect.y + by, rect.width - 2 * by, rect.height - 2 * by)


def _boxed(places: tuple[Place, ...], slabs: tuple[Slab, ...]) -> list[tuple[Box, list[Place]]]:
    """Boxes, each with the places in a row whose slabs stand in it."""
    groups: list[tuple[Box, list[Place]]] = []
    open_box: Box | None = None
    for place in places:
        box = slabs[place.index].box
        if box is not None and box is open_box:
            groups[-1][1].append(place)
        elif box is not None:
            groups.append((box, [place]))
        open_box = box
    return groups
