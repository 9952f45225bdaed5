from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace
from PIL import ImageCms

from foldwell.pdf import paint
from foldwell.pdf.metadata import xmp_packet
from foldwell.pdf.srgb import srgb_profile

from .hand_made import font_book, sample

VERSION, DATE = slice(8, 12), slice(24, 36)  # of an ICC profile's header


def test_info_and_xmp_say_the_same(tmp_path: Path) -> None:
    made = replace(sample(tmp_path), title="Naltrexona: <¿qué es?> & más")
    with pikepdf.open(BytesIO(paint(made, font_book()))) as pdf:
        xmp = pdf.open_metadata()
        assert xmp["dc:title"] == str(pdf.docinfo.Title) == made.title
        assert xmp["dc:creator"] == [str(pdf.docinfo.Author)] == [made.author]
        assert xmp["dc:description"] == str(pdf.docinfo.Subject) == made.subject
        assert xmp["pdf:Producer"] == str(pdf.docinfo.Producer)
        assert xmp["xmp:CreateDate"] == xmp["xmp:ModifyDate"] == "2026-11-22T00:00:00Z"
        assert str(pdf.docinfo.CreationDate) == str(pdf.docinfo.ModDate) == "D:20261122000000Z"
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) == ("2", "A", "1")


def test_xmp_is_readable_as_it_stands(tmp_path: Path) -> None:
    made = sample(tmp_path)
    assert xmp_packet(made) in paint(made, font_book())


@pytest.mark.parametrize(
    ("language", "direction", "duplex"),
    [("en", None, "DuplexFlipShortEdge"), ("ar-EG", "/R2L", "DuplexFlipLongEdge"), ("es", None, None)],
)
def test_viewers_are_told_how_to_show_and_print(
    tmp_path: Path, language: str, direction: str | None, duplex: str | None
) -> None:
    made = replace(sample(tmp_path), language=language, duplex=duplex)
    with pikepdf.open(BytesIO(paint(made, font_book()))) as pdf:
        wishes = pdf.Root.ViewerPreferences
        assert bool(wishes.DisplayDocTitle)
        assert wishes.PrintScaling == "/None"
        assert wishes.get("/Direction") == direction
        assert wishes.get("/Duplex") == (f"/{duplex}" if duplex else None)
        assert str(pdf.Root.Lang) == language
        assert bool(pdf.Root.MarkInfo.Marked)


def test_the_colour_profile_is_the_one_that_pillow_makes() -> None:
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    kept = bytearray(srgb_profile())
    assert kept[VERSION] == bytes.fromhex("04200000")
    for profile in (made, kept):
        profile[VERSION] = bytes(4)
        profile[DATE] = bytes(12)
    assert kept == made


def test_the_output_intent_holds_the_profile(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(paint(sample(tmp_path), font_book()))) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        assert intent.DestOutputProfile.read_bytes() == srgb_profile()
