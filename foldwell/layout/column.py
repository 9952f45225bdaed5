"""The column that blocks are set in."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from foldwell.layout.document import Colour


class Column(Struct, frozen=True):
    """Where blocks are set: the structure element they go under, left edge and measure, the styles of plain text and of
    section headings, the folder that the names of pictures count from, the text's colour, and whether the column has a
    ground of its own, so that no card with a ground stands in it."""

    element: int
    x: float
    measure: float
    text: str = "body"
    heading: str = "h2"
    files: Path = Path()
    colour: Colour | None = None
    grounded: bool = False

    @property
    def item_text(self) -> str:
        """The style of text in lists: `list` where plain text is `body`, else that of plain text."""
        return "list" if self.text == "body" else self.text

    def inside(self, element: int, left: float = 0.0, right: float = 0.0) -> Column:
        """The same column, narrower, under another element."""
        return replace(self, element=element, x=self.x + left, measure=self.measure - left - right)
