from __future__ import annotations

import re

from foldwell.pdf.embedded_fonts import Code, FontInUse, glyph_map, subset_tag, to_unicode

from .hand_made import REGULAR, font_book


def a_font() -> FontInUse:
    return FontInUse(font_book().by_key(REGULAR), "F1")


def test_codes_are_dealt_in_order_of_first_use() -> None:
    font = a_font()
    assert [font.code(gid, text)[0] for gid, text in ((9, "a"), (7, "b"), (9, "a"))] == ["0001", "0002", "0001"]


def test_a_glyph_with_two_meanings_has_two_codes() -> None:
    font = a_font()
    assert font.code(16, "-") != font.code(16, "\u00ad")
    assert [code.gid for code in font.codes] == [16, 16]


def test_a_space_that_does_not_break_is_found_as_a_space() -> None:
    font = a_font()
    assert font.code(3, " ") == font.code(3, "\u00a0") == font.code(3, "\u202f")
    assert [code.text for code in font.codes] == [" "]


def test_widths_are_the_program_s() -> None:
    font = a_font()
    width = font.code(36, "A")[1]
    assert width == round(font.face.advance(36) * 1000 / font.face.upem)


def test_the_map_to_unicode_tells_ligatures_and_letters_beyond_the_first_plane() -> None:
    written = to_unicode((Code(1, 80, "ffi", 800), Code(2, 81, "𝛽", 600))).decode()
    assert "<0001><006600660069>" in written
    assert "<0002><D835DEFD>" in written
    assert "2 beginbfchar" in written


def test_no_block_of_the_map_is_longer_than_allowed() -> None:
    codes = tuple(Code(number, number, chr(0x4E00 + number), 1000) for number in range(1, 251))
    assert re.findall(r"(\d+) beginbfchar", to_unicode(codes).decode()) == ["100", "100", "50"]


def test_the_map_to_glyphs_counts_from_code_0() -> None:
    assert glyph_map((Code(1, 300, "a", 500), Code(2, 7, "b", 500))) == b"\x00\x00\x01\x2c\x00\x07"


def test_the_subset_s_tag_follows_its_glyphs() -> None:
    one, other = (Code(1, 300, "a", 500),), (Code(1, 301, "a", 500),)
    assert subset_tag(one) == subset_tag(one) != subset_tag(other)
    assert re.fullmatch("[A-Z]{6}", subset_tag(one))
