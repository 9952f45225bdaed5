"""Blocks that patients look at: icons, people, charts and numbered pictures, as laid out and as read back."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from workspaces import (
    Wanted,
    ancestors,
    brochure,
    document_of,
    make_workspace,
    on_the_side,
    words_along_panels,
    words_along_tree,
)

from foldwell.content.icon_set import icon_names, icon_svg
from foldwell.diagnostics import Sink, Span
from foldwell.layout.blocks.charts import lengths_on_scale
from foldwell.layout.blocks.icons import STROKE
from foldwell.layout.blocks.people import HAPPENED, OTHERS, crowd
from foldwell.layout.document import Document, Drawing, Element, Item, Text
from foldwell.layout.pictures.svg import drawing_of

ICONS = """\
- icons:
    - icon: phone
      text: |
        Call us.
    - icon: sunrise
      text: |
        Take it in the morning, whole, with a glass of water, and neither chew nor break it.
    - icon: utensils
      text: |
        No grapefruit.
"""
PEOPLE = """\
- pictogram:
    caption: |
      Of 100 people
    groups:
      - count: 9
        label: |
          felt **sick**
      - count: 0
        label: |
          were very ill
"""
CHART = """\
- chart:
    caption: |
      Less pain
    header: [Treatment, People]
    unit: "%"
    to: 100
    bars:
      - {label: Tablet, value: 29}
      - {label: Dummy pill, value: 18}
      - {label: Nothing, value: 0, shown: none}
"""
DOTS = """\
- chart:
    kind: dot
    header: [Group, Days]
    bars:
      - {label: Under 60, value: 11}
      - {label: Over 60, value: 18.5, shown: 18 to 19}
"""
POINTED = """\
- figure:
    file: art/ldn-cover.svg
    alt: |
      A hill
    caption: |
      At dawn.
    width: 0.4
    points:
      - at: [0, 0]
        text: |
          The sky is pale.
      - at: [50, 60]
        text: |
          Here a disc lies on the water.
"""
ALL = ICONS + PEOPLE + CHART + DOTS + POINTED


def laid_out(
    tmp_path: Path, blocks: str, layout: str = "trifold", language: str = "en", *, side: bool = False
) -> Document:
    root = make_workspace(tmp_path / f"{layout}-{language}-{side}")
    text = brochure(blocks).replace("language: en", f"language: {language}")
    if side:
        text = on_the_side(text)
    (root / "brochures" / f"tiny.{language}.yaml").write_text(text, encoding="utf-8")
    return document_of(root, Wanted(f"tiny.{language}", layout))


def elements(document: Document, role: str) -> list[tuple[int, Element]]:
    return [(index, element) for index, element in enumerate(document.elements) if element.role == role]


def text_of(document: Document, element: int) -> str:
    """The words under an element, at any depth."""
    items = {item.number: item for item in document.items() if isinstance(item, Text) and item.element is not None}

    def walk(index: int) -> list[str]:
        return [
            word
            for kind, number in document.elements[index].kids
            for word in (walk(number) if kind == "e" else [items[number].text] if number in items else [])
        ]

    return "".join(walk(element)).strip()


def drawings(document: Document, name: str) -> list[Drawing]:
    """The drawings on the panel, or the panels, whose names begin so."""
    panels = [panel for panel in document.panels() if panel.name.startswith(name)]
    return [item for panel in panels for item in panel.items if isinstance(item, Drawing)]


def line_with(document: Document, word: str) -> Text:
    return next(item for item in document.items() if isinstance(item, Text) and word in item.text)


def panel_of(document: Document, item: Item) -> str:
    return next(panel.name for panel in document.panels() if item in panel.items)


def told(words: list[str]) -> str:
    """The words from the section on, without the line that stands at the foot and is read after the title."""
    text = " ".join(words).replace("Draft: not yet reviewed by a clinician", "")
    return " ".join(text[text.index("One section") :].split())


# All of them ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("layout", "side"), [("trifold", False), ("handout", False), ("handout", True)])
def test_every_block_stays_in_its_column_and_is_read_in_order(
    tmp_path: Path, layout: str, side: bool, language: str
) -> None:
    for number, blocks in enumerate((ICONS + POINTED, PEOPLE, CHART + DOTS)):
        document = laid_out(tmp_path / str(number), blocks, layout, language, side=side)
        assert told(words_along_tree(document)) == told(words_along_panels(document))
        for panel in document.panels():
            mine = [item for item in panel.items if "Sect" in ancestors(document, item.element)]
            mine = [item for item in mine if not (isinstance(item, Text) and item.text.startswith("Draft"))]
            outside = [item for item in mine if not panel.live.holds(item.rect, 4.1)]  # marks may hang out by 4 pt
            assert outside == []


def test_right_to_left_is_the_mirror_image(tmp_path: Path) -> None:
    there, back = (laid_out(tmp_path, ICONS, "handout", language) for language in ("en", "ar"))
    left, right = (
        [
            item.rect.x
            for item in drawings(document, "page")
            if item.element is None and item.rect.width == item.rect.height
        ]
        for document in (there, back)
    )
    words_left, words_right = (line_with(document, "grapefruit").rect.x for document in (there, back))
    assert len(left) == len(right)
    assert min(left) < words_left
    assert max(right) > words_right


# Icons ----------------------------------------------------------------------------------------------------------------


def test_icons_are_a_list_whose_words_say_all(tmp_path: Path) -> None:
    document = laid_out(tmp_path, ICONS)
    bodies = [text_of(document, index) for index, _ in elements(document, "LBody")]
    assert [body.partition(".")[0] for body in bodies] == [
        "Call us", "Take it in the morning, whole, with a glass of water, and neither chew nor break it",
        "No grapefruit",
    ]  # fmt: skip
    icons = [item for item in drawings(document, "inside") if item.scale != 1]
    assert len(icons) == 3
    assert all(item.element is None for item in icons)
    assert {round(shape.width * item.scale, 3) for item in icons for shape in item.shapes} == {STROKE}


def test_an_icon_is_centred_on_the_capitals_of_its_first_line(tmp_path: Path) -> None:
    document = laid_out(tmp_path, ICONS)
    icons = [item for item in drawings(document, "inside") if item.scale != 1]
    for icon, word in zip(icons, ("Call", "Take", "grapefruit"), strict=True):
        line = line_with(document, word)
        assert icon.rect.y + icon.rect.height / 2 == pytest.approx(line.baseline - 0.335 * line.size, abs=0.05)
        assert icon.rect.right < line.rect.x


def test_icons_do_not_touch_and_stand_evenly(tmp_path: Path) -> None:
    icons = [item for item in drawings(laid_out(tmp_path, ICONS), "inside") if item.scale != 1]
    assert all(above.rect.bottom + 8 <= below.rect.y for above, below in pairwise(icons))


def test_a_wide_measure_has_two_columns_that_are_read_row_by_row(tmp_path: Path) -> None:
    document = laid_out(tmp_path, ICONS, "handout")
    first, second, third = (line_with(document, word) for word in ("Call", "Take", "grapefruit"))
    assert first.baseline == second.baseline < third.baseline
    assert first.rect.x == third.rect.x < second.rect.x


def test_icons_of_the_set_can_be_drawn() -> None:
    sink = Sink()
    names = sorted(icon_names())
    assert len(names) > 1000
    for name in names[::12]:
        picture = drawing_of(icon_svg(name), Path(f"{name}.svg"), Span("x.yaml", 1, 1), sink, near=Path(f"{name}.svg"))
        assert picture is not None, [(d.message, name) for d in sink.found]
        assert picture.width == picture.height


# People ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "of"), [(0, 100), (9, 100), (100, 100), (1, 2), (3, 10), (7, 20), (12, 1000), (5, 36)]
)
@pytest.mark.parametrize("measure", [110.0, 167.0, 218.0, 335.0, 520.0])
@pytest.mark.parametrize("rtl", [False, True])
def test_as_many_are_drawn_as_there_are(count: int, of: int, measure: float, rtl: bool) -> None:
    shapes, width, height = crowd(count, of, measure, rtl)
    parts = 1 if of > 100 else 2  # a head and a body
    drawn = {shape.fill: sum(letter == "M" for letter, _ in shape.commands) / parts for shape in shapes}
    assert drawn == {fill: many for fill, many in ((HAPPENED, count), (OTHERS, of - count)) if many}
    xs = [x for shape in shapes for letter, numbers in shape.commands for x in numbers[::2]]
    ys = [y for shape in shapes for letter, numbers in shape.commands for y in numbers[1::2]]
    assert -0.3 <= min(xs) <= max(xs) <= width + 0.3 <= measure + 0.6
    assert -0.1 <= min(ys) <= max(ys) <= height + 0.6  # handles of curves reach a little further than the curves


@pytest.mark.parametrize(("shape", "parts"), [("person", 2), ("sheet", 2), ("dot", 1)])
@pytest.mark.parametrize("rtl", [False, True])
def test_sheets_and_dots_are_counted_and_few_are_drawn_larger(shape: str, parts: int, rtl: bool) -> None:
    heights = {}
    for of in (5, 10, 100):
        shapes, width, height = crowd(2, of, 220.0, rtl, shape)
        drawn = {each.fill: sum(letter == "M" for letter, _ in each.commands) / parts for each in shapes}
        assert drawn == {HAPPENED: 2, OTHERS: of - 2}
        xs = [x for each in shapes for _, numbers in each.commands for x in numbers[::2]]
        assert -0.3 <= min(xs) <= max(xs) <= width + 0.3 <= 220.6
        heights[of] = height if of <= 10 else height / 5
    assert heights[5] >= heights[10] > 1.2 * heights[100]
    assert 15 < heights[5] <= 34


def test_those_who_come_first_stand_where_lines_begin() -> None:
    def first(rtl: bool) -> float:
        shapes, _, _ = crowd(1, 10, 200.0, rtl)
        return shapes[0].commands[0][1][0]

    assert first(False) < 20 < first(True)


def test_people_are_a_figure_with_words_and_a_label(tmp_path: Path) -> None:
    document = laid_out(tmp_path, PEOPLE)
    figures = [element for _, element in elements(document, "Figure") if element.alt and "people" in element.alt]
    assert [element.alt for element in figures] == ["9 of 100 people: felt sick", "0 of 100 people: were very ill"]
    label = line_with(document, "felt")
    assert "P" in ancestors(document, label.element)
    pictures = [item for item in drawings(document, "inside") if item.element is not None]
    assert [document.elements[item.element or 0].role for item in pictures] == ["Figure", "Figure"]
    assert pictures[0].rect.bottom < label.rect.y < pictures[1].rect.y


def test_a_group_and_its_label_are_never_parted(tmp_path: Path) -> None:
    document = laid_out(tmp_path, "- space: 12\n" * 5 + PEOPLE)
    pictures = [item for item in drawings(document, "inside") if item.element is not None]
    for picture, word in zip(pictures, ("felt", "were"), strict=True):
        assert panel_of(document, picture) == panel_of(document, line_with(document, word))


# Charts ---------------------------------------------------------------------------------------------------------------


def test_a_chart_is_a_table(tmp_path: Path) -> None:
    document = laid_out(tmp_path, CHART)
    [(table, _)] = elements(document, "Table")
    rows = [index for index, row in elements(document, "TR") if row.parent == table]
    cells = [
        [(document.elements[cell].role, text_of(document, cell)) for _, cell in document.elements[row].kids]
        for row in rows
    ]
    assert cells == [
        [("TH", "Treatment"), ("TH", "People")], [("TH", "Tablet"), ("TD", "29%")],
        [("TH", "Dummy pill"), ("TD", "18%")], [("TH", "Nothing"), ("TD", "none")],
    ]  # fmt: skip
    scopes = [value for _, cell in elements(document, "TH") for _, key, value in cell.attributes if key == "Scope"]
    assert scopes == ["Column", "Column", "Row", "Row", "Row"]
    assert text_of(document, elements(document, "Caption")[0][0]) == "Less pain"


@pytest.mark.parametrize("layout", ["trifold", "handout"])
def test_bars_are_as_long_as_their_values(tmp_path: Path, layout: str) -> None:
    document = laid_out(tmp_path, CHART, layout)
    bars = [item for item in drawings(document, "inside" if layout == "trifold" else "page") if len(item.shapes) > 1]
    bars = [item for item in bars if item.element is None and item.rect.height == 10]
    lengths = [
        max(numbers[0] for _, numbers in shape.commands if numbers) if (shape := item.shapes[1]).fill else 0.0
        for item in bars
    ]
    room = bars[0].rect.width
    assert lengths == pytest.approx([room * 0.29, room * 0.18, 0.0], abs=0.01)


@pytest.mark.parametrize(
    ("values", "to", "end"),
    [((11.0, 18.5), None, 20.0), ((29.0, 18.0), 100.0, 100.0), ((0.03, 0.01), None, 0.03), ((0.0, 0.0), None, 1.0),
     ((0.0,), 5.0, 5.0), ((7.0,), None, 8.0)],
)  # fmt: skip
def test_the_scale_begins_at_nothing_and_ends_at_a_round_number(
    values: tuple[float, ...], to: float | None, end: float
) -> None:
    assert lengths_on_scale(values, to, 200.0) == pytest.approx([200 * value / end for value in values], abs=0.01)


def test_a_narrow_chart_has_names_above_bars_and_a_wide_one_beside(tmp_path: Path) -> None:
    narrow, wide = laid_out(tmp_path, CHART), laid_out(tmp_path, CHART, "handout")
    assert line_with(narrow, "Tablet").baseline < line_with(narrow, "29%").baseline
    assert line_with(wide, "Tablet").baseline == line_with(wide, "29%").baseline
    assert line_with(wide, "29%").rect.right == pytest.approx(line_with(wide, "18%").rect.right, abs=0.1)


def test_a_dot_stands_at_the_end_of_its_line(tmp_path: Path) -> None:
    document = laid_out(tmp_path, DOTS)
    marks = [item for item in drawings(document, "inside") if item.element is None and len(item.shapes) == 3]
    assert len(marks) == 2
    for mark, word in zip(marks, ("11", "18 to"), strict=True):
        dot = [x for _, numbers in mark.shapes[1].commands for x in numbers[::2]]
        assert mark.rect.x + max(dot) < line_with(document, word).rect.x


# Numbered pictures ----------------------------------------------------------------------------------------------------


def test_points_are_a_list_with_the_numbers_on_the_picture(tmp_path: Path) -> None:
    document = laid_out(tmp_path, POINTED)
    labels = [text_of(document, index) for index, _ in elements(document, "Lbl")]
    assert labels == ["1", "2"]
    on_it = [item for item in document.items() if isinstance(item, Text) and item.element is None and item.text in "12"]
    assert [item.text for item in on_it] == ["1", "2"]
    [figure] = [index for index, element in elements(document, "Figure") if element.alt == "A hill"]
    picture = next(item for item in drawings(document, "inside") if item.element == figure)
    assert all(picture.rect.holds(item.rect, 3) for item in on_it)  # a point at the very edge is moved in
    middle = on_it[1].rect.x + on_it[1].rect.width / 2
    assert middle == pytest.approx(picture.rect.x + picture.rect.width / 2, abs=0.6)


def test_the_list_stands_beside_the_picture_where_there_is_room(tmp_path: Path) -> None:
    narrow, wide = laid_out(tmp_path, POINTED), laid_out(tmp_path, POINTED, "handout")
    for document, beside in ((narrow, False), (wide, True)):
        [figure] = [index for index, element in elements(document, "Figure") if element.alt == "A hill"]
        picture = next(item for item in document.items() if item.element == figure)
        words = line_with(document, "The sky")
        assert (words.rect.x > picture.rect.right) is beside
        assert (words.rect.y < picture.rect.bottom) is beside
