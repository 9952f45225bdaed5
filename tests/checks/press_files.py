"""A file that a print shop would take, made by ReportLab and pikepdf and by nothing of ours, and ways to spoil it."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image
from reportlab.lib.colors import CMYKColor, CMYKColorSep
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from foldwell.checks.preflight import Finding, Limits, preflight
from foldwell.diagnostics import Severity

SLUG, BLEED, WIDTH, HEIGHT = 36.0, 9.0, 792.0, 612.0  # letter, landscape
FOLDS = (261.0, 526.5)
MEDIA = (WIDTH + 2 * SLUG, HEIGHT + 2 * SLUG)
Spoil = Callable[[Pdf], None]
BOX = "200 200 50 50 re f"
PLACED = "q 24 0 0 24 200 200 cm /Mine Do Q"
OVER = {"ExtGState": {"O": Dictionary(op=True, OP=True, OPM=1), "Old": Dictionary(op=True, OP=True, OPM=0)}}
XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion><xmp:CreateDate>2026-11-22</xmp:CreateDate>
<xmp:ModifyDate>2026-11-22</xmp:ModifyDate><xmp:MetadataDate>2026-11-22</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:1</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass><dc:title>Sheet</dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


@cache
def good_file() -> bytes:
    """Two sides as PDF/X-1a:2003: grounds out to the bleed, words, pictures, a spot ink, and marks on every plate."""
    font = files("fontpkg_atkinson_hyperlegible")
    path = next(str(item) for item in _walk(font) if item.name == "AtkinsonHyperlegible-Regular.ttf")
    pdfmetrics.registerFont(TTFont("Press", path))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=MEDIA, invariant=1, pageCompression=1, pdfVersion=(1, 4))
    canvas.setTitle("Sheet")
    for folds in (FOLDS, [WIDTH - fold for fold in FOLDS]):
        _art(canvas)
        _marks(canvas, folds)
        canvas.showPage()
    canvas.save()
    with pikepdf.open(io.BytesIO(out.getvalue())) as pdf:
        for page in pdf.pages:
            set_boxes(page.obj, BLEED)
        pdf.docinfo["/GTS_PDFXVersion"] = "PDF/X-1a:2003"
        pdf.docinfo["/Trapped"] = Name("/False")
        pdf.Root.OutputIntents = Array([intent(RegistryName="http://www.color.org")])
        return saved(pdf)


def _walk(folder: Any) -> Any:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _walk(item)
        else:
            yield item


def set_boxes(page: Any, bleed: float) -> None:
    """Trim and bleed boxes around the middle of the page."""
    for name, more in (("/TrimBox", 0.0), ("/BleedBox", bleed)):
        low, right, top = SLUG - more, SLUG + WIDTH + more, SLUG + HEIGHT + more
        page[name] = Array([low, low, right, top])


def intent(**more: str) -> Dictionary:
    """An output intent for a registered condition."""
    entries = {"/S": Name.GTS_PDFX, "/OutputConditionIdentifier": "FOGRA39", "/Info": "Coated"}
    return Dictionary({**entries, **{f"/{key}": value for key, value in more.items()}})


def _art(canvas: Canvas) -> None:
    canvas.setFillColor(CMYKColor(0.1, 0, 0.07, 0))
    canvas.rect(SLUG - BLEED, SLUG - BLEED, WIDTH + 2 * BLEED, HEIGHT + 2 * BLEED, stroke=0, fill=1)
    canvas.setFillColor(CMYKColorSep(0, 0.6, 0.9, 0, spotName="PANTONE Orange", density=0.8))
    canvas.rect(SLUG + 300, SLUG + 100, 100, 50, stroke=0, fill=1)
    canvas.setFillColor(CMYKColor(0.6, 0.3, 0.3, 0.1))
    canvas.setFont("Press", 20)
    canvas.drawString(SLUG + 30, SLUG + 500, "A heading")
    canvas.setFillColor(CMYKColor(0, 0, 0, 0))
    canvas.drawString(SLUG + 305, SLUG + 110, "White")
    light = Image.linear_gradient("L").resize((320, 320)).point([value // 2 for value in range(256)])
    picture = Image.merge("CMYK", (light, light, light, Image.new("L", light.size, 20)))
    canvas.drawImage(ImageReader(picture), SLUG + 30, SLUG + 300, 72, 72)
    canvas.setStrokeColor(CMYKColor(0, 0, 0, 1))
    canvas.setLineWidth(0.5)
    canvas.line(SLUG + 30, SLUG + 250, SLUG + 230, SLUG + 250)
    canvas.saveState()
    canvas.setFillColor(CMYKColor(0, 0, 0, 1))
    canvas.setFillOverprint(True)
    canvas.setOverprintMask(1)
    canvas.setFont("Press", 11)
    canvas.drawString(SLUG + 30, SLUG + 450, "Words in black, with a space at the end ")
    canvas.restoreState()


def _marks(canvas: Canvas, folds: Any) -> None:
    canvas.setStrokeColor(CMYKColorSep(1, 1, 1, 1, spotName="All", density=1))
    canvas.setLineWidth(0.25)
    near, far = BLEED + 3, SLUG - 6
    for x in (SLUG, SLUG + WIDTH):
        canvas.line(x, SLUG - far, x, SLUG - near)
        canvas.line(x, SLUG + HEIGHT + near, x, SLUG + HEIGHT + far)
    for y in (SLUG, SLUG + HEIGHT):
        canvas.line(SLUG - far, y, SLUG - near, y)
        canvas.line(SLUG + WIDTH + near, y, SLUG + WIDTH + far, y)
    middle = SLUG + WIDTH / 2
    for y in (SLUG - 20, SLUG + HEIGHT + 20):  # registration marks, as three things of their own
        canvas.line(middle - 7, y, middle + 7, y)
        canvas.line(middle, y - 7, middle, y + 7)
        canvas.circle(middle, y, 4)
    canvas.setDash(3, 2)
    for fold in folds:
        canvas.line(SLUG + fold, SLUG - far, SLUG + fold, SLUG - near)
        canvas.line(SLUG + fold, SLUG + HEIGHT + near, SLUG + fold, SLUG + HEIGHT + far)
    canvas.setDash()


def saved(pdf: Pdf, version: str = "1.4", **options: Any) -> bytes:
    """The bytes of the file, without compressed object tables unless they are asked for."""
    out = io.BytesIO()
    options = {"object_stream_mode": pikepdf.ObjectStreamMode.disable, **options}
    pdf.save(out, force_version=version, deterministic_id="encryption" not in options, **options)
    return out.getvalue()


def spoiled(spoil: Spoil, version: str = "1.4", **options: Any) -> bytes:
    """The good file after something was done to it."""
    with pikepdf.open(io.BytesIO(good_file())) as pdf:
        spoil(pdf)
        return saved(pdf, version, **options)


def painted(code: str | bytes, resources: Callable[[Pdf], dict[str, dict[str, Any]]] | None = None) -> Spoil:
    """Paint more on the first page, with resources of its own (`{"XObject": {"Mine": …}}`)."""

    def spoil(pdf: Pdf) -> None:
        page = pdf.pages[0]
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ q\n" + (code if isinstance(code, bytes) else code.encode()) + b"\nQ")
        for kind, entries in (resources(pdf) if resources else {}).items():
            found = page.resources.get(f"/{kind}", Dictionary())
            for name, value in entries.items():
                found[f"/{name}"] = value
            page.resources[f"/{kind}"] = found

    return spoil


def as_x4(spoil: Spoil | None = None) -> Spoil:
    """The file as PDF/X-4, with a profile that has no more than a head, and then spoiled. Save it as PDF 1.6."""

    def change(pdf: Pdf) -> None:
        del pdf.docinfo["/GTS_PDFXVersion"]
        pdf.Root.Metadata = pdf.make_stream(XMP, Type=Name.Metadata, Subtype=Name.XML)
        found = intent()
        found.DestOutputProfile = pdf.make_stream(profile_head(), N=4)
        pdf.Root.OutputIntents = Array([found])
        if spoil is not None:
            spoil(pdf)

    return change


def profile_head(space: bytes = b"CMYK", kind: bytes = b"prtr") -> bytes:
    """The head of an ICC profile (ICC.1, 7.2): what kind it is, and for which colours."""
    head = bytearray(132)
    head[:4] = (132).to_bytes(4, "big")
    head[12:16], head[16:20], head[20:24], head[36:40] = kind, space, b"Lab ", b"acsp"
    return bytes(head)


def picture(pdf: Pdf, width: int, height: int, pixels: bytes, space: Any, bits: int = 8, **more: Any) -> pikepdf.Stream:
    """An image of raw samples."""
    return pdf.make_stream(
        pixels, Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height, ColorSpace=space,
        BitsPerComponent=bits, **more,
    )  # fmt: skip


def form(pdf: Pdf, code: bytes, **more: Any) -> pikepdf.Stream:
    """A form XObject."""
    box = Array([0, 0, *MEDIA])
    return pdf.make_stream(code, Type=Name.XObject, Subtype=Name.Form, BBox=box, **more)


def within(kind: str, make: Callable[[Pdf], Any]) -> Callable[[Pdf], dict[str, dict[str, Any]]]:
    """Resources with one thing called /Mine."""
    return lambda pdf: {kind: {"Mine": make(pdf)}}


def flat(pdf: Pdf, *ink: int) -> pikepdf.Stream:
    """A picture of one CMYK colour, each ink from 0 to 255."""
    return picture(pdf, 100, 100, bytes(ink) * 10_000, Name.DeviceCMYK)


def light(pdf: Pdf) -> pikepdf.Stream:
    return flat(pdf, 20, 20, 20, 20)


def words(setup: str, size: float = 11, at: str = "200 200") -> Spoil:
    """Words in the embedded font that the page has, on top of what it says already."""

    def spoil(pdf: Pdf) -> None:
        fonts = pdf.pages[0].resources.Font
        embedded = next(name for name, font in fonts.items() if "/FontDescriptor" in font)
        painted(f"{setup} BT {embedded} {size} Tf {at} Td (Nothing) Tj ET", lambda _: OVER)(pdf)

    return spoil


def rules(findings: tuple[Finding, ...]) -> list[tuple[str, Severity]]:
    return [(finding.rule, finding.severity) for finding in findings]


def one(data: bytes, limits: Limits | None = None) -> Finding:
    """The only finding in a file."""
    found = preflight(data, limits).findings
    assert len(found) == 1, [finding.as_text("file") for finding in found]
    return found[0]
