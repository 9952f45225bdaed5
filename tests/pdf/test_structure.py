from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from foldwell.layout.document import INK, Document, Rect, Shape, Sheet
from foldwell.pdf import paint

from .hand_made import SPAN, Writer, box, code_of, document, font_book, one_panel, sample


def opened(made: Document) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(paint(made, font_book())))


def elements(pdf: pikepdf.Pdf, role: str) -> list[pikepdf.Object]:
    """The elements of a role, in reading order."""
    found = []

    def visit(element: pikepdf.Object) -> None:
        if element.get("/S") == f"/{role}":
            found.append(element)
        for kid in kids(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                visit(kid)

    visit(pdf.Root.StructTreeRoot.K)
    return found


def kids(element: pikepdf.Object) -> list[Any]:
    inside = element.get("/K", pikepdf.Array())
    return list(inside) if isinstance(inside, pikepdf.Array) else [inside]


def test_the_parent_tree_leads_back_from_every_sequence_and_annotation(tmp_path: Path) -> None:
    pdf = opened(sample(tmp_path))
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    tree = dict(zip((int(key) for key in numbers[::2]), numbers[1::2], strict=True))
    assert list(tree) == list(range(pdf.Root.StructTreeRoot.ParentTreeNextKey)) == [0, 1, 2, 3]
    for page in pdf.pages:
        code = code_of(page)
        marks = [int(mark) for mark in re.findall(r"/MCID (\d+)[^\n]* BDC", code)]
        parents = tree[int(page.StructParents)]
        assert marks == list(range(len(parents)))
        for mcid, parent in enumerate(parents):
            assert mcid in [kid if isinstance(kid, int) else kid.get("/MCID") for kid in kids(parent)]
    for annotation in pdf.pages[1].Annots:
        link = tree[int(annotation.StructParent)]
        assert link.S == "/Link"
        assert [kid.Obj.objgen for kid in kids(link) if isinstance(kid, pikepdf.Dictionary)] == [annotation.objgen]


def test_a_paragraph_over_two_pages_names_the_other_page(tmp_path: Path) -> None:
    pdf = opened(sample(tmp_path))
    crossing = elements(pdf, "P")[0]
    assert crossing.Pg.objgen == pdf.pages[0].obj.objgen
    here, there = kids(crossing)
    assert isinstance(here, int)
    assert isinstance(there, pikepdf.Dictionary)
    assert there.Type == "/MCR"
    assert there.Pg.objgen == pdf.pages[1].obj.objgen


def test_empty_elements_are_left_out_but_for_cells(tmp_path: Path) -> None:
    pdf = opened(sample(tmp_path))
    assert len(elements(pdf, "LI")) == 2
    assert [len(kids(row)) for row in elements(pdf, "TR")] == [2, 2, 2]
    assert ["/K" in cell for cell in elements(pdf, "TD")] == [False, True]


def test_an_empty_table_is_left_out() -> None:
    w = Writer()
    w.text("Words.", w.tree.open("P", 0, SPAN))
    row = w.tree.open("TR", w.tree.open("Table", 0, SPAN), SPAN)
    w.tree.open("TD", row, SPAN)
    pdf = opened(one_panel(w))
    assert elements(pdf, "Table") == elements(pdf, "TD") == []


def test_attributes_are_grouped_by_owner() -> None:
    w = Writer()
    row = w.tree.open("TR", w.tree.open("Table", 0, SPAN), SPAN)
    spread = (("Table", "Scope", "Column"), ("Table", "ColSpan", 2.0), ("Layout", "BBox", (0.0, 1.5, 2.0, 3.0)))
    w.text("Both", w.tree.open("TH", row, SPAN, attributes=spread))
    pdf = opened(one_panel(w))
    (cell,) = elements(pdf, "TH")
    table, layout = cell.A
    assert [str(table.O), str(table.Scope), int(table.ColSpan)] == ["/Table", "/Column", 2]
    assert [float(side) for side in layout.BBox] == [0, 1.5, 2, 3]


def test_a_figure_states_its_words_and_its_box(tmp_path: Path) -> None:
    pdf = opened(sample(tmp_path))
    drawn, photo = elements(pdf, "Figure")
    assert str(drawn.Alt) == "A small circle in widening rings"
    assert [int(side) for side in drawn.A.BBox] == [220, 110, 280, 150]
    assert [int(side) for side in photo.A.BBox] == [320, 40, 380, 80]


def test_a_note_can_be_found_by_its_identifier(tmp_path: Path) -> None:
    pdf = opened(sample(tmp_path))
    (note,) = elements(pdf, "Note")
    names = pdf.Root.StructTreeRoot.IDTree.Kids[0].Names
    assert [names[0], names[1].objgen] == [note.ID, note.objgen]


def test_titles_are_told() -> None:
    w = Writer()
    sect = w.tree.open("Sect", 0, SPAN, title="¿Qué es?")
    w.text("Words.", w.tree.open("P", sect, SPAN))
    pdf = opened(one_panel(w))
    assert str(elements(pdf, "Sect")[0].T) == "¿Qué es?"


def test_a_role_of_no_standard_is_a_fault() -> None:
    w = Writer()
    w.text("Words.", w.tree.open("Leaflet", 0, SPAN))
    with pytest.raises(ValueError, match=r"'Leaflet' \(brochures/sample.yaml:1:1\)"):
        paint(one_panel(w), font_book())


def test_items_on_no_sheet_are_a_fault() -> None:
    w = Writer()
    paragraph = w.tree.open("P", 0, SPAN)
    w.text("Kept ", paragraph)
    w.text("lost", paragraph)
    w.items.pop()
    with pytest.raises(ValueError, match=r"no sheet: \[1\]"):
        paint(one_panel(w), font_book())


def test_a_figure_drawn_on_two_sheets_states_its_box_on_the_first() -> None:
    w = Writer()
    figure = w.tree.open("Figure", 0, SPAN, alt="Two halves")
    w.drawing(figure, Rect(10, 10, 20, 20), Shape(box(20, 20), fill=INK))
    one = w.take("one", Rect(0, 0, 100, 100))
    w.drawing(figure, Rect(50, 50, 20, 20), Shape(box(20, 20), fill=INK))
    two = w.take("two", Rect(0, 0, 100, 100))
    sheets = (Sheet("front", 100, 100, (one,)), Sheet("back", 100, 100, (two,)))
    pdf = opened(document(sheets, ("one", "two"), w.tree.finish()))
    (element,) = elements(pdf, "Figure")
    assert [int(side) for side in element.A.BBox] == [10, 70, 30, 90]
