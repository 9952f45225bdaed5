"""Sheets and files made wrong on purpose (places, boxes, standards): each fault is found, and nothing else is."""

from __future__ import annotations

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from press_files import (
    BOX,
    HEIGHT,
    MEDIA,
    PLACED,
    SLUG,
    WIDTH,
    XMP,
    Spoil,
    as_x4,
    form,
    good_file,
    intent,
    light,
    one,
    painted,
    picture,
    profile_head,
    rules,
    saved,
    spoiled,
    within,
    words,
)

from foldwell.checks.preflight import Limits, preflight
from foldwell.diagnostics import Severity

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
RGB, CMYK, GRAY = Name.DeviceRGB, Name.DeviceCMYK, Name.DeviceGray
EARLY = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}


# Places ---------------------------------------------------------------------------------------------------------------

RIGHT, TOP = SLUG + WIDTH, SLUG + HEIGHT
ALL = within("ColorSpace", lambda pdf: Array(
    [Name.Separation, Name.All, GRAY, Dictionary(FunctionType=2, Domain=[0, 1], C0=[1], C1=[0], N=1)]
))  # fmt: skip
PLACES: dict[str, tuple[Spoil, str, Severity]] = {
    "registration colour inside": (painted(f"/Mine cs 1 scn {BOX}", ALL), "mark-inside", ERROR),
    "a mark in the bleed": (painted(f"/Mine CS 1 SCN {SLUG} 20 m {SLUG} 32 l S", ALL), "mark-inside", ERROR),
    "art beyond the bleed": (painted(f"0 0 0 0.5 k 0 300 {SLUG + 50} 50 re f"), "outside", ERROR),
    "a picture in the slug": (
        painted("q 12 0 0 12 5 300 cm /Mine Do Q", within("XObject", light)), "outside", WARNING,
    ),
    "art without bleed": (painted(f"0 0 0 0.5 k {RIGHT - 50} 300 50 50 re f"), "bleed-art", ERROR),
    "art with half the bleed": (painted(f"0 0 0 0.5 k 300 {TOP - 50} 50 54 re f"), "bleed-art", ERROR),
    "a border": (painted(f"0 0 0 0.5 K {SLUG + 5} {SLUG + 5} {WIDTH - 10} {HEIGHT - 10} re S"), "near-trim", WARNING),
    "words at the trim": (words("0 0 0 0.9 k", at=f"{SLUG + 3} 300"), "near-trim", ERROR),
    "words cut off": (words("0 0 0 0.9 k", at=f"{RIGHT - 20} 300"), "near-trim", ERROR),
    "a picture at the trim": (
        painted(f"q 24 0 0 24 {SLUG + 3} 200 cm /Mine Do Q", within("XObject", light)), "near-trim", ERROR,
    ),
    "words on a fold": (words("0 0 0 0.9 k", at=f"{SLUG + 255} 300"), "near-fold", ERROR),
    "words too near to a fold": (words("0 0 0 0.9 k", at=f"{SLUG + 530} 300"), "near-fold", ERROR),
    "a picture too near to a fold": (
        painted(f"q 24 0 0 24 {SLUG + 264} 200 cm /Mine Do Q", within("XObject", light)), "near-fold", ERROR,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "rule", "severity"), PLACES.values(), ids=PLACES)
def test_places(spoil: Spoil, rule: str, severity: Severity) -> None:
    assert set(rules(preflight(spoiled(spoil)).findings)) == {(rule, severity)}


@pytest.mark.parametrize(
    "spoil",
    [
        painted(f"q 24 0 0 24 {SLUG + 261 - 12} 200 cm /Mine Do Q", within("XObject", light)),
        painted(f"q 24 0 0 24 {SLUG + 261} 200 cm /Mine Do Q", within("XObject", light)),
        painted(f"{SLUG - 9} 300 60 60 re W n 0 0 0 0.5 k 0 0 900 900 re f"),
        painted(f"0 0 0 0.5 k {SLUG + 200} 300 65 50 re f"),
        painted(f"0 0 0 0 k {SLUG + 2} 300 65 50 re f"),
        words("0 0 0 0.9 k", at=f"{SLUG + 100} 8"),
    ],
    ids=["across a fold", "up to a fold", "clipped at the bleed", "a ground past a fold", "white", "words in the slug"],
)
def test_places_that_are_right(spoil: Spoil) -> None:
    assert preflight(spoiled(spoil)).findings == ()


def test_folds_can_be_given_and_turn_over_with_the_sheet() -> None:
    def both_sides(pdf: Pdf) -> None:
        words("0 0 0 0.9 k", at=f"{SLUG + 400} 300")(pdf)
        pdf.pages.reverse()
        words("0 0 0 0.9 k", at=f"{SLUG + 350} 300")(pdf)
        pdf.pages.reverse()

    found = preflight(spoiled(both_sides), Limits(folds=(420.0,))).findings
    assert [(f.rule, f.place.page if f.place else 0, f.count) for f in found] == [
        ("near-fold", 1, 1),
        ("near-fold", 2, 1),
    ]


def test_a_place_is_told_from_the_corner_of_the_trim() -> None:
    found = one(spoiled(painted(f"1 0 0 rg {SLUG + 72} {TOP - 108} 36 36 re f")))
    assert str(found.place) == "page 1, 1 in from the left and 1 in from the top"
    assert found.as_json("a.pdf")["box"] == [SLUG + 72, TOP - 108, SLUG + 108, TOP - 72]


# Boxes and pages ------------------------------------------------------------------------------------------------------


def without(key: str) -> Spoil:
    def spoil(pdf: Pdf) -> None:
        del pdf.pages[0].obj[key]

    return spoil


def box(key: str, *corners: float) -> Spoil:
    def spoil(pdf: Pdf) -> None:
        pdf.pages[0].obj[key] = Array(corners)

    return spoil


def larger(pdf: Pdf) -> None:
    """The second page is cut 36 pt narrower, and its bleed and art with it."""
    page = pdf.pages[1]
    page.obj.MediaBox = Array([0, 0, MEDIA[0] - 36, MEDIA[1]])
    page.obj.TrimBox = Array([SLUG, SLUG, RIGHT - 36, TOP])
    page.obj.BleedBox = Array([SLUG - 9, SLUG - 9, RIGHT - 27, TOP + 9])
    page.Contents = pdf.make_stream(b"")


def units(pdf: Pdf) -> None:
    for page in pdf.pages:
        page.obj.UserUnit = 2


BOXES: dict[str, tuple[Spoil, str]] = {
    "no bleed": (without("/BleedBox"), "no-bleed"),
    "trim beyond the bleed": (box("/BleedBox", 40, 27, 837, 657), "boxes"),
    "cropped": (box("/CropBox", 50, 50, 800, 600), "boxes"),
    "bleed too narrow": (box("/TrimBox", SLUG - 3, SLUG - 3, RIGHT + 3, TOP + 3), "bleed-short"),
    "another size": (larger, "page-size"),
    "units of its own": (units, "page-size"),
}


@pytest.mark.parametrize(("spoil", "rule"), BOXES.values(), ids=BOXES)
def test_boxes(spoil: Spoil, rule: str) -> None:
    found = preflight(spoiled(spoil)).findings
    assert (rule, ERROR) in rules(found)
    others: dict[str, set[str]] = {"no-bleed": {"outside"}, "bleed-short": {"page-size"}, "boxes": {"outside"},
              "page-size": {"resolution"}}  # fmt: skip
    assert {finding.rule for finding in found} <= {rule, *others[rule]}


def test_a_page_without_trim_and_one_without_size() -> None:
    assert "no-trim" in {finding.rule for finding in preflight(spoiled(without("/TrimBox"))).findings}
    found = {finding.rule for finding in preflight(spoiled(box("/MediaBox", 0, 0, 0, 0))).findings}
    assert found == {"no-size", "boxes"}


def test_bleed_on_a4_is_measured_in_millimetres() -> None:
    def a4(bleed: float) -> bytes:
        def spoil(pdf: Pdf) -> None:
            del pdf.pages[1]
            page = pdf.pages[0]
            page.Contents = pdf.make_stream(b"")
            page.obj.TrimBox = Array([20, 20, 20 + 595.28, 20 + 419.53])
            page.obj.BleedBox = Array([20 - bleed, 20 - bleed, 615.28 + bleed, 439.53 + bleed])

        return spoiled(spoil)

    assert preflight(a4(8.504)).findings == ()
    assert one(a4(7.0)).message == "the bleed is 2.5 mm wide and should be 3.0 mm"
    assert one(a4(8.504), Limits(bleed=14.17)).rule == "bleed-short"


def test_the_number_of_pages() -> None:
    def three(pdf: Pdf) -> None:
        pdf.pages.append(pdf.pages[0])

    assert one(good_file(), Limits(pages=1)).rule == "page-count"
    found = one(spoiled(three))
    assert (found.rule, found.severity) == ("page-count", WARNING)
    empty = pikepdf.new()
    assert ("page-count", ERROR) in rules(preflight(saved(empty)).findings)


def test_a_turned_page_is_judged_as_it_is_looked_at() -> None:
    def turned(pdf: Pdf) -> None:
        for page in pdf.pages:
            page.obj.Rotate = 90
        painted(f"0 0 0 0.5 k {SLUG} 300 50 50 re f")(pdf)

    found = one(spoiled(turned), Limits(folds=(300.0,)))
    assert (found.rule, found.message.split(" and")[0]) == ("bleed-art", "art reaches the top trim")


# The file -------------------------------------------------------------------------------------------------------------


def info(key: str) -> Spoil:
    def spoil(pdf: Pdf) -> None:
        del pdf.docinfo[key]

    return spoil


def intents(*found: Dictionary) -> Spoil:
    def spoil(pdf: Pdf) -> None:
        pdf.Root.OutputIntents = Array(found)

    return spoil


def profiled(data: bytes, count: int = 4) -> Spoil:
    def spoil(pdf: Pdf) -> None:
        pdf.Root.OutputIntents[0].DestOutputProfile = pdf.make_stream(data, N=count)

    return spoil


def lzw(pdf: Pdf) -> None:
    pdf.Root.Note = pdf.make_stream(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", Filter=Name.LZWDecode)


def no_date(pdf: Pdf) -> None:
    pdf.Root.Metadata = pdf.make_stream(XMP.replace(b"MetadataDate", b"OtherDate"))


REGISTERED = intent(RegistryName="http://www.color.org")
FILES: dict[str, tuple[Spoil, str, str]] = {
    "no output intent": (intents(), "output-intent", "for which press"),
    "two output intents": (intents(REGISTERED, REGISTERED), "output-intent", "2 printing conditions"),
    "no registry": (intents(intent()), "output-intent", "no public registry"),
    "a condition of one's own": (
        intents(intent(RegistryName="http://www.color.org", OutputConditionIdentifier="Custom")), "output-intent",
        "no public registry",
    ),
    "no condition": (
        intents(Dictionary(S=Name.GTS_PDFX, RegistryName="http://www.color.org")), "output-intent", "names no printing",
    ),
    "an rgb profile": (profiled(profile_head(b"RGB "), 3), "output-profile", "is for RGB"),
    "a monitor's profile": (profiled(profile_head(kind=b"mntr")), "output-profile", "not one of a printing"),
    "a damaged profile": (profiled(b"nothing"), "output-profile", "is damaged"),
    "another number of inks": (profiled(profile_head(), 3), "output-profile", "another number"),
    "trapped or not": (info("/Trapped"), "standard", "Trapped"),
    "no title": (info("/Title"), "standard", "Title"),
    "opacity": (painted(f"/T gs 0 0 0 0.5 k {BOX}", lambda _: {"ExtGState": {"T": Dictionary(ca=0.5)}}),
                "transparency", "an opacity of 50 %"),
    "blend mode": (painted(f"/T gs 0 0 0 0.5 k {BOX}", lambda _: {"ExtGState": {"T": Dictionary(BM=Name.Multiply)}}),
                   "transparency", "the blend mode Multiply"),
    "group": (painted("/Mine Do", within("XObject", lambda pdf: form(
        pdf, b"0 0 0 0.5 k 200 200 50 50 re f", Group=Dictionary(S=Name.Transparency)))),
        "transparency", "a transparency group"),
    "soft mask of a picture": (painted(PLACED, within("XObject", lambda pdf: picture(
        pdf, 100, 100, bytes(40_000), CMYK, SMask=picture(pdf, 100, 100, bytes(10_000), GRAY)))),
        "transparency", "a soft mask of its own"),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "rule", "said"), FILES.values(), ids=FILES)
def test_the_file(spoil: Spoil, rule: str, said: str) -> None:
    found = one(spoiled(spoil))
    assert (found.rule, found.severity) == (rule, ERROR)
    assert said in found.message


def test_lzw() -> None:
    data = spoiled(lzw, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    assert "does not allow LZW compression" in one(data).message


def test_versions_and_compressed_tables() -> None:
    found = preflight(spoiled(lambda pdf: None, "1.7", **EARLY)).findings
    assert {finding.rule for finding in found} == {"standard"}
    said = " ".join(finding.message for finding in found)
    assert "is written in PDF 1.4, and this in PDF 1.7" in said
    assert "does not allow compressed object tables" in said


def test_pdf_x_4_wants_dates_a_profile_and_cmyk_groups() -> None:
    def no_profile(pdf: Pdf) -> None:
        del pdf.Root.OutputIntents[0].DestOutputProfile

    def rgb_group(pdf: Pdf) -> None:
        pdf.pages[0].obj.Group = Dictionary(S=Name.Transparency, CS=RGB)

    assert one(spoiled(as_x4(no_date), "1.6")).rule == "standard"
    assert one(spoiled(as_x4(no_profile), "1.6")).rule == "output-intent"
    assert one(spoiled(as_x4(rgb_group), "1.6")).rule == "transparency-rgb"
    assert one(spoiled(as_x4(lambda pdf: None), "1.7")).rule == "standard"


def test_a_plain_pdf_is_named() -> None:
    found = one(spoiled(info("/GTS_PDFXVersion")))
    assert (found.rule, found.severity) == ("standard-none", WARNING)


SCRIPT = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def on_opening(pdf: Pdf) -> None:
    pdf.Root.OpenAction = SCRIPT


def by_name(pdf: Pdf) -> None:
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=["a", SCRIPT]))


def on_the_page(pdf: Pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=SCRIPT)


def fields(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array([]))


@pytest.mark.parametrize("spoil", [on_opening, by_name, on_the_page, fields])
def test_actions(spoil: Spoil) -> None:
    found = one(spoiled(spoil))
    assert (found.rule, found.severity) == ("actions", ERROR)


def annotated(*corners: float, subtype: str = "Link") -> Spoil:
    def spoil(pdf: Pdf) -> None:
        pdf.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=corners)])

    return spoil


def test_annotations() -> None:
    assert one(spoiled(annotated(200, 200, 250, 220))).rule == "annotation"
    assert preflight(spoiled(annotated(2, 2, 20, 20))).findings == ()
    assert preflight(spoiled(annotated(200, 200, 250, 220, subtype="PrinterMark"))).findings == ()


def test_encryption() -> None:
    restricted = spoiled(lambda pdf: None, "1.6", encryption=pikepdf.Encryption(owner="secret", R=4))
    assert ("encrypted", ERROR) in rules(preflight(restricted).findings)
    closed = spoiled(lambda pdf: None, "1.6", encryption=pikepdf.Encryption(owner="secret", user="secret", R=4))
    assert one(closed).rule == "encrypted"


def test_the_same_complaint_counts_once_a_page() -> None:
    def many(pdf: Pdf) -> None:
        painted(f"1 0 0 rg {BOX} {BOX} 300 300 9 9 re f")(pdf)

    found = one(spoiled(many))
    assert (found.count, found.what) == (3, "a surface")
    assert "(a surface, and 2 more like it)" in found.as_text("file")
