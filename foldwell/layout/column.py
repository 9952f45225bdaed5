"""The column that blocks are set in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from foldwell.layout.document import Colour


@dataclass(frozen=True, slots=True)
class Column:
    """Where blocks are set: the structure element they go under, left edge and measure, the styles
    of plain text and of section headings, the text's colour, and the folder that the names of pictures count from."""

    element: int
    x: float
    measure: float
    text: str = "body"
    heading: str = "h2"
    files: Path = Path()
    colour: Colour | None = None

    def inside(self, element: int, left: float = 0.0, right: float = 0.0) -> Column:
        """The same column, narrower, under another element."""
        return replace(self, element=element, x=self.x + left, measure=self.measure - left - right)
