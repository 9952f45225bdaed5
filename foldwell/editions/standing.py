"""How every edition stands: a workspace and its lock come in; what is current, stale (and why) or broken goes out.

An edition is a brochure in a language, a layout, for a target, of a clinic. Nothing is built: what an edition would be
made from is hashed, and compared with what the lock says it was made from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal, get_args

from msgspec import Struct, field

from foldwell.checks.gate import is_expired
from foldwell.content.likeness import layouts_of
from foldwell.content.models.brochure import Brochure, targets_of
from foldwell.content.today import today
from foldwell.diagnostics import Diagnostic, Severity, Sink
from foldwell.editions.inputs import Inputs
from foldwell.editions.lock import Entry, Lock, made_from
from foldwell.editions.press import Press
from foldwell.editions.program import program
from foldwell.editions.request import Edition
from foldwell.editions.workspace import BrochureFile, Workspace

State = Literal["current", "stale", "expired", "broken", "not-built", "withdrawn", "left-over"]
STATES: tuple[State, ...] = get_args(State)


class Standing(Struct, frozen=True):
    """One edition: its file from the folder of finished files, its states (two where it is stale and expired), why, and
    its entry in the lock. A brochure that cannot be read may have no file yet."""

    file: str
    brochure: str
    language: str
    layout: str
    target: str
    clinic: str
    states: tuple[State, ...]
    why: tuple[str, ...] = ()
    entry: Entry | None = None

    def as_json(self) -> dict[str, object]:
        """As plain values."""
        mine: dict[str, object] = {name: getattr(self, name) for name in self.__struct_fields__ if name != "entry"}
        lock = self.entry
        known = {} if lock is None else {"form": lock.form, "revision": lock.revision, "paper": lock.paper,
                                         "review_by": lock.review_by.isoformat(), "sha256": lock.sha256}  # fmt: skip
        return {**mine, "states": list(self.states), "why": list(self.why), **known}


def standings(workspace: Workspace, out: Path, sink: Sink, clinics: Iterable[Path] = ()) -> list[Standing]:
    """All editions by clinic and file: those that brochures ask for, and those that the lock knows besides. `out` is
    the folder of finished files, `clinics` are others than the workspace's own."""
    lock = Lock.read(workspace, sink)
    found: dict[str, Standing] = {}
    for path in _clinics(workspace, clinics, lock):
        slug = workspace.clinic_slug(path)
        mine = {file: entry for file, entry in lock.editions.items() if entry.clinic == slug}
        found.update((each.file, each) for each in _Clinic.open(workspace, path, out, lock).standings(mine))
    for file, entry in lock.editions.items():
        if file not in found:
            found[file] = _known(entry, "left-over", f"there is no clinic `{entry.clinic or 'clinic'}` any more")
    return sorted(found.values(), key=lambda each: (each.clinic, each.file))


def _clinics(workspace: Workspace, more: Iterable[Path], lock: Lock) -> list[Path]:
    """The files of all clinics, also those of a table or another folder that something was built for."""
    own = {workspace.clinic_slug(path): path for path in (*workspace.clinic_files(), *more)}
    others = {entry.clinic: workspace.root / entry.clinic_file for entry in lock.editions.values()
              if entry.clinic not in own and entry.clinic_file}  # fmt: skip
    return [*own.values(), *(path for _, path in sorted(others.items()) if path.is_file())]


class _Clinic(Struct, frozen=True):
    """The editions of one clinic; without a press where something that all of them share is wrong."""

    workspace: Workspace
    slug: str
    out: Path
    lock: Lock
    inputs: Inputs
    press: Press | None
    faults: tuple[Diagnostic, ...] = field(default=())

    @classmethod
    def open(cls, workspace: Workspace, path: Path, out: Path, lock: Lock) -> _Clinic:
        slug, sink = workspace.clinic_slug(path), Sink()
        press = Press.open(workspace, str(path) if slug else None, None, sink)
        sound = press is not None and press.sound
        inputs = Inputs.read(workspace, path)
        return cls(workspace, slug, out, lock, inputs, press, () if sound else tuple(sink.found))

    def standings(self, locked: Mapping[str, Entry]) -> Iterator[Standing]:
        """Each brochure's editions, and then the entries of brochures that are not there."""
        files = self.workspace.brochure_files()
        for file in files:
            mine = {key: entry for key, entry in locked.items() if (entry.brochure, entry.language) == _name(file)}
            yield from self._of_brochure(file, mine)
        there = {_name(file) for file in files}
        for entry in locked.values():
            if (entry.brochure, entry.language) not in there:
                yield _known(entry, "left-over", f"there is no brochure {entry.brochure}.{entry.language} any more")

    def _of_brochure(self, file: BrochureFile, locked: Mapping[str, Entry]) -> Iterator[Standing]:
        heard, press = Sink(), self.press
        brochure = press.read(file, heard) if press is not None else None
        if press is None or brochure is None:
            why = _first_error((*self.faults, *heard.found))
            yield from (_known(entry, "broken", why) for entry in locked.values())
            if not locked:
                stem = f"{self.slug}/{file.called}" if self.slug else file.called
                yield Standing(stem, *_name(file), "", "", self.slug, ("broken",), (why,))
            return
        editions = press.editions(file, brochure, None, self.out, targets_of(brochure))
        asked = {edition.path.relative_to(self.out).as_posix(): edition for edition in editions}
        for key, edition in asked.items():
            yield self._of_edition(press, key, brochure, edition, locked.get(key))
        yield from self._besides(press, file, brochure, {key: locked[key] for key in locked.keys() - asked.keys()})

    def _besides(
        self, press: Press, file: BrochureFile, brochure: Brochure, locked: Mapping[str, Entry]
    ) -> Iterator[Standing]:
        """What the lock knows of a brochure besides what it asks for."""
        layouts = layouts_of(brochure, press.layouts)
        for key, entry in locked.items():
            edition = Edition(file, entry.layout, entry.target, self.out / key)
            if entry.layout in layouts:  # another paper, or a target that was asked for by name
                yield self._of_edition(press, key, brochure, edition, entry)
            elif entry.layout in self.workspace.layout_names() and entry.layout not in press.layouts:
                yield _known(entry, "broken", f"layouts/{entry.layout}.yaml has errors")
            else:
                yield _known(entry, "left-over", f"the brochure has no layout `{entry.layout}` any more")

    def _of_edition(
        self, press: Press, key: str, brochure: Brochure, edition: Edition, entry: Entry | None
    ) -> Standing:  # fmt: skip
        files, theme = press.files_of(brochure), press.clinic.theme
        wanted = self.inputs.of(edition.brochure.path, edition.layout, theme, files)
        states, why = self._judged(key, brochure, wanted, entry)
        name = _name(edition.brochure)
        return Standing(key, *name, edition.layout, edition.target, self.slug, states, why, entry)

    def _judged(
        self, key: str, brochure: Brochure, wanted: Mapping[str, str], entry: Entry | None
    ) -> tuple[tuple[State, ...], tuple[str, ...]]:
        if brochure.withdrawn is not None:
            return ("withdrawn",), (f"withdrawn on {brochure.withdrawn.date.isoformat()}",)
        if self.faults:
            return ("broken",), (_first_error(self.faults),)
        if self.lock.broken.get(key) == made_from(wanted):
            return ("broken",), ("the last build could not make it; `check` says why",)
        states: list[State] = []
        why: list[str] = []
        if entry is None or not (self.out / key).is_file():
            states.append("not-built")
            why += ["the file is gone"] if entry is not None else []
        elif changes := _changes(entry.inputs, wanted, self.lock):
            states.append("stale")
            why += changes
        if is_expired(brochure, today()):
            states.append("expired")
            why.append(f"review was due by {brochure.review_by.isoformat()}")
        return tuple(states) or ("current",), tuple(why)


def _changes(before: Mapping[str, str], after: Mapping[str, str], lock: Lock) -> list[str]:
    """What has changed between the inputs that an edition was made from and those that are there."""
    changes = []
    for name in sorted(before.keys() | after.keys(), key=lambda name: (name.startswith("file "), name)):
        if before.get(name) == after.get(name):
            continue
        what = name.removeprefix("file ")
        if name == "program":
            changes.append(_program_change(lock.programs.get(before.get(name, ""), {})))
        elif name not in after:
            changes.append(f"{what} no longer used")
        else:
            changes.append(f"{what} changed" if name in before else f"{what} is new")
    return changes


def _program_change(before: Mapping[str, str]) -> str:
    """With the versions that differ, where those of the former program are known."""
    parts = program().parts
    moved = [f"{name} {before[name]} → {parts[name]}" for name in sorted(before.keys() & parts.keys() - {"source"})
             if before[name] != parts[name]]  # fmt: skip
    return f"program changed ({', '.join(moved)})" if moved else "program changed"


def _known(entry: Entry, state: State, why: str) -> Standing:
    return Standing(
        entry.file, entry.brochure, entry.language, entry.layout, entry.target, entry.clinic, (state,), (why,), entry
    )


def _name(file: BrochureFile) -> tuple[str, str]:
    return file.name, file.language


def _first_error(found: tuple[Diagnostic, ...]) -> str:
    """The first error in a line, with its place."""
    errors = (each for each in found if each.severity is Severity.ERROR)
    first = next(errors, None)
    if first is None:
        return "it has errors; `check` says which"
    return f"{first.span}: {first.message}" if first.span is not None else first.message
