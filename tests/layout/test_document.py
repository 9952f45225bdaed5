"""What must hold of every laid-out sheet: the repository's brochure and the one with every kind of block, on both
layouts, for two clinics, on two papers; and the Arabic one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

import pytest
from msgspec.structs import replace
from workspaces import (
    EVERY,
    LAYOUTS,
    LDN,
    SINK,
    Bench,
    Built,
    Wanted,
    ancestors,
    content,
    signs_of,
    words_along_panels,
    words_along_tree,
)

from foldwell.checks.expected import passages, signs
from foldwell.content.composing.story import Picture, RegionStory, Story
from foldwell.content.text.runs import Run, words_of
from foldwell.layout.document import PAPER, Document, Drawing, Item, Panel, Rect, Text
from foldwell.layout.setting import HANG

SAFE = 18.0  # points: 0.25 in from the paper's edge and from a fold (print-shop guides; docs/layouts.md)
GRID_ROLES = {"P", "LBody", "H2", "H3"}
OFF_GRID = {"Div", "Table", "BlockQuote", "Figure", "Caption"}  # inside callouts, tables, quotations text is exempt


@pytest.fixture(params=EVERY, ids=str)
def built(request: pytest.FixtureRequest, bench: Bench) -> Built:
    return bench.build(request.param)


def ink_of(item: Text) -> Rect:
    """Where the letters of a text can leave ink: from the top of an ascender to the foot of a descender."""
    return Rect(item.rect.x, item.baseline - 0.72 * item.size, item.rect.width, 0.94 * item.size)


def wider(rect: Rect, by: float) -> Rect:
    """The rectangle with as much more on its left and right: marks at the edges of lines hang out so far."""
    return Rect(rect.x - by, rect.y, rect.width + 2 * by, rect.height)


def is_running(item: Item) -> bool:
    """Whether it is the draft line: content on the panel with the title, at its foot like the other running lines."""
    return isinstance(item, Text) and item.text.startswith("Draft") and item.colour.role == "alert"


def test_content_lies_inside_the_live_area_of_its_panel(built: Built) -> None:
    for panel in built.document.panels():
        to_the_foot = replace(panel.live, height=panel.rect.height - SAFE - panel.live.y)
        for item in panel.items:
            if item.element is None:
                continue
            place = ink_of(item) if isinstance(item, Text) else item.rect
            room = to_the_foot if is_running(item) else panel.live
            room = wider(room, HANG) if isinstance(item, Text) else room
            assert room.holds(place, slack=0.5), (panel.name, item)


def test_no_two_texts_overlap(built: Built) -> None:
    for panel in built.document.panels():
        inks = [(ink_of(item), item) for item in panel.items if isinstance(item, Text) and item.text.strip()]
        for (one, first), (other, second) in combinations(inks, 2):
            across = min(one.right, other.right) - max(one.x, other.x)
            down = min(one.bottom, other.bottom) - max(one.y, other.y)
            assert across < 0.5 or down < 0.5, (panel.name, first.text, second.text)


def numbers_on_pictures(panel: Panel, story: Story) -> Iterator[Text]:
    """The numbers of the points of the panel's pictures: each an artifact in the colour of paper, on a disc that holds
    it, where the YAML says or as near to it as the picture's edges allow."""
    blocks = [block for region in story.regions for section in region.sections for block in section.blocks]
    points = {block.span: block.points for block in blocks if isinstance(block, Picture)}
    pictures = [item for item in panel.items if item.element is not None and not isinstance(item, Text)]
    for box, point, number in (
        (picture.rect, point, number)
        for picture in pictures
        for number, point in enumerate(points.get(picture.span, ()), 1)
    ):
        there = [i for i in panel.items if i.element is None and i.span == point.span and box.holds(i.rect)]
        [disc] = [item.rect for item in there if isinstance(item, Drawing)]
        [text] = [item for item in there if isinstance(item, Text)]
        assert (text.text, text.colour) == (str(number), PAPER)
        assert disc.holds(ink_of(text))
        x, y, half = box.x + point.x * box.width, box.y + point.y * box.height, disc.width / 2
        x, y = min(max(x, box.x + half), box.right - half), min(max(y, box.y + half), box.bottom - half)
        assert (disc.x + half, disc.y + half) == pytest.approx((x, y), abs=0.01)
        yield text


def test_no_text_lies_on_a_picture(built: Built) -> None:
    for panel in built.document.panels():
        on_purpose = list(numbers_on_pictures(panel, built.made.story))
        pictures = [item.rect for item in panel.items if not isinstance(item, Text) and item.element is not None]
        for item in panel.items:
            if isinstance(item, Text) and item.text.strip() and item not in on_purpose:
                ink = ink_of(item)
                for rect in pictures:
                    across = min(ink.right, rect.right) - max(ink.x, rect.x)
                    down = min(ink.bottom, rect.bottom) - max(ink.y, rect.y)
                    assert across < 0.5 or down < 0.5, (panel.name, item.text)


def test_everything_that_is_drawn_keeps_away_from_the_edge_of_the_paper(built: Built) -> None:
    for sheet in built.document.sheets:
        printable = Rect(SAFE, SAFE, sheet.width - 2 * SAFE, sheet.height - 2 * SAFE)
        for item in sheet.items:
            assert printable.holds(item.rect), (sheet.name, item)
        for panel in sheet.panels:
            for item in panel.items:
                place = ink_of(item) if isinstance(item, Text) else item.rect
                assert printable.holds(place.moved(panel.rect.x, panel.rect.y)), (panel.name, item)


def test_live_matter_keeps_away_from_the_folds(built: Built) -> None:
    for sheet in built.document.sheets:
        for panel in sheet.panels:
            for fold in sheet.folds:
                for item in panel.items:
                    left, right = item.rect.x + panel.rect.x, item.rect.right + panel.rect.x
                    assert right <= fold - SAFE + 0.01 or left >= fold + SAFE - 0.01, (panel.name, fold, item)


def test_fold_ticks_stand_on_the_folds_and_outside_the_live_matter(built: Built) -> None:
    for sheet in built.document.sheets:
        assert sorted({item.rect.x for item in sheet.items}) == sorted(sheet.folds)
        for item in sheet.items:
            assert item.element is None
            for panel in sheet.panels:
                live = panel.live.moved(panel.rect.x, panel.rect.y)
                assert item.rect.bottom <= live.y or item.rect.y >= live.bottom


def test_the_folds_of_both_sides_coincide(built: Built) -> None:
    sheets = built.document.sheets
    assert len(sheets) == (2 if built.wanted.layout == "trifold" else 1)
    if len(sheets) == 2:
        front, back = sheets
        assert len(front.folds) == 2
        assert sorted(front.width - fold for fold in front.folds) == pytest.approx(sorted(back.folds))


def test_the_sheet_has_the_size_of_the_paper(built: Built) -> None:
    short, long = {"letter": (612.0, 792.0), "a4": (595.2756, 841.8898)}[built.wanted.paper]
    wanted = (long, short) if built.wanted.layout == "trifold" else (short, long)
    for sheet in built.document.sheets:
        assert (sheet.width, sheet.height) == pytest.approx(wanted, abs=0.01)
        assert sum(panel.rect.width for panel in sheet.panels) == pytest.approx(sheet.width, abs=0.01)


def grid_lines(built: Built, panel: Panel, size: float, lift: float) -> Iterator[tuple[float, str]]:
    """The baselines of body text and headings in it: what the sheet's grid is for, headings `lift` above it. The
    emergency box stands at the foot of its panel, off the grid like callouts."""
    document, box = built.document, built.made.story.emergency
    for item in panel.items:
        if not isinstance(item, Text) or item.element is None or not item.text.strip() or item.size < size:
            continue
        if box is not None and section_of(document, item.element) == words_of(box.title):
            continue
        roles = [role for role in ancestors(document, item.element) if role not in ("Link", "Reference")]
        if roles[0] in GRID_ROLES and not OFF_GRID & set(roles):
            yield item.baseline + (lift if roles[0] == "H2" else 0.0), item.text


def section_of(document: Document, element: int) -> str | None:
    """The title of the section that an element stands in."""
    at: int | None = element
    while at is not None and document.elements[at].role != "Sect":
        at = document.elements[at].parent
    return None if at is None else document.elements[at].title


@pytest.mark.parametrize("name", [LDN, SINK])
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_body_text_of_all_panels_stands_on_one_grid(bench: Bench, name: str, paper: str) -> None:
    built = bench.build(Wanted(name, "trifold", None, paper))
    document = built.document
    body = built.layout.styles["body"]
    half = (body.leading - document.fit.leading) / 2
    lift = built.layout.styles["h2"].lift
    own = [panel for panel in document.panels() if panel.name not in ("cover", "back")]
    lines = [line for panel in own for line in grid_lines(built, panel, body.size - document.fit.size, lift)]
    assert len(lines) > 20
    first = min(baseline for baseline, _ in lines)
    for baseline, text in lines:
        steps = (baseline - first) / half
        assert abs(steps - round(steps)) * half < 0.05, text


@pytest.mark.parametrize("name", [LDN, SINK])
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_panels_that_begin_alike_hang_from_one_line(bench: Bench, name: str, paper: str) -> None:
    document = bench.build(Wanted(name, "trifold", None, paper)).document
    begin: dict[tuple[str, float], set[float]] = {}
    for panel in document.panels():
        if panel.name not in ("cover", "back"):
            first = next(item for item in panel.items if isinstance(item, Text) and item.element is not None)
            begin.setdefault((first.face, first.size), set()).add(round(first.baseline, 2))
    assert all(len(baselines) == 1 for baselines in begin.values()), begin


def less(words: list[str], part: list[str]) -> list[str]:
    """The words without one stretch of them."""
    begin = next(at for at in range(len(words)) if words[at : at + len(part)] == part)
    return words[:begin] + words[begin + len(part) :]


def test_every_word_stands_once_and_in_order(built: Built) -> None:
    wanted = [word for passage in passages(built.made.story, built.layout) for word in passage.words]
    assert words_along_tree(built.document) == wanted
    draft = words_of(built.made.story.draft_line or ()).split()  # at the foot of its panel, and read after the title
    assert less(words_along_panels(built.document), draft) == less(wanted, draft)
    assert len(signs_of(built.document)) == signs(built.made.story)


def test_items_and_tree_belong_together(built: Built) -> None:
    document = built.document
    items = [item for item in document.items() if item.element is not None]
    assert len(items) == len({item.number for item in items})
    in_tree = {
        number: index for index, element in enumerate(document.elements) for kind, number in element.kids if kind == "i"
    }
    assert {item.number: item.element for item in items} == in_tree
    for index, element in enumerate(document.elements):
        assert (element.parent is None) == (index == 0)
        for kind, kid in element.kids:
            assert kind == "i" or document.elements[kid].parent == index


def below(document: Document, element: int, items: dict[int, Item]) -> Iterator[Item]:
    """The items of an element and of those in it, in reading order."""
    for kind, number in document.elements[element].kids:
        yield from below(document, number, items) if kind == "e" else (items[number],)


def test_required_sections_are_whole_and_large_enough(built: Built) -> None:
    document, story = built.document, built.made.story
    required = [section for region in story.regions for section in region.sections if section.required]
    assert required
    least = 11.0 if built.wanted.layout == "trifold" else 12.0
    items = content(document)
    for section in required:
        [index] = [i for i, e in enumerate(document.elements) if e.role == "Sect" and e.title == section.title]
        mine = [item for item in below(document, index, items) if isinstance(item, Text)]
        alone = replace(story, emergency=None, regions=(RegionStory(next(iter(built.layout.regions)), (section,)),))
        wanted = [word for passage in passages(alone, built.layout) for word in passage.words]
        said = "".join(item.text for item in mine).replace(" ", "")
        assert said == "".join(wanted[title_words(built) :])
        small = [item.text for item in mine if item.size < least]
        assert all(text.strip(" ,0123456789") == "" for text in small)  # only the numbers of citations


def title_words(built: Built) -> int:
    """How many words stand before the sections: the title, its line, the clinic's name, the draft line."""
    nothing = replace(built.made.story, regions=(), emergency=None)
    return sum(len(passage.words) for passage in passages(nothing, built.layout))


def test_the_text_of_a_callout_stands_on_its_ground(built: Built) -> None:
    document = built.document
    for panel in built.document.panels():
        grounds = [item.rect for item in panel.items if isinstance(item, Drawing) and item.element is None]
        for item in panel.items:
            if item.element is not None and "Div" in ancestors(document, item.element):
                place = ink_of(item) if isinstance(item, Text) else item.rect
                assert any(ground.holds(place) for ground in grounds), (panel.name, item)


def runs_in(value: object) -> Iterator[Run]:
    """All runs of a story or of a part of it."""
    if isinstance(value, Run):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from runs_in(part)
    else:
        for name in getattr(value, "__struct_fields__", ()):
            yield from runs_in(getattr(value, name))


def test_links_lie_on_their_words_and_lead_somewhere(built: Built) -> None:
    document, items = built.document, content(built.document)
    for panel in document.panels():
        for link in panel.links:
            assert (link.address is None) != (link.target is None)
            assert document.elements[link.element].role == "Link"
            assert link.target is None or document.elements[link.target].role == "LI"
            words = [item.rect for item in panel.items if item.element == link.element]
            assert words
            assert any(link.rect.holds(rect, slack=0.1) for rect in words)
            assert panel.live.holds(link.rect, slack=3.0)
            if link.target is not None:  # a citation leads to the source of its number
                [cited] = [item.text for item in panel.items if isinstance(item, Text) and item.element == link.element]
                kind, label = document.elements[link.target].kids[0]
                assert (kind, document.elements[label].role) == ("e", "Lbl")
                assert (
                    "".join(item.text for item in below(document, label, items) if isinstance(item, Text))
                    == f"{cited}."
                )
    links = [link for panel in document.panels() for link in panel.links]
    runs = list(runs_in(built.made.story))
    assert {link.address for link in links} - {None} == {run.link for run in runs} - {None}
    assert len({link.target for link in links} - {None}) == len({run.target for run in runs} - {None}) > 0


def test_headings_leave_no_level_out(built: Built) -> None:
    levels = [int(e.role[1]) for e in built.document.elements if e.role in ("H1", "H2", "H3", "H4", "H5", "H6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_every_kind_of_block_is_tagged_as_what_it_is(bench: Bench) -> None:
    document = bench.build(Wanted(SINK, "trifold")).document
    roles = {element.role for element in document.elements}
    assert roles >= {
        "Document", "Sect", "H1", "H2", "H3", "P", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "Caption",
        "Figure", "Link", "Reference", "BlockQuote", "Div",
    }  # fmt: skip
    figures = [element for element in document.elements if element.role == "Figure"]
    assert [figure.alt for figure in figures] == [
        "A cuff around an upper arm", "A gauge that shows 120", "Read more https://example.org/guide",
    ]  # fmt: skip
    scopes = [a for e in document.elements if e.role == "TH" for a in e.attributes]
    assert scopes.count(("Table", "Scope", "Column")) == 3
    assert scopes.count(("Table", "Scope", "Row")) == 2


@pytest.mark.parametrize("layout", LAYOUTS)
def test_another_clinic_changes_every_page_and_no_word_of_the_brochure(bench: Bench, layout: str) -> None:
    own, other = (bench.build(Wanted(SINK, layout, clinic)) for clinic in (None, "harbor-street"))
    mine, theirs = words_along_tree(own.document), words_along_tree(other.document)
    assert mine != theirs
    assert "Rothman" in mine
    assert "Rothman" not in theirs
    assert "Harbor" in theirs
    assert own.document.colours != other.document.colours
    keep = {"Call", "911", "trouble", "speaking.1", "mmHg,", "sitting"}
    assert keep <= set(mine) & set(theirs)


def test_a_text_knows_the_line_and_column_where_its_words_stand(bench: Bench) -> None:
    built = bench.build(Wanted(SINK, "trifold"))
    lines = (bench.root / "brochures" / f"{SINK}.yaml").read_text(encoding="utf-8").splitlines()
    seen, checked = set(), 0
    for item in built.document.items():
        if not isinstance(item, Text) or item.element is None or item.span.path != f"brochures/{SINK}.yaml":
            continue
        if item.span not in seen and item.span.length > 1 and item.text[0].isalpha():  # no bullet, no label of ours
            source = lines[item.span.line - 1][item.span.column - 1 :].lstrip()
            assert source.startswith((item.text.split()[0], "{{")), (item.text, item.span)
            checked += 1
        seen.add(item.span)
    assert checked > 40
