from __future__ import annotations

import pytest

from foldwell.layout.document import INK, Document, Rect, Shape
from foldwell.pdf.marking import LAYOUT, PAGINATION, Run, TreePlaces, panels_in_order, placed_items, runs

from .hand_made import SPAN, Writer, box, font_book, one_panel


def runs_of(document: Document) -> list[Run]:
    (sheet,) = document.sheets
    return list(runs(placed_items(panels_in_order(document, sheet), font_book()), TreePlaces(document)))


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
    w.text("One", w.tree.open("P", 0, SPAN))
    w.items *= 2
    with pytest.raises(ValueError, match=r"item 0 .*sample\.yaml"):
        runs_of(one_panel(w))


def test_items_that_no_page_shows_are_found() -> None:
    w = Writer()
    w.text("Lost", w.tree.open("P", 0, SPAN))
    w.items.clear()
    document = one_panel(w)
    places = TreePlaces(document)
    assert list(runs(placed_items(document.sheets[0].panels, font_book()), places)) == []
    assert places.unclaimed() == [0]
