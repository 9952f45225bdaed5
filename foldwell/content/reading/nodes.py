"""The node tree: what the YAML says, untyped, with a Span on every node (no interpretation of `no` or `1:30`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Union

from msgspec import Struct

from foldwell.diagnostics import Span

Node = Union["Scalar", "Sequence", "Mapping"]


class Scalar(Struct, frozen=True):
    """A piece of text. `rows` holds, for each line of `text`, the (line, column) in the file where it begins.

    For a folded or multi-line quoted scalar, whose lines do not correspond one to one, there is one row only.
    `style` is the YAML style character: "" plain, "'" or '"' quoted, "|" literal, ">" folded. `comment` is the place of
    a ` #` behind a plain value (also an empty one) on its last line: YAML takes everything from there on for a comment.
    """

    text: str
    style: str
    span: Span
    rows: tuple[tuple[int, int], ...]
    comment: Span | None = None

    def at(self, offset: int, length: int = 1) -> Span:
        """The place in the file of the character at `offset` (0-based) of the text."""
        offset = max(0, min(offset, len(self.text)))
        row = self.text.count("\n", 0, offset)
        begin = self.text.rfind("\n", 0, offset) + 1
        return self.place(row, offset - begin, length)

    def place(self, row: int, column: int, length: int = 1) -> Span:
        """The place in the file of column `column` (0-based) in line `row` (0-based) of the text."""
        if row >= len(self.rows):
            return self.span
        line, first = self.rows[row]
        return Span(self.span.path, line, first + column, length)


class Sequence(Struct, frozen=True):
    """A list of nodes."""

    items: tuple[Node, ...]
    span: Span


class Mapping(Struct, frozen=True):
    """Keys and values, in file order; a duplicate key has been complained of and its later value left out."""

    entries: tuple[tuple[Scalar, Node], ...]
    span: Span

    def key(self, name: str) -> Scalar | None:
        """The node of the key itself."""
        return next((key for key, _ in self.entries if key.text == name), None)

    def value(self, name: str) -> Node | None:
        """The node that stands under a key."""
        return next((value for key, value in self.entries if key.text == name), None)

    def __iter__(self) -> Iterator[tuple[Scalar, Node]]:
        return iter(self.entries)


def plain(node: Node) -> Any:
    """The tree as dicts, lists and strings, without places."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}
