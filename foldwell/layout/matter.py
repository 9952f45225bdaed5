"""Matter: what is set by itself, under some terms: a block, a cover, the lines at a panel's foot.

A function that sets it comes in; what it made, the tree that it grew and what it complained of go out.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from msgspec import Struct

from foldwell.diagnostics import Diagnostic, Sink, Span
from foldwell.layout.setting import Setter, Terms
from foldwell.layout.standing import Standing
from foldwell.layout.tree import Growth, Lift, Tree, raised

Made = TypeVar("Made")


class Matter(Struct, Generic[Made], frozen=True, eq=False):
    """What was made, with elements and items counted from its own tree's root, which stands for the element that the
    tree is grafted onto; and what was wrong with it."""

    made: Made
    growth: Growth
    complaints: tuple[Diagnostic, ...]


def set_apart(terms: Terms, span: Span, make: Callable[[Setter], Made]) -> Matter[Made]:
    """What `make` makes with a setter that has a tree and a sink of its own; `span` is the place of it all."""
    sink, tree = Sink(), Tree(span)
    made = make(Setter(terms, sink, tree))
    return Matter(made, tree.growth(), tuple(sink.found))


class Gathering:
    """Matter that is gathered into one tree, and what was wrong with it."""

    def __init__(self, tree: Tree, standing: Standing) -> None:
        self.tree, self.standing, self.sink = tree, standing, Sink()

    def graft(self, place: tuple[Hashable, ...], matter: Matter[Made], onto: int = 0) -> tuple[Made, Lift]:
        """Take matter in, under the element `onto`. What was made, and what its numbers are raised by."""
        lift = self.tree.lift
        self.sink.extend(matter.complaints)
        self.tree.graft(self.standing.again((*place, "raised"), raised, matter.growth, lift, onto), onto)
        return matter.made, lift

    def graft_raised(self, matter: Matter[Made]) -> Made:
        """Take in what was gathered where this ends: its numbers are raised already."""
        self.sink.extend(matter.complaints)
        self.tree.graft(matter.growth)
        return matter.made

    def matter(self, made: Made) -> Matter[Made]:
        """What was made of all that was gathered, as matter."""
        return Matter(made, self.tree.growth(), tuple(self.sink.found))
