"""Sheets folded in other ways than a letter: brochures made of them, and the paper dummy that shows how they fold."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from judges import need, pdfinfo, pdfium_pages, qpdf_complaints, struct_words, verapdf
from msgspec.structs import replace
from pdf.hand_made import REGULAR, font_book, shaped
from workspaces import (
    ARABIC,
    DATA,
    LDN,
    Bench,
    Built,
    Wanted,
    furnish,
    make_workspace,
    words_along_panels,
    words_along_tree,
)

from foldwell.cli import main
from foldwell.commands.shared import DONE
from foldwell.diagnostics import Severity
from foldwell.editions.dummy import folds_of_side, paper_dummy
from foldwell.layout.document import Document, Drawing, Text
from foldwell.layout.setting import HANG
from foldwell.pdf import paint
from foldwell.type.fonts import FontBook

NAME, MIRRORED = "pressure-folded", "mirrored.ar"
LAYOUTS = ("z-fold", "half-fold", "gate-fold")
WANTED = [Wanted(f"{NAME}.en", layout, None, paper) for layout in LAYOUTS for paper in ("letter", "a4")]
INNER = {"half-fold": ("inside-1", "inside-2"), "gate-fold": ("centre",)}  # panels that are wide enough to count in

PLACED_IN_ARABIC = """
layouts:
  z-fold:
    inside: [urgent]
    reverse: [how]
    back: [reach, sources, legal]
  half-fold:
    inside: [urgent, how]
    back: [reach]
    small-print: [sources, legal]
  gate-fold:
    door: [urgent]
    centre: [how]
    back: [reach]
    small-print: [sources, legal]
"""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    root = make_workspace(tmp_path_factory.mktemp("folds") / "shop")
    furnish(root)
    shutil.copy(DATA / "folds" / f"{NAME}.en.yaml", root / "brochures")
    words, _, _ = (DATA / f"{ARABIC}.yaml").read_text(encoding="utf-8").partition("\nlayouts:\n")
    (root / "brochures" / f"{MIRRORED}.yaml").write_text(words + PLACED_IN_ARABIC, encoding="utf-8")
    return Bench(root)


def dummy_of(built: Built, book: FontBook) -> Document:
    return paper_dummy(built.document, built.layout.fold, "atkinson", book)


@pytest.fixture(scope="module")
def book() -> FontBook:
    return font_book()


# --- brochures


@pytest.mark.parametrize("wanted", WANTED, ids=str)
def test_each_fold_makes_a_brochure_with_nothing_amiss(bench: Bench, wanted: Wanted) -> None:
    built = bench.build(wanted)
    assert not [c for c in built.sink.found if c.severity is Severity.ERROR]
    assert not [c for c in built.sink.found if c.code.startswith(("fold", "layout", "overflow", "fit", "cover"))]
    assert not built.document.fit.spent
    assert built.document.duplex == "DuplexFlipShortEdge"
    assert len(built.document.sheets) == 2


def test_layouts_that_a_brochure_does_not_use_are_not_complained_of(bench: Bench) -> None:
    found = bench.build(Wanted(LDN, "trifold")).sink.found
    assert not {"not-placed", "unknown-region", "unknown-layout", "nothing-left"} & {c.code for c in found}
    assert not [c for c in found if any(layout in c.message for layout in LAYOUTS)]


@pytest.mark.parametrize("wanted", WANTED, ids=str)
def test_everything_stays_in_its_panel_s_live_area_or_at_its_foot(bench: Bench, wanted: Wanted) -> None:
    built = bench.build(wanted)
    for sheet in built.document.sheets:
        for panel in sheet.panels:
            for item in panel.items:
                words = isinstance(item, Text)  # grounds may rise out of the live area, so that their titles are level
                top = panel.live.y if words else sheet.safe
                height = panel.rect.height - sheet.safe - top  # down to the running lines
                printable = replace(panel.live, y=top, height=height)
                assert printable.holds(item.rect, slack=HANG), (panel.name, item)


@pytest.mark.parametrize("wanted", WANTED, ids=str)
def test_panels_are_read_in_the_order_of_the_tree(bench: Bench, wanted: Wanted) -> None:
    document = bench.build(wanted).document
    assert words_along_panels(document) == words_along_tree(document)


@pytest.mark.parametrize("wanted", [wanted for wanted in WANTED if wanted.layout != "z-fold"], ids=str)
def test_wide_panels_hold_lines_of_a_length_that_reads_well(bench: Bench, wanted: Wanted) -> None:
    """60 to 70 characters of running text in a half fold's panels; up to 75 in a gate's centre."""
    built = bench.build(wanted)
    words = "Low dose naltrexone is taken once a day, in the evening. Tell every clinician who treats you. "
    size = built.layout.styles["body"].size
    mean = sum(glyph.advance for glyph in shaped(words, REGULAR, size)) / len(words)
    for panel in built.document.panels():
        if panel.name in INNER[wanted.layout]:
            assert 60 <= panel.live.width / mean <= (70 if wanted.layout == "half-fold" else 75)


def test_the_files_for_the_desk_and_the_e_mail_pass_their_standards(bench: Bench) -> None:
    need("qpdf", "pdfinfo", "java")
    paths = []
    for layout in LAYOUTS:
        built = bench.build(Wanted(f"{NAME}.en", layout))
        path = built.path.with_suffix(".email.pdf")
        path.write_bytes(paint(built.document, font_book(), "email"))
        assert pdfinfo(path)["Pages"] == str(len(built.layout.reading_order))
        assert struct_words(path) == struct_words(built.path)
        paths += [built.path, path]
    assert [complaint for path in paths for complaint in qpdf_complaints(path)] == []
    assert verapdf(paths, "PDFUA-1") == verapdf(paths, "PDFA-2A") == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_right_to_left_brochures_open_from_the_other_side(bench: Bench, layout: str) -> None:
    built, twin = bench.build(Wanted(MIRRORED, layout)), bench.build(Wanted(f"{NAME}.en", layout))
    assert not [c for c in built.sink.found if c.code.startswith(("fold", "layout", "overflow", "cover"))]
    for mine, theirs in zip(built.document.sheets, twin.document.sheets, strict=True):
        assert [panel.name for panel in mine.panels] == [panel.name for panel in reversed(theirs.panels)]
        assert mine.folds == pytest.approx([theirs.width - fold for fold in reversed(theirs.folds)])
    assert built.document.sheets[0].panels[0].name == "cover"
    ways, others = (folds_of_side(one.document, one.layout.fold, 1) for one in (built, twin))
    last = len(ways) - 1
    assert ways == {last - line: fold for line, fold in others.items()}


# --- which way the folds go


@pytest.mark.parametrize("wanted", WANTED, ids=str)
def test_a_valley_on_one_side_is_a_mountain_on_the_other_and_has_the_same_number(bench: Bench, wanted: Wanted) -> None:
    built = bench.build(wanted)
    outside, inside = (folds_of_side(built.document, built.layout.fold, side) for side in (0, 1))
    count = len(built.document.sheets[0].folds)
    assert sorted(inside) == sorted(outside) == list(range(count))
    for line, (number, way) in inside.items():
        assert outside[count - 1 - line] == (number, {"valley": "mountain", "mountain": "valley"}[way])


def test_the_ways_of_each_fold_are_those_of_paper(bench: Bench) -> None:
    found = {layout: bench.build(Wanted(f"{NAME}.en", layout)) for layout in LAYOUTS}
    ways = {name: folds_of_side(built.document, built.layout.fold, 1) for name, built in found.items()}
    assert ways == {
        "z-fold": {1: (1, "mountain"), 0: (2, "valley")},
        "half-fold": {0: (1, "valley")},
        "gate-fold": {1: (1, "valley"), 0: (2, "valley")},
    }
    turned = found["z-fold"].document
    turned = replace(turned, reading_order=("reverse-1", *turned.reading_order))  # right to left: the front at the left
    assert folds_of_side(turned, "z", 1) == {0: (1, "mountain"), 1: (2, "valley")}


# --- the dummy


def words_of(document: Document, name: str) -> list[str]:
    [panel] = [panel for panel in document.panels() if panel.name == name]
    return "".join(item.text if item.text.endswith(" ") else item.text + " " for item in panel.items
                   if isinstance(item, Text)).split()  # fmt: skip


@pytest.mark.parametrize("wanted", WANTED, ids=str)
def test_each_panel_of_a_dummy_says_its_number_name_and_side(bench: Bench, wanted: Wanted, book: FontBook) -> None:
    built = bench.build(wanted)
    dummy = dummy_of(built, book)
    for number, name in enumerate(built.layout.reading_order, 1):
        words = words_of(dummy, name)
        side = next(side for side, sheet in enumerate(dummy.sheets) if name in [panel.name for panel in sheet.panels])
        start = 4 if number == 1 else 0  # the dummy's own title
        assert words[start : start + 2] == [str(number), name]
        assert words[start + 2] == ("front", "back")[side]
    for sheet in dummy.sheets:
        for panel in sheet.panels:
            for item in panel.items:
                assert panel.live.holds(item.rect, slack=0.5), (panel.name, item)
            edge = "Right" in words_of(dummy, panel.name)
            assert edge == (panel is not sheet.panels[-1])  # the last panel has no fold at its right


@pytest.mark.parametrize("layout", LAYOUTS)
def test_fold_lines_stand_where_the_sheet_is_folded(bench: Bench, layout: str, book: FontBook) -> None:
    built = bench.build(Wanted(f"{NAME}.en", layout))
    for mine, theirs in zip(dummy_of(built, book).sheets, built.document.sheets, strict=True):
        [lines] = mine.items
        assert isinstance(lines, Drawing)
        outline, *folds = lines.shapes
        assert outline.dash == ()
        assert [shape.commands[0][1][0] for shape in folds] == list(theirs.folds)
        assert all(shape.dash for shape in folds)
        assert mine.folds == theirs.folds


def test_dummies_are_tagged_files_that_print_in_black(bench: Bench, book: FontBook) -> None:
    paths = []
    for layout in LAYOUTS:
        built = bench.build(Wanted(f"{NAME}.en", layout))
        path = built.path.with_suffix(".dummy.pdf")
        path.write_bytes(paint(dummy_of(built, book), book))
        paths.append(path)
        for page in pdfium_pages(path):
            red, green, blue = page.convert("RGB").split()
            assert red.tobytes() == green.tobytes() == blue.tobytes()
            assert red.getextrema() == (0, 255)
    need("qpdf", "pdfinfo", "java")
    for path in paths:
        assert qpdf_complaints(path) == []
        assert struct_words(path)[:6] == ["Paper", "dummy", "of", "KS-08", "1", "cover"]
    assert verapdf(paths, "PDFUA-1") == []


def test_the_command_writes_dummies_beside_the_pictures(bench: Bench, tmp_path: Path) -> None:
    folders = ["--workspace", str(bench.root), "--out", str(tmp_path / "out")]
    assert main(["proof", NAME, "--layout", "half-fold", *folders]) == DONE
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        f"{NAME}.en.half-fold.dummy.pdf",
        f"{NAME}.en.half-fold.proof.png",
    ]
