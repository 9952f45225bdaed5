from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foldwell.diagnostics import Severity, Sink, Span
from foldwell.type.fonts import FontFault
from foldwell.type.glyphs import HardBreak, Piece, SetLine, StyledRun
from foldwell.type.paragraph import set_paragraph

from .samples import ARABIC, BOLD, HEADING, SENTENCES, TEXT, book, lines, run

BREAK = HardBreak(Span("a.yaml", 5, 9))


def setting(*runs: StyledRun | HardBreak, measure: float = 200.0, align: str = "start") -> tuple[SetLine, ...]:
    return set_paragraph(runs, measure, align, "en", book(), Sink())


def texts(found: tuple[SetLine, ...]) -> list[str]:
    return [line.text for line in found]


def ink_right(line: SetLine) -> float:
    return max(piece.x + piece.width for piece in line.pieces)


def ink_left(line: SetLine) -> float:
    return min(piece.x for piece in line.pieces if piece.width > 0)


def test_the_words_are_all_there_with_the_spaces_at_line_ends() -> None:
    found = lines(SENTENCES)
    assert "".join(texts(found)) == SENTENCES
    assert all(line.text.endswith(" ") for line in found[:-1])
    assert all(line.width <= 200.01 for line in found)
    for line in found:
        assert "".join(glyph.text for piece in line.pieces for glyph in piece.glyphs) == line.text


def test_the_space_at_the_end_is_painted_and_not_measured() -> None:
    line = lines(SENTENCES)[0]
    advance = sum(glyph.advance for glyph in line.pieces[-1].glyphs)
    assert advance == pytest.approx(line.width + 0.28 * 12)
    assert ink_right(line) == pytest.approx(line.width)


@pytest.mark.parametrize(("align", "left", "right"), [("start", 0.0, None), ("end", None, 200.0)])
def test_lines_stand_at_their_side(align: str, left: float | None, right: float | None) -> None:
    for line in lines(SENTENCES, align=align):
        if left is not None:
            assert ink_left(line) == pytest.approx(left)
        if right is not None:
            assert ink_right(line) == pytest.approx(right)


def test_centred_lines_have_as_much_room_left_as_right() -> None:
    for line in lines(SENTENCES, align="center"):
        assert ink_left(line) == pytest.approx(200 - ink_right(line))


def test_justified_lines_fill_the_measure_but_for_the_last() -> None:
    found = lines(SENTENCES, 260.0, "justify")
    for line in found[:-1]:
        assert line.width == pytest.approx(260.0)
        assert ink_right(line) == pytest.approx(260.0)
        space = next(glyph.advance for glyph in line.pieces[0].glyphs if glyph.text == " ")
        assert 0.28 * 12 * 0.6 < space < 0.28 * 12 * 2.5
    assert found[-1].width < 260
    assert texts(found)[0].endswith(" ")
    assert found[0].pieces[-1].glyphs[-1].advance == pytest.approx(0.28 * 12)


def test_pieces_keep_their_owner_face_size_and_rise() -> None:
    (line,) = setting(
        run("Call "), run("us", BOLD, owner=1), run("2", size=7.9, owner=2, rise=4.1), run(" now", owner=3)
    )
    assert [(piece.text, piece.face, piece.size, piece.rise, piece.owner) for piece in line.pieces] == [
        ("Call ", TEXT, 12.0, 0.0, 0), ("us", BOLD, 12.0, 0.0, 1), ("2", TEXT, 7.9, 4.1, 2),
        (" now", TEXT, 12.0, 0.0, 3),
    ]  # fmt: skip
    for before, after in zip(line.pieces, line.pieces[1:], strict=False):
        assert after.x == pytest.approx(before.x + before.width)


def test_a_superscript_stays_with_its_word() -> None:
    found = setting(run("aaaa bbbb cccc"), run("12", size=8, owner=1, rise=4), run(" dddd"), measure=88.0)
    assert texts(found) == ["aaaa bbbb ", "cccc12 dddd"]


def test_a_line_break_ends_the_line_with_a_space_for_readers() -> None:
    found = setting(run("one"), BREAK, run("two", owner=2))
    assert texts(found) == ["one ", "two"]
    assert texts(setting(run("one"), BREAK, BREAK, run("two", owner=3))) == ["one ", "", "two"]
    assert texts(setting(run("one"), BREAK)) == ["one "]
    assert setting() == setting(run("")) == ()


def test_a_hyphen_at_a_line_end_is_a_piece_that_reads_as_a_soft_hyphen() -> None:
    found = lines("withdrawal withdrawal withdrawal", 95.0, hyphenate=True)
    divided = [line for line in found if line.hyphenated]
    assert divided
    for line in divided:
        hyphen = line.pieces[-1]
        assert hyphen.actual == "\u00ad"
        assert [glyph.text for glyph in hyphen.glyphs] == ["-"]
        assert line.width <= 95.01
    assert "".join(texts(found)).replace("\u00ad", "") == "withdrawal withdrawal withdrawal"


def test_a_soft_hyphen_shows_only_where_the_line_ends() -> None:
    word = "mal\u00adnutrition"
    assert texts(lines(word)) == ["malnutrition"]
    assert texts(lines(word, 60.0)) == ["mal\u00ad", "nutrition"]


def test_a_ligature_across_a_line_end_is_taken_apart() -> None:
    found = setting(run("of\u00adfice", HEADING, size=20), measure=50.0)
    assert texts(found) == ["of\u00ad", "fice"]
    assert [glyph.text for glyph in found[1].pieces[0].glyphs][:1] == ["fi"]


def test_a_letter_that_needs_two_glyphs_is_a_piece_with_its_text() -> None:
    (line,) = lines("aq\u0301b")
    assert [(piece.text, piece.actual) for piece in line.pieces] == [("a", None), ("q\u0301", "q\u0301"), ("b", None)]


def test_signs_are_pieces_of_their_own() -> None:
    (line,) = setting(run("☐ ", symbol=True), run("yes → no", owner=1))
    assert [(piece.text, piece.symbol, piece.glyphs == ()) for piece in line.pieces] == [
        ("☐", "☐", True), (" ", None, False), ("yes ", None, False), ("→", "→", True), (" no", None, False),
    ]  # fmt: skip
    assert line.pieces[0].width == pytest.approx(0.88 * 12)


def test_a_character_without_a_font_is_an_error_at_its_place() -> None:
    sink = Sink()
    for _ in range(2):  # the second time it comes from memory
        sink.found.clear()
        sink._seen.clear()
        lines("Take 💊 now", sink=sink)
        assert [(found.severity, found.code, str(found.span)) for found in sink.found] == [
            (Severity.ERROR, "missing-glyph", "a.yaml:4:6")
        ]


def test_an_overlong_word_is_divided_with_a_note() -> None:
    sink = Sink()
    found = lines("See Pneumonoultramicroscopicsilicovolcanoconiosis ok", 100.0, sink=sink)
    assert texts(found)[0] == "See "
    assert found[1].hyphenated
    assert "".join(texts(found)).replace("\u00ad", "") == "See Pneumonoultramicroscopicsilicovolcanoconiosis ok"
    assert [(note.severity, note.code, str(note.span)) for note in sink.found] == [
        (Severity.NOTE, "overlong-word", "a.yaml:4:5")
    ]
    assert all(line.width <= 100.01 for line in found)


def test_what_was_to_stay_together_and_cannot_is_divided_between_words() -> None:
    assert texts(setting(run("30\u00a0to\u00a090\u00a0minutes"), measure=70.0)) == ["30 to 90 ", "minutes"]
    parts = texts(setting(run("90\u00a0incomprehensibilities"), measure=60.0))
    assert parts[0] == "90 "
    assert "".join(parts[1:]).replace("\u00ad", "") == "incomprehensibilities"
    assert all(part.endswith("\u00ad") for part in parts[1:-1])


def test_a_code_without_places_to_divide_is_divided_anywhere() -> None:
    sink = Sink()
    found = lines("A1B2C3D4E5F6G7H8I9J0K1L2M3", 60.0, sink=sink)
    assert "".join(texts(found)) == "A1B2C3D4E5F6G7H8I9J0K1L2M3"
    assert all(line.width <= 60.01 and not line.hyphenated for line in found)
    assert [note.code for note in sink.found] == ["overlong-word"]


def test_nothing_fails_where_there_is_no_room() -> None:
    sink = Sink()
    assert "".join(texts(lines("no room", 1.0, sink=sink))) == "no room"
    assert "".join(texts(lines("no room", -3.0, "justify", sink=sink))) == "no room"


def test_lines_know_where_they_stand() -> None:
    first, second = lines("aaaa bbbb cccc dddd", 60.0)[:2]
    assert (first.span.column, second.span.column) == (1, len(first.text) + 1)
    moved = StyledRun("aaaa bbbb cccc dddd", TEXT, 12.0, 0, Span("b.yaml", 9, 7, 4), rows=((10, 10, 3),))
    found = set_paragraph([moved], 60.0, "start", "en", book(), Sink())
    assert [str(line.span) for line in found] == ["b.yaml:9:7", "b.yaml:10:3"]
    assert [line.pieces for line in found] == [first.pieces, second.pieces]
    unknown = StyledRun("aaaa bbbb cccc dddd", TEXT, 12.0, 0, Span("b.yaml", 9, 7, 4))
    found = set_paragraph([unknown], 60.0, "start", "en", book(), Sink())
    assert [str(line.span) for line in found] == ["b.yaml:9:7", "b.yaml:9:7"]


def test_arabic_in_an_english_line_is_reordered_and_reads_in_order() -> None:
    (line,) = lines(f"Say {ARABIC} 12 now", 400.0)
    assert line.text == f"Say {ARABIC} 12 now"
    by_text: dict[str, Piece] = {piece.text: piece for piece in line.pieces}
    arabic, number = by_text[ARABIC], by_text["12"]
    assert arabic.actual == ARABIC
    assert number.x < arabic.x < by_text[" now"].x
    assert by_text["Say "].x == 0.0


def test_an_arabic_paragraph_stands_at_the_right() -> None:
    found = lines(f"{ARABIC} LDN {ARABIC}", 90.0, language="ar")
    assert "".join(texts(found)) == f"{ARABIC} LDN {ARABIC}"
    for line in found:
        assert ink_right(line) == pytest.approx(90.0)
        assert ink_left(line) == pytest.approx(90.0 - line.width)
        assert all(piece.actual is not None for piece in line.pieces if piece.face.startswith("noto-arabic"))
    leftmost = min(found[0].pieces, key=lambda piece: piece.x)
    assert (leftmost.text, leftmost.width) == (" ", 0.0)
    for line in lines(f"{ARABIC} {ARABIC}", 90.0, "end", "ar"):
        assert ink_left(line) == pytest.approx(0.0)


def test_a_language_without_patterns_is_noted_once() -> None:
    sink = Sink()
    lines("naltrexone", language="ar", sink=sink, hyphenate=True)
    assert [found.code for found in sink.found] == ["no-hyphenation"]


def test_a_face_that_is_not_in_the_book_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        setting(run("a", "nobody/regular/upright"))
    with pytest.raises(FontFault):
        book().face("nobody", sink=Sink())


@given(
    st.lists(st.text(st.sampled_from("abcfiTV-–.,/ \u00a0\u00adé☐→жבم1"), min_size=1, max_size=25), max_size=4),
    st.sampled_from(["start", "end", "center", "justify"]),
    st.floats(5, 300),
    st.sampled_from(["en", "es", "he"]),
    st.booleans(),
)
def test_whatever_is_set_keeps_its_words_and_its_measure(
    parts: list[str], align: str, measure: float, language: str, hyphenate: bool
) -> None:
    runs = [run(text, owner=index) for index, text in enumerate(parts)]
    found = set_paragraph(runs, measure, align, language, book(), Sink(), hyphenate=hyphenate)
    said = "".join(line.text.removesuffix("\u00ad") if line.hyphenated else line.text for line in found)
    assert said == "".join(parts).replace("\u00a0", " ").replace("\u00ad", "")
    for line in found:
        assert line.width == pytest.approx(sum(piece.width for piece in line.pieces))
        assert len(line.pieces) == 1 or line.width <= measure + 0.5 or len(line.text.strip()) <= 3
        for piece in line.pieces:
            if piece.actual is None and piece.symbol is None:
                assert "".join(glyph.text for glyph in piece.glyphs) == piece.text


def test_a_paragraph_that_was_set_is_not_set_again() -> None:
    runs = [run(SENTENCES)]
    first = set_paragraph(runs, 210.0, "start", "en", book(), Sink())
    assert set_paragraph(runs, 210.0, "start", "en", book(), Sink()) is first


@pytest.mark.parametrize(
    "unit", ["a", "A1", "ab-", "ab אב ", "www.", "a@", "a\u00a0", "()", "a\u00ad", "中", "e\u0301\u0301"]
)
def test_a_strange_long_text_takes_no_long_time(unit: str) -> None:
    text = unit * (12_000 // len(unit))
    begin = time.process_time()
    found = set_paragraph([run(text)], 210.0, "start", "en", book(), Sink(), hyphenate=True)
    assert time.process_time() - begin < 2.0
    said = "".join(line.text.removesuffix("\u00ad") if line.hyphenated else line.text for line in found)
    assert said == text.replace("\u00a0", " ").replace("\u00ad", "")
