"""What fonts.yaml may say: families, their faces, where each comes from, and the order of fallback."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from foldwell.content.fields import Identifier
from foldwell.content.located import Located, no_items, no_keys


class FaceSource(Located):
    """One face: its weight and slant, a drop-in file name, the pip package and file otherwise, and its SHA-256.

    `axes` pins a variable font (for example `{wght: 700}`); the drop-in file is looked for in the fonts folder and
    need not match the SHA-256, which is the package file's.
    """

    weight: Literal["regular", "bold"] = "regular"
    italic: bool = False
    drop_in: str | None = None
    package: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    file: str
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    axes: dict[Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{4}$")], float] = Field(default_factory=no_keys)


class Family(Located):
    """A family of faces, and the licence that they come under."""

    name: str
    licence: str
    faces: list[FaceSource] = Field(min_length=1)


class Fonts(Located):
    """All families by the name that clinics use, and the families to try for a glyph that the wanted one lacks."""

    families: dict[Identifier, Family] = Field(min_length=1)
    fallback: list[Identifier] = Field(default_factory=no_items)
