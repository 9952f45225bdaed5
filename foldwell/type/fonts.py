"""The font book: fonts.yaml and the fonts folder come in, faces with their metrics and their subsets go out.

Opening a book only looks whether the files are there; a face is read when it is first used. Faces are remembered for
the life of the process, so that a second book over the same files costs nothing.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from foldwell.content.models.fonts import FaceSource, Fonts
from foldwell.diagnostics import Diagnostic, Severity, Sink, Span, shown_path
from foldwell.type.faces import Face, FaceFile, FontFault

__all__ = ["Face", "FontBook", "FontFault"]

Look = tuple[str, bool]  # weight, italic


@lru_cache(maxsize=256)
def _face(file: FaceFile) -> Face:
    return Face(file)


@lru_cache(maxsize=64)
def _shelf(files: tuple[tuple[str, tuple[FaceFile, ...]], ...]) -> dict[str, dict[Look, Face]]:
    """The faces by family and look; the same files give the same dictionary."""
    shelf: dict[str, dict[Look, Face]] = {}
    for family, faces in files:
        shelf[family] = {(face.weight, face.italic): face for face in map(_face, faces)}
    return shelf


class FontBook:
    """All families by the name that clinics use. Books over the same files are equal."""

    def __init__(self, shelf: dict[str, dict[Look, Face]], fallback: tuple[str, ...], sink: Sink) -> None:
        self._shelf = shelf
        self._fallback = fallback
        self._sink = sink
        self._by_key = {face.key: face for faces in shelf.values() for face in faces.values()}
        self._hash = hash((id(shelf), fallback))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FontBook) and self._shelf is other._shelf and self._fallback == other._fallback

    def __hash__(self) -> int:
        return self._hash

    @classmethod
    def open(cls, fonts: Fonts, folder: Path, sink: Sink) -> FontBook | None:
        """Find every face: a file in `folder` first, else in its pip package. None where one is missing."""
        files: list[tuple[str, tuple[FaceFile, ...]]] = []
        complete = True
        for key, family in fonts.families.items():
            found = [_find(key, family.name, source, folder, sink) for source in family.faces]
            complete = complete and None not in found
            files.append((key, tuple(file for file in found if file is not None)))
        for name in fonts.fallback:
            if name not in fonts.families:
                sink.error("unknown-typeface", f"`fallback` names `{name}`, which is no family here", fonts.span)
                complete = False
        return cls(_shelf(tuple(files)), tuple(fonts.fallback), sink) if complete else None

    def face(
        self, family: str, weight: str = "regular", italic: bool = False, *, sink: Sink | None = None,
        span: Span | None = None,
    ) -> Face:  # fmt: skip
        """The face of a family, or its nearest with a note. Raises FontFault for a family that does not exist."""
        heard = sink or self._sink
        faces = self._shelf.get(family)
        if faces is None:
            near = difflib.get_close_matches(family, self._shelf, 1)
            hints = [f"did you mean `{near[0]}`?"] if near else [f"families: {', '.join(self._shelf)}"]
            problem = Diagnostic(
                Severity.ERROR, "unknown-typeface", f"fonts.yaml has no family `{family}`", span, tuple(hints)
            )
            heard.add(problem)
            raise FontFault(problem)
        exact = faces.get((weight, italic))
        if exact is not None:
            return exact
        face = _nearest(faces, weight, italic)
        asked, used = _look_words(weight, italic), _look_words(face.weight, face.italic)
        heard.note("nearest-face", f"the family `{family}` has no {asked} face; its {used} is used", span)
        return face

    def by_key(self, key: str) -> Face:
        """The face of a key such as "atkinson/bold/upright". Raises KeyError for one that is not in the book."""
        return self._by_key[key]

    def fallbacks(self, face: Face) -> Iterator[Face]:
        """The faces to try, in order, for a character that `face` lacks."""
        for family in self._fallback:
            if family != face.family:
                yield _nearest(self._shelf[family], face.weight, face.italic)

    def subset(self, face_key: str, gids: Iterable[int]) -> bytes:
        """See Face.subset; remembered by face and glyphs."""
        return self.by_key(face_key).subset(frozenset(gids))


def _nearest(faces: dict[Look, Face], weight: str, italic: bool) -> Face:
    """Weight carries the emphasis, so it counts for more than slant."""
    return min(faces.values(), key=lambda face: (face.weight != weight, face.italic != italic, face.key))


def _look_words(weight: str, italic: bool) -> str:
    return f"{weight} italic" if italic else weight


def _find(family: str, name: str, source: FaceSource, folder: Path, sink: Sink) -> FaceFile | None:
    style = ("Bold" if source.weight == "bold" else "") + ("Italic" if source.italic else "") or "Regular"
    key = f"{family}/{source.weight}/{'italic' if source.italic else 'upright'}"
    full_name = "".join(part for part in name if part.isascii() and part.isalnum()) + "-" + style
    axes = tuple(sorted(source.axes.items()))
    distribution = source.package.replace("_", "-")
    if source.drop_in is not None:
        own = folder / source.drop_in
        stamp = _stamp(own)
        if stamp is not None and not own.resolve().is_relative_to(folder.resolve()):
            sink.error("font-outside", f"{source.drop_in} does not lie in the fonts folder", source.span)
            return None
        if stamp is not None:
            shown = shown_path(own, folder.parent)
            return FaceFile(key, full_name, str(own), shown, stamp, "", distribution, axes, source.span)
    path = _package_file(source.package, source.file)
    stamp = _stamp(path) if path is not None else None
    if path is None or stamp is None:
        hints = [f"run: python -m pip install {distribution}"]
        if source.drop_in:
            hints.append(f"or put the file into the fonts folder as {source.drop_in}")
        message = f"no file for the font {full_name}: the package `{distribution}` with {source.file} is not installed"
        sink.error("font-missing", message, source.span, *hints)
        return None
    return FaceFile(key, full_name, str(path), source.file, stamp, source.sha256, distribution, axes, source.span)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=64)
def _package_file(package: str, file: str) -> Path | None:
    """A file of a font package, which must lie in the package's `files` folder."""
    spec = find_spec(package)
    if spec is None or not spec.origin:
        return None
    home = Path(spec.origin).resolve().parent / "files"
    path = home / file
    return path if path.resolve().is_relative_to(home) else None
