"""The published JSON Schemas, judged by jsonschema: they take every file of ours, and refuse what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from workspace import HERE

from foldwell.content.models.schema import json_schemas

ROOT = HERE.parents[1]
SCHEMAS = json_schemas()
CLINICS = ROOT / "brochures" / "clinics"
FILES = [
    *((path, "brochure") for path in sorted((ROOT / "brochures").glob("*.yaml")) if path.name != "clinic.yaml"),
    *(
        (path, "clinic")
        for path in (ROOT / "brochures" / "clinic.yaml", *(ROOT / "brochures" / "clinics").glob("*.yaml"))
    ),
    *((path, "layout") for path in sorted((ROOT / "layouts").glob("*.yaml"))),
    *((path, "theme") for path in sorted((ROOT / "layouts" / "themes").glob("*.yaml"))),
    (ROOT / "fonts" / "fonts.yaml", "fonts"),
    (ROOT / "tests" / "data" / "kitchen-sink.en.yaml", "brochure"),
    (ROOT / "tests" / "data" / "shown.en.yaml", "brochure"),
]


def _data(path: Path) -> Any:
    """A file as an editor gives it to a schema: dates are texts."""
    return json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))


def _complaints(kind: str, data: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(SCHEMAS[kind]).iter_errors(data)]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_one(kind: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[kind])


@pytest.mark.parametrize(("path", "kind"), FILES, ids=lambda value: getattr(value, "name", value))
def test_files_of_ours_fit_their_schema(path: Path, kind: str) -> None:
    assert _complaints(kind, _data(path)) == []


WRONG: tuple[tuple[str, tuple[str | int, ...], object], ...] = (
    ("brochure", ("titel",), "x"),  # a key that there is not
    ("brochure", ("form",), "ldn 1"),
    ("brochure", ("revision", "number"), 0),
    ("brochure", ("targets",), []),
    ("brochure", ("sections", "Bad Name"), {"blocks": [{"text": "x"}]}),
    ("brochure", ("sections", "what", "blocks"), []),
    ("brochure", ("sections", "what", "blocks", 0), {"text": "x", "notice": "y"}),  # two things at once
    ("brochure", ("sections", "what", "blocks", 0), {"chart": {"header": ["a"], "bars": [{"label": "x", "value": 1}]}}),
    ("brochure", ("layouts", "trifold", "flap"), "safety"),
    ("clinic", ("colours", "primary"), "teal"),
    ("clinic", ("colours", "primary"), {"screen": "#005f73", "cmyk": [0, 0, 0]}),
    ("clinic", ("print",), {"ink_limit": 500}),
    ("layout", ("margins", "top"), 12),
    ("layout", ("margins", "top"), "12px"),
    ("layout", ("fold",), "accordion"),
    ("theme", ("heading",), {"kind": "dots"}),
    ("fonts", ("families",), {}),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "place", "value"), WRONG, ids=str)
def test_what_is_wrong_does_not_fit(kind: str, place: tuple[str | int, ...], value: object) -> None:
    data = _data(next(path for path, of in FILES if of == kind and path.name != "sample.en.yaml"))
    part = data
    for step in place[:-1]:
        part = part[step] if step != "what" else part[next(iter(part))]
    part[place[-1]] = value
    assert _complaints(kind, data)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_what_must_be_there_is_asked_for(kind: str) -> None:
    assert _complaints(kind, {})
