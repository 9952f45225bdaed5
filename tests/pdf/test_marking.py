from __future__ import annotations

import pytest
from msgspec.structs import replace

from foldwell.layout.document import INK, Document, Rect, Shape
from foldwell.pdf import paint
from foldwell.pdf.elements import elements_of
from foldwell.pdf.marking import LAYOUT, PAGINATION, Run, TreePlaces, panels_in_order, placed, runs

from .hand_made import SPAN, Writer, box, font_book, one_panel


def runs_of(document: Document) -> list[Run]:
    (sheet,) = document.sheets
    panels = panels_in_order(document, sheet)
    items = [placed(item, panel.rect.x, panel.rect.y, font_book()) for panel in panels for item in panel.items]
    return list(runs(items, TreePlaces(elements_of(document.elements))))


def sizes(document: Document) -> list[tuple[int | None, int]]:
    return [(run.element, len(run.items)) for run in runs_of(document)]


def test_the_lines_of_a_paragraph_share_a_sequence() -> None:
    w = Writer()
    paragraph = w.tree.open("P", 0, SPAN)
    for words in ("One ", "two ", "three."):
        w.text(words, paragraph)
    w.text("Next.", w.tree.open("P", 0, SPAN))
    assert sizes(one_panel(w)) == [(1, 3), (2, 1)]


def test_a_link_parts_the_text_around_it() -> None:
    w = Writer()
    paragraph = w.tree.open("P", 0, SPAN)
    w.text("See ", paragraph)
    w.link("this", paragraph, address="https://example.org")
    w.text(" page.", paragraph)
    assert sizes(one_panel(w)) == [(1, 1), (2, 1), (1, 1)]


def test_what_follows_on_the_page_but_not_in_the_tree_is_parted() -> None:
    w = Writer()
    paragraph = w.tree.open("P", 0, SPAN)
    first = w.text("one ", paragraph)
    w.text("two ", paragraph)
    third = w.text("three", paragraph)
    w.items[1:] = [third]  # painted one, three; two stands on another panel
    elements = w.tree.finish()
    assert elements[1].kids == (("i", first.number), ("i", first.number + 1), ("i", third.number))
    assert sizes(one_panel(w)) == [(1, 1), (1, 1)]


def test_a_symbol_with_a_text_equivalent_stands_alone() -> None:
    w = Writer()
    paragraph = w.tree.open("P", 0, SPAN)
    w.text("Yes ", paragraph)
    w.drawing(paragraph, Rect(0, 0, 9, 9), Shape(box(9, 9), stroke=INK), actual="✓")
    w.text("no ", paragraph)
    assert [(run.actual, len(run.items)) for run in runs_of(one_panel(w))] == [(None, 1), ("✓", 1), (None, 1)]


def test_artifacts_are_joined_by_kind() -> None:
    w = Writer()
    for _ in range(2):
        w.drawing(None, Rect(0, 0, 9, 9), Shape(box(9, 9), fill=INK))
    w.text("Form LDN-01", None)
    assert [(run.artifact, len(run.items)) for run in runs_of(one_panel(w))] == [(LAYOUT, 2), (PAGINATION, 1)]


def test_an_item_that_the_tree_does_not_place_is_a_fault() -> None:
    w = Writer()
    item = w.text("One", w.tree.open("P", 0, SPAN))
    w.items[:] = [replace(item, number=7)]
    with pytest.raises(ValueError, match=r"item 7 .*sample\.yaml.* under element 1"):
        runs_of(one_panel(w))


@pytest.mark.parametrize("apart", [False, True])
def test_an_item_that_is_painted_twice_is_a_fault(apart: bool) -> None:
    w = Writer()
    w.text("One", w.tree.open("P", 0, SPAN))
    w.items *= 1 if apart else 2
    (sheet,) = (made := one_panel(w)).sheets
    (panel,) = sheet.panels
    twice = (panel, replace(panel, name="again")) if apart else (panel,)
    made = replace(made, sheets=(replace(sheet, panels=twice),), reading_order=tuple(each.name for each in twice))
    with pytest.raises(ValueError, match=r"item 0 .*sample\.yaml.* is not once under element 1"):
        paint(made, font_book())


def test_an_item_that_stands_twice_in_the_tree_is_a_fault() -> None:
    w = Writer()
    w.text("One", w.tree.open("P", 0, SPAN))
    made = one_panel(w)
    elements = (*made.elements, made.elements[1])
    with pytest.raises(ValueError, match=r"item 0 twice .*sample\.yaml"):
        paint(replace(made, elements=elements), font_book())


def test_items_that_no_page_shows_are_found() -> None:
    w = Writer()
    w.text("Lost", w.tree.open("P", 0, SPAN))
    w.items.clear()
    document = one_panel(w)
    assert runs_of(document) == []
    with pytest.raises(ValueError, match=r"stand on no sheet: \[0\]"):
        paint(document, font_book())
