"""Photographs on covers: cut, made small enough and tinted on their pixels, for screens and for the press."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Pixels

from foldwell.layout.document import Colour, Image, Rect
from foldwell.pdf.photographs import press_picture, screen_picture
from foldwell.pdf.pictures import Picture, read_picture

from .hand_made import COLOURS, SPAN
from .press import press_profile

PRIMARY = Colour("primary")
HALF = (0.5, 0.0, 1.0, 1.0)
INCH = Rect(0.0, 0.0, 72.0, 72.0)


@pytest.fixture
def file(tmp_path: Path) -> str:
    """Red on the left, greys from black (above) to white (below) on the right."""
    pixels = Pixels.new("RGB", (800, 400), (200, 20, 20))
    pixels.paste(Pixels.linear_gradient("L").resize((400, 400)).convert("RGB"), (400, 0))
    pixels.save(tmp_path / "photo.png")
    return str(tmp_path / "photo.png")


def shown(file: str, tone: Colour | None = None, rect: Rect = INCH) -> Image:
    return Image(1, None, rect, file, SPAN, HALF, tone)


def seen(picture: Picture) -> Pixels.Image:
    assert picture.encoding == "DCTDecode"
    return Pixels.open(BytesIO(picture.data)).convert("RGB")


def near(one: object, other: tuple[int, ...], by: int = 6) -> bool:
    assert isinstance(one, tuple)
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def test_an_image_that_is_neither_cut_nor_tinted_is_passed_on(file: str) -> None:
    assert screen_picture(Image(1, None, INCH, file, SPAN), COLOURS) is read_picture(file)


def test_only_the_part_that_is_shown_is_in_the_file(file: str) -> None:
    pixels = seen(screen_picture(shown(file), COLOURS))
    assert pixels.size == (300, 300)  # an inch with the pixels that print can use, and no more
    reds = [pixel for x in range(300) for pixel in (pixels.getpixel((x, 150)),) if not near(pixel, (127,) * 3, 12)]
    assert reds == []


def test_a_small_picture_is_not_made_larger(file: str) -> None:
    picture = screen_picture(shown(file, rect=Rect(0, 0, 720, 720)), COLOURS)
    assert (picture.width, picture.height) == (400, 400)


def test_a_tint_goes_from_the_colours_darkest_shade_to_paper(file: str) -> None:
    pixels = seen(screen_picture(shown(file, PRIMARY), COLOURS))
    full = (0x0B, 0x5D, 0x5E)
    assert near(pixels.getpixel((150, 0)), tuple(round(part * 0.3) for part in full))
    assert near(pixels.getpixel((150, 299)), (255, 255, 255))
    grey = (0.299 * full[0] + 0.587 * full[1] + 0.114 * full[2]) / 255
    assert near(pixels.getpixel((150, round(300 * max(grey, 0.25)))), full, 10)


def test_the_same_file_gives_the_same_bytes(file: str) -> None:
    one = screen_picture(shown(file, PRIMARY), COLOURS)
    Path(file).write_bytes(Path(file).read_bytes() + b"")  # another time of change: read anew
    assert screen_picture(shown(file, PRIMARY), COLOURS).data == one.data


def test_what_is_see_through_stands_on_white(tmp_path: Path) -> None:
    Pixels.new("RGBA", (300, 300), (0, 0, 0, 0)).save(tmp_path / "clear.png")
    picture = screen_picture(shown(str(tmp_path / "clear.png")), COLOURS)
    assert picture.alpha is None
    assert near(seen(picture).getpixel((10, 10)), (255, 255, 255))


def test_a_camera_turned_on_its_side_is_put_upright(tmp_path: Path) -> None:
    lying = Pixels.new("RGB", (400, 200), "white")
    lying.paste((0, 0, 0), (0, 0, 200, 200))  # the left half, which is the upper one when it is upright
    exif = Pixels.Exif()
    exif[0x0112] = 6
    lying.save(tmp_path / "turned.jpg", exif=exif, quality=95)
    image = Image(1, None, INCH, str(tmp_path / "turned.jpg"), SPAN, (0.0, 0.0, 1.0, 0.5))
    assert near(seen(screen_picture(image, COLOURS)).getpixel((50, 50)), (0, 0, 0), 8)


def test_a_tint_needs_no_profile_on_the_press_and_keeps_to_the_brands_inks(file: str) -> None:
    picture = press_picture(shown(file, PRIMARY), COLOURS, None)
    assert (picture.space, picture.encoding) == ("DeviceCMYK", "FlateDecode")
    assert picture.ink <= 300
    tagged = press_picture(shown(file, PRIMARY), COLOURS, press_profile())
    assert tagged.data == picture.data


def test_a_photograph_in_colour_needs_a_profile(tmp_path: Path) -> None:
    Pixels.new("RGB", (300, 300), (200, 20, 20)).save(tmp_path / "red.png")
    with pytest.raises(ValueError, match="no profile"):
        press_picture(shown(str(tmp_path / "red.png")), COLOURS, None)
    assert press_picture(shown(str(tmp_path / "red.png")), COLOURS, press_profile()).space == "DeviceCMYK"


def test_a_grey_part_of_a_picture_needs_none(file: str) -> None:
    assert press_picture(shown(file), COLOURS, None).space == "DeviceGray"


def test_a_file_that_is_gone_is_an_error_for_the_caller(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"nowhere\.jpg"):
        screen_picture(shown(str(tmp_path / "nowhere.jpg")), COLOURS)
