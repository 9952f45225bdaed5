"""Figures and capitals that a typeface has beside its plain ones: asked for by tag, never imitated."""

from __future__ import annotations

import pytest

from foldwell.diagnostics import Sink
from foldwell.type.faces import LINING, OLDSTYLE, SMALL_CAPS, TABULAR
from foldwell.type.glyphs import SetLine
from foldwell.type.paragraph import set_paragraph
from foldwell.type.shaping import shape

from .samples import HEADING, TEXT, book, run

NOTO = "noto/regular/upright"


def line(text: str, face: str, *features: str) -> SetLine:
    [found] = set_paragraph([run(text, face, features=features)], 400.0, "start", "en", book(), Sink())
    return found


def numbers(found: SetLine) -> list[int]:
    return [glyph.gid for piece in found.pieces for glyph in piece.glyphs]


@pytest.mark.parametrize(
    ("face", "lacked"),
    [
        (TEXT, {OLDSTYLE, SMALL_CAPS}),
        (HEADING, {OLDSTYLE, SMALL_CAPS, TABULAR}),
        (NOTO, set()),
        ("noto-arabic/regular/upright", {OLDSTYLE, SMALL_CAPS}),
    ],
)
def test_a_face_knows_what_it_lacks(face: str, lacked: set[str]) -> None:
    own = book().by_key(face)
    assert {tag for tag in (LINING, OLDSTYLE, TABULAR, SMALL_CAPS) if own.lacks(tag)} == lacked


def test_small_capitals_are_glyphs_of_the_face_and_still_the_words() -> None:
    plain, small = line("Fda rules", NOTO), line("Fda rules", NOTO, SMALL_CAPS)
    assert numbers(plain)[0] == numbers(small)[0]  # the capital stays
    assert not set(numbers(plain)[1:3]) & set(numbers(small)[1:3])
    assert small.text == plain.text == "Fda rules"
    assert "".join(glyph.text for piece in small.pieces for glyph in piece.glyphs) == "Fda rules"


def test_old_style_and_lining_figures_differ() -> None:
    assert numbers(line("1976", NOTO, OLDSTYLE)) != numbers(line("1976", NOTO, LINING))
    assert numbers(line("1976", NOTO, LINING)) == numbers(line("1976", NOTO))


def test_tabular_figures_are_all_of_one_width() -> None:
    assert line("1111", TEXT).width < line("8888", TEXT).width
    assert line("1111", TEXT, TABULAR).width == pytest.approx(line("8888", TEXT, TABULAR).width)


@pytest.mark.parametrize("tag", [OLDSTYLE, SMALL_CAPS])
def test_what_a_face_lacks_is_set_plainly(tag: str) -> None:
    assert line("Ldn 4.5 mg", TEXT, tag).pieces == line("Ldn 4.5 mg", TEXT).pieces


def test_the_same_word_with_and_without_is_remembered_apart() -> None:
    face = book().by_key(NOTO)
    before = shape(face, "dose", False, "en")
    small = shape(face, "dose", False, "en", features=(SMALL_CAPS,))
    assert shape(face, "dose", False, "en").glyphs == before.glyphs != small.glyphs


def test_a_word_divided_in_the_middle_keeps_its_capitals() -> None:
    found = set_paragraph([run("breath\u00adless", NOTO, features=(SMALL_CAPS,))], 50.0, "start", "en", book(), Sink())
    assert len(found) == 2
    whole = numbers(line("breathless", NOTO, SMALL_CAPS))
    assert numbers(found[0])[:6] + numbers(found[1]) == whole
