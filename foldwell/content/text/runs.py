"""Inline content: runs of words in one look each, and the breaks that a writer asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Union

from msgspec import Struct
from msgspec.structs import replace

from foldwell.diagnostics import Span


class Run(Struct, frozen=True):
    """Words in one look.

    `position` is "" on the line, "sup" or "sub". `link` is the address of the link that it is part of, and `group`
    tells adjacent links (or citations) apart. `role` is "text"; "cite" for the number of a citation, which links to the
    entry of `target` in the list of sources; "symbol" for a drawn character (☐ ✓ → …) with `text` as its equivalent.
    `rows` says, for each further line of the YAML that the run covers, where its words begin: (offset in `text`, line,
    column).
    """

    text: str
    span: Span
    strong: bool = False
    emphasis: bool = False
    position: str = ""
    link: str | None = None
    group: int = 0
    role: str = "text"
    target: str | None = None
    rows: tuple[tuple[int, int, int], ...] = ()

    def at(self, offset: int) -> Span:
        """The place in the YAML of the character at `offset` (0-based) of the text."""
        begin, line, column = 0, self.span.line, self.span.column
        for row in self.rows:
            if row[0] <= offset:
                begin, line, column = row
        return Span(self.span.path, line, column + offset - begin)


class Break(Struct, frozen=True):
    """A line break that the writer asked for."""

    span: Span


Inline = tuple[Union[Run, Break], ...]


def words_of(inline: Inline) -> str:
    """The text of inline content, a line break as a space."""
    return "".join(part.text if isinstance(part, Run) else " " for part in inline)


def moved(inline: Inline, **changes: object) -> Inline:
    """The same inline content with some fields of every run changed."""
    return tuple(replace(part, **changes) if isinstance(part, Run) else part for part in inline)


def runs(inline: Inline) -> Iterator[Run]:
    """The runs of inline content."""
    return (part for part in inline if isinstance(part, Run))
