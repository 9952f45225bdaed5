"""One attempt: a story, a layout and how far to tighten come in; a Document, and what was too much, goes out."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from foldwell.content.clinic import Clinic
from foldwell.content.layout_spec import LayoutSpec
from foldwell.content.runs import words_of
from foldwell.content.story import Story
from foldwell.content.theme import theme_of
from foldwell.diagnostics import Sink
from foldwell.layout import features
from foldwell.layout.document import Document, Element, Fit
from foldwell.layout.flow import Frame
from foldwell.layout.folds import PanelPlan, SidePlan
from foldwell.layout.galleys import Compositor, Galley, SetFeature, joined, moved_feature
from foldwell.layout.geometry import Slot, chains_of, measure_of, slots_of
from foldwell.layout.grid import set_grid
from foldwell.layout.makeup import Alike, filled_in, make_up
from foldwell.layout.matter import Matter
from foldwell.layout.pages import with_pages
from foldwell.layout.rows import Rows
from foldwell.layout.running import SetFoot, foot_items, foot_of, set_foot
from foldwell.layout.setting import Terms, colour_of
from foldwell.layout.sheets import Contents, sheet_of
from foldwell.layout.stacking import Place
from foldwell.layout.standing import Standing
from foldwell.layout.verdict import Overflow, is_torn, note_breaks, note_empty, overflow_of, too_tall
from foldwell.type.fonts import FontBook

FOOTER_GAP = 8.0  # points between the text and the running lines, at least


class Attempt(Struct, frozen=True):
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


class Paper(Struct, frozen=True):
    """What one attempt is laid out on: the sides of the sheet, the folder of the pictures, the direction of reading."""

    sides: tuple[SidePlan, ...]
    files: Path
    rtl: bool


class Assembly:
    """Builds one document in reading order. Use `attempt`, once."""

    def __init__(
        self, story: Story, layout: LayoutSpec, clinic: Clinic, book: FontBook, fit: Fit, paper: Paper
    ) -> None:
        terms = Terms(layout, clinic.typefaces, book, story.language, paper.rtl, fit)
        sides = paper.sides
        standing = Standing((story.span.path, terms, paper.files, len(sides), sides[0].width if sides else 0.0))
        self._story, self._colours, self._paper, self._standing = story, clinic.colours, paper, standing
        self._layout = with_pages(layout, len(paper.sides))
        self._terms = standing.same("terms", terms)
        self._compositor = Compositor(story, self._terms, paper.files, clinic.colours, standing)
        self._tree, self._sink = self._compositor.tree, self._compositor.sink
        self._grid, _ = self._compositor.graft(("grid",), standing.again("grid", set_grid, self._terms, story.span))
        self._plans = {plan.name: plan for side in paper.sides for plan in side.panels}
        self._contents = {name: Contents() for name in self._plans}
        self._galleys: dict[str, Galley] = {}
        self._features: dict[tuple[str, str], SetFeature] = {}  # by panel and kind
        self._feet: dict[str, Matter[SetFoot]] = {}
        self._overflows: list[Overflow] = []
        self._torn = False

    def attempt(self) -> Attempt:
        """Lay everything out once."""
        slots = slots_of(self._layout, self._plans, self._paper.rtl)
        self._set(slots)
        self._stack(slots)
        self._decorate(slots)
        self._flow(slots)
        self._put_features(slots, after_text=True)
        self._put_feet()
        attempt = Attempt(self._document(), tuple(self._overflows), self._sink, self._torn)
        self._standing.keep()
        return attempt

    def _set(self, slots: list[Slot]) -> None:
        """Features and galleys, set in reading order, so that the structure tree grows in it."""
        for slot in slots:
            if slot.row.feature:
                self._features[slot.panel.name, slot.row.feature] = self._compositor.feature(slot)
            for name in slot.regions:
                if name not in self._galleys:
                    measure = measure_of(self._layout, name, slots)
                    self._galleys[name] = self._compositor.galley(name, self._layout.regions[name], measure)

    def _stack(self, slots: list[Slot]) -> None:
        """Places for the rows of all panels, above the feet."""
        rows = Rows(self._layout, self._grid, self._galleys, self._features, self._standing)
        for name in self._layout.reading_order:
            plan = self._plans[name]
            mine = [slot for slot in slots if slot.panel is plan]
            over = rows.stack(plan, mine, self._text_bottom(plan))
            if over > 0:
                last = rows.last_lines(mine)
                self._overflows.append(too_tall(name, last, over, self._terms.leading, self._story.span))

    def _text_bottom(self, plan: PanelPlan) -> float:
        """Where text ends: at the bottom of the live area, or above the running lines where these need more room."""
        foot = self._feet[plan.name] = self._foot(plan)
        self._sink.extend(foot.complaints)
        height = foot.made.height
        gap = max(FOOTER_GAP, self._terms.leading / 2) if height else 0.0
        return min(plan.live.bottom, plan.rect.height - self._layout.safe - height - gap)

    def _foot(self, plan: PanelPlan) -> Matter[SetFoot]:
        """The foot of a panel. Sides that are not folded are pages, and are counted."""
        what, page, pages = self._layout.panels[plan.name].footer, 1, 1
        if self._layout.fold == "none":
            pages = len(self._paper.sides)
            page = next(number for number, side in enumerate(self._paper.sides, 1) if plan in side.panels)
        foot = foot_of(self._story, what, page, pages, titled=self._section(plan.name) is not None)
        return self._standing.again(("foot", plan.name), set_foot, foot, self._terms, plan.live.width)

    def _section(self, panel: str) -> int | None:
        """The section of the tree that a title on the panel stands in."""
        titled = (self._features.get((panel, kind)) for kind in ("cover", "head"))
        return next((feature.section for feature in titled if feature), None)

    def _flow(self, slots: list[Slot]) -> None:
        chains = chains_of(self._layout)
        followed = {after for name in self._galleys for after in chains[name][1:2]}
        for region in [name for name in self._galleys if name not in followed]:
            names = [name for name in chains[region] if name in self._galleys]
            frames, first = self._frames(names, slots)
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
                note_empty(frames, slabs, filled, self._stretched(slots), self._sink)

    def _stretched(self, slots: list[Slot]) -> set[str]:
        """The regions that take what is left of a panel; the others are as tall as what stands in them."""
        return {slot.name for slot in slots if slot.row.fill and not slot.row.stacked}

    def _frames(self, names: list[str], slots: list[Slot]) -> tuple[tuple[Frame, ...], tuple[int, ...]]:
        """The frames of a region and of those that it runs on into; for each slab, the first frame it may stand in."""
        frames: list[Frame] = []
        first: list[int] = []
        for name in names:
            spec = self._layout.regions[name]
            mine = [slot for slot in slots if name in slot.regions]
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

    def _decorate(self, slots: list[Slot]) -> None:
        """What lies under the text: fields of colour, features that stand above it, the grounds of regions."""
        edge = self._layout.margins.edge if self._layout.fold == "none" else 0.0
        for name, plan in self._plans.items():
            spec, safe = self._layout.panels[name], self._layout.safe
            fields = self._standing.again(("fields", name), features.fields, spec, plan.rect, safe, edge)
            self._contents[name].fields.append(fields)
        self._put_features(slots, after_text=False)
        for slot in (slot for slot in slots if not slot.row.feature):
            if tint := self._layout.regions[slot.name].ground:
                parts = (slot.rect, colour_of(tint), self._story.span, theme_of(self._layout).corners)
                ground = self._standing.again(("ground", slot.name, slot.panel.name), features.ground, *parts)
                self._contents[slot.panel.name].items.append((ground,))

    def _put_features(self, slots: list[Slot], *, after_text: bool) -> None:
        """Features on their panels: those that stand after text are put after it, so that items keep their order."""
        for slot in (slot for slot in slots if slot.row.feature):
            rows, contents = self._layout.panels[slot.panel.name].rows, self._contents[slot.panel.name]
            if any(row.regions for row in rows[: rows.index(slot.row)]) is after_text:
                made, place = self._features[slot.panel.name, slot.name], ("put", slot.name, slot.panel.name)
                dy = slot.y if slot.name == "emergency" else 0.0  # it was set in the axes of its own row
                items, links = self._standing.again(place, moved_feature, made.feature, dy, made.lift)
                contents.fields.append(made.feature.fields)
                contents.items.append(items)
                contents.links.append(links)

    def _put_feet(self) -> None:
        """Running lines at the foot of the panels that have them. The draft line is content where the title stands."""
        for name, plan in self._plans.items():
            bottom = plan.rect.height - self._layout.safe
            foot, lift = self._compositor.graft(("foot", name), self._feet[name], self._section(name) or 0)
            parts = (foot, plan.live, bottom, self._paper.rtl, lift)
            self._contents[name].items.append(self._standing.again(("foot put", name), foot_items, *parts))

    def _document(self) -> Document:
        story, safe, anchors = self._story, self._layout.safe, self._tree.anchors
        sheets = tuple(
            sheet_of(side, self._contents, anchors, safe, story.span, self._standing) for side in self._paper.sides
        )
        elements = self._standing.same("elements", self._tree.finish(self._same_element))
        bookmarks = self._standing.same("bookmarks", tuple(self._tree.bookmarks))
        duplex = None
        if len(sheets) > 1:
            duplex = "DuplexFlipShortEdge" if self._layout.orientation == "landscape" else "DuplexFlipLongEdge"
        return Document(
            sheets, tuple(self._layout.reading_order), elements, bookmarks, words_of(story.title), story.subject,
            words_of(story.clinic), story.language, story.form, self._colours, duplex, self._terms.fit,
        )  # fmt: skip

    def _same_element(self, index: int, element: Element) -> Element:
        return self._standing.same(("element", index), element)
