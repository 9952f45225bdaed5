"""The white around headings: one distance to whatever follows, and what belongs together stays on one panel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from workspaces import (
    LAYOUTS,
    ROOT,
    SHOWN,
    SINK,
    Bench,
    Wanted,
    ancestors,
    attempt,
    brochure,
    document_of,
    furnish,
    make_workspace,
    on_the_side,
    text_block,
)

from foldwell.layout.document import Document, Drawing, Item, Panel, Text

CAPITALS = 0.7  # em
REAL = sorted(path.name.removesuffix(".yaml") for path in (ROOT / "brochures").glob("*.en.yaml"))
PLACES = [("trifold", False), ("handout", False), ("handout", True), ("large-print", False), ("large-print", True)]
LIKE_TEXT = {
    "list": "- list:\n    - One item\n    - Another item\n",
    "ticks": "- ticks:\n    - One item\n    - Another item\n",
    "steps": "- steps:\n    - First this\n    - Then that\n",
    "facts": "- facts:\n    - {label: Dose, value: one tablet}\n    - {label: When, value: at bedtime}\n",
    "questions": "- questions:\n    - question: Why?\n      answer: |\n        Because.\n",
    "table": "- table:\n    header: [Name, Value]\n    rows:\n      - [One, Two]\n",
    "caption": "- table:\n    caption: |\n      A table\n    header: [Name, Value]\n    rows:\n      - [One, Two]\n",
    "chart": "- chart:\n    caption: A chart\n    header: [Name, Value]\n    bars:\n      - {label: One, value: 1}\n",
    "doses": "- doses:\n    caption: |\n      Weeks\n    weeks:\n      - {label: Week 1, dose: 1 mg}\n",
    "pictogram": "- pictogram:\n    caption: |\n      People\n    groups:\n      - {count: 3, label: were sick}\n",
    "timeline": "- timeline:\n    - {when: Day 1, text: It begins.}\n    - {when: Day 2, text: It ends.}\n",
    "contact": "- contact: {show: [phone]}\n",
    "write_in": "- write_in:\n    - {label: My next visit, lines: 2}\n",
}
LIKE_A_BOX = {
    "callout": "- callout:\n    kind: warning\n    text: |\n      Mind the step.\n",
    "icons": "- icons:\n    - {icon: phone, text: Call us.}\n",
    "people": "- pictogram:\n    groups:\n      - {count: 3, label: were sick}\n",
    "sheets": "- pictogram:\n    shape: sheet\n    of: 5\n    groups:\n      - {count: 1, label: was lost}\n",
    "figure": "- figure:\n    file: art/ldn-cover.svg\n    alt: |\n      A hill\n    width: 0.4\n",
    "qr": "- qr:\n    address: https://example.org\n    label: |\n      More\n",
}


def ink_top(item: Item) -> float:
    return item.baseline - CAPITALS * item.size if isinstance(item, Text) else item.rect.y


def is_small(item: Item) -> bool:
    """A sign among words, or nothing that is seen."""
    if isinstance(item, Text):
        return not item.text.strip()
    return isinstance(item, Drawing) and item.actual is not None


def headings(document: Document) -> Iterator[tuple[Panel, list[Text]]]:
    """The headings of sections and under them: the emergency's stands on a ground of its own."""
    for panel in document.panels():
        mine: dict[int, list[Text]] = {}
        for item in panel.items:
            if not isinstance(item, Text) or item.element is None or item.colour.role == "paper":
                continue
            if next(ancestors(document, item.element)) in ("H2", "H3"):
                mine.setdefault(item.element, []).append(item)
        yield from ((panel, texts) for texts in mine.values())


def white_below(panel: Panel, heading: list[Text]) -> tuple[float, Item] | None:
    """From a heading's last baseline to the first ink below it, and what that is."""
    foot = max(item.baseline for item in heading)
    left, right = min(item.rect.x for item in heading) - 4.1, max(item.rect.right for item in heading)
    below = [
        item for item in panel.items
        if item not in heading and item.rect.x < right and item.rect.right > left and ink_top(item) >= foot
        and not is_small(item)
    ]  # fmt: skip
    first = min(below, key=ink_top, default=None)
    return None if first is None else (ink_top(first) - foot, first)


def laid_out(root: Path, blocks: str, layout: str, *, side: bool = False) -> Document:
    text = brochure(blocks)
    if side:
        text = on_the_side(text)
    (root / "brochures" / "tiny.en.yaml").write_text(text, encoding="utf-8")
    return document_of(root, Wanted("tiny.en", layout))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workspace(tmp_path_factory.mktemp("headings") / "workspace")


def below_the_heading(root: Path, blocks: str, layout: str, side: bool) -> float:
    document = laid_out(root, blocks, layout, side=side)
    seen = [white_below(panel, texts) for panel, texts in headings(document) if texts[0].text.startswith("One section")]
    assert seen[0] is not None
    return seen[0][0]


@pytest.mark.parametrize(("layout", "side"), PLACES)
def test_whatever_follows_a_heading_begins_equally_far_below_it(root: Path, layout: str, side: bool) -> None:
    plain = below_the_heading(root, text_block("Some words."), layout, side)
    boxes = {name: below_the_heading(root, blocks, layout, side) for name, blocks in LIKE_A_BOX.items()}
    assert boxes == pytest.approx(dict.fromkeys(boxes, boxes["callout"]), abs=0.05)
    assert boxes["callout"] == pytest.approx(plain, abs=0.3)
    texts = {name: below_the_heading(root, blocks, layout, side) for name, blocks in LIKE_TEXT.items()}
    assert texts == pytest.approx(dict.fromkeys(texts, plain), abs=3.0)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    made = make_workspace(tmp_path_factory.mktemp("shelf") / "workspace")
    furnish(made)
    for name in REAL:
        text = (ROOT / "brochures" / f"{name}.yaml").read_text(encoding="utf-8")
        (made / "brochures" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return Bench(made)


@pytest.mark.parametrize("layout", [*LAYOUTS, "large-print"])
@pytest.mark.parametrize("name", [*REAL, SHOWN, SINK])
def test_all_headings_of_a_brochure_stand_alike(shelf: Bench, name: str, layout: str) -> None:
    document = shelf.build(Wanted(name, layout)).document
    by_size: dict[float, list[tuple[float, Item]]] = {}
    for panel, texts in headings(document):
        found = white_below(panel, texts)
        if found is not None and next(ancestors(document, texts[0].element)) == "H2":
            by_size.setdefault(texts[0].size, []).append(found)
    assert by_size
    for found_all in by_size.values():
        whites = [white for white, _ in found_all]
        assert max(whites) - min(whites) <= 3.0, whites
        boxes = [white for white, item in found_all if not isinstance(item, Text)]
        assert not boxes or max(boxes) - min(boxes) <= 0.05, boxes


# What belongs together -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "words"),
    [("icons", "Call us"), ("ticks", "One item"), ("doses", "Weeks"), ("chart", "A chart"), ("write_in", "My next"),
     ("list", "One item")],
)  # fmt: skip
def test_a_paragraph_is_kept_with_the_block_that_it_leads_in(root: Path, kind: str, words: str) -> None:
    leads = "It leads in:" if kind == "list" else "It leads in."
    blocks = {**LIKE_TEXT, **LIKE_A_BOX}[kind]
    panels = set()
    for above in range(4, 14):
        document = laid_out(root, filler(above) + text_block(leads) + blocks + filler(16), "trifold")
        assert panel_with(document, "It leads in") == panel_with(document, words), above
        panels.add(panel_with(document, words))
    assert len(panels) > 1  # a panel ended near it more than once


def panel_with(document: Document, words: str) -> str:
    return next(
        panel.name for panel in document.panels()
        for item in panel.items if isinstance(item, Text) and item.text.startswith(words)
    )  # fmt: skip


def filler(lines: int) -> str:
    return "".join(text_block(f"Line {number}.") for number in range(lines))


def test_a_section_without_a_heading_keeps_its_distance(root: Path) -> None:
    text = brochure("- contact: {show: [phone]}\n").replace(
        "main: [only]\n    side: [legal]", "side: [only, legal]"
    )  # fmt: skip
    (root / "brochures" / "tiny.en.yaml").write_text(text, encoding="utf-8")
    made, layout, sink = attempt(root, Wanted("tiny.en", "handout"))
    assert made is not None, [found.message for found in sink.found]
    texts = sorted((item for item in made.document.items() if isinstance(item, Text) and item.element is not None),
                   key=lambda item: item.baseline)  # fmt: skip
    last = next(number for number, item in enumerate(texts) if "0143" in item.text)
    white = ink_top(texts[last + 1]) - texts[last].baseline
    assert white >= layout.styles["body"].leading


# Titles --------------------------------------------------------------------------------------------------------------


def test_a_title_is_not_broken_at_the_hyphen_of_a_compound(root: Path) -> None:
    text = brochure(text_block("Words.")).replace("A small sheet", "What does off-label mean?")
    (root / "brochures" / "tiny.en.yaml").write_text(text, encoding="utf-8")
    for layout in LAYOUTS:
        made, _, sink = attempt(root, Wanted("tiny.en", layout))
        assert made is not None, [found.message for found in sink.found]
        assert not [item for item in made.document.items() if isinstance(item, Text) and item.text.endswith("off-")]


def test_a_complaint_about_one_layout_names_it(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", tiny=brochure(filler(200)))
    for layout in LAYOUTS:
        made, _, sink = attempt(workspace, Wanted("tiny.en", layout))
        assert made is None
        [found] = [each for each in sink.found if each.code == "overflow"]
        assert found.message.endswith(f"(layout `{layout}`)")
