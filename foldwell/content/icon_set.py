"""The icons that brochures may name: a name comes in; its drawing, or the names that are near it, go out.

They are Lucide's (https://lucide.dev, ISC licence), which the package `lucide` brings in one zip file. Only that file
is read: nothing of the package itself is run.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

_SUFFIX = ".svg"


@cache
def _file() -> Path:
    """The zip file. Raises FileNotFoundError where the package is not installed."""
    found = find_spec("lucide")
    for folder in (found.submodule_search_locations or ()) if found else ():
        file = Path(folder) / "lucide.zip"
        if file.is_file():
            return file
    raise FileNotFoundError("the package `lucide` is not installed; pip install lucide")


@cache
def icon_names() -> frozenset[str]:
    """The names of all icons."""
    from zipfile import ZipFile  # only brochures with icons need it

    with ZipFile(_file()) as file:
        return frozenset(name.removesuffix(_SUFFIX) for name in file.namelist() if name.endswith(_SUFFIX))


@lru_cache(maxsize=256)
def icon_svg(name: str) -> bytes:
    """An icon's SVG: 24 units wide and high, drawn with a line of 2. Raises KeyError for a name that is none."""
    from zipfile import ZipFile

    with ZipFile(_file()) as file:
        return file.read(f"{name}{_SUFFIX}")


def is_icon(name: str) -> bool:
    """Whether there is an icon of this name."""
    return name in icon_names()


def near_icons(name: str) -> list[str]:
    """Up to three icons that may have been meant: those of nearly the same name, else those that share a part of it."""
    import difflib  # only a complaint needs it

    known = sorted(icon_names(), key=lambda other: (len(other), other))
    alike = difflib.get_close_matches(name, known, 3, 0.75)
    parts = [part for part in name.split("-") if len(part) > 3]
    return (
        alike
        or [other for other in known if any(part in other or other in part for part in parts if len(other) > 3)][:3]
    )
