"""From nodes to pydantic models: values that remember the place in the YAML that they came from.

`plain(node)` gives pydantic ordinary dicts, lists and strings (of the subclasses below); models built on `Located`
keep the Span of their mapping, and fields of type `Prose` keep the Scalar. Scalars are always handed over as text, and
the field's type decides what they mean: `no` is a word where words are wanted and False where a yes or no is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema, model_validator
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError

from foldwell.content.nodes import Mapping, Node, Scalar, Sequence
from foldwell.diagnostics import Span

NOWHERE = Span("<built in>", 1, 1)


class ScalarText(str):
    """The text of a scalar on its way through pydantic."""

    node: Scalar


class MappingDict(dict[str, Any]):
    """A mapping on its way through pydantic."""

    node: Mapping


class SequenceList(list[Any]):
    """A sequence on its way through pydantic."""

    node: Sequence


def plain(node: Node) -> Any:
    """The node tree as dicts, lists and strings, each still carrying its node."""
    if isinstance(node, Scalar):
        text = ScalarText(node.text)
        text.node = node
        return text
    if isinstance(node, Sequence):
        items = SequenceList(plain(item) for item in node.items)
        items.node = node
        return items
    values = MappingDict((key.text, plain(value)) for key, value in node.entries)
    values.node = node
    return values


@dataclass(frozen=True, slots=True)
class Prose:
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


ProseText = Annotated[Prose, PlainValidator(_prose), WithJsonSchema({"type": "string"})]


class Located(BaseModel):
    """A model that refuses unknown keys, never changes, and knows where its mapping stands."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    span: SkipJsonSchema[Span] = Field(default=NOWHERE, exclude=True, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _keep_place(cls, value: object) -> object:
        if isinstance(value, MappingDict):
            if "span" in value:  # a clinic's own key of this name is unknown like any other
                raise PydanticCustomError("extra_forbidden", "unknown key `span`")
            return {**value, "span": value.node.span}
        return value
