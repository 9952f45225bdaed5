"""PNG and JPEG heads: sizes as seen, and a clear word for every file that cannot be placed."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from foldwell.diagnostics import Severity, Sink, Span
from foldwell.layout.pictures.raster import RasterPicture, check_resolution, read_raster

NAMED = Span("brochures/x.en.yaml", 7, 12)


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


def read(tmp_path: Path, data: bytes) -> tuple[RasterPicture | None, Sink]:
    file = tmp_path / "photo.jpg"
    file.write_bytes(data)
    sink = Sink()
    return read_raster(file, NAMED, sink), sink


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of(width: int, height: int) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_size_in_pixels_whatever_the_resolution(tmp_path: Path, kind: str, mode: str) -> None:
    found, sink = read(tmp_path, picture(kind, mode, dpi=(300, 300)))
    assert sink.found == []
    assert found is not None
    assert (found.width_px, found.height_px) == (60, 40)


def test_a_file_that_does_not_say_its_resolution(tmp_path: Path) -> None:
    assert read(tmp_path, picture("PNG"))[0] == RasterPicture(60, 40)


def test_a_progressive_jpeg(tmp_path: Path) -> None:
    found, sink = read(tmp_path, picture("JPEG", progressive=True))
    assert found is not None
    assert sink.found == []


@pytest.mark.parametrize(("turn", "size"), [(1, (60, 40)), (3, (60, 40)), (6, (40, 60)), (8, (40, 60))])
def test_a_photograph_taken_on_its_side(tmp_path: Path, turn: int, size: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    found, _ = read(tmp_path, picture("JPEG", exif=exif.tobytes()))
    assert found is not None
    assert (found.width_px, found.height_px) == size


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (picture("JPEG", "CMYK"), "picture-kind", "CMYK"),
        (picture("GIF", "L"), "picture-kind", "GIF"),
        (picture("TIFF"), "picture-kind", "TIFF"),
        (picture("WEBP"), "picture-kind", "WebP"),
        (b"%PDF-1.7", "picture-kind", "PDF"),
        (b"<svg/>  ", "picture-kind", "SVG"),
        (b"hello, this is a text", "picture-kind", "neither"),
        (b"", "picture-cut", "empty"),
        (b"\x89PNG", "picture-cut", "incomplete"),
        (b"\xff\xd8\xff", "picture-cut", "incomplete"),
        (png_of(20_000, 20_000), "picture-size", "400 megapixels"),
        (png_of(4_294_967_295, 4_294_967_295), "picture-size", "megapixels"),
        (png_of(0, 5), "picture-kind", "damaged"),
        (b"\x89PNG\r\n\x1a\n" + chunk(b"tEXt", b"x") + chunk(b"IEND", b""), "picture-kind", "damaged"),
        (png_of(5, 5).replace(chunk(b"IDAT", b""), b""), "picture-cut", "incomplete"),
    ],
)
def test_refused(tmp_path: Path, data: bytes, code: str, words: str) -> None:
    found, sink = read(tmp_path, data)
    assert found is None
    (complaint,) = sink.found
    assert (complaint.code, complaint.span, complaint.severity) == (code, NAMED, Severity.ERROR)
    assert words in complaint.message
    assert complaint.hints


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_file_cut_off_anywhere_is_incomplete(tmp_path: Path, kind: str) -> None:
    data = picture(kind, size=(30, 20), dpi=(72, 72))
    for length in range(9, len(data) - 1, 7):
        found, sink = read(tmp_path, data[:length])
        assert found is None
        assert [complaint.code for complaint in sink.found] == ["picture-cut"]


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, 600), value=st.integers(0, 255), kind=st.sampled_from(["PNG", "JPEG"]))
def test_a_damaged_byte_is_no_traceback(
    tmp_path_factory: pytest.TempPathFactory, at: int, value: int, kind: str
) -> None:
    data = bytearray(picture(kind))
    data[at % len(data)] = value
    found, sink = read(tmp_path_factory.mktemp("damaged"), bytes(data))
    assert (found is None) == sink.failed


def test_a_missing_file(tmp_path: Path) -> None:
    sink = Sink()
    assert read_raster(tmp_path / "none.png", NAMED, sink) is None
    assert [found.code for found in sink.found] == ["picture-file"]


@pytest.mark.parametrize(("width_pt", "warned"), [(72.0, False), (71.0, False), (73.0, True), (0.0, False)])
def test_resolution_at_the_printed_size(width_pt: float, warned: bool) -> None:
    sink = Sink()
    check_resolution(RasterPicture(300, 200), width_pt, NAMED, sink)
    assert bool(sink.found) is warned
    assert not sink.failed


def test_the_warning_says_how_large_the_picture_should_be() -> None:
    sink = Sink()
    check_resolution(RasterPicture(286, 200), 144.0, NAMED, sink)
    assert "143 pixels per inch" in sink.found[0].message
    assert "600 pixels wide" in sink.found[0].hints[0]
