"""Writing files whole: bytes and a path come in; the old file stands until the new one is complete."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from foldwell.diagnostics import Sink


def write_whole(path: Path, data: bytes, sink: Sink) -> bool:
    """Put `data` at `path` in one step. A complaint, and the old file kept, where that cannot be done."""
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _open_to_others(temporary)
        os.replace(temporary, path)  # noqa: PTH105  # os.replace is the atomic one on every system
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        sink.error("write", f"{path} could not be written: {error.strerror or error}", None, _what_to_do(error, path))
        return False
    except BaseException:  # Ctrl-C: leave no half file behind
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise
    return True


def _open_to_others(temporary: str) -> None:
    """Mkstemp makes files that only their owner reads; a finished PDF gets the ordinary rights of a new file."""
    mask = os.umask(0)
    os.umask(mask)
    Path(temporary).chmod(0o666 & ~mask)


def _what_to_do(error: OSError, path: Path) -> str:
    if isinstance(error, PermissionError):
        return f"close {path.name} if it is open in a viewer, or write elsewhere with --out; the old file is kept"
    if error.errno == 28:  # ENOSPC
        return "the disk is full: make room and build again; the old file is kept"
    return "write elsewhere with --out; the old file, if there is one, is kept"
