"""Forms to fill in, codes and tables on finished sheets: kept together, large where the text is, evenly spaced."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from workspaces import Wanted, brochure, document_of, make_workspace, text_block

from foldwell.layout.blocks.text import WRITE_IN_GAP
from foldwell.layout.document import Document, Drawing, Item, Text

CODE = "- qr:\n    address: https://www.niams.nih.gov/health-topics/{}\n    label: |\n      More\n"
TABLE = """\
- table:
    header: [Drug, Dose, Note]
    rows:
      - [Eleven 11, 11.1 mg, Take 11]
      - [Twelve 12, 4.5 mg, as usual]
"""
PEOPLE = "- pictogram:\n    of: 10\n    groups:\n      - {count: 1, label: felt sick}\n"
CHART = "- chart:\n    header: [Group, People]\n    bars:\n      - {label: Tablet, value: 29}\n"


def laid_out(tmp_path: Path, blocks: str, layout: str = "trifold") -> Document:
    text = brochure(blocks)
    if layout == "large-print":
        text = text.replace(
            "  handout:\n    main: [only]\n    side: [legal]", "  large-print:\n    main: [only, legal]"
        )
    return document_of(make_workspace(tmp_path / layout, tiny=text), Wanted("tiny.en", layout))


def line_with(document: Document, words: str) -> Text:
    return next(item for item in document.items() if isinstance(item, Text) and words in item.text)


def panel_of(document: Document, item: Item) -> str:
    return next(panel.name for panel in document.panels() if item in panel.items)


def panels_of_form(root: Path, labels: int, above: int) -> list[str]:
    form = "- write_in:\n" + "".join(f"    - label: Prompt {n}\n      lines: 3\n" for n in range(labels))
    document = laid_out(root, "- space: 12\n" + text_block("Above.") + "- space: 1\n" * above + form)
    return [panel_of(document, line_with(document, f"Prompt {n}")) for n in range(labels)]


def test_a_form_of_three_labels_is_not_torn_and_a_longer_one_may_be(tmp_path: Path) -> None:
    torn = {3: 0, 4: 0}
    for labels in torn:
        for above in range(0, 40, 8):
            torn[labels] += len(set(panels_of_form(tmp_path / f"{labels}-{above}", labels, above))) > 1
    assert torn[3] == 0
    assert torn[4] > 0


def gaps(document: Document) -> list[float]:
    lines = sorted(
        item.rect.y for item in document.items()
        if isinstance(item, Drawing) and item.element is None and item.rect.height == 0 and item.rect.width > 100
    )  # fmt: skip
    return [round(below - above, 2) for above, below in pairwise(lines)]


def test_lines_to_write_on_are_further_apart_in_large_print(tmp_path: Path) -> None:
    form = "- write_in:\n    - label: Here\n      lines: 3\n"
    assert gaps(laid_out(tmp_path, form))[:2] == [WRITE_IN_GAP, WRITE_IN_GAP]
    assert gaps(laid_out(tmp_path, form, "large-print"))[:2] == [WRITE_IN_GAP * 1.5, WRITE_IN_GAP * 1.5]


def test_a_code_is_larger_in_large_print_but_not_as_much_as_the_text(tmp_path: Path) -> None:
    def width(layout: str) -> float:
        document = laid_out(tmp_path, CODE.format("x"), layout)
        return next(i for i in document.items() if isinstance(i, Drawing) and i.element is not None).rect.width

    assert width("large-print") == pytest.approx(1.3 * width("trifold"), abs=0.01)


def test_an_address_beside_a_code_is_parted_after_a_slash(tmp_path: Path) -> None:
    document = laid_out(tmp_path, CODE.format("fibromyalgia-and-sleep"))
    code = next(item for item in document.items() if isinstance(item, Drawing) and item.element is not None)
    panel = next(panel for panel in document.panels() if code in panel.items)
    beside = [i for i in panel.items if isinstance(i, Text) and i.rect.x >= code.rect.right and i.text != "More"]
    address = [i.text for i in beside if i.baseline < code.rect.bottom + 20]
    assert "".join(address) == "www.niams.nih.gov/health-topics/fibromyalgia-and-sleep"
    assert all(line.endswith("/") for line in address[:-1])
    assert len(address) > 1


def advances(document: Document, words: str) -> set[float]:
    """How wide the digits of a line are, as parts of its size."""
    line = line_with(document, words)
    return {round(glyph.advance / line.size, 4) for glyph in line.glyphs if glyph.text.isdigit()}


def test_only_columns_of_numbers_have_figures_of_one_width(tmp_path: Path) -> None:
    document = laid_out(tmp_path, TABLE + text_block("Outside 111."))
    assert advances(document, "Outside") == advances(document, "Eleven") == advances(document, "Take")
    assert advances(document, "Outside") != advances(document, "11.1") == advances(document, "4.5")


@pytest.mark.parametrize("shown", [PEOPLE, CHART])
def test_what_follows_a_picture_of_numbers_is_as_near_as_after_a_table(tmp_path: Path, shown: str) -> None:
    table = "- table:\n    header: [A, B]\n    rows: [[one, two]]\n"
    last = {table: "one", PEOPLE: "felt sick", CHART: "29"}

    def below(blocks: str) -> float:
        document = laid_out(tmp_path / str(len(blocks)), blocks + "- rule: {}\n")
        return next(
            i.rect.y for i in document.items() if isinstance(i, Drawing) and i.element is None and i.rect.height == 0
            and i.rect.y > line_with(document, last[blocks]).baseline and i.rect.width > 100
        ) - line_with(document, last[blocks]).rect.bottom  # fmt: skip

    assert below(shown) == pytest.approx(below(table), abs=8.0)
