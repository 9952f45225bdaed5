"""Galleys: a story comes in; its features and regions go out as they were set, before they stand on panels.

They are set in reading order, so that the structure tree grows in it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import chain
from pathlib import Path

from msgspec import Struct

from foldwell.content.clinic import Colours
from foldwell.content.layout_spec import RegionSpec
from foldwell.content.story import EmergencyBox, Story
from foldwell.diagnostics import Sink
from foldwell.layout.column import Column
from foldwell.layout.cover import accent_beside, cover
from foldwell.layout.document import Item, Rect
from foldwell.layout.emergency import emergency
from foldwell.layout.features import Feature, Masthead, head, masthead_of
from foldwell.layout.folds import PanelPlan
from foldwell.layout.geometry import Slot
from foldwell.layout.matter import Made, Matter, set_apart
from foldwell.layout.sections import picture_files, set_section
from foldwell.layout.setting import Terms
from foldwell.layout.slabs import PendingLink, Slab, moved_item, moved_link
from foldwell.layout.standing import Standing, State, state_of
from foldwell.layout.tree import Lift, Tree, raised

NOTHING = Feature((), (), 0.0)


class Galley(Struct, frozen=True, eq=False):
    """Slabs of a region, or of regions that run on into each other, and for each what its numbers are raised by."""

    slabs: tuple[Slab, ...] = ()
    lifts: tuple[Lift, ...] = ()


def joined(galleys: Iterable[Galley]) -> Galley:
    """Galleys one after another."""
    many = tuple(galleys)
    return Galley(tuple(chain.from_iterable(g.slabs for g in many)), tuple(chain.from_iterable(g.lifts for g in many)))


class SetFeature(Struct, frozen=True):
    """A feature as it was set, what its numbers are raised by, and the section of the document that it stands in."""

    feature: Feature = NOTHING
    lift: Lift = (0, 0)
    section: int | None = None


class Compositor:
    """Sets what a story holds, and grafts it onto the document's tree; complaints go to the document's sink."""

    def __init__(self, story: Story, terms: Terms, files: Path, colours: Colours, standing: Standing) -> None:
        self._story, self._terms, self._files, self._standing = story, terms, files, standing
        self._masthead = standing.same("masthead", masthead_of(story))
        self._accent = accent_beside(colours)
        self.tree, self.sink = Tree(story.span), Sink()

    def graft(self, place: tuple[Hashable, ...], matter: Matter[Made], onto: int = 0) -> tuple[Made, Lift]:
        """Take matter into the document, under the element `onto`. What was made, and how its numbers are raised."""
        lift = self.tree.lift
        self.sink.extend(matter.complaints)
        self.tree.graft(self._standing.again((*place, "raised"), raised, matter.growth, lift, onto), onto)
        return matter.made, lift

    def feature(self, slot: Slot) -> SetFeature:
        """A cover, a head or the emergency box; nothing for the box that a brochure does not have."""
        kind, panel, box = slot.name, slot.panel, self._story.emergency
        if kind == "emergency" and box is None:
            return SetFeature()
        place = (kind, panel.name, *(() if kind == "emergency" else self._state(self._masthead.files)))
        again, terms, files = self._standing.again, self._terms, self._files
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
        story = self._story.region(name)
        column = Column(0, 0.0, measure, spec.text, spec.heading, self._files, grounded=bool(spec.ground))
        column = self._standing.same(("column", name), column)
        slabs: list[Slab] = []
        lifts: list[Lift] = []
        for section in story.sections if story else ():
            place = ("section", name, section.name, *self._state(picture_files(section)))
            matter = self._standing.again(place, set_section, section, self._terms, column)
            made, lift = self.graft(place, matter)
            slabs.extend(made)
            lifts.extend([lift] * len(made))
        return Galley(tuple(slabs), tuple(lifts))

    def _state(self, names: Iterable[str]) -> tuple[State, ...]:
        """The state of pictures' files: what shows them stands elsewhere once they have changed."""
        return tuple([state_of(self._files / name) for name in names])


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
