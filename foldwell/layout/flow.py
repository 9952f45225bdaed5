"""Flow: slabs and the frames that they run through come in; for each frame the slabs with their heights go out.

Where a frame ends is chosen for all frames at once, by least total cost: the cost of the break itself (a widow, the
inside of a list item; see slabs.py) and that of the space left empty. Text snaps to the sheet's baseline grid.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import accumulate
from math import ceil
from operator import attrgetter

from foldwell.layout.document import Rect
from foldwell.layout.slabs import LOUD, Box, Slab

SLACK = 0.01
EMPTY = 1500.0  # the cost of an empty frame; it grows with the square of the empty part
FAIR = 0.22  # how far from its fair share a balanced frame may be, in parts of its height
LEAST_FILL = 0.3  # where text is not balanced, a frame that is not the last is at least this full
COLUMN_LINE = 60.0  # the cost of half a line more height, where columns stand side by side
COLUMN_PATIENCE = 8  # how many half lines more are tried to save a bad break
LAST_PAGE = 0.25  # where text goes over pages, the last one is at least this full
SQUEEZE = 0.6  # a space may shrink to this part of itself to meet the grid
TOLERANCE = 0.15  # of a line: how much nearer it may come to the one above, besides


@dataclass(frozen=True, slots=True)
class Grid:
    """The baseline grid of a sheet: the first baseline (y on the panel) and the leading between lines, in points.

    Where a frame begins at `top`, the text of a box that begins it stands on `title`, the first baseline of headings:
    its ground rises out of the frame for that, but no more than `rise`.
    """

    first: float
    leading: float
    top: float = 0.0
    title: float = 0.0
    rise: float = 0.0

    def hung(self, slab: Slab, top: float, frame_top: float) -> float:
        """Where a slab with a box stands (y of its top) that begins a frame and would stand at `top`."""
        if slab.box is None or abs(frame_top - self.top) > SLACK:
            return top
        return min(top, max(self.title - slab.baseline, top - min(self.rise, slab.box.padding)))

    def meet(self, wanted: float, least: float, which: str) -> float:
        """The baseline on the grid that is nearest to `wanted`, and not above `least`."""
        step = self.leading if which == "line" else self.leading / 2
        baseline = self.first + round((wanted - self.first) / step) * step
        if baseline < least - SLACK:
            baseline = self.first + ceil((least - self.first - SLACK) / step) * step
        return baseline


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle that text runs into, on a panel; `balance` asks for text spread evenly."""

    panel: str
    rect: Rect
    region: str
    balance: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A slab's top on its panel, and where what stands in the frame down to it ends."""

    index: int
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in each frame. `over` is the index of the first slab that found no room, or None; `breaks` holds the
    indices of the slabs that begin a frame after the first, and `cost` is what the breaks and the empty space cost."""

    frames: tuple[tuple[Place, ...], ...]
    over: int | None
    breaks: tuple[int, ...]
    cost: float


_OUTLINE = attrgetter(
    "height", "baseline", "grid", "before", "after", "break_cost", "what", "ink", "foot", "clear"
)  # fmt: skip  # all that decides where slabs stand, besides their boxes


class _Alike:
    """Slabs, equal to others that would stand at the same places: another clinic's words rarely move a line."""

    __slots__ = ("_key", "slabs")

    def __init__(self, slabs: tuple[Slab, ...]) -> None:
        boxes: dict[int, int] = {}
        outlines = [
            _OUTLINE(slab) if slab.box is None
            else (*_OUTLINE(slab), boxes.setdefault(id(slab.box), len(boxes)), slab.box.padding)
            for slab in slabs
        ]  # fmt: skip
        self.slabs = slabs
        self._key = tuple(outlines)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Alike) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


def stack(slabs: tuple[Slab, ...], start: int, frame: Rect, grid: Grid, limit: int | None = None) -> list[Place]:
    """Slabs from `start` on, put under each other until the frame is full (or slab `limit` is reached)."""
    places: list[Place] = []
    y = frame.y
    before: Slab | None = None
    for index in range(start, len(slabs) if limit is None else limit):
        slab = slabs[index]
        top, bottom = _put(slab, before, y, frame.y, grid)
        padding = slab.box.padding if slab.box else 0.0
        if bottom + padding > frame.bottom + SLACK:
            break
        places.append(Place(index, top, bottom + padding))
        y, before = bottom, slab
    return places


def _put(slab: Slab, before: Slab | None, y: float, frame_top: float, grid: Grid) -> tuple[float, float]:
    """Top and bottom of a slab under another; the first of a frame has no space above it."""
    gap = 0.0 if before is None else _gap(before, slab)
    same_box = before is not None and slab.box is not None and before.box is slab.box
    if not same_box:
        y += before.box.padding if before is not None and before.box else 0.0
        padding = slab.box.padding if slab.box else 0.0
    else:
        padding = 0.0
    if before is None and slab.what == "space":
        return frame_top, frame_top
    top = y + gap + padding
    if before is None:
        top = grid.hung(slab, top, frame_top)
    least = y + SQUEEZE * gap + padding - (TOLERANCE * slab.height if before is not None else 0.0)
    if before is not None and slab.clear:
        clear = y - before.foot + slab.clear - slab.ink
        top, least = max(top, clear), max(least, clear)
    if slab.grid != "none":
        top = grid.meet(top + slab.baseline, least + slab.baseline, slab.grid) - slab.baseline
    return top, top + slab.height


def _gap(before: Slab, slab: Slab) -> float:
    """The space between two slabs: the larger of what both want; below a heading what the heading wants down to the
    first ink, for it belongs to what follows."""
    if before.what == "heading":
        return before.after - slab.ink
    return max(before.after, slab.before)


class _Filler:
    """The search for the best breaks of one chain of frames."""

    def __init__(self, slabs: tuple[Slab, ...], frames: tuple[Frame, ...], grid: Grid, first: tuple[int, ...]) -> None:
        self.slabs = slabs
        self.first = first
        self.frames = frames
        self.grid = grid
        self.heights = [0.0, *accumulate(slab.height + slab.before for slab in slabs)]
        self.best = cache(self._best)
        self.stacked = cache(self._stacked)

    def _stacked(self, start: int, frame: int) -> list[Place]:
        limit = next((i for i in range(start, len(self.slabs)) if self.first[i] > frame), len(self.slabs))
        return stack(self.slabs, start, self.frames[frame].rect, self.grid, limit)

    def _best(self, start: int, frame: int) -> tuple[float, tuple[int, ...]] | None:
        """The least cost of setting slabs from `start` in frames from `frame` on, and the ends of those frames."""
        if start == len(self.slabs):
            return self._empty(start, frame)
        if frame == len(self.frames):
            return None
        best: tuple[float, tuple[int, ...]] | None = None
        for end, cost in self._ends(start, frame):
            rest = self.best(end, frame + 1)
            if rest is not None and (best is None or cost + rest[0] < best[0]):
                best = (cost + rest[0], (end, *rest[1]))
        return best

    def _empty(self, start: int, frame: int) -> tuple[float, tuple[int, ...]]:
        left = self.frames[frame:]
        return (EMPTY * sum(f.balance for f in left), (start,) * len(left))

    def _fair(self, start: int, frame: int) -> tuple[float, float]:
        """How full (points) a balanced frame may be: around its share of what is still to be set."""
        height = self.frames[frame].rect.height
        share = (self.heights[-1] - self.heights[start]) / (len(self.frames) - frame)
        return share - FAIR * height, share + FAIR * height

    def _ends(self, start: int, frame: int) -> list[tuple[int, float]]:
        """The ends worth trying for a frame, each with its cost, from the fullest up: an emptier end is worth trying
        only where the break itself is better than all fuller ones, or where the text is to be balanced."""
        places, box = self.stacked(start, frame), self.frames[frame]
        if not places:  # what comes next belongs to a later frame, or is too tall for this one
            return [(start, 0.0 if self.first[start] > frame else EMPTY)]
        ends: list[tuple[int, float]] = []
        least = float("inf")
        low, high = self._fair(start, frame) if box.balance else (0.0, 0.0)
        for place in reversed(places):
            if box.balance and ends and not low <= place.bottom - box.rect.y <= high:
                continue
            end = place.index + 1
            done = end == len(self.slabs)
            forced = not done and self.first[end] > frame
            empty = (box.rect.bottom - place.bottom) / box.rect.height
            cost = 0.0 if done or forced else self.slabs[end].break_cost
            if (cost < least or box.balance) and (empty <= 1 - LEAST_FILL or not ends or box.balance):
                pays = box.balance or not (done or forced)
                ends.append((end, cost + (EMPTY * empty * empty if pays else 0.0)))
            least = min(least, cost)
            if done and not box.balance:
                break
        return ends


def fill(slabs: tuple[Slab, ...], frames: tuple[Frame, ...], grid: Grid, first: tuple[int, ...] = ()) -> Filled:
    """Set the slabs into the frames. What finds no room is not set: `over` says where it begins.

    `first` gives for each slab the first frame that it may stand in, where that is not frame 0 for all. Slabs that
    would stand at the same places as others did before are not tried again.
    """
    return _fill(_Alike(slabs), frames, grid, first)


@lru_cache(maxsize=1024)
def _fill(alike: _Alike, frames: tuple[Frame, ...], grid: Grid, first: tuple[int, ...]) -> Filled:
    slabs = alike.slabs
    filler = _Filler(slabs, frames, grid, first or (0,) * len(slabs))
    found = filler.best(0, 0)
    ends = found[1] if found is not None else _fullest(filler)
    placed, start = [], 0
    for frame, end in zip(frames, ends, strict=True):
        placed.append(tuple(stack(slabs, start, frame.rect, grid, end)))
        start = end
    over = start if start < len(slabs) else None
    breaks = tuple(end for end in ends[:-1] if 0 < end < len(slabs))
    return Filled(tuple(placed), over, breaks, found[0] if found is not None else float("inf"))


def fill_pages(slabs: tuple[Slab, ...], frames: tuple[Frame, ...], grid: Grid, first: tuple[int, ...] = ()) -> Filled:
    """As `fill`; where that leaves too little for the last frame to look meant, the text is spread evenly instead,
    unless a frame would then end at a bad place."""
    filled = fill(slabs, frames, grid, first)
    if filled.over is not None or len(frames) == 1:
        return filled
    last = filled.frames[-1]
    if last and last[-1].bottom - frames[-1].rect.y >= LAST_PAGE * frames[-1].rect.height:
        return filled
    spread = fill(slabs, tuple([replace(frame, balance=True) for frame in frames]), grid, first)
    return filled if spread.over is not None or any(slabs[i].break_cost >= LOUD for i in spread.breaks) else spread


def _fullest(filler: _Filler) -> tuple[int, ...]:
    """The ends when there is too much: every frame as full as it gets."""
    ends, start = [], 0
    for frame in range(len(filler.frames)):
        places = filler.stacked(start, frame)
        start = places[-1].index + 1 if places else start
        ends.append(start)
    return tuple(ends)


def columns_height(slabs: tuple[Slab, ...], columns: tuple[Rect, ...], grid: Grid) -> float:
    """How tall columns side by side must be for the slabs to fit (points): the lowest height, unless a little more
    saves a bad break."""
    return _columns_height(_Alike(slabs), columns, grid)


@lru_cache(maxsize=1024)
def _columns_height(alike: _Alike, columns: tuple[Rect, ...], grid: Grid) -> float:
    slabs = alike.slabs
    if len(columns) == 1 or not slabs:
        return height_of(slabs, columns[0], grid)
    whole = height_of(slabs, columns[0], grid)
    step = grid.leading / 2
    best: tuple[float, float] | None = None
    height = max(whole / len(columns), *(slab.height for slab in slabs))
    while height < whole + step and (best is None or height < best[1] + COLUMN_PATIENCE * step):
        frames = tuple(Frame("", Rect(rect.x, rect.y, rect.width, height), "") for rect in columns)
        filled = _fill(alike, frames, grid, ())
        cost = filled.cost + COLUMN_LINE * height / step
        if filled.over is None and (best is None or cost < best[0]):
            best = (cost, height)
        height += step
    return best[1] if best else whole


def height_of(slabs: tuple[Slab, ...], rect: Rect, grid: Grid) -> float:
    """How tall the slabs are when set from the top of `rect`, however low it is (points)."""
    if not slabs:
        return 0.0
    places = stack(slabs, 0, Rect(rect.x, rect.y, rect.width, 1e6), grid)
    return places[-1].bottom - rect.y


def boxed(places: tuple[Place, ...], slabs: tuple[Slab, ...]) -> list[tuple[Box, list[Place]]]:
    """Boxes, each with the places in a row whose slabs stand in it."""
    groups: list[tuple[Box, list[Place]]] = []
    open_box: Box | None = None
    for place in places:
        box = slabs[place.index].box
        if box is not None and box is open_box:
            groups[-1][1].append(place)
        elif box is not None:
            groups.append((box, [place]))
        open_box = box
    return groups
