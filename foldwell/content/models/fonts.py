"""What fonts.yaml may say: families, their faces, where each comes from, and the order of fallback."""

from typing import Annotated, Literal

from foldwell.content.models.fields import Identifier
from foldwell.content.models.limits import Limits
from foldwell.content.models.located import Located


class FaceSource(Located, frozen=True, kw_only=True):
    """One face: its weight and slant, a drop-in file name, the pip package and file otherwise, and its SHA-256.

    `axes` pins a variable font (for example `{wght: 700}`); the drop-in file is looked for in the fonts folder and
    need not match the SHA-256, which is the package file's.
    """

    weight: Literal["regular", "bold"] = "regular"
    italic: bool = False
    drop_in: str | None = None
    package: Annotated[str, Limits(pattern=r"^[a-z][a-z0-9_]*$")]
    file: str
    sha256: Annotated[str, Limits(pattern=r"^[0-9a-f]{64}$")]
    axes: dict[Annotated[str, Limits(pattern=r"^[A-Za-z]{4}$")], float] = {}


class Family(Located, frozen=True, kw_only=True):
    """A family of faces, and the licence that they come under."""

    name: str
    licence: str
    faces: Annotated[list[FaceSource], Limits(least=1)]


class Fonts(Located, frozen=True, kw_only=True):
    """All families by the name that clinics use, and the families to try for a glyph that the wanted one lacks."""

    families: Annotated[dict[Identifier, Family], Limits(least=1)]
    fallback: list[Identifier] = []
