"""A pydantic model comes in; what each place of its YAML may hold goes out, as a small tree that is quick to walk."""

from __future__ import annotations

import datetime
from collections.abc import Mapping as Lookup
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from msgspec import Struct, field
from pydantic import BaseModel, BeforeValidator, StringConstraints

from foldwell.content.brochure import Placement
from foldwell.content.located import OWN, Located, Prose


class Shape(Struct, frozen=True):
    """What may stand at a place.

    `kind` is one of: text (words), word (text of a fixed pattern), choice (one of some words), flag (yes or no), whole
    and number, date, length, list, map (keys of the writer's own), model (keys that are given), other. `inner` is what
    the items of a list and the values of a map hold, `keys` what the keys of a model hold.
    """

    kind: str
    inner: Shape | None = None
    keys: Lookup[str, Shape] = field(default_factory=dict)
    example: str = "…"


_EXAMPLES = {"date": "2026-11-22", "whole": "1", "number": "1", "flag": "true", "length": "12pt"}
_LEAVES: dict[Any, str] = {bool: "flag", int: "whole", float: "number", datetime.date: "date", Prose: "text"}


@lru_cache(maxsize=64)
def shape_of(model: type[BaseModel]) -> Shape:
    """The shape of a model; a field by its annotation and the constraints beside it."""
    keys = {
        name: _shape(found.annotation, tuple(found.metadata))
        for name, found in model.model_fields.items()
        if name not in OWN and not (model is Placement and name == "regions")
    }
    # A Placement's regions are keys beside its own.
    others = Shape("list", Shape("word")) if model is Placement else None
    return Shape("model", others, keys)


def _shape(annotation: Any, metadata: tuple[Any, ...] = ()) -> Shape:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shape(arguments[0], (*metadata, *arguments[1:]))
    if origin in (Union, UnionType):
        return _shape(next(part for part in arguments if part is not type(None)), metadata)
    if origin is Literal:
        return Shape("choice", example=str(arguments[0]))
    if origin in (list, tuple):
        return Shape("list", _shape(arguments[0]))
    if origin is dict:
        return Shape("map", _shape(arguments[1]))
    if isinstance(annotation, type) and issubclass(annotation, Located):
        return shape_of(annotation)
    if annotation is str:
        return Shape("word" if any(_has_pattern(part) for part in metadata) else "text")
    if annotation is float and any(isinstance(part, BeforeValidator) for part in metadata):
        return Shape("length", example=_EXAMPLES["length"])
    kind = _LEAVES.get(annotation, "other")
    return Shape(kind, example=_EXAMPLES.get(kind, "…"))


def _has_pattern(constraint: Any) -> bool:
    if isinstance(constraint, StringConstraints):
        return constraint.pattern is not None
    return getattr(constraint, "pattern", None) is not None


def all_keys(shape: Shape) -> frozenset[str]:
    """The keys of all models in a shape."""
    found = set(shape.keys)
    for inner in (*shape.keys.values(), *([shape.inner] if shape.inner else [])):
        found |= all_keys(inner)
    return frozenset(found)
