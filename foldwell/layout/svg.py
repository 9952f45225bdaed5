"""An SVG file comes in, shapes in a box come out (points, y down), each colour a role of the clinic's or its own.

svglib reads the geometry from a tree that svg_source.py has made safe and plain; svg_shapes.py walks what it makes.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foldwell.diagnostics import Sink, Span, shown_path
from foldwell.layout.document import Shape
from foldwell.layout.svg_cache import cache_file, keep_shapes, load_shapes, workspace_of
from foldwell.layout.svg_shapes import shapes_of
from foldwell.layout.svg_source import CleanSvg, clean_svg
from foldwell.layout.svg_tree import LARGEST, Report

_remembered: dict[str, SvgPicture] = {}
_ROOM = 256  # pictures; a workspace has a few dozen


@dataclass(frozen=True, slots=True)
class SvgPicture:
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
        picture = SvgPicture(*kept) if kept else _drawn(path, data, span, sink)
        if picture is None:
            return None
        if file and not kept:
            keep_shapes(file, picture.width, picture.height, picture.shapes)
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


def _drawn(path: Path, data: bytes, span: Span, sink: Sink) -> SvgPicture | None:
    report = Report(shown_path(path, workspace_of(path) or Path.cwd()), span, sink)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        report.error("svg-file", line, "the picture's file is not in UTF-8", "save it again as a plain SVG in UTF-8")
        return None
    sink.sources.setdefault(report.shown, text)
    clean = clean_svg(text, report)
    drawing = _rendered(clean, report) if clean else None
    if clean is None or drawing is None:
        return None
    shapes = shapes_of(drawing, clean, report)
    return None if report.count else SvgPicture(round(drawing.width, 3), round(drawing.height, 3), shapes)


def _rendered(clean: CleanSvg, report: Report) -> Any:
    """What svglib makes of the tree, None after a complaint; all that it would only log is a complaint here."""
    from svglib.svglib import SvgRenderer  # type: ignore[import-untyped, unused-ignore]  # no types

    with _heard("svglib") as said:
        try:
            drawing = SvgRenderer("").render(clean.root)
        except Exception as fault:  # whatever a drawing brings up in a library is the drawing's fault, not ours
            said.append(f"{type(fault).__name__}: {fault}")
            drawing = None
    for message in said:
        report.error("svg-value", 1, f"a part of the picture is not understood ({message[:120]})")
    if drawing is not None and not (0 < drawing.width <= 1e5 and 0 < drawing.height <= 1e5):
        report.error("svg-value", 1, "the picture has no size", 'give <svg> a viewBox, such as viewBox="0 0 230 320"')
    return None if report.count else drawing


@contextmanager
def _heard(name: str) -> Iterator[list[str]]:
    """The messages that a library logs meanwhile, kept from the screen."""
    said: list[str] = []
    logger = logging.getLogger(name)
    handler = logging.Handler()
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]  # a listener
    before = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before[0])
        logger.propagate = before[1]
