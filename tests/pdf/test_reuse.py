"""What is used again is what would be made anew, whatever was painted before, and memories keep to their room."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace

from foldwell.content.identity import Made
from foldwell.content.models.clinic import ClinicColour
from foldwell.layout.document import ARTIFACT, Bookmark, Colour, Document, Element, Image, Item, Panel, Text
from foldwell.pdf import content_stream, embedded_fonts, for_shop, links, paint, panels, spelling, structure
from foldwell.pdf import painted as painted_at
from foldwell.pdf.panels import STRETCH, stretches
from foldwell.pdf.print_shop import Shop
from foldwell.pdf.targets import Target

from .hand_made import BOLD, REGULAR, SPAN, Writer, font_book, one_panel, sample, shaped
from .press import press_profile

Edit = Callable[[random.Random, Document], Document]


def memories() -> Iterator[Made[object]]:
    """All that foldwell/pdf keeps of things that it knows by identity."""
    for name, module in list(sys.modules.items()):
        if name.startswith("foldwell.pdf"):
            yield from (value for value in vars(module).values() if isinstance(value, Made))


def forget() -> None:
    """Empty all memories, as they are when a process starts."""
    for made in memories():
        made.forget()
    for plain in (content_stream._drawn, embedded_fonts._made, spelling._remembered):
        plain.clear()
    for name, module in list(sys.modules.items()):
        if name.startswith("foldwell.pdf"):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def with_panel(document: Document, name: str, change: Callable[[Panel], Panel]) -> Document:
    """The document with one panel changed; all others stay the very same."""
    sheets = tuple(
        replace(sheet, panels=tuple(change(panel) if panel.name == name else panel for panel in sheet.panels))
        for sheet in document.sheets
    )
    return replace(document, sheets=sheets)


def with_item(dice: random.Random, document: Document, change: Callable[[Item], Item]) -> Document:
    """The document with one item of some panel changed."""
    panel = dice.choice(list(document.panels()))
    at = dice.randrange(len(panel.items))
    items = tuple(change(item) if index == at else item for index, item in enumerate(panel.items))
    return with_panel(document, panel.name, lambda mine: replace(mine, items=items))


def other_words(dice: random.Random, document: Document) -> Document:
    words = dice.choice(("Revision 2", "AVATAR", "fi", "¿Qué?", "-", "0.5\u00a0mg"))
    face = dice.choice((REGULAR, BOLD))

    def change(item: Item) -> Item:
        if not isinstance(item, Text):
            return item
        glyphs = shaped(words, face, item.size)
        odd = dice.random() < 0.3  # glyphs that stand for something else need codes of their own
        actual = "\u00ad" if odd and len(glyphs) == 1 else "something else" if odd else None
        return replace(item, glyphs=glyphs, text=words, face=face, actual=actual)

    return with_item(dice, document, change)


def other_place(dice: random.Random, document: Document) -> Document:
    by = dice.choice((0.5, 3.0))
    return with_item(dice, document, lambda item: replace(item, rect=item.rect.moved(by, by)))


def other_box(dice: random.Random, document: Document) -> Document:
    """Figures elsewhere: their elements stay the very same, and state their boxes."""
    by = dice.choice((-2.0, 4.0))

    def change(panel: Panel) -> Panel:
        moved = [replace(item, rect=item.rect.moved(by, by)) if is_drawn(item) else item for item in panel.items]
        return replace(panel, items=tuple(moved))

    return with_panel(document, dice.choice(("cover", "inside")), change)


def is_drawn(item: Item) -> bool:
    return item.element is not None and not isinstance(item, Text)


def other_colour(dice: random.Random, document: Document) -> Document:
    colour = Colour(dice.choice(("primary", "accent", "ink")))
    return with_item(dice, document, lambda item: replace(item, colour=colour) if isinstance(item, Text) else item)


def other_role(dice: random.Random, document: Document) -> Document:
    return with_element(
        dice, document, lambda element: replace(element, role=dice.choice(("P", "Note", "H3", "Figure", "Sect")))
    )


def other_title(dice: random.Random, document: Document) -> Document:
    words = dice.choice(("Chapter", "Kapitel", None))
    return with_element(dice, document, lambda element: replace(element, title=words, alt=words))


def with_element(dice: random.Random, document: Document, change: Callable[[Element], Element]) -> Document:
    own = {"Document", "Link", "L", "LI", "Table", "TR", "TD", "TH"}  # roles that others around them count on
    at = dice.choice([index for index, element in enumerate(document.elements) if element.role not in own])
    elements = (*document.elements[:at], change(document.elements[at]), *document.elements[at + 1 :])
    return replace(document, elements=elements)


def other_link(dice: random.Random, document: Document) -> Document:
    address = dice.choice(("https://example.org/a", "tel:+15550100", "https://example.org/ñ"))

    def change(panel: Panel) -> Panel:
        return replace(panel, links=tuple(replace(link, address=address, target=None) for link in panel.links))

    return with_panel(document, "inside", change)


def other_order(dice: random.Random, document: Document) -> Document:
    order = list(document.reading_order)
    dice.shuffle(order)
    return replace(document, reading_order=tuple(order))


def other_bookmark(dice: random.Random, document: Document) -> Document:
    return replace(document, bookmarks=(Bookmark(dice.choice(("One", "Two")), 0, document.bookmarks[0].element),))


def other_clinic(dice: random.Random, document: Document) -> Document:
    primary = ClinicColour(screen=dice.choice(("#1d5a56", "#5a1d4c")), cmyk=(10, 20, 30, 40))
    title = dice.choice(("Low dose naltrexone", "LDN"))
    return replace(document, colours=replace(document.colours, primary=primary), title=title)


def other_picture(dice: random.Random, document: Document) -> Document:
    """Another picture in the same file: nothing of the document is new."""
    from PIL import Image as Pixels

    (file,) = {item.file for item in document.items() if isinstance(item, Image)}
    size, mode = (dice.randrange(4, 90), 4), dice.choice(("RGBA", "RGB", "L"))
    Pixels.new(mode, size, 77 if mode == "L" else (200, 90, dice.randrange(256), 128)[: len(mode)]).save(file)
    return document


EDITS: tuple[Edit, ...] = (
    other_words, other_words, other_place, other_box, other_colour, other_role, other_title, other_link, other_order,
    other_bookmark, other_clinic, other_picture,
)  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_whatever_was_painted_before_the_bytes_are_the_same(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)  # noqa: S311  # a choice of edits
    targets: list[str | Target] = ["desk", "desk", "email", for_shop(Shop(profile=press_profile()))]
    seen = [sample(tmp_path)]
    warm: list[tuple[Document, str | Target, bytes]] = []
    for _ in range(25):
        before, target = dice.choice(seen[-4:]), dice.choice(targets)
        paint(before, font_book(), target)
        document = dice.choice(EDITS)(dice, before)
        seen.append(document)
        warm.append((document, target, paint(document, font_book(), target)))
        if dice.random() < 0.3:
            forget()
            assert paint(document, font_book(), target) == warm[-1][2]
    latest = [(document, target, paint(document, font_book(), target)) for document, target, _ in warm]
    for document, target, data in reversed(latest):
        forget()
        assert paint(document, font_book(), target) == data


def test_a_panel_is_painted_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    forget()
    document = sample(tmp_path)
    paint(document, font_book())
    monkeypatch.setattr(panels, "PageCode", None)
    assert paint(replace(document), font_book()).startswith(b"%PDF")


def test_a_changed_item_has_only_its_stretch_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    w = Writer()
    for number in range(40):
        w.text(f"Line {number}", w.tree.open("P", 0, SPAN))
    document = one_panel(w)
    paint(document, font_book())
    painted: list[str] = []
    text = content_stream.PageCode.text

    def noted(self: content_stream.PageCode, item: Text, *rest: object) -> None:
        painted.append(item.text)
        text(self, item, *rest)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(content_stream.PageCode, "text", noted)
    items = list(document.sheets[0].panels[0].items)
    items[20] = replace(items[20])
    paint(with_panel(document, "page", lambda panel: replace(panel, items=tuple(items))), font_book())
    assert painted == [f"Line {number}" for number in range(STRETCH, 2 * STRETCH)]


def with_foot(document: Document, words: str) -> Document:
    """The document with other words in running matter."""

    def change(panel: Panel) -> Panel:
        items = [
            replace(item, glyphs=shaped(words, REGULAR, item.size), text=words)
            if isinstance(item, Text) and item.element is None else item
            for item in panel.items
        ]  # fmt: skip
        return replace(panel, items=tuple(items))

    return with_panel(document, "cover", change)


def test_a_revision_in_running_matter_leaves_all_else_of_the_file_as_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    document = sample(tmp_path)
    changed = with_foot(document, "Revision 2")
    forget()
    wanted = paint(changed, font_book())
    forget()
    before = paint(document, font_book())
    painted: list[int] = []
    running = panels.PanelPainter._painted

    def noted(self: panels.PanelPainter, items: tuple[Item, ...], *rest: object) -> panels.Stretch:
        painted.extend(item.number for item in items)
        return running(self, items, *rest)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(panels.PanelPainter, "_painted", noted)
    for module, name in ((structure, "_tree"), (links, "_annotations"), (links, "_outline"), (painted_at, "Painted")):
        monkeypatch.setattr(module, name, None)
    assert before != paint(changed, font_book()) == wanted
    assert set(painted) == {ARTIFACT}


def test_stretches_hold_all_items_and_part_none_that_could_share_a_sequence(tmp_path: Path) -> None:
    w = Writer()
    for number in range(60):
        element = w.tree.open("P", 0, SPAN)
        for _ in range(number % 5):
            w.text("x", element)
        w.text("Running", None) if number % 20 == 19 else None
    items = tuple(w.items)
    found = list(stretches(items))
    assert tuple(item for stretch in found for item in stretch) == items
    assert all(one[-1].element != other[0].element for one, other in pairwise(found))
    assert list(stretches(())) == [()]


def test_memories_keep_to_their_room() -> None:
    made: Made[str] = Made(3)
    things = [object() for _ in range(10)]
    for index, thing in enumerate(things):
        assert made.recall(lambda index=index: f"{index}", (thing,)) == f"{index}"  # type: ignore[misc]  # a default in a lambda
        made.known((things[0],))
    assert len(made) == 3
    assert made.known((things[0],)) == "0", "what is asked for often stays"
    assert made.known((things[5],)) is None


def test_ten_times_the_editions_take_no_more_room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    forget()
    for made in memories():
        monkeypatch.setattr(made, "_room", 5)
    dice = random.Random(1)  # noqa: S311  # a choice of edits
    document = sample(tmp_path)
    for _ in range(40):
        document = other_words(dice, other_title(dice, document))
        paint(document, font_book(), "desk")
        assert all(len(made) <= 5 for made in memories())
    data = paint(document, font_book(), "desk")
    forget()
    assert paint(document, font_book(), "desk") == data


def test_a_page_is_a_row_of_streams_that_leave_nothing_behind(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(paint(sample(tmp_path), font_book()))) as pdf:
        assert [len(page.Contents) for page in pdf.pages] == [4, 2]  # two panels, a foot, the fold's ticks; two panels
        for page in pdf.pages:
            for part in page.Contents:
                operators = [str(each.operator) for each in pikepdf.parse_content_stream(part)]
                assert operators[0] == "q"
                assert operators[-1] == "Q"
                for opens, closes in (("q", "Q"), ("BT", "ET"), ("BDC", "EMC")):
                    assert operators.count(opens) == operators.count(closes)
