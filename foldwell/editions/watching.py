"""Watching: a workspace comes in; each time that somebody saves something in it, the names of those files go out.

The files are looked at five times a second: that takes a thousandth of one, and works on network drives, where systems
do not tell of changes. Light to import.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from foldwell.editions.workspace import Workspace

FOLDERS = ("brochures", "layouts", "fonts")
PAUSE = 0.2  # seconds between looks
CALM = 0.05  # seconds without a change: some editors save in several steps

Seen = dict[Path, tuple[int, int]]


def saved(workspace: Workspace, others: Iterable[Path] = ()) -> Iterator[list[str]]:
    """The names of the files that were saved, added or taken away since the last time, for ever; an empty list comes
    first, as soon as watching has begun. `others` are files that lie elsewhere."""
    more = tuple(others)
    before = _look(workspace, more)
    yield []
    while True:
        now = _look(workspace, more)
        if now == before:
            time.sleep(PAUSE)
            continue
        while (later := _wait_and_look(workspace, more)) != now:
            now = later
        changed = sorted({path.name for path, _ in before.items() ^ now.items()})
        before = now
        yield changed


def _wait_and_look(workspace: Workspace, others: tuple[Path, ...]) -> Seen:
    time.sleep(CALM)
    return _look(workspace, others)


def _look(workspace: Workspace, others: tuple[Path, ...]) -> Seen:
    """Time of change and size of every file. Names with a dot before them or a ~ behind are editors' own notes."""
    found: Seen = {}
    for path in (*(path for name in FOLDERS for path in (workspace.root / name).rglob("*")), *others):
        try:
            status = path.stat()
        except OSError:  # taken away at this moment, or a link that leads nowhere
            continue
        if path.is_file() and not path.name.startswith(".") and not path.name.endswith("~"):
            found[path] = status.st_mtime_ns, status.st_size
    return found
