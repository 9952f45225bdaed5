"""The telling part of a brochure's file: the brochure and its text come in, some lines of it go out as they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct
from msgspec.structs import replace

from foldwell.content.models.brochure import Brochure
from foldwell.content.reading.nodes import Mapping

LEAST, MOST = 10, 20  # lines
PLAIN = frozenset({"heading", "text", "list", "steps", "quote", "qr", "contact", "write_in", "notice", "rule", "space"})


class Excerpt(Struct, frozen=True):
    """Lines of the file, and the kinds of blocks in them."""

    lines: tuple[str, ...]
    kinds: frozenset[str]
    begins: bool  # a section, with its name and heading

    @property
    def fits(self) -> bool:
        """Whether it has as many lines as a page shows."""
        return LEAST <= len(self.lines) <= MOST


def excerpt(brochure: Brochure, text: str, told: Collection[str] = ()) -> Excerpt:
    """The whole blocks, one after another in one section, that tell most: those of kinds that are not `told` yet.

    A brochure whose blocks are all too short or too long for a page gives the first lines of its longest section.
    """
    lines = text.splitlines()
    found = list(_runs(brochure, lines))
    fitting = [run for run in found if run.fits]
    if not fitting:
        longest = max(found, key=lambda run: len(run.lines))
        return replace(longest, lines=longest.lines[:MOST])
    return max(fitting, key=lambda run: (len(run.kinds - PLAIN - set(told)), len(run.kinds - PLAIN), run.begins))


def _runs(brochure: Brochure, lines: list[str]) -> Iterator[Excerpt]:
    """Every run of whole blocks, the first of each section with the section's name and heading."""
    for name, section in brochure.sections.items():
        starts = [block.span.line for block in section.blocks]
        kinds = [block.kind for block in section.blocks]
        head = _line_of_key(brochure, name)
        ends = [*(start - 1 for start in starts[1:]), _end(lines, starts[-1])]
        for first in range(len(starts)):
            begin = head if first == 0 else starts[first]
            for last in range(first, len(starts)):
                part = _without_blank_end(lines[begin - 1 : ends[last]])
                yield Excerpt(tuple(part), frozenset(kinds[first : last + 1]), first == 0)


def _line_of_key(brochure: Brochure, section: str) -> int:
    """The line on which a section's name stands."""
    sections = brochure.node.value("sections") if isinstance(brochure.node, Mapping) else None
    key = sections.key(section) if isinstance(sections, Mapping) else None
    return key.span.line if key is not None else brochure.sections[section].span.line


def _end(lines: list[str], start: int) -> int:
    """The last line of the block that starts on a line: what follows it is indented no further than its hyphen."""
    indent = _indent(lines[start - 1])
    following = enumerate(lines[start:], start)
    return next((number for number, line in following if line.strip() and _indent(line) <= indent), len(lines))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _without_blank_end(part: list[str]) -> list[str]:
    """The lines without the empty ones and the remarks behind the last block, which belong to what comes next."""
    while part and (not part[-1].strip() or part[-1].lstrip().startswith("#")):
        part = part[:-1]
    return part
