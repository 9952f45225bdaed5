"""What a printer does to a sheet is simulated; a calibrated PDF comes out of it with both sides where they belong."""

from __future__ import annotations

import io
import re
from array import array
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import settings as quickly
from hypothesis import strategies as st
from judges import difference, ghostscript_complaints, pdfium_pages, qpdf_complaints, struct_words, verapdf
from PIL import Image, ImageOps
from workspaces import LDN, Bench, Built, Wanted

from foldwell.content.models.validate import model_of
from foldwell.desk.calibration import FOLD_PLAY, Step, calibrated, step_off_edges
from foldwell.desk.settings import Calibration, EdgeLoss, read_desk
from foldwell.diagnostics import Sink
from foldwell.layout.document import Rect, Text

SCALE = 4  # pixels a point: pdfium puts letters on whole pixels
Place = tuple[float, float, float]  # 1 or -1 for both axes, and where the page's origin goes


@pytest.fixture(scope="module")
def folded(bench: Bench) -> Built:
    return bench.build(Wanted(LDN, "trifold"))


@pytest.fixture(scope="module")
def upright(bench: Bench) -> Built:
    return bench.build(Wanted(LDN, "handout"))


def ink_middle(pdf: bytes, page: int) -> tuple[float, float]:
    """The middle of all ink of a page in points from its top left corner: finer than a pixel."""
    with pypdfium2.PdfDocument(pdf) as opened:
        picture = opened[page].render(scale=SCALE, draw_annots=False).to_pil()
    ink = ImageOps.invert(picture.convert("L")).convert("F")
    middles = []
    for size in ((ink.width, 1), (1, ink.height)):
        sums = array("f", ink.resize(size, Image.Resampling.BOX).tobytes())
        middles.append(sum((at + 0.5) * amount for at, amount in enumerate(sums)) / sum(sums) / SCALE)
    return middles[0], middles[1]


@pytest.mark.parametrize(("right", "down"), [(4.0, -3.0), (-1.5, 0.0), (0.3, 5.25)])
def test_the_back_moves_against_the_shift(folded: Built, right: float, down: float) -> None:
    pdf = folded.made.pdf
    moved = calibrated(pdf, Calibration(shift_right=right, shift_down=down))
    assert ink_middle(moved, 0) == ink_middle(pdf, 0)
    before, after = ink_middle(pdf, 1), ink_middle(moved, 1)
    assert after[0] - before[0] == pytest.approx(-right, abs=0.1)
    assert after[1] - before[1] == pytest.approx(-down, abs=0.1)


def test_a_back_that_is_turned_on_the_long_edge_comes_out_upright(folded: Built, tmp_path: Path) -> None:
    turned = tmp_path / "turned.pdf"
    turned.write_bytes(calibrated(folded.made.pdf, Calibration(flips="long")))
    (front, back), (own_front, own_back) = pdfium_pages(turned), pdfium_pages(folded.path)
    assert difference(front, own_front) == 0
    assert difference(back, own_back) > 0.3  # on its head
    assert difference(back.rotate(180), own_back) < 0.06  # measured: 0.04, where edges are smoothed the other way


def test_a_sheet_with_one_side_stays_as_it_is(upright: Built) -> None:
    assert calibrated(upright.made.pdf, Calibration(shift_right=4, shift_down=4, flips="long")) == upright.made.pdf


def test_nothing_to_change_gives_the_same_bytes_and_so_does_the_same_change(folded: Built) -> None:
    pdf, calibration = folded.made.pdf, Calibration(shift_right=2, flips="long")
    assert calibrated(pdf, Calibration()) == pdf
    assert calibrated(pdf, calibration) == calibrated(pdf, calibration) != pdf


def test_words_tags_and_links_are_kept(folded: Built, tmp_path: Path) -> None:
    path = tmp_path / "moved.pdf"
    path.write_bytes(calibrated(folded.made.pdf, Calibration(shift_right=3, shift_down=-2, flips="long"), Step(1, 1)))
    assert struct_words(path) == struct_words(folded.path)
    assert verapdf([path], "PDFUA-1") == []
    assert verapdf([path], "PDFA-2A") == []
    assert qpdf_complaints(path) == ghostscript_complaints(path) == []


@pytest.mark.parametrize("flips", ["short", "long"])
def test_links_move_with_their_words(folded: Built, flips: str) -> None:
    pdf = folded.made.pdf
    calibration = model_of(Calibration, {"flips": flips, "shift_right": "3pt", "shift_down": "-2pt"})
    step = Step(0.5, -1.0)
    moved = calibrated(pdf, calibration, step)
    turn, x, y = places(moved)[1]
    assert link_boxes(moved, 1) == [
        pytest.approx((*sorted((turn * a + x, turn * c + x)), *sorted((turn * b + y, turn * d + y))), abs=0.001)
        for a, c, b, d in link_boxes(pdf, 1)
    ]
    assert link_boxes(moved, 0) == [
        pytest.approx((a + 0.5, c + 0.5, b + 1.0, d + 1.0), abs=0.001) for a, c, b, d in link_boxes(pdf, 0)
    ]
    assert link_boxes(pdf, 0)


def link_boxes(pdf: bytes, page: int) -> list[tuple[float, ...]]:
    """Left, right, low, high of each link."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        rects = [[float(part) for part in link.Rect] for link in opened.pages[page].get("/Annots", [])]
    return [(left, right, low, high) for left, low, right, high in rects]


# The printer ----------------------------------------------------------------------------------------------------------


def places(pdf: bytes) -> list[Place]:
    """What the pages' code does before anything else is painted."""
    found: list[Place] = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            contents = page.Contents
            first = (contents[0] if isinstance(contents, pikepdf.Array) else contents).read_bytes()
            match = re.match(rb"q (-?1) 0 0 -?1 (\S+) (\S+) cm\s", first)
            found.append((float(match[1]), float(match[2]), float(match[3])) if match else (1.0, 0.0, 0.0))
    return found


class Printer:
    """A printer as its calibration describes it. Points come back as they lie on the paper, seen from its front."""

    def __init__(self, built: Built, calibration: Calibration, step: Step) -> None:
        self.places = places(calibrated(built.made.pdf, calibration, step))
        self.calibration = calibration
        self.sheets = built.document.sheets

    def printed(self, page: int, x: float, y: float) -> tuple[float, float]:
        """Where a point of a page comes to lie on the paper."""
        sheet, (turn, dx, dy) = self.sheets[page], self.places[page]
        x, y = turn * x + dx, sheet.height - (turn * (sheet.height - y) + dy)
        if page == 0:
            return x, y
        x, y = x + self.calibration.shift_right, y + self.calibration.shift_down
        return (x, sheet.height - y) if self.calibration.flips == "long" else (sheet.width - x, y)

    def box(self, page: int, box: Rect) -> Rect:
        """Where a rectangle comes to lie."""
        corners = [self.printed(page, box.x, box.y), self.printed(page, box.right, box.bottom)]
        (left, right), (top, bottom) = (sorted(values) for values in zip(*corners, strict=True))
        return Rect(left, top, right - left, bottom - top)


SHIFT = st.floats(-6, 6)
LOSS = st.floats(0, 24)  # words of this sheet stand 18 to 33 points from its edges
ANY = st.builds(
    Calibration, edges=st.builds(EdgeLoss, top=LOSS, right=LOSS, bottom=LOSS, left=LOSS), shift_right=SHIFT,
    shift_down=SHIFT, flips=st.sampled_from(["short", "long"]),
)  # fmt: skip


@given(ANY)
@quickly(max_examples=40)
def test_both_sides_meet_and_no_word_is_lost(bench: Bench, calibration: Calibration) -> None:
    folded = bench.build(Wanted(LDN, "trifold"))
    sink = Sink()
    step = step_off_edges(folded.document, calibration, sink)
    assert (step is None) is sink.failed
    assert {found.code for found in sink.found} <= {"edge-lost"}
    if step is None:
        return
    printer = Printer(folded, calibration, step)
    front, back = folded.document.sheets
    folds = sorted(printer.printed(0, fold, 0)[0] for fold in front.folds)
    assert folds == pytest.approx(sorted(printer.printed(1, fold, 0)[0] for fold in back.folds), abs=0.01)
    assert folds == pytest.approx(list(front.folds), abs=FOLD_PLAY + 0.01)
    assert printer.printed(0, 0, 100)[1] == pytest.approx(printer.printed(1, 0, 100)[1], abs=0.01)
    edges = calibration.edges
    printable = Rect(
        edges.left, edges.top, front.width - edges.left - edges.right, front.height - edges.top - edges.bottom
    )
    for number, sheet in enumerate((front, back)):
        for panel in sheet.panels:
            for item in panel.items:
                if item.element is not None or isinstance(item, Text):
                    box = printer.box(number, item.rect.moved(panel.rect.x, panel.rect.y))
                    assert printable.holds(box, slack=0.11), (number, item.rect)


@pytest.mark.parametrize("flips", ["short", "long"])
def test_a_wide_white_edge_moves_both_sides_together(folded: Built, flips: str) -> None:
    calibration = model_of(Calibration, {"edges": {"left": "24pt", "top": "18pt"}, "flips": flips})
    sink = Sink()
    step = step_off_edges(folded.document, calibration, sink)
    assert step == Step(1.5, 0.0), sink.found
    assert Printer(folded, calibration, step).printed(0, 22.5, 0) == (24.0, 0.0)


def test_what_does_not_fit_is_told_with_its_edge_and_place(folded: Built, tmp_path: Path) -> None:
    path = tmp_path / "desk.yaml"
    path.write_text(
        "printers:\n  front desk:\n    calibration:\n      edges:\n        left: 12mm\n        right: 12mm\n"
    )
    sink = Sink()
    desk = read_desk(tmp_path, sink)
    assert desk is not None, sink.found
    assert step_off_edges(folded.document, desk.printers["front desk"].calibration, sink) is None
    assert [found.message.partition(", and")[0] for found in sink.found] == [
        f"this printer leaves 12.0 mm white at the {edge} edge of side `{side}`"
        for side, edge in (("outside", "left"), ("inside", "left"), ("inside", "right"))
    ]
    assert all(found.span is not None and found.span.line == 5 for found in sink.found)


def test_an_upright_sheet_takes_the_larger_of_two_losses(upright: Built) -> None:
    """How the printer turns it is not known, so a loss at one end is reckoned with at both."""
    steps = [
        step_off_edges(upright.document, Calibration(edges=EdgeLoss(left=left, right=right)), Sink())
        for left, right in ((22.0, 18.0), (18.0, 22.0))
    ]
    assert steps[0] is not None
    assert steps[0] == steps[1] != Step()
    assert step_off_edges(upright.document, Calibration(edges=EdgeLoss(left=60)), Sink()) is None


def test_an_ordinary_printer_needs_no_step(folded: Built, upright: Built) -> None:
    for built in (folded, upright):
        assert step_off_edges(built.document, Calibration(), Sink()) == Step()


def test_a_shift_may_go_either_way_in_the_settings(tmp_path: Path) -> None:
    (tmp_path / "desk.yaml").write_text(
        "printers: {a: {calibration: {shift_right: -1mm, shift_down: 0.5mm, flips: long}}}\n"
    )
    sink = Sink()
    desk = read_desk(tmp_path, sink)
    assert desk is not None, sink.found
    calibration = desk.printers["a"].calibration
    assert (calibration.shift_right, calibration.shift_down) == pytest.approx((-72 / 25.4, 36 / 25.4))
    assert calibration.flips == "long"
