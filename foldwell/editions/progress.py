"""A progress bar: how much is done comes in, one line that is rewritten in place goes out, on a terminal only."""

from __future__ import annotations

import os
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
        self._stream.write("\r" + line[: columns() - 1])
        self._stream.flush()
        self._shown = True

    def clear(self) -> None:
        """Take the bar off the line."""
        if self._shown:
            self._stream.write("\r" + " " * (columns() - 1) + "\r")
            self._stream.flush()
            self._shown = False


def columns() -> int:
    """How wide the window is: what the environment says, or the terminal, or 80. (As `shutil` has it, which loads
    archives of all kinds.)"""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said) > 0:
        return int(said)
    try:
        return os.get_terminal_size(1).columns or 80
    except OSError:
        return 80
