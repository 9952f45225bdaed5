"""Cards to write on, and timelines: grounds, boxes, lines for handwriting, dots on one line, tags."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from workspaces import ARABIC, Wanted, ancestors, brochure, document_of, make_workspace, on_the_side

from foldwell.layout.blocks.text import WRITE_IN_GAP
from foldwell.layout.document import Document, Drawing, Panel, Text

TINY = "tiny.en"
ASK = """\
- ask:
    questions:
      - How long will I take it?
      - What if I forget one?
    lines: {lines}
    own: {own}
"""
TEACH = """\
- teach_back:
    prompts:
      - I take it because
      - I call if
    lines: 2
"""
TIMES = """\
- timeline:
    - when: Day 1
      text: |
        The first tablet.
    - when: Week 2
      text: |
        We call you to hear how it goes, how you sleep, and whether the dose should change before the next visit.
    - when: Month 3
      text: |
        Visit us.
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workspace(tmp_path_factory.mktemp("cards") / "workspace")


def laid_out(root: Path, text: str, layout: str = "trifold", name: str = TINY) -> Document:
    (root / "brochures" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return document_of(root, Wanted(name, layout))


def panel(document: Document) -> Panel:
    return next(panel for panel in document.panels() if panel.name in ("inside-1", "page"))


def texts(document: Document) -> dict[str, Text]:
    return {i.text.strip(): i for i in panel(document).items if isinstance(i, Text) and i.element is not None}


def drawings(document: Document) -> list[Drawing]:
    return [item for item in panel(document).items if isinstance(item, Drawing)]


def lines(document: Document) -> list[Drawing]:
    """The lines to write on, from the top down."""
    return sorted((item for item in drawings(document) if item.rect.height == 0), key=lambda item: item.rect.y)


@pytest.mark.parametrize(("count", "own"), [(0, 0), (1, 0), (2, 3)])
def test_each_question_has_a_box_and_its_lines(root: Path, count: int, own: int) -> None:
    document = laid_out(root, brochure(ASK.format(lines=count, own=own)))
    found = texts(document)
    assert "Questions to ask" in found
    assert ("My own questions" in found) is (own > 0)
    ticks = [item for item in drawings(document) if item.actual == "☐"]
    assert [next(ancestors(document, tick.element)) for tick in ticks] == ["Lbl", "Lbl"]
    assert list(ancestors(document, found["How long will I take it?"].element))[:4] == ["LBody", "LI", "L", "Div"]
    rules = lines(document)
    assert len(rules) == 2 * count + own
    assert all(rule.element is None for rule in rules)
    places = [found["How long will I take it?"].rect.bottom, *(rule.rect.y for rule in rules[:count])]
    assert all(lower - upper > WRITE_IN_GAP * 0.75 for upper, lower in pairwise(places))
    if count:
        assert rules[0].rect.x == pytest.approx(found["How long will I take it?"].rect.x, abs=0.5)


def test_a_card_is_one_ground_under_all_that_stands_in_it(root: Path) -> None:
    document = laid_out(root, brochure(ASK.format(lines=1, own=2)))
    [ground] = [d for d in drawings(document) if any(s.fill and s.fill.role == "tint" for s in d.shapes)]
    found = texts(document)
    heading = found.pop("One section")
    words = [text for name, text in found.items() if not name.startswith("Draft")]
    drawn = [*lines(document), *(item for item in drawings(document) if item.actual == "☐")]
    assert len(words) == 4
    assert len(drawn) == 6
    assert all(ground.rect.holds(rect) for rect in (*(t.rect for t in words), *(d.rect for d in drawn)))
    assert heading.rect.bottom < ground.rect.y + 1


def test_on_a_tinted_column_there_is_no_box_in_a_box(root: Path) -> None:
    document = laid_out(root, on_the_side(brochure(ASK.format(lines=1, own=1))), "handout")
    grounds = [d for d in drawings(document) if len(d.shapes) == 1 and d.shapes[0].fill and d.rect.height > 50]
    assert len(grounds) == 1  # the column's own
    found = texts(document)
    assert found["Questions to ask"].baseline - found["One section"].baseline > 18
    assert found["How long will I take it?"].size == 11


def test_patients_finish_the_sentences_of_a_teach_back_box(root: Path) -> None:
    document = laid_out(root, brochure(TEACH))
    found, rules = texts(document), lines(document)
    for words in ("In my own words", "I take it because", "I call if"):
        assert list(ancestors(document, found[words].element))[:2] == ["P", "Div"]
    assert len(rules) == 4
    assert rules[1].rect.y < found["I call if"].rect.y < rules[2].rect.y


def test_a_long_card_is_cut_between_two_questions(root: Path) -> None:
    questions = "".join(f"      - Question number {n}?\n" for n in range(10))
    document = laid_out(root, brochure(f"- ask:\n    questions:\n{questions}    lines: 4\n"))
    for each in document.panels():
        items = [item for item in each.items if isinstance(item, Text) and item.text.startswith("Question number")]
        rules = [item for item in each.items if isinstance(item, Drawing) and item.rect.height == 0]
        assert len(rules) == 4 * len(items)
    assert sum(panel.name.startswith("inside") and bool(panel.items) for panel in document.panels()) >= 2


@pytest.mark.parametrize(("layout", "abreast"), [("trifold", False), ("handout", True)])
def test_a_timeline_is_a_list_on_one_unbroken_line(root: Path, layout: str, abreast: bool) -> None:
    document = laid_out(root, brochure(TIMES), layout)
    found = texts(document)
    assert [next(ancestors(document, found[when].element)) for when in ("Day 1", "Week 2", "Month 3")] == ["Lbl"] * 3
    assert list(ancestors(document, found["Visit us."].element))[:3] == ["LBody", "LI", "L"]
    same = found["Day 1"].baseline == pytest.approx(found["The first tablet."].baseline)
    assert same is abreast
    rails = [d for d in drawings(document) if d.rect.height >= d.rect.width and d.rect.width < 10]
    assert len(rails) == 3
    for upper, lower in pairwise(rails):
        assert lower.rect.y == pytest.approx(upper.rect.bottom, abs=0.01)
        assert lower.rect.x == upper.rect.x
    strokes = [[shape for shape in rail.shapes if shape.stroke] for rail in rails]
    assert [len(each) for each in strokes] == [1, 1, 1]
    (_, (_, top)), (_, (_, bottom)) = strokes[1][0].commands
    assert top == 0.0
    assert bottom == pytest.approx(rails[1].rect.height)  # through the middle point from end to end


def test_right_to_left_all_hangs_from_the_other_edge(root: Path) -> None:
    blocks = TIMES + ASK.format(lines=1, own=0) + TEACH
    document = laid_out(root, brochure(blocks).replace("language: en", "language: ar"), "handout", ARABIC)
    found = texts(document)
    rails = [d for d in drawings(document) if d.rect.height >= d.rect.width and d.rect.width < 10]
    assert min(rail.rect.x for rail in rails) > found["Day 1"].rect.right
    assert found["Day 1"].rect.x > found["The first tablet."].rect.right
    ticks = [item for item in drawings(document) if item.actual == "☐"]
    assert min(tick.rect.x for tick in ticks) > found["How long will I take it?"].rect.right
    right = max(rule.rect.right for rule in lines(document)[:2])
    assert right == pytest.approx(
        found["How long will I take it?"].rect.right, abs=2
    )  # the question mark hangs in the margin
