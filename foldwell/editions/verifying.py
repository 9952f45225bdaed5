"""Proof that files are what was built: a lock and a folder of files come in; how each file compares goes out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from msgspec import Struct

from foldwell.editions.lock import Entry, Lock
from foldwell.editions.uncompressed import hash_objects

Verdict = Literal["same", "same-objects", "differs", "missing", "unreadable", "foreign"]
GOOD: frozenset[Verdict] = frozenset({"same", "same-objects"})
# flu-shot.en.trifold-a4.desk.pdf; proofs, calibration sheets and whatever else lies there are nobody's editions
_EDITION = re.compile(r"[a-z0-9][a-z0-9-]*\.[A-Za-z0-9-]+\.[a-z0-9-]+\.(desk|email|shop)\.pdf")


class Verified(Struct, frozen=True):
    """A file, from the folder of finished files, and how it compares with what the lock says of it.

    same: the very bytes · same-objects: compressed otherwise, which another build of zlib does · foreign: named like an
    edition, and not in the lock.
    """

    file: str
    verdict: Verdict

    @property
    def good(self) -> bool:
        """Whether it is what was built."""
        return self.verdict in GOOD


def verify(lock: Lock, out: Path) -> Iterator[Verified]:
    """Every edition of the lock in the order of their names, then the files that are none of them."""
    for file in sorted(lock.editions):
        yield Verified(file, _compare(out / file, lock.editions[file]))
    for path in sorted(out.rglob("*.pdf")):
        file = path.relative_to(out).as_posix()
        if file not in lock.editions and _EDITION.fullmatch(path.name):
            yield Verified(file, "foreign")


def _compare(path: Path, entry: Entry) -> Verdict:
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return "missing"
    except OSError:
        return "unreadable"
    if hashlib.sha256(data).hexdigest() == entry.sha256:
        return "same"
    return "same-objects" if entry.objects and hash_objects(data) == entry.objects else "differs"
