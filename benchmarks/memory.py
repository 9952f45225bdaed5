"""A program under watch: a command comes in; what it printed, how long it took and its peak memory go out.

Memory is what Linux calls VmHWM, the most that a process ever held in RAM, with what it shares with others counted in
full; elsewhere it is None.
"""

from __future__ import annotations

import contextlib
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

_PROC = Path("/proc")
_EVERY = 0.03  # seconds between looks: the peak only ever rises, so that little is missed at a process's end


class Ran(Struct, frozen=True):
    """What became of a process: seconds from start to end, the most memory in bytes of it and of each process that it
    started, and what it printed."""

    seconds: float
    parent: int | None
    workers: tuple[int, ...]
    printed: str


def run_watched(command: Sequence[str | Path], folder: Path) -> Ran:
    """Run a command to its end. Raises CalledProcessError when it fails."""
    peaks: dict[int, int] = {}
    over = threading.Event()
    begin = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603  # our own commands
        [str(part) for part in command], cwd=folder, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    watcher = threading.Thread(target=_watch, args=(process.pid, peaks, over))
    watcher.start()
    try:
        printed, complaints = process.communicate()
        seconds = time.perf_counter() - begin
    finally:
        over.set()
        watcher.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args, printed, complaints)
    parent = peaks.pop(process.pid, None)
    return Ran(seconds, parent, tuple(sorted(peaks.values(), reverse=True)), printed)


def _watch(parent: int, peaks: dict[int, int], over: threading.Event) -> None:
    while not over.wait(_EVERY):
        for process in (parent, *_children(parent)):
            peak = _peak(process)
            if peak is not None:
                peaks[process] = max(peak, peaks.get(process, 0))


def _children(process: int) -> list[int]:
    found: list[int] = []
    for path in _PROC.glob(f"{process}/task/*/children"):
        with contextlib.suppress(OSError):  # it has ended since
            found += map(int, path.read_text().split())
    return found


def _peak(process: int) -> int | None:
    with contextlib.suppress(OSError):
        for line in (_PROC / str(process) / "status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024  # "kB" there means 1,024 bytes
    return None
