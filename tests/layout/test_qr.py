"""QR codes: another program reads back what was put in; sizes and limits hold."""

from __future__ import annotations

from itertools import pairwise

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from foldwell.diagnostics import Sink, Span
from foldwell.layout.document import Colour, Shape
from foldwell.layout.pictures.qr import QUIET, qr_code

NAMED = Span("brochures/x.en.yaml", 7, 12)
ADDRESS = "https://rothman.example.org/ldn"


def code(address: str, size: float = 72.0) -> Shape:
    sink = Sink()
    made = qr_code(address, size, NAMED, sink)
    assert sink.found == []
    assert made is not None
    return Shape(
        tuple((name, tuple(n + made.quiet for n in numbers)) for name, numbers in made.commands), fill=Colour("ink")
    )


def drawn(shape: Shape, size: float, dots: int = 8) -> Image.Image:
    """The code as an image, painted from the path's own rectangles."""
    image = Image.new("L", (round(size * dots), round(size * dots)), 255)
    brush = ImageDraw.Draw(image)
    for at in range(0, len(shape.commands), 5):
        left, top, right, below = (*shape.commands[at][1], *shape.commands[at + 2][1])
        brush.rectangle((left * dots, top * dots, right * dots - 1, below * dots - 1), fill=0)
    return image


@pytest.mark.parametrize(
    "address", [ADDRESS, "https://example.org/", "https://example.org/" + "a1" * 60, "https://example.org/é?q=ü&x=1"]
)
def test_another_program_reads_it(address: str) -> None:
    found = zxingcpp.read_barcodes(drawn(code(address, 144.0), 144.0))
    assert [result.text for result in found] == [address]


def test_the_error_correction_is_m_or_better() -> None:
    (found,) = zxingcpp.read_barcodes(drawn(code(ADDRESS), 72.0))
    assert found.ec_level in ("M", "Q", "H")


def test_the_quiet_zone_lies_within_the_size() -> None:
    points = [values for _, values in code(ADDRESS).commands if values]
    modules = 29 + 2 * QUIET  # version 3
    edge = QUIET * 72 / modules
    for axis in (0, 1):
        assert min(point[axis] for point in points) == pytest.approx(edge, abs=0.001)
        assert max(point[axis] for point in points) == pytest.approx(72 - edge, abs=0.001)


def test_runs_are_merged_and_never_touch_in_a_row() -> None:
    commands = code(ADDRESS).commands
    rows: dict[float, list[tuple[float, float]]] = {}
    for at in range(0, len(commands), 5):
        (left, top), (right, _) = commands[at][1], commands[at + 1][1]
        rows.setdefault(top, []).append((left, right))
    assert any(len(runs) > 1 for runs in rows.values())
    for runs in rows.values():
        assert all(before[1] < after[0] for before, after in pairwise(runs))


def test_the_same_address_gives_the_same_path() -> None:
    assert code(ADDRESS) == code(f" {ADDRESS}\n")


@pytest.mark.parametrize(
    ("address", "size", "found"),
    [(" ", 72.0, "qr-empty"), ("https://example.org/" + "x" * 300, 72.0, "qr-long"), (ADDRESS, 30.0, "qr-long")],
)
def test_what_cannot_be_printed_well_is_an_error(address: str, size: float, found: str) -> None:
    sink = Sink()
    assert qr_code(address, size, NAMED, sink) is None
    assert [(complaint.code, complaint.span) for complaint in sink.found] == [(found, NAMED)]
