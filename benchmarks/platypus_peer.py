"""ReportLab's own Platypus as a peer: an outline comes in, an untagged PDF goes out (it writes no other)."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from io import BytesIO
from pathlib import Path

import reportlab
from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    ListFlowable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Table,
)

from benchmarks.outline import Grid, Items, Outline, Page, Part, Words

_TINT = Color(0.92, 0.92, 0.92)
_MARGIN, _GAP = 27.0, 36.0


class Platypus:
    """Platypus with its fonts registered once."""

    def __init__(self, fonts: Path) -> None:
        """`fonts` holds the faces' files."""
        self.name = f"ReportLab {reportlab.__version__} Platypus"
        self.makes = "no tags"
        for name in ("Regular", "Bold"):
            pdfmetrics.registerFont(TTFont(f"Face-{name}", str(fonts / f"AtkinsonHyperlegible-{name}.ttf")))
        self._styles = {
            "title": _style("Bold", 30, 32),
            "h1": _style("Bold", 15, 18, before=16, after=4),
            "h2": _style("Bold", 12, 16, before=12, after=4),
            "p": _style("Regular", 12, 16, after=8),
            "small": _style("Regular", 8, 10, after=4),
            "item": _style("Regular", 12, 16),
        }

    def ready(self, outline: Outline) -> Callable[[], bytes]:
        """What makes the PDF of an outline. Platypus's language is Python, and so its words are a part of that."""
        return lambda: self.pdf(outline)

    def pdf(self, outline: Outline) -> bytes:
        """The outline as a PDF."""
        out = BytesIO()
        document = BaseDocTemplate(out, title=outline.title, lang=outline.language)
        document.addPageTemplates([_template(number, page) for number, page in enumerate(outline.pages)])
        flow: list[Flowable] = []
        for number, page in enumerate(outline.pages):
            if number:
                flow += [NextPageTemplate(f"page{number}"), PageBreak()]
            for part in page.parts:
                flow += self._flowables(part, _measure(page))
        document.build(flow)
        return out.getvalue()

    def _flowables(self, part: Part, measure: float) -> list[Flowable]:
        if isinstance(part, Words):
            return [Paragraph(escape(part.text), self._styles[part.kind])]
        if isinstance(part, Items):
            style = self._styles["small" if part.kind == "sources" else "item"]
            kind = "bullet" if part.kind == "bullets" else "1"
            items = [Paragraph(escape(text), style) for text in part.texts]
            return [ListFlowable(items, bulletType=kind, bulletFontName="Face-Regular", leftIndent=16)]
        if isinstance(part, Grid):
            cells = [[Paragraph(escape(cell), self._styles["item"]) for cell in row] for row in part.rows]
            width = measure / len(part.rows[0])
            return [
                Table(
                    cells, [width] * len(part.rows[0]), repeatRows=1, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")]
                )
            ]
        inner = [flowable for each in part.parts for flowable in self._flowables(each, measure - 16)]
        return [Table([[inner]], [measure], style=[("BACKGROUND", (0, 0), (-1, -1), _TINT)], spaceAfter=8)]


def _style(face: str, size: float, leading: float, before: float = 0, after: float = 0) -> ParagraphStyle:
    return ParagraphStyle(
        f"{face}{size}", fontName=f"Face-{face}", fontSize=size, leading=leading, spaceBefore=before, spaceAfter=after
    )


def _measure(page: Page) -> float:
    return (page.width - 2 * _MARGIN - _GAP * (page.columns - 1)) / page.columns


def _template(number: int, page: Page) -> PageTemplate:
    width, height = _measure(page), page.height - 2 * _MARGIN
    frames = [
        Frame(_MARGIN + column * (width + _GAP), _MARGIN, width, height, 0, 0, 0, 0) for column in range(page.columns)
    ]
    return PageTemplate(f"page{number}", frames, pagesize=(page.width, page.height))
