"""PWG and Apple raster, read back by CUPS; headers beside those that CUPS makes itself."""

from __future__ import annotations

import random
import struct
from itertools import product
from pathlib import Path
from typing import get_args

import pytest
from cups_raster import made_by_cups, read_pages
from PIL import Image

from foldwell.desk.ipp_printer import RasterAbility, SheetBack
from foldwell.desk.raster import Job, Transform, Turn, back_transform, encode_raster

PWG, URF = "image/pwg-raster", "image/urf"
BACKS: tuple[SheetBack, ...] = get_args(SheetBack)
TURNS: tuple[Turn, ...] = get_args(Turn)
SIDES = {"none": "one-sided", "short": "two-sided-short-edge", "long": "two-sided-long-edge"}
FIELDS = {
    "Duplex": 272, "HWResolution x": 276, "HWResolution y": 280, "Tumble": 368, "Width": 372, "Height": 376,
    "BitsPerColor": 384, "BitsPerPixel": 388, "BytesPerLine": 392, "ColorOrder": 396, "ColorSpace": 400,
    "NumColors": 420, "PageSize width": 352, "PageSize height": 356, "CrossFeedTransform": 456, "FeedTransform": 460,
}  # fmt: skip


def job(kind: str = PWG, colour: bool = True, back: SheetBack = "normal", turn: Turn = "short", dpi: int = 72) -> Job:
    return Job(RasterAbility(kind, dpi, colour, back), "na_letter_8.5x11in", 612, 792, turn)


def picture(size: tuple[int, int], mode: str, seed: int) -> Image.Image:
    """Noise, long runs, single pixels among runs, equal lines in hundreds, and no symmetry."""
    chance, width, height = random.Random(seed), *size  # noqa: S311  # a picture is no secret
    depth = len(Image.new(mode, (1, 1)).getbands())
    noise = bytes(chance.choice((0, 1, 255)) for _ in range(width * depth * 40))
    lines = [noise[at : at + width * depth] for at in range(0, len(noise), width * depth)]
    runs = [bytes(depth) * count + b"\xff" * depth * (width - count) for count in range(width // 2, width // 2 + 40)]
    blank = [b"\xff" * depth * width] * (height - 80)
    return Image.frombytes(mode, size, b"".join(lines + blank + runs))


@pytest.mark.parametrize(("kind", "colour"), list(product((PWG, URF), (True, False))))
def test_cups_reads_the_same_pixels(tmp_path: Path, kind: str, colour: bool) -> None:
    wanted = job(kind, colour)
    pages = [picture(wanted.pixels, "RGB" if colour else "L", seed) for seed in (1, 2)]
    path = tmp_path / "raster"
    path.write_bytes(encode_raster(pages, 2, wanted))
    read = read_pages(path)
    assert [page.pixels for page in read] == [page.tobytes() for page in pages]
    assert [(page.size, page.dpi, page.duplex, page.tumble) for page in read] == [((612, 792), 72, True, True)] * 2


def test_blank_paper_is_small() -> None:
    wanted = job(dpi=300)
    blank = Image.new("RGB", wanted.pixels, "white")
    assert len(encode_raster([blank], 1, wanted)) < 4 + 1796 + 13 * (1 + 20 * 4) + 1


@pytest.mark.parametrize(("back", "turn", "colour"), list(product(BACKS, TURNS, (True, False))))
def test_the_header_of_a_back_is_that_of_cups(tmp_path: Path, back: SheetBack, turn: Turn, colour: bool) -> None:
    wanted = job(back=back, turn=turn, colour=colour, dpi=100)
    page = Image.new("RGB" if colour else "L", wanted.pixels, "white")
    path = tmp_path / "raster"
    path.write_bytes(encode_raster([page, page], 2, wanted))
    header = read_pages(path)[1].header
    theirs = made_by_cups(wanted.media, "srgb_8" if colour else "sgray_8", 100, SIDES[turn], back)
    # Where there is no back, CUPS leaves its transforms in the header, and they mean nothing.
    fields = {name: at for name, at in FIELDS.items() if turn != "none" or "Transform" not in name}
    assert {name: header.number(at) for name, at in fields.items()} == {
        name: theirs.number(at) for name, at in fields.items()
    }
    assert header.words(0) == "PwgRaster"
    assert header.words(1732) == theirs.words(1732) == "na_letter_8.5x11in"
    assert header.number(452) == 2


@pytest.mark.parametrize(
    ("transform", "operation"),
    [
        ((1, 1), None),
        ((-1, 1), Image.Transpose.FLIP_LEFT_RIGHT),
        ((1, -1), Image.Transpose.FLIP_TOP_BOTTOM),
        ((-1, -1), Image.Transpose.ROTATE_180),
    ],
)
def test_the_back_is_mirrored_as_its_header_says(
    tmp_path: Path, transform: Transform, operation: Image.Transpose | None
) -> None:
    back, turn = next(
        pair for pair in product(BACKS, TURNS) if back_transform(*pair) == transform and pair[1] != "none"
    )
    wanted = job(back=back, turn=turn)
    front, behind = picture(wanted.pixels, "RGB", 3), picture(wanted.pixels, "RGB", 4)
    path = tmp_path / "raster"
    path.write_bytes(encode_raster([front, behind], 2, wanted))
    read = read_pages(path)
    assert read[0].pixels == front.tobytes()
    assert read[1].pixels == (behind if operation is None else behind.transpose(operation)).tobytes()
    signed = struct.unpack("ii", read[1].header.data[456:464])
    assert signed == transform
    assert struct.unpack("ii", read[0].header.data[456:464]) == (1, 1)


def test_a_page_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="the page is"):
        encode_raster([Image.new("RGB", (10, 10))], 1, job())
