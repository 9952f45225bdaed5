"""What a page or a form brings along for its code: names come in; fonts, colour spaces and other objects go out."""

from __future__ import annotations

from msgspec import Struct, field

from foldwell.checks.preflight.colours import Space, read_space
from foldwell.checks.preflight.faces import Face, read_face
from foldwell.checks.preflight.objects import PdfObject, entry, identity, name

Key = tuple[int, int]


class Resources(Struct, frozen=True):
    """A resource dictionary (ISO 32000-1, 7.8.3). Fonts and spaces that pages share are read once."""

    found: PdfObject
    _faces: dict[Key, Face] = field(default_factory=dict)
    _spaces: dict[Key, Space] = field(default_factory=dict)

    def of(self, owner: PdfObject) -> Resources:
        """Those of a form or a pattern; one without its own uses these."""
        own = entry(owner, "/Resources")
        return self if own is None else Resources(own, self._faces, self._spaces)

    def get(self, kind: str, called: str) -> PdfObject:
        """What is kept under a name, or None."""
        return entry(entry(self.found, f"/{kind}"), f"/{called}") if called else None

    def space(self, value: PdfObject) -> Space:
        """The colour space that an operator or a picture names."""
        spaces = entry(self.found, "/ColorSpace")
        called = name(value)
        key = identity((entry(spaces, f"/{called}") if called else None) or value)
        if key is None:
            return read_space(value, spaces)
        if key not in self._spaces:
            self._spaces[key] = read_space(value, spaces)
        return self._spaces[key]

    def face(self, font: PdfObject) -> Face:
        """The font of a dictionary."""
        key = identity(font)
        if key is None:
            return read_face(font)
        if key not in self._faces:
            self._faces[key] = read_face(font)
        return self._faces[key]
