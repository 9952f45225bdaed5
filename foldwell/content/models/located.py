"""What the models of the YAML are built on: records that know where in the file they were written.

A model's annotations say what may stand under its keys (see limits.py); shapes.py reads them, filling.py makes a model
of nodes.
"""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

from msgspec import NODEFAULT, Struct

from foldwell.content.reading.nodes import Mapping, Scalar
from foldwell.diagnostics import Span

NOWHERE = Span("<built in>", 1, 1)
LEAVES = (str, int, float, Span, type(None))  # values of fields that hold no others
OWN = ("span", "node", "dress")  # fields that are no keys of the YAML


class Prose(Struct, frozen=True):
    """Words that a clinic wrote: small Markdown with `{{ variables }}`, and where they stand."""

    text: str
    node: Scalar

    @property
    def span(self) -> Span:
        """Where the words begin (for a block scalar its first line of text, not the `|`)."""
        return self.node.at(0)

    def __str__(self) -> str:
        return self.text


class Located(Struct, frozen=True, kw_only=True, weakref=True):
    """A model that never changes and knows where its mapping stands.

    `node` is that mapping itself (None where a default was taken): it tells where each key and value is. A model that
    has `ALONE` may be written as the value of that key alone; one that has a `REST` gathers there what stands under
    keys of the writer's own.
    """

    ALONE: ClassVar[str] = ""
    REST: ClassVar[str] = ""

    span: Span = NOWHERE
    node: Mapping | None = None

    def place(self, name: str) -> Span:
        """Where the value under a key stands in the YAML; the mapping's own place when the key is not there."""
        value = self.node.value(name) if self.node is not None else None
        return value.span if value is not None else self.span

    def says(self, name: str) -> bool:
        """Whether the writer gave a value for a key, be it that of the default."""
        return self.node is not None and self.node.key(name) is not None

    def check(self) -> None:
        """Hold what stands under the keys against each other. Raises Refusal."""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The keys of the YAML, in the order in which the model names them."""
        return _names_of(cls)

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        """The keys that may be left out, each with what it means then (msgspec's factories for lists and maps)."""
        values = cls.__struct_defaults__
        names = cls.__struct_fields__[-len(values) :] if values else ()
        named = zip(names, values, strict=True)
        return {name: value for name, value in named if value is not NODEFAULT and name not in OWN}

    @classmethod
    def prepared(cls, node: Mapping) -> Mapping:
        """The mapping with what the writer abbreviated written out."""
        return node

    def pairs(self) -> tuple[tuple[str, object], ...]:
        """The keys with what stands under them."""
        return tuple((name, getattr(self, name)) for name in self.names())


@cache
def _names_of(model: type[Located]) -> tuple[str, ...]:
    return tuple(name for name in model.__struct_fields__ if name not in OWN)


def parts_by_node(model: Located) -> dict[int, object]:
    """What stands under a model's keys, and under keys of the writer's own one level in, by its node's identity."""
    found: dict[int, object] = {}
    for key, node in model.node or ():
        value = found[id(node)] = getattr(model, key.text)
        if isinstance(value, dict) and isinstance(node, Mapping):
            found |= {id(inner): value[name.text] for name, inner in node}
    return found
