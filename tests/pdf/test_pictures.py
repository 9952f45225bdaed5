from __future__ import annotations

import zlib
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image as Pixels

from foldwell.layout.document import Rect
from foldwell.pdf import paint
from foldwell.pdf.pictures import read_picture

from .hand_made import SPAN, Writer, code_of, font_book, one_panel

ORIENTATION = 0x0112


def saved(path: Path, pixels: Pixels.Image, **options: object) -> str:
    pixels.save(path, **options)  # type: ignore[arg-type]  # options by name
    return str(path)


@pytest.mark.parametrize(("mode", "colour", "space"), [("RGB", (200, 90, 40), "DeviceRGB"), ("L", 120, "DeviceGray")])
def test_a_plain_jpeg_is_passed_on_as_it_is(
    tmp_path: Path, mode: str, colour: int | tuple[int, int, int], space: str
) -> None:
    file = saved(tmp_path / "a.jpg", Pixels.new(mode, (6, 4), colour))
    picture = read_picture(file)
    assert (picture.width, picture.height, picture.space, picture.encoding) == (6, 4, space, "DCTDecode")
    assert picture.data == Path(file).read_bytes()


def test_a_progressive_jpeg_is_decoded(tmp_path: Path) -> None:
    file = saved(tmp_path / "a.jpg", Pixels.new("RGB", (6, 4), (200, 90, 40)), progressive=True)
    picture = read_picture(file)
    assert picture.encoding == "FlateDecode"
    assert len(zlib.decompress(picture.data)) == 6 * 4 * 3


def test_a_photograph_taken_sideways_is_turned_upright(tmp_path: Path) -> None:
    exif = Pixels.Exif()
    exif[ORIENTATION] = 6
    picture = read_picture(saved(tmp_path / "a.jpg", Pixels.new("RGB", (6, 4)), exif=exif))
    assert (picture.width, picture.height, picture.encoding) == (4, 6, "FlateDecode")


def test_transparency_becomes_a_soft_mask(tmp_path: Path) -> None:
    picture = read_picture(saved(tmp_path / "a.png", Pixels.new("RGBA", (3, 2), (1, 2, 3, 128))))
    assert zlib.decompress(picture.data) == bytes((1, 2, 3)) * 6
    assert picture.alpha is not None
    assert zlib.decompress(picture.alpha) == bytes((128,)) * 6


def test_an_opaque_alpha_channel_is_left_out(tmp_path: Path) -> None:
    assert read_picture(saved(tmp_path / "a.png", Pixels.new("RGBA", (3, 2), (1, 2, 3, 255)))).alpha is None


@pytest.mark.parametrize(
    ("mode", "colour", "space", "first"),
    [
        ("1", 1, "DeviceGray", (255,)), ("L", 7, "DeviceGray", (7,)), ("I;16", 0x8000, "DeviceGray", (128,)),
        ("P", 0, "DeviceRGB", (0, 0, 0)), ("LA", (9, 255), "DeviceRGB", (9, 9, 9)),
    ],
)  # fmt: skip
def test_every_kind_of_png_has_8_bits_a_channel(
    tmp_path: Path, mode: str, colour: int | tuple[int, ...], space: str, first: tuple[int, ...]
) -> None:
    picture = read_picture(saved(tmp_path / "a.png", Pixels.new(mode, (3, 2), colour)))
    assert picture.space == space
    assert tuple(zlib.decompress(picture.data)[: len(first)]) == first
    assert len(zlib.decompress(picture.data)) == 3 * 2 * len(first)


def test_a_file_that_changed_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    before = read_picture(saved(path, Pixels.new("L", (3, 2), 7)))
    assert read_picture(str(path)) is before
    assert read_picture(saved(path, Pixels.new("RGB", (30, 20), (1, 2, 3)))).width == 30


def test_a_picture_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        read_picture(str(tmp_path / "nowhere.png"))


def test_a_picture_is_stored_once_and_drawn_in_its_place(tmp_path: Path) -> None:
    w = Writer()
    for x in (10, 100):
        figure = w.tree.open("Figure", 0, SPAN, alt="A capsule")
        w.image(figure, Rect(x, 20, 60, 40), Path(saved(tmp_path / "a.png", Pixels.new("RGBA", (3, 2), (1, 2, 3, 9)))))
    with pikepdf.open(BytesIO(paint(one_panel(w), font_book()))) as pdf:
        page = pdf.pages[0]
        assert list(page.Resources.XObject.keys()) == ["/I1"]
        assert page.Resources.XObject.I1.SMask.Width == 3
        assert page.Group.CS == "/DeviceRGB"
        code = code_of(page)
        assert "q 60 0 0 40 10 240 cm/I1 Do Q" in code
        assert "q 60 0 0 40 100 240 cm/I1 Do Q" in code
