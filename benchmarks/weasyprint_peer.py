"""WeasyPrint as a peer: an outline comes in, HTML and a PDF go out. Run as a program it makes PDFs of HTML files."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from benchmarks.outline import Grid, Items, Outline, Page, Part, Words

_TAGS = {"title": "div class=title", "p": "p", "small": "p class=small", "h1": "h1", "h2": "h2"}
_LISTS = {"bullets": "ul", "numbers": "ol", "sources": "ol class=small"}
_LOOKS = """
body { font: 12pt/16pt "Face"; margin: 0; text-align: left }
h1 { font-size: 15pt; margin: 16pt 0 4pt } h2 { font-size: 12pt; margin: 12pt 0 4pt }
p, ul, ol, table { margin: 0 0 8pt } ul, ol { padding-left: 16pt }
.title { font-size: 30pt; line-height: 32pt; font-weight: bold }
.small { font-size: 8pt; line-height: 10pt }
.box { background: #ebebeb; padding: 8pt; margin: 0 0 8pt }
table { border-collapse: collapse } th, td { border: 0.5pt solid; padding: 4pt; text-align: left; vertical-align: top }
section { column-gap: 36pt; column-fill: auto; }
"""


class WeasyPrint:
    """WeasyPrint with its style sheet and fonts read once."""

    def __init__(self, fonts: Path, outline: Outline, *, tagged: bool) -> None:
        """`outline` gives the pages' sizes; `tagged` asks for the PDF/UA-1 variant.

        Raises ModuleNotFoundError without the `bench` extra.
        """
        self._weasyprint: Any = importlib.import_module("weasyprint")
        self.name = f"WeasyPrint {self._weasyprint.__version__}"
        self.makes = "PDF/UA-1" if tagged else "no tags"
        self._fonts: Any = importlib.import_module("weasyprint.text.fonts").FontConfiguration()
        self._sheet = self._weasyprint.CSS(string=style(outline, fonts), font_config=self._fonts)
        self._options = {"pdf_variant": "pdf/ua-1"} if tagged else {}

    def ready(self, outline: Outline) -> Callable[[], bytes]:
        """What makes the PDF of an outline, which is HTML by then."""
        source = html(outline)
        return lambda: self._pdf(source)

    def _pdf(self, source: str) -> bytes:
        page = self._weasyprint.HTML(string=source)
        return bytes(page.write_pdf(stylesheets=[self._sheet], font_config=self._fonts, **self._options))


def style(outline: Outline, fonts: Path) -> str:
    """The style sheet: the faces, the looks, and each page's size."""
    faces = (
        f'@font-face {{ font-family: "Face"; src: url({(fonts / file).as_uri()}); font-weight: {weight} }}'
        for file, weight in (("AtkinsonHyperlegible-Regular.ttf", "normal"), ("AtkinsonHyperlegible-Bold.ttf", "bold"))
    )
    sizes = (
        f"@page page{number} {{ size: {page.width}pt {page.height}pt; margin: 27pt }} "
        f"#page{number} {{ page: page{number}; columns: {page.columns}; height: {page.height - 55}pt }}"
        for number, page in enumerate(outline.pages)
    )
    return "\n".join([*faces, *sizes, _LOOKS])


def html(outline: Outline, css: str = "") -> str:
    """The outline as a page of HTML."""
    body = "".join(f"<section id=page{number}>{_page(page)}</section>" for number, page in enumerate(outline.pages))
    head = f"<meta charset=utf-8><title>{escape(outline.title)}</title><style>{css}</style>"
    return f"<!doctype html><html lang={outline.language}><head>{head}</head><body>{body}</body></html>"


def _page(page: Page) -> str:
    return "\n".join(_part(part) for part in page.parts)


def _part(part: Part) -> str:
    if isinstance(part, Words):
        return _tagged(_TAGS[part.kind], escape(part.text))
    if isinstance(part, Items):
        return _tagged(_LISTS[part.kind], "".join(f"<li>{escape(text)}</li>" for text in part.texts))
    if isinstance(part, Grid):
        header, *rows = part.rows
        head = _tagged("thead", _row("th", header))
        return _tagged("table", head + _tagged("tbody", "".join(_row("td", row) for row in rows)))
    return _tagged("div class=box", "".join(_part(each) for each in part.parts))


def _row(tag: str, cells: tuple[str, ...]) -> str:
    return _tagged("tr", "".join(_tagged(tag, escape(cell)) for cell in cells))


def _tagged(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag.split()[0]}>"


def main(arguments: list[str]) -> None:
    """A cold start: PDFs of the HTML files that are named, beside them."""
    weasyprint: Any = importlib.import_module("weasyprint")
    for name in arguments:
        weasyprint.HTML(filename=name).write_pdf(Path(name).with_suffix(".pdf"), pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    main(sys.argv[1:])
