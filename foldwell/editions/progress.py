"""A progress bar: how much is done comes in, one line that is rewritten in place goes out, on a terminal only."""

from __future__ import annotations

import time
from typing import TextIO

PATIENCE = 1.0  # seconds of work before a bar is worth showing
WIDTH = 24


class Progress:
    """Shows itself after a second of work, where there is a terminal to show it on."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._begin = time.perf_counter()
        self._shown = False

    def show(self, done: int, total: int, what: str) -> None:
        """Draw the bar, unless it is too early, all is done, or nobody would see it."""
        if done == total or not self._stream.isatty() or time.perf_counter() - self._begin < PATIENCE:
            return
        full = WIDTH * done // total
        line = f"[{'#' * full}{'.' * (WIDTH - full)}] {done} of {total}  {what}"
        self._stream.write("\r" + line[: _columns() - 1])
        self._stream.flush()
        self._shown = True

    def clear(self) -> None:
        """Take the bar off the line."""
        if self._shown:
            self._stream.write("\r" + " " * (_columns() - 1) + "\r")
            self._stream.flush()
            self._shown = False


def _columns() -> int:
    """How wide the terminal is."""
    import shutil  # which loads archives of all kinds, and most builds take less than a second

    return shutil.get_terminal_size().columns
