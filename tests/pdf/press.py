"""What the tests of press files share: a press's profile that Debian has, and walking everything in a PDF file."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pikepdf
from judges import SECONDS, need, need_file
from PIL import Image

from foldwell.pdf.press_profile import PressProfile, open_profile

PROFILE = Path("/usr/share/color/icc/ghostscript/default_cmyk.icc")


@cache
def press_profile() -> PressProfile:
    """A profile of a sheet-fed press; it may not be given away with the program."""
    need_file(PROFILE, "libgs-common")
    return open_profile(PROFILE.read_bytes())


def everything(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """All objects of a file, those inside others as well."""
    for top in pdf.objects:
        yield from _inside(top)


def _inside(value: object) -> Iterator[pikepdf.Object]:
    if not isinstance(value, pikepdf.Object):
        return
    yield value
    if isinstance(value, pikepdf.Array):
        parts = [part for part in value if not getattr(part, "is_indirect", False)]
    elif isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        parts = [part for _, part in value.items() if not getattr(part, "is_indirect", False)]
    else:
        parts = []
    for part in parts:
        yield from _inside(part)


def operators(page: pikepdf.Page) -> Iterator[tuple[list[object], str]]:
    """The operators of a page's code with their operands."""
    for instruction in pikepdf.parse_content_stream(page):
        yield list(instruction.operands), str(instruction.operator)


def plates(path: Path, folder: Path, dpi: int = 72) -> list[dict[str, Image.Image]]:
    """Each page as the plates that Ghostscript makes of it, by ink; 0 is full ink, 255 none."""
    need("gs")
    out = folder / f"{path.stem}-%d.tif"
    command = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep", f"-r{dpi}", f"-sOutputFile={out}"]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=SECONDS)
    pages: list[dict[str, Image.Image]] = []
    while (folder / f"{path.stem}-{len(pages) + 1}.tif").exists():
        stem = f"{path.stem}-{len(pages) + 1}"
        pages.append({ink: _plate(folder / f"{stem}({ink}).tif") for ink in ("Cyan", "Magenta", "Yellow", "Black")})
    return pages


def extrema(plate: Image.Image) -> tuple[int, int]:
    """The darkest and the lightest value on a plate."""
    low, high = plate.getextrema()
    assert isinstance(low, int)
    assert isinstance(high, int)
    return low, high


def _plate(file: Path) -> Image.Image:
    with Image.open(file) as opened:
        return opened.convert("L")
