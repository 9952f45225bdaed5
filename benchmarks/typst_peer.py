"""Typst as a peer: an outline comes in, Typst markup and a PDF go out (in process, fonts read once)."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.outline import Grid, Items, Outline, Page, Part, Words

_SPECIAL = frozenset("\\#$*_`@<>[]~/=-+\"'")
_HEAD = """\
#set document(title: "{title}")
#set text(font: "{family}", size: 12pt, lang: "{language}")
#set par(leading: 8pt, spacing: 14pt)
#set table(stroke: 0.5pt, inset: 4pt)
#show heading.where(level: 1): set text(size: 15pt)
"""


class Typst:
    """A compiler that keeps its fonts, and what it remembers, from one document to the next."""

    def __init__(self, fonts: Path, family: str, *, tagged: bool) -> None:
        """`tagged` has Typst check the file against PDF/UA-1. Raises ModuleNotFoundError without the `bench` extra."""
        typst: Any = importlib.import_module("typst")
        self.name = f"Typst {typst.__version__}"
        self.makes = "PDF/UA-1" if tagged else "no tags"
        self._family = family
        self._options: dict[str, Any] = {"pdf_standards": ["ua-1"]} if tagged else {"pdf_tags": False}
        self._compiler = typst.Compiler(font_paths=[str(fonts)], ignore_system_fonts=True)

    def ready(self, outline: Outline) -> Callable[[], bytes]:
        """What makes the PDF of an outline, which is in Typst's language by then."""
        source = markup(outline, self._family).encode("utf-8")
        return lambda: bytes(self._compiler.compile(input=source, **self._options))


def markup(outline: Outline, family: str) -> str:
    """The outline in Typst's language."""
    head = _HEAD.format(title=outline.title.replace('"', '\\"'), family=family, language=outline.language)
    return head + "#pagebreak(weak: true)\n".join(_page(page) for page in outline.pages)


def _page(page: Page) -> str:
    body = "\n".join(_part(part) for part in page.parts)
    size = f"#set page(width: {page.width}pt, height: {page.height}pt, margin: 27pt)\n"
    return f"{size}#columns({page.columns}, gutter: 36pt)[\n{body}\n]\n"


def _part(part: Part) -> str:
    if isinstance(part, Words):
        return _words(part)
    if isinstance(part, Items):
        lines = "\n".join(("- " if part.kind == "bullets" else "+ ") + _plain(text) for text in part.texts) + "\n"
        return f"#[#set text(size: 8pt)\n{lines}]\n" if part.kind == "sources" else lines
    if isinstance(part, Grid):
        header, *rows = ["".join(f"[{_plain(cell)}]" + "," for cell in row) for row in part.rows]
        return f"#table(columns: {len(part.rows[0])}, table.header({header}), {' '.join(rows)})\n"
    inner = "\n".join(_part(each) for each in part.parts)
    return f"#block(fill: luma(235), inset: 8pt, width: 100%)[\n{inner}\n]\n"


def _words(part: Words) -> str:
    text = _plain(part.text)
    if part.kind == "title":
        return f'#text(size: 30pt, weight: "bold")[{text}]\n'
    if part.kind == "small":
        return f"#text(size: 8pt)[{text}]\n"
    return text + "\n" if part.kind == "p" else "=" * int(part.kind[1]) + f" {text}\n"


def _plain(text: str) -> str:
    return "".join("\\" + character if character in _SPECIAL else character for character in " ".join(text.split()))
