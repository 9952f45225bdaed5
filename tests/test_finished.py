"""The finished files judged by other people's programs: standards, soundness, words in order, pictures alike, size.

All files of the bench are judged together where a judge's start takes longest (veraPDF: one run a profile)."""

from __future__ import annotations

import re

import judges
import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops
from workspaces import ARABIC, EVERY, LAYOUTS, LDN, SINK, Bench, Built, Wanted, words_of_panel

from foldwell.checks.expected import passages
from foldwell.content.text.runs import words_of

OWN = tuple(wanted for wanted in EVERY if wanted.clinic is None and wanted.paper == "letter")
LATIN = tuple(wanted for wanted in OWN if wanted.brochure != ARABIC)
SIZES = {"letter": ("612 x 792 pts (letter)", "792 x 612 pts (letter)"), "a4": ("595.276 x 841.89", "841.89 x 595.276")}
MOST = 80_000  # bytes of a trifold


@pytest.fixture(params=OWN, ids=str)
def built(request: pytest.FixtureRequest, bench: Bench) -> Built:
    return bench.build(request.param)


@pytest.fixture(params=LATIN, ids=str)
def latin(request: pytest.FixtureRequest, bench: Bench) -> Built:
    return bench.build(request.param)


def said(built: Built) -> list[str]:
    """The words that the edition must say, in the order in which it is read."""
    return [word for passage in passages(built.made.story, built.layout) for word in passage.words]


# Standards and soundness ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", ["PDFUA-1", "PDFA-2A"])
def test_verapdf_finds_no_fault(bench: Bench, profile: judges.Profile) -> None:
    judges.need("java")
    files = [bench.build(wanted).path for wanted in EVERY]
    assert [str(failure) for failure in judges.verapdf(files, profile)] == []


def test_qpdf_finds_nothing_broken(built: Built) -> None:
    assert judges.qpdf_complaints(built.path) == []


def test_ghostscript_is_silent(built: Built) -> None:
    assert judges.ghostscript_complaints(built.path) == []


# Words ----------------------------------------------------------------------------------------------------------------


def test_the_structure_says_every_word_once_and_in_order(latin: Built) -> None:
    assert [word.replace("\u00ad", "") for word in judges.struct_words(latin.path)] == said(latin)


def test_page_by_page_readers_get_the_words_of_each_panel_in_order(latin: Built) -> None:
    """Extractors that know no structure go by the page's code: each panel's words stand there together and in order."""
    pages = judges.pdftotext(latin.path, "raw").split("\f")
    draft = words_of(latin.made.story.draft_line or ()).split()  # stands at the foot, is read after the title
    for sheet, page in zip(latin.document.sheets, pages, strict=False):
        found, end = page.split(), 0
        for panel in sorted(sheet.panels, key=lambda panel: latin.document.reading_order.index(panel.name)):
            words = words_of_panel(latin.document, panel)
            if words[-len(draft) :] == draft:
                words = words[: -len(draft)]
            end = end_of(words, found, end)
        assert end <= len(found)


def end_of(wanted: list[str], found: list[str], begin: int) -> int:
    """Where the words end that stand in order from `begin` on. Only running lines and signs may stand between them; an
    address or a compound may be parted where a line ends."""
    for word in wanted:
        near = range(begin, min(begin + 12, len(found)))
        at = next((at for at in near if word in (found[at], "".join(found[at : at + 2]))), None)
        assert at is not None, (word, found[begin : begin + 12])
        begin = at + (1 if found[at] == word else 2)
    return begin


def test_pdfium_reads_no_word_that_was_not_said(latin: Built) -> None:
    story = latin.made.story
    running = words_of(story.footer) + " " + words_of(story.draft_line or ())
    allowed = {*said(latin), *running.split(), "☐", "✓", "→"}
    pieces = {piece.strip("-/") for word in allowed for piece in (word, *re.split(r"(?<=[-/])", word))}
    found = " ".join(judges.pdfium_text(latin.path)).replace("\ufffe", "-").replace("\x02", "-").split()
    assert [word for word in found if word not in allowed and word.strip("-/") not in pieces] == []


def test_arabic_says_its_words_to_a_screen_reader(bench: Bench) -> None:
    """Poppler takes all right-to-left text for painted in visual order and turns it around: what is to be read instead
    of the glyphs is looked up in the pages' code itself."""
    built = bench.build(Wanted(ARABIC, "handout"))
    with pikepdf.open(built.path) as file:
        marks = [
            step.operands[1]
            for page in file.pages
            for step in pikepdf.parse_content_stream(page)
            if isinstance(step, pikepdf.ContentStreamInstruction) and str(step.operator) == "BDC"
        ]
        said_instead = [
            str(mark.ActualText) for mark in marks if isinstance(mark, pikepdf.Dictionary) and "/ActualText" in mark
        ]
    text = " ".join(said_instead)
    for words in ("ضغط الدم", "متى تطلب المساعدة", "اجلس خمس دقائق", "في مستوى القلب"):
        assert words in text


# Pictures -------------------------------------------------------------------------------------------------------------


def test_three_programs_draw_the_same_pages(built: Built) -> None:
    worst = judges.rendering_differences(built.path)
    assert max(worst.values()) < judges.ALIKE, worst


@pytest.mark.parametrize("wanted", EVERY, ids=str)
def test_the_margin_of_the_paper_stays_white(bench: Bench, wanted: Wanted) -> None:
    """An office printer cannot print nearer to the edge: 0.25 in, looked at from outside."""
    for picture in judges.pdfium_pages(bench.build(wanted).path, dpi=144):
        white = picture.copy()
        white.paste((255, 255, 255), (0, 0, *picture.size))
        box = ImageChops.difference(picture, white).getbbox()
        assert box is not None  # something was drawn
        left, top, right, bottom = box
        assert min(left, top, picture.width - right, picture.height - bottom) >= 35


# Facts ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", EVERY, ids=str)
def test_facts_of_the_file(bench: Bench, wanted: Wanted) -> None:
    built = bench.build(wanted)
    facts = judges.pdfinfo(built.path)
    title = " ".join(word for word in said(built)[:8])
    assert title.startswith(facts["Title"])
    assert facts["Tagged"] == "yes"
    assert facts["PDF version"] == "1.7"
    assert facts["Pages"] == ("2" if wanted.layout == "trifold" else "1")
    assert facts["Page size"].startswith(SIZES[wanted.paper][wanted.layout == "trifold"])
    assert facts["Page rot"] == "0"
    assert facts["Author"] == ("Harbor Street Family Clinic" if wanted.clinic else "Michael Rothman MD")
    assert "Nov 22" in facts["CreationDate"]
    assert "2026" in facts["ModDate"]


def test_a_print_window_begins_with_the_right_settings(built: Built) -> None:
    with pikepdf.open(built.path) as file:
        wishes = file.Root.ViewerPreferences
        assert str(wishes.PrintScaling) == "/None"
        assert bool(wishes.DisplayDocTitle)
        if built.wanted.layout == "trifold":
            assert str(wishes.Duplex) == "/DuplexFlipShortEdge"
        else:
            assert "/Duplex" not in wishes
        assert ("/Direction" in wishes) == (built.wanted.brochure == ARABIC)
        assert str(file.Root.Lang) == built.document.language


def test_bookmarks_lead_to_every_section(built: Built) -> None:
    document = pypdfium2.PdfDocument(built.path)
    try:
        marks = [(mark.get_title(), mark.get_dest()) for mark in document.get_toc()]
        assert [title for title, _ in marks] == [mark.title for mark in built.document.bookmarks]
        assert all(dest is not None and dest.get_index() is not None for _, dest in marks)
    finally:
        document.close()


@pytest.mark.parametrize("wanted", [wanted for wanted in EVERY if wanted.layout == "trifold"], ids=str)
def test_a_trifold_is_small_enough_to_send(bench: Bench, wanted: Wanted) -> None:
    assert bench.build(wanted).path.stat().st_size <= MOST


@pytest.mark.parametrize("name", [LDN, SINK])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_all_fonts_are_embedded_subsets(bench: Bench, name: str, layout: str) -> None:
    with pikepdf.open(bench.build(Wanted(name, layout)).path) as file:
        fonts = {str(font.BaseFont): font for page in file.pages for _, font in page.Resources.Font.items()}
        assert fonts
        for base, font in fonts.items():
            assert base[7:8] == "+"
            assert str(font.Subtype) == "/Type0"
            assert "/ToUnicode" in font
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
