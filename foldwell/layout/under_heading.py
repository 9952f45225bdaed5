"""Around a heading: its style and its slabs come in; with the space that its neighbours keep from it they go out.

The eye measures from the heading's baseline to the first ink: the capitals of a line, the top edge of a picture or of
a ground. That distance is one for all kinds of block. It is where the layout's plain text comes to stand. Above the
heading there is at least twice as much white.
"""

from __future__ import annotations

from foldwell.layout.document import Drawing, Item, Text
from foldwell.layout.grid import Grid
from foldwell.layout.setting import CAPITALS, Setter
from foldwell.layout.slabs import Slab, with_first, with_last
from foldwell.layout.stacking import SQUEEZE, TOLERANCE

TWICE = 2.0  # so much more white above a heading than below it, at least: it belongs to what follows


def spaced(setter: Setter, style: str, slabs: list[Slab]) -> list[Slab]:
    """The lines of a heading with the white that they want above and below."""
    if not slabs:
        return slabs
    room, head = _room_below(setter, style), setter.look(style)
    white = room + head.leading - head.baseline
    slabs = with_last(slabs, after=room)
    return with_first(slabs, clear=TWICE * white, ink=first_ink(slabs[0]))


def _room_below(setter: Setter, style: str) -> float:
    """From the foot of a heading's last line down to the first ink of what follows (points).

    A heading that is smaller than plain text stands over text of its own size.
    """
    head, body = setter.look(style), setter.look("body")
    text = body if head.size >= body.size else head
    foot = head.leading - head.baseline  # below the heading's baseline
    line = foot + head.after + text.baseline  # the text's baseline, from the heading's
    if "none" not in (head.grid, text.grid):
        least = line - (1 - SQUEEZE) * head.after - TOLERANCE * text.leading
        line = Grid(0.0, setter.leading).meet(line - head.lift, least - head.lift, text.grid) + head.lift
    return line - CAPITALS * text.size - foot


def first_ink(slab: Slab) -> float:
    """How far below its top a slab is seen to begin (points); one on a ground begins with the ground."""
    if slab.box is not None or not slab.items:
        return 0.0
    largest = max((item.size for item in slab.items if isinstance(item, Text)), default=0.0)
    return min(_top(item) for item in slab.items if not _belongs_to_a_line(item, largest))


def below_ink(slab: Slab) -> float:
    """How far above its bottom a slab is seen to end (points): a line of text ends at its baseline."""
    if slab.box is not None or not slab.items:
        return 0.0
    return slab.height - max(item.baseline if isinstance(item, Text) else item.rect.bottom for item in slab.items)


def _belongs_to_a_line(item: Item, largest: float) -> bool:
    """A superscript, or a sign drawn among words: lines begin with their capitals all the same."""
    if isinstance(item, Text):
        return item.size < largest
    return largest > 0 and isinstance(item, Drawing) and item.actual is not None


def _top(item: Item) -> float:
    return item.baseline - CAPITALS * item.size if isinstance(item, Text) else item.rect.y
