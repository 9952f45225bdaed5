"""Reading pages: what is found is where other programs see it; broken and hostile files are survived."""

from __future__ import annotations

import io
import random
import re
import subprocess
import time
import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from judges import SECONDS, need
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image
from press_files import Spoil, form, good_file, painted, picture, saved, spoiled

from foldwell.checks.preflight import Limits, Report, preflight
from foldwell.checks.preflight.colours import CMYK, Paint
from foldwell.checks.preflight.functions import values_over
from foldwell.checks.preflight.geometry import SAME, Box
from foldwell.checks.preflight.marks import Mark
from foldwell.checks.preflight.page_code import PageCode
from foldwell.checks.preflight.pictures import coverage, read_picture
from foldwell.checks.preflight.resources import Resources
from foldwell.checks.preflight.rules_place import folds_of
from foldwell.checks.preflight.views import code_of, view_page

AREA = Box(0, 0, 1000, 1000)


def marks_of(code: bytes, resources: pikepdf.Dictionary | None = None) -> list[Mark]:
    """What a piece of code paints."""
    found: list[Mark] = []
    reader = PageCode(SAME, AREA, found.append)
    reader.read(code, Resources(resources))
    assert reader.troubles == set()
    return found


def box_of(code: bytes) -> tuple[float, ...]:
    [mark] = marks_of(code)
    return tuple(round(value, 3) for value in (mark.box.left, mark.box.bottom, mark.box.right, mark.box.top))


@pytest.mark.parametrize(
    ("code", "box"),
    [
        (b"10 20 30 40 re f", (10, 20, 40, 60)),
        (b"40 60 -30 -40 re f", (10, 20, 40, 60)),
        (b"2 0 0 2 5 5 cm 10 20 30 40 re f", (25, 45, 85, 125)),
        (b"0 1 -1 0 100 0 cm 10 20 30 40 re f", (40, 10, 80, 40)),
        (b"2 w 10 20 m 30 20 l S", (10, 19, 30, 21)),
        (b"2 w 2 J 10 20 m 30 20 l S", (9, 19, 31, 21)),
        (b"2 w 10 20 30 40 re S", (9, 19, 41, 61)),
        (b"0 0 m 0 40 100 40 100 0 c f", (0, 0, 100, 30)),
        (b"0 0 m 100 40 100 0 v f", (0, 0, 100, 17.778)),
        (b"0 0 m 0 40 100 0 y f", (0, 0, 100, 17.778)),
        (b"900 900 m 10 20 30 40 re f", (10, 20, 40, 60)),
        (b"0 0 20 30 re W n 10 20 30 40 re f", (10, 20, 20, 30)),
        (b"q 0 0 20 30 re W n Q 10 20 30 40 re f", (10, 20, 40, 60)),
    ],
)
def test_paths_are_as_large_as_they_are_drawn(code: bytes, box: tuple[float, ...]) -> None:
    assert box_of(code) == box


def test_the_graphics_state_is_kept_and_brought_back() -> None:
    states = Dictionary(ExtGState=Dictionary(O=Dictionary(op=True, OPM=1, LW=3, ca=0.5, BM=Name.Darken)))
    one, two = marks_of(b"q 0.1 0.2 0.3 0.4 k /O gs 0 0 9 9 re f 0 0 m 9 9 l S Q 0 0 9 9 re f", states)[::2]
    assert one.paint == Paint(CMYK, ((0.1, 0.2, 0.3, 0.4),))
    assert (one.overprint, one.overprint_mode) == (True, 1)
    assert one.effects == ("an opacity of 50 %", "the blend mode Darken")
    assert two.paint is not None
    assert (two.paint.space.family, two.paint.total, two.overprint, two.effects) == ("DeviceGray", 100, False, ())


def test_words_stand_where_pdfium_sees_them() -> None:
    """The sample's words, set by ReportLab: the same letters, and left and right to a point."""
    document = pypdfium2.PdfDocument(good_file())
    try:
        text = document[0].get_textpage()
        with pikepdf.open(io.BytesIO(good_file())) as pdf:
            marks = page_marks(pdf, 0)
        shown = [mark for mark in marks if mark.kind == "text"]
        assert [" ".join(mark.words.split()) for mark in shown] == [
            "A heading", "White", "Words in black, with a space at the end",
        ]  # fmt: skip
        for mark in shown:
            at = text.get_text_range().index(mark.words.strip())
            boxes = [text.get_charbox(at + step) for step in range(len(mark.words.strip()))]
            assert mark.box.left == pytest.approx(min(box[0] for box in boxes), abs=1.5)
            assert mark.box.right == pytest.approx(max(box[2] for box in boxes), abs=1.5)
            assert mark.box.bottom < min(box[1] for box in boxes)
            assert mark.box.top > max(box[3] for box in boxes)
            assert mark.size in (11, 20)
    finally:
        document.close()


def page_marks(pdf: Pdf, number: int) -> list[Mark]:
    page = pdf.pages[number].obj
    view, found = view_page(page, number + 1), list[Mark]()
    code, whole = code_of(page)
    assert whole
    PageCode(view.matrix, view.media, found.append).read(code, Resources(page.Resources))
    return found


def test_folds_are_found_by_their_marks_and_registration_marks_are_none() -> None:
    with pikepdf.open(io.BytesIO(good_file())) as pdf:
        for number, folds in ((0, [261.0, 526.5]), (1, [265.5, 531.0])):
            view = view_page(pdf.pages[number].obj, number + 1)
            found = folds_of(view, page_marks(pdf, number), Limits())
            assert [x - view.edge.left for x in found] == pytest.approx(folds, abs=0.01)


def wide_font(pdf: Pdf, **more: Any) -> Dictionary:
    """A Type 0 font that shows glyph 1 as "A", 2 as a space and 3 to 5 as "B" to "D"."""
    meaning = b"1 beginbfchar <0001> <0041> endbfchar 1 beginbfchar <0002> <0020> endbfchar\n"
    meaning += b"1 beginbfrange <0003> <0005> <0042> endbfrange"
    descriptor = Dictionary(Ascent=700, Descent=-200, FontFile2=pdf.make_stream(b"program"))
    below = Dictionary(Subtype=Name.CIDFontType2, FontDescriptor=descriptor, DW=500,
                       W=Array([1, Array([600, 250]), 4, 5, 800]))  # fmt: skip
    return Dictionary(Subtype=Name.Type0, BaseFont=Name("/ABCDEF+Wide"), Encoding=Name("/Identity-H"),
                      DescendantFonts=Array([below]), ToUnicode=pdf.make_stream(meaning), **more)  # fmt: skip


def test_composite_fonts_are_read_by_their_widths_and_meanings() -> None:
    pdf = pikepdf.new()
    resources = Dictionary(Font=Dictionary(F=wide_font(pdf)))
    [mark] = marks_of(b"BT /F 10 Tf 1 0 0 1 100 200 Tm <00020001000300040002> Tj ET", resources)
    assert (mark.words, mark.font, mark.embedded) == (" ABC ", "Wide", True)
    assert (mark.box.left, mark.box.right) == pytest.approx((102.5, 102.5 + 6 + 5 + 8))
    assert (mark.box.bottom, mark.box.top) == pytest.approx((198, 207))
    [mark] = marks_of(b"BT /F 10 Tf 2 Tc 50 Tz 5 Ts 3 0 0 3 0 0 Tm [<0001> -1000 <0001>] TJ ET", resources)
    assert mark.words == "A A"
    assert mark.box.right == pytest.approx(3 * 0.5 * (6 + 2 + 10 + 6))
    assert (mark.box.bottom, mark.size) == pytest.approx((3 * (5 - 2), 30))


def test_text_goes_on_from_line_to_line() -> None:
    pdf = pikepdf.new()
    resources = Dictionary(Font=Dictionary(F=wide_font(pdf)))
    code = b"BT /F 10 Tf 14 TL 100 500 Td <0001> Tj T* <0001> Tj <0001> ' 5 -20 TD <0001> Tj 1 2 <0001> \" ET"
    marks = marks_of(code, resources)
    assert [(mark.box.left, round(mark.box.bottom + 2)) for mark in marks] == [
        (100, 500), (100, 486), (100, 472), (105, 452), (105, 432),
    ]  # fmt: skip


def test_gradients_are_read_from_end_to_end() -> None:
    pdf = pikepdf.new()
    up = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0], C1=[1], N=1)
    down = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1], C1=[0.5], N=2)
    both = Dictionary(FunctionType=3, Domain=[0, 1], Functions=[up, down], Bounds=[0.3], Encode=[0, 1, 0, 1])
    values = [value for (value,) in values_over(both, (0, 1)) or []]
    assert (values[0], max(values), values[-1]) == pytest.approx((0, 1, 0.5))
    table = pdf.make_stream(bytes([0, 51, 255, 0]), FunctionType=0, Domain=[0, 1], Range=[0, 1, 0, 2], Size=[2],
                            BitsPerSample=8)  # fmt: skip
    pairs = values_over(table, (0, 1)) or []
    assert pairs[0] == pytest.approx((0, 0.4))
    assert pairs[-1] == pytest.approx((1, 0))
    assert pairs[16] == pytest.approx((0.5, 0.2))
    assert values_over(Array([up, down]), (0, 1)) is not None
    calculator = pdf.make_stream(b"{ 1 exch sub }", FunctionType=4, Domain=[0, 1], Range=[0, 1])
    assert values_over(calculator, (0, 1)) is None


def test_ink_of_jpegs_is_what_ghostscript_prints(tmp_path: Path) -> None:
    """CMYK in JPEG is stored either way round, with and without Decode: a renderer is the judge."""
    need("gs")
    for decode in ([1, 0] * 4, None):
        out = io.BytesIO()
        Image.new("CMYK", (50, 50), (255, 128, 51, 0)).save(out, "JPEG", quality=98)
        pdf = pikepdf.new()
        more: dict[str, Any] = {"Decode": decode} if decode else {}
        stream = picture(pdf, 50, 50, out.getvalue(), Name.DeviceCMYK, Filter=Name.DCTDecode, **more)
        page = pdf.add_blank_page(page_size=(72, 72))
        page.obj.Resources = Dictionary(XObject=Dictionary(P=stream))
        page.Contents = pdf.make_stream(b"72 0 0 72 0 0 cm /P Do")
        path = tmp_path / "ink.pdf"
        path.write_bytes(saved(pdf))
        command = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=ink_cov", "-r50", "-o", "-", str(path)]
        said = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True).stdout.decode()
        printed = sum(float(part) for part in said.split()[:4])
        found = coverage(read_picture(page.obj.Resources.XObject.P, CMYK, SAME), 10)
        assert found is not None
        assert found.most == pytest.approx(printed, abs=2)


# Broken and hostile files ---------------------------------------------------------------------------------------------

RAW = {"stream_decode_level": pikepdf.StreamDecodeLevel.none, "compress_streams": False}


def rules(report: Report) -> set[str]:
    return {finding.rule for finding in report.findings}


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\n", b"\0" * 1000, b"<html>no PDF</html>", good_file()[:800]])
def test_what_is_no_pdf_is_said_plainly(data: bytes) -> None:
    report = preflight(data)
    assert rules(report) == {"unreadable"}
    assert report.failed


def test_a_mended_file_is_named() -> None:
    data = good_file()
    found = preflight(data[: data.rindex(b"startxref")])
    assert rules(found) == {"damaged"}
    assert not found.failed


def bomb(code: bytes, size: int) -> Spoil:
    """A page whose code unpacks to `size` bytes."""

    def spoil(pdf: Pdf) -> None:
        packer = zlib.compressobj(9)
        block = code * (1_000_000 // len(code))
        data = b"".join([*(packer.compress(block) for _ in range(size // len(block))), packer.flush()])
        stream = pikepdf.Stream(pdf, data)
        stream.Filter = Name.FlateDecode
        pdf.pages[0].obj.Contents = stream

    return spoil


def again(pdf: Pdf) -> dict[str, dict[str, Any]]:
    """A form that paints itself twice."""
    mine = pdf.make_indirect(form(pdf, b"/Mine Do /Mine Do"))
    mine.Resources = Dictionary(XObject=Dictionary(Mine=mine))
    return {"XObject": {"Mine": mine}}


def doubled(pdf: Pdf) -> dict[str, dict[str, Any]]:
    """Forms within forms that paint one surface 8 ** 12 times."""
    mine = pdf.make_indirect(form(pdf, b"0 0 0 0.5 k 200 200 9 9 re f"))
    for _ in range(12):
        mine = pdf.make_indirect(form(pdf, b"/A Do " * 8, Resources=Dictionary(XObject=Dictionary(A=mine))))
    return {"XObject": {"Mine": mine}}


def own_space(pdf: Pdf) -> dict[str, dict[str, Any]]:
    """A colour space that stands on itself."""
    mine = pdf.make_indirect(Array([Name.Indexed, 0, 1, b"abcdef"]))
    mine[1] = mine
    return {"ColorSpace": {"Mine": mine}}


def own_pattern(pdf: Pdf) -> dict[str, dict[str, Any]]:
    """A pattern that is painted with itself."""
    mine = pdf.make_stream(b"/Pattern cs /Mine scn 0 0 9 9 re f", PatternType=1, PaintType=1, BBox=[0, 0, 9, 9])
    mine.Resources = Dictionary(Pattern=Dictionary(Mine=mine))
    return {"Pattern": {"Mine": mine}}


HOSTILE: dict[str, tuple[Spoil, str]] = {
    "a form in itself": (painted("/Mine Do", again), "too-deep"),
    "forms without number": (painted("/Mine Do", doubled), "too-complex"),
    "a colour space on itself": (painted("/Mine cs 0 sc 0 0 9 9 re f", own_space), "content-damaged"),
    "more than the memory holds": (bomb(b" ", 600_000_000), "content-damaged"),
    "operands without end": (bomb(b"1 ", 50_000_000), "too-complex"),
    "operators without end": (bomb(b"h ", 50_000_000), "too-complex"),
    "arrays without end": (bomb(b"[", 50_000_000), "content-damaged"),
    "unknown operators": (painted("1 2 boom"), "content-damaged"),
    "wrong operands": (painted("(a) (b) (c) (d) re f"), "content-damaged"),
    "resources that are missing": (painted("/Nobody Do"), "content-damaged"),
    "words without a font": (painted("BT (Words) Tj ET"), "content-damaged"),
}


@pytest.mark.parametrize(("spoil", "rule"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_are_given_up_and_named(spoil: Spoil, rule: str) -> None:
    data = spoiled(spoil, **RAW)
    before, start = pikepdf.settings.get_qpdf_limits(), time.perf_counter()
    report = preflight(data)
    assert time.perf_counter() - start < 30  # a machine that is busy; alone it takes two seconds at most
    assert rule in rules(report)
    assert report.failed
    assert pikepdf.settings.get_qpdf_limits() == before


def test_a_pattern_painted_with_itself_comes_to_an_end() -> None:
    assert "content-damaged" not in rules(
        preflight(spoiled(painted("/Pattern cs /Mine scn 0 0 9 9 re f", own_pattern)))
    )


TOKENS = [b"null", b"-1", b"0", b"99999999999999999999", b"[]", b"<<>>", b"/X", b"(x)", b"true", b"1 0 R", b"9 0 R"]
TOKEN = re.compile(rb"(?<=[ \[])(-?[\d.]+|/\w+)(?=[ \]])")


def mutate(data: bytearray, chance: random.Random) -> None:
    """Change a byte, cut a piece out, or put another value in some value's place."""
    kind = chance.random()
    at = chance.randrange(len(data))
    if kind < 0.3:
        data[at] = chance.randrange(256)
    elif kind < 0.4:
        del data[at : at + chance.choice([1, 5, 50, 500])]
    else:
        found = chance.choice(list(TOKEN.finditer(bytes(data[:12_000]))))
        data[found.start() : found.end()] = chance.choice(TOKENS)


def rich(pdf: Pdf) -> None:
    """A page with something of every kind, so that mutations hit every part of the reader."""
    gradient = Dictionary(ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=[0, 0, 9, 9], Function=Dictionary(
        FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1))  # fmt: skip
    indexed = Array([Name.Indexed, Name.DeviceCMYK, 1, b"\0\0\0\0\xff\xff\xff\xff"])
    mask = Dictionary(S=Name.Alpha, G=form(pdf, b"0 0 9 9 re f"))
    objects = {"P": picture(pdf, 4, 4, bytes(4), indexed, 2), "F": form(pdf, b"f")}
    tile = pdf.make_stream(b"0 0 9 9 re f", PatternType=1, PaintType=1, BBox=[0, 0, 9, 9])
    code = (
        "/G gs /Sh sh /Pattern cs /T scn 200 200 9 9 re f q 24 0 0 24 200 300 cm /P Do Q /F Do BT /W 9 Tf <0001> Tj ET"
    )
    painted(
        code,
        lambda pdf: {
            "ExtGState": {"G": Dictionary(OP=True, OPM=1, SMask=mask)},
            "Shading": {"Sh": gradient},
            "XObject": objects,
            "Pattern": {"T": tile},
            "Font": {"W": wide_font(pdf)},
        },
    )(pdf)


def test_five_hundred_damaged_files_give_findings_and_no_traceback() -> None:
    chance = random.Random(7)  # noqa: S311  # the same files each time
    whole = spoiled(rich, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    outcomes = []
    for _ in range(500):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 2, 4, 10])):
            mutate(data, chance)
        report = preflight(bytes(data))
        outcomes.append([finding.as_text("file") for finding in report.findings])
        assert all(finding.as_json("file")["hints"] for finding in report.findings)
    assert sum(outcome != [] for outcome in outcomes) > 400
