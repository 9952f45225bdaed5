"""A build's news for the lock: results come in as they are made; at the end `foldwell.lock` is brought up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from foldwell.diagnostics import Sink
from foldwell.editions.lock import Entry, Lock
from foldwell.editions.request import Result
from foldwell.editions.workspace import Workspace


class LockBook:
    """Gathers what was made, and what could not be, until it is closed: also when the build was stopped in its midst.

    `out` is the folder of finished files. A file that is written but not entered yet, because the build was killed, is
    entered by the next one.
    """

    def __init__(self, workspace: Workspace, out: Path, sink: Sink) -> None:
        self._workspace, self._out, self._sink = workspace, out, sink
        self._made: dict[str, Entry] = {}
        self._broken: dict[str, Entry] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_what_stopped_it: object) -> None:
        self.close()

    def note(self, result: Result) -> None:
        """What became of one edition. One that was made and could not be written is neither: the older file stands."""
        entry = result.entry
        if entry is not None and result.done:
            self._made[entry.file] = entry
        elif entry is not None and not entry.sha256:
            self._broken[entry.file] = entry

    def close(self) -> None:
        """Write the lock, unless nothing is new. It is read now, since another build may have written it meanwhile."""
        heard = Sink()
        before = Lock.read(self._workspace, heard)
        after = before.with_made(self._made.values()).with_broken(self._broken.values())
        after = after.without(self._gone(after))
        for complaint in heard.found:
            hint = "what this build did not make is not in the new one; `python render.py build` makes all"
            self._sink.warn("lock", f"{complaint.message}; it is written anew", None, hint)
        if after != before or heard.found:
            after.write(self._workspace, self._sink)

    def _gone(self, lock: Lock) -> list[str]:
        """Editions that nobody asks for any more and that somebody has thrown away: those of brochures that are not
        there, and those that a build of the same brochure did not make."""
        there = {(file.name, file.language) for file in self._workspace.brochure_files()}
        asked = {(each.brochure, each.language, each.clinic) for each in self._made.values()}
        gone = []
        for file, entry in lock.editions.items():
            name = entry.brochure, entry.language
            if file not in self._made and (name not in there or (*name, entry.clinic) in asked):
                gone += [] if (self._out / file).is_file() else [file]
        return gone
