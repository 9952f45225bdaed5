"""The finished file, judged by other people's programs."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import judges
import pikepdf
import pytest
from msgspec.structs import replace

from foldwell.pdf import paint

from .hand_made import FORM, REGULAR, SPAN, Writer, font_book, one_panel, sample, shaped

IN_READING_ORDER = (
    "Low dose naltrexone This paragraph begins on the flap and ends inside. How it is taken Usually 4.5 mg. AVATAR Te "
    "See the label or the cover. A medi\u00adcine Yes. • Take it in the evening. • Tell every clinician. "
    "Condition Studies found Pain Fatigue mixed 1 Younger J. Pain. 2013."
)


@pytest.fixture
def painted(tmp_path: Path) -> Path:
    path = tmp_path / "sample.pdf"
    path.write_bytes(paint(sample(tmp_path), font_book()))
    return path


@pytest.mark.parametrize("profile", ["PDFUA-1", "PDFA-2A"])
def test_verapdf_finds_nothing(painted: Path, profile: judges.Profile) -> None:
    assert judges.verapdf([painted], profile) == []


def test_qpdf_and_ghostscript_are_silent(painted: Path) -> None:
    assert judges.qpdf_complaints(painted) == []
    assert judges.ghostscript_complaints(painted) == []


def test_the_renderers_draw_the_same(painted: Path) -> None:
    differences = judges.rendering_differences(painted)
    assert all(difference <= judges.ALIKE for difference in differences.values()), differences


def test_poppler_reads_the_tree_in_order(painted: Path) -> None:
    assert judges.struct_words(painted) == IN_READING_ORDER.replace("\u00ad", "").split()


def test_the_page_s_code_gives_each_panel_in_order(painted: Path) -> None:
    words = judges.pdftotext(painted, "raw").replace("\u00ad\n", "\u00ad").split()
    running = "Form LDN-01 · Revision 1".split()  # noqa: SIM905  # as it is read
    assert [word for word in words if word not in running] == [
        word for word in IN_READING_ORDER.split() if word not in running
    ]


def test_pdfium_reads_words_whole(painted: Path) -> None:
    front, inside = judges.pdfium_text(painted)
    assert "Low dose \r\nnaltrexone" in front
    assert "A medi\ufffecine" in inside  # pdfium's sign for a hyphen that the line's end has put in


def test_poppler_knows_it_for_what_it_is(painted: Path) -> None:
    facts = judges.pdfinfo(painted)
    assert facts["Tagged"] == "yes"
    assert facts["PDF version"] == "1.7"
    assert facts["Title"] == "Low dose naltrexone"


def test_the_same_document_gives_the_same_bytes(tmp_path: Path) -> None:
    made = sample(tmp_path)
    first = paint(made, font_book())
    assert paint(made, font_book()) == first
    other = replace(made, form=replace(FORM, date=FORM.date.replace(day=23)))
    assert paint(other, font_book()) != first


def test_every_font_is_embedded_and_none_is_helvetica(painted: Path) -> None:
    data = painted.read_bytes()
    assert b"Helvetica" not in data
    with pikepdf.open(BytesIO(data)) as pdf:
        fonts = pdf.pages[0].Resources.Font
        assert sorted(fonts.keys()) == ["/F1", "/F2"]
        for font in fonts.values():
            (descendant,) = font.DescendantFonts
            assert descendant.FontDescriptor.FontFile2.read_bytes()[:4] == b"\x00\x01\x00\x00"
            assert str(descendant.BaseFont)[7] == "+"


def test_text_read_otherwise_than_drawn_keeps_the_text_around_it(tmp_path: Path) -> None:
    w = Writer()
    paragraph = w.tree.open("P", 0, SPAN)
    w.text("before ", paragraph)
    *letters, space = shaped("word ", REGULAR, 12)
    w.text("word ", paragraph, glyphs=(*reversed(letters), space), actual="word ", follow=True)
    w.text("after ", paragraph, follow=True)
    path = tmp_path / "reordered.pdf"
    path.write_bytes(paint(one_panel(w), font_book()))
    assert judges.pdftotext(path).split() == ["before", "word", "after"]
    assert judges.struct_words(path) == ["before", "drow", "after"]  # this reader of poppler's knows no ActualText
    assert judges.verapdf([path], "PDFUA-1") == []


def test_an_unknown_target_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'press'"):
        paint(sample(tmp_path), font_book(), "press")
