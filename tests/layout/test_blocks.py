"""What each kind of block looks like on the sheet, seen in the laid-out document."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workspaces import ARABIC, SINK, Bench, Wanted, ancestors, brochure, document_of, make_workspace, text_block, write

from foldwell.layout.blocks.tables import CELL_GAP, column_widths
from foldwell.layout.document import Document, Drawing, Image, Item, Panel, Text

TINY = "tiny.en"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workspace(tmp_path_factory.mktemp("blocks") / "workspace")


def laid_out(root: Path, blocks: str, layout: str = "trifold") -> Document:
    write(root, brochure(blocks))
    return document_of(root, Wanted(TINY, layout))


def panel(document: Document, name: str = "inside-1") -> Panel:
    return next(panel for panel in document.panels() if panel.name == name)


def texts(document: Document, name: str = "inside-1") -> dict[str, Text]:
    """The texts of a panel by their words."""
    return {i.text.strip(): i for i in panel(document, name).items if isinstance(i, Text) and i.element is not None}


def role(document: Document, item: Item) -> str:
    return next(ancestors(document, item.element))


def drawings(document: Document, name: str = "inside-1") -> list[Drawing]:
    return [item for item in panel(document, name).items if isinstance(item, Drawing)]


def test_items_hang_from_their_labels(root: Path) -> None:
    second = "Second, which is so long that it goes on in a second line."
    document = laid_out(root, f"- steps:\n    - First.\n    - |\n      {second}\n")
    found = texts(document)
    assert role(document, found["1."]) == "Lbl"
    assert role(document, found["First."]) == "LBody"
    assert found["1."].baseline == found["First."].baseline
    left = {item.rect.x for words, item in found.items() if role(document, item) == "LBody"}
    assert len(left) == 1
    assert found["1."].rect.right < left.pop()
    attributes = [a for element in document.elements if element.role == "L" for a in element.attributes]
    assert attributes == [("List", "ListNumbering", "Decimal")]


@pytest.mark.parametrize(("kind", "numbering", "label"), [("list", "Disc", "•"), ("ticks", "Square", None)])
def test_bullets_and_boxes(root: Path, kind: str, numbering: str, label: str | None) -> None:
    document = laid_out(root, f"- {kind}:\n    - First.\n    - Second.\n")
    attributes = [a for element in document.elements if element.role == "L" for a in element.attributes]
    assert attributes == [("List", "ListNumbering", numbering)]
    boxes = [item for item in drawings(document) if item.actual == "☐"]
    assert len(boxes) == (0 if label else 2)
    assert (label in texts(document)) == (label is not None)


def test_a_callout_without_a_title_has_the_word_of_its_kind(root: Path) -> None:
    document = laid_out(root, "- callout:\n    kind: stop\n    text: |\n      Not now.\n- callout:\n    kind: tip\n"
                              "    title: |\n      At night\n    text: |\n      Then.\n")  # fmt: skip
    found = texts(document)
    assert "Stop" in found
    assert "Tip" not in found
    assert [item.actual for item in drawings(document) if item.element is not None] == ["Tip: "]
    assert found["Stop"].colour.role == "alert"
    assert found["At night"].colour.role == "primary-text"


def test_a_table_is_aligned_and_never_wider_than_its_column(root: Path) -> None:
    document = laid_out(
        root,
        "- table:\n    header:\n      - A\n      - Somewhat longer\n    rows:\n      - - one\n        - "
        "a cell with so many words that it must go on in another line or two\n      - - two\n        - short\n",
    )
    found = texts(document)
    assert found["A"].baseline == found["Somewhat longer"].baseline
    assert found["two"].baseline == found["short"].baseline
    assert found["one"].rect.x == found["two"].rect.x == found["A"].rect.x
    assert found["short"].rect.x == found["Somewhat longer"].rect.x
    own = panel(document)
    assert all(own.live.holds(item.rect) for item in drawings(document) if item.element is None)


@given(st.lists(st.tuples(st.floats(5, 300), st.floats(0, 1)), min_size=1, max_size=8), st.floats(80, 500))
def test_columns_share_the_measure(cells: list[tuple[float, float]], measure: float) -> None:
    natural = [width for width, _ in cells]
    narrowest = [max(width * part, 1.0) for width, part in cells]
    room = measure - CELL_GAP * (len(cells) - 1)
    widths = column_widths(natural, narrowest, measure)
    assert sum(widths) == pytest.approx(room)
    if sum(narrowest) <= room:
        assert all(width >= least - 1e-6 for width, least in zip(widths, narrowest, strict=True))
    if sum(natural) <= room:
        assert all(width >= want - 1e-6 for width, want in zip(widths, natural, strict=True))


def test_facts_stand_beside_their_labels(root: Path) -> None:
    document = laid_out(root, "- facts:\n    - label: Dose\n      value: |\n        once a day\n    - label: Food\n"
                              "      value: |\n        with or without\n")  # fmt: skip
    found = texts(document)
    assert found["Dose"].baseline == found["once a day"].baseline
    assert found["Food"].baseline == found["with or without"].baseline
    assert found["once a day"].rect.x == found["with or without"].rect.x > found["Dose"].rect.right


def test_a_code_has_its_address_beside_it(root: Path) -> None:
    address = "https://example.org/leaflet"
    document = laid_out(root, f"- qr:\n    address: |\n      {address}\n    label: |\n      Read more\n")
    [code] = [item for item in drawings(document) if item.element is not None]
    assert code.rect.width == code.rect.height >= 50  # points: the signs themselves, without their white margin
    found = texts(document)
    assert found["Read more"].rect.x >= code.rect.right
    address_line = found["example.org/leaflet"].baseline
    assert code.rect.y < found["Read more"].baseline < address_line < code.rect.bottom + 8
    assert document.elements[code.element or 0].alt == "Read more https://example.org/leaflet"


def test_lines_to_write_on_leave_room_for_a_hand(root: Path) -> None:
    document = laid_out(root, "- write_in:\n    - label: My questions\n      lines: 4\n")
    lines = [item.rect for item in drawings(document) if item.element is None and item.rect.width > 100]
    assert len(lines) == 4
    label = texts(document)["My questions"]
    heights = [label.baseline, *(line.y for line in lines)]
    assert all(below - above >= 20 for above, below in pairwise(heights))
    assert {line.width for line in lines} == {panel(document).live.width} or len({line.width for line in lines}) == 1


def test_pictures_keep_their_shape_and_stay_in_their_column(bench: Bench) -> None:
    document = bench.build(Wanted(SINK, "trifold")).document
    own = next(p for p in document.panels() if any(isinstance(item, Image) for item in p.items))
    pictures = [item for item in own.items if isinstance(item, Image)]
    assert [picture.element is None for picture in pictures] == [True, False]  # the first is decorative
    for picture in pictures:
        assert own.live.holds(picture.rect)
        assert picture.rect.width / picture.rect.height == pytest.approx(1.5)


def test_right_to_left_blocks_are_mirrored(bench: Bench) -> None:
    document = bench.build(Wanted(ARABIC, "trifold")).document
    flap = next(p for p in document.panels() if p.name == "flap")
    items = [item for item in flap.items if isinstance(item, Text) and item.element is not None]
    bullets = [item for item in items if role(document, item) == "Lbl"]
    bodies = [item for item in items if role(document, item) == "LBody"]
    assert bullets
    assert min(bullet.rect.x for bullet in bullets) > max(body.rect.right for body in bodies) - 0.5
    heading = next(item for item in items if role(document, item) == "H2")
    assert heading.rect.right == pytest.approx(flap.live.right, abs=1)


def test_latin_words_in_an_arabic_sheet_keep_their_full_stop_at_their_end(bench: Bench) -> None:
    document = bench.build(Wanted(ARABIC, "trifold")).document
    cover = next(p for p in document.panels() if p.name == "cover")
    [line] = [item for item in cover.items if isinstance(item, Text) and item.text.startswith("Time to listen")]
    assert line.text.rstrip() == "Time to listen. Care that fits."  # one piece: nothing of it was turned around


def test_what_asks_for_space_gets_it_but_not_at_the_top(root: Path) -> None:
    plain = laid_out(root, text_block("One.") + text_block("Two."))
    wide = laid_out(root, text_block("One.") + "- space: 4\n" + text_block("Two."))

    def gap(document: Document) -> float:
        return texts(document)["Two."].baseline - texts(document)["One."].baseline

    assert gap(wide) >= gap(plain) + 16


def test_a_heading_stands_nearer_to_its_text_than_to_what_is_above(root: Path) -> None:
    document = laid_out(root, text_block("Before.") + "- heading: |\n    A heading\n" + text_block("After."))
    found = texts(document)
    above = found["A heading"].baseline - found["Before."].baseline
    below = found["After."].baseline - found["A heading"].baseline
    assert below < above
