"""What stands on a page, as plain values: made by the reader of the page's code, judged by the rules."""

from __future__ import annotations

from enum import Enum
from typing import Literal

from msgspec import Struct

from foldwell.checks.preflight.colours import Paint, Space
from foldwell.checks.preflight.geometry import Box
from foldwell.checks.preflight.objects import PdfObject

Kind = Literal["text", "fill", "stroke", "picture", "stencil", "shading", "group"]


class Where(Enum):
    """On the page itself; in the cell of a pattern or a drawn letter, whose place is not its own; in a soft mask,
    which puts down no ink; clipped away altogether; or text that is there to be searched and not printed."""

    PAGE = "page"
    PART = "part"
    MASK = "mask"
    CLIPPED = "clipped"
    UNSEEN = "unseen"

    @property
    def inked(self) -> bool:
        """Whether it puts ink on the paper."""
        return self in (Where.PAGE, Where.PART)


class Picture(Struct, frozen=True):
    """A picture made of pixels, at the size in which it is printed."""

    width: int
    height: int
    bits: int
    space: Space | None  # None: a stencil, or a format that says itself
    stencil: bool
    soft_mask: bool
    ppi: float  # pixels per inch, the lower one of both directions
    stream: PdfObject
    damaged: bool = False

    @property
    def one_bit(self) -> bool:
        """Line art: every pixel is either inked or not."""
        return self.stencil or self.bits == 1


class Mark(Struct, frozen=True):
    """One thing that is painted. `box` is what can be seen of it, in points of the page as it is looked at."""

    kind: Kind
    box: Box
    where: Where = Where.PAGE
    paint: Paint | None = None
    overprint: bool = False
    overprint_mode: int = 0  # 1: a colour of none in CMYK leaves what lies under it (ISO 32000-1, 11.7.4.3)
    size: float = 0.0  # points: height of type, width of a line, thinner side of a surface
    words: str = ""
    font: str = ""
    embedded: bool = True
    picture: Picture | None = None
    effects: tuple[str, ...] = ()  # transparency, in words

    @property
    def registration(self) -> bool:
        """Whether it is printed on all plates."""
        return self.paint is not None and self.paint.space.registration

    @property
    def what(self) -> str:
        """Its name for people."""
        if self.kind == "text":
            shown = " ".join(self.words.split())
            shown = shown if len(shown) <= 32 else f"{shown[:31]}…"
            return f"the words “{shown}”" if shown else "text"
        names = {"fill": "a surface", "stroke": "a line", "picture": "a picture", "stencil": "a one-bit picture",
                 "shading": "a gradient", "group": "a group"}  # fmt: skip
        return names[self.kind]
