"""One attempt: a story, a layout and how far to tighten come in; a Document, and what was too much, goes out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from foldwell.content.clinic import Clinic
from foldwell.content.layout_spec import LayoutSpec
from foldwell.content.runs import words_of
from foldwell.content.story import Story
from foldwell.content.theme import theme_of
from foldwell.diagnostics import Sink, Span
from foldwell.layout import features, running
from foldwell.layout.column import Column
from foldwell.layout.cover import cover
from foldwell.layout.document import Document, Drawing, Field, Fit, Item, Link, Panel, Rect, Shape, Sheet
from foldwell.layout.emergency import emergency
from foldwell.layout.flow import Frame, Grid, Place, boxed, columns_height, fill, fill_pages
from foldwell.layout.folds import PanelPlan, SidePlan, fold_ticks
from foldwell.layout.geometry import Slot, chain_of, following_of, measure_of, slots_of, stack_rows
from foldwell.layout.level import level_columns
from foldwell.layout.pages import with_pages
from foldwell.layout.sections import set_section
from foldwell.layout.setting import Setter, Terms, colour_of
from foldwell.layout.slabs import Box, PendingLink, Slab, moved_item, moved_link
from foldwell.layout.symbols import rectangle
from foldwell.layout.tree import Tree
from foldwell.layout.verdict import Overflow, is_torn, note_breaks, note_empty, overflow_of, too_tall
from foldwell.type.fonts import FontBook

FOOTER_GAP = 8.0  # points between the text and the running lines, at least


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one attempt came to: the document, what was too much, the complaints that hold for it alone, and whether a
    panel ends where it should not (`torn`)."""

    document: Document
    overflows: tuple[Overflow, ...]
    sink: Sink
    torn: bool

    @property
    def pages(self) -> int:
        """How many sides it took."""
        return len(self.document.sheets)


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
        self._story, self._colours, self._paper = story, clinic.colours, paper
        self._layout = with_pages(layout, len(paper.sides))
        self._theme = theme_of(layout)
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
        self._features: dict[tuple[str, str], features.Feature] = {}  # by panel and kind
        self._overflows: list[Overflow] = []
        self._torn = False
        self._grid = self._grid_of(layout)

    def _grid_of(self, layout: LayoutSpec) -> Grid:
        """The sheet's grid. What keeps to it hangs from the top of the live area, headings by their own baseline."""
        looks = [self._setter.look(name) for name, style in layout.styles.items() if style.grid != "none"]
        top = layout.margins.top
        if not looks:
            return Grid(top, self._setter.leading)
        first = top + max(look.baseline + look.lift for look in looks)
        title = first - self._setter.look("h2").lift
        return Grid(first, self._setter.leading, top, title, max(top - layout.safe, 0.0))

    def attempt(self) -> Attempt:
        """Lay everything out once."""
        slots = slots_of(self._layout, self._plans, self._paper.rtl)
        self._build(slots)
        for name in self._layout.reading_order:
            self._stack(self._plans[name], slots)
        self._decorate(slots)
        self._flow(slots)
        self._put_features(slots, after_text=True)
        self._footers()
        return Attempt(self._document(), tuple(self._overflows), self._sink, self._torn)

    def _build(self, slots: list[Slot]) -> None:
        """Features and the slabs of regions, made in reading order, so that the structure tree grows in it."""
        for slot in slots:
            if slot.row.feature:
                self._features[slot.panel.name, slot.row.feature] = self._feature(slot)
            for name in slot.regions:
                if name not in self._slabs:
                    self._slabs[name] = self._region(name, measure_of(self._layout, name, slots))

    def _feature(self, slot: Slot) -> features.Feature:
        if slot.row.feature == "cover":
            return cover(self._setter, self._story, slot.panel, self._paper.files, self._colours)
        if slot.row.feature == "emergency":
            return emergency(self._setter, self._story, slot.x, slot.width, self._paper.files)
        return features.head(self._setter, self._story, slot.panel.live, self._paper.files)

    def _region(self, name: str, measure: float) -> tuple[Slab, ...]:
        story, spec = self._story.region(name), self._layout.regions[name]
        column = Column(0, 0.0, measure, spec.text, spec.heading, self._paper.files, grounded=bool(spec.ground))
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
            told = [self._lines(slot) for row, mine, _ in rows for slot in mine if not row.fill]
            slabs = next((slabs for slabs in reversed(told) if slabs), ())
            self._overflows.append(too_tall(plan.name, slabs, over, self._setter.leading, self._story.span))
        above = 0.0
        for row, mine, _ in rows:
            if row.fill and row.regions and not row.stacked:
                level_columns(self._layout, mine, self._slabs, self._grid, above)
            above = row.after

    def _lines(self, slot: Slot) -> tuple[Slab, ...]:
        """What stands in a slot and can be shortened."""
        made = self._features.get((slot.panel.name, slot.name))
        return made.lines if made else self._slabs.get(slot.name, ())

    def _text_bottom(self, plan: PanelPlan) -> float:
        """Where text ends: at the bottom of the live area, or above the running lines where these need more room."""
        height = running.footer_height(self._setter, self._story, self._foot(plan), plan.live.width)
        gap = max(FOOTER_GAP, self._setter.half) if height else 0.0
        return min(plan.live.bottom, plan.rect.height - self._layout.safe - height - gap)

    def _height(self, slots: list[Slot], y: float) -> float:
        """How tall the slots of a row must be, from `y` down; a region that is named twice stands in two columns."""
        height = 0.0
        for name in dict.fromkeys(slot.name for slot in slots):
            mine = [slot for slot in slots if slot.name == name]
            if mine[0].row.feature:
                height = max(height, self._features[mine[0].panel.name, name].height)
                continue
            padding = self._layout.regions[name].padding
            columns = tuple(_inset(Rect(slot.x, y, slot.width, 2 * padding), padding) for slot in mine)
            needed = columns_height(self._slabs[name], columns, self._grid) + 2 * padding
            for slot in mine:
                slot.needed = needed
            height = max(height, needed)
        return height

    def _flow(self, slots: list[Slot]) -> None:
        followed = {following_of(self._layout, name) for name in self._slabs}
        for region in [name for name in self._slabs if name not in followed]:
            chain = [name for name in chain_of(self._layout, region) if name in self._slabs]
            frames, first = self._frames(chain, slots)
            slabs = tuple(slab for name in chain for slab in self._slabs[name])
            grafts = [graft for name in chain for graft in self._grafts[name]]
            set_in = fill_pages if self._layout.sides[-1].repeats else fill
            filled = set_in(slabs, frames, self._grid, tuple(first))
            for frame, places in zip(frames, filled.frames, strict=True):
                self._put(frame, places, slabs, grafts)
            overflow = overflow_of(frames, slabs, filled, self._grid)
            if overflow:
                self._overflows.append(overflow)
            else:
                self._torn |= is_torn(slabs, filled)
                note_breaks(slabs, filled, self._sink)
                note_empty(frames, slabs, filled, self._stretched(slots), self._sink)

    def _stretched(self, slots: list[Slot]) -> set[str]:
        """The regions that take what is left of a panel; the others are as tall as what stands in them."""
        return {slot.name for slot in slots if slot.row.fill and not slot.row.stacked}

    def _frames(self, chain: list[str], slots: list[Slot]) -> tuple[tuple[Frame, ...], list[int]]:
        """The frames of a region and of those that it runs on into; for each slab, the first frame it may stand in."""
        frames: list[Frame] = []
        first: list[int] = []
        for name in chain:
            spec = self._layout.regions[name]
            mine = [slot for slot in slots if name in slot.regions]
            first.extend([0 if any(slot.row.stacked for slot in mine) else len(frames)] * len(self._slabs[name]))
            for slot in (slot for slot in mine if slot.name == name):
                frames.append(Frame(slot.panel.name, slot.inside(spec.padding), name, spec.balance))
        return tuple(frames), first

    def _put(
        self, frame: Frame, places: tuple[Place, ...], slabs: tuple[Slab, ...], grafts: list[tuple[int, int]]
    ) -> None:
        """Boxes first, then the items, moved from the slab's corner to their place on the panel."""
        items, x = self._items[frame.panel], frame.rect.x
        for box, group in boxed(places, slabs):
            top = group[0].top - box.padding
            rect = Rect(x + box.x, top, box.width, group[-1].bottom - top)
            items.append(self._box(box, rect, slabs[group[0].index].span))
        for place in places:
            slab, (up, on) = slabs[place.index], grafts[place.index]
            items.extend([moved_item(item, x, place.top, up, on) for item in slab.items])
            self._links[frame.panel].extend(moved_link(link, x, place.top, up) for link in slab.links)

    def _box(self, box: Box, rect: Rect, span: Span) -> Drawing:
        theme, wide = self._theme, self._theme.bar
        outline = rectangle(0, 0, rect.width, rect.height, theme.corners)
        shapes = [Shape(outline, fill=box.ground)]
        if box.bar:
            x = rect.width - wide if self._paper.rtl else 0.0
            shapes.append(Shape(rectangle(x, 0, wide, rect.height), fill=box.bar))
        clip = outline if box.bar and theme.corners else ()  # the bar goes round the corners with its ground
        return Drawing(self._tree.number(None), None, rect, tuple(shapes), span, clip=clip)

    def _decorate(self, slots: list[Slot]) -> None:
        for name, plan in self._plans.items():
            edge = self._layout.margins.edge if self._layout.fold == "none" else 0.0
            self._fields[name] = features.fields(self._layout.panels[name], plan.rect, self._layout.safe, edge)
        self._put_features(slots, after_text=False)
        for slot in (slot for slot in slots if not slot.row.feature):
            if tint := self._layout.regions[slot.name].ground:
                ground = features.ground(self._setter, slot.rect, colour_of(tint), self._story, self._theme.corners)
                self._items[slot.panel.name].append(ground)

    def _put_features(self, slots: list[Slot], *, after_text: bool) -> None:
        """Features on their panels: those that stand after text are put after it, so that items keep their order."""
        for slot in (slot for slot in slots if slot.row.feature):
            rows = self._layout.panels[slot.panel.name].rows
            if any(row.regions for row in rows[: rows.index(slot.row)]) is after_text:
                made = self._features[slot.panel.name, slot.name]
                made = made.moved_down(slot.y) if slot.name == "emergency" else made
                self._fields[slot.panel.name] += made.fields
                self._items[slot.panel.name].extend(made.items)
                self._links[slot.panel.name].extend(made.links)

    def _footers(self) -> None:
        """Running lines at the foot of the panels that have them."""
        for name, plan in self._plans.items():
            bottom = plan.rect.height - self._layout.safe
            titled = (self._features.get((name, kind)) for kind in ("cover", "head"))
            section = next((feature.section for feature in titled if feature), None)
            foot = self._foot(plan)
            self._items[name].extend(running.footer(self._setter, self._story, foot, plan.live, bottom, section))

    def _foot(self, plan: PanelPlan) -> running.Foot:
        """What the foot of a panel says. Sides that are not folded are pages, and are counted."""
        what, sides = self._layout.panels[plan.name].footer, self._paper.sides
        if self._layout.fold != "none":
            return running.Foot(what)
        page = next(number for number, side in enumerate(sides, 1) if plan in side.panels)
        return running.Foot(what, page, len(sides))

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
