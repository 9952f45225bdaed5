"""`foldwell.lock`: what was built and from what comes in; the file that proves it, one line an edition, goes out.

The lock says of each edition, by its file's path in the folder of finished files, what it was made from and what was
written. The same builds give the same lock: entries are sorted, and nothing in it tells when or where it was written.
Light to import: with nothing to do, a build need not load the machine.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from foldwell.diagnostics import Sink, shown_path
from foldwell.editions.program import program
from foldwell.editions.workspace import Workspace
from foldwell.editions.writing import write_whole

NAME = "foldwell.lock"
FORMAT = 1
ANEW = f"delete {NAME} and build everything: `python render.py build` writes it anew"


class Entry(Struct, frozen=True):
    """One edition: its file from the folder of finished files, what it is, what it was made from, and what came of it.

    `clinic` is the name of the clinic's folder there, and empty for the workspace's own; `clinic_file` is its file, and
    empty for one outside the workspace; `words` is the hash that a clinician signs; `inputs` are SHA-256 by name;
    `objects` is the hash of the PDF without its compression.
    """

    file: str
    brochure: str
    language: str
    layout: str
    target: str
    clinic: str
    clinic_file: str
    paper: str
    form: str
    revision: int
    review_by: datetime.date
    words: str
    inputs: Mapping[str, str]
    sha256: str = ""
    objects: str = ""
    pages: int = 0

    def as_json(self) -> dict[str, object]:
        """As plain values, without the file's name."""
        values = {name: getattr(self, name) for name in self.__struct_fields__ if name != "file"}
        return {**values, "review_by": self.review_by.isoformat(), "inputs": dict(self.inputs)}

    @classmethod
    def from_json(cls, file: str, values: dict[str, Any]) -> Entry:
        """The entry of a line. Raises KeyError, TypeError or ValueError for what is none.

        Most of its texts stand in thousands of other lines, too: they are the very same there."""
        path = PurePosixPath(file)
        if path.is_absolute() or ".." in path.parts or "\\" in file or not file.endswith(".pdf"):
            raise ValueError(f"{file} is not the name of a finished file")
        known = {name: values[name] for name in cls.__struct_fields__ if name != "file"}
        numbers = [known.pop(name) for name in ("revision", "pages")]
        inputs, review_by = dict(known.pop("inputs")), datetime.date.fromisoformat(known.pop("review_by"))
        texts = [*known.values(), *inputs.values()]
        if not all(isinstance(text, str) for text in texts) or not all(isinstance(each, int) for each in numbers):
            raise TypeError(f"{file} has a value of another kind")
        revision, pages = numbers
        same = {name: sys.intern(text) for name, text in known.items()}
        inputs = {sys.intern(name): sys.intern(text) for name, text in inputs.items()}
        return cls(file=file, **same, revision=revision, pages=pages, inputs=inputs, review_by=review_by)


class Lock(Struct, frozen=True):
    """All editions that stand, by their files; those that could not be made, with the hash of the inputs that failed;
    and the programs that made them, by fingerprint."""

    editions: Mapping[str, Entry] = field(default_factory=dict)
    broken: Mapping[str, str] = field(default_factory=dict)
    programs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, workspace: Workspace, sink: Sink) -> Lock:
        """The workspace's lock: empty where there is none, and after an error about one that cannot be read."""
        path = path_of(workspace)
        shown = shown_path(path, workspace.root)
        try:
            return cls.parse(path.read_bytes())
        except FileNotFoundError:
            return cls()
        except OSError as error:
            why, hint = error.strerror or str(error), "see that you may open it"
        except _OtherFormat:
            why, hint = "a newer Foldwell wrote it", "use that Foldwell here, too"
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            why, hint = "it is damaged, or was merged by hand", ANEW
        sink.error("lock", f"{shown} cannot be read: {why}", None, hint)
        return cls()

    @classmethod
    def parse(cls, data: bytes) -> Lock:
        """A lock's text. Raises ValueError, KeyError, TypeError or AttributeError for what is none."""
        values = json.loads(data)
        if values["format"] != FORMAT:
            raise _OtherFormat
        editions = {file: Entry.from_json(file, entry) for file, entry in values["editions"].items()}
        programs = {key: dict(parts) for key, parts in values["programs"].items()}
        return cls(editions, {file: str(key) for file, key in values["broken"].items()}, programs)

    def with_made(self, entries: Iterable[Entry]) -> Lock:
        """With editions that stand now, in place of what was known of the same files."""
        made = {entry.file: entry for entry in entries}
        broken = {file: key for file, key in self.broken.items() if file not in made}
        return self._with({**self.editions, **made}, broken)

    def with_broken(self, entries: Iterable[Entry]) -> Lock:
        """With editions that could not be made; what stands of them is an older file, and stays."""
        return self._with(self.editions, {**self.broken, **{entry.file: made_from(entry.inputs) for entry in entries}})

    def without(self, files: Iterable[str]) -> Lock:
        """Without some files."""
        gone = set(files)
        editions = {file: entry for file, entry in self.editions.items() if file not in gone}
        return self._with(editions, {file: key for file, key in self.broken.items() if file not in gone})

    def _with(self, editions: Mapping[str, Entry], broken: Mapping[str, str]) -> Lock:
        """The programs that are told of are those that some edition was made by, as far as they are known."""
        used = {entry.inputs.get("program", "") for entry in editions.values()}
        programs = {key: parts for key, parts in self.programs.items() if key in used}
        if not used <= programs.keys() and program().fingerprint in used:
            programs[program().fingerprint] = program().parts
        return replace(self, editions=editions, broken=broken, programs=programs)

    def lines(self) -> Iterator[bytes]:
        """The file: JSON with a line for each edition, so that a version control shows which have changed. Line by
        line, since all of them take several times the room of the editions."""
        yield b"{\n"
        yield from _group("broken", ((file, self.broken[file]) for file in sorted(self.broken)))
        yield from _group("editions", ((file, self.editions[file].as_json()) for file in sorted(self.editions)))
        yield f'"format": {FORMAT},\n'.encode()
        yield from _group("programs", ((key, dict(self.programs[key])) for key in sorted(self.programs)), end="\n}\n")

    def write(self, workspace: Workspace, sink: Sink) -> bool:
        """Put the lock into the workspace in one step; a warning where that cannot be done."""
        mine = Sink()
        if write_whole(path_of(workspace), self.lines(), mine):
            return True
        for complaint in mine.found:
            sink.warn("lock", complaint.message, None, "the PDF files are whole; without it `verify` cannot prove them")
        return False


class _OtherFormat(ValueError):
    """Written by another Foldwell."""


def _group(name: str, rows: Iterable[tuple[str, object]], end: str = ",\n") -> Iterator[bytes]:
    """An object under its name, a line for each of its rows."""
    before = "{\n"
    yield f'"{name}": '.encode()
    for key, value in rows:
        yield f"{before}{json.dumps(key)}: {json.dumps(value, sort_keys=True)}".encode()
        before = ",\n"
    yield ("{}" if before == "{\n" else "\n}").encode() + end.encode()


def made_from(inputs: Mapping[str, str]) -> str:
    """The hash of all inputs of an edition."""
    return hashlib.sha256(json.dumps(dict(inputs), sort_keys=True).encode()).hexdigest()


def path_of(workspace: Workspace) -> Path:
    """Where the lock lies."""
    return workspace.root / NAME
