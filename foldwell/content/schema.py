"""The models come in; JSON Schemas go out, with which editors complete and check the YAML while it is written."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from foldwell.content.blocks import KINDS
from foldwell.content.brochure import Brochure
from foldwell.content.clinic import Clinic
from foldwell.content.fonts import Fonts
from foldwell.content.layout_spec import LayoutSpec
from foldwell.content.theme import Theme

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_MODELS: dict[str, type[BaseModel]] = {
    "brochure": Brochure, "clinic": Clinic, "layout": LayoutSpec, "theme": Theme, "fonts": Fonts,
}  # fmt: skip


def json_schemas() -> dict[str, dict[str, Any]]:
    """A JSON Schema (draft 2020-12) for each kind of file: brochure, clinic, layout, theme, fonts."""
    return {name: {"$schema": DRAFT, **_schema(name, model)} for name, model in _MODELS.items()}


def _schema(name: str, model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema()
    schema["title"] = f"Foldwell {name}"
    parts = schema.get("$defs", {})
    if "Placement" in parts:
        _open_regions(parts["Placement"])
    if "Block" in parts:  # pydantic's schema cannot say that a block is exactly one thing
        parts["Block"]["oneOf"] = [{"required": [kind]} for kind in KINDS]
    for part in (schema, *parts.values()):
        _without_null(part)
    return schema


def _open_regions(placement: dict[str, Any]) -> None:
    """In YAML a placement's regions are keys beside `omit`."""
    regions = placement["properties"].pop("regions")
    ((pattern, sections),) = regions["patternProperties"].items()
    placement["propertyNames"] = {"pattern": pattern}
    placement["additionalProperties"] = sections
    placement["description"] = "Which sections each region of the layout takes, in order; `omit` names those left out."


def _without_null(part: dict[str, Any]) -> None:
    """A key that may be left out is left out, not given as null."""
    for choice in part.get("anyOf", ()):  # what may also be written in short
        _without_null(choice)
    for entry in part.get("properties", {}).values():
        if isinstance(entry.get("default"), dict):  # the default of a group is that of its own keys
            del entry["default"]
        choices = [choice for choice in entry.get("anyOf", ()) if choice != {"type": "null"}]
        if len(choices) == 1 and len(entry["anyOf"]) == 2:
            del entry["anyOf"]
            if entry.get("default", ...) is None:
                del entry["default"]
            entry.update({key: value for key, value in choices[0].items() if key not in entry})
