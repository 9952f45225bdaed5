"""Each judge is shown to tell good from bad: one that cannot fail proves nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import judges
import pytest
from reportlab.pdfgen.canvas import Canvas

WORDS = ["the", "dose", "of", "it", "is", "so", "low", "that", "you", "may", "not", "feel", "it", "at", "all"]


def _page(path: Path, *, hidden: int | None = None) -> Path:
    """A plain, untagged page of text in a font that is not embedded; one word may be painted white."""
    canvas = Canvas(str(path), pagesize=(396, 306))
    for line in range(10):
        text = canvas.beginText(36, 260 - line * 20)
        text.setFont("Times-Roman", 12)
        for number, word in enumerate(WORDS):
            text.setFillGray(1 if (line, number) == (5, hidden) else 0)
            text.textOut(word + " ")
        canvas.drawText(text)
    canvas.save()
    return path


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return _page(tmp_path / "plain.pdf")


@pytest.fixture
def cut(tmp_path: Path, plain: Path) -> Path:
    path = tmp_path / "cut.pdf"
    path.write_bytes(plain.read_bytes()[:900])
    return path


def test_verapdf_fails_an_untagged_page_with_a_font_left_out(plain: Path, cut: Path) -> None:
    failures = judges.verapdf([plain, cut], "PDFUA-1")
    clauses = {failure.clause for failure in failures if failure.file == str(plain)}
    assert {"7.1", "7.21.4.1"} <= clauses
    assert [failure.clause for failure in failures if failure.file == str(cut)] == ["unreadable"]


def test_verapdf_knows_the_archive_profile(plain: Path) -> None:
    failures = judges.verapdf([plain], "PDFA-2A")
    assert any(failure.clause == "6.2.11.4.1" and "embedded" in str(failure) for failure in failures)


def test_qpdf_and_ghostscript_complain_of_a_cut_file_only(plain: Path, cut: Path) -> None:
    assert judges.qpdf_complaints(plain) == []
    assert judges.ghostscript_complaints(plain) == []
    assert judges.qpdf_complaints(cut)
    assert judges.ghostscript_complaints(cut)


def test_text_is_read_by_poppler_and_pdfium(plain: Path) -> None:
    assert judges.pdftotext(plain).split() == WORDS * 10
    assert judges.pdftotext(plain, "raw").split() == WORDS * 10
    assert judges.pdftotext(plain, "layout").split() == WORDS * 10
    assert [page.split() for page in judges.pdfium_text(plain)] == [WORDS * 10]
    assert judges.pdfinfo(plain)["Tagged"] == "no"


def test_an_untagged_page_has_no_words_in_its_structure(plain: Path) -> None:
    assert judges.struct_words(plain) == []


TREE = """\
Document
  H1 "About it" (block)
    "About it"
  P (block)
    "Take it at "
    Span (inline)
      "nig"
    "ht, "
    Link (inline):
       /BBox [0 0 1 1]
      "now"
      Object 28 0
    "or never."
  P (block)
    ""quoted""
"""


def test_pieces_of_a_block_are_joined_as_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judges, "struct_text", lambda path: TREE)
    words = judges.struct_words(Path("any.pdf"))
    assert words == ["About", "it", "Take", "it", "at", "night,", "nowor", "never.", '"quoted"']


def test_renderers_agree_on_a_sound_page(plain: Path) -> None:
    found = judges.rendering_differences(plain)
    assert set(found) == {"pdfium", "mutool"}
    assert max(found.values()) < judges.ALIKE


@pytest.mark.parametrize("draw", [judges.poppler_pages, judges.mutool_pages, judges.pdfium_pages])
def test_a_word_that_is_missing_is_seen(tmp_path: Path, plain: Path, draw: Callable[[Path], list[object]]) -> None:
    lacking = _page(tmp_path / "lacking.pdf", hidden=WORDS.index("dose"))
    [full], [less] = draw(plain), draw(lacking)
    assert judges.difference(full, less) > judges.ALIKE  # type: ignore[arg-type]  # both were rendered


def test_a_missing_program_skips_at_home_and_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-program"):
        judges.need("no-such-program")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no-such-program"):
        judges.need("no-such-program")
