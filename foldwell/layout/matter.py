"""Matter: what is set by itself, under some terms: a section, a cover, the lines at a panel's foot.

A function that sets it comes in; what it made, the tree that it grew and what it complained of go out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from msgspec import Struct

from foldwell.diagnostics import Diagnostic, Sink, Span
from foldwell.layout.setting import Setter, Terms
from foldwell.layout.tree import Growth, Tree

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
