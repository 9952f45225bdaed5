"""What a file says, block by block: nothing is left out, the order is the tree's, and each block knows its panel."""

from __future__ import annotations

import io

import pikepdf
import pytest
from workspaces import ARABIC, LDN, SHOWN, SINK, Bench, Wanted, words_along_tree

from foldwell.checks.blocks import Place, Reading, read_blocks
from foldwell.checks.reading import UnreadablePdf
from foldwell.checks.words import LIGATURES, LINE_END, MIRRORED, UNREAD

SHEETS = [Wanted(name, layout) for name in (LDN, SINK, SHOWN, ARABIC) for layout in ("trifold", "handout")]


def read(bench: Bench, wanted: Wanted) -> Reading:
    return read_blocks(bench.build(wanted).made.pdf)


def plain(word: str) -> str:
    """A word without what pdfium cannot tell: hyphens at the ends of lines, and which way brackets look."""
    return word.translate(LIGATURES | UNREAD).translate(MIRRORED).replace(LINE_END, "").replace("-", "")


@pytest.mark.parametrize("wanted", SHEETS, ids=str)
def test_the_words_are_those_of_the_tree_in_its_order(bench: Bench, wanted: Wanted) -> None:
    said = [word for block in read(bench, wanted).blocks if block.role != "Figure" for word in block.words]
    wanted_words = words_along_tree(bench.build(wanted).document)
    assert [plain(word) for word in said if plain(word)] == [plain(word) for word in wanted_words if plain(word)]


@pytest.mark.parametrize("name", [LDN, SINK])
def test_headings_stand_on_the_panels_that_they_were_laid_out_on(bench: Bench, name: str) -> None:
    document = bench.build(Wanted(name, "trifold")).document
    homes: dict[int | None, Place] = {}
    for number, sheet in enumerate(document.sheets, 1):
        inhabited = sorted((panel for panel in sheet.panels if panel.items), key=lambda panel: panel.rect.x)
        for place, panel in enumerate(inhabited, 1):
            homes |= {item.element: Place(number, place, len(inhabited)) for item in reversed(panel.items)}
    expected = [homes[number] for number, one in enumerate(document.elements) if one.role in ("H1", "H2", "H3")]
    found = [block.place for block in read(bench, Wanted(name, "trifold")).blocks if block.is_heading]
    assert found == expected
    assert {place.panels for place in found} == {3}


def test_the_cover_is_read_first_though_it_is_printed_at_the_right(bench: Bench) -> None:
    reading = read(bench, Wanted(LDN, "trifold"))
    assert reading.blocks[0].role == "H1"
    assert reading.blocks[0].place == Place(1, 3, 3)
    assert str(reading.blocks[0].place) == "page 1, panel 3 of 3"
    assert (reading.title, reading.language, reading.pages) == ("Low dose naltrexone", "en", 2)
    assert any(link.startswith("tel:") for link in reading.links)


def test_what_is_said_of_a_picture_is_read(bench: Bench) -> None:
    document = bench.build(Wanted(SINK, "trifold")).document
    told = [one.alt for one in document.elements if one.role == "Figure" and one.alt]
    found = {" ".join(block.words) for block in read(bench, Wanted(SINK, "trifold")).blocks if block.role == "Figure"}
    assert told
    assert {" ".join(alt.split()) for alt in told} <= found


def without_tree(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        del opened.Root.StructTreeRoot
        opened.save(out)
    return out.getvalue()


def test_a_file_without_tags_is_read_page_by_page(bench: Bench) -> None:
    reading = read_blocks(without_tree(bench.build(Wanted(LDN, "trifold")).made.pdf))
    assert [block.place for block in reading.blocks] == [Place(1), Place(2)]
    assert "naltrexone" in reading.blocks[0].words


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"no PDF at all", b"\0" * 2000])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadablePdf):
        read_blocks(data)


def test_a_tree_that_leads_in_a_circle_is_refused(bench: Bench) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(bench.build(Wanted(LDN, "handout")).made.pdf)) as opened:
        root = opened.Root.StructTreeRoot
        root.K.K = pikepdf.Array([root.K])
        opened.save(out)
    with pytest.raises(UnreadablePdf):
        read_blocks(out.getvalue())
