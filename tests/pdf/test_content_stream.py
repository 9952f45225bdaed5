from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from foldwell.layout.document import INK, PAPER, Colour, Drawing, Rect, Shape, Text
from foldwell.pdf.colour import PressInks, ScreenInks
from foldwell.pdf.content_stream import GraphicsStates, PageCode
from foldwell.pdf.embedded_fonts import FontsInUse
from foldwell.pdf.spelling import spelling

from .hand_made import BOLD, COLOURS, REGULAR, SPAN, box, font_book, shaped


def a_page() -> PageCode:
    return PageCode(300, FontsInUse(font_book()), GraphicsStates(), ScreenInks(COLOURS))


def text(words: str, x: float, baseline: float, face: str = REGULAR, colour: Colour = INK) -> Text:
    glyphs = shaped(words, face, 12)
    rect = Rect(x, baseline - 12, sum(glyph.advance for glyph in glyphs), 15)
    return Text(0, 0, rect, baseline, face, 12, glyphs, colour, words, SPAN)


def drawing(*shapes: Shape, scale: float = 1.0) -> Drawing:
    return Drawing(0, None, Rect(10, 20, 50, 50), shapes, SPAN, scale=scale)


def test_the_y_axis_is_turned() -> None:
    page = a_page()
    line = text("Once", 18, 40)
    page.text(line, spelling(line, font_book().by_key(line.face)), 100, 5)
    page.drawing(drawing(Shape(box(50, 30), fill=INK)), 100, 5)
    code = page.finish().decode()
    assert "118 255 Td" in code  # 300 - 40 - 5
    assert "110 275 50 -30 re" in code


def test_states_are_written_only_where_they_change() -> None:
    page = a_page()
    for number, words in enumerate(("One ", "two ", "three ")):
        line = text(words, 18, 40 + 16 * number)
        page.text(line, spelling(line, font_book().by_key(line.face)), 0, 0)
    bold = text("four", 18, 88, BOLD, Colour("primary"))
    page.text(bold, spelling(bold, font_book().by_key(BOLD)), 0, 0)
    rows = page.finish().decode().split("\n")
    assert [row for row in rows if row.endswith("Tf")] == ["/F1 12 Tf", "/F2 12 Tf"]
    assert len([row for row in rows if row.endswith("rg")]) == 2
    assert [row for row in rows if row.endswith("Td")] == ["18 260 Td", "0 -16 Td", "0 -16 Td", "0 -16 Td"]
    assert rows.count("BT") == 1


def test_a_drawing_is_resized_with_its_lines() -> None:
    page = a_page()
    page.drawing(drawing(Shape(box(10, 10), stroke=INK, width=2, dash=(1, 2)), scale=1.5), 0, 0)
    code = page.finish().decode()
    assert "10 280 15 -15 re" in code
    assert "3 w" in code
    assert "[1.5 3]0 d" in code


@pytest.mark.parametrize(
    ("shape", "operator"),
    [
        (Shape(box(1, 1), fill=INK), "f"), (Shape(box(1, 1), fill=INK, even_odd=True), "f*"),
        (Shape(box(1, 1), stroke=INK), "S"), (Shape(box(1, 1), fill=INK, stroke=INK), "B"),
        (Shape(box(1, 1), fill=INK, stroke=INK, even_odd=True), "B*"),
        (Shape(box(1, 1), stroke=INK, even_odd=True), "S"),
    ],
)  # fmt: skip
def test_shapes_are_filled_and_stroked(shape: Shape, operator: str) -> None:
    page = a_page()
    page.drawing(drawing(shape), 0, 0)
    assert page.finish().decode().split("\n")[-1] == operator


def test_opacity_is_set_and_taken_back() -> None:
    page = a_page()
    page.drawing(drawing(Shape(box(1, 1), fill=INK), Shape(box(1, 1), fill=INK, opacity=0.25)), 0, 0)
    line = text("Solid", 18, 40)
    page.text(line, spelling(line, font_book().by_key(line.face)), 0, 0)
    assert re.findall(r"/(\w+) gs", page.finish().decode()) == ["A250", "A1000"]
    assert page.see_through


def test_what_has_no_paint_is_not_written() -> None:
    page = a_page()
    page.drawing(drawing(Shape(box(1, 1))), 0, 0)
    nothing = replace(text("x", 0, 0), glyphs=())
    page.text(nothing, spelling(nothing, font_book().by_key(REGULAR)), 0, 0)
    assert page.finish() == b""


def test_black_letters_overprint_and_nothing_else_does() -> None:
    page = PageCode(300, FontsInUse(font_book()), GraphicsStates(), PressInks(COLOURS, None))
    for row in (text("Black ", 18, 40), text("white", 18, 60, colour=PAPER), text("black", 18, 80)):
        page.text(row, spelling(row, font_book().by_key(row.face)), 0, 0)
    page.drawing(drawing(Shape(box(9, 9), fill=INK)), 0, 0)
    page.drawing(replace(drawing(Shape(box(9, 9), fill=INK)), actual="\N{CHECK MARK}"), 0, 0)
    rows = [row for row in page.finish().decode().split("\n") if row.endswith((" k", " gs"))]
    assert rows == ["0 0 0 1 k", "/O1 gs", "0 0 0 0 k", "/O0 gs", "0 0 0 1 k", "/O1 gs", "0 0 0 0.9 k", "/O0 gs",
                    "0 0 0 1 k", "/O1 gs"]  # fmt: skip
    assert not page.see_through
