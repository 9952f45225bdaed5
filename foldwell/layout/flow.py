"""Flow: slabs and the frames that they run through come in; for each frame the slabs with their places go out.

Where a frame ends is chosen for all frames at once, by least total cost: the cost of the break itself (a widow, the
inside of a list item; see slabs.py) and that of the space left empty.
"""

from __future__ import annotations

from itertools import accumulate

from msgspec import Struct
from msgspec.structs import replace

from foldwell.layout.document import Rect
from foldwell.layout.grid import Grid
from foldwell.layout.slabs import LOUD, Slab
from foldwell.layout.stacking import Place, height_of, stack

EMPTY = 1500.0  # the cost of an empty frame; it grows with the square of the empty part
FAIR = 0.22  # how far from its fair share a balanced frame may be, in parts of its height
LEAST_FILL = 0.3  # where text is not balanced, a frame that is not the last is at least this full
COLUMN_LINE = 60.0  # the cost of half a line more height, where columns stand side by side
COLUMN_PATIENCE = 8  # how many half lines more are tried to save a bad break
LAST_PAGE = 0.25  # where text goes over pages, the last one is at least this full


class Frame(Struct, frozen=True):
    """A rectangle that text runs into, on a panel; `balance` asks for text spread evenly."""

    panel: str
    rect: Rect
    region: str
    balance: bool = False


class Filled(Struct, frozen=True):
    """What stands in each frame. `over` is the index of the first slab that found no room, or None; `breaks` holds the
    indices of the slabs that begin a frame after the first, and `cost` is what the breaks and the empty space cost."""

    frames: tuple[tuple[Place, ...], ...]
    over: int | None
    breaks: tuple[int, ...]
    cost: float


class _Filler:
    """The search for the best breaks of one chain of frames."""

    def __init__(self, slabs: tuple[Slab, ...], frames: tuple[Frame, ...], grid: Grid, first: tuple[int, ...]) -> None:
        self.slabs = slabs
        self.first = first
        self.frames = frames
        self.grid = grid
        self.heights = [0.0, *accumulate(slab.height + slab.before for slab in slabs)]
        self._stacked: dict[tuple[int, int], list[Place]] = {}
        self._best: dict[tuple[int, int], tuple[float, tuple[int, ...]] | None] = {}

    def stacked(self, start: int, frame: int) -> list[Place]:
        """The slabs from `start` that find room in a frame."""
        if (start, frame) not in self._stacked:
            limit = next((i for i in range(start, len(self.slabs)) if self.first[i] > frame), len(self.slabs))
            self._stacked[start, frame] = stack(self.slabs, start, self.frames[frame].rect, self.grid, limit)
        return self._stacked[start, frame]

    def best(self, start: int, frame: int) -> tuple[float, tuple[int, ...]] | None:
        """The least cost of setting slabs from `start` in frames from `frame` on, and the ends of those frames."""
        if (start, frame) not in self._best:
            self._best[start, frame] = self._search(start, frame)
        return self._best[start, frame]

    def _search(self, start: int, frame: int) -> tuple[float, tuple[int, ...]] | None:
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

    `first` gives for each slab the first frame that it may stand in, where that is not frame 0 for all.
    """
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


def _fullest(filler: _Filler) -> tuple[int, ...]:
    """The ends when there is too much: every frame as full as it gets."""
    ends, start = [], 0
    for frame in range(len(filler.frames)):
        places = filler.stacked(start, frame)
        start = places[-1].index + 1 if places else start
        ends.append(start)
    return tuple(ends)


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


def columns_height(slabs: tuple[Slab, ...], columns: tuple[Rect, ...], grid: Grid) -> float:
    """How tall columns side by side must be for the slabs to fit (points): the lowest height, unless a little more
    saves a bad break."""
    whole = height_of(slabs, columns[0], grid)
    if len(columns) == 1 or not slabs:
        return whole
    step = grid.leading / 2
    best: tuple[float, float] | None = None
    height = max(whole / len(columns), *(slab.height for slab in slabs))
    while height < whole + step and (best is None or height < best[1] + COLUMN_PATIENCE * step):
        frames = tuple(Frame("", Rect(rect.x, rect.y, rect.width, height), "") for rect in columns)
        filled = fill(slabs, frames, grid)
        cost = filled.cost + COLUMN_LINE * height / step
        if filled.over is None and (best is None or cost < best[0]):
            best = (cost, height)
        height += step
    return best[1] if best else whole
