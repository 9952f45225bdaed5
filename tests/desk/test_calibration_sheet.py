"""The sheet that a printer is measured with: what staff read off it is what the printer did."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest
from judges import ghostscript_complaints, pdfinfo, pdftotext, qpdf_complaints, verapdf
from workspaces import ROOT

from foldwell.cli import main
from foldwell.commands import calibrate
from foldwell.commands.shared import DONE, PROBLEMS
from foldwell.content.languages import interface, languages
from foldwell.content.models.layout_spec import POINTS, Paper
from foldwell.desk.calibration_sheet import calibration_document, calibration_sheet
from foldwell.desk.settings import read_desk
from foldwell.diagnostics import Sink
from foldwell.editions.press import Press
from foldwell.editions.workspace import Workspace
from foldwell.layout.document import Document, Drawing, Rect, Shape, Sheet, Text

MM, INCH = POINTS["mm"], POINTS["in"]
EVERY = [(paper, language) for paper in ("letter", "a4") for language in languages()]


@pytest.fixture(scope="module")
def press() -> Press:
    sink = Sink()
    workspace = Workspace.open(ROOT, sink)
    found = Press.open(workspace, None, None, sink) if workspace else None
    assert found is not None, sink.found
    return found


def sheet_of(press: Press, paper: Paper = "letter", language: str = "en") -> Document:
    sink = Sink()
    document = calibration_document(press.clinic, paper, press.book, sink, language)
    assert not sink.found, sink.found
    return document


def in_figure(document: Document, sheet: Sheet, alt: str) -> tuple[list[Text], list[Shape]]:
    """The texts of the figure with this description on a side, and its shapes in the sheet's own axes."""
    figures = {index for index, element in enumerate(document.elements) if element.alt == alt}
    items = [item for item in sheet.panels[0].items if item.element in figures]
    shapes = []
    for item in items:
        if isinstance(item, Drawing):
            for shape in item.shapes:
                ends = tuple((name, (x + item.rect.x, y + item.rect.y)) for name, (x, y) in shape.commands)
                shapes.append(Shape(ends, stroke=shape.stroke, width=shape.width))
    return [item for item in items if isinstance(item, Text)], shapes


def middle(text: Text) -> tuple[float, float]:
    """The middle of a text, leaving out the space at its end and what hangs below the line."""
    shown = sum(glyph.advance for glyph in text.glyphs if glyph.text.strip())
    return text.rect.x + shown / 2, text.baseline


def ends(shape: Shape) -> list[tuple[float, float]]:
    return [(x, y) for _, (x, y) in shape.commands]


@pytest.mark.parametrize(("paper", "language"), EVERY)
@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("edge", ["top", "right", "bottom", "left"])
def test_the_lines_of_an_edge_stand_where_their_numbers_say(
    press: Press, paper: Paper, language: str, side: int, edge: str
) -> None:  # fmt: skip
    document = sheet_of(press, paper, language)
    sheet, words = document.sheets[side], interface(language).calibrate
    texts, shapes = in_figure(document, sheet, words.ruler.format(edge=getattr(words, edge)))
    across = edge in ("top", "bottom")
    far = {"right": sheet.width, "bottom": sheet.height}.get(edge, 0.0)
    depths: dict[float, float] = {}  # along the edge → from the edge
    for shape in shapes:
        (x, y), (to_x, to_y) = ends(shape)
        if (y == to_y) if across else (x == to_x):
            along = (x + to_x) / 2 if across else (y + to_y) / 2
            depths[along] = abs((y if across else x) - far)
    numbers = [text for text in texts if text.text.strip() not in ("mm", "in")]
    assert len(depths) == len(numbers) == 13 + 9
    for text, along in zip(numbers, sorted(depths), strict=True):
        shown = float(text.text)
        unit = INCH if "." in text.text else MM
        assert depths[along] == pytest.approx(shown * unit, abs=0.005 * INCH if unit == INCH else 0.01)
        x, baseline = middle(text)
        assert (x if across else baseline) == pytest.approx(along, abs=0.3 if across else 3.5)


@pytest.mark.parametrize(("which", "axis"), [("scale_right", 0), ("scale_down", 1)])
@pytest.mark.parametrize("number", range(-5, 6))
def test_what_shows_through_is_read_as_the_shift(press: Press, which: str, axis: int, number: int) -> None:
    """The back lies `number` mm to the right (or low), so the front's cross shows as much to its left (or above)."""
    document = sheet_of(press)
    back = document.sheets[1]
    texts, shapes = in_figure(document, back, getattr(interface("en").calibrate, which))
    seen = (back.width, back.height)[axis] / 2 - number * MM
    leaders = [ends(shape) for shape in shapes if shape.stroke is not None and shape.stroke.strength < 1]
    led = min(leaders, key=lambda leader: abs(leader[0][axis] - seen))
    assert led[0][axis] == pytest.approx(seen, abs=0.01)
    nearest = min(texts, key=lambda text: abs(middle(text)[axis] - led[1][axis] - (3.0 if axis else 0.0)))
    assert float(nearest.text.replace("\N{MINUS SIGN}", "-")) == number


def test_the_long_cross_goes_through_both_scales(press: Press) -> None:
    document = sheet_of(press)
    front, back = document.sheets
    words = interface("en").calibrate
    _, cross = in_figure(document, front, words.cross)
    reach = max(abs(x - front.width / 2) for shape in cross for x, _ in ends(shape))
    for which, axis in ((words.scale_right, 1), (words.scale_down, 0)):
        _, scale = in_figure(document, back, which)
        base = min(abs(end[axis] - (back.width, back.height)[axis] / 2) for shape in scale for end in ends(shape))
        assert 8 * MM < base < reach  # clear of the short cross


def test_the_letter_behind_the_a_tells_how_the_sheet_was_turned(press: Press) -> None:
    front, back = sheet_of(press).sheets
    letters = {
        item.text.strip(): middle(item)
        for sheet in (front, back)
        for item in sheet.panels[0].items
        if isinstance(item, Text) and item.text.strip() in ("A", "B", "C") and item.size > 20
    }
    (ax, ay), (bx, by), (cx, cy) = (letters[name] for name in "ABC")
    assert (bx, by) == pytest.approx((front.width - ax, ay), abs=1)  # turned about the short edge: left for right
    drop = 0.67 * 26 / 2  # from the middle of a letter to its baseline
    assert (cx, cy - drop) == pytest.approx((ax, front.height - (ay - drop)), abs=1)  # about the long one


@pytest.mark.parametrize(("paper", "length"), [("letter", 3 * INCH), ("a4", 75 * MM)])
def test_the_line_to_measure_is_as_long_as_it_says(press: Press, paper: Paper, length: float) -> None:
    front = sheet_of(press, paper).sheets[0]
    lines = [
        abs(shape.commands[1][1][0] - shape.commands[0][1][0])
        for item in front.panels[0].items
        if isinstance(item, Drawing) and item.element is None and len(item.shapes) == 3
        for shape in item.shapes
    ]
    assert max(lines) == pytest.approx(length)


@pytest.mark.parametrize(("paper", "language"), EVERY)
def test_nothing_lies_on_words_or_beyond_the_paper(press: Press, paper: Paper, language: str) -> None:
    document = sheet_of(press, paper, language)
    for sheet in document.sheets:
        items = sheet.panels[0].items
        texts = [item.rect for item in items if isinstance(item, Text)]
        paper_itself = Rect(0.0, 0.0, sheet.width, sheet.height)
        assert all(paper_itself.holds(item.rect) for item in items)
        for index, one in enumerate(texts):
            assert not any(_overlap(one, other) for other in texts[:index]), one


def _overlap(one: Rect, other: Rect) -> bool:
    across = min(one.right, other.right) - max(one.x, other.x)
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    return across > 3.0 and down > 1.0  # a space at the end of words is empty


def test_the_finished_sheet_is_sound_and_accessible(press: Press, tmp_path: Path) -> None:
    paths = []
    chosen: list[tuple[Paper, str]] = [("letter", "en"), ("a4", "es")]
    for paper, language in chosen:
        path = tmp_path / f"{paper}.pdf"
        pdf = calibration_sheet(press.clinic, paper, press.book, Sink(), language)
        assert pdf == calibration_sheet(press.clinic, paper, press.book, Sink(), language)
        path.write_bytes(pdf)
        paths.append(path)
        assert qpdf_complaints(path) == ghostscript_complaints(path) == []
        assert pdfinfo(path)["Pages"] == "2"
    assert verapdf(paths, "PDFUA-1") == []
    assert verapdf(paths, "PDFA-2A") == []
    words = " ".join(pdftotext(paths[1]).split())
    assert interface("es").calibrate.title in words
    assert interface("en").calibrate.title not in words


# The command ----------------------------------------------------------------------------------------------------------


def test_the_command_writes_the_sheet_and_what_it_prints_can_be_entered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    assert main(["calibrate", "--workspace", str(ROOT), "--out", str(tmp_path), "--paper", "a4"]) == DONE
    said = capsys.readouterr()
    assert said.err == ""
    assert pdfinfo(tmp_path / "calibrate.pdf")["Page size"].startswith("841.89 x 595.276")
    (tmp_path / "desk.yaml").write_text(said.out[said.out.index("printers:") :], encoding="utf-8")
    sink = Sink()
    desk = read_desk(tmp_path, sink)
    assert desk is not None, sink.found
    [printer] = desk.printers.values()
    assert printer.calibration.shift_right == pytest.approx(1.5 * MM)
    assert printer.calibration.shift_down == pytest.approx(-0.5 * MM)
    assert printer.calibration.edges.bottom == pytest.approx(0.19 * INCH)


def test_another_clinic_has_its_own_folder_and_colours(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["calibrate", "--workspace", str(ROOT), "--clinic", "harbor-street", "--out", str(tmp_path)]
    assert main(words) == DONE
    assert re.search(r"harbor-street.calibrate\.pdf", capsys.readouterr().out)
    assert (tmp_path / "harbor-street" / "calibrate.pdf").stat().st_size > 5000


def test_a_clinic_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", "--workspace", str(ROOT), "--clinic", "nobody", "--out", str(tmp_path)]) == PROBLEMS
    assert "error[no-clinic]" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_the_command_can_stand_alone() -> None:
    parser = argparse.ArgumentParser()
    calibrate.add(parser.add_subparsers())
    options = parser.parse_args(["calibrate", "--paper", "A4", "--language", "es"])
    assert (options.paper, options.language, options.run) == ("a4", "es", calibrate.run)
