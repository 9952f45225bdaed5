"""Prose as a block scalar of a file would give it, for the tests of what becomes of it."""

from __future__ import annotations

from foldwell.content.models.located import Prose
from foldwell.content.reading.nodes import Scalar
from foldwell.diagnostics import Span

PATH, LINE, COLUMN = "b.yaml", 10, 5


def prose_of(text: str) -> Prose:
    """The text, whose first character stands in line 10, column 5, and each further line below it."""
    rows = tuple((LINE + row, COLUMN) for row in range(text.count("\n") + 1))
    return Prose(text, Scalar(text, "|", Span(PATH, LINE - 1, 3), rows))
