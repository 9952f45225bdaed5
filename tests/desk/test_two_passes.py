"""Two passes through a one-sided printer, with the paper's turning carried out on coordinates."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from workspaces import LDN, Bench, Wanted

from foldwell.desk.print_ticket import Sheet
from foldwell.desk.two_passes import FIRST, before_first_pass, between_passes, what_pass_prints

Vector = tuple[int, int, int]
# The paper in the tray, seen from above: x along its short edge, y along its long edge, z up.
AXES: dict[str, Vector] = {"short": (1, 0, 0), "long": (0, 1, 0)}


def turned_over(vector: Vector, edge: str) -> Vector:
    """A direction on the paper after half a turn about an edge."""
    axis = AXES[edge]
    x, y, z = (part if axis[at] else -part for at, part in enumerate(vector))
    return x, y, z


@pytest.fixture
def sheet(bench: Bench) -> Sheet:
    made = bench.build(Wanted(LDN, "trifold")).made
    return Sheet(made.pdf, made.document)


def edge_named(words: str) -> str:
    return next(edge for edge in AXES if f"about its {edge} edge" in words)


@pytest.mark.parametrize("face", [(0, 0, 1), (0, 0, -1)], ids=["prints above", "prints below"])
@pytest.mark.parametrize("lying", [True, False])
def test_both_sides_are_upright_when_the_reader_turns_the_sheet(sheet: Sheet, face: Vector, lying: bool) -> None:
    """Whichever face the printer prints, and whichever way it turns a page to the feed: it does so in both passes."""
    if not lying:
        sheet = Sheet(sheet.pdf, replace(sheet.document, duplex="DuplexFlipLongEdge"))
    edge = edge_named(between_passes(sheet))
    # The head of a lying page points along the short edge, that of a standing one along the long edge.
    head: Vector = (1, 0, 0) if lying else (0, 1, 0)
    # What the printer did in the first pass, on the paper as it lies in the second:
    first_face, first_head = turned_over(face, edge), turned_over(head, edge)
    assert first_face == (0, 0, -face[2])  # the blank face is printed now
    # The reader turns a page like that of a book, about an axis from head to foot: its head stays where it is.
    reader = "short" if lying else "long"
    assert turned_over(first_head, reader) == head


@pytest.mark.parametrize(
    ("duplex", "arrow"), [("DuplexFlipShortEdge", "the other way"), ("DuplexFlipLongEdge", "same")]
)
def test_the_arrow_along_the_long_edge_shows_it(sheet: Sheet, duplex: str, arrow: str) -> None:
    words = between_passes(Sheet(sheet.pdf, replace(sheet.document, duplex=duplex)))
    points = turned_over((0, 1, 0), edge_named(words))
    assert (points == (0, -1, 0)) == ("the other way" in words)
    assert arrow in words
    assert "along its long edge" in before_first_pass()


def test_the_cover_is_printed_last(sheet: Sheet) -> None:
    assert [FIRST[number] for number in (1, 2)] == [2, 1]
    assert what_pass_prints(sheet, 1) == "page 2 (inside)"
    assert what_pass_prints(sheet, 2) == "page 1 (outside)"
    assert "cover" in [panel.name for panel in sheet.document.sheets[0].panels]
