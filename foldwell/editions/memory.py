"""Memory within a run: what was made from the very same parts is not made again; values and their complaints go in."""

from __future__ import annotations

import gc
from collections.abc import Callable, Hashable
from operator import is_
from typing import TypeVar

from foldwell.diagnostics import Diagnostic, Sink

Value = TypeVar("Value")
ROOM = 64  # entries: enough for what one person works on, and flat for thousands of editions


def never_collect_the_machine() -> None:
    """What is loaded by now stays until the end, and is looked at no more: neither from time to time nor when the
    process ends, where that takes as long as laying out a brochure."""
    if not gc.get_freeze_count():  # once: what is made later may go
        gc.freeze()


class Memory:
    """Keeps the latest results, each with the parts that it was made from and the complaints that it raised."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[tuple[object, ...], object, tuple[Diagnostic, ...]]] = {}

    def recall(self, key: Hashable, parts: tuple[object, ...], make: Callable[[Sink], Value], sink: Sink) -> Value:
        """The result for `key`, made anew unless all `parts` are the same objects as last time."""
        kept = self._kept.pop(key, None)
        if kept is not None and len(kept[0]) == len(parts) and all(map(is_, kept[0], parts)):
            self._kept[key] = kept  # behind all others: the first is the one that was asked for longest ago
            sink.extend(kept[2])
            return kept[1]  # type: ignore[return-value]  # a key is always used for one kind of value
        mine = Sink(sources=sink.sources)
        value = make(mine)
        sink.extend(mine.found)
        self._kept[key] = (parts, value, tuple(mine.found))
        while len(self._kept) > ROOM:
            del self._kept[next(iter(self._kept))]
        return value
