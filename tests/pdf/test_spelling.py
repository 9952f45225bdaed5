from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from foldwell.layout.document import INK, Rect, Text
from foldwell.pdf import spelling as memory
from foldwell.pdf.spelling import spelling, spelt, width
from foldwell.type.faces import Face
from foldwell.type.glyphs import Glyph

from .hand_made import REGULAR, SPAN, font_book, shaped


def text(*glyphs: Glyph, actual: str | None = None) -> Text:
    return Text(0, 0, Rect(0, 0, 50, 15), 12, REGULAR, 12, glyphs, INK, "", SPAN, actual)


def test_plain_text_is_told_by_its_glyphs() -> None:
    glyphs = shaped("fine", REGULAR, 12)
    assert spelt(text(*glyphs)) == (list(glyphs), None)


def test_a_hyphen_at_a_line_end_stands_for_a_soft_one() -> None:
    (hyphen,) = shaped("-", REGULAR, 12)
    (painted,), actual = spelt(text(hyphen, actual="\u00ad"))
    assert (painted.gid, painted.text, actual) == (hyphen.gid, "\u00ad", None)


def test_reordered_glyphs_are_read_as_their_text() -> None:
    glyphs = (Glyph(5, 6, "ب"), Glyph(6, 6, "ا"))
    assert spelt(text(*glyphs, actual="اب")) == (list(glyphs), "اب")


def test_a_letter_and_its_accent_stand_for_themselves_and_are_read_together() -> None:
    glyphs, actual = spelt(text(Glyph(5, 6, "a"), Glyph(8, 6, "é"), Glyph(9, 0, "", dx=-3.0)))
    assert [glyph.text for glyph in glyphs] == ["a", "e", "\u0301"]
    assert actual == "aé"


def test_a_cluster_that_has_no_parts_is_read_as_a_whole() -> None:
    glyphs, actual = spelt(text(Glyph(8, 6, "क्ष"), Glyph(9, 4, "")))
    assert [glyph.text for glyph in glyphs] == ["क्ष", ""]
    assert actual == "क्ष"


def test_joiners_leave_no_glyph_and_accents_of_no_width_do() -> None:
    joiner, accent = Glyph(3, 0, "\u2060"), Glyph(9, 0, "\u0301")
    glyphs, actual = spelt(text(Glyph(4, 6, "a"), joiner, accent))
    assert [glyph.text for glyph in glyphs] == ["a", "\u0301"]
    assert actual is None


def pen_positions(operators: str, face: Face) -> list[float]:
    """Where a viewer puts each glyph, in 1/1000 em, by the widths that the file states."""
    pen, places = 0.0, []
    for step, string in re.findall(r"(-?\d+)(?=<)|<([0-9A-F]+)>", operators):
        if step:
            pen -= int(step)
        for place in range(0, len(string), 4):
            places.append(pen)
            pen += width(face, int(string[place : place + 4], 16))
    return places


def usual(glyphs: tuple[Glyph, ...], size: float) -> str:
    """The operators for glyphs that all stand for what the font says."""
    item = replace(text(*glyphs), size=size)
    operators = spelling(item, font_book().by_key(REGULAR)).usual
    assert operators is not None
    return operators


def test_kerned_glyphs_stand_where_the_shaper_put_them() -> None:
    glyphs = shaped("AVATAR To. Type, LTW: wave", REGULAR, 10.5)
    operators = usual(glyphs, 10.5)
    assert operators.endswith("TJ")
    wanted = [sum(glyph.advance for glyph in glyphs[:place]) * 1000 / 10.5 for place in range(len(glyphs))]
    face = font_book().by_key(REGULAR)
    assert pen_positions(operators, face) == pytest.approx(wanted, abs=1.5)
    unkerned = sum(width(face, glyph.gid) for glyph in glyphs[:-1])
    assert wanted[-1] != pytest.approx(unkerned, abs=20), "the words have no kerning to speak of"


def test_shifted_glyphs_are_drawn_aside_without_moving_the_pen() -> None:
    a, b, c = shaped("abc", REGULAR, 10)
    operators = usual((a, replace(b, dx=-2.0, dy=1.5), c), 10)
    assert [line for line in operators.split("\n") if line.endswith("Ts")] == ["1.5 Ts", "0 Ts"]
    _, shifted, after = pen_positions(operators, font_book().by_key(REGULAR))
    assert shifted == pytest.approx(a.advance * 100 - 200, abs=1.5)
    assert after == pytest.approx((a.advance + b.advance) * 100, abs=1.5)


def test_unkerned_glyphs_are_shown_as_one_string() -> None:
    face = font_book().by_key(REGULAR)
    exact = tuple(replace(glyph, advance=width(face, glyph.gid) / 100) for glyph in shaped("abc", REGULAR, 10))
    strings = "".join(f"{glyph.gid:04X}" for glyph in exact)
    assert usual(exact, 10) == f"<{strings}>Tj"


def test_a_space_that_does_not_break_is_read_as_a_space() -> None:
    item = text(*shaped("4.5\u00a0mg", REGULAR, 12))
    found = spelling(item, font_book().by_key(REGULAR))
    assert found.odd == ()
    assert " " in {meaning for row in found.rows for _, run in row.steps for _, meaning in run}


def test_the_same_glyphs_in_another_size_are_spelt_anew() -> None:
    glyphs = shaped("AVATAR", REGULAR, 12)
    assert usual(glyphs, 12) == usual(glyphs, 12) != usual(glyphs, 24)


def test_the_lines_asked_for_last_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_ROOM", 3)
    monkeypatch.setattr(memory, "_remembered", {})
    face, shared = font_book().by_key(REGULAR), text(*shaped("said by every clinic", REGULAR, 12))
    first = spelling(shared, face)
    others = [text(*shaped(f"said by clinic {number}", REGULAR, 12)) for number in range(9)]
    for other in others:
        assert spelling(shared, face) is first
        spelling(other, face)
    assert len(memory._remembered) == 3
