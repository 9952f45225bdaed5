"""An SVG file comes in, shapes in a box come out (points, y down), each colour a role of the clinic's or its own.

Most drawings were drawn by an earlier build and are remembered; svg_drawn.py, with svglib, is loaded for the others.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from msgspec import Struct

from foldwell.diagnostics import Sink, Span
from foldwell.layout.document import Shape
from foldwell.layout.pictures.svg_cache import Drawn, cache_file, keep_shapes, load_shapes

LARGEST = 1_000_000  # bytes
_remembered: dict[str, SvgPicture] = {}
_ROOM = 256  # pictures; a workspace has a few dozen


class SvgPicture(Struct, frozen=True):
    """A drawing: its natural size in points, and its shapes in a box of that size with y down."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def read_svg(path: Path, span: Span, sink: Sink) -> SvgPicture | None:
    """The drawing in an SVG file, or None after complaints about all that cannot be drawn.

    `span` is the place in the YAML that names the file. Shapes are remembered by the content of the file, in memory and
    in the workspace's `.foldwell/`.
    """
    data = _bytes(path, span, sink)
    return None if data is None else drawing_of(data, path, span, sink, path)


def drawing_of(data: bytes, path: Path, span: Span, sink: Sink, near: Path) -> SvgPicture | None:
    """The drawing in the bytes of an SVG that complaints call `path`; it is remembered in the workspace that the path
    `near` lies in. As `read_svg` else."""
    digest = hashlib.sha256(data).hexdigest()
    picture = _remembered.get(digest)
    if picture is None:
        file = cache_file(near, digest)
        kept = load_shapes(file) if file else None
        made = kept or _drawn(path, data, span, sink)
        if made is None:
            return None
        picture = SvgPicture(*made)
        if file and not kept:
            keep_shapes(file, *made)
        if len(_remembered) >= _ROOM:
            _remembered.clear()
        _remembered[digest] = picture
    return picture


def _bytes(path: Path, span: Span, sink: Sink) -> bytes | None:
    try:
        if path.stat().st_size > LARGEST:
            hint = "simplify the paths in your drawing program, or save the picture as PNG"
            sink.error("svg-size", f"{path.name} is larger than {LARGEST // 1_000_000} MB", span, hint)
            return None
        return path.read_bytes()
    except OSError as fault:
        sink.error("svg-file", f"{path.name} cannot be read: {fault.strerror or 'unknown reason'}", span)
        return None


def _drawn(path: Path, data: bytes, span: Span, sink: Sink) -> Drawn | None:
    from foldwell.layout.pictures.svg_drawn import drawn

    return drawn(path, data, span, sink)
