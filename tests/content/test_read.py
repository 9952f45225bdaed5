"""Reading the four kinds of file: models with places, files that they name, memory, wording, placing, JSON Schema."""

from __future__ import annotations

import datetime
import json
import os
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from workspace import HERE, LAYOUTS, SAMPLE, read, workspace

from foldwell.content import read as reading
from foldwell.content.models.blocks import KINDS, Figure
from foldwell.content.models.brochure import Brochure
from foldwell.content.models.clinic import Clinic
from foldwell.content.models.filling import Filling, filled
from foldwell.content.models.fonts import Fonts
from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.content.models.located import Located
from foldwell.content.models.schema import DRAFT, json_schemas
from foldwell.content.models.shapes import shape_of
from foldwell.content.models.surprises import Surprises
from foldwell.content.models.validate import validate
from foldwell.content.models.wording import CUSTOM_HINTS, PATTERNS, WORDS
from foldwell.content.placing import PLACED, check_placing
from foldwell.content.read import read_brochure, read_clinic, safe_file
from foldwell.content.reading.load import load_text
from foldwell.content.reading.nodes import Node
from foldwell.diagnostics import Severity, Sink, Span

MODELS: tuple[type[Located], ...] = (Brochure, Clinic, LayoutSpec, Fonts)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace(tmp_path)


def _sample(root: Path) -> Brochure:
    sink, made = read(root, SAMPLE.encode())
    assert not sink.found
    assert isinstance(made, Brochure)
    return made


def test_the_sample_becomes_a_brochure_that_knows_its_places(root: Path) -> None:
    brochure = _sample(root)
    lines = SAMPLE.split("\n")
    assert brochure.review_by == datetime.date(2027, 11, 22)
    assert lines[brochure.place("review_by").line - 1].startswith("review_by")
    text = brochure.sections["what"].blocks[0].text
    assert text is not None
    assert lines[text.span.line - 1][text.span.column - 1 :] == "A small dose, once a day. [@label]"
    assert brochure.layouts["handout"].regions == {"main": ["safety", "what"], "side": ["sources", "legal"]}
    assert lines[brochure.layouts["handout"].span.line - 1].strip().startswith("main")
    assert brochure.layouts["handout"].omit == ["ask"]
    assert brochure.cover.place("line") == Span("brochures/sample.en.yaml", 3, 9, 15)
    assert brochure.reviewed_by.place("name") == brochure.reviewed_by.span  # a default stands nowhere


def test_what_other_readers_take_and_people_do_not_mean_is_refused(root: Path) -> None:
    for old, new in (
        ("review_by: 2027-11-22", "review_by: 1795305600"),
        ("review_by: 2027-11-22", "review_by: 2027-11-22T00:00:00"),
        ("space: 2", "space: 1_0"),
        ("width: 0.5", "width: 5e-1"),
        ("required: true", "required: 1"),
        ("required: true", "required: t"),
    ):
        sink, made = read(root, SAMPLE.replace(old, new).encode())
        assert made is None
        assert len(sink.found) == 1, (new, sink.found)


def test_ordinary_comments_are_no_trouble(root: Path) -> None:
    sink, _ = read(root, SAMPLE.replace("language: en", "# said once\nlanguage: en  # English").encode())
    assert not sink.found


def test_files_are_remembered_by_their_bytes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = root / "brochures" / "sample.en.yaml"
    broken = SAMPLE.replace("language: en", "language: 12")
    first = _sample(root)
    status = path.stat()
    sink, made = read(root, broken.encode())
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))  # same size, same time, other words
    assert len(broken) == len(SAMPLE)
    assert made is None
    monkeypatch.setattr(reading, "load_tree", lambda *_: pytest.fail("parsed again"))
    again, made = read(root, broken.encode())
    assert made is None
    assert again.found == sink.found
    assert again.sources == sink.sources
    monkeypatch.undo()
    assert _sample(root) == first
    (root / "brochures" / "art" / "tablet.png").unlink()
    sink = Sink()
    assert read_brochure(path, root, sink) is None  # the picture is looked for each time
    assert [d.code for d in sink.found] == ["file-missing"]


def test_what_was_asked_for_longest_ago_is_forgotten_first(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_remembered", {})
    monkeypatch.setattr(reading, "ROOM", 2)
    paths = [root / "brochures" / f"{name}.en.yaml" for name in "abc"]
    for path in paths:
        path.write_text(SAMPLE, encoding="utf-8")

    def ask(path: Path) -> Brochure:
        brochure = read_brochure(path, root, Sink())
        assert brochure is not None
        return brochure

    a, b = map(ask, paths[:2])
    assert ask(paths[0]) is a  # and now b is the one that was asked for longest ago
    ask(paths[2])
    assert len(reading._remembered[Brochure]) == 2
    assert ask(paths[0]) is a
    again = ask(paths[1])
    assert again is not b
    assert again == b


def test_files_named_in_yaml_stay_in_the_workspace(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.png"
    outside.write_text("x")
    art = root / "brochures" / "art"
    (art / "link.png").symlink_to(outside)
    (art / "folder-link").symlink_to(outside.parent)
    (art / "loop.png").symlink_to(art / "loop.png")
    (art / "good-link.png").symlink_to(art / "tablet.png")
    (art / "deep.png").mkdir()
    (root / "logo.svg").write_text("x")
    here = Span("a.yaml", 1, 1)
    for name, code in (
        ("art/link.png", "file-outside"), ("art/folder-link/secret.png", "file-outside"),
        ("../../x.png", "file-outside"), ("/etc/passwd", "file-name"), ("C:/a.png", "file-name"),
        ("art\\tablet.png", "file-name"), ("https://example.org/a.png", "file-name"), ("", "file-name"),
        ("art/\x07.png", "file-name"), ("art/loop.png", "file-missing"), ("art/deep.png", "file-folder"),
        ("art/tablet.pgn", "file-missing"), ("art/notes.txt", "file-kind"), ("x" * 5000, "file-missing"),
    ):  # fmt: skip
        sink = Sink()
        assert safe_file(name, root, here, sink) is None
        assert [(d.code, d.span) for d in sink.found] == [(code, here)], name
    for name in ("art/tablet.png", "art/good-link.png", "../logo.svg"):
        sink = Sink()
        assert safe_file(name, root, here, sink) == (root / "brochures" / name).resolve()
        assert not sink.found
    sink = Sink()
    safe_file("art/tablet.pgn", root, here, sink)
    assert sink.found[0].hints == ("did you mean art/tablet.png?",)


def test_where_junctions_look_like_folders_every_name_is_followed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    followed: list[str] = []

    def linked(_root: Path, name: str) -> tuple[str, int | None, bool]:
        followed.append(name)
        return name, None, True

    monkeypatch.setattr(reading, "_linked", linked)
    with monkeypatch.context() as windows:
        windows.setattr(os, "name", "nt")
        reading._followed(root, "brochures/art/tablet.png")
    reading._followed(root, "brochures/art/cover.svg")
    assert followed == ["brochures/art/tablet.png"]


def test_a_clinics_logo_is_looked_for(root: Path) -> None:
    broken = (HERE / "broken" / "clinic-empty.yaml").read_text(encoding="utf-8")
    text = broken.replace("phones: []", "phones: [{number: 503-555-0142}]").replace('name: ""', "name: Harbor")
    text = text.replace("web:\n", "")
    path = root / "brochures" / "clinic.yaml"
    for logo, codes in (("art/cover.png", ["file-missing"]), ("art/cover.svg", []), ("art/tablet.png", ["file-kind"])):
        path.write_text(text.replace("art/cover.png", logo), encoding="utf-8")
        sink = Sink()
        assert (read_clinic(path, root, sink) is None) == bool(codes)
        assert [d.code for d in sink.found] == codes


# Every value that YAML can put at a place: the models' errors for all of them must have words of ours.
ODD = (
    "a: x", "a: ''", "a: '-1'", "a: '0'", "a: '999999999999'", "a: '" + "9" * 5000 + "'", "a: '1.5'", "a: '0.5in'",
    "a: nan", "a: '2026-02-30'", "a: '2026-11-22T01:00'", "a: '1795305600'", "a: '2026'", "a: 'Ünter'", "a: "
    + "x" * 70, "a: []", "a: [x]", "a: [[x]]", "a: [{x: y}]", "a: " + str(["x"] * 70).replace("'", ""), "a: {}",
    "a: {x: y}", "a: {X: y}", "a: {x: {y: z}}", "a: {x: [y]}", "a: {x: []}", "a: [1, 2, 3, 4, 5]", "a: [1, 2, 3]",
)  # fmt: skip


def _located(model: type[Located] = Located) -> Iterator[type[Located]]:
    for child in model.__subclasses__():
        if child.__module__.startswith("foldwell."):
            yield child
            yield from _located(child)


def test_every_fault_of_every_model_has_words_of_ours() -> None:
    patterns: set[str] = set()
    kinds: set[str] = set()
    for model in _located():
        for name in model.names():
            for odd in ODD:
                node = load_text(odd.replace("a:", f"{name}:", 1), "a.yaml", Sink())
                assert node is not None
                filling = Filling(Surprises(Sink()))
                filling.fill(node, shape_of(model))
                for fault in filling.faults:
                    kinds.add(fault.refusal.code if fault.refusal is not None else fault.kind)
                    patterns.add(fault.shape.pattern or "")
    assert kinds >= {*WORDS, "missing", "unknown", "figure_alt", "block_kind", "icon_unknown", "chart_unit"}
    assert kinds <= {*WORDS, *CUSTOM_HINTS, "missing", "unknown"}
    assert patterns - {""} <= set(PATTERNS)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_jargon_reaches_the_reader(model: type[Located]) -> None:
    for name in model.names():
        for odd in ODD:
            sink = Sink()
            node = load_text(odd.replace("a:", f"{name}:", 1), "a.yaml", sink)
            assert node is not None
            assert validate(node, model, sink) is None
            assert sink.failed
            for diagnostic in sink.found:
                said = " ".join((diagnostic.message, *diagnostic.hints))
                assert diagnostic.span is not None
                assert diagnostic.code != "bad-value" or diagnostic.hints
                for jargon in ("Input should", "msgspec", "valid ", "Field required", "regex", "None", "Traceback"):
                    assert jargon not in said, said
                assert "{" not in said.replace("`{`", ""), said  # nothing was left unfilled


def test_every_hint_for_a_models_own_complaint_belongs_to_one() -> None:
    models = ("blocks", "brochure", "fields", "showing", "layout_spec")
    source = "".join((Path(reading.__file__).parent / "models" / f"{name}.py").read_text() for name in models)
    assert all(f'"{code}"' in source for code in CUSTOM_HINTS)


def test_the_shape_of_a_model_follows_its_types() -> None:
    shape = shape_of(Brochure)
    assert {name: part.kind for name, part in shape.keys.items()} == {
        "title": "text", "cover": "model", "subject": "text", "targets": "list", "mail_name": "word",
        "mail_title": "text", "form": "word", "revision": "model", "withdrawn": "model", "review_by": "date",
        "language": "word", "reviewed_by": "model", "variables": "map", "sources": "map", "sections": "map",
        "emergency": "model", "layouts": "map",
    }  # fmt: skip
    layout = shape_of(LayoutSpec).keys["margins"]
    assert layout.keys["top"].kind == "length"
    assert shape_of(Figure).keys["width"].kind == "number"


def test_placing_says_nothing_of_a_whole_brochure_and_finds_a_lost_section(root: Path) -> None:
    brochure = _sample(root)
    sink = Sink()
    check_placing(brochure, LAYOUTS, sink)
    assert not sink.found
    sink, _ = read(root, SAMPLE.replace("    omit: [ask]\n", "").encode())
    assert [(d.code, d.message) for d in sink.found] == [
        ("not-placed", "`ask` has no place in the layout `handout`"),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [("", ""), ("omit: [ask]", "omit: []"), ("[@label]", "[@nobody]"), ("    main:", "    nowhere:"),
     ("  handout:", "  hand-out:"), ("side: [sources, legal]", "side: [legal, legal]")],
)  # fmt: skip
def test_what_placing_looks_at_is_what_it_says_it_looks_at(root: Path, old: str, new: str) -> None:
    text = SAMPLE.replace(old, new)
    brochure = filled(_node(text), Brochure)
    assert brochure is not None
    looked_at: Any = Namespace(**{key: getattr(brochure, key) for key in (*PLACED, "node")})
    whole, part = Sink(), Sink()
    check_placing(brochure, LAYOUTS, whole)
    check_placing(looked_at, LAYOUTS, part)  # another key would not be there
    assert part.found == whole.found
    assert bool(part.found) is bool(old)


def _node(text: str) -> Node:
    node = load_text(text, "a.yaml", Sink())
    assert node is not None
    return node


def test_leaving_out_the_sources_is_a_warning_only_where_something_is_cited(root: Path) -> None:
    text = SAMPLE.replace("    side: [sources, legal]\n    omit: [ask]", "    side: [legal]\n    omit: [ask, sources]")
    sink, made = read(root, text.encode())
    assert made is not None
    assert [(d.code, d.severity) for d in sink.found] == [("sources-omitted", Severity.WARNING)]
    uncited = text.replace("main: [safety, what]", "main: [safety]").replace("[ask, sources]", "[ask, what, sources]")
    sink, _ = read(root, uncited.encode())
    assert not sink.found


def test_an_escaped_citation_is_none(root: Path) -> None:
    sink, _ = read(root, SAMPLE.replace("once a day.", "once a day \\[@nobody].").encode())
    assert not sink.found


def test_the_schemas_describe_what_the_yaml_holds() -> None:
    schemas = json_schemas()
    assert list(schemas) == ["brochure", "clinic", "layout", "theme", "fonts"]
    text = json.dumps(schemas)
    assert '"span"' not in text
    assert '"node"' not in text
    assert '"dress"' not in text
    assert '"regions"' not in json.dumps(schemas["brochure"])
    assert all(schema["$schema"] == DRAFT and schema["title"] and schema["description"] for schema in schemas.values())
    brochure: dict[str, Any] = schemas["brochure"]
    assert set(brochure["required"]) == {"title", "form", "revision", "review_by", "language", "sections", "layouts"}
    assert brochure["additionalProperties"] is False
    placement = brochure["$defs"]["Placement"]
    assert placement["additionalProperties"]["items"]["type"] == "string"
    assert set(placement["properties"]) == {"omit"}
    block = brochure["$defs"]["Block"]
    assert [choice["required"][0] for choice in block["oneOf"]] == list(KINDS)
    assert "null" not in text
    assert schemas["layout"]["$defs"]["Margins"]["properties"]["top"]["type"] == "string"
