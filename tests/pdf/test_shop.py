"""The print shop's file: boxes, marks, plates and conformance, read back by other people's programs."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import judges
import pikepdf
import pytest
from msgspec.structs import replace
from PIL import Image as Pixels
from workspaces import CLINICS, LAYOUTS, LDN, SINK, Bench, Wanted, furnish, make_workspace

from foldwell.checks.preflight import preflight
from foldwell.diagnostics import Sink
from foldwell.editions.press import Press
from foldwell.editions.request import Edition
from foldwell.editions.workspace import Workspace
from foldwell.layout.document import Colour, Drawing, Rect, Shape, Text
from foldwell.pdf import for_shop, paint
from foldwell.pdf.leaves import press_sheets
from foldwell.pdf.print_shop import Shop

from .hand_made import PRIMARY, Writer, box, code_of, font_book, one_panel
from .press import PROFILE, everything, extrema, operators, plates, press_profile

RGB = ("/DeviceRGB", "/CalRGB", "/Lab", "/RGB", "/ICCBased")
RGB_OPERATORS = ("rg", "RG", "sc", "SC", "ri", "sh")
MM = 72 / 25.4
BOXES = ("/MediaBox", "/BleedBox", "/TrimBox")

OWN = [Wanted(LDN, layout, clinic) for layout in LAYOUTS for clinic in CLINICS]
A4 = [Wanted(LDN, layout, None, "a4") for layout in LAYOUTS]


@pytest.fixture(scope="module")
def files(bench: Bench, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[Wanted, str], Path]:
    """Every edition as PDF/X-1a (no profile) and as PDF/X-4; the one with pictures as PDF/X-4 alone."""
    folder = tmp_path_factory.mktemp("shop")
    profile = press_profile()
    made = {}
    for wanted in (*OWN, *A4, Wanted(SINK, "trifold"), Wanted(SINK, "handout")):
        for name, shop in (("x1a", Shop()), ("x4", Shop("FOGRA39", profile=profile))):
            if wanted.brochure == SINK and name == "x1a":
                continue
            if wanted.paper == "a4":
                shop = replace(shop, bleed=3 * MM)  # noqa: PLW2901  # another shop from here on
            path = folder / f"{wanted}-{name}.pdf"
            path.write_bytes(paint(bench.build(wanted).document, font_book(), for_shop(shop)))
            made[wanted, name] = path
    return made


def test_qpdf_and_ghostscript_are_silent(files: dict[tuple[Wanted, str], Path]) -> None:
    for path in files.values():
        assert judges.qpdf_complaints(path) == []
        assert judges.ghostscript_complaints(path) == []


def test_our_own_preflight_has_nothing_to_find(files: dict[tuple[Wanted, str], Path]) -> None:
    """But that the pictures of the brochure for tests are coarser than a press wants them."""
    for (wanted, name), path in files.items():
        report = preflight(path)
        assert report.standard == {"x1a": "PDF/X-1a:2003", "x4": "PDF/X-4"}[name]
        told = {(finding.rule, finding.severity.label) for finding in report.findings}
        assert told <= ({("resolution", "error")} if wanted.brochure == SINK else set()), path.name


def test_renderers_draw_the_same_words(files: dict[tuple[Wanted, str], Path]) -> None:
    """Poppler and MuPDF; pdfium makes screen colours of inks by a rule of its own. Measured: 0.11 for sound files."""
    for name in ("x1a", "x4"):
        path = files[Wanted(LDN, "trifold"), name]
        for poppler, mutool in zip(judges.poppler_pages(path), judges.mutool_pages(path), strict=True):
            assert poppler.size == (600, 475)
            assert judges.difference(poppler, mutool) < 0.15


def test_there_is_no_rgb_anywhere(files: dict[tuple[Wanted, str], Path]) -> None:
    for path in files.values():
        with pikepdf.open(path) as pdf:
            names = {str(thing) for thing in everything(pdf) if isinstance(thing, pikepdf.Name)}
            assert not names.intersection(RGB), path.name
            assert "/Shading" not in names
            for page in pdf.pages:
                used = {operator for _, operator in operators(page)}
                assert not used.intersection(RGB_OPERATORS), path.name
                assert "k" in used
                spaces = {str(o[0]) for o, operator in operators(page) if operator in ("cs", "CS")}
                assert spaces == {"/All"}
                assert str(page.Resources.ColorSpace.All[1]) == "/All"


def test_boxes_are_nested_and_bleed_is_as_wide_as_it_must(files: dict[tuple[Wanted, str], Path]) -> None:
    for (wanted, _), path in files.items():
        least = 3 * MM if wanted.paper == "a4" else 9.0
        with pikepdf.open(path) as pdf:
            for page in pdf.pages:
                media, bleed, trim = ([float(side) for side in page[key]] for key in BOXES)
                assert "/CropBox" not in page
                assert "/ArtBox" not in page
                for outer, inner, apart in ((media, bleed, 18.0), (bleed, trim, least)):
                    gaps = [i - o for o, i in zip(outer[:2], inner[:2], strict=True)]
                    gaps += [o - i for o, i in zip(outer[2:], inner[2:], strict=True)]
                    assert min(gaps) >= apart - 1e-4
                size = (trim[2] - trim[0], trim[3] - trim[1])
                assert sorted(size) == pytest.approx(
                    (210 * MM, 297 * MM) if wanted.paper == "a4" else (612, 792), abs=0.001
                )


@pytest.mark.parametrize("wanted", [Wanted(LDN, "trifold"), Wanted(LDN, "handout", None, "a4")], ids=str)
def test_nothing_but_marks_stands_outside_trim_and_bleed(bench: Bench, wanted: Wanted) -> None:
    document = bench.build(wanted).document
    for leaf, sheet in zip(press_sheets(document, font_book(), Shop()), document.sheets, strict=True):
        assert leaf.trim is not None
        assert leaf.bleed is not None
        paper = Rect(0, 0, leaf.width, leaf.height)
        for mark in leaf.marks:
            assert paper.holds(mark.rect)
            assert mark.rect.right <= leaf.bleed.x or mark.rect.x >= leaf.bleed.right or (
                mark.rect.bottom <= leaf.bleed.y or mark.rect.y >= leaf.bleed.bottom
            )  # fmt: skip
        for panel in leaf.panels:
            assert all(leaf.trim.holds(item.rect.moved(panel.rect.x, panel.rect.y)) for item in panel.items)
        upright = {round(mark.rect.x, 3) for mark in leaf.marks if isinstance(mark, Drawing) and not mark.rect.width}
        cuts = {leaf.trim.x, leaf.trim.right, *(leaf.trim.x + fold for fold in sheet.folds)}
        assert upright == {round(x, 3) for x in cuts}
        level = {mark.rect.y for mark in leaf.marks if isinstance(mark, Drawing) and not mark.rect.height}
        assert level == {leaf.trim.y, leaf.trim.bottom}
        words = [mark.text for mark in leaf.marks if isinstance(mark, Text)]
        assert words[0] == f"LDN-01 rev. 1 · {sheet.name} · 2026-11-22"
        assert words[1:] == ([panel.name for panel in sheet.panels] if len(sheet.panels) > 1 else [])


def test_outside_the_trim_there_is_only_what_all_plates_show(
    files: dict[tuple[Wanted, str], Path], tmp_path: Path
) -> None:
    for page in plates(files[Wanted(LDN, "trifold"), "x1a"], tmp_path):
        slug = [page[ink].crop((0, 0, page[ink].width, 34)) for ink in page]
        assert all(plate.tobytes() == slug[0].tobytes() for plate in slug)
        assert extrema(slug[0])[0] < 128, "there are marks"
        bleed = [extrema(page[ink].crop((28, 28, 35, 650))) for ink in page]
        assert bleed == [(255, 255)] * 4


@pytest.mark.parametrize("name", ["x1a", "x4"])
def test_black_text_is_on_the_black_plate_only(
    bench: Bench, files: dict[tuple[Wanted, str], Path], name: str, tmp_path: Path
) -> None:
    """On the other plates its place looks as if it were not there: paper or an even ground."""
    wanted, dpi = Wanted(LDN, "trifold"), 144
    pages = plates(files[wanted, name], tmp_path, dpi)
    looked_at, coloured = 0, 0
    for sheet, page in zip(bench.build(wanted).document.sheets, pages, strict=True):
        for panel in sheet.panels:
            for item in panel.items:
                if not isinstance(item, Text) or not item.text.strip() or item.rect.width < 8:
                    continue
                left, foot = 36 + panel.rect.x + item.rect.x, 36 + item.baseline
                scale = dpi / 72
                place = (left + 1, foot - 0.6 * item.size, left + item.rect.width - 3, foot - 0.1 * item.size)
                x0, y0, x1, y1 = (round(side * scale) for side in place)
                crops = {ink: plate.crop((x0, y0, x1, y1)) for ink, plate in page.items()}
                if item.colour.role == "ink" or item.size < 10:
                    looked_at += 1
                    assert extrema(crops["Black"])[0] == 0, item.text
                    for ink in ("Cyan", "Magenta", "Yellow"):
                        low, high = extrema(crops[ink])
                        assert high - low <= 1, (item.text, ink)
                        assert low >= 200
                else:
                    coloured += 1
                    assert extrema(crops["Magenta"])[0] < 200, item.text
    assert looked_at > 100
    assert coloured > 5


def test_black_text_prints_over_its_ground(files: dict[tuple[Wanted, str], Path]) -> None:
    for path in files.values():
        with pikepdf.open(path) as pdf:
            on, off = pdf.pages[0].Resources.ExtGState.O1, pdf.pages[0].Resources.ExtGState.O0
            assert (bool(on.OP), bool(on.op), int(on.OPM)) == (True, True, 1)
            assert (bool(off.OP), bool(off.op)) == (False, False)
            for page in pdf.pages:
                _check_overprint(page)


def _check_overprint(page: pikepdf.Page) -> None:
    """Overprint is on exactly while letters are painted in black alone: white that overprints would be gone."""
    on, ink, shown = False, "", 0
    kept: list[tuple[bool, str]] = []
    for operands, operator in operators(page):
        if operator == "q":
            kept.append((on, ink))
        elif operator == "Q":
            on, ink = kept.pop()
        elif operator == "gs" and str(operands[0]) in ("/O0", "/O1"):
            on = str(operands[0]) == "/O1"
        elif operator in ("k", "scn"):
            ink = " ".join(map(str, operands)) if operator == "k" else "all"
        elif operator in ("Tj", "TJ"):
            shown += 1
            assert on is (ink == "0 0 0 1")
    assert shown


def test_x4_says_so_and_holds_the_profile(bench: Bench, files: dict[tuple[Wanted, str], Path]) -> None:
    for (wanted, name), path in files.items():
        if name != "x4":
            continue
        with pikepdf.open(path) as pdf:
            assert pdf.pdf_version == "1.6"
            xmp = pdf.open_metadata()
            assert xmp["{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"] == "PDF/X-4"
            assert xmp["pdf:Trapped"] == "False"
            assert str(pdf.docinfo.Trapped) == "/False"
            assert xmp["xmpMM:DocumentID"].startswith("uuid:")
            revision = str(bench.build(wanted).document.form.revision)
            assert (xmp["xmpMM:VersionID"], xmp["xmpMM:RenditionClass"]) == (revision, "default")
            assert xmp["xmp:MetadataDate"] == xmp["xmp:ModifyDate"]
            assert xmp["dc:title"] == str(pdf.docinfo.Title)
            (intent,) = pdf.Root.OutputIntents
            assert str(intent.S) == "/GTS_PDFX"
            assert str(intent.OutputConditionIdentifier) == "FOGRA39"
            assert str(intent.RegistryName) == "http://www.color.org"
            assert str(intent.Info) == "Artifex CMYK SWOP Profile"
            assert intent.DestOutputProfile.read_bytes() == PROFILE.read_bytes()
            assert intent.DestOutputProfile.N == 4
            _check_what_no_press_file_has(pdf)


def test_x1a_says_so_and_has_nothing_that_is_younger(files: dict[tuple[Wanted, str], Path]) -> None:
    for (_, name), path in files.items():
        if name != "x1a":
            continue
        data = path.read_bytes()
        assert data.startswith(b"%PDF-1.4\n")
        assert b"/ObjStm" not in data
        assert b"/XRef" not in data
        assert b"\nxref\n0 " in data
        with pikepdf.open(path) as pdf:
            assert str(pdf.docinfo.GTS_PDFXVersion) == "PDF/X-1a:2003"
            assert str(pdf.docinfo.GTS_PDFXConformance) == "PDF/X-1a:2003"
            assert str(pdf.docinfo.Trapped) == "/False"
            assert {"/Title", "/CreationDate", "/ModDate"} <= set(pdf.docinfo.keys())
            assert len(pdf.trailer.ID) == 2
            (intent,) = pdf.Root.OutputIntents
            assert str(intent.S) == "/GTS_PDFX"
            assert str(intent.OutputConditionIdentifier) == "CGATS TR 006"
            assert str(intent.RegistryName) == "http://www.color.org"
            assert "/DestOutputProfile" not in intent
            assert "GTS_PDFXVersion" not in str(pdf.open_metadata())
            keys = {key for thing in everything(pdf) if isinstance(thing, pikepdf.Dictionary) for key in thing}
            assert not keys & {"/SMask", "/ca", "/CA", "/BM", "/Group", "/OCProperties"}
            _check_what_no_press_file_has(pdf)


def _check_what_no_press_file_has(pdf: pikepdf.Pdf) -> None:
    assert not [page for page in pdf.pages if "/Annots" in page]
    assert not {"/OpenAction", "/AA", "/AcroForm", "/Outlines"} & set(pdf.Root.keys())
    assert not pdf.is_encrypted
    for thing in everything(pdf):
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
            assert thing.FontFile2.read_bytes()


def test_it_is_tagged_like_the_other_two(files: dict[tuple[Wanted, str], Path]) -> None:
    for path in files.values():
        assert judges.pdfinfo(path)["Tagged"] == "yes"


def test_pictures_are_in_the_press_s_inks(files: dict[tuple[Wanted, str], Path]) -> None:
    with pikepdf.open(files[Wanted(SINK, "trifold"), "x4"]) as pdf:
        pictures = [thing for thing in everything(pdf) if isinstance(thing, pikepdf.Stream) and "/Width" in thing]
        assert {str(picture.ColorSpace) for picture in pictures} == {"/DeviceCMYK", "/DeviceGray"}
        assert [page for page in pdf.pages if "/Group" in page and str(page.Group.CS) == "/DeviceCMYK"]


def test_without_a_profile_a_lighter_colour_stands_for_opacity(tmp_path: Path) -> None:
    w = Writer()
    see_through = Shape(box(40, 40), fill=Colour("primary", 0.5), opacity=0.5)
    hidden = Shape(box(40, 40), fill=PRIMARY, opacity=0.0)
    w.drawing(None, Rect(20, 20, 40, 40), see_through, hidden)
    w.text("Words", w.tree.open("P", 0, w.items[0].span))
    made = one_panel(w)
    profile = press_profile()
    with pikepdf.open(BytesIO(paint(made, font_book(), for_shop(Shop())))) as pdf:
        code = code_of(pdf.pages[0])
        assert "0.225 0.1 0.137 0.05 k" in code or "0.225 0.1 0.138 0.05 k" in code
        assert code.count("\nf\n") == 1
        assert "/Group" not in pdf.pages[0]
    with pikepdf.open(BytesIO(paint(made, font_book(), for_shop(Shop(profile=profile))))) as pdf:
        assert "/A500 gs" in code_of(pdf.pages[0])
        assert str(pdf.pages[0].Group.CS) == "/DeviceCMYK"


def test_the_same_document_gives_the_same_bytes(bench: Bench, files: dict[tuple[Wanted, str], Path]) -> None:
    wanted = Wanted(LDN, "trifold")
    shop = Shop("FOGRA39", profile=press_profile())
    assert paint(bench.build(wanted).document, font_book(), for_shop(shop)) == files[wanted, "x4"].read_bytes()


# From the clinic's YAML to the file -----------------------------------------------------------------------------------


def made_for_shop(root: Path, brochure: str, wishes: str) -> tuple[bytes | None, Sink]:
    """The trifold of a workspace's brochure for the print shop, with wishes added to the clinic's file."""
    clinic = root / "brochures" / "clinic.yaml"
    clinic.write_text(clinic.read_text("utf-8") + wishes, "utf-8")
    sink = Sink()
    workspace = Workspace.open(root, sink)
    assert workspace is not None
    press = Press.open(workspace, None, None, sink)
    assert press is not None, sink.found
    (file,) = workspace.choose([brochure], sink)
    read = press.read(file, sink)
    assert read is not None
    wanted: list[Edition] = press.editions(file, read, "trifold", root / "out", ("email", "shop"))
    assert [edition.path.name.split(".")[-2] for edition in wanted] == ["email", "shop"]
    made = press.make(read, wanted[1], sink)
    return (made.pdf if made else None), sink


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = make_workspace(tmp_path / "workspace")
    furnish(root)
    return root


def test_a_clinic_s_own_profile_makes_x4(workspace: Path) -> None:
    press_profile()
    shutil.copy(PROFILE, workspace / "brochures" / "art" / "press.icc")
    pdf, sink = made_for_shop(workspace, SINK, "print:\n  profile: art/press.icc\n  bleed: 5mm\n")
    assert pdf is not None, [found.message for found in sink.found]
    with pikepdf.open(BytesIO(pdf)) as read:
        assert str(read.Root.OutputIntents[0].OutputConditionIdentifier) == "Custom"
        assert "/RegistryName" not in read.Root.OutputIntents[0]
        bleed, trim = read.pages[0].BleedBox, read.pages[0].TrimBox
        assert float(trim[0]) - float(bleed[0]) == pytest.approx(5 * MM, abs=0.001)


def test_a_clinic_without_one_gets_x1a(workspace: Path) -> None:
    pdf, sink = made_for_shop(workspace, LDN, "")
    assert pdf is not None, [found.message for found in sink.found]
    with pikepdf.open(BytesIO(pdf)) as read:
        assert str(read.docinfo.GTS_PDFXVersion) == "PDF/X-1a:2003"


def test_pictures_without_a_profile_stop_the_file_and_say_what_to_do(workspace: Path) -> None:
    pdf, sink = made_for_shop(workspace, SINK, "print:\n  condition: FOGRA39\n")
    assert pdf is None
    told = [found for found in sink.found if found.code == "shop-picture"]
    assert {found.message.split()[0] for found in told} == {"leaf.png", "gauge.jpg"}
    assert all(found.span and found.span.path.endswith(f"{SINK}.yaml") for found in told)
    assert all("profile" in found.hints[0] for found in told)
    others = [found for found in sink.found if found.code in ("shop-colour", "shop-transparency")]
    colours = {found.message.split("#")[1][:6] for found in others if found.code == "shop-colour"}
    assert colours == {"f5f0e6", "d9873f", "1d5a56", "22302e"}
    assert "shop-transparency" in {found.code for found in others}
    lines = (workspace / "brochures" / f"{SINK}.yaml").read_text("utf-8").splitlines()
    figure, cover = lines.index("          file: art/cuff.svg") + 1, lines.index("  art: art/cuff.svg") + 1
    assert {found.span.line for found in others if found.span} == {cover, figure}


def test_a_grey_picture_needs_no_profile(workspace: Path) -> None:
    art = workspace / "brochures" / "art"
    for name in ("leaf.png", "gauge.jpg"):
        with Pixels.open(art / name) as opened:
            grey = opened.convert("LA" if name == "leaf.png" else "L")
        grey.save(art / name)
    cuff = (art / "cuff.svg").read_text("utf-8").replace('fill-opacity="0.6"', "")
    for own, role in (("#f5f0e6", "tint"), ("#d9873f", "accent"), ("#1d5a56", "primary"), ("#22302e", "ink")):
        cuff = cuff.replace(own, f"var(--{role})")
    (art / "cuff.svg").write_text(cuff, "utf-8")
    pdf, sink = made_for_shop(workspace, SINK, "")
    assert pdf is not None, [found.message for found in sink.found]
    with pikepdf.open(BytesIO(pdf)) as read:
        streams = [thing for thing in everything(read) if isinstance(thing, pikepdf.Stream) and "/Width" in thing]
        assert streams
        assert {str(stream.ColorSpace) for stream in streams} == {"/DeviceGray"}
        assert not [stream for stream in streams if "/SMask" in stream]
