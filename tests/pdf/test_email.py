"""The e-mailed file: a page for each panel, read well by screen readers, with nothing of the printed sheet about it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import judges
import pikepdf
import pytest
from workspaces import ARABIC, CLINICS, LAYOUTS, LDN, SINK, Bench, Wanted

from foldwell.pdf import paint

from .hand_made import code_of, font_book

EDITIONS = [Wanted(LDN, layout, clinic) for layout in LAYOUTS for clinic in CLINICS]
EDITIONS += [Wanted(name, layout) for name in (SINK, ARABIC) for layout in LAYOUTS]


@pytest.fixture(scope="module")
def files(bench: Bench, tmp_path_factory: pytest.TempPathFactory) -> dict[Wanted, Path]:
    folder = tmp_path_factory.mktemp("email")
    made = {}
    for wanted in EDITIONS:
        made[wanted] = folder / f"{wanted}.pdf"
        made[wanted].write_bytes(paint(bench.build(wanted).document, font_book(), "email"))
    return made


@pytest.mark.parametrize("profile", ["PDFUA-1", "PDFA-2A"])
def test_verapdf_finds_nothing(files: dict[Wanted, Path], profile: judges.Profile) -> None:
    assert judges.verapdf(files.values(), profile) == []


def test_qpdf_and_ghostscript_are_silent(files: dict[Wanted, Path]) -> None:
    for path in files.values():
        assert judges.qpdf_complaints(path) == []
        assert judges.ghostscript_complaints(path) == []


def test_renderers_agree(files: dict[Wanted, Path]) -> None:
    differences = judges.rendering_differences(files[Wanted(LDN, "trifold")])
    assert all(difference <= judges.ALIKE for difference in differences.values()), differences


@pytest.mark.parametrize("wanted", EDITIONS, ids=str)
def test_there_is_a_page_for_each_panel_in_reading_order(
    bench: Bench, files: dict[Wanted, Path], wanted: Wanted
) -> None:
    panels = list(bench.build(wanted).document.panels())
    with pikepdf.open(files[wanted]) as pdf:
        sizes = [float(side) for page in pdf.pages for side in page.MediaBox]
    expected = [side for panel in panels for side in (0.0, 0.0, panel.rect.width, panel.rect.height)]
    assert sizes == pytest.approx(expected, abs=0.01)


def test_the_page_s_code_gives_the_words_in_reading_order(files: dict[Wanted, Path]) -> None:
    """What a phone without a structure tree to go by reads out: panel after panel."""
    read = judges.pdftotext(files[Wanted(LDN, "trifold")], "raw")
    places = [read.index(words) for words in ("What it is, what is known", "Do not take it with opioids", "Reach us")]
    assert places == sorted(places)


@pytest.mark.parametrize("wanted", [Wanted(LDN, "trifold"), Wanted(LDN, "handout")], ids=str)
def test_the_file_is_small(files: dict[Wanted, Path], wanted: Wanted) -> None:
    assert files[wanted].stat().st_size <= 60_000


def test_nothing_is_said_about_printing(files: dict[Wanted, Path]) -> None:
    for path in files.values():
        with pikepdf.open(path) as pdf:
            wishes = pdf.Root.ViewerPreferences
            assert bool(wishes.DisplayDocTitle)
            assert "/PrintScaling" not in wishes
            assert "/Duplex" not in wishes
            (intent,) = pdf.Root.OutputIntents
            assert str(intent.OutputConditionIdentifier) == "sRGB"
            assert not [page for page in pdf.pages if "/TrimBox" in page]


def test_fold_ticks_stay_on_the_sheet(bench: Bench, files: dict[Wanted, Path]) -> None:
    wanted = Wanted(LDN, "trifold")
    desk = bench.build(wanted).made.pdf
    with pikepdf.open(BytesIO(desk)) as sheets, pikepdf.open(files[wanted]) as pages:
        ticks = ["/Type/Page>>" in code_of(page) for page in sheets.pages]
        assert ticks == [True, True]
        assert not [page for page in pages.pages if "/Type/Page>>" in code_of(page)]


def test_links_and_bookmarks_lead_where_the_sheet_s_do(bench: Bench, files: dict[Wanted, Path]) -> None:
    for wanted, path in files.items():
        document = bench.build(wanted).document
        with pikepdf.open(path) as pdf:
            page_of = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
            for page, panel in zip(pdf.pages, document.panels(), strict=True):
                links = list(page.get("/Annots", []))
                assert [str(a.A.URI) for a in links if "/A" in a] == [
                    _plain(k.address) for k in panel.links if k.address
                ]
                for annotation in links:
                    left, foot, right, top = (float(side) for side in annotation.Rect)
                    assert 0 <= left < right <= panel.rect.width + 0.01
                    assert 0 <= foot < top <= panel.rect.height + 0.01
            entries = list(_outline(pdf.Root.Outlines))
            assert [str(entry.Title) for entry in entries] == [mark.title for mark in document.bookmarks]
            goals = [page_of[entry.Dest[0].objgen] for entry in entries]
            assert goals == sorted(goals), "sections in the order of the pages"


def _plain(address: str | None) -> str:
    return (address or "").replace(" ", "%20")


def _outline(above: pikepdf.Object) -> list[pikepdf.Object]:
    found = []
    entry = above.get("/First")
    while entry is not None:
        found += [entry, *_outline(entry)]
        entry = entry.get("/Next")
    return found


def test_the_same_document_gives_the_same_bytes(bench: Bench, files: dict[Wanted, Path]) -> None:
    wanted = Wanted(LDN, "trifold")
    assert paint(bench.build(wanted).document, font_book(), "email") == files[wanted].read_bytes()
