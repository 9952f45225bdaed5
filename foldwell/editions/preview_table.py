"""Papers on a calm ground: pictures and their places come in, one picture with their soft shadows goes out. Pixels."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PIL import Image, ImageDraw, ImageFilter

GROUND = (237, 234, 228)
SHADE = (66, 58, 50)  # shadows are warm
PAPER_WHITE = 0.992  # a little under a screen's, so that paper does not glare
# A paper's shadows: how far down, how far beyond its edges, how soft (pixels), how dark (parts of 1). The first is the
# edge that lies on the ground, the second what the light of the room leaves.
SHADOWS = ((1, 0, 1.2, 0.30), (7, -2, 9.0, 0.24))
BOARD = 12  # pixels: how thick a shelf is
BOARD_FACE, BOARD_TOP = (250, 249, 246), (255, 255, 255)


class Paper(Struct, frozen=True):
    """A picture of something printed, and the top left corner of its place."""

    picture: Image.Image
    x: int
    y: int

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Its left, top, right and lower edges."""
        return self.x, self.y, self.x + self.picture.width, self.y + self.picture.height


def on_table(size: tuple[int, int], papers: Sequence[Paper], boards: Sequence[int] = ()) -> Image.Image:
    """The papers lying or standing before the ground. `boards` are the y of the shelves on which some of them stand."""
    table = Image.new("RGB", size, GROUND)
    for y in boards:
        _board(table, y)
    for down, beyond, soft, dark in SHADOWS:
        mask = Image.new("L", size)
        draw = ImageDraw.Draw(mask)
        for paper in papers:
            left, top, right, bottom = paper.box
            draw.rectangle((left - beyond, top - beyond + down, right + beyond - 1, bottom + beyond + down - 1), 255)
        _darken(table, mask.filter(ImageFilter.GaussianBlur(soft)), dark)
    for paper in papers:
        table.paste(paper.picture.point([level * PAPER_WHITE for level in range(256)] * 3), (paper.x, paper.y))
    return table


def _board(table: Image.Image, y: int) -> None:
    """A shelf from edge to edge, its front lit, its shadow on the wall beneath it."""
    mask = Image.new("L", table.size)
    ImageDraw.Draw(mask).rectangle((-40, y, table.width + 40, y + BOARD + 8), 255)
    _darken(table, mask.filter(ImageFilter.GaussianBlur(9)), 0.22)
    draw = ImageDraw.Draw(table)
    draw.rectangle((0, y, table.width, y + BOARD - 1), BOARD_FACE)
    draw.line((0, y, table.width, y), BOARD_TOP)


def _darken(table: Image.Image, mask: Image.Image, share: float) -> None:
    table.paste(SHADE, (0, 0), mask.point([level * share for level in range(256)]))
