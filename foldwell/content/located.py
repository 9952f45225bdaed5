"""From nodes to pydantic models: values that remember the place in the YAML that they came from.

`plain(node)` gives pydantic ordinary dicts, lists and strings (of the subclasses below); models built on `Located`
keep the Span of their mapping, and fields of type `Prose` keep the Scalar. Scalars are always handed over as text, and
the field's type decides what they mean: `no` is a word where words are wanted and False where a yes or no is.
"""

from __future__ import annotations

from collections.abc import Mapping as Lookup
from types import MappingProxyType
from typing import Annotated, Any

from msgspec import Struct
from pydantic import BaseModel, ConfigDict, Field, GetPydanticSchema, WithJsonSchema, model_validator
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError, core_schema

from foldwell.content.nodes import Mapping, Node, Scalar, Sequence
from foldwell.diagnostics import Span

NOWHERE = Span("<built in>", 1, 1)
LEAVES = (str, int, float, Span, type(None))  # values of fields that hold no others
NOTHING: Lookup[int, object] = MappingProxyType({})
OWN = ("span", "node", "dress")  # fields that are no keys of the YAML


def no_items() -> Any:
    """For fields that may be left out: of `list` itself pydantic asks what it takes, for half a millisecond a field."""
    return []


def no_keys() -> Any:
    """As `no_items`, in place of `dict`."""
    return {}


class ScalarText(str):
    """The text of a scalar on its way through pydantic."""

    node: Scalar


class MappingDict(dict[str, Any]):
    """A mapping on its way through pydantic."""

    node: Mapping


class SequenceList(list[Any]):
    """A sequence on its way through pydantic."""

    node: Sequence


def plain(node: Node, known: Lookup[int, object] = NOTHING) -> Any:
    """The node tree as dicts, lists and strings, each still carrying its node; in place of nodes that are `known` (see
    `parts_by_node`) stands what they were made into."""
    if id(node) in known:
        return known[id(node)]
    if isinstance(node, Scalar):
        text = ScalarText(node.text)
        text.node = node
        return text
    if isinstance(node, Sequence):
        items = SequenceList(plain(item, known) for item in node.items)
        items.node = node
        return items
    values = MappingDict((key.text, plain(value, known)) for key, value in node.entries)
    values.node = node
    return values


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


def _prose(value: object) -> Prose:
    if isinstance(value, Prose):
        return value
    if isinstance(value, ScalarText):
        if not value.strip():
            raise PydanticCustomError("prose_empty", "there is no text here")
        return Prose(str(value), value.node)
    if isinstance(value, str):
        return Prose(value, Scalar(value, "", NOWHERE, ((1, 1),)))
    raise PydanticCustomError("prose_type", "text is wanted here, not a list or a mapping")


# pydantic is told what to make of the two classes; by itself it would take them apart, anew for each of sixty models.
_PROSE = core_schema.no_info_plain_validator_function(_prose)
_SPAN = core_schema.is_instance_schema(Span)
ProseText = Annotated[Prose, GetPydanticSchema(lambda *_: _PROSE), WithJsonSchema({"type": "string"})]
Place = Annotated[Span, GetPydanticSchema(lambda *_: _SPAN)]


class Located(BaseModel):
    """A model that refuses unknown keys, never changes, and knows where its mapping stands.

    `node` is that mapping itself (None where a default was taken): it tells where each key and value is.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)

    span: SkipJsonSchema[Place] = Field(default=NOWHERE, exclude=True, repr=False)
    node: SkipJsonSchema[object] = Field(default=None, exclude=True, repr=False)  # a Mapping; not for pydantic to check

    def place(self, name: str) -> Span:
        """Where the value under a key stands in the YAML; the mapping's own place when the key is not there."""
        value = self.node.value(name) if isinstance(self.node, Mapping) else None
        return value.span if value is not None else self.span

    @model_validator(mode="before")
    @classmethod
    def _keep_place(cls, value: object) -> object:
        if isinstance(value, MappingDict):
            # A writer's key of one of our own names is unknown like any other; under this name pydantic sees that.
            keys = {f"{name}:" if name in OWN else name: item for name, item in value.items()}
            return {**keys, "span": value.node.span, "node": value.node}
        return value


def parts_by_node(model: Located) -> dict[int, object]:
    """What stands under a model's keys, and under keys of the writer's own one level in, by its node's identity."""
    values = vars(model).values()
    parts = (part for value in values for part in (value.values() if isinstance(value, dict) else (value,)))
    return {id(part.node): part for part in parts if isinstance(part, Located | Prose) and part.node is not None}
