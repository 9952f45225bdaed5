"""Paths come in; brochures, clinics, layouts and font lists go out, or complaints about their YAML.

What was read last is remembered, by the file's own bytes, so that a second build of the same brochure neither parses
nor validates it again, and one that was changed gives the very same parts where it was not. The files that it names
are looked for each time.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TypeVar

from msgspec import Struct

from foldwell.content.identity import while_alive
from foldwell.content.models.brochure import Brochure
from foldwell.content.models.clinic import Clinic
from foldwell.content.models.fonts import Fonts
from foldwell.content.models.layout_spec import LayoutSpec
from foldwell.content.models.located import LEAVES, NOWHERE, Located
from foldwell.content.models.releases import Releases
from foldwell.content.models.theme import Theme
from foldwell.content.models.validate import validate
from foldwell.content.reading.load import load_tree
from foldwell.content.reading.nodes import Mapping
from foldwell.content.reading.reread import Earlier
from foldwell.content.reading.text_file import clean_text, near_names, read_bytes
from foldwell.diagnostics import Diagnostic, Sink, Span, shown_path

Model = TypeVar("Model", bound=Located)

BROCHURES = "brochures"
PICTURES = (".svg", ".png", ".jpg", ".jpeg")
LOGOS = (".svg",)
ROOM = 128  # files of one kind, of up to a third of a megabyte each: flat for thousands of brochures
ROOM_FOR_CLINICS = 8  # they come one after another, and hardly ever again
FILE_KEYS = ("art", "file", "logo")  # of brochures and clinics; a face's file lies in its package


def read_brochure(path: Path, root: Path, sink: Sink) -> Brochure | None:
    """A brochure; `root` is the workspace. None after errors. The pictures that it names are looked for."""
    return _with_files(path, root, sink, Brochure, PICTURES)


def read_clinic(path: Path, root: Path, sink: Sink) -> Clinic | None:
    """A clinic; `root` is the workspace. None after errors. Its logo is looked for, from `brochures/`."""
    return _with_files(path, root, sink, Clinic, LOGOS)


def read_layout(path: Path, root: Path, sink: Sink) -> LayoutSpec | None:
    """A layout; None after errors. Whether its widths and names fit together is the fold model's question."""
    return _made(_read(path, root, sink, LayoutSpec), LayoutSpec)


def read_theme(path: Path, root: Path, sink: Sink) -> Theme | None:
    """A theme; None after errors."""
    return _made(_read(path, root, sink, Theme), Theme)


def read_fonts(path: Path, root: Path, sink: Sink) -> Fonts | None:
    """The list of fonts; None after errors. Whether the files are there is the font book's question."""
    return _made(_read(path, root, sink, Fonts), Fonts)


def read_releases(path: Path, root: Path, sink: Sink) -> Releases | None:
    """What was released of a brochure; None after errors, and without a word where there is no such file."""
    return _made(_read(path, root, sink, Releases), Releases) if path.is_file() else None


class _Reading(Struct, frozen=True):
    """What reading a file's bytes came to; `files` are the names of files in it, with their places. `sound` is the text
    that was last read without a complaint, and what it came to."""

    data: bytes
    made: Located | None
    complaints: tuple[Diagnostic, ...]
    source: str | None
    files: tuple[tuple[str, Span], ...]
    sound: tuple[str, Located] | None


_remembered: dict[type[Located], dict[tuple[str, str], _Reading]] = {}


def _made(reading: _Reading | None, model: type[Model]) -> Model | None:
    return reading.made if reading is not None and isinstance(reading.made, model) else None


def _with_files(path: Path, root: Path, sink: Sink, model: type[Model], kinds: tuple[str, ...]) -> Model | None:
    """A model all of whose files are where they should be."""
    reading = _read(path, root, sink, model)
    files = reading.files if reading is not None else ()
    found = [safe_file(name, root, span, sink, kinds) is not None for name, span in files]
    return _made(reading, model) if all(found) else None


def _read(path: Path, root: Path, sink: Sink, model: type[Located]) -> _Reading | None:
    """Read a file, or remember what the same bytes at the same place came to before."""
    shown = shown_path(path, root)
    data = read_bytes(path, shown, sink)
    if data is None:
        return None
    mine, place = _remembered.setdefault(model, {}), (str(path.absolute()), shown)
    reading = mine.pop(place, None)
    if reading is None or reading.data != data:
        reading = _read_anew(data, shown, model, reading.sound if reading is not None else None)
    mine[place] = reading  # behind all others: the first is the one that was asked for longest ago
    if len(mine) > (ROOM_FOR_CLINICS if model is Clinic else ROOM):
        del mine[next(iter(mine))]
    if reading.source is not None:
        sink.sources[shown] = reading.source
    sink.extend(reading.complaints)
    return reading


def _read_anew(data: bytes, shown: str, model: type[Located], sound: tuple[str, Located] | None) -> _Reading:
    """What a file's bytes come to; what has not changed since it was last `sound` is the very same."""
    own = Sink()
    text = clean_text(data, shown, own)
    before, made_before = sound or ("", None)
    root = made_before.node if made_before is not None else None
    earlier = Earlier(before, root) if isinstance(root, Mapping) else None
    loaded = load_tree(text, shown, own, earlier) if text is not None else None
    made = validate(loaded.node, model, own, loaded.touched, loaded.partial, made_before) if loaded else None
    complete = made if not own.failed else None
    files = tuple(_named(complete)) if model in (Brochure, Clinic) else ()
    source = own.sources.get(shown)
    sound = (source, complete) if source is not None and complete is not None and not own.found else sound
    return _Reading(data, complete, tuple(own.found), source, files, sound)


def named_files(model: Brochure | Clinic) -> tuple[str, ...]:
    """The names of all files that a brochure or a clinic names, whether a layout shows them or not."""
    return tuple(name for name, _ in _named(model))


def _named(part: object) -> Iterator[tuple[str, Span]]:
    """The names of files anywhere in a model, with where they stand."""
    if isinstance(part, Located):
        for name, value in part.pairs():
            if not isinstance(value, LEAVES):
                yield from _named(value)
            elif name in FILE_KEYS and isinstance(value, str):
                yield value, part.place(name)
    elif isinstance(part, list | tuple):
        for item in part:
            yield from _named(item)
    elif isinstance(part, dict):
        for item in part.values():
            yield from _named_in(item) if isinstance(item, Located) else ()


@while_alive
def _named_in(part: Located) -> tuple[tuple[str, Span], ...]:
    return tuple(_named(part))


def safe_file(
    name: str, root: Path, span: Span = NOWHERE, sink: Sink | None = None, kinds: tuple[str, ...] = PICTURES,
    folder: str = BROCHURES,
) -> Path | None:  # fmt: skip
    """The file that YAML names, from a folder of the workspace `root`; None after a complaint.

    It must be an ordinary file of one of the kinds (endings) and, links followed, lie inside the workspace.
    """
    sink = sink if sink is not None else Sink()
    if not name.strip() or any(not char.isprintable() for char in name):
        hint = f"write where it lies in {folder}/: art/cover.svg"
        sink.error("file-name", "this is not the name of a file", span, hint)
        return None
    if "\\" in name or "://" in name or PurePosixPath(name).is_absolute() or name[1:2] == ":":
        hint = f"write where it lies in {folder}/, with forward slashes: art/cover.svg"
        sink.error("file-name", f"`{name}` is not a place inside the {folder} folder", span, hint)
        return None
    wanted = root / folder / name
    real, mode, inside = _followed(root, f"{folder}/{name}")
    if not inside:
        sink.error("file-outside", f"`{name}` leads out of the workspace", span, f"copy the file into {folder}/art/")
    elif mode is None:
        message, near = f"there is no file {folder}/{name}", near_names(wanted, str(PurePosixPath(name).parent))
        sink.error("file-missing", message, span, *(near or (_or_copy(name, folder),)))
    elif not stat.S_ISREG(mode):
        sink.error("file-folder", f"{folder}/{name} is not a file", span, "name a file that lies in it")
    elif not name.lower().endswith(kinds):
        sink.error("file-kind", f"`{name}` is none of the kinds that can stand here", span, f"use {', '.join(kinds)}")
    else:
        return Path(real)
    return None


def _followed(root: Path, name: str) -> tuple[str, int | None, bool]:
    """Where a name in a folder leads; what kind of thing is there (st_mode), None where there is nothing; and whether
    it is inside the folder. Texts and not Paths: this is asked again in every build."""
    if os.name == "nt":  # junctions look like folders there, and names have spaces and points at their ends taken off
        return _linked(root, name)
    place, mode = str(root), None
    try:
        for part in name.split("/"):
            place = f"{place}/{part}"
            mode = os.lstat(place).st_mode
            if part == ".." or stat.S_ISLNK(mode):
                return _linked(root, name)
    except OSError:
        return _linked(root, name)
    return place, mode, True


def _linked(root: Path, name: str) -> tuple[str, int | None, bool]:
    """As `_followed`, where links are to be followed or nothing may be there."""
    place = os.path.realpath(root / name)
    inside = place.startswith(os.path.join(os.path.realpath(root), ""))  # noqa: PTH118  # with a slash at its end
    try:
        return place, os.stat(place).st_mode, inside  # noqa: PTH116  # see above
    except OSError:  # nothing is there, a link leads to itself, or a name is too long
        return place, None, inside


def _or_copy(name: str, folder: str) -> str:
    parent = PurePosixPath(name).parent
    return f"copy it into {folder}/{parent}/ or mend the name" if str(parent) != "." else f"copy it into {folder}/"
