"""One document, three paintings: the same words in the same order on other pages, and colour as far as each may go."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from judges import pdfium_pages, struct_words
from msgspec.structs import replace
from workspaces import LDN, SINK, Bench, Wanted, attempt, brochure, make_workspace, text_block, write

from foldwell.checks.words import check_words
from foldwell.diagnostics import Sink
from foldwell.layout.document import Colour, Document, Drawing, Field, Panel, Rect, Sheet
from foldwell.pdf import Target, for_shop, paint
from foldwell.pdf.leaves import Leaf, press_sheets, single_panels, whole_sheets
from foldwell.pdf.print_shop import Shop
from foldwell.pdf.targets import target_of

from .hand_made import SPAN, Writer, document, font_book
from .press import press_profile

EDITIONS = [
    Wanted(LDN, "trifold"), Wanted(LDN, "handout"), Wanted(LDN, "trifold", "harbor-street", "a4"),
    Wanted(LDN, "handout", "harbor-street", "a4"), Wanted(SINK, "trifold"), Wanted(SINK, "handout"),
]  # fmt: skip
BLEED = 9.0


def targets() -> dict[str, Target | str]:
    """All targets; the shop's with a profile, since the pictures of one brochure need it."""
    return {"desk": "desk", "email": "email", "shop": for_shop(Shop(profile=press_profile()))}


@pytest.mark.parametrize("wanted", EDITIONS, ids=str)
def test_the_words_are_the_same_in_the_same_order(bench: Bench, wanted: Wanted, tmp_path: Path) -> None:
    built = bench.build(wanted)
    found = {}
    for name, target in targets().items():
        pdf = paint(built.document, font_book(), target)
        sink = Sink()
        check_words(pdf, built.made.story, built.layout, built.document, sink)
        assert sink.found == [], name
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(pdf)
        found[name] = struct_words(path)
    assert len(found["desk"]) > 150
    assert found["desk"] == found["email"] == found["shop"]


def test_a_word_lost_from_one_panel_s_page_is_told(bench: Bench) -> None:
    built = bench.build(Wanted(LDN, "trifold"))
    cover = next(built.document.panels())
    lost = next(item for item in cover.items if item.element is not None and not isinstance(item, Drawing))
    items = tuple(item for item in cover.items if item is not lost)
    outside, inside = built.document.sheets
    panels = tuple(replace(panel, items=items) if panel is cover else panel for panel in outside.panels)
    elements = tuple(
        replace(element, kids=tuple(kid for kid in element.kids if kid != ("i", lost.number)))
        for element in built.document.elements
    )
    made = replace(built.document, sheets=(replace(outside, panels=panels), inside), elements=elements)
    sink = Sink()
    check_words(paint(made, font_book(), "email"), built.made.story, built.layout, made, sink)
    assert [found.code for found in sink.found] == ["words-lost"]


def test_an_unknown_target_is_refused() -> None:
    with pytest.raises(ValueError, match="'press'"):
        target_of("press")
    with pytest.raises(ValueError, match="'shop'"):
        target_of("shop")  # only its settings make a target of it


def coloured() -> Document:
    """A sheet of two panels: the left one coloured all over, the right one with a band along its foot."""
    w = Writer()
    w.text("Left", w.tree.open("P", 0, SPAN))
    left = w.take("left", Rect(0, 0, 200, 300))
    w.text("Right", w.tree.open("P", 0, SPAN))
    right = w.take("right", Rect(200, 0, 200, 300))
    left = replace(left, fields=(Field(Rect(0, 0, 200, 300), Colour("tint"), SPAN),))
    right = replace(right, fields=(Field(Rect(0, 260, 200, 40), Colour("accent"), SPAN),))
    sheet = Sheet("outside", 400, 300, (left, right), folds=(200.0,), safe=18.0)
    return document((sheet,), ("right", "left"), w.tree.finish())


def grounds(leaf: Leaf) -> dict[str, Rect]:
    """For each panel of a leaf its ground's place on the page."""
    return {panel.name: _ground(panel).moved(panel.rect.x, panel.rect.y) for panel in leaf.panels}


def _ground(panel: Panel) -> Rect:
    lowest = panel.items[0]
    assert isinstance(lowest, Drawing)
    assert lowest.element is None
    assert not panel.fields
    return lowest.rect


def test_at_the_desk_colour_ends_where_the_printer_does() -> None:
    (leaf,) = whole_sheets(coloured())
    assert grounds(leaf) == {"left": Rect(18, 18, 182, 264), "right": Rect(200, 260, 182, 22)}
    assert (leaf.trim, leaf.bleed) == (None, None)


def test_on_the_screen_colour_fills_the_page() -> None:
    right, left = single_panels(coloured())
    assert (right.width, right.height) == (200, 300)
    assert grounds(left) == {"left": Rect(0, 0, 200, 300)}
    assert grounds(right) == {"right": Rect(0, 260, 200, 40)}


def test_for_the_press_colour_bleeds_at_the_trim_and_not_at_the_fold() -> None:
    (leaf,) = press_sheets(coloured(), font_book(), Shop(bleed=BLEED))
    assert leaf.trim == Rect(36, 36, 400, 300)
    assert leaf.bleed == Rect(27, 27, 418, 318)
    assert grounds(leaf) == {"left": Rect(27, 27, 209, 318), "right": Rect(236, 296, 209, 49)}


def test_a_field_beyond_what_may_be_coloured_is_not_painted() -> None:
    made = coloured()
    (sheet,) = made.sheets
    thin = replace(sheet.panels[0], fields=(Field(Rect(0, 0, 12, 300), Colour("tint"), SPAN),))
    (leaf,) = whole_sheets(replace(made, sheets=(replace(sheet, panels=(thin, sheet.panels[1])),)))
    assert leaf.panels[1].items == thin.items


@pytest.fixture(scope="module")
def decorated(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """A brochure in a layout whose cover has a ground and a band."""
    root = make_workspace(tmp_path_factory.mktemp("decorated") / "workspace")
    path = root / "layouts" / "trifold.yaml"
    layout = yaml.safe_load(path.read_text("utf-8"))
    bands = [{"side": "top", "height": "10pt", "colour": "primary"}]
    layout["panels"]["cover"] |= {"ground": "tint", "bands": bands}
    path.write_text(yaml.safe_dump(layout, sort_keys=False), "utf-8")
    write(root, brochure(text_block("A few words.")))
    made, _, sink = attempt(root, Wanted("tiny.en", "trifold"))
    assert made is not None, sink.found
    return made.document


def test_a_layout_hands_over_its_grounds_up_to_the_trim(decorated: Document) -> None:
    cover = next(decorated.panels())
    ground, band = cover.fields
    assert ground.rect == Rect(0, 0, cover.rect.width, cover.rect.height)
    assert band.rect == Rect(0, 0, cover.rect.width, 10 + 18)  # as tall as it says inside the office printer's margin
    assert decorated.sheets[0].safe == 18
    assert all(not panel.fields for panel in decorated.panels() if panel is not cover)


def test_colour_is_where_each_target_may_have_it(decorated: Document, tmp_path: Path) -> None:
    """Seen by pdfium, 72 dots an inch: a dot is a point."""
    pages = {}
    for name, target in (targets() | {"shop": for_shop(Shop())}).items():
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(paint(decorated, font_book(), target))
        pages[name] = pdfium_pages(path, 72)[0]
    white, tint, primary = (255, 255, 255), (0xF5, 0xF0, 0xE6), (0x1D, 0x5A, 0x56)
    desk, email, shop = pages["desk"], pages["email"], pages["shop"]
    assert [desk.getpixel((785, y)) for y in (10, 23, 300)] == [white] * 3
    assert [desk.getpixel((760, y)) for y in (10, 23, 30, 600)] == [white, primary, tint, white]
    assert [email.getpixel((1, y)) for y in (1, 23, 30, 610)] == [primary, primary, tint, tint]
    right = [shop.getpixel((x, 300)) for x in (36 + 780, 36 + 792 + 7, 36 + 792 + 11)]
    assert right[0] == right[1] != white
    assert right[2] == white


def test_a_field_may_keep_from_the_sides_where_it_is_cut_back_and_nowhere_else() -> None:
    """A band as wide as the text at the desk runs to the edges on the screen and at the press."""
    made = coloured()
    (sheet,) = made.sheets
    band = replace(sheet.panels[1], fields=(Field(Rect(0, 260, 200, 40), Colour("accent"), SPAN, apart=30.0),))
    made = replace(made, sheets=(replace(sheet, panels=(sheet.panels[0], band)),))
    assert grounds(next(iter(whole_sheets(made))))["right"] == Rect(230, 260, 140, 22)
    assert grounds(next(iter(single_panels(made)))) == {"right": Rect(0, 260, 200, 40)}
    assert grounds(next(iter(press_sheets(made, font_book(), Shop(bleed=BLEED)))))["right"] == Rect(236, 296, 209, 49)
