"""Standing type: what stood in an edition when it was last laid out. Where its parts are the same, it is given again.

Printers keep type standing that they expect to print from again. A sheet of which one line has changed is laid out in a
fraction of the time, and what did not change are the very same objects as before: whoever paints them can tell.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar

P = ParamSpec("P")
Made = TypeVar("Made")
State = tuple[int, int]  # of a file: when it was changed (ns), and its size

ROOM = 64  # attempts at editions: what one person works on, or one clinic after another asks for


class Entry(NamedTuple):
    """What stands at a place: its parts, what was made of them, and what stands inside it by place."""

    parts: tuple[object, ...]
    made: object
    inside: Entries


Entries = dict[Hashable, Entry]
_kept: dict[Hashable, Entries] = {}
_NOTHING: Entries = {}  # what stands inside most things


class Standing:
    """The standing type of one attempt at an edition. What the attempt asks for is kept for the next one of the same
    name; all else is thrown away, so that memory is that of the latest attempts alone."""

    def __init__(self, name: Hashable, last: Entries | None = None) -> None:
        self._name = name
        self._last = _kept.get(name, {}) if last is None else last
        self._now: Entries = {}

    def again(self, place: Hashable, make: Callable[P, Made], *parts: P.args, **none: P.kwargs) -> Made:
        """What `make` makes of the parts, or made of equal ones when it was last asked at this place.

        `make` is a function of its parts alone. Where it reads files, their state goes into the name of the place,
        which begins with a word for the kind of thing that is made.
        """
        entry = self._last.get(place)
        if entry is None or entry.parts != parts:
            entry = Entry(parts, make(*parts, **none), _NOTHING)
        self._now[place] = entry
        return entry.made  # type: ignore[return-value]  # a place is always used for one kind of value

    def within(
        self, place: Hashable, make: Callable[Concatenate[Standing, P], Made], *parts: P.args, **none: P.kwargs
    ) -> Made:
        """As `again`, for what is itself put together from standing type: `make` is handed what stood inside it, and
        keeps that for as long as the whole is asked for."""
        entry = self._last.get(place)
        if entry is None or entry.parts != parts:
            inner = Standing(place, {} if entry is None else entry.inside)
            entry = Entry(parts, make(inner, *parts, **none), inner._now)
        self._now[place] = entry
        return entry.made  # type: ignore[return-value]  # a place is always used for one kind of value

    def same(self, place: Hashable, value: Made) -> Made:
        """The value, as the very object that an equal one was the last time."""
        return self.again(place, _itself, value)

    def each(self, place: Hashable, values: tuple[Made, ...]) -> tuple[Made, ...]:
        """The values of a row, each as the very object that an equal one was at its place in the row the last time."""
        entry = self._last.get(place)
        if entry is not None:
            before: tuple[Made, ...] = entry.made  # type: ignore[assignment]  # as in `again`
            alike = [old if old == new else new for old, new in zip(before, values, strict=False)]
            values = (*alike, *values[len(before) :])
        self._now[place] = Entry((), values, _NOTHING)
        return values

    def keep(self) -> None:
        """Keep what was asked for, in place of what was kept before."""
        _kept.pop(self._name, None)
        _kept[self._name] = self._now
        while len(_kept) > ROOM:
            del _kept[next(iter(_kept))]


def forget() -> None:
    """Forget all standing type, as a new process does."""
    _kept.clear()


def _itself(value: Made) -> Made:
    return value


def state_of(path: Path) -> State:
    """What changes when a file does; (0, 0) for one that is not there, which layout complains of."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size
