"""Galleys: a story comes in; its features and regions go out as they were set, before they stand on panels.

They are set in reading order, so that the structure tree grows in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from msgspec import Struct

from foldwell.content.composing.story import EmergencyBox, Story, StorySection
from foldwell.content.models.clinic import Colours
from foldwell.content.models.layout_spec import RegionSpec
from foldwell.diagnostics import Span
from foldwell.layout.column import Column
from foldwell.layout.covers.cover import accent_beside, cover
from foldwell.layout.document import Item, Rect
from foldwell.layout.emergency import emergency
from foldwell.layout.features import Feature, Masthead, head, masthead_of
from foldwell.layout.folds import PanelPlan
from foldwell.layout.geometry import Slot
from foldwell.layout.matter import Gathering, Matter, set_apart
from foldwell.layout.sections import picture_files, set_section
from foldwell.layout.setting import Terms
from foldwell.layout.slabs import Galley, PendingLink, moved_item, moved_link
from foldwell.layout.standing import Standing, State, state_of
from foldwell.layout.tree import Lift, Tree

NOTHING = Feature((), (), 0.0)


def joined(galleys: Iterable[Galley]) -> Galley:
    """Galleys one after another."""
    many = tuple(galleys)
    return Galley(tuple(chain.from_iterable(g.slabs for g in many)), tuple(chain.from_iterable(g.lifts for g in many)))


class SetFeature(Struct, frozen=True):
    """A feature as it was set, what its numbers are raised by, and the section of the document that it stands in."""

    feature: Feature = NOTHING
    lift: Lift = (0, 0)
    section: int | None = None


class Compositor(Gathering):
    """Sets what a story holds, and gathers it into the document's tree."""

    def __init__(self, story: Story, terms: Terms, files: Path, colours: Colours, standing: Standing) -> None:
        super().__init__(Tree(story.span), standing)
        self._story, self._terms, self._files = story, terms, files
        self._masthead = standing.same("masthead", masthead_of(story))
        self._accent = accent_beside(colours)

    def feature(self, slot: Slot) -> SetFeature:
        """A cover, a head or the emergency box; nothing for the box that a brochure does not have."""
        kind, panel, box = slot.name, slot.panel, self._story.emergency
        if kind == "emergency" and box is None:
            return SetFeature()
        place = (kind, panel.name, *(() if kind == "emergency" else self._state(self._masthead.files)))
        again, terms, files = self.standing.again, self._terms, self._files
        if box is not None and kind == "emergency":
            matter = again(place, _set_emergency, terms, box, slot.x, slot.width, files)
        elif kind == "cover":
            matter = again(place, _set_cover, terms, self._masthead, panel, files, self._accent)
        else:
            matter = again(place, _set_head, terms, self._masthead, panel.live, files)
        feature, lift = self.graft(place, matter)
        return SetFeature(feature, lift, None if feature.section is None else feature.section + lift[0])

    def galley(self, name: str, spec: RegionSpec, measure: float) -> Galley:
        """The sections of a region, set to a measure (points)."""
        region = self._story.region(name)
        sections = region.sections if region else ()
        column = Column(0, 0.0, measure, spec.text, spec.heading, self._files, grounded=bool(spec.ground))
        column = self.standing.same(("column", name), column)
        shown = tuple([(section.name, self._state(picture_files(section))) for section in sections])
        parts = (sections, self._terms, column, shown, self._story.span, self.tree.lift)
        return self.graft_raised(self.standing.within(("galley", name), _galley, *parts))

    def _state(self, names: Iterable[str]) -> tuple[State, ...]:
        """The state of pictures' files: what shows them stands elsewhere once they have changed."""
        return tuple([state_of(self._files / name) for name in names])


def _galley(
    standing: Standing, sections: tuple[StorySection, ...], terms: Terms, column: Column,
    shown: tuple[tuple[str, tuple[State, ...]], ...], span: Span, begin: Lift,
) -> Matter[Galley]:  # fmt: skip
    """The sections of a region; `shown` tells the state of the pictures of each, `begin` where their numbers do."""
    gathering = Gathering(Tree(span, begin), standing)
    galleys = []
    for section, (called, state) in zip(sections, shown, strict=True):
        parts = (section, terms, column, gathering.tree.lift)
        galleys.append(gathering.graft_raised(standing.within(("section", called, *state), set_section, *parts)))
    return gathering.matter(joined(galleys))


def _set_cover(terms: Terms, masthead: Masthead, plan: PanelPlan, files: Path, accent: float) -> Matter[Feature]:
    return set_apart(terms, masthead.span, lambda setter: cover(setter, masthead, plan, files, accent))


def _set_head(terms: Terms, masthead: Masthead, live: Rect, files: Path) -> Matter[Feature]:
    return set_apart(terms, masthead.span, lambda setter: head(setter, masthead, live, files))


def _set_emergency(terms: Terms, box: EmergencyBox, x: float, width: float, files: Path) -> Matter[Feature]:
    return set_apart(terms, box.span, lambda setter: emergency(setter, box, x, width, files))


def moved_feature(feature: Feature, dy: float, lift: Lift) -> tuple[tuple[Item, ...], tuple[PendingLink, ...]]:
    """A feature's items and links, `dy` points further down, their numbers raised."""
    items = [moved_item(item, 0.0, dy, *lift) for item in feature.items]
    return tuple(items), tuple([moved_link(link, 0.0, dy, lift[0]) for link in feature.links])
