"""The models come in; JSON Schemas go out, with which editors complete and check the YAML while it is written."""

from __future__ import annotations

from typing import Any

from foldwell.content.models.blocks import KINDS, Block
from foldwell.content.models.brochure import Brochure
from foldwell.content.models.clinic import Clinic
from foldwell.content.models.fonts import Fonts
from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.content.models.located import Located
from foldwell.content.models.shapes import Shape, shape_of
from foldwell.content.models.theme import Theme

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_MODELS: dict[str, type[Located]] = {
    "brochure": Brochure, "clinic": Clinic, "layout": LayoutSpec, "theme": Theme, "fonts": Fonts,
}  # fmt: skip
_TYPES = {"text": "string", "word": "string", "choice": "string", "flag": "boolean", "whole": "integer",
          "number": "number"}  # fmt: skip
# What a number, a text and a list call their limits.
_BOUNDS = {
    "whole": ("minimum", "maximum"),
    "number": ("minimum", "maximum"),
    "text": ("minLength", "maxLength"),
    "word": ("minLength", "maxLength"),
    "list": ("minItems", "maxItems"),
    "map": ("minProperties", "maxProperties"),
}
_PLAIN = (str, int, float, bool, tuple)  # defaults that can be written down


def json_schemas() -> dict[str, dict[str, Any]]:
    """A JSON Schema (draft 2020-12) for each kind of file: brochure, clinic, layout, theme, fonts."""
    return {name: _schema(name, model) for name, model in _MODELS.items()}


def _schema(name: str, model: type[Located]) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    schema = {"$schema": DRAFT, **_keys(shape_of(model), model, parts), "title": f"Foldwell {name}"}
    return schema | ({"$defs": dict(sorted(parts.items()))} if parts else {})


def _of(shape: Shape, parts: dict[str, Any]) -> dict[str, Any]:
    """What may stand at a place; models are put among the parts and referred to."""
    if shape.model is not None:
        name = shape.model.__name__
        if name not in parts:
            parts[name] = {}  # a place for it, should it hold itself
            parts[name] = _model(shape, shape.model, parts)
        return {"$ref": f"#/$defs/{name}"}
    least, most = _BOUNDS.get(shape.kind, ("", ""))
    bounds = {least: shape.least, most: shape.most, "exclusiveMinimum": shape.above} if least else {}
    return _kind(shape, parts) | {name: value for name, value in bounds.items() if value is not None}


def _kind(shape: Shape, parts: dict[str, Any]) -> dict[str, Any]:
    if shape.kind == "list" and shape.inner is not None:
        if shape.count is not None:
            items = [_of(shape.inner, parts)] * shape.count
            return {"type": "array", "prefixItems": items, "minItems": shape.count, "maxItems": shape.count}
        return {"type": "array", "items": _of(shape.inner, parts)}
    if shape.kind == "map" and shape.inner is not None and shape.names is not None:
        names = _of(shape.names, parts)
        named = {} if names == {"type": "string"} else {"propertyNames": names}
        return {"type": "object", "additionalProperties": _of(shape.inner, parts), **named}
    if shape.kind == "length" and shape.reader is not None:
        return {"type": "string", "pattern": shape.reader.pattern}
    if shape.kind == "date":
        return {"type": "string", "format": "date"}
    said: dict[str, Any] = {"type": _TYPES[shape.kind]}
    if shape.pattern is not None:
        said["pattern"] = shape.pattern
    return said | ({"enum": list(shape.choices)} if shape.choices else {})


def _model(shape: Shape, model: type[Located], parts: dict[str, Any]) -> dict[str, Any]:
    keys = _keys(shape, model, parts)
    if model is Block:
        keys["oneOf"] = [{"required": [kind]} for kind in KINDS]
    if model.ALONE:
        return {"description": keys.pop("description"), "anyOf": [keys["properties"][model.ALONE], keys]}
    return keys


def _keys(shape: Shape, model: type[Located], parts: dict[str, Any]) -> dict[str, Any]:
    """The keys of a model."""
    given = model.defaults()
    described = " ".join((model.__doc__ or "").split())
    said: dict[str, Any] = {"type": "object", "title": model.__name__, "description": described}
    said["properties"] = {name: _key(inner, given.get(name), parts) for name, inner in shape.keys.items()}
    said["additionalProperties"] = False
    if shape.required:
        said["required"] = [name for name in shape.keys if name in shape.required]
    if model.REST and shape.inner is not None and shape.names is not None:
        said |= {"additionalProperties": _of(shape.inner, parts), "propertyNames": _of(shape.names, parts)}
    return said


def _key(shape: Shape, default: object, parts: dict[str, Any]) -> dict[str, Any]:
    """What may stand under a key, what it is for, and what it means when it is left out."""
    said = _of(shape, parts)
    if shape.meaning:
        said["description"] = shape.meaning
    if isinstance(default, _PLAIN):
        said["default"] = list(default) if isinstance(default, tuple) else default
    return said
