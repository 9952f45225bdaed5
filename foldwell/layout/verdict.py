"""Verdicts on a filled region: frames and slabs come in; overflows, notes and complaints go out."""

from __future__ import annotations

from math import ceil

from msgspec import Struct

from foldwell.diagnostics import Sink, Span
from foldwell.layout.document import Text
from foldwell.layout.flow import Filled, Frame
from foldwell.layout.grid import Grid
from foldwell.layout.slabs import LONE_ITEM, LOUD, Slab
from foldwell.layout.stacking import height_of

REQUIRED_SIZE = 12.0  # points: the least size of required text; CDC and plain-language guides, see docs/layouts.md
REQUIRED_SIZE_FOLDED = 11.0  # points: the same on a folded sheet


class Overflow(Struct, frozen=True):
    """A region that is too full: where, by how many lines and words, and the YAML where the overflow begins."""

    panel: str
    lines: int
    words: int
    span: Span


def overflow_of(frames: tuple[Frame, ...], slabs: tuple[Slab, ...], filled: Filled, grid: Grid) -> Overflow | None:
    """What found no room in the frames, if anything."""
    if filled.over is None:
        return None
    rest = slabs[filled.over :]
    height = height_of(rest, frames[-1].rect, grid)
    lines = max(1, ceil((height - grid.leading / 8) / grid.leading))
    return Overflow(frames[-1].panel, lines, max(1, sum(slab.words for slab in rest)), rest[0].span)


def too_tall(panel: str, slabs: tuple[Slab, ...], over: float, leading: float, fallback: Span) -> Overflow:
    """The rows of a panel are too tall together by `over` points: the end of the last one's text is too much."""
    gathered, words, span = 0.0, 0, fallback
    for slab in reversed(slabs):
        gathered, words, span = gathered + slab.height, words + slab.words, slab.span
        if gathered >= over:
            break
    return Overflow(panel, ceil(over / leading), max(words, 1), span)


def note_breaks(slabs: tuple[Slab, ...], filled: Filled, sink: Sink) -> None:
    """Tell of each panel that ends where it should not have, because nothing better was found."""
    for index in filled.breaks:
        if slabs[index].break_cost >= LOUD:
            sink.note(
                "break", f"a panel ends inside {_broken_what(slabs, index)} here, since nothing better was found",
                slabs[index].span, "shorten or lengthen the text before it by a line or two",
            )  # fmt: skip


def is_torn(slabs: tuple[Slab, ...], filled: Filled) -> bool:
    """Whether a panel ends where a page more would be worth it: at least an item of a list stands alone."""
    return any(slabs[index].break_cost >= LONE_ITEM for index in filled.breaks)


def _broken_what(slabs: tuple[Slab, ...], index: int) -> str:
    if slabs[index - 1].what == "heading":
        return "a heading and what follows it"
    if slabs[index].what == "row":
        return "a table or chart"
    if slabs[index].box is not None:
        return "a callout"
    return "a paragraph or list item, and leaves a line alone"


def note_empty(
    frames: tuple[Frame, ...], slabs: tuple[Slab, ...], filled: Filled, stretched: set[str], sink: Sink
) -> None:
    """Tell of each region that is less than half full, of those that are `stretched` to the room there is."""
    for region in dict.fromkeys(frame.region for frame in frames if frame.region in stretched):
        mine = [i for i, frame in enumerate(frames) if frame.region == region]
        room = sum(frames[i].rect.height for i in mine)
        used = sum(filled.frames[i][-1].bottom - frames[i].rect.y for i in mine if filled.frames[i])
        first = next((place for i in mine for place in filled.frames[i]), None)
        if first is not None and used < room / 2:
            sink.note(
                "half-empty", f"region `{region}` is only {100 * used / room:.0f} % full", slabs[first.index].span,
                "move a section here, or add what patients ask about",
            )  # fmt: skip


def check_required(slabs: list[Slab], folded: bool, sink: Sink) -> None:
    """Complain where required text is set too small; the numbers of citations and lists are exempt."""
    least = REQUIRED_SIZE_FOLDED if folded else REQUIRED_SIZE
    for item in (item for slab in slabs for item in slab.items):
        if isinstance(item, Text) and item.size < least - 0.01 and item.text.strip(" ,0123456789"):
            sink.error(
                "required-small", f"required text would be set in {item.size:g} pt, under {least:g} pt", item.span,
                "choose a larger style in the layout, or another kind of block",
            )  # fmt: skip
            return
