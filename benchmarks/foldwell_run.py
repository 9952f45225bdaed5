"""Foldwell as it is timed: a brochure's YAML comes in, the trifold's bytes go out, in one process that stays warm."""

from __future__ import annotations

import importlib.util
import re
import shutil
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from benchmarks.from_story import outline
from benchmarks.outline import Outline
from foldwell.checks.words import check_words
from foldwell.content.composing.compose import compose
from foldwell.content.composing.story import Story
from foldwell.content.models.layout_spec import PAPERS, LayoutSpec
from foldwell.diagnostics import Sink, render
from foldwell.editions.press import Press
from foldwell.editions.request import Edition
from foldwell.editions.workspace import BrochureFile, Workspace
from foldwell.layout.document import Document

BROCHURE, LANGUAGE = "low-dose-naltrexone", "en"
LAYOUTS = ("trifold", "handout")
_REVISION = re.compile(r"(^revision:.*?\bnumber:\s*)\d+", re.MULTILINE | re.DOTALL)
T = TypeVar("T")


class Made(Struct, frozen=True):
    """A finished trifold, and what it was made of."""

    pdf: bytes
    story: Story
    document: Document


class Foldwell:
    """A copy of the workspace, in which the brochure names another revision in each round where it is to be changed."""

    def __init__(self, root: Path, work: Path) -> None:
        """`root` is the workspace, `work` an empty folder for its copy. Raises RuntimeError where it has errors."""
        copy = work / "workspace"
        for name in ("brochures", "layouts", "fonts"):
            shutil.copytree(root / name, copy / name)
        (copy / "layouts" / "large-print.yaml").unlink()  # the peers make the same two sheets, and no third
        self._path = copy / "brochures" / f"{BROCHURE}.{LANGUAGE}.yaml"
        self._words = self._path.read_text(encoding="utf-8")
        sink = Sink()
        self.workspace = _there(Workspace.open(copy, sink), sink)
        self._press = _there(Press.open(self.workspace, None, None, sink), sink)
        self._file = BrochureFile(self._path, BROCHURE, LANGUAGE)
        self._edition = Edition(self._file, LAYOUTS[0], "desk", work / "unused.pdf")

    @property
    def font_files(self) -> Path:
        """The folder with the text face's files."""
        package = importlib.util.find_spec("fontpkg_atkinson_hyperlegible")
        if package is None or package.origin is None:
            raise ModuleNotFoundError("fontpkg_atkinson_hyperlegible")
        return Path(package.origin).parent / "files"

    def build(self) -> bytes:
        """The trifold from the file as it stands: read, laid out and painted, or remembered, as `build` does."""
        sink = Sink()
        _story, document = self._laid_out(sink)
        return _there(self._press.painted(document, self._edition, sink), sink)

    def change(self, number: int) -> None:
        """Put another revision into the file, as its writer's editor does."""
        changed, count = _REVISION.subn(rf"\g<1>{number + 1001}", self._words, count=1)
        if count != 1:
            raise RuntimeError("the brochure names no revision that could be changed")
        self._path.write_text(changed, encoding="utf-8")

    def make(self) -> Made:
        """The trifold with what it was made of."""
        self._path.write_text(self._words, encoding="utf-8")
        story, document = self._laid_out(Sink())
        return Made(self.build(), story, document)

    def _laid_out(self, sink: Sink) -> tuple[Story, Document]:
        brochure = _there(self._press.read(self._file, sink), sink)
        return _there(self._press.lay_out(brochure, self._edition, sink), sink)

    def read_back(self, made: Made) -> None:
        """Compare the finished file's words with the YAML's. Raises RuntimeError where they differ."""
        sink = Sink()
        check_words(made.pdf, made.story, self._press.layouts[LAYOUTS[0]], made.document, sink)
        _there(None if sink.failed else made, sink)

    def outline(self, layout_name: str) -> Outline:
        """The words of one layout as the peers get them: a page for each side, with as many columns as panels."""
        sink, layout = Sink(), self._press.layouts[layout_name]
        brochure = _there(self._press.read(self._file, sink), sink)
        story = _there(compose(brochure, self._press.clinic, layout_name, layout, sink), sink)
        return outline(story, _pages(layout))


def _there(value: T | None, sink: Sink) -> T:
    if value is None:
        raise RuntimeError("\n".join(render(each, sink.sources) for each in sink.in_order()))
    return value


def _pages(layout: LayoutSpec) -> list[tuple[float, float, int, list[str]]]:
    """Each side's size, number of panels, and the regions that begin on it in reading order."""
    short, long = PAPERS[layout.paper]
    width, height = (long, short) if layout.orientation == "landscape" else (short, long)
    seen: set[str] = set()
    pages = []
    for side in layout.sides:
        panels = [layout.panels[name] for name in layout.reading_order if name in side.panels]
        named = [region for panel in panels for row in panel.rows for region in row.regions]
        regions = [name for name in dict.fromkeys(named) if name not in seen]
        seen.update(regions)
        pages.append((width, height, len(side.panels), regions))
    return pages
