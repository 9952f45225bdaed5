from __future__ import annotations

import hashlib
import struct
from pathlib import Path
from typing import Any

import pytest
import uharfbuzz as hb  # type: ignore[import-untyped]  # no types
from msgspec.structs import replace

from foldwell.content.models.fonts import Fonts
from foldwell.content.models.validate import model_of
from foldwell.diagnostics import Sink, Span
from foldwell.type.fonts import FontBook, FontFault

from .samples import FOLDER, HEADING, TEXT, book, fonts_file


def one_face(**changes: Any) -> Fonts:
    face = {**fonts_file()["families"]["atkinson"]["faces"][0], **changes}
    return model_of(Fonts, {"families": {"plain": {"name": "Plain", "licence": "OFL-1.1", "faces": [face]}}})


def opened(fonts: Fonts, folder: Path) -> FontBook:
    found = FontBook.open(fonts, folder, Sink())
    assert found is not None
    return found


def package_bytes() -> bytes:
    return book().by_key(TEXT).blob


def test_every_face_of_the_project_opens_and_is_the_file_that_was_chosen() -> None:
    keys = [face.key for faces in book()._shelf.values() for face in faces.values()]
    assert len(keys) == 14
    for key in keys:
        face = book().by_key(key)
        assert face.has("A")
        assert face.upem in (1000, 2000)
        assert 0.4 < face.cap_height < face.ascent < 1.5
        assert 0.2 < face.descent < 0.8
        assert face.italic == (face.italic_angle < 0)


def test_a_variable_face_is_pinned_to_its_weight() -> None:
    regular, bold = (book().face("display", weight) for weight in ("regular", "bold"))
    glyph = bold.hb_font.get_nominal_glyph(ord("n"))
    assert bold.advance(glyph) > regular.advance(glyph)
    assert bold.name == "Fraunces-Bold"


def test_a_face_that_the_family_lacks_is_replaced_with_a_note() -> None:
    sink, span = Sink(), Span("clinic.yaml", 3, 5)
    face = book().face("noto-arabic", "bold", italic=True, sink=sink, span=span)
    assert face.key == "noto-arabic/bold/upright"
    assert [(found.code, found.span) for found in sink.found] == [("nearest-face", span)]


def test_an_unknown_family_is_an_error_with_the_nearest_name() -> None:
    sink = Sink()
    with pytest.raises(FontFault):
        book().face("atkinsen", sink=sink)
    assert sink.found[0].code == "unknown-typeface"
    assert sink.found[0].hints == ("did you mean `atkinson`?",)


def test_a_missing_package_names_the_command_that_installs_it(tmp_path: Path) -> None:
    sink = Sink()
    assert FontBook.open(one_face(package="fontpkg_not_there"), tmp_path, sink) is None
    assert sink.found[0].code == "font-missing"
    assert "python -m pip install fontpkg-not-there" in sink.found[0].hints[0]


def test_a_changed_package_file_is_refused_when_it_is_used(tmp_path: Path) -> None:
    face = opened(one_face(sha256="0" * 64), tmp_path).face("plain")
    with pytest.raises(FontFault) as caught:
        face.has("A")
    assert caught.value.diagnostic.code == "font-changed"
    assert "pip install --force-reinstall fontpkg-atkinson-hyperlegible" in caught.value.diagnostic.hints[0]


def test_a_drop_in_file_goes_before_the_package_and_needs_no_hash(tmp_path: Path) -> None:
    (tmp_path / "own.ttf").write_bytes(package_bytes() + b"\0\0\0\0")
    face = opened(one_face(drop_in="own.ttf", sha256="0" * 64), tmp_path).face("plain")
    assert face.blob == package_bytes() + b"\0\0\0\0"
    assert face.has("A")


def test_a_file_outside_the_fonts_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "fonts"
    folder.mkdir()
    (tmp_path / "secret.ttf").write_bytes(package_bytes())
    sink = Sink()
    assert FontBook.open(one_face(drop_in="../secret.ttf"), folder, sink) is None
    assert sink.found[0].code == "font-outside"


def test_a_package_file_outside_the_package_is_not_found(tmp_path: Path) -> None:
    sink = Sink()
    assert FontBook.open(one_face(drop_in=None, file="../metadata.json"), tmp_path, sink) is None
    assert sink.found[0].code == "font-missing"


@pytest.mark.parametrize(("table", "words"), [(b"CFF ", "PostScript outlines"), (b"none", "not a TrueType font")])
def test_only_truetype_outlines_are_taken(tmp_path: Path, table: bytes, words: str) -> None:
    header = b"OTTO" + struct.pack(">4H", 1, 16, 0, 0) + table + struct.pack(">3I", 0, 28, 4) + b"\1\0\0\0"
    (tmp_path / "own.otf").write_bytes(header)
    face = opened(one_face(drop_in="own.otf"), tmp_path).face("plain")
    with pytest.raises(FontFault, match=words):
        face.covers("A")


def test_an_axis_that_the_font_lacks_is_an_error(tmp_path: Path) -> None:
    source = {**fonts_file()["families"]["noto"]["faces"][0], "drop_in": None}
    for axes in ({"slnt": 3}, {"wght": 4000}):
        family = {"name": "Noto", "licence": "OFL-1.1", "faces": [{**source, "axes": axes}]}
        face = opened(model_of(Fonts, {"families": {"noto": family}}), tmp_path).face("noto")
        with pytest.raises(FontFault) as caught:
            face.has("A")
        assert caught.value.diagnostic.code == "font-axis"


def test_a_fallback_that_is_no_family_is_an_error(tmp_path: Path) -> None:
    fonts = replace(one_face(), fallback=["nobody"])
    sink = Sink()
    assert FontBook.open(fonts, tmp_path, sink) is None
    assert sink.found[0].code == "unknown-typeface"


def test_a_subset_keeps_glyph_numbers_and_drops_the_rest() -> None:
    face = book().by_key(HEADING)
    wanted = frozenset(face.hb_font.get_nominal_glyph(ord(char)) for char in "Take")
    cut = hb.Face(book().subset(HEADING, wanted))
    assert not {"GSUB", "GPOS", "GDEF", "fvar", "gvar", "STAT", "fpgm"} & set(cut.table_tags)
    font = hb.Font(cut)
    drawn = {gid for gid in range(cut.glyph_count) if font.get_glyph_extents(gid).width}
    assert wanted <= drawn <= wanted | {0}
    for gid in wanted:
        assert font.get_glyph_h_advance(gid) == face.advance(gid)
        assert font.get_glyph_extents(gid).height == pytest.approx(face.hb_font.get_glyph_extents(gid).height, abs=2)


def test_a_subset_is_the_same_each_time() -> None:
    face = book().by_key(HEADING)
    gids = frozenset((20, 30, 40))
    assert hashlib.sha256(face.cut(gids)).digest() == hashlib.sha256(face.cut(gids)).digest()
    assert book().subset(HEADING, [40, 30, 20]) is book().subset(HEADING, gids)


def test_books_over_the_same_files_are_equal_and_share_their_faces() -> None:
    other = opened(model_of(Fonts, fonts_file()), FOLDER)
    assert other == book()
    assert hash(other) == hash(book())
    assert other.by_key(TEXT) is book().by_key(TEXT)
    assert opened(one_face(), FOLDER) != book()
