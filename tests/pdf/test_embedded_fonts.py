from __future__ import annotations

import re

from foldwell.layout.document import INK, Rect, Text
from foldwell.pdf.embedded_fonts import Code, FontInUse, glyph_map, subset_tag, to_unicode, width_array
from foldwell.pdf.spelling import spelling, width
from foldwell.type.glyphs import Glyph

from .hand_made import REGULAR, SPAN, font_book, shaped


def painted(*rows: tuple[Glyph, ...]) -> tuple[list[str], tuple[Code, ...]]:
    """What shows some rows of glyphs, and the codes that are then to be embedded."""
    font = FontInUse(font_book().by_key(REGULAR), "F1")
    texts = [Text(0, 0, Rect(0, 0, 9, 9), 9, REGULAR, 12, row, INK, "", SPAN) for row in rows]
    spellings = [spelling(text, font.face) for text in texts]
    for each in spellings:
        font.enter(each.own)
    return [font.show(each) for each in spellings], font.codes()


def test_a_glyph_that_stands_for_what_the_font_says_is_its_own_code() -> None:
    (a,) = shaped("a", REGULAR, 12)
    shown, (code,) = painted((a,))
    assert shown == [f"<{a.gid:04X}>Tj"]
    assert code == Code(a.gid, a.gid, "a", width(font_book().by_key(REGULAR), a.gid))


def test_a_glyph_with_two_meanings_has_two_codes() -> None:
    (hyphen,) = shaped("-", REGULAR, 12)
    soft = Glyph(hyphen.gid, hyphen.advance, "\u00ad")
    shown, codes = painted((hyphen,), (soft,), (soft,))
    assert [(code.gid, code.text) for code in codes] == [(hyphen.gid, "-"), (hyphen.gid, "\u00ad")]
    assert shown == [f"<{code.hexadecimal}>Tj" for code in (codes[0], codes[1], codes[1])]
    assert codes[1].number == font_book().by_key(REGULAR).hb_face.glyph_count


def test_codes_beyond_the_glyphs_follow_the_order_of_first_use() -> None:
    (x,) = shaped("x", REGULAR, 12)
    odd = [Glyph(x.gid, x.advance, text) for text in ("ζ", "α")]
    _, codes = painted(*((glyph,) for glyph in odd))
    assert [code.text for code in codes] == ["ζ", "α"]


def test_spaces_share_a_meaning() -> None:
    _, codes = painted(shaped("a b", REGULAR, 12), shaped("a\u00a0b", REGULAR, 12))
    assert {code.text for code in codes} == {"a", "b", " "}


def test_the_map_to_unicode_tells_ligatures_and_letters_beyond_the_first_plane() -> None:
    written = to_unicode((Code(1, 80, "ffi", 800), Code(2, 81, "𝛽", 600))).decode()
    assert "<0001><006600660069>" in written
    assert "<0002><D835DEFD>" in written
    assert "2 beginbfchar" in written


def test_no_block_of_the_map_is_longer_than_allowed() -> None:
    codes = tuple(Code(number, number, chr(0x4E00 + number), 1000) for number in range(1, 251))
    assert re.findall(r"(\d+) beginbfchar", to_unicode(codes).decode()) == ["100", "100", "50"]


def test_widths_are_written_in_runs() -> None:
    codes = (Code(3, 3, "a", 500), Code(4, 4, "b", 510), Code(9, 9, "c", 520))
    assert width_array(codes) == "[3[500 510]9[520]]"


def test_the_map_to_glyphs_counts_from_code_0() -> None:
    assert glyph_map((Code(1, 300, "a", 500), Code(3, 7, "b", 500))) == b"\0\0\x01\x2c\0\0\0\x07"


def test_the_subset_s_tag_follows_its_glyphs() -> None:
    one, other = (Code(1, 300, "a", 500),), (Code(1, 301, "a", 500),)
    assert subset_tag(one) == subset_tag(one) != subset_tag(other)
    assert re.fullmatch("[A-Z]{6}", subset_tag(one))
