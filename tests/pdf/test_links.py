from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace

from foldwell.layout.document import Bookmark
from foldwell.pdf import paint

from .hand_made import SPAN, Writer, font_book, one_panel, sample


def test_links_lead_to_addresses_and_places(tmp_path: Path) -> None:
    pdf = pikepdf.open(BytesIO(paint(sample(tmp_path), font_book())))
    web, inner = pdf.pages[1].Annots
    assert str(web.A.URI) == "https://example.org/ldn?lang=espa%C3%B1ol"
    assert (str(web.Contents), int(web.F), [int(part) for part in web.Border]) == ("the label", 4, [0, 0, 0])
    page, kind, left, top, zoom = inner.Dest
    assert page.objgen == pdf.pages[0].obj.objgen
    assert kind == "/XYZ"
    assert [float(left), float(top)] == [209, 300]
    assert zoom is None


def test_a_link_covers_its_words(tmp_path: Path) -> None:
    made = sample(tmp_path)
    pdf = pikepdf.open(BytesIO(paint(made, font_book())))
    panel = made.sheets[1].panels[1]
    for link, annotation in zip(panel.links, pdf.pages[1].Annots, strict=True):
        left, foot, right, top = (float(side) for side in annotation.Rect)
        assert left == pytest.approx(link.rect.x + panel.rect.x, abs=0.01)
        assert right == pytest.approx(link.rect.right + panel.rect.x, abs=0.01)
        assert foot == pytest.approx(300 - link.rect.bottom, abs=0.01)
        assert top == pytest.approx(300 - link.rect.y, abs=0.01)


def test_a_link_to_nowhere_is_a_fault() -> None:
    w = Writer()
    w.text("See ", paragraph := w.tree.open("P", 0, SPAN))
    w.link("this", paragraph)
    with pytest.raises(ValueError, match="'this' leads nowhere"):
        paint(one_panel(w), font_book())


def titles(pdf: pikepdf.Pdf) -> list[tuple[str, int]]:
    with pdf.open_outline() as outline:
        rows: list[tuple[str, int]] = []

        def visit(items: list[pikepdf.OutlineItem], depth: int) -> None:
            for item in items:
                rows.append((item.title, depth))
                visit(list(item.children), depth + 1)

        visit(list(outline.root), 0)
        return rows


def with_bookmarks(*depths: int) -> pikepdf.Pdf:
    w = Writer()
    bookmarks = []
    for number, depth in enumerate(depths):
        heading = w.tree.open("H1", 0, SPAN)
        w.text(f"Heading {number}", heading)
        bookmarks.append(Bookmark(f"Heading {number}", depth, heading))
    return pikepdf.open(BytesIO(paint(one_panel(w, bookmarks=tuple(bookmarks)), font_book())))


def test_bookmarks_are_nested() -> None:
    pdf = with_bookmarks(0, 1, 2, 1, 0)
    assert [depth for _, depth in titles(pdf)] == [0, 1, 2, 1, 0]
    assert pdf.Root.PageMode == "/UseOutlines"
    assert int(pdf.Root.Outlines.Count) == 5
    assert int(pdf.Root.Outlines.First.Count) == 3


def test_bookmarks_may_begin_deep_and_skip_a_level() -> None:
    assert [depth for _, depth in titles(with_bookmarks(2, 1, 3))] == [0, 0, 1]


def test_without_bookmarks_there_is_no_outline() -> None:
    pdf = with_bookmarks()
    assert "/Outlines" not in pdf.Root
    assert pdf.Root.PageMode == "/UseNone"


def test_a_bookmark_to_something_empty_is_a_fault(tmp_path: Path) -> None:
    made = sample(tmp_path)
    empty = next(index for index, element in enumerate(made.elements) if not element.kids)
    with pytest.raises(ValueError, match=f"nothing was painted for element {empty}"):
        paint(replace(made, bookmarks=(Bookmark("Nothing", 0, empty),)), font_book())
