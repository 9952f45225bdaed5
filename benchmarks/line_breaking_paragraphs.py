"""The paragraphs that line breakers are given: a workspace comes in, the boxes and measures of its editions go out."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from msgspec import Struct
from PIL import Image

from foldwell.content.composing.compose import compose
from foldwell.diagnostics import Sink
from foldwell.editions.press import Press
from foldwell.editions.workspace import Workspace
from foldwell.layout.fit import lay_out
from foldwell.type import paragraph
from foldwell.type.breaking import Chunk, break_lines

WIDEST = 1000.0  # points; layout asks for wider lines only to learn how wide words are by themselves
LADDER = tuple(float(measure) for measure in range(150, 461, 10))  # points: a third of a trifold's panel to a page
PICTURES = ("leaf.png", "gauge.jpg")  # named by the brochures of tests/data; the tests draw them


class Given(Struct, frozen=True):
    """A ragged paragraph as Foldwell's breaker is given it: boxes with glue, and the measure in points."""

    chunks: tuple[Chunk, ...]
    measure: float


def workspace(root: Path, work: Path) -> Path:
    """The repository's brochures and those of its tests as one workspace in the empty folder `work`; its path."""
    for name in ("brochures", "layouts", "fonts"):
        shutil.copytree(root / name, work / name)
    for path in (root / "tests" / "data").glob("*.yaml"):
        shutil.copy(path, work / "brochures")
    art = work / "brochures" / "art"
    shutil.copytree(root / "tests" / "data" / "art", art, dirs_exist_ok=True)
    for name in PICTURES:
        Image.new("RGB", (240, 160)).save(art / name)
    return work


def paragraphs_of(root: Path) -> list[Given]:
    """Every ragged paragraph of more than one line of all editions of a workspace, each once.

    Raises RuntimeError where the workspace cannot be read.
    """
    sink = Sink()
    space = Workspace.open(root, sink)
    press = Press.open(space, None, None, sink) if space is not None else None
    if space is None or press is None:
        raise RuntimeError("; ".join(complaint.message for complaint in sink.found))
    with _listening() as heard:
        for file in space.choose([], sink):
            brochure = press.read(file, sink)
            for name in brochure.layouts if brochure is not None else ():
                layout = press.layouts[name]
                story = compose(brochure, press.clinic, name, layout, sink) if brochure is not None else None
                if story is not None:
                    lay_out(story, layout, press.clinic, press.book, sink, files=space.brochures)
    return _broken(dict.fromkeys(heard))


def on_the_ladder(paragraphs: Iterable[Given]) -> list[Given]:
    """The same words at each measure of the ladder that is wide enough for every one of them and makes two lines."""
    words = dict.fromkeys(given.chunks for given in paragraphs)
    widest = {chunks: max(chunk.width + chunk.hyphen for chunk in chunks) for chunks in words}
    return _broken(Given(chunks, measure) for chunks in words for measure in LADDER if widest[chunks] <= measure)


def _broken(paragraphs: Iterable[Given]) -> list[Given]:
    return [given for given in paragraphs if len(break_lines(given.chunks, given.measure)) > 1]


@contextmanager
def _listening() -> Iterator[list[Given]]:
    """What the breaker is given meanwhile; what is justified or balanced is set by other rules and left out."""
    heard: list[Given] = []

    def listen(chunks: Sequence[Chunk], measure: float, *rules: bool, **named: bool) -> list[int]:
        if measure < WIDEST and not any(rules) and not any(named.values()):
            heard.append(Given(tuple(chunks), measure))
        return break_lines(chunks, measure, *rules, **named)

    paragraph._set.cache_clear()
    try:
        with patch.object(paragraph, "break_lines", listen):
            yield heard
    finally:
        paragraph._set.cache_clear()
