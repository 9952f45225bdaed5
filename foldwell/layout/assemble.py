"""One attempt: a story, a layout and how far to tighten come in; a Document, and what was too much, goes out."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from foldwell.content.composing.story import Story
from foldwell.content.models.clinic import Clinic
from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.content.text.runs import words_of
from foldwell.diagnostics import Sink
from foldwell.layout.body import Body, Paper, body_of
from foldwell.layout.document import Document, Element, Fit, Item
from foldwell.layout.folds import PanelPlan
from foldwell.layout.galleys import Compositor, SetFeature
from foldwell.layout.geometry import measure_of, slots_of
from foldwell.layout.grid import set_grid
from foldwell.layout.matter import Matter
from foldwell.layout.pages import with_pages
from foldwell.layout.running import SetFoot, foot_items, foot_of, set_foot
from foldwell.layout.setting import Terms
from foldwell.layout.sheets import sheet_of
from foldwell.layout.slabs import Galley
from foldwell.layout.standing import Standing
from foldwell.layout.verdict import Overflow
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
        self._galleys: dict[str, Galley] = {}
        self._features: dict[tuple[str, str], SetFeature] = {}  # by panel and kind

    def attempt(self) -> Attempt:
        """Lay everything out once."""
        self._set()
        feet = {name: self._foot(self._plans[name]) for name in self._layout.reading_order}
        bottoms = {name: self._text_bottom(self._plans[name], foot) for name, foot in feet.items()}
        parts = (self._paper, self._terms, self._grid, self._galleys, self._features, bottoms, self._story.span)
        body = self._standing.within("body", body_of, self._layout, *parts)
        self._sink.extend(body.complaints)
        running = {name: self._foot_items(plan, feet[name]) for name, plan in self._plans.items()}
        document = self._document(body, running)
        self._standing.keep()
        return Attempt(document, body.overflows, self._sink, body.torn)

    def _set(self) -> None:
        """Features and galleys, set in reading order, so that the structure tree grows in it."""
        again, layout = self._standing.again, self._layout
        slots = again("slots", slots_of, layout, self._plans, self._paper.rtl)  # the body gives its own their places
        for slot in slots:
            if slot.row.feature:
                self._features[slot.panel.name, slot.row.feature] = self._compositor.feature(slot)
            for name in slot.regions:
                if name not in self._galleys:
                    measure = again(("measure", name), measure_of, layout, name, slots)
                    self._galleys[name] = self._compositor.galley(name, layout.regions[name], measure)

    def _text_bottom(self, plan: PanelPlan, foot: Matter[SetFoot]) -> float:
        """Where text ends: at the bottom of the live area, or above the running lines where these need more room."""
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
        matter = self._standing.again(("foot", plan.name), set_foot, foot, self._terms, plan.live.width)
        self._sink.extend(matter.complaints)
        return matter

    def _section(self, panel: str) -> int | None:
        """The section of the tree that a title on the panel stands in."""
        titled = (self._features.get((panel, kind)) for kind in ("cover", "head"))
        return next((feature.section for feature in titled if feature), None)

    def _foot_items(self, plan: PanelPlan, foot: Matter[SetFoot]) -> tuple[Item, ...]:
        """Running lines at the foot of a panel that has them. The draft line is content where the title stands."""
        bottom = plan.rect.height - self._layout.safe
        made, lift = self._compositor.graft(("foot", plan.name), foot, self._section(plan.name) or 0)
        parts = (made, plan.live, bottom, self._paper.rtl, lift)
        return self._standing.again(("foot put", plan.name), foot_items, *parts)

    def _document(self, body: Body, feet: Mapping[str, tuple[Item, ...]]) -> Document:
        story, safe, anchors = self._story, self._layout.safe, self._tree.anchors
        sheets = tuple(
            sheet_of(side, body.contents, feet, anchors, safe, story.span, self._standing) for side in self._paper.sides
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
