from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict

from foldwell.type import shaping
from foldwell.type.shaping import as_read, missing_message, shape, sized, stretches

from .samples import ARABIC, HEADING, TEXT, book


def glyph_texts(text: str, face: str = TEXT, rtl: bool = False) -> list[str]:
    return [glyph[2] for glyph in shape(book().by_key(face), text, rtl, "en").glyphs]


def test_letters_are_kerned() -> None:
    face = book().by_key(TEXT)
    pair = shape(face, "AV", False, "en").edges[-1]
    alone = shape(face, "A", False, "en").edges[-1] + shape(face, "V", False, "en").edges[-1]
    assert pair < alone - 0.03


def test_a_ligature_stands_for_all_its_letters() -> None:
    assert glyph_texts("office", HEADING) == ["o", "ffi", "c", "e"]
    shaped = shape(book().by_key(HEADING), "office", False, "en")
    assert [shaped.boundary(at) for at in range(7)] == [True, True, False, False, True, True, True]
    assert shaped.bundles == ()


@pytest.mark.parametrize(
    "text", ["4.5\u00a0mg a\u00a0day", "9\u202fa.m.", "a\u2011b", "one\ttwo\u2003three", "AV\u00a0To"]
)
def test_unusual_spaces_and_hyphens_are_shaped_as_clusters_are(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    plain = shape.__wrapped__(book().by_key(TEXT), text, False, "en")
    monkeypatch.setattr(shaping, "_plain", None)
    monkeypatch.setattr(shaping, "_IGNORED", re.compile(""))
    clustered = shape.__wrapped__(book().by_key(TEXT), text, False, "en")
    assert asdict(plain) == asdict(clustered)


def test_a_letter_with_a_mark_of_its_own_is_a_bundle() -> None:
    assert shape(book().by_key(TEXT), "e\u0301", False, "en").bundles == ()  # composed to é
    bundled = shape(book().by_key(TEXT), "aq\u0301", False, "en")
    assert bundled.bundles == ((1, 3),)
    assert [glyph[2] for glyph in bundled.glyphs] == ["a", "q\u0301", ""]


@pytest.mark.parametrize("silent", ["\u00ad", "\u2060", "\u200b", "\ufeff", "\u200d"])
def test_what_only_steers_the_setting_is_not_drawn(silent: str) -> None:
    assert stretches(f"a{silent}b", book().by_key(TEXT), book())[0].missing == ""
    assert glyph_texts(f"a{silent}b") == ["a", "b"]
    assert glyph_texts(f"{silent}b") == ["b"]
    assert glyph_texts(silent) == []
    assert 0 not in [glyph[0] for glyph in shape(book().by_key(TEXT), f"a{silent}b", False, "en").glyphs]


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", "\n", "\t"])
def test_every_space_reads_as_a_space_and_none_is_missing(space: str) -> None:
    assert stretches(f"4{space}mg", book().by_key(TEXT), book())[0].missing == ""
    shaped = shape(book().by_key(TEXT), f"4{space}mg", False, "en")
    assert "".join(glyph[2] for glyph in shaped.glyphs) == "4 mg"
    assert shaped.glyphs[1][0] != 0
    assert as_read(f"4{space}mg\u00ad") == "4 mg"


def test_a_hyphen_that_does_not_break_is_drawn_as_a_hyphen() -> None:
    face = book().by_key(TEXT)
    plain, special = (shape(face, f"a{char}b", False, "en").glyphs[1] for char in "-\u2011")
    assert plain[0] == special[0]
    assert special[2] == "\u2011"


def test_arabic_letters_join_and_run_from_right_to_left() -> None:
    face = book().by_key("noto-arabic/regular/upright")
    shaped = shape(face, "سلام", True, "ar")
    assert "".join(glyph[2] for glyph in reversed(shaped.glyphs)) == "سلام"
    apart = sum(shape(face, letter, True, "ar").edges[-1] for letter in "سلام")
    assert shaped.edges[-1] < apart
    joined = shape(face, "س", True, "ar", "", "ل")
    assert joined.glyphs != shape(face, "س", True, "ar").glyphs


def test_a_letter_that_the_face_lacks_goes_to_the_next_face_with_its_marks() -> None:
    wanted = book().by_key(TEXT)
    found = stretches(f"dose ж\u0301 {ARABIC} end", wanted, book())
    assert [stretch.face.family for stretch in found] == ["atkinson", "noto", "atkinson", "noto-arabic", "atkinson"]
    assert (found[1].begin, found[1].end) == (5, 7)
    assert found[3].end - found[3].begin == len(ARABIC)
    assert [stretch.begin for stretch in found[1:]] == [stretch.end for stretch in found[:-1]]


def test_scripts_of_one_face_are_shaped_apart() -> None:
    noto = book().by_key("noto/regular/upright")
    found = stretches("dose हिन्दी now", noto, book())
    assert [(stretch.begin, stretch.end) for stretch in found] == [(0, 5), (5, 12), (12, 15)]
    assert {stretch.face.key for stretch in found} == {noto.key}


def test_a_sign_that_no_font_has_is_drawn() -> None:
    found = stretches("a ☐ b", book().by_key(TEXT), book())
    assert [(stretch.symbol, stretch.missing) for stretch in found] == [(False, ""), (True, ""), (False, "")]


def test_each_character_that_no_font_has_is_named() -> None:
    found = stretches("中文 q\u0f39", book().by_key(TEXT), book())
    assert [stretch.missing for stretch in found if stretch.missing] == ["中", "文", "\u0f39"]


@pytest.mark.parametrize(
    ("char", "words", "hint"),
    [
        ("💊", "“💊” (U+1F48A, PILL)", "emoji"),
        ("中", "“中” (U+4E2D, CJK UNIFIED IDEOGRAPH-4E2D)", "fallback"),
        ("\x07", "U+0007 (a control character)", "delete it"),
        ("\ue000", "U+E000 (no name)", "delete it"),
    ],
)
def test_a_missing_character_is_named_with_something_to_do(char: str, words: str, hint: str) -> None:
    message, hints = missing_message(char)
    assert words in message
    assert hint in hints[0]


@given(st.text(st.sampled_from("abfiIAVT .,-4\u00a0\u00ad\u2060\u0301\u200dé“”"), max_size=30), st.booleans())
def test_no_character_is_lost_and_edges_agree_with_the_glyphs(text: str, rtl: bool) -> None:
    shaped = shape(book().by_key(TEXT), text, rtl, "en")
    assert len(shaped.edges) == len(shaped.counts) == len(text) + 1
    assert shaped.counts[-1] == len(shaped.glyphs)
    assert shaped.edges[-1] == pytest.approx(sum(glyph[1] for glyph in shaped.glyphs))
    spelt = "".join(glyph[2] for glyph in (reversed(shaped.glyphs) if rtl else shaped.glyphs))
    if not shaped.bundles:
        assert spelt == as_read(text).replace("\u200d", "")
    whole = shaped.span(0, len(text))
    assert (whole.start, whole.stop) == (0, len(shaped.glyphs))


def test_sizes_scale_and_are_remembered() -> None:
    shaped = shape(book().by_key(TEXT), "dose", False, "en")
    small, large = sized(shaped, 6.0), sized(shaped, 12.0)
    assert [glyph.advance * 2 for glyph in small] == pytest.approx([glyph.advance for glyph in large])
    assert sized(shaped, 12.0) is large


def test_a_soft_hyphen_takes_no_part_of_a_letters_width() -> None:
    face = book().by_key(TEXT)
    one = shape(face, "1", False, "en").edges[1]
    assert shape(face, "\u00ad11", False, "en").edges[1:3] == pytest.approx((0.0, one))
    assert shape(face, "1\u00ad1", False, "en").edges[1:3] == pytest.approx((one, one))


def test_a_word_with_one_letter_of_the_fallback_face_is_set_in_it_whole() -> None:
    found = stretches("uống thuốc, nước cam", book().by_key(TEXT), book())
    faces = {"uống thuốc, nước cam"[s.begin : s.end].strip(): s.face.key.partition("/")[0] for s in found}
    assert faces == {"uống thuốc, nước": "noto", "cam": "atkinson"}


def test_a_word_that_no_single_face_has_keeps_the_wanted_one_for_the_rest() -> None:
    text = f"ab{ARABIC}cd"
    found = stretches(text, book().by_key(TEXT), book())
    assert [(text[s.begin : s.end], s.face.key.partition("/")[0]) for s in found] == [
        ("ab", "atkinson"), (ARABIC, "noto-arabic"), ("cd", "atkinson"),
    ]  # fmt: skip


@given(st.text(st.sampled_from("abô \u0301Жấ→\u00adم🙂"), max_size=20))
def test_every_character_has_one_that_sets_it(text: str) -> None:
    found = stretches(text, book().by_key(TEXT), book())
    assert "".join(text[stretch.begin : stretch.end] for stretch in found) == text
