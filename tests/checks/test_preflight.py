"""Colours, words and pictures made wrong on purpose: each fault is found, and nothing else is."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image
from press_files import (
    BOX,
    OVER,
    PLACED,
    Spoil,
    as_x4,
    flat,
    form,
    good_file,
    light,
    one,
    painted,
    picture,
    profile_head,
    rules,
    spoiled,
    within,
    words,
)

from foldwell.checks.preflight import Limits, preflight
from foldwell.diagnostics import Severity

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
RGB, CMYK, GRAY = Name.DeviceRGB, Name.DeviceCMYK, Name.DeviceGray
EARLY = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}


def test_a_good_file_passes() -> None:
    report = preflight(good_file())
    assert report.findings == ()
    assert (report.pages, report.standard, report.failed) == (2, "PDF/X-1a:2003", False)


def test_a_good_pdf_x_4_passes_with_transparency() -> None:
    def see_through(pdf: Pdf) -> None:
        states = {"T": Dictionary(ca=0.5, BM=Name.Multiply)}
        painted("/T gs 0 0 0 0.5 k 200 200 50 50 re f", lambda _: {"ExtGState": states})(pdf)
        pdf.pages[0].obj.Group = Dictionary(S=Name.Transparency, CS=CMYK)

    assert preflight(spoiled(as_x4(see_through), "1.6")).findings == ()


# Colours and ink ------------------------------------------------------------------------------------------------------


def tint(alternate: Any, count: int) -> Array:
    """A spot ink with what it falls back on."""
    low, high = [0] * count, [1] * count
    return Array(
        [Name.Separation, Name.Sun, alternate, Dictionary(FunctionType=2, Domain=[0, 1], C0=low, C1=high, N=1)]
    )


def gradient(space: Any, start: list[float], end: list[float]) -> Dictionary:
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=start, C1=end, N=1)
    return Dictionary(ShadingType=2, ColorSpace=space, Coords=[200, 200, 300, 200], Function=function)


def tile(pdf: Pdf, code: bytes) -> pikepdf.Stream:
    return pdf.make_stream(
        code, Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 10, 10], XStep=10, YStep=10,
        Resources=Dictionary(),
    )  # fmt: skip


def drawn_font(pdf: Pdf, code: bytes) -> Dictionary:
    """A Type 3 font with one letter."""
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 1, 1], FontMatrix=[1, 0, 0, 1, 0, 0], FirstChar=97,
        LastChar=97, Widths=[1], Resources=Dictionary(), CharProcs=Dictionary(a=pdf.make_stream(code)),
        Encoding=Dictionary(Differences=[97, Name.a]),
    )  # fmt: skip


RED = bytes([255, 0, 0]) * 10_000
IN_RGB: dict[str, Spoil] = {
    "fill": painted(f"1 0 0 rg {BOX}"),
    "stroke": painted("1 0 0 RG 200 200 m 300 200 l S"),
    "space": painted(f"/DeviceRGB cs 1 0 0 sc {BOX}"),
    "picture": painted(PLACED, within("XObject", lambda pdf: picture(pdf, 100, 100, RED, RGB))),
    "palette": painted(
        PLACED,
        within("XObject", lambda pdf: picture(pdf, 100, 100, bytes(10_000), Array([Name.Indexed, RGB, 0, RED[:3]]))),
    ),
    "inline": painted(b"q 0.5 0 0 0.5 200 200 cm BI /W 4 /H 4 /BPC 8 /CS /RGB ID " + RED[:48] + b" EI Q"),
    "stencil": painted("1 0 0 rg q 24 0 0 24 200 200 cm BI /W 300 /H 300 /IM true ID " + "U" * 11_400 + " EI Q"),
    "profile": painted(
        f"/Mine cs 1 0 0 sc {BOX}",
        within("ColorSpace", lambda pdf: Array([Name.ICCBased, pdf.make_stream(profile_head(b"RGB ", b"mntr"), N=3)])),
    ),
    "calibrated": painted(
        f"/Mine cs 1 0 0 sc {BOX}",
        within("ColorSpace", lambda pdf: Array([Name.CalRGB, Dictionary(WhitePoint=[0.95, 1, 1.09])])),
    ),
    "fallback": painted(f"/Mine cs 0.5 scn {BOX}", within("ColorSpace", lambda pdf: tint(RGB, 3))),
    "sh": painted(
        "200 200 50 50 re W n /Mine sh", within("Shading", lambda pdf: gradient(RGB, [1, 0, 0], [0, 0, 1])),
    ),
    "shading pattern": painted(
        f"/Pattern cs /Mine scn {BOX}",
        within("Pattern", lambda pdf: Dictionary(PatternType=2, Shading=gradient(RGB, [1, 0, 0], [0, 0, 1]))),
    ),
    "tile": painted(f"/Pattern cs /Mine scn {BOX}", within("Pattern", lambda pdf: tile(pdf, b"1 0 0 rg 0 0 5 5 re f"))),
    "form in a form": painted(
        "/Mine Do",
        within("XObject", lambda pdf: form(
            pdf, b"/Inner Do",
            Resources=Dictionary(XObject=Dictionary(Inner=form(pdf, f"1 0 0 rg {BOX}".encode()))),
        )),
    ),
    "drawn letter": painted(
        "0 g BT /Mine 20 Tf 200 200 Td (a) Tj ET",
        within("Font", lambda pdf: drawn_font(pdf, b"1 0 d0 1 0 0 rg 0 0 1 1 re f")),
    ),
    "clipped away": painted(f"0 0 1 1 re W n 1 0 0 rg {BOX}"),
}  # fmt: skip


@pytest.mark.parametrize("spoil", IN_RGB.values(), ids=IN_RGB)
def test_rgb_is_found_wherever_it_is(spoil: Spoil) -> None:
    found = one(spoiled(spoil))
    assert (found.rule, found.severity, found.count) == ("colour-rgb", ERROR, 1)


def test_rgb_in_a_soft_mask_is_found() -> None:
    def masked(pdf: Pdf) -> dict[str, dict[str, Any]]:
        inner = form(pdf, b"1 1 1 rg 0 0 900 900 re f", Group=Dictionary(S=Name.Transparency, CS=GRAY))
        return {"ExtGState": {"M": Dictionary(SMask=Dictionary(S=Name.Luminosity, G=inner))}}

    found = one(spoiled(as_x4(painted(f"/M gs 0 0 0 0.5 k {BOX}", masked)), "1.6"))
    assert (found.rule, found.severity) == ("colour-rgb", ERROR)


def lab(pdf: Pdf) -> Array:
    return Array([Name.Lab, Dictionary(WhitePoint=[0.95, 1, 1.09])])


def test_colours_that_are_no_inks() -> None:
    paint = f"/Mine cs 50 0 0 sc {BOX}"
    found = one(spoiled(painted(paint, within("ColorSpace", lab))))
    assert (found.rule, found.severity) == ("colour-managed", ERROR)
    found = one(spoiled(as_x4(painted(paint, within("ColorSpace", lab))), "1.6"))
    assert (found.rule, found.severity) == ("colour-managed", WARNING)
    profile = within("ColorSpace", lambda pdf: Array([Name.ICCBased, pdf.make_stream(profile_head(), N=4)]))
    cmyk = painted(f"/Mine cs 0 0 0 0.5 sc {BOX}", profile)
    assert one(spoiled(cmyk)).rule == "colour-managed"
    assert preflight(spoiled(as_x4(cmyk), "1.6")).findings == ()


def two_inks(pdf: Pdf) -> Array:
    calculator = pdf.make_stream(b"{ pop pop 0 0 0 0 }", FunctionType=4, Domain=[0, 1, 0, 1], Range=[0, 1] * 4)
    return Array([Name.DeviceN, Array([Name.Sun, Name.Moon]), CMYK, calculator])


def jpeg(pdf: Pdf, *ink: int) -> pikepdf.Stream:
    """The same as JPEG. What Pillow writes is inverted, and Decode turns it round again, as in files from Photoshop."""
    out = io.BytesIO()
    Image.new("CMYK", (100, 100), ink).save(out, "JPEG", quality=95)
    return picture(pdf, 100, 100, out.getvalue(), CMYK, Filter=Name.DCTDecode, Decode=[1, 0] * 4)


def palette(bits: int) -> Callable[[Pdf], pikepdf.Stream]:
    """Every pixel has the second colour of a palette."""
    space = Array([Name.Indexed, CMYK, 1, bytes([0, 0, 0, 9, 255, 255, 255, 255])])
    pixels = {1: b"\xff" * 1300, 2: b"\x55" * 2500, 4: b"\x11" * 5000, 8: b"\x01" * 10_000}[bits]
    return lambda pdf: picture(pdf, 100, 100, pixels, space, bits)


def predicted(pdf: Pdf) -> pikepdf.Stream:
    """Full ink in a picture that is stored by differences (PNG's Sub)."""
    row = b"\x01" + b"\xff" * 4 + bytes(396)
    parms = Dictionary(Predictor=15, Colors=4, BitsPerComponent=8, Columns=100)
    return picture(pdf, 100, 100, zlib.compress(row * 100), CMYK, Filter=Name.FlateDecode, DecodeParms=parms)


HEAVY: dict[str, tuple[Spoil, str]] = {
    "fill": (painted(f"1 1 1 0.2 k {BOX}"), "takes 320 %"),
    "stroke": (painted("1 1 1 0.2 K 2 w 200 200 m 300 200 l S"), "takes 320 %"),
    "gradient": (
        painted("200 200 50 50 re W n /Mine sh",
                within("Shading", lambda pdf: gradient(CMYK, [0, 0, 0, 0], [1, 1, 1, 0.5]))), "takes 350 %",
    ),
    "tile": (painted(f"/Pattern cs /Mine scn {BOX}",
                     within("Pattern", lambda pdf: tile(pdf, b"1 1 1 1 k 0 0 5 5 re f"))), "takes 400 %"),
    "picture": (painted(PLACED, within("XObject", lambda pdf: flat(pdf, 255, 255, 255, 64))), "up to 325 %"),
    "jpeg": (painted(PLACED, within("XObject", lambda pdf: jpeg(pdf, 255, 255, 255, 64))), "up to 325 %"),
    "16 bits": (painted(PLACED, within("XObject", lambda pdf: picture(
        pdf, 100, 100, b"\xff\xff" * 30_000 + b"\xff\xff" * 10_000, CMYK, 16))), "up to 400 %"),
    "predictor": (painted(PLACED, within("XObject", predicted)), "up to 400 %"),
    "palette of 1 bit": (painted("q 10 0 0 10 200 200 cm /Mine Do Q", within("XObject", palette(1))),
                         "up to 400 %"),
    **{f"palette of {bits} bits": (painted(PLACED, within("XObject", palette(bits))),
                                   "up to 400 %") for bits in (2, 4, 8)},
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "said"), HEAVY.values(), ids=HEAVY)
def test_too_much_ink_is_found(spoil: Spoil, said: str) -> None:
    found = one(spoiled(spoil))
    assert (found.rule, found.severity) == ("ink", ERROR)
    assert said in found.message


def test_spot_inks_count_and_the_limit_can_be_set() -> None:
    spots = spoiled(painted(f"/Mine cs 1 0.9 scn {BOX}", within("ColorSpace", two_inks)))
    assert preflight(spots).findings == ()
    assert one(spots, Limits(ink=185)).message == "a colour takes 190 % of ink, and 185 % is the limit"
    rich = spoiled(painted(PLACED, within("XObject", lambda pdf: flat(pdf, 255, 255, 64, 0))))
    assert preflight(rich).findings == ()
    assert "up to 225 %" in one(rich, Limits(ink=220)).message


def test_a_few_pixels_over_the_limit_are_a_warning() -> None:
    pixels = bytes([255] * 4) * 5 + bytes(4) * 9_995
    found = one(spoiled(painted(PLACED, within("XObject", lambda pdf: picture(pdf, 100, 100, pixels, CMYK)))))
    assert (found.rule, found.severity) == ("ink", WARNING)


def test_the_ink_of_a_mesh_is_not_guessed() -> None:
    def mesh(pdf: Pdf) -> pikepdf.Stream:
        return pdf.make_stream(b"", ShadingType=4, ColorSpace=CMYK, BitsPerCoordinate=8, BitsPerComponent=8,
                               BitsPerFlag=8, Decode=[0, 1] * 6)  # fmt: skip

    found = one(spoiled(painted("200 200 50 50 re W n /Mine sh", within("Shading", mesh))))
    assert (found.rule, found.severity) == ("ink-unknown", NOTE)


# Words and lines ------------------------------------------------------------------------------------------------------

HELVETICA = within("Font", lambda pdf: Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))


def test_fonts_are_embedded() -> None:
    found = one(spoiled(painted("0 0 0 0.9 k BT /Mine 11 Tf 200 200 Td (Abc) Tj ET", HELVETICA)))
    assert (found.rule, found.severity, found.what) == ("font-missing", ERROR, "the words “Abc”")
    assert "Helvetica" in found.message
    unseen = painted("0 0 0 0.9 k BT 3 Tr /Mine 11 Tf 200 200 Td (Abc) Tj ET", HELVETICA)
    assert preflight(spoiled(unseen)).findings == ()


TYPE: dict[str, tuple[Spoil, str, Severity]] = {
    "several inks": (words("0.5 0.5 0 0 k", 8), "small-text-inks", WARNING),
    "black without overprint": (words("0 0 0 1 k"), "black-overprint", WARNING),
    "black in the wrong mode": (words("/Old gs 0 0 0 1 k"), "black-overprint", WARNING),
    "black as grey": (words("/O gs 0 g"), "black-overprint", WARNING),
    "white words overprinted": (words("/O gs 0 0 0 0 k"), "white-overprint", ERROR),
    "a white surface overprinted": (painted(f"/O gs 0 0 0 0 k {BOX}", lambda _: OVER), "white-overprint", ERROR),
    "a white line overprinted": (
        painted("/O gs 0 0 0 0 K 2 w 200 200 m 300 200 l S", lambda _: OVER), "white-overprint", ERROR,
    ),
    "a hairline": (painted("0 0 0 1 K 0.1 w 200 200 m 300 200 l S"), "hairline", ERROR),
    "the thinnest line": (painted("0 0 0 1 K 0 w 200 200 m 300 200 l S"), "hairline", ERROR),
    "a line made thin": (painted("0 0 0 1 K 0.1 0 0 0.1 0 0 cm 1 w 2000 2000 m 3000 2000 l S"), "hairline", ERROR),
    "a thin surface": (painted("0 0 0 1 k 200 200 100 0.1 re f"), "hairline", ERROR),
    "a thin line in a form": (
        painted("/Mine Do", within("XObject", lambda pdf: form(
            pdf, b"1 w 500 600 m 800 600 l S", Matrix=[0.1, 0, 0, 0.1, 0, 0],
        ))), "hairline", ERROR,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "rule", "severity"), TYPE.values(), ids=TYPE)
def test_words_and_lines(spoil: Spoil, rule: str, severity: Severity) -> None:
    assert rules(preflight(spoiled(spoil)).findings) == [(rule, severity)]


@pytest.mark.parametrize(
    "spoil",
    [words("0.5 0.5 0 0 k", 9), words("0 0 0 1 k", 13), words("/O gs 0 0 0 1 k"), painted("0.25 w 9 9 m 9 19 l S"),
     words("/O gs 0 0 0 0.6 k"), painted("0 0 0 0 K 0.1 w 200 200 m 300 200 l S")],
    ids=["inks of larger type", "large black", "black overprinted", "thin enough", "grey", "white hairline"],
)  # fmt: skip
def test_words_and_lines_that_are_right(spoil: Spoil) -> None:
    assert preflight(spoiled(spoil)).findings == ()


# Pictures -------------------------------------------------------------------------------------------------------------


def one_bit(pixels: int) -> Callable[[Pdf], pikepdf.Stream]:
    return lambda pdf: picture(pdf, pixels, pixels, b"\x55" * (pixels // 8 * pixels), GRAY, 1)


def in_a_form(pdf: Pdf) -> pikepdf.Stream:
    resources = Dictionary(XObject=Dictionary(Mine=light(pdf)))
    return form(pdf, b"q 24 0 0 24 0 0 cm /Mine Do Q", Matrix=[0, 2, -2, 0, 250, 200], Resources=resources)


PICTURES: dict[str, tuple[Spoil, str]] = {
    "few pixels": (painted("q 48 0 0 48 200 200 cm /Mine Do Q", within("XObject", light)), "has 150 pixels"),
    "few in one direction": (painted("q 24 0 0 36 200 200 cm /Mine Do Q", within("XObject", light)), "has 200 pixels"),
    "turned in a form": (painted("/Mine Do", within("XObject", in_a_form)), "has 150 pixels"),
    "line art": (painted("q 24 0 0 24 200 200 cm /Mine Do Q", within("XObject", one_bit(160))), "has 480 pixels"),
}


@pytest.mark.parametrize(("spoil", "said"), PICTURES.values(), ids=PICTURES)
def test_pictures_need_pixels(spoil: Spoil, said: str) -> None:
    found = one(spoiled(spoil))
    assert (found.rule, found.severity) == ("resolution", ERROR)
    assert said in found.message


def test_line_art_may_have_more_pixels_than_a_press_shows() -> None:
    found = one(spoiled(painted("q 24 0 0 24 200 200 cm /Mine Do Q", within("XObject", one_bit(480)))))
    assert (found.rule, found.severity) == ("resolution", NOTE)


def cut_short(pdf: Pdf) -> pikepdf.Stream:
    return picture(pdf, 100, 100, b"\xff" * 50, CMYK)


def no_jpeg(pdf: Pdf) -> pikepdf.Stream:
    return picture(pdf, 100, 100, b"nothing", CMYK, Filter=Name.DCTDecode)


def no_size(pdf: Pdf) -> pikepdf.Stream:
    return picture(pdf, 0, 100, b"", CMYK)


@pytest.mark.parametrize("make", [cut_short, no_jpeg, no_size])
def test_damaged_pictures(make: Callable[[Pdf], pikepdf.Stream]) -> None:
    found = preflight(spoiled(painted(PLACED, within("XObject", make)))).findings
    assert set(rules(found)) == {("picture-damaged", ERROR)}
