"""Filling a model: what was written is kept with its place, and one walk finds every fault."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

import pytest

from foldwell.content.models.brochure import Cover, Placement, Revision
from foldwell.content.models.clinic import ClinicColour, Phone
from foldwell.content.models.filling import FAULTY, Filling, filled
from foldwell.content.models.layout_spec import LayoutSpec, Margins, Row
from foldwell.content.models.limits import Check, Limits, Refusal
from foldwell.content.models.located import Located, Prose
from foldwell.content.models.shapes import shape_of
from foldwell.content.models.surprises import Surprises
from foldwell.content.models.validate import model_of
from foldwell.content.reading.load import load_text
from foldwell.content.reading.nodes import Mapping, Node
from foldwell.diagnostics import Sink, Span


def node(text: str) -> Node:
    found = load_text(text, "a.yaml", Sink())
    assert found is not None
    return found


def faults(text: str, model: type[Located]) -> list[tuple[str, int, int]]:
    """The kinds of fault in a text, each with the line and column of its node."""
    filling = Filling(Surprises(Sink()))
    assert filling.fill(node(text), shape_of(model)) is FAULTY
    return [(fault.kind, fault.node.span.line, fault.node.span.column) for fault in filling.faults]


def test_a_model_knows_what_was_written_and_where() -> None:
    made = filled(node("number: 3\ndate: 2026-11-22\nnote: |\n  More\n"), Revision)
    assert made is not None
    assert (made.number, made.date, made.note.text) == (3, datetime.date(2026, 11, 22), "More\n")
    assert made.place("date") == Span("a.yaml", 2, 7, 10)
    assert made.says("note")
    assert dict(made.pairs()).keys() == {"number", "date", "note"}


def test_what_is_left_out_says_nothing() -> None:
    made = filled(node("regions: [main]\n"), Row)
    assert made is not None
    assert (made.gap, made.fill, made.says("fill")) == (0.0, False, False)
    assert made.place("fill") == made.span
    assert Row().shares is not Row().shares  # each record has lists of its own


def test_one_walk_finds_every_fault() -> None:
    text = "number: none\ndate: 2026-02-30\nnot: x\n"
    assert faults(text, Revision) == [("whole", 1, 9), ("calendar", 2, 7), ("unknown", 1, 1), ("missing", 1, 1)]


def test_too_many_entries_do_not_hide_what_is_wrong_in_them() -> None:
    side = "  - {name: a, panels: [b]}\n"
    found = faults(f"sides:\n{side}{side}  - {{name: A}}\n", LayoutSpec)
    assert [kind for kind, line, _ in found if line > 1] == ["pattern", "missing", "many"]


def test_a_colour_may_be_its_screen_value_alone() -> None:
    made = filled(node('"#005f73"'), ClinicColour)
    assert made is not None
    assert (made.screen, made.cmyk, made.span.line) == ("#005f73", None, 1)
    assert faults("teal", ClinicColour) == [("pattern", 1, 1)]
    assert faults("[teal]", ClinicColour) == [("keys", 1, 1)]


def test_regions_are_keys_of_the_writers_own() -> None:
    made = filled(node("main: [a, b]\nomit: [c]\n"), Placement)
    assert made is not None
    assert (made.regions, made.omit) == ({"main": ["a", "b"]}, ["c"])
    assert faults("Main: [a]\nside: b\n", Placement) == [("pattern", 1, 1), ("list", 2, 7)]


def test_steps_of_a_scale_are_counted_out_and_stand_where_they_were_written() -> None:
    whole = (
        "title: T\norientation: portrait\nsides: [{name: a, panels: [p]}]\nreading_order: [p]\n"
        "margins: {top: 1in, bottom: 1in, edge: 1in, fold: 0pt}\npanels: {p: {rows: [{regions: [m]}]}}\n"
        "regions: {m: {}}\ncallouts: {}\nstyles:\n  body: {size: step 1, leading: 16pt}\n"
    )
    written = node(f"{whole}scale: {{base: 12pt, ratio: 1.25}}\n")
    made = filled(written, LayoutSpec)
    assert made is not None
    assert made.styles["body"].size == 15.0
    assert made.styles["body"].place("size") == Span("a.yaml", 10, 16, 6)
    assert made.node is written  # what was not changed is known by it, the next time
    assert filled(node(whole), LayoutSpec) is None


def test_a_flag_is_yes_or_no_and_nothing_else() -> None:
    for word, flag in (("true", True), ("Yes", True), ("off", False)):
        made = filled(node(f"regions: [a]\nfill: {word}\n"), Row)
        assert made is not None
        assert made.fill is flag
    assert faults("fill: maybe\n", Row) == [("flag", 1, 7)]
    assert faults("fill:\n", Row) == [("flag", 1, 6)]


def test_a_pattern_is_that_of_the_whole_text() -> None:
    for number in ("503 555 0142\n", "x 503 555 0142", "503 555 0142 x"):
        with pytest.raises(ValueError, match="cannot stand here"):
            model_of(Phone, {"number": number})


def test_values_from_elsewhere_than_a_file() -> None:
    made = model_of(Revision, {"number": 3, "date": datetime.date(2026, 11, 22), "note": "no"})
    assert (made.number, made.date, made.note.text) == (3, datetime.date(2026, 11, 22), "no")
    assert model_of(Cover, {"art": None, "line": "Ask us"}).art is None  # None stands for a key that is left out
    with pytest.raises(ValueError, match="10000 is too large"):
        model_of(Revision, {"number": 10000, "date": "2026-11-22", "note": "no"})
    with pytest.raises(ValueError, match="a cover shows"):
        model_of(Cover, {"art": "a.svg", "photo": {"file": "b.jpg"}})


def test_a_type_that_no_yaml_is_read_as_is_refused() -> None:
    class Odd(Located, frozen=True, kw_only=True):
        pieces: set[str]

    with pytest.raises(TypeError, match=r"no YAML is read as 'set\[str\]'"):
        shape_of(Odd)


def refuse(_value: object) -> object:
    raise Refusal("never", "never")


@pytest.mark.parametrize(
    "kind", [Annotated[Prose, Limits(most=2)], Annotated[bool, Limits(least=1)], Annotated[list[str], Check(refuse)]]
)
def test_what_would_not_be_heeded_is_not_said(kind: Any) -> None:
    class Odd(Located, frozen=True, kw_only=True):
        piece: str

    Odd.__annotations__["piece"] = kind
    with pytest.raises(TypeError, match="nothing heeds"):
        shape_of(Odd)


def test_what_is_known_is_not_made_again() -> None:
    tree = node("top: 9pt\nbottom: 9pt\nedge: 9pt\nfold: 9pt\n")
    assert isinstance(tree, Mapping)
    first = tree.value("top")
    made = Filling(Surprises(Sink()), {id(first): 7.5}).fill(tree, shape_of(Margins))
    assert (made.top, made.bottom) == (7.5, 9.0)
