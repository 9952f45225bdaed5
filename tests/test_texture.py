"""Texture: made-up paragraphs with rivers, ladders, stacks and stray words are told, and the shelf has none of them."""

from __future__ import annotations

import datetime
import json
import shutil
from pathlib import Path

import pytest
from workspaces import ROOT, brochure, make_workspace, text_block

from foldwell.checks.texture import Flaw, check_texture, flaws_of
from foldwell.cli import main
from foldwell.content.composing.story import Form
from foldwell.content.models.clinic import Clinic
from foldwell.content.read import read_clinic
from foldwell.diagnostics import Sink, Span
from foldwell.editions.press import Press
from foldwell.editions.workspace import BrochureFile, Workspace
from foldwell.layout.document import INK, Document, Element, Panel, Rect, Sheet, Text
from foldwell.type.glyphs import Glyph

SHELF = sorted((ROOT / "brochures").glob("*.*.yaml"))
STEP = 6.0  # points that every character of the made-up paragraphs is wide
LEADING, BODY = 16.0, 12.0
DAY = datetime.date(2026, 11, 22)


@pytest.fixture(scope="module")
def clinic() -> Clinic:
    found = read_clinic(ROOT / "brochures" / "clinic.yaml", ROOT, Sink())
    assert found is not None
    return found


def text_item(number: int, element: int, words: str, x: float, baseline: float, size: float = BODY) -> Text:
    """Words with a space at their end, as lines have it; the rectangle leaves that space out."""
    rect = Rect(x, baseline - size, STEP * len(words.rstrip()), size)
    glyphs = tuple(Glyph(1, STEP, char) for char in words)
    return Text(number, element, rect, baseline, "face", size, glyphs, INK, words, Span("b.yaml", number + 1, 1))


def page(clinic: Clinic, *paragraphs: str, size: float = BODY) -> Document:
    """A document of one panel; the lines of each paragraph are divided by `|`, words set evenly from the left edge."""
    items: list[Text] = []
    for element, paragraph in enumerate(paragraphs, start=1):
        for line in paragraph.split("|"):
            number = len(items)
            items.append(text_item(number, element, line.strip() + " ", 20.0, LEADING * (number + 1), size))
    return document(clinic, tuple(items), [Element("P", 0, (), Span("b.yaml", 1, 1)) for _ in paragraphs])


def document(clinic: Clinic, items: tuple[Text, ...], elements: list[Element]) -> Document:
    whole = Rect(0, 0, 600, 800)
    root = Element("Document", None, (), Span("b.yaml", 1, 1))
    return Document(
        (Sheet("one", 600, 800, (Panel("page", whole, whole, items),)),), ("page",), (root, *elements), (),
        "Title", "", "", "en", Form("T-1", 1, DAY, DAY, True), clinic.colours,
    )  # fmt: skip


def found(document: Document) -> list[tuple[str, int, str]]:
    return [(flaw.kind, flaw.lines, flaw.word) for flaw in flaws_of(document)]


RIVER = "abcd efgh ijk|hijk lmnop q|xyza bc defgh|mnop qrstuvwx|efgh ijklmno"


def test_five_spaces_under_each_other_are_a_river(clinic: Clinic) -> None:
    [flaw] = flaws_of(page(clinic, RIVER))
    assert (flaw.kind, flaw.lines, flaw.span.line) == ("river", 5, 1)
    longer = "a abcdefghi|" + RIVER + "|stuv wxyzabc pq|ijklmno pqrst"
    assert found(page(clinic, longer)) == [("river", 6, "")]


@pytest.mark.parametrize(
    "paragraph",
    [
        "abcd efgh ijk|hijk lmnop q|xyza bc defgh|mnop qrstuvwx|efghi jklmno",  # four lines
        "abcd efgh ijk|hijk lmnop q|xyzab c defgh|mnop qrstuvwx|efgh ijklmno",  # they meet at their edges only
        "abcd |efgh |ijkl |mnop |qrst ",  # spaces at the ends of lines
    ],
)
def test_fewer_spaces_and_those_at_line_ends_are_no_river(clinic: Clinic, paragraph: str) -> None:
    assert found(page(clinic, paragraph)) == []


def test_a_river_may_drift_by_half_a_space(clinic: Clinic) -> None:
    lines = [f"{line} " for line in RIVER.split("|")]
    for drift, kinds in ((STEP / 2, ["river"]), (STEP / 2 + 0.1, [])):
        items = tuple(
            text_item(number, 1, words, 20.0 + drift * number, LEADING * (number + 1))
            for number, words in enumerate(lines)
        )
        drifting = document(clinic, items, [Element("P", 0, (), Span("b.yaml", 1, 1))])
        assert [flaw.kind for flaw in flaws_of(drifting)] == kinds


def test_a_river_stays_in_its_paragraph(clinic: Clinic) -> None:
    first, second = RIVER.split("|")[:2], RIVER.split("|")[2:]
    assert found(page(clinic, "|".join(first), "|".join(second))) == []


def test_a_river_ends_at_the_foot_of_a_column(clinic: Clinic) -> None:
    baselines = (700.0, 716.0, 16.0, 32.0, 48.0)
    items = tuple(
        text_item(number, 1, f"{words} ", 20.0, baseline)
        for number, (words, baseline) in enumerate(zip(RIVER.split("|"), baselines, strict=True))
    )
    assert found(document(clinic, items, [Element("P", 0, (), Span("b.yaml", 1, 1))])) == []


def test_two_hyphens_running_are_a_ladder(clinic: Clinic) -> None:
    assert found(page(clinic, "one well-|known self-|reliant one")) == [("ladder", 2, "")]
    assert found(page(clinic, "one unbear\u00ad|able inde\u00ad|pendent")) == [("ladder", 2, "")]
    assert found(page(clinic, "one well-|known and|self-|reliant one")) == []


def test_a_word_twice_at_one_edge_is_a_stack(clinic: Clinic) -> None:
    assert found(page(clinic, "they take opioids|and “opioids”,|we said")) == [("stack", 2, "opioids")]
    assert found(page(clinic, "Opioids they take|opioids and others|we said")) == [("stack", 2, "opioids")]
    assert found(page(clinic, "which they|which you|said so we")) == []
    assert found(page(clinic, "and they|and you|and I say")) == [("stack", 3, "and")]
    assert found(page(clinic, "2026 they said|2026 you said it")) == []
    assert found(page(clinic, "opioids they take", "opioids and others")) == []


def test_one_short_word_below_a_paragraph_is_stray(clinic: Clinic) -> None:
    assert found(page(clinic, "take it every single night|with water and some of your|food")) == [("stray", 1, "food")]
    assert found(page(clinic, "take it every single night|food")) == []
    assert found(page(clinic, "take it every single night|with water and some of your|of it")) == []
    assert found(page(clinic, "take it every single night|with water and some of your|medicine")) == []


def test_small_print_is_left_alone(clinic: Clinic) -> None:
    assert found(page(clinic, RIVER, size=8.5)) == []


def test_raised_numbers_of_citations_stand_in_their_lines(clinic: Clinic) -> None:
    span = Span("b.yaml", 1, 1)
    elements = [Element("P", 0, (), span), Element("Reference", 1, (), span), Element("Link", 2, (), span)]
    items = [text_item(0, 1, "they take opioids.", 20.0, 16.0), text_item(1, 3, "1", 128.0, 12.0, 8.0)]
    items += [text_item(2, 1, " ", 134.0, 16.0), text_item(3, 1, "we give no opioids. ", 20.0, 32.0)]
    assert found(document(clinic, tuple(items), elements)) == [("stack", 2, "opioids")]


def test_what_is_told_says_where_and_what_to_do(clinic: Clinic) -> None:
    sink = Sink()
    stray = "take it every single night|with water and some of your|food"
    check_texture(page(clinic, "one well-|known self-|reliant one", stray), "trifold", sink)
    assert [(each.code, each.severity.label) for each in sink.found] == [("texture", "note")] * 2
    assert "trifold" in sink.found[0].message
    assert "“food”" in sink.found[1].message
    assert [each.span and each.span.line for each in sink.found] == [1, 6]
    assert all("reword" in each.hints[0] for each in sink.found)


def test_check_tells_of_texture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = "counterdemonstrations " * 3
    root = make_workspace(tmp_path / "shop", tiny=brochure(text_block(words), required=True))
    status = main(["check", "--workspace", str(root), "--format", "json"])
    told = [each for each in json.loads(capsys.readouterr().out) if each["code"] == "texture"]
    assert status == 0
    assert {each["line"] for each in told} == {18}
    assert any("“counterdemonstrations”" in each["message"] and "trifold" in each["message"] for each in told)


# The shelf ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    root = make_workspace(tmp_path_factory.mktemp("texture") / "shop")
    for path in SHELF:
        shutil.copy(path, root / "brochures")
    sink = Sink()
    workspace = Workspace.open(root, sink)
    opened = Press.open(workspace, None, None, sink) if workspace is not None else None
    assert opened is not None, sink.found
    return opened


def laid_out(press: Press, path: Path) -> list[tuple[str, Document, Sink]]:
    """Every layout that the brochure asks for, with what was complained of."""
    name, language = path.stem.rsplit(".", 1)
    file = BrochureFile(press.workspace.brochures / path.name, name, language)
    sink = Sink()
    read = press.read(file, sink)
    assert read is not None, [complaint.message for complaint in sink.found]
    made = []
    for edition in press.editions(file, read, None, Path("out")):
        sink = Sink()
        document = press.lay_out(read, edition, sink)
        assert document is not None, [complaint.message for complaint in sink.found]
        made.append((edition.layout, document[1], sink))
    return made


def test_the_shelf_is_not_empty() -> None:
    assert SHELF


@pytest.mark.parametrize("path", SHELF, ids=lambda path: path.stem)
def test_no_paragraph_of_the_shelf_has_a_flaw(press: Press, path: Path) -> None:
    editions = laid_out(press, path)
    assert editions
    flaws: list[tuple[str, Flaw]] = [(name, flaw) for name, made, _ in editions for flaw in flaws_of(made)]
    assert flaws == []


@pytest.mark.parametrize("path", SHELF, ids=lambda path: path.stem)
def test_no_panel_of_the_shelf_is_half_empty(press: Press, path: Path) -> None:
    for name, made, sink in laid_out(press, path):
        assert [each.message for each in sink.found if each.code == "half-empty"] == []
        folded = any(sheet.folds for sheet in made.sheets)
        panels = [panel for panel in made.panels() if panel.name != "cover"]
        for panel in panels if folded else panels[:-1]:  # the last page of several ends where the words do
            content = [item for item in panel.items if item.element is not None]
            filled = max(item.rect.bottom for item in content) - min(item.rect.y for item in content)
            assert filled >= panel.live.height / 2, (name, panel.name)
