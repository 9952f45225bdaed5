"""Writing files whole: bytes, or parts of them, and a path come in; the old file stands until the new one is complete.

A program that is killed while it writes leaves a hidden file, `.name.12ab34cd.part`; the next one takes it away.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import time
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from foldwell.diagnostics import Sink

LEFT_BEHIND = 600  # seconds after which nobody is writing a file any more
_PART = re.compile(r"\..+\.[0-9a-f]{8}\.part")


def write_whole(path: Path, data: bytes | Iterable[bytes], sink: Sink, *, lasting: bool = True) -> bool:
    """Put `data`, in one piece or in several, at `path` in one step. A complaint, and the old file kept, where that
    cannot be done.

    What is `lasting` is on the disk before the old file goes, also where the power fails; that is waited for. It is
    not needed for what its reader tells from a torn file, and makes anew.
    """
    # named before it is made: Ctrl-C may come between the two
    temporary = path.with_name(f".{path.name}.{os.urandom(4).hex()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear(path.parent)
        with temporary.open("xb") as file:
            file.writelines((data,) if isinstance(data, bytes) else data)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        os.replace(temporary, path)  # noqa: PTH105  # os.replace is the atomic one on every system
    except OSError as error:
        _take_away(temporary)
        complain_of_writing(error, path, sink)
        return False
    except BaseException:  # Ctrl-C: leave no half file behind
        _take_away(temporary)
        raise
    return True


@lru_cache(maxsize=64)
def _clear(folder: Path) -> None:
    """Take away, once a run, what was left in a folder by programs that were killed."""
    for other in folder.glob(".*.part"):
        with contextlib.suppress(OSError):  # somebody else was quicker
            if _PART.fullmatch(other.name) and time.time() - other.stat().st_mtime > LEFT_BEHIND:
                other.unlink()


def _take_away(temporary: Path) -> None:
    with contextlib.suppress(OSError):
        temporary.unlink()


def complain_of_writing(error: OSError, path: Path, sink: Sink) -> None:
    """Say why a file could not be written, and what to do; where the folder is at fault, once for all of its files."""
    why, what = error.strerror or str(error), path
    # os.path answers no, where Path raises, about what lies in a folder that we may not look into
    in_the_way = next((part for part in path.parents if os.path.isfile(part)), None)  # noqa: PTH113  # no OSError
    if in_the_way is not None:
        why, what = f"{in_the_way} is a file, where a folder is wanted", path.parent
        hint = "move or rename that file, or write elsewhere with --out"
    elif os.path.isdir(path):  # noqa: PTH112  # no OSError
        why, hint = "a folder has this name", "move or rename that folder, or write elsewhere with --out"
    elif error.errno == errno.ENOSPC:
        hint = "the disk is full: make room and build again; the old file is kept"
    elif isinstance(error, PermissionError) and os.path.exists(path):  # noqa: PTH110  # no OSError
        hint = f"close {path.name} if it is open in a viewer, or write elsewhere with --out; the old file is kept"
    elif isinstance(error, PermissionError):
        what = path.parent
        hint = "you may not write to this folder: ask whoever looks after this computer, or use --out"
    else:
        hint = "write elsewhere with --out; the old file, if there is one, is kept"
    said = f"{path} could not be written" if what == path else f"nothing could be written to {what}"
    sink.error("write", f"{said}: {why}", None, hint)
