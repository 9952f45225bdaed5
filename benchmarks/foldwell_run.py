"""Foldwell as it is timed: a brochure's YAML comes in, the trifold's bytes go out, in one process that stays warm."""

from __future__ import annotations

import importlib.util
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from benchmarks.from_story import outline
from benchmarks.outline import Outline
from foldwell.checks.words import check_words
from foldwell.content.compose import compose
from foldwell.content.layout_spec import PAPERS, LayoutSpec
from foldwell.content.story import Story
from foldwell.diagnostics import Sink, render
from foldwell.editions.press import Press
from foldwell.editions.workspace import BrochureFile, Workspace
from foldwell.layout.document import Document
from foldwell.layout.fit import lay_out
from foldwell.pdf import paint

BROCHURE, LANGUAGE = "low-dose-naltrexone", "en"
LAYOUTS = ("trifold", "handout")
_REVISION = re.compile(r"(^revision:.*?\bnumber:\s*)\d+", re.MULTILINE | re.DOTALL)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Made:
    """A finished trifold, and what it was made of."""

    pdf: bytes
    story: Story
    document: Document


class Foldwell:
    """A workspace with a copy of the brochure for each round, in which the footer names another revision."""

    def __init__(self, root: Path, work: Path, rounds: int) -> None:
        """`root` is the workspace, `work` an empty folder for its copy. Raises RuntimeError where it has errors."""
        copy = work / "workspace"
        for name in ("brochures", "layouts", "fonts"):
            shutil.copytree(root / name, copy / name)
        self._same = copy / "brochures" / f"{BROCHURE}.{LANGUAGE}.yaml"
        words = self._same.read_text(encoding="utf-8")
        self._changed = {number: self._revised(words, number) for number in range(-1, rounds)}
        sink = Sink()
        self._workspace = _there(Workspace.open(copy, sink), sink)
        self._press = _there(Press.open(self._workspace, None, None, sink), sink)
        self._layout = self._press.layouts[LAYOUTS[0]]

    @property
    def font_files(self) -> Path:
        """The folder with the text face's files."""
        package = importlib.util.find_spec("fontpkg_atkinson_hyperlegible")
        if package is None or package.origin is None:
            raise ModuleNotFoundError("fontpkg_atkinson_hyperlegible")
        return Path(package.origin).parent / "files"

    def build(self, _: int = 0) -> bytes:
        """The trifold from the same words each time."""
        return self.make(self._same).pdf

    def build_changed(self, number: int) -> bytes:
        """The trifold with another revision in its footer."""
        return self.make(self._changed[number]).pdf

    def make(self, path: Path | None = None) -> Made:
        """Read, compose, lay out and paint the trifold: all that `build` does but for reading the file back."""
        sink = Sink()
        story = self._story(path or self._same, LAYOUTS[0], sink)
        files = self._workspace.brochures
        document = _there(lay_out(story, self._layout, self._press.clinic, self._press.book, sink, files=files), sink)
        return Made(paint(document, self._press.book, "desk"), story, document)

    def read_back(self, made: Made) -> None:
        """Compare the finished file's words with the YAML's. Raises RuntimeError where they differ."""
        sink = Sink()
        check_words(made.pdf, made.story, self._layout, made.document, sink)
        _there(None if sink.failed else made, sink)

    def outline(self, layout_name: str) -> Outline:
        """The words of one layout as the peers get them: a page for each side, with as many columns as panels."""
        return outline(self._story(self._same, layout_name, Sink()), _pages(self._press.layouts[layout_name]))

    def _story(self, path: Path, layout_name: str, sink: Sink) -> Story:
        file = BrochureFile(path, path.name.split(".")[0], LANGUAGE)
        brochure = _there(self._press.read(file, sink), sink)
        return _there(compose(brochure, self._press.clinic, layout_name, self._press.layouts[layout_name], sink), sink)

    def _revised(self, words: str, number: int) -> Path:
        copy = self._same.with_name(f"round-{number + 1}.{LANGUAGE}.yaml")
        changed, count = _REVISION.subn(rf"\g<1>{number + 1001}", words, count=1)
        if count != 1:
            raise RuntimeError("the brochure names no revision that could be changed")
        copy.write_text(changed, encoding="utf-8")
        return copy


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
