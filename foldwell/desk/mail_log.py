"""What was sent comes in: form, revision and outcome; a line of the mail log goes out, with nothing of a patient.

The log is `.foldwell/mail-log.csv`. Several people may write at once: a line is whole or not there.
"""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from foldwell.desk.mail_sending import Outcome
from foldwell.diagnostics import Sink

HEAD = "date,form,revision,outcome\n"


def log_path(root: Path) -> Path:
    """Where the log of a workspace is."""
    return root / ".foldwell" / "mail-log.csv"


def can_note(root: Path, sink: Sink) -> bool:
    """Whether the log can be written; asked before anything is sent, so that nothing goes out unrecorded."""
    try:
        _append(log_path(root), "")
    except OSError as error:
        sink.error("mail-log", f"{log_path(root)} cannot be written: {error.strerror}", None,
                   "nothing was sent; close the file if it is open in another program")  # fmt: skip
        return False
    return True


def note(root: Path, day: datetime.date, form: str, revision: int, outcome: Outcome, sink: Sink) -> None:
    """Add a line to the log; a warning with the line where that fails."""
    line = f"{day.isoformat()},{form},{revision},{outcome.word}\n"
    try:
        _append(log_path(root), line)
    except OSError as error:
        sink.warn("mail-log", f"the mail log could not be written: {error.strerror}", None,
                  f"add this line to {log_path(root)}: {line.strip()}")  # fmt: skip


def _append(path: Path, line: str) -> None:
    """Add a line, after the head where there is none, and on a line of its own where the last was cut short."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "r+b", buffering=0) as file, _locked(file.fileno()):
        size = file.seek(0, os.SEEK_END)
        if size == 0:
            line = HEAD + line
        elif line:
            file.seek(size - 1)
            line = line if file.read(1) == b"\n" else "\n" + line
        file.write(line.encode("ascii"))


if sys.platform == "win32":

    @contextmanager
    def _locked(handle: int) -> Iterator[None]:
        """Hold the file against others; an OSError after ten seconds of waiting."""
        import msvcrt

        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
        try:
            yield
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:

    @contextmanager
    def _locked(handle: int) -> Iterator[None]:
        """Hold the file against others until it is closed."""
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
