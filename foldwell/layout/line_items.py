"""A set line and a place come in; the items that stand there go out, for sheets that no layout describes. Points."""

from __future__ import annotations

from collections.abc import Iterator

from foldwell.layout.document import Colour, Rect, Text
from foldwell.layout.tree import Tree
from foldwell.type.fonts import FontBook
from foldwell.type.glyphs import SetLine


def line_items(
    line: SetLine, tree: Tree, element: int, x: float, baseline: float, colour: Colour, book: FontBook
) -> Iterator[Text]:
    """The pieces of a line that begins at `x`, each numbered as content of the element."""
    for piece in line.pieces:
        face = book.by_key(piece.face)
        above, below = face.ascent * piece.size, face.descent * piece.size
        rect = Rect(x + piece.x, baseline - above, piece.width, above + below)
        yield Text(
            tree.number(element), element, rect, baseline, piece.face, piece.size, piece.glyphs, colour, piece.text,
            line.span, piece.actual,
        )  # fmt: skip
