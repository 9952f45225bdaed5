"""The bytes of an SVG come in; its size and its shapes go out, or complaints about all that cannot be drawn.

svglib reads the geometry from a tree that svg_source.py has made safe and plain; svg_shapes.py walks what it makes.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from foldwell.diagnostics import Sink, Span, shown_path
from foldwell.layout.pictures.svg_cache import Drawn, workspace_of
from foldwell.layout.pictures.svg_shapes import shapes_of
from foldwell.layout.pictures.svg_source import CleanSvg, clean_svg
from foldwell.layout.pictures.svg_tree import Report


def drawn(path: Path, data: bytes, span: Span, sink: Sink) -> Drawn | None:
    """Width and height in points, and the shapes; None after complaints. `span` is the place in the YAML that names
    the file."""
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
    return None if report.count else (round(drawing.width, 3), round(drawing.height, 3), shapes)


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
