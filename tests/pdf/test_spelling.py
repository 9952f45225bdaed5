from __future__ import annotations

from foldwell.layout.document import INK, Rect, Text
from foldwell.pdf.spelling import spelt
from foldwell.type.glyphs import Glyph

from .hand_made import REGULAR, SPAN, shaped


def text(*glyphs: Glyph, actual: str | None = None) -> Text:
    return Text(0, 0, Rect(0, 0, 50, 15), 12, REGULAR, 12, glyphs, INK, "", SPAN, actual)


def test_plain_text_is_told_by_its_glyphs() -> None:
    glyphs = shaped("fine", REGULAR, 12)
    assert spelt(text(*glyphs)) == (glyphs, None)


def test_a_hyphen_at_a_line_end_stands_for_a_soft_one() -> None:
    (hyphen,) = shaped("-", REGULAR, 12)
    (painted,), actual = spelt(text(hyphen, actual="\u00ad"))
    assert (painted.gid, painted.text, actual) == (hyphen.gid, "\u00ad", None)


def test_reordered_glyphs_are_read_as_their_text() -> None:
    glyphs = (Glyph(5, 6, "ب"), Glyph(6, 6, "ا"))
    assert spelt(text(*glyphs, actual="اب")) == (glyphs, "اب")


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
